"""Measures and their results as FHIR R4: Measure, and MeasureReport for all patients (summary) or for one (individual).

`open` and `undecided` rows are denominator exceptions: taken out of the denominator unless they are in the numerator, so that whoever
computes a score from the counts, as the standard says, gets ours. Their own counts stand beside, under codes of our own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from osteon.cohort.measures.rows import ALL, QUARTER
from osteon.engine.evaluate import Evaluator
from osteon.engine.measures import EXCLUDED, NOT_NUMERATOR, NUMERATOR, OPEN, UNDECIDED, Measure
from osteon.engine.nodes import Node, Parameter
from osteon.engine.nodes.below import settings_below
from osteon.engine.words import describe, number, unit_words

__all__ = ["bundle", "individual_reports", "measure_resource", "summary_report"]

SYSTEM = "https://osteon.dev/fhir"
HL7 = "http://terminology.hl7.org/CodeSystem"
POPULATIONS = f"{HL7}/measure-population"
OURS = f"{SYSTEM}/CodeSystem/measure-population"
LANGUAGE = "text/x-osteon"
"""The criteria are trees of Osteon; a FHIR Expression holds them in words."""
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
RANGE = f"{SYSTEM}/StructureDefinition/measure-score-range"
UCUM = "http://unitsofmeasure.org"

INITIAL, DENOMINATOR, EXCLUSION, EXCEPTION, IN_NUMERATOR = (
    "initial-population", "denominator", "denominator-exclusion", "denominator-exception", "numerator",
)  # fmt: skip

Resource = dict[str, Any]


def bundle(resources: Iterable[Resource]) -> Resource:
    """Resources as a collection."""
    found = [{"fullUrl": f"{SYSTEM}/{one['resourceType']}/{one['id']}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": found}


# --- Measure ----------------------------------------------------------------------------------------------------------


def measure_resource(evaluator: Evaluator, one: Measure) -> Resource:
    """A measure as a FHIR Measure: what its populations are, in words, with its numbers as the site has set them, and its sources."""
    whole = evaluator.pathway
    quarter = {"code": {"text": QUARTER}, "description": "calendar quarter of the day of the row", "criteria": _said("calendar quarter")}
    populations = [
        _criteria(POPULATIONS, INITIAL, one.row, one.population),
        _criteria(POPULATIONS, DENOMINATOR, "the initial population", one.population),
        *(_criteria(POPULATIONS, EXCLUSION, exclusion.label, exclusion.when) for exclusion in one.exclusions),
        _worded(POPULATIONS, EXCEPTION, "open or undecided, and not in the numerator"),
        _worded(OURS, OPEN, "follow-up ends before the row is due"),
        _worded(OURS, UNDECIDED, "a fact is missing, or the day is not exact"),
        _criteria(POPULATIONS, IN_NUMERATOR, one.numerator_says, one.numerator),
    ]
    return {
        "resourceType": "Measure",
        "id": one.id,
        "url": f"{SYSTEM}/Measure/{one.id}",
        "version": whole.version,
        "name": "".join(part.capitalize() for part in one.id.split("-")),
        "title": one.title,
        "status": "draft" if one.draft else "active",
        "publisher": "Osteon contributors",
        "description": f"Rows: {one.row}. Numerator: {one.numerator_says}.",
        "purpose": one.why,
        "usage": one.misuse,
        "relatedArtifact": [
            {
                "type": "citation",
                "label": part.source,
                "citation": f"{whole.source_by_id[part.source].title} ({whole.source_by_id[part.source].year}). {part.locator}. "
                f"Strength: {part.strength}. Checked: {part.checked}.",
            }
            for part in one.evidence
        ],
        "scoring": _coded(f"{HL7}/measure-scoring", "proportion"),
        "type": [_coded(f"{HL7}/measure-type", "process")],
        "definition": list(_settings(evaluator, one)),
        "improvementNotation": _notation(one),
        "group": [
            {
                "description": one.title,
                "population": populations,
                "stratifier": [
                    quarter,
                    *(
                        {"code": {"text": part.id}, "description": part.label, "criteria": _said(describe(part.of))}
                        for part in one.stratifiers
                    ),
                ],
            }
        ],
    }


def _settings(evaluator: Evaluator, one: Measure) -> Iterator[str]:
    """The numbers and choices that a measure reads, as they are set."""
    settings = evaluator.settings
    conditions = (one.population, one.numerator, *(exclusion.when for exclusion in one.exclusions))
    for node in dict.fromkeys([*one.parameters(), *(below for root in conditions for below in settings_below(root))]):
        if isinstance(node, Parameter):
            yield f"{node.id}: {number(settings.parameters.get(node.id, node.value))}{unit_words(node.unit)}"
        else:
            yield f"{node.id}: {settings.policies.get(node.id, node.default)}"


def _coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def _notation(one: Measure) -> Resource:
    return _coded(f"{HL7}/measure-improvement-notation", one.improvement)


def _said(words: str) -> Resource:
    return {"language": LANGUAGE, "expression": words}


def _criteria(system: str, code: str, label: str, node: Node) -> Resource:
    return {"code": _coded(system, code), "description": label, "criteria": _said(describe(node))}


def _worded(system: str, code: str, label: str) -> Resource:
    return {"code": _coded(system, code), "description": label, "criteria": _said(label)}


# --- MeasureReport ----------------------------------------------------------------------------------------------------


def summary_report(evaluator: Evaluator, one: Measure, rows: Iterable[Mapping[str, Any]], period: tuple[date, date] | None) -> Resource:
    """The result of a measure over all patients. `rows`: its rows of the table of measures (`scores.SCORES`)."""
    found = list(rows)
    whole = next(row for row in found if row["stratifier"] == ALL)
    strata: dict[str, list[Resource]] = {}
    for row in found:
        if row["stratifier"] != ALL:
            strata.setdefault(row["stratifier"], []).append({"value": _stratum(row["stratum"]), **_result(row)})
    group = _result(whole)
    if strata:
        group["stratifier"] = [{"code": [{"text": name}], "stratum": some} for name, some in strata.items()]
    return _report(evaluator, one, "summary", period) | {"id": f"{one.id}-summary", "group": [group]}


def individual_reports(
    evaluator: Evaluator, wanted: Iterable[Measure], rows: Iterable[Mapping[str, Any]], period: tuple[date, date] | None
) -> Iterator[Resource]:
    """A report for each measure and patient with a row. `rows`: rows of `measure-rows.parquet`."""
    by_id = {one.id: one for one in wanted}
    outcomes: dict[tuple[str, str], Counter[str]] = {}
    sources: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        key = (row["measure"], row["patient"])
        outcomes.setdefault(key, Counter())[row["outcome"]] += 1
        sources.setdefault(key, {}).update(dict.fromkeys(row["sources"]))
    for number_, ((name, patient), counts) in enumerate(outcomes.items()):
        denominator = counts[NUMERATOR] + counts[NOT_NUMERATOR]
        told = {
            "population": counts.total(),
            "excluded": counts[EXCLUDED],
            "open": counts[OPEN],
            "undecided": counts[UNDECIDED],
            "denominator": denominator,
            "numerator": counts[NUMERATOR],
            "score": counts[NUMERATOR] / denominator if denominator else None,
            "low": None,
            "high": None,
            "suppressed": False,
        }
        report = _report(evaluator, by_id[name], "individual", period)
        report |= {"id": f"individual-{number_}", "subject": {"reference": f"Patient/{patient}"}, "group": [_result(told)]}
        references = [{"reference": one} for one in sources[name, patient]]
        yield report | ({"evaluatedResource": references} if references else {})


def _report(evaluator: Evaluator, one: Measure, kind: str, period: tuple[date, date] | None) -> Resource:
    when = _missing("unknown") if period is None else {"start": period[0].isoformat(), "end": period[1].isoformat()}
    return {
        "resourceType": "MeasureReport",
        "status": "complete",
        "type": kind,
        "measure": f"{SYSTEM}/Measure/{one.id}|{evaluator.pathway.version}",
        "period": when,
        "improvementNotation": _notation(one),
    }


def _missing(why: str) -> Resource:
    return {"extension": [{"url": ABSENT, "valueCode": why}]}


def _stratum(word: str | None) -> Resource:
    return {"text": word} if word is not None else _coded("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown")


def _result(row: Mapping[str, Any]) -> Resource:
    """Populations with their counts, and the score."""
    open_, undecided = row["open"], row["undecided"]
    exception = None if open_ is None or undecided is None else open_ + undecided
    counts = (
        (POPULATIONS, INITIAL, row["population"]),
        (POPULATIONS, DENOMINATOR, row["population"]),
        (POPULATIONS, EXCLUSION, row["excluded"]),
        (POPULATIONS, EXCEPTION, exception),
        (OURS, OPEN, open_),
        (OURS, UNDECIDED, undecided),
        (POPULATIONS, IN_NUMERATOR, row["numerator"]),
    )
    return {"population": [_counted(*one) for one in counts], "measureScore": _score(row)}


def _counted(system: str, code: str, count: int | None) -> Resource:
    found: Resource = {"code": _coded(system, code)}
    return found | ({"count": count} if count is not None else {"_count": _missing("masked")})


def _score(row: Mapping[str, Any]) -> Resource:
    if row["score"] is None:
        return _missing("masked" if row["numerator"] is None or row["denominator"] is None else "not-applicable")
    found: Resource = {"value": row["score"], "unit": "1", "system": UCUM, "code": "1"}
    if row["undecided"] and row["low"] is not None:
        ends = [{"url": end, "valueDecimal": row[end]} for end in ("low", "high")]
        found["extension"] = [{"url": RANGE, "extension": ends}]
    return found
