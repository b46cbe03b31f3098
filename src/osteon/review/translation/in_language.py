"""A review in another language: the same JSON, its sentences translated where the catalog has them.

A sentence without a translation stays whole and in English. `translation` in the result names those, and those whose
translation nobody has signed; a page marks the first and counts both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from osteon.language import ENGLISH, Language, language, speaking, spoken
from osteon.review.translation.reason_line import pieces_of, reason_line
from osteon.review.translation.sentences import Sentence, Sentences, sentences_in
from osteon.review.translation.timeline_words import TIMELINE
from osteon.review.wording import lowered

__all__ = ["Translator", "answer", "in_language", "in_sentences_of", "placed", "sentence", "speaking_as"]

Json = dict[str, Any]
Told = TypeVar("Told")
SIDES = ("left", "right", "bilateral")
_FIGURE = re.compile(r"(?<![\w.,-])(\d+)\.(\d+)(?![\w.]*\.\d|[-\w])")
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?(T[\d:]+)?")
_CODE = re.compile(r"[\d<>≥≤+./-]*")
"""Answers that are figures or grades, which are the same in every language."""


class Translator:
    """Looks sentences up in one language, and keeps account of those that it has not, or not reviewed."""

    def __init__(self, sentences: Sentences, language: Language) -> None:
        self.sentences, self.language = sentences, language
        self.english: dict[str, None] = {}
        self.unreviewed: dict[str, None] = {}

    def sentence(self, text: Any) -> Any:
        """A sentence of the pathway; it begins as the English one begins, with a capital letter or without."""
        if not text or not isinstance(text, str):
            return text
        found = self.sentences.known.get(text)
        if found is None:
            self.english[text] = None
            return text
        return self._taken(found)

    def known(self, text: Any) -> str | None:
        """The translation of a sentence, if there is one; nothing is noted where there is none."""
        found = self.sentences.known.get(text)
        return None if found is None else self._taken(found)

    def own(self, text: Any) -> Any:
        """The translation of words that may be ours, with a capital letter or without; others are the record's own."""
        if not isinstance(text, str) or not text:
            return text
        found = self.known(text) or self.known(text[:1].lower() + text[1:])
        return text if found is None else (found[:1].upper() + found[1:] if text[:1].isupper() else found)

    def filled(self, text: Any) -> Any:
        """A sentence that something was filled into: looked up as it is, else by the templates."""
        if not text or not isinstance(text, str):
            return text
        for template in self.sentences.templates if text not in self.sentences.known else ():
            found = template.english.fullmatch(text)
            if found is not None:
                places = {name: self._place(value) for name, value in found.groupdict().items()}
                return self._taken(Sentence(template.text.format(**places), template.reviewed))
        return self.sentence(text)

    def _place(self, text: str) -> str:
        return self.known(text) or self.figures(text)

    def answer(self, value: Any) -> Any:
        """A word that answers a fact. Figures, dates and names of the record stay as they are."""
        if isinstance(value, str) and value:
            found = self.sentences.answers.get(value)
            if found is not None:
                return self._taken(found)
            if not _DATE.fullmatch(value) and not _CODE.fullmatch(value):
                self.english[value] = None
        return value

    def word(self, value: Any) -> Any:
        """An answer, or a word of the timeline; others are the record's own and are left without a mark."""
        found = self.sentences.answers.get(value) if isinstance(value, str) else None
        if found is None and value in TIMELINE and self.language.interface is not None:
            return self.language.interface.gettext(TIMELINE[value])
        return value if found is None else self._taken(found)

    def figures(self, text: Any) -> Any:
        """A text with its decimal fractions written as the language does."""
        return _FIGURE.sub(rf"\1{self.language.decimal}\2", text) if isinstance(text, str) else text

    def _taken(self, found: Sentence) -> str:
        if not found.reviewed:
            self.unreviewed[found.text] = None
        return found.text


def in_language(review: Mapping[str, Any], code: str) -> dict[str, Any]:
    """A review (the JSON as Python objects, with or without what only the page shows) in a language; English as it is."""
    if code == ENGLISH.code:
        return dict(review)
    return in_sentences_of(review, sentences_in(code), language(code))


