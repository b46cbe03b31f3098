"""Small trees and small patients, so that a paragraph of the manual fits on a screen. No medicine: facts have letters.

`ask()` is the only door: it gives the value of a node for a patient on a date, with the ids of the facts that are missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from osteon.engine.evaluate import Evaluator, compile_pathway
from osteon.engine.events import Events, exists, latest, present
from osteon.engine.nodes import ALWAYS, Fact, Hull, Node, Parameter, absent, constant, unknown
from osteon.engine.reduce import sort_key
from osteon.engine.rules import Evidence, Pathway, Recommendation, Source, Topic
from osteon.engine.settings import make_settings
from osteon.engine.situation import as_of
from osteon.record.timeline import Event, Gap, Lesion, Patient, Timeline

DAY = date(2025, 6, 1)
"""The day of the review, where a paragraph names no other."""

TEXTBOOK = Source(id="TEXTBOOK", title="A textbook", year="2020")


# --- facts ------------------------------------------------------------------------------------------------------------


def question(name: str, **filters: Any) -> Fact:
    """A question with the answers `present` and `absent`. Silence says nothing."""
    return Fact(
        id=name,
        label=name,
        reads=present(Events(concepts=(name,), **filters)),
        absence=unknown("nobody may have asked"),
    )


def measurement(name: str, unit: str = "kg", absence: Any = None, **filters: Any) -> Fact:
    """The newest value of a measurement. Silence says nothing."""
    return Fact(
        id=name,
        label=name,
        reads=latest(Events(concepts=(name,), **filters), unit=unit),
        absence=absence or unknown("it may not have been measured"),
    )


def happening(name: str, **filters: Any) -> Fact:
    """Whether something ever happened. Silence says no."""
    return Fact(
        id=name, label=name, reads=exists(Events(concepts=(name,), **filters)), absence=absent("it would be on record")
    )


def computed(name: str, node: Node) -> Fact:
    """A fact that is computed from others."""
    return Fact(id=name, label=name, computes=node)


def limit(value: str | int, unit: str = "kg", id: str = "LIMIT", checked: str = "primary") -> Parameter:
    """A parameter."""
    return Parameter(
        id=id, value=Decimal(value), in_unit=unit, source="TEXTBOOK", locator="p. 1", date="2020", checked=checked
    )


def between(low: str | int, high: str | int, lacking: Fact, unit: str = "kg") -> Hull:
    """A number of which only the bounds are known, as long as a fact is missing."""
    return Hull(low=constant(low, unit), high=constant(high, unit), missing_of=lacking)


# --- patients ---------------------------------------------------------------------------------------------------------


def event(concept: str, at: date | None = DAY, **rest: Any) -> Event:
    """An entry of the record."""
    given = {
        "source": f"Entry/{concept}/{at}",
        "kind": "observation",
        "status": "final",
        "unit": "kg",
        "precision": "day",
        **rest,
    }
    if isinstance(given.get("value"), (int, str)):
        given["value"] = Decimal(given["value"])
    given.setdefault("reported", given.get("value"))
    given.setdefault("reported_unit", given["unit"] if given["reported"] is not None else None)
    if isinstance(at, datetime):
        at, given["instant"], given["precision"] = at.date(), at, "time"
    return Event(concept=concept, start=at, **given)


def somebody(
    *events: Event,
    lesions: Iterable[Lesion] = (),
    gaps: Iterable[Gap] = (),
    person: Patient | None = None,
    **answers: bool | int | str,
) -> Timeline:
    """A patient: entries, and in short `a=True` (answered `present`), `a=False` (`absent`) or `w=70` (measured), all today."""
    entries = list(events)
    for name, said in answers.items():
        entries.append(
            event(name, answer="present" if said else "absent") if isinstance(said, bool) else event(name, value=said)
        )
    by_concept: dict[str, list[Event]] = defaultdict(list)
    for entry in entries:
        by_concept[entry.concept].append(entry)
    promised: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        promised[gap.concept].append(gap)
    return Timeline(
        patient=person or Patient(id="somebody", sex="female"),
        lesions=tuple(lesions),
        events={name: tuple(sorted(rows, key=sort_key)) for name, rows in by_concept.items()},
        gaps={name: tuple(rows) for name, rows in promised.items()},
    )


NOBODY = somebody()
"""A record that says nothing at all."""


def ago(days: int) -> date:
    """So many days before the review."""
    return DAY - timedelta(days=days)


def lesion(name: str, first_seen: date | None = None) -> Lesion:
    """A place in the skeleton; entries belong to it with `event(..., lesion=name)`."""
    return Lesion(id=name, site=name, laterality=None, first_seen=first_seen or ago(100))


# --- asking -----------------------------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """The value of a node: True, False; a number, or `(low, high)`; a word, or the words still possible; None."""

    value: Any
    missing: set[str]


def pathway(*recommendations: Recommendation, asks: Iterable[Node] = ()) -> Pathway:
    """A pathway of one topic."""
    topic = Topic(
        id="topic", title="Topic", purpose="To try things out", recommendations=recommendations, shown=tuple(asks)
    )
    return Pathway(edition="1", topics=(topic,), sources=(TEXTBOOK,))


def evaluator(whole: Pathway, settings: Mapping[str, Any] | None = None, drafts: bool = False) -> Evaluator:
    """A pathway made ready to run; `settings` as a site would write them."""
    return compile_pathway(whole, make_settings(whole, [("site.toml", settings or {})]), drafts)


def ask(
    node: Node,
    who: Timeline = NOBODY,
    at: date | datetime = DAY,
    settings: Mapping[str, Any] | None = None,
    lesion: str | None = None,
) -> Answer:
    """The value of a node for a patient on a date."""
    machine = evaluator(pathway(asks=[node]), settings)
    *value, missing, _ = machine.value(machine.situation(who, as_of(at)), node, lesion)
    ids = {fact.id for fact in machine.facts_in(missing)}
    if node.kind == "number":
        low, high = value
        return Answer(low if low == high else (low, high), ids)
    words = value[0]
    return Answer(words[0] if isinstance(words, tuple) and len(words) == 1 else words, ids)


def cause(fact: Fact, who: Timeline = NOBODY, at: date | datetime = DAY) -> str | None:
    """Why a fact is missing; None when it is not."""
    machine = evaluator(pathway(asks=[fact]))
    situation = machine.situation(who, as_of(at))
    machine.value(situation, fact)
    return situation.causes.get(machine.index[id(fact)])


def reasons(node: Node, who: Timeline = NOBODY, at: date | datetime = DAY) -> set[str]:
    """The facts that a value rests on."""
    machine = evaluator(pathway(asks=[node]))
    return {fact.id for fact in machine.facts_in(machine.value(machine.situation(who, as_of(at)), node)[-1])}


# --- advice -----------------------------------------------------------------------------------------------------------


def advice(id: str, when: Node, applies: Node = ALWAYS, **rest: Any) -> Recommendation:
    """A recommendation with all the words that one must have."""
    evidence = (Evidence(source="TEXTBOOK", locator="p. 1", strength="strong", checked="primary"),)
    return Recommendation(
        **{
            "id": id,
            "title": id,
            "applies": applies,
            "when": when,
            "advise": "Do it.",
            "urgency": "soon",
            "evidence": evidence,
            "purpose": "To do it.",
            "misuse": "None.",
            **rest,
        }
    )


class Said(NamedTuple):
    """A verdict and the ids of the facts that keep it open."""

    verdict: str
    missing: set[str]


def verdicts(
    recommendations: Iterable[Recommendation],
    who: Timeline = NOBODY,
    at: date | datetime = DAY,
    settings: Mapping[str, Any] | None = None,
    drafts: bool = False,
) -> dict[str, Said]:
    """What each recommendation says; those about lesions as `id of the advice/id of the lesion`."""
    machine = evaluator(pathway(*recommendations), settings, drafts)
    found = {}
    for outcome in machine.outcomes(machine.situation(who, as_of(at))):
        name = f"{outcome.recommendation.id}/{outcome.lesion}" if outcome.lesion else outcome.recommendation.id
        found[name] = Said(outcome.verdict, {fact.id for fact in machine.facts_in(outcome.missing)})
    return found


def verdict(recommendation: Recommendation, who: Timeline = NOBODY, at: date | datetime = DAY, **rest: Any) -> Said:
    """What one recommendation says about a patient."""
    return verdicts([recommendation], who, at, **rest)[recommendation.id]
