"""A tree in words: for the manual, for definitions in FHIR, and for the pages, which say them in the language of a reader."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from osteon.engine import nodes as n
from osteon.engine.events import Events, Factor, Reduction

__all__ = ["ENGLISH", "Wording", "describe", "number", "unit_words"]


def number(value: Decimal | int, digits: int | None = None) -> str:
    """A decimal as a reader writes it: no exponent, no trailing zeros beyond the point."""
    if digits is not None:
        value = round(Decimal(value), digits)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


UNITS = {
    "1": "",
    "{score}": "",
    "{count}": "",
    "{fraction}": "",
    "d": " days",
    "a": " years",
    "h": " hours",
    "mo": " months",
    "wk": " weeks",
    "umol/L": " µmol/L",
    "ug/L": " µg/L",
    "10*3/uL": " × 10³/µL",
    "Cel": " °C",
    "kg/m2": " kg/m²",
    "mg/d": " mg/day",
    "mg/d/(ug/h)": " mg/day for each µg/h",
    "nmol{BCE}/mmol{creat}": " nmol BCE/mmol creatinine",
    "date": "",
    "moment": "",
    "mL/min/{1.73_m2}": " mL/min/1.73 m²",
}


def unit_words(unit: str | None) -> str:
    """A unit as a reader sees it, with a leading space; empty for pure numbers."""
    return UNITS.get(unit or "1", f" {unit}")


class Wording(Protocol):
    """How a tree is said: in English, or in the language of a reader (`osteon.review.translation` has that one)."""

    def phrase(self, text: str, **places: str) -> str:
        """A phrase of this module with its places filled."""

    def label(self, text: str) -> str:
        """The name of a fact."""

    def answer(self, word: str) -> str:
        """A word that answers a fact."""

    def word(self, name: str) -> str:
        """A word of the timeline: what is read of an entry, its kind, its status, its answer, its route."""

    def figure(self, text: str) -> str:
        """A figure that is written with a point."""

    def unit(self, unit: str | None) -> str:
        """A unit with a leading space."""

    def listed(self, parts: Iterable[str]) -> str:
        """One beside the other."""

    def both(self, parts: Iterable[str]) -> str:
        """All of them."""

    def either(self, parts: Iterable[str]) -> str:
        """One of them."""


class English:
    """The words as they are written here."""

    def phrase(self, text: str, **places: str) -> str:
        """The phrase with its places filled."""
        return text.format(**places)

    def label(self, text: str) -> str:
        """As it is."""
        return text

    def answer(self, text: str) -> str:
        """As it is."""
        return text

    def word(self, text: str) -> str:
        """As it is."""
        return text

    def figure(self, text: str) -> str:
        """As it is."""
        return text

    def unit(self, unit: str | None) -> str:
        """As `unit_words` has it."""
        return unit_words(unit)

    def listed(self, parts: Iterable[str]) -> str:
        """With commas."""
        return ", ".join(parts)

    def both(self, parts: Iterable[str]) -> str:
        """With `and`."""
        return " and ".join(parts)

    def either(self, parts: Iterable[str]) -> str:
        """With `or`."""
        return " or ".join(parts)


ENGLISH = English()


def describe(node: n.Node | str, *, inside: bool = False, say: Wording = ENGLISH) -> str:
    """One line of words for a node. Facts are named, not opened, unless `inside`."""
    return _Sentence(say).opened(node) if inside and isinstance(node, n.Fact) else _Sentence(say).of(node)


class _Sentence:
    """Puts nodes into words, in the wording of one language."""

    def __init__(self, say: Wording) -> None:
        self.say = say

    def opened(self, fact: n.Fact) -> str:
        """What stands behind a fact."""
        return self.of(fact.computes) if fact.computes is not None else self.reduction(fact.reads)  # type: ignore[arg-type]

    def of(self, node: n.Node | str) -> str:
        say = self.say
        match node:
            case str():
                return say.answer(node)
            case n.Fact():
                return say.label(node.label)
            case n.Parameter():
                return f"{say.figure(number(node.value))}{say.unit(node.unit)}"
            case n.Constant():
                return say.figure(number(node.value))
            case n.Policy():
                return say.phrase("policy {id}", id=node.id)
            case n.All() if not node.of:
                return say.phrase("always")
            case n.All():
                return say.both(self.bracket(part) for part in node.of)
            case n.Any() if not node.of:
                return say.phrase("never")
            case n.Any():
                return say.either(self.bracket(part) for part in node.of)
            case n.Not() if _is_list(node.of):
                return say.phrase("not ({what})", what=self.of(node.of))
            case n.Not():
                return say.phrase("not {what}", what=self.of(node.of))
            case n.Compare():
                return f"{self.of(node.left)} {_SIGNS[node.operator]} {self.of(node.right)}"
            case n.OneOf():
                # The choices of a policy are what a site writes in its settings.
                said = str if isinstance(node.of, n.Policy) else say.answer
                return say.phrase("{what} is {words}", what=self.of(node.of), words=say.either(map(said, node.words)))
            case n.Known():
                return say.phrase("{what} is known", what=self.of(node.of))
            case n.AnyLesion() if _is_list(node.of):
                return say.phrase("in some lesion, ({what})", what=self.of(node.of))
            case n.AnyLesion():
                return say.phrase("in some lesion, {what}", what=self.of(node.of))
            case n.CountLesions() if _is_list(node.of):
                return say.phrase("number of lesions where ({what})", what=self.of(node.of))
            case n.CountLesions():
                return say.phrase("number of lesions where {what}", what=self.of(node.of))
            case n.DaysSince():
                return say.phrase("days since {what}", what=self.of(node.of))
            case n.HoursSince():
                return say.phrase("hours since {what}", what=self.of(node.of))
        return self.reckoned(node)

    def reckoned(self, node: n.Node) -> str:
        """What is worked out: figures, points, choices, bands."""
        say = self.say
        match node:
            case n.Arithmetic():
                return f"({self.of(node.left)} {_SIGNS[node.operator]} {self.of(node.right)})"
            case n.Hull():
                return say.phrase("between {low} and {high}", low=self.of(node.low), high=self.of(node.high))
            case n.Greatest():
                parts = say.listed(self.of(part) for part in node.of)
                if node.unit in ("date", "moment"):
                    return say.phrase("the newest of {parts}", parts=parts)
                return say.phrase("the greatest of {parts}", parts=parts)
            case n.Points():
                table = say.listed(f"{say.answer(word)} {say.figure(str(points))}" for word, points in node.table)
                return say.phrase("points for {what} ({table})", what=self.of(node.of), table=table)
            case n.Choose():
                cases = [
                    say.phrase("{value} if {condition}", value=self.of(value), condition=self.of(condition))
                    for condition, value in node.cases
                ]
                otherwise = self.of(node.otherwise) if node.otherwise is not None else say.phrase("unknown")
                return "; ".join([*cases, say.phrase("else {value}", value=otherwise)])
            case n.Band():
                bands = [self.band(node, *one) for one in zip(node.labels, node.edges, strict=False)]
                last = say.phrase("{label} beyond", label=say.answer(node.labels[-1]))
                return say.phrase("{what} as {bands}", what=self.of(node.of), bands=say.listed([*bands, last]))
        raise TypeError(f"no words for {type(node).__name__}")

    def band(self, node: n.Band, label: str, edge: n.Node) -> str:
        label, said = self.say.answer(label), self.of(edge)
        if node.upper_inclusive:
            return self.say.phrase("{label} up to and including {edge}", label=label, edge=said)
        return self.say.phrase("{label} below {edge}", label=label, edge=said)

    def bracket(self, node: n.Node) -> str:
        text = self.of(node)
        return f"({text})" if _is_list(node) else text

    def reduction(self, reads: Reduction) -> str:
        """What is read of the timeline."""
        say, field = self.say, self.say.word(reads.field)
        if reads.how == "patient":
            return say.phrase("{field} of the patient", field=field)
        if reads.how == "lesion":
            return say.phrase("{field} of the lesion", field=field)
        events = self.events(reads.events)
        if reads.factors:
            said = {
                "sum": say.phrase("dose of a day"),
                "least": say.phrase("dose of a day, as far as it can be counted,"),
                "dose": say.phrase("single dose"),
            }
            factors = "; ".join(self.factor(factor) for factor in reads.factors)
            dose = said[reads.field]
            return say.phrase(
                "{dose} of {events} in {unit}, counted as {factors}", dose=dose, events=events, unit=str(reads.unit), factors=factors
            )
        if reads.how == "exists":
            return say.phrase("any {events}", events=events)
        if reads.how == "present":
            return say.phrase("newest word on {events}", events=events)
        if reads.how == "count":
            return say.phrase("number of {events}", events=events)
        if unit_words(reads.unit) and reads.field not in ("start", "end", "moment"):
            events = say.phrase("{events} in {unit}", events=events, unit=str(reads.unit))
        if reads.how == "earliest":
            return say.phrase("{field} of the first {events}", field=field, events=events)
        return say.phrase("{field} of the newest {events}", field=field, events=events)

    def factor(self, factor: Factor) -> str:
        routes = f" {self.say.either(map(self.say.word, factor.routes))}" if factor.routes else ""
        return f"{self.say.either(factor.concepts)}{routes} × {self.of(factor.value)}"

    def events(self, events: Events) -> str:
        """Which entries are meant: concepts and codes as they are in the timeline."""
        say = self.say
        parts = [say.either(events.concepts)]
        for what, names, said in (
            (say.phrase("kind"), events.kinds, say.word),
            (say.phrase("status"), events.statuses, say.word),
            (say.phrase("answer"), events.answers, say.word),
            (say.phrase("answer not"), events.not_answers, say.word),
            (say.phrase("route"), events.routes, say.word),
            (say.phrase("site"), events.sites, str),
            (say.phrase("reason"), events.indications, str),
        ):
            if names:
                parts.append(f"{what} {say.either(said(name) for name in names)}")
        for when, node in (
            (say.phrase("within"), events.within),
            (say.phrase("since"), events.since),
            (say.phrase("before"), events.before),
            (say.phrase("dose above"), events.dose_above),
            (say.phrase("dose below"), events.dose_below),
        ):
            if node is not None:
                parts.append(f"{when} {self.of(node)}")
        if events.as_needed is not None:
            parts.append(say.phrase("when needed") if events.as_needed else say.phrase("by the clock"))
        if events.per_lesion:
            parts.append(say.phrase("at the lesion"))
        return say.listed(parts)


_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "+": "+", "-": "−", "*": "×", "/": "÷", "^": "^"}


def _is_list(node: n.Node) -> bool:
    """Whether its words are several conditions, which a reader has to see as one."""
    return isinstance(node, (n.All, n.Any))
