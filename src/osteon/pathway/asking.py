"""How the facts of the pathway are asked of the timeline: the few shapes that all topics share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from osteon.engine.events import DATES, Events, exists, latest, of_lesion, present
from osteon.engine.nodes import Absence, Fact, Node, Parameter, absent, all_of, known, unknown
from osteon.engine.rules import Evidence
from osteon.terminology import concept, convert, members, places_inside, skeletal_sites

__all__ = [
    "category",
    "evidence",
    "finding",
    "group",
    "lab",
    "lesion_site",
    "number",
    "parameter",
    "places",
    "recorded",
    "shown",
    "sign",
]


_SKELETON = skeletal_sites()


def parameter(
    id: str, value: str, unit: str, source: str, locator: str, date: str, checked: str, label: str = ""
) -> Parameter:
    """A number of the pathway; `value` as text so that it stays exact."""
    return Parameter(
        id=id,
        value=Decimal(value),
        in_unit=unit,
        source=source,
        locator=locator,
        date=date,
        checked=checked,
        label=label or id.replace("-", " "),
    )


def evidence(source: str, locator: str, strength: str, checked: str) -> Evidence:
    """One source behind a recommendation."""
    return Evidence(source=source, locator=locator, strength=strength, checked=checked)


def shown(node: Node) -> Node:
    """True only where the record settles it: silence never makes it open, and no alarm hangs on a question."""
    return all_of(known(node), node)


def group(*prefixes: str) -> tuple[str, ...]:
    """Concept ids: each named one, and all below a name that ends in a point (`condition.metastasis.`)."""
    return tuple(name for prefix in prefixes for name in (members(prefix) if prefix.endswith(".") else (prefix,)))


def lab(
    id: str,
    label: str,
    concept_id: str,
    *,
    unit: str | None = None,
    field: str = "value",
    absence: Absence,
    ask: str = "",
    digits: int = 2,
    note: str = "",
    **filters: Any,
) -> Fact:
    """The newest result of a laboratory test or measurement, in its canonical unit or in `unit`.

    `field` may be `value`, or `low` and `high` for the limits that the report prints.
    """
    canonical = concept(concept_id).unit
    wanted = unit or canonical
    factor = None
    if canonical is not None and wanted is not None and wanted != canonical:
        factor = convert(Decimal(1), canonical, wanted, concept_id)
    return Fact(
        id=id,
        label=label,
        ask=ask or f"What is the {label}?",
        digits=digits,
        note=note,
        absence=absence,
        reads=latest(Events(concepts=(concept_id,), with_value=True, **filters), field, unit=wanted, factor=factor),
    )


def number(
    id: str,
    label: str,
    events: Events,
    field: str,
    unit: str,
    *,
    absence: Absence,
    ask: str = "",
    digits: int = 2,
    note: str = "",
) -> Fact:
    """A field of the newest event: a date (`start`), a dose (mg), an interval (days), a duration (minutes)."""
    reads = latest(events, field) if field in (*DATES, "moment") else latest(events, field, unit=unit)
    return Fact(id=id, label=label, reads=reads, absence=absence, ask=ask, digits=digits, note=note)


def recorded(id: str, label: str, *concepts: str, why: str, ask: str = "", **filters: Any) -> Fact:
    """Whether such an entry exists; silence means no, because `why`."""
    return Fact(id=id, label=label, reads=exists(Events(concepts=concepts, **filters)), absence=absent(why), ask=ask)


def sign(id: str, label: str, *concepts: str, why: str, ask: str, **filters: Any) -> Fact:
    """A symptom or sign: present, absent, or not asked; silence means nothing, because `why`."""
    return Fact(id=id, label=label, reads=present(Events(concepts=concepts, **filters)), absence=unknown(why), ask=ask)


def finding(id: str, label: str, *concepts: str, why: str, ask: str = "", **filters: Any) -> Fact:
    """A finding that would be recorded if it were there (imaging, diagnosis): newest word counts, silence means no."""
    return Fact(id=id, label=label, reads=present(Events(concepts=concepts, **filters)), absence=absent(why), ask=ask)


def category(
    id: str, label: str, events: Events, *words: str, absence: Absence, ask: str, field: str = "answer", note: str = ""
) -> Fact:
    """The newest answer among `words`. With `other` among them, an answer that is none of them is `other`."""
    return Fact(
        id=id, label=label, reads=latest(events, field, categories=words), absence=absence, ask=ask, note=note
    )  # fmt: skip


def places(*names: str) -> tuple[str, ...]:
    """The innermost places of the skeleton inside those that are named (`femur.proximal`: head, neck, trochanters)."""
    return tuple(dict.fromkeys(inner for name in names for inner in places_inside(name)))


def lesion_site(id: str, label: str) -> Fact:
    """Where the lesion in question lies; a place named widely leaves every place inside it possible."""
    inside = tuple((name, places_inside(name)) for name in _SKELETON)
    return Fact(
        id=id, label=label, reads=of_lesion("site", inside), absence=unknown("a lesion may be recorded without a place"),
        ask="Where exactly is the lesion?",
    )  # fmt: skip