def sentence(text: str) -> str:
    """One clinical sentence of the pathway in the language in use; what has no translation stays English and is noted so."""
    return text if spoken().language is ENGLISH else _noted(lambda say: str(say.sentence(text)))


def answer(word: str) -> str:
    """A word that answers a fact, in the language in use; noted as `sentence` notes it."""
    return word if spoken().language is ENGLISH else _noted(lambda say: str(say.answer(word)))


def placed(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A site of the skeleton with its side (`label`, `laterality`), in the language in use."""
    return dict(entry) if spoken().language is ENGLISH else _noted(lambda say: _placed(dict(entry), say))


def _noted(work: Callable[[Translator], Told]) -> Told:
    speech = spoken()
    say = Translator(sentences_in(speech.language.code), speech.language)
    found = work(say)
    speech.note({"translation": {"english": say.english, "unreviewed": say.unreviewed}})
    return found


@contextmanager
def speaking_as(review: Mapping[str, Any]) -> Iterator[None]:
    """Everything made inside is said in the language that `in_language` has put the review into."""
    told = review.get("translation")
    code = told["language"] if isinstance(told, Mapping) else ENGLISH.code
    if spoken().language.code == code:
        yield
    else:
        with speaking(language(code)):
            yield


def in_sentences_of(review: Mapping[str, Any], sentences: Sentences, language: Language) -> dict[str, Any]:
    """A review with the sentences of a catalog. `translation` in it tells what stayed English and what nobody signed."""
    say = Translator(sentences, language)
    found = dict(review)
    lines = _reason_lines(review, say)
    for name, translate in _SECTIONS.items():
        if isinstance(review.get(name), list):
            found[name] = [translate(dict(one), say) for one in review[name]]
    if lines:
        found["findings"] = [{**one, "why": line} for one, line in zip(found["findings"], lines, strict=True)]
    found["translation"] = {
        "language": sentences.language,
        "english": list(say.english),
        "unreviewed": list(say.unreviewed),
    }
    return found


def _each(entry: Json, key: str, translate: Callable[[Json, Translator], Json], say: Translator) -> None:
    if isinstance(entry.get(key), list):
        entry[key] = [translate(dict(one), say) for one in entry[key]]


def _sentences(entry: Json, say: Translator, *keys: str) -> Json:
    for key in keys:
        if key in entry:
            entry[key] = say.sentence(entry[key])
    return entry


def _labelled(entry: Json, say: Translator) -> Json:
    return _sentences(entry, say, "label")


def _fact(entry: Json, say: Translator) -> Json:
    _sentences(entry, say, "label")
    entry["value"] = say.answer(entry.get("value"))
    if "possible" in entry:
        entry["possible"] = [say.answer(one) for one in entry["possible"]]
    if isinstance(entry.get("missing"), list):
        _each(entry, "missing", _labelled, say)
    return entry


def _reason_lines(review: Mapping[str, Any], say: Translator) -> list[Any]:
    """The line that says why, of each finding."""
    facts = pieces_of(review.get("facts") or (), say)
    return [
        reason_line(one.get("why"), pieces_of(one.get("because") or (), say), facts, say) if one.get("why") else one.get("why")
        for one in review.get("findings") or ()
    ]


def _finding(entry: Json, say: Translator) -> Json:
    _sentences(entry, say, "title", "advice", "misuse", "purpose")
    _each(entry, "because", _fact, say)
    _each(entry, "missing", _labelled, say)
    _each(entry, "parameters", _labelled, say)
    return entry


def _question(entry: Json, say: Translator) -> Json:
    label = entry.get("label")
    if entry.get("ask") == f"{label}?":
        # A question that is only the name of the fact is asked with the name in the other language.
        told = say.sentence(label)
        entry["ask"] = f"{told}?" if told != label else say.sentence(entry["ask"])
    else:
        _sentences(entry, say, "ask")
    return _sentences(entry, say, "label")


def _score(entry: Json, say: Translator) -> Json:
    _sentences(entry, say, "title", "means", "misuse")
    entry["category"] = say.answer(entry.get("category"))
    entry["possible"] = [say.answer(one) for one in entry.get("possible") or ()]
    entry["items"] = {say.sentence(name): points for name, points in (entry.get("items") or {}).items()}
    _each(entry, "missing", lambda one, to: _sentences(one, to, "label", "item"), say)
    _each(entry, "accuracy", lambda one, to: _sentences(one, to, "strength"), say)
    return entry


def _option(entry: Json, say: Translator) -> Json:
    _sentences(entry, say, "title", "line", "note")
    _each(entry, "missing", _labelled, say)
    _each(entry, "because", _requirement, say)
    _each(entry, "cautions", _caution, say)
    return entry


def _requirement(entry: Json, say: Translator) -> Json:
    _each(entry, "facts", _fact, say)
    return _sentences(entry, say, "requirement")


def _caution(entry: Json, say: Translator) -> Json:
    _each(entry, "facts", _fact, say)
    _each(entry, "missing", _labelled, say)
    return _sentences(entry, say, "label", "advice")


def _placed(entry: Json, say: Translator) -> Json:
    """A site with its side as one phrase, because the word for the side bends with the word for the bone."""
    label, side = entry.get("label"), entry.get("laterality")
    if not isinstance(label, str) or not label:
        return entry
    whole = f"{side} {label}" if side in SIDES and side not in label.lower().split() else label
    entry["place"] = say.sentence(whole[:1].upper() + whole[1:])
    return entry


def _site(entry: Json, say: Translator) -> Json:
    _placed(entry, say)
    if isinstance(entry.get("notes"), list):
        entry["notes"] = [say.known(one) or one for one in entry["notes"]]
    return entry


def _lesion(entry: Json, say: Translator) -> Json:
    _placed(entry, say)
    entry["joined"] = [say.filled(one) for one in entry.get("joined") or ()]
    _each(entry, "entries", _entry, say)
    return entry


def _entry(entry: Json, say: Translator) -> Json:
    # The record's own words for it, unless they are ours.
    entry["what"] = say.own(entry.get("what"))
    entry["said"] = say.figures(say.word(entry.get("said")))
    entry["status"] = say.word(entry.get("status"))
    return entry


def _skeletal_event(entry: Json, say: Translator) -> Json:
    components, what = entry.get("components") or (), str(entry.get("what") or "")
    parts = " and ".join(str(one).replace("-", " ") for one in components)
    where = what.removeprefix(parts).removeprefix(", ") if what.startswith(parts) else ""
    told = [say.known(one[:1].upper() + one[1:]) for one in (*(str(one).replace("-", " ") for one in components), where) if one]
    if parts and all(told):
        entry["what"] = lowered(", ".join(one for one in told if one))
    else:
        entry["what"] = say.sentence(what)
    entry["note"] = say.filled(entry.get("note"))
    return entry


def _trend(entry: Json, say: Translator) -> Json:
    if isinstance(entry.get("second"), dict):
        entry["second"] = _labelled(dict(entry["second"]), say)
    return _labelled(entry, say)


def _dose(entry: Json, say: Translator) -> Json:
    # The record's own name of the drug, unless it is ours.
    entry["label"] = say.own(entry.get("label"))
    entry["dose"] = say.figures(entry.get("dose"))
    return entry


def _told(entry: Json, say: Translator) -> Json:
    entry["message"] = say.filled(entry.get("message"))
    return entry


_SECTIONS: dict[str, Callable[[Json, Translator], Json]] = {
    "skeleton": _site,
    "lesions": _lesion,
    "skeletal_events": _skeletal_event,
    "facts": _fact,
    "scores": _score,
    "options": _option,
    "findings": _finding,
    "due": lambda entry, say: _sentences(entry, say, "what"),
    "questions": _question,
    "conflicts": _told,
    "problems": _told,
    "trends": _trend,
    "agent_doses": _dose,
}
