"""Cases: small patients written in YAML by people, run through the pathway.

They live beside the tests (`tests/cases/<topic>.yaml`), one file per topic. A case says what is on the timeline, and
which verdicts must come out. This module turns them into timelines; it needs PyYAML, which the tests bring.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from osteon.engine.checks import Example
from osteon.engine.evaluate import Evaluator, compile_pathway
from osteon.engine.select import sort_key
from osteon.engine.settings import make_settings
from osteon.engine.situation import as_of
from osteon.pathway import pathway
from osteon.pathway.case_options import lists_said, unlike_options
from osteon.record.lesions import group_lesions
from osteon.record.timeline import Event, Gap, Patient, Timeline
from osteon.terminology import concept, convert, unit_code

__all__ = [
    "Case",
    "CaseError",
    "Expectation",
    "expected_verdicts",
    "failures",
    "load_cases",
    "outcomes_of",
    "run_example",
    "totals_of",
    "unlike",
]

KINDS = {
    "given": "dose",
    "active": "order",
    "planned": "order",
    "completed": "order",
    "stopped": "order",
    "on-hold": "order",
}
FIELDS = {
    "concept",
    "at",
    "status",
    "kind",
    "value",
    "range",
    "answer",
    "site",
    "laterality",
    "dose",
    "route",
    "end",
    "infusion",
    "every",
    "indication",
    "label",
    "recorded",
    "fractions",
    "as_needed",
    "rate",
    "replaces",
}


class CaseError(Exception):
    """A case file says something that cannot be read."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one recommendation must say. `verdicts` has several words for `silent` (not-met or not-applicable)."""

    recommendation: str
    verdicts: tuple[str, ...]
    missing: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One patient on one date with what must come out."""

    file: str
    name: str
    as_of: date | datetime
    timeline: Timeline
    policies: Mapping[str, str]
    parameters: Mapping[str, Any]
    drafts: bool
    expect: tuple[Expectation, ...]
    facts: Mapping[str, Any]
    scores: Mapping[str, Any]
    options: Mapping[str, str]


def load_cases(folder: Path) -> list[Case]:
    """All cases of a folder. Raises CaseError naming file, case and key."""
    return [case for path in sorted(folder.glob("*.yaml")) for case in _file(path)]


def _file(path: Path) -> Iterator[Case]:
    import yaml

    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for raw in content["cases"]:
        where = f"{path.name}, case `{raw.get('name')}`"
        try:
            yield _case(path.name, raw, where)
        except (KeyError, TypeError, ValueError) as fault:
            raise CaseError(f"{where}: {fault!r}") from fault


def _case(file: str, raw: dict, where: str) -> Case:
    strangers = set(raw) - {
        "name",
        "as_of",
        "patient",
        "policies",
        "parameters",
        "drafts",
        "events",
        "gaps",
        "expect",
        "facts",
        "scores",
        "options",
        "why",
    }
    if strangers:
        raise CaseError(f"{where}: unknown key {', '.join(sorted(strangers))}")
    events = [_event(number, item, where) for number, item in enumerate(raw.get("events") or [])]
    gaps = [
        Gap(item["concept"], item.get("at"), item["cause"], f"Gap/{number}")
        for number, item in enumerate(raw.get("gaps") or [])
    ]
    expect = tuple(_expectation(name, said) for name, said in (raw.get("expect") or {}).items())
    return Case(
        file,
        raw["name"],
        _when(raw["as_of"]),
        _timeline(raw.get("patient") or {}, events, gaps),
        raw.get("policies") or {},
        raw.get("parameters") or {},
        bool(raw.get("drafts")),
        expect,
        raw.get("facts") or {},
        raw.get("scores") or {},
        lists_said(raw.get("options")),
    )


def _when(value: Any) -> date | datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _event(number: int, raw: dict, where: str) -> Event:
    strangers = set(raw) - FIELDS
    if strangers:
        raise CaseError(f"{where}: event {number + 1} has unknown key {', '.join(sorted(strangers))}")
    name = raw["concept"]
    known = concept(name)
    status = raw.get("status") or ("given" if name.startswith("drug.") else "final")
    start, precision, instant = _date(raw.get("at"))
    value = unit = reported = reported_unit = None
    if "value" in raw:
        reported, reported_unit = _quantity(raw["value"])
        unit = known.unit
        value = convert(reported, reported_unit, unit, name) if reported_unit and unit else reported
    low, high = _range(raw.get("range"))
    site, laterality = raw.get("site"), raw.get("laterality")
    return Event(
        concept=name,
        source=f"Case/{number + 1}",
        status=status,
        kind=raw.get("kind")
        or (KINDS.get(status, "observation") if name.startswith(("drug.", "supplement.")) else "observation"),
        start=start,
        precision=precision,
        instant=instant,
        end=_date(raw.get("end"))[0],
        value=value,
        unit=unit,
        reported=reported,
        reported_unit=reported_unit,
        low=low,
        high=high,
        answer=raw.get("answer"),
        site=site,
        laterality=laterality,
        dose=_quantity(raw["dose"])[0] if "dose" in raw else None,
        route=raw.get("route"),
        duration_minutes=_quantity(raw["infusion"])[0] if "infusion" in raw else None,
        interval_days=Decimal(str(raw["every"]).removesuffix(" days").removesuffix(" d")) if "every" in raw else None,
        indication=raw.get("indication"),
        recorded=_date(raw.get("recorded"))[2],
        label=raw.get("label") or known.label,
        fractions=raw.get("fractions"),
        as_needed=bool(raw.get("as_needed")),
        rate=_quantity(raw["rate"])[0] if "rate" in raw else None,
        replaces=raw.get("replaces"),
    )


def _date(value: Any) -> tuple[date | None, str, datetime | None]:
    match value:
        case None:
            return (None, "day", None)
        case datetime():
            return (value.date(), "time", value)
        case date():
            return (value, "day", None)
        case int():
            return (date(value, 1, 1), "year", None)
        case str() if len(value) == 7:
            return (date.fromisoformat(f"{value}-01"), "month", None)
        case str():
            moment = datetime.fromisoformat(value)
            return (moment.date(), "time", moment)
    raise ValueError(f"{value!r} is no date")


def _quantity(value: Any) -> tuple[Decimal, str | None]:
    number, _, unit = str(value).partition(" ")
    code = unit_code(unit) if unit else None
    if unit and code is None:
        raise ValueError(f"unit {unit} is not known")
    return Decimal(number), code


def _range(value: Any) -> tuple[Decimal | None, Decimal | None]:
    if value is None:
        return (None, None)
    low, _, high = str(value).partition("-")
    return (Decimal(low) if low else None, Decimal(high) if high else None)


def _expectation(name: str, said: Any) -> Expectation:
    if isinstance(said, Mapping):
        missing = frozenset(said["missing"]) if "missing" in said else None
        return Expectation(name, _verdicts(said["verdict"]), missing)
    return Expectation(name, _verdicts(said))


def _verdicts(word: str) -> tuple[str, ...]:
    if word == "silent":
        return ("not-met", "not-applicable")
    if word not in ("met", "not-met", "unknown", "not-applicable"):
        raise ValueError(f"{word!r} is no verdict")
    return (word,)


def _timeline(raw: dict, events: list[Event], gaps: list[Gap]) -> Timeline:
    birth, birth_precision, _ = _date(raw.get("birth_date"))
    death, death_precision, _ = _date(raw.get("death_date"))
    person = Patient(
        id="case",
        sex=raw.get("sex", "female"),
        birth_date=birth,
        birth_precision=birth_precision,
        death_date=death,
        death_precision=death_precision,
    )
    events, lesions = group_lesions(events)
    by_concept: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_concept[event.concept].append(event)
    open_values: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        open_values[gap.concept].append(gap)
    return Timeline(
        patient=person,
        events={name: tuple(sorted(rows, key=sort_key)) for name, rows in by_concept.items()},
        lesions=lesions,
        gaps={name: tuple(rows) for name, rows in open_values.items()},
        read=len(events),
        used=len(events),
        newest=max((event.start for event in events if event.start), default=None),
    )


def run_example(case: Case) -> Example:
    """A case made ready to run."""
    whole = pathway()
    settings = make_settings(whole, [(case.file, {"policies": case.policies, "parameters": case.parameters})])
    return Example(case.name, case.timeline, as_of(case.as_of), _evaluator(settings, case.drafts))


_EVALUATORS: dict[tuple, Evaluator] = {}


def _evaluator(settings: Any, drafts: bool) -> Evaluator:
    key = (settings.key(), drafts)
    if key not in _EVALUATORS:
        _EVALUATORS[key] = compile_pathway(pathway(), settings, drafts)
    return _EVALUATORS[key]


def outcomes_of(case: Case) -> tuple[dict[str, tuple[str, frozenset[str]]], dict[str, tuple]]:
    """Verdict and missing fact ids per recommendation (the strongest over lesions), and the value of every fact."""
    example = run_example(case)
    situation = example.evaluator.situation(case.timeline, example.at)
    rank = ("met", "unknown", "not-met", "not-applicable")
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for outcome in example.evaluator.outcomes(situation):
        missing = frozenset(fact.id for fact in example.evaluator.facts_in(outcome.missing))
        name = outcome.recommendation.id
        if name not in found or rank.index(outcome.verdict) < rank.index(found[name][0]):
            found[name] = (outcome.verdict, missing)
    return found, _values(example, situation)


def _values(example: Example, situation: Any) -> dict[str, tuple]:
    """Every fact by id. A fact about lesions is found as `id@lesion`, and as `id` where there is one lesion."""
    values: dict[str, tuple] = {}
    lesions = [lesion.id for lesion in situation.lesions]
    for fact in example.evaluator.facts:
        if not fact.per_lesion:
            values[fact.id] = example.evaluator.value(situation, fact)
            continue
        for lesion in lesions:
            values[f"{fact.id}@{lesion}"] = example.evaluator.value(situation, fact, lesion)
        if len(lesions) == 1:
            values[fact.id] = values[f"{fact.id}@{lesions[0]}"]
    return values


def totals_of(case: Case) -> dict[str, dict[str, Any]]:
    """Every score that applies, as `id` or `id@lesion`: `low`, `high`, `category` (a word, or a list of those still possible),
    `missing` (fact ids)."""
    example = run_example(case)
    situation = example.evaluator.situation(case.timeline, example.at)
    found: dict[str, dict[str, Any]] = {}
    for total in example.evaluator.totals(situation):
        said = {
            "low": total.low,
            "high": total.high,
            "category": total.category[0] if len(total.category) == 1 else list(total.category),
            "missing": sorted(fact.id for fact in example.evaluator.facts_in(total.missing)),
        }
        found[f"{total.score.id}@{total.lesion}" if total.lesion else total.score.id] = said
        if len(situation.lesions) == 1:
            found[total.score.id] = said
    return found


def unlike(case: Case) -> list[str]:
    """Scores and options that come out otherwise than a case says. `not applicable` is said of a score that must not be given."""
    found, totals = unlike_options(case, run_example(case)), totals_of(case)
    for name, wanted in case.scores.items():
        said = totals.get(name)
        if wanted == "not applicable" or said is None:
            if (said is None) != (wanted == "not applicable"):
                found.append(f"{case.file}, case `{case.name}`: score {name} is {said}, not {wanted}")
            continue
        found += [
            f"{case.file}, case `{case.name}`: {part} of {name} is {said[part]}, not {value}"
            for part, value in wanted.items()
            if (sorted(value) if part == "missing" else value) != said[part]
        ]
    return found


def failures(cases: list[Case]) -> list[str]:
    """What comes out otherwise than a case says, in words."""
    found = []
    for case in cases:
        found += unlike(case)
        verdicts, _ = outcomes_of(case)
        for item in case.expect:
            verdict, missing = verdicts.get(item.recommendation, ("not in the pathway", frozenset()))
            where = f"{case.file}, case `{case.name}`: {item.recommendation}"
            if verdict not in item.verdicts:
                found.append(f"{where} is {verdict}, not {' or '.join(item.verdicts)}")
            elif item.missing is not None and missing != item.missing:
                found.append(f"{where} misses {', '.join(sorted(missing))}, not {', '.join(sorted(item.missing))}")
    return found


def expected_verdicts(cases: list[Case]) -> dict[str, set[str]]:
    """The verdicts that cases expect of each recommendation, one word each (`silent` counts for none)."""
    found: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        for item in case.expect:
            if len(item.verdicts) == 1:
                found[item.recommendation].update(item.verdicts)
    return found
