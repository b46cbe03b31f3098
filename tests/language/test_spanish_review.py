"""A review in Spanish: everything that the page shows is translated, nothing but words changes, English stays as it is."""

import copy
import gettext
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import escape

from faces.samples import PROBLEMS, RICH
from osteon.language import ENGLISH, Language, _, chosen_language, joined, language, ngettext, speaking
from osteon.pathway.cases import load_cases
from osteon.review import review_record, review_timeline, wording
from osteon.review.html import render_html
from osteon.review.text import render_text
from osteon.review.translation import Sentence, Sentences, in_language, in_sentences_of, sentences_in, signature
from osteon.review.translation.sentences import is_reviewed
from osteon.review.trends import page

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))
CASES = load_cases(ROOT / "tests" / "cases")


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def english(request: pytest.FixtureRequest) -> dict:
    return page(review_record(request.param))


def test_english_is_the_review_as_it_is(english: dict):
    assert in_language(english, "en") == english
    with speaking(language("es")):
        assert "Findings" in render_html(english) or "Finding" in render_html(english)
        assert '<html lang="en">' in render_html(english)


def test_only_words_change(english: dict):
    """Ids, verdicts, dates, sources and units are those of the English review, and the English one is not touched."""
    before = copy.deepcopy(english)
    spanish = in_language(english, "es")
    assert english == before
    for one, other in zip(english["findings"], spanish["findings"], strict=True):
        for key in ("id", "verdict", "urgency", "lesion", "evidence", "folds", "draft", "checked"):
            assert one[key] == other[key]
        for fact, said in zip(one["because"], other["because"], strict=True):
            assert (fact["fact"], fact["unit"], fact["sources"], fact["at"]) == (said["fact"], said["unit"], said["sources"], said["at"])
            assert isinstance(fact["value"], str) or fact["value"] == said["value"]


def test_every_sentence_of_the_page_is_translated(english: dict):
    assert in_language(english, "es")["translation"]["english"] == []


def test_every_line_of_reasons_comes_apart_in_every_tenth_case():
    left, lines = [], 0
    for case in CASES[::10]:
        review = page(review_timeline(case.timeline, as_of=case.as_of, drafts=case.drafts))
        spanish = in_language(review, "es")
        lines += sum(bool(one["why"]) for one in review["findings"])
        left += spanish["translation"]["english"]
    assert left == []
    assert lines > 500


def test_the_page_says_that_nobody_has_signed(english: dict):
    text = render_html(in_language(english, "es"))
    assert '<html lang="es">' in text
    assert re.search(r"\d+ frases de la vía clínica mostradas aquí tienen una traducción que ningún revisor", text)
    assert "frases se muestran en inglés" not in text


def test_a_sentence_without_translation_stays_whole_and_is_marked(english: dict):
    sentences = sentences_in("es")
    advice = next(one["advice"] for one in wording.said_apart(english) if one["urgency"] != "info")
    known = {key: value for key, value in sentences.known.items() if key != advice}
    review = in_sentences_of(english, sentences._replace(known=known), language("es"))
    assert review["translation"]["english"] == [advice]
    text = render_html(review)
    assert f'<span lang="en">{escape(advice)}</span>' in text
    assert "1 frase se muestra en inglés" in text


def test_a_line_that_names_an_untranslated_fact_stays_english_as_a_whole():
    review = page(review_record(ROOT / "examples" / "spine-and-femur.json"))
    sentences = sentences_in("es")
    known = {key: value for key, value in sentences.known.items() if key != "corrected calcium"}
    spanish = in_sentences_of(review, sentences._replace(known=known), language("es"))
    pairs = zip(review["findings"], spanish["findings"], strict=True)
    lines = [(one["why"], other["why"]) for one, other in pairs if "corrected calcium 1" in one["why"]]
    assert lines
    assert all(told == wording.prose(line) for line, told in lines)


def test_figures_and_dates_follow_the_language():
    with speaking(language("es")):
        assert wording.day("2025-05-03") == "3 de mayo de 2025"
        assert wording.day("2025-05") == "mayo de 2025"
        assert wording.day("2025") == "2025"
        assert wording.figure(2.5) == "2,5"
        assert wording.figure([2.5, 3.0]) == "2,5; 3"
        assert wording.quantity(2.55, "mmol/L") == "2,55 mmol/L"
        assert wording.quantity(14.0, "d") == "14 días"
    assert wording.day("2025-05-03") == "3 May 2025"
    assert wording.figure([2.5, 3.0]) == "2.5, 3"


def test_no_figure_of_a_spanish_page_has_a_decimal_point():
    text = render_html(in_language(page(review_record(ROOT / "examples" / "spine-and-femur.json")), "es"))
    plain = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<code>.*?</code>|<span lang=\"en\">.*?</span>|<[^>]+>", " ", text, flags=re.DOTALL)
    points = re.findall(r"(?<![\w.-])\d+\.\d+ (?:mg|mmol|g/dL|%|mL)", plain)
    assert not points
    assert re.search(r"\d,\d+ mg/dL", plain)
    assert not re.search(r"\d, \d", plain), "a comma and a space between two figures would be a list"


def test_the_terminal_speaks_spanish():
    text = render_text(in_language(RICH, "es"), width=100, color=False)
    assert "HALLAZGOS" in text
    assert "FINDINGS" not in text


