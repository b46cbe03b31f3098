"""Keep the catalogs of other languages complete: `make translation`, or `python -m tools.translation ...`.

    update             take over new and changed English words and sentences, compile; what is new has no translation yet
    missing            what is not translated, and how much nobody has signed
    sign TOPIC NAME    a reviewer puts her name to the translations of a topic (--sentence "..." for one)
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from osteon.language import LANGUAGES, languages
from osteon.review.translation import sentences as told
from tools.translation import inventory

OTHERS = tuple(LANGUAGES)[1:]
OPTIONS = {"**.j2": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "translated": (2,), "translated_count": (2, 3), "Issue": (2,), "phrase": None}
FOLDERS = ("engine", "review", "language", "serve", "drawing")


def python_messages(file: BinaryIO, keywords: Iterable[str], tags: Any, options: Any) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Messages of a Python file, those inside f-strings too, which the extractor of Babel does not see before Python 3.12."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Tuple) and len(node.elts) > 2:
            # A row of a table of counts: one, many, how many.
            pair = [one.value for one in node.elts[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len(pair) == 2 and all("{count}" in one for one in pair):
                yield node.lineno, "ngettext", tuple(pair), []
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name in keywords:
            texts = tuple(one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else None for one in node.args)
            places = KEYWORDS[name] or (1,)
            if len(texts) >= max(places) and all(texts[place - 1] for place in places):
                yield node.lineno, name, texts if len(texts) > 1 else texts[0], []


METHODS = [("**.py", python_messages), ("**.j2", "jinja2")]


def extracted() -> Catalog:
    """Every message of the interface, with the files that say it."""
    found = Catalog(project="Osteon", fuzzy=False)
    for folder in FOLDERS:
        root = inventory.SOURCE / folder
        for name, _, text, comments, _ in extract_from_dir(root, METHODS, OPTIONS, KEYWORDS, ("Translators:",)):
            found.add(text, locations=[(f"{folder}/{name}", 0)], auto_comments=comments)
    return found


def interface_of(code: str) -> Catalog:
    """The catalog of the interface as it is written down, brought up to the messages of today."""
    path = languages.HERE / code / "interface.po"
    with path.open("rb") as file:
        known = read_po(file, locale=code)
    written = known.creation_date
    known.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    known.creation_date = known.revision_date = written
    return known


def compiled(catalog: Catalog) -> bytes:
    """The catalog as gettext reads it."""
    into = BytesIO()
    write_mo(into, catalog)
    return into.getvalue()


def written(catalog: Catalog) -> bytes:
    """The catalog as people read it; without line numbers, which would change with every edit of the code."""
    into = BytesIO()
    write_po(into, catalog, width=120, include_lineno=False, ignore_obsolete=True, sort_by_file=True)
    return into.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """Messages of the interface that have no text in the other language."""
    return [str(one.id) for one in catalog if one.id and not (all(one.string) if isinstance(one.string, (list, tuple)) else one.string)]


def wanted() -> dict[str, list[str]]:
    """Every clinical sentence by the file that holds it."""
    files = {topic.replace("_", "-"): texts for topic, texts in inventory.sentences().items()}
    return {**files, told.ANSWERS: inventory.answers(), told.TEMPLATES: inventory.templates()}


def read_file(path: Path) -> dict[str, dict[str, str]]:
    """The entries of one file of sentences, by the English one."""
    return {one["english"]: one for one in json.loads(path.read_text(encoding="utf-8"))["sentences"]} if path.exists() else {}


def write_file(path: Path, code: str, entries: Iterable[dict[str, str]]) -> None:
    """One sentence to a line, so that a change of one is a change of one line."""
    lines = ",\n".join(f"  {json.dumps(one, ensure_ascii=False)}" for one in entries)
    head = json.dumps({"language": code, "topic": path.stem}, ensure_ascii=False)[:-1]
    path.write_text(f'{head}, "sentences": [\n{lines}\n]}}\n', encoding="utf-8")


def update() -> None:
    """Take over what is new in English; sentences that English no longer has go."""
    files = wanted()
    for code in OTHERS:
        catalog = interface_of(code)
        folder = languages.HERE / code
        (folder / "interface.po").write_bytes(written(catalog))
        (folder / "interface.mo").write_bytes(compiled(catalog))
        known: dict[str, dict[str, str]] = {}
        for path in sorted((told.HERE / code).glob("*.json")):
            known |= read_file(path) if path.stem not in (told.ANSWERS, told.TEMPLATES) else {}
            if path.stem not in files:
                path.unlink()
        for name, texts in files.items():
            path = told.HERE / code / f"{name}.json"
            here = read_file(path) if name in (told.ANSWERS, told.TEMPLATES) else known
            write_file(path, code, [here.get(text) or _new(text) for text in texts])


def _new(english: str) -> dict[str, str]:
    return {"english": english, "translation": "", "state": told.UNREVIEWED}


def missing(code: str) -> tuple[list[str], dict[str, list[str]], int, int]:
    """Of one language: messages and sentences (by file) without a translation; how many sentences are signed, and there are."""
    lacking: dict[str, list[str]] = {}
    signed = every = 0
    for name, texts in wanted().items():
        entries = read_file(told.HERE / code / f"{name}.json")
        lacking[name] = [text for text in texts if not entries.get(text, {}).get("translation")]
        every += len(texts)
        signed += sum(told.is_reviewed(entries[text]) for text in texts if text in entries)
    return untranslated(interface_of(code)), {name: texts for name, texts in lacking.items() if texts}, signed, every


def sign(code: str, topic: str, reviewer: str, sentence: str | None, on: str) -> int:
    """Put a reviewer's name to translations; the number of them."""
    path = told.HERE / code / f"{topic}.json"
    entries, count = read_file(path), 0
    for one in entries.values():
        if one["translation"] and sentence in (None, one["english"]):
            fingerprint = told.signature(one["english"], one["translation"])
            one |= {"state": told.REVIEWED, "reviewer": reviewer, "date": on, "signature": fingerprint}
            count += 1
    write_file(path, code, entries.values())
    return count


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="tools.translation", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("update")
    commands.add_parser("missing")
    signing = commands.add_parser("sign")
    signing.add_argument("topic")
    signing.add_argument("reviewer")
    signing.add_argument("--language", choices=OTHERS, default=OTHERS[0])
    signing.add_argument("--sentence")
    signing.add_argument("--date", default=date.today().isoformat())
    choice = parser.parse_args()
    if choice.command == "sign":
        count = sign(choice.language, choice.topic, choice.reviewer, choice.sentence, choice.date)
        print(f"{count} translations signed by {choice.reviewer}.")
        return 0 if count else 1
    if choice.command == "update":
        update()
    for code in OTHERS:
        interface, sentences, signed, every = missing(code)
        lacking = sum(map(len, sentences.values()))
        print(f"{code}: interface lacks {len(interface)} texts.")
        print(f"    {every} clinical sentences, {lacking} of them without translation, {signed} signed.")
        for text in interface:
            print(f"  interface: {text}")
        for name, texts in sentences.items():
            print(f"  {name}: {len(texts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
