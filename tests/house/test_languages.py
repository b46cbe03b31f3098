"""The catalogs of other languages are complete and fit the English: no word of the interface without a text, nothing out of date."""

import re

import pytest
from babel.messages.pofile import read_po
from tools.translation import __main__ as catalogs

from osteon.language import languages
from osteon.review.translation import sentences as told

LANGUAGES = catalogs.OTHERS
PLACES = re.compile(r"\{\w+\}|<[^>]+>|`[^`]+`")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_of_the_interface_has_a_text(code: str):
    assert catalogs.untranslated(catalogs.interface_of(code)) == [], "make translation, then fill in the empty msgstr, and again"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_compiled_catalog_is_the_written_one(code: str):
    folder = languages.HERE / code
    with (folder / "interface.po").open("rb") as file:
        known = read_po(file, locale=code)
    assert (folder / "interface.mo").read_bytes() == catalogs.compiled(known), "make translation"


@pytest.mark.parametrize("code", LANGUAGES)
def test_texts_of_the_interface_keep_places_and_marks(code: str):
    wrong = []
    for message in catalogs.interface_of(code):
        texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        english = message.id if isinstance(message.id, str) else message.id[1]
        wrong += [text for text in texts if message.id and text and sorted(PLACES.findall(text)) != sorted(PLACES.findall(english))]
    assert not wrong


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_files_of_sentences_hold_the_sentences_of_today(code: str):
    wanted = catalogs.wanted()
    files = {path.stem: list(catalogs.read_file(path)) for path in (told.HERE / code).glob("*.json")}
    assert files == wanted, "make translation"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_signed_translation_names_its_reviewer_and_was_not_changed_since(code: str):
    entries = [one for path in (told.HERE / code).glob("*.json") for one in catalogs.read_file(path).values()]
    signed = [one for one in entries if one["state"] != told.UNREVIEWED]
    assert not [one["english"] for one in signed if not told.is_reviewed(one)], "sign it again, or mark it unreviewed"
