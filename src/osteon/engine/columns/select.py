"""Which events facts mean, in columns: the filters of an `Events` over the events of all patients."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.exact import near, near_in
from osteon.engine.columns.population import Words
from osteon.engine.columns.values import LESION, PATIENT, ROUGH, Flags, Sets, Span, restricted, union
from osteon.engine.events import Events
from osteon.engine.nodes import Node

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["Chosen", "select", "whole_days"]

Places = NDArray[np.intp]
UNBOUNDED = (
    "concepts", "kinds", "statuses", "answers", "not_answers", "routes", "sites", "indications", "as_needed", "with_value",
    "per_lesion",
)  # fmt: skip
"""What a selection asks of an event by itself."""


class Chosen(NamedTuple):
    """Events that are meant: `places` among all events, `rows` of the space, ordered by row and then by time.

    `undecided` marks rows in which it is open which events are meant, because a date that bounds them is not known; `missing`
    are the facts that would tell.
    """

    space: int
    places: Places
    rows: Places
    undecided: Flags | None = None
    missing: Sets = {}


def select(columns: Columns, events: Events) -> Chosen:
    """The events that are meant, in every row."""
    about_lesions = any(node.per_lesion for node in events.nodes())
    # Many selections differ in their bounds of time only, or in what bounds the time.
    named = (*(getattr(events, name) for name in UNBOUNDED), about_lesions)
    chosen = columns.unbounded.get(named)
    if chosen is None:
        chosen = columns.unbounded[named] = _unbounded(columns, events, about_lesions)
    return _bounded(columns, events, chosen)


def _unbounded(columns: Columns, events: Events, about_lesions: bool) -> Chosen:
    """The events that are meant, whenever they were."""
    places = columns.of_concepts(events.concepts, settled=not events.statuses)
    for passes in _tests(columns, events):
        places = places.compress(passes(places))
    if events.per_lesion:
        return Chosen(LESION, *_of_lesions(columns, places))
    if about_lesions:
        return Chosen(LESION, *_for_each_lesion(columns, places))
    return Chosen(PATIENT, places, columns.population.events.patient.take(places).astype(np.intp))


def _of_lesions(columns: Columns, places: Places) -> tuple[Places, Places]:
    rows = columns.lesion_of_event[places]
    about = rows >= 0
    places, rows = places[about], rows[about]
    order = np.argsort(rows, kind="stable")
    return places[order], rows[order].astype(np.intp)


def _for_each_lesion(columns: Columns, places: Places) -> tuple[Places, Places]:
    """Events of the patient, again for each of her lesions: a date that is a lesion's own bounds them."""
    patients = columns.population.events.patient[places]
    starts = np.searchsorted(patients, columns.patient_of, "left")
    counts = np.searchsorted(patients, columns.patient_of, "right") - starts
    rows = np.repeat(np.arange(columns.lesions), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return places[np.repeat(starts, counts) + within], rows


def _bounded(columns: Columns, events: Events, chosen: Chosen) -> Chosen:
    """Without what lies outside the bounds of time and dose."""
    space, places, rows, undecided, missing = chosen
    table = columns.population.events
    for name, node in (("within", events.within), ("since", events.since), ("before", events.before)):
        if node is None or not len(places):
            continue
        bound = columns.together_in(columns.value(node), space)
        days = columns.whole_days(node, space, name)
        open_ = np.isnan(_at(days, rows))
        if open_.any():
            open_ = np.broadcast_to(open_, len(rows))
            here = np.zeros(columns.rows(space), bool)
            here[rows[open_]] = True
            undecided = here if undecided is None else undecided | here
            missing = union((missing, restricted(bound.missing(), here)))
            places, rows = places.compress(~open_), rows.compress(~open_)
        start = table.start.take(places)
        if name == "within":
            kept = _at(columns.in_space(columns.today, space), rows) - start <= _at(days, rows)
        elif name == "since":
            kept = start >= _at(days, rows)
        else:
            kept = start < _at(days, rows)
        kept &= start != 0
        places, rows = places.compress(kept), rows.compress(kept)
    for above, node in ((True, events.dose_above), (False, events.dose_below)):
        if node is None or not len(places):
            continue
        bound = columns.together_in(columns.value(node), space)
        assert isinstance(bound, Span)
        dose, limit = table.dose[places], _at(bound.high if above else bound.low, rows)
        kept = dose > limit if above else dose < limit
        doubt = ((_at(bound.places, rows) == ROUGH) | (table.exact.codes[places] >= 0)) & near(dose, limit)
        if doubt.any():
            kept[doubt] = _exactly_kept(columns, node, bound, above, places[doubt], rows[doubt])
        places, rows = places[kept], rows[kept]
    return Chosen(space, places, rows, undecided, missing)


def whole_days(columns: Columns, node: Node, space: int, name: str) -> NDArray[np.float64]:
    """A bound of days (`within`, `since` or `before`) as the whole number of days that bounds the same days."""
    bound = columns.together_in(columns.value(node), space)
    assert isinstance(bound, Span)
    end, position = (bound.low, 0) if name == "since" else (bound.high, 1)
    whole = np.floor(end) if name == "within" else np.ceil(end)
    rough = bound.places == ROUGH
    if rough.any():
        doubt = near_in(np.broadcast_to(rough & np.isfinite(end), end.shape), end, np.rint(end))
        for row, answer in columns.exactly(node, bound.space, doubt):
            whole[row] = floor(answer[position]) if name == "within" else ceil(answer[position])
    return whole


def _exactly_kept(
    columns: Columns, node: Node, bound: Span, above: bool, places: Places, rows: Places
) -> list[bool]:
    """Which events pass a bound of the dose, in decimals."""
    asked = np.zeros(len(bound.low), bool)
    asked[rows if len(asked) > 1 else 0] = True
    limits = {row: answer[1 if above else 0] for row, answer in columns.exactly(node, bound.space, asked)}
    kept = []
    for place, row in zip(places.tolist(), rows.tolist(), strict=True):
        dose, limit = _exact_dose(columns, place), limits[row if len(asked) > 1 else 0]
        kept.append(dose > limit if above else dose < limit)
    return kept


def _exact_dose(columns: Columns, place: int) -> Any:
    table = columns.population.events
    entries = columns.population.one(int(table.patient[place])).events[table.concept.words[table.concept.codes[place]]]
    source, dose = str(table.source[place]), table.dose[place]
    return next(
        entry.dose for entry in entries if entry.source == source and entry.dose is not None and float(entry.dose) == dose
    )


def _at(column: NDArray, rows: NDArray) -> NDArray:
    """A column in some rows; one row stands for all."""
    return column if len(column) == 1 else column.take(rows)


def _tests(columns: Columns, events: Events) -> list[Callable[[Places], Flags]]:
    """The filters that need no other node, each from places to flags."""
    tests: list[Callable[[Places], Flags]] = []
    table = columns.population.events
    for field, wanted in (
        ("status", events.statuses),
        ("kind", events.kinds),
        ("answer", events.answers),
        ("route", events.routes),
        ("site", events.sites),
        ("indication", events.indications),
    ):
        if wanted:
            tests.append(_one_of(getattr(table, field), columns.words(field, wanted)))
    if events.not_answers:
        others = ~columns.words("answer", events.not_answers)
        tests.append(_one_of(table.answer, others))
    if events.as_needed is not None:
        needed = events.as_needed
        tests.append(lambda places: table.as_needed[places] == needed)
    if events.with_value:
        tests.append(lambda places: ~np.isnan(table.value.take(places)))
    return tests


def _one_of(column: Words, passes: Flags) -> Callable[[Places], Flags]:
    """Where a column has a word that passes; the last place is that of no word."""
    return lambda places: passes.take(column.codes.take(places))