class Brackets(gettext.NullTranslations):
    """A language that is English in brackets: words outside of them are outside of the mechanism."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"⟦{one if count == 1 else many}⟧"


class Bracketed(dict):
    """Any sentence has a translation: itself in brackets."""

    def get(self, text, default=None):
        return Sentence(f"⟦{text}⟧", True) if isinstance(text, str) and text else default


PSEUDO = Language("qps", interface=Brackets())
EVERYTHING = Sentences("qps", Bracketed(), Bracketed(), ())


class Words(HTMLParser):
    """Pieces of text and of labels, without what stands in brackets, is code, is quoted, or is the record's."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.aside = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if self.aside or tag in ("style", "code", "script") or dict(attributes).get("lang") == "en":
            self.aside += tag not in ("meta", "br", "link", "hr", "img", "input", "path", "circle", "rect")
        self.found += [value or "" for name, value in attributes if name in ("aria-label", "alt", "placeholder")]

    def handle_endtag(self, tag):
        self.aside -= self.aside > 0

    def handle_data(self, data):
        if not self.aside:
            self.found.append(data)


def outside(text: str) -> set[str]:
    """Words that stand outside of brackets, nested ones counted."""
    depth, left = 0, []
    for sign in "\n".join(Words(text).found):
        depth += (sign == "⟦") - (sign == "⟧")
        if depth == 0 and sign != "⟧":
            left.append(sign)
    return set(re.findall(r"[A-Za-zÀ-ÿ]{3,}", "".join(left)))


@pytest.mark.parametrize("name", ["spine-and-femur", "spine-and-cord", "bone-only"])
def test_no_word_of_a_page_is_outside_of_the_mechanism(name: str):
    review = page(review_record(ROOT / "examples" / f"{name}.json"))
    with speaking(PSEUDO):
        text = render_html(in_sentences_of(review, EVERYTHING, PSEUDO))
    theirs = json.dumps(
        [review["patient"], review["agent_doses"], review["sources"], [one["entries"] for one in review["lesions"]], review["policies"],
         review["accounting"], review["changed"], review["pathway"]]
    )  # fmt: skip
    units = {"dL", "mmol", "nmol", "mol", "BCE", "Osteon", "EMA", "FDA"}
    own = {word for word in outside(text) if word not in theirs and word not in units}
    assert own == set()


def test_a_language_from_right_to_left():
    mock = Language("ar", direction="rtl", interface=Brackets())
    with speaking(mock):
        text = render_html(in_sentences_of(RICH, Sentences("ar", Bracketed(), Bracketed(), ()), mock))
    assert '<html lang="ar" dir="rtl">' in text
    assert text.count("⟦") > 100


def test_a_hostile_record_stays_harmless_in_spanish():
    text = render_html(in_language(PROBLEMS, "es"))
    assert "<script" not in text


@pytest.mark.parametrize(
    ("asked", "accepted", "default", "chosen"),
    [
        (None, "", "en", "en"),
        (None, "", "es", "es"),
        ("es", "en", "en", "es"),
        ("es-MX", "en", "en", "es"),
        ("xx", "en;q=0.3, es;q=0.9", "en", "es"),
        ((None, "es"), "en", "en", "es"),
        (("en", "es"), "es", "es", "en"),
        (None, "de, es-419;q=0.8, en;q=0.7", "en", "es"),
        (None, "es;q=0", "en", "en"),
        (None, "es;q=much, en;q=0.1", "es", "en"),
        (None, "*", "es", "es"),
    ],
)
def test_which_language_a_reader_gets(asked, accepted: str, default: str, chosen: str):
    assert chosen_language(asked, accepted, default) == chosen


@pytest.mark.parametrize(
    ("parts", "between", "said"),
    [
        (("lítica", "blástica"), " or ", "lítica o blástica"),
        (("lítica", "osteoblástica"), " or ", "lítica u osteoblástica"),
        (("siete", "ocho", "hombro"), " or ", "siete u ocho u hombro"),
        (("cáncer", "hipercalcemia"), " and ", "cáncer e hipercalcemia"),
        (("cáncer", "(infección o fiebre)"), " and ", "cáncer e (infección o fiebre)"),
        (("cáncer", "hierro"), " and ", "cáncer y hierro"),
        (("una",), " or ", "una"),
    ],
)
def test_words_between_two_others(parts: tuple[str, ...], between: str, said: str):
    with speaking(language("es")):
        assert joined(parts, between) == said
    assert joined(parts, between) == between.join(parts)


def test_words_of_the_interface():
    with speaking(language("es")):
        assert _("Data as of {day}", day="x") == "Datos a fecha de x"
        assert ngettext("{count} entry", "{count} entries", 1) == "1 entrada"
        assert ngettext("{count} entry", "{count} entries", 2) == "2 entradas"
    assert _("Data as of {day}", day="x") == "Data as of x"
    with pytest.raises(KeyError):
        language("xx")
    assert language("en") is ENGLISH


def test_a_signature_fits_one_pair_only():
    entry = {"english": "Do not give it.", "translation": "No lo dé.", "state": "reviewed", "reviewer": "Dr. A", "date": "2026-11-22"}
    entry["signature"] = signature(entry["english"], entry["translation"])
    assert is_reviewed(entry)
    assert not is_reviewed({**entry, "translation": "Délo."})
    assert not is_reviewed({**entry, "english": "Give it."})
    assert not is_reviewed({**entry, "reviewer": ""})
    assert not is_reviewed({**entry, "state": "unreviewed"})
