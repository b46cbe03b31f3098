"""A tree in words: for the manual, for `pathway show`, and for the hash of the pathway."""

from __future__ import annotations

from decimal import Decimal

from osteon.engine import nodes as n
from osteon.engine.events import Events, Factor, Reduction

__all__ = ["describe", "number"]


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


def describe(node: n.Node | str, *, inside: bool = False) -> str:
    """One line of words for a node. Facts are named, not opened, unless `inside`."""
    match node:
        case str():
            return node
        case n.Fact() if not inside:
            return node.label
        case n.Fact():
            return describe(node.computes) if node.computes is not None else _reduction(node.reads)  # type: ignore[arg-type]
        case n.Parameter():
            return f"{number(node.value)}{unit_words(node.unit)}"
        case n.Constant():
            return number(node.value)
        case n.Policy():
            return f"policy {node.id}"
        case n.All() if not node.of:
            return "always"
        case n.All():
            return " and ".join(_bracket(part) for part in node.of)
        case n.Any() if not node.of:
            return "never"
        case n.Any():
            return " or ".join(_bracket(part) for part in node.of)
        case n.Not():
            return f"not {_bracket(node.of)}"
        case n.Compare():
            return f"{describe(node.left)} {_SIGNS[node.operator]} {describe(node.right)}"
        case n.OneOf():
            return f"{describe(node.of)} is {' or '.join(node.words)}"
        case n.Known():
            return f"{describe(node.of)} is known"
        case n.AnyLesion():
            return f"in some lesion, {_bracket(node.of)}"
        case n.CountLesions():
            return f"number of lesions where {_bracket(node.of)}"
        case n.Arithmetic():
            return f"({describe(node.left)} {_SIGNS[node.operator]} {describe(node.right)})"
        case n.Hull():
            return f"between {describe(node.low)} and {describe(node.high)}"
        case n.Greatest():
            what = "newest" if node.unit in ("date", "moment") else "greatest"
            return f"the {what} of {', '.join(describe(part) for part in node.of)}"
        case n.DaysSince():
            return f"days since {describe(node.of)}"
        case n.HoursSince():
            return f"hours since {describe(node.of)}"
        case n.Points():
            return f"points for {describe(node.of)} ({', '.join(f'{word} {points}' for word, points in node.table)})"
        case n.Choose():
            parts = [f"{describe(value)} if {describe(condition)}" for condition, value in node.cases]
            return "; ".join(parts + [f"else {describe(node.otherwise) if node.otherwise is not None else 'unknown'}"])
        case n.Band():
            ends = "up to and including" if node.upper_inclusive else "below"
            parts = [f"{label} {ends} {describe(edge)}" for label, edge in zip(node.labels, node.edges, strict=False)]
            return f"{describe(node.of)} as {', '.join(parts)}, {node.labels[-1]} beyond"
    raise TypeError(f"no words for {type(node).__name__}")


_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "+": "+", "-": "−", "*": "×", "/": "÷", "^": "^"}


def _bracket(node: n.Node) -> str:
    text = describe(node)
    return f"({text})" if isinstance(node, (n.All, n.Any)) else text


_DOSES = {"sum": "dose of a day", "least": "dose of a day, as far as it can be counted,", "dose": "single dose"}
_HOW = {"latest": "newest", "earliest": "first", "exists": "any", "present": "newest word on", "count": "number of"}


def _reduction(reads: Reduction) -> str:
    if reads.how == "patient":
        return f"{reads.field} of the patient"
    if reads.how == "lesion":
        return f"{reads.field} of the lesion"
    if reads.factors:
        counted = "; ".join(_factor(factor) for factor in reads.factors)
        return f"{_DOSES[reads.field]} of {_events(reads.events)} in {reads.unit}, counted as {counted}"
    what = "" if reads.how in ("exists", "present", "count") else f"{reads.field} of the "
    unit = f" in {reads.unit}" if reads.unit and reads.field not in ("start", "end", "moment") else ""
    return f"{what}{_HOW[reads.how]} {_events(reads.events)}{unit}"


def _factor(factor: Factor) -> str:
    rate = " per microgram an hour" if factor.of == "rate" else ""
    routes = f" {' or '.join(factor.routes)}" if factor.routes else ""
    return f"{' or '.join(factor.concepts)}{routes} × {describe(factor.value)}{rate}"


def _events(events: Events) -> str:
    parts = [" or ".join(events.concepts)]
    for label, words in (
        ("kind", events.kinds),
        ("status", events.statuses),
        ("answer", events.answers),
        ("answer not", events.not_answers),
        ("route", events.routes),
        ("site", events.sites),
        ("reason", events.indications),
    ):
        if words:
            parts.append(f"{label} {' or '.join(words)}")
    for label, node in (
        ("within", events.within),
        ("since", events.since),
        ("before", events.before),
        ("dose above", events.dose_above),
        ("dose below", events.dose_below),
    ):
        if node is not None:
            parts.append(f"{label} {describe(node)}")
    if events.as_needed is not None:
        parts.append("when needed" if events.as_needed else "by the clock")
    if events.per_lesion:
        parts.append("at the lesion")
    return ", ".join(parts)
