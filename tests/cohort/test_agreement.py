"""Many patients at once get the verdicts that each gets alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from cohort.one_by_one import evaluate_one_by_one
from cohort.store_tables import tables_of
from osteon.cohort.evaluation import evaluate, of_tables, of_timelines
from osteon.cohort.job import DETAILS
from osteon.cohort.tables import facts_table, findings_table
from osteon.engine.evaluate import Evaluator, compile_pathway
from osteon.engine.nodes import walk
from osteon.engine.settings import Settings
from osteon.pathway import pathway
from osteon.pathway.cases import load_cases
from osteon.record import read_record
from osteon.record.timeline import Timeline
from osteon.review import review_timeline

ROOT = Path(__file__).parents[2]
UNDATED = date(2025, 6, 1)


@pytest.fixture(scope="module")
def evaluator() -> Evaluator:
    return compile_pathway(pathway(), Settings())


@pytest.fixture(scope="module")
def timelines() -> list[Timeline]:
    """The examples, and patients of the cases: few entries each, most rules in most verdicts. Some of them have died."""
    examples = [read_record(path) for path in sorted((ROOT / "examples").glob("*.json"))]
    cases = [case.timeline for case in load_cases(ROOT / "tests" / "cases")]
    some = cases[::150]
    died = [_died(one, one.newest or UNDATED) for one in some] + [_died(one, None) for one in some]
    later = [_died(one, date(2030, 1, 1)) for one in some]
    return [*examples, *cases[::12], *died, *later]


def _died(one: Timeline, day: date | None) -> Timeline:
    person = one.patient._replace(deceased=True, death_date=day)
    return Timeline(person, one.events, one.lesions, one.gaps, newest=one.newest)


def rows(table: pa.Table, *key: str) -> dict[tuple, dict]:
    """Rows by their key; entries as sets, because time alone does not order those of one day."""
    found = {}
    for row in table.to_pylist():
        for reason in row.get("because") or ():
            reason["sources"] = frozenset(reason["sources"])
        found[tuple(row[name] for name in key)] = row
    assert len(found) == table.num_rows, "a key stands there twice"
    return found


def findings_of(evaluator, result, names):
    """The table of findings, with the facts that they quote."""
    return findings_table(evaluator, result, names, facts_table(evaluator, result, names))


@pytest.mark.parametrize("detail", DETAILS)
def test_columns_say_what_the_one_patient_evaluator_says(evaluator, timelines, detail):
    names = pa.array([f"patient-{number}" for number in range(len(timelines))])
    one = evaluate_one_by_one(evaluator, timelines, None, UNDATED, detail)
    many = evaluate(evaluator, of_timelines(timelines), None, UNDATED, detail)
    assert (one.as_of == many.as_of).all()
    assert (one.verdicts == many.verdicts).all()

    key = ("patient", "finding", "lesion")
    alone, together = (rows(findings_of(evaluator, result, names), *key) for result in (one, many))
    assert list(alone) == list(together), "the rows and their order"
    for place, row in alone.items():
        other = together[place]
        for mine, its in zip(row["because"], other["because"], strict=True):
            assert its["sources"] <= mine["sources"] and bool(its["sources"]) == bool(mine["sources"]), place
            its["sources"] = mine["sources"]
        assert row == other

    alone, together = (
        rows(facts_table(evaluator, result, names), "patient", "fact", "lesion") for result in (one, many)
    )
    assert alone == together


def test_the_tables_of_a_store_say_what_timelines_say(evaluator, timelines):
    names = pa.array([f"patient-{number}" for number in range(len(timelines))])
    direct = evaluate(evaluator, of_timelines(timelines), None, UNDATED, "undecided")
    stored = evaluate(evaluator, of_tables(tables_of(timelines)), None, UNDATED, "undecided")
    for table in (findings_of, facts_table):
        assert table(evaluator, direct, names).to_pylist() == table(evaluator, stored, names).to_pylist()


def test_a_patient_alone_in_her_shard_is_no_special_case(evaluator, timelines):
    """One row also stands for "the same for all" inside the columns: the two must not be mixed up."""
    for one in timelines[:4] + timelines[4::40]:
        expected = evaluate_one_by_one(evaluator, [one], None, UNDATED, "met")
        alone = evaluate(evaluator, of_timelines([one]), None, UNDATED, "met")
        assert (expected.verdicts == alone.verdicts).all()
        name = pa.array(["patient"])
        assert findings_of(evaluator, expected, name).num_rows == findings_of(evaluator, alone, name).num_rows


def test_a_day_for_all_is_that_day_for_each(evaluator, timelines):
    some = timelines[::10]
    for day in (date(2025, 6, 1), date(2025, 6, 1) + timedelta(days=200), date(2020, 1, 1)):
        expected = evaluate_one_by_one(evaluator, some, day, UNDATED, "met")
        assert (expected.verdicts == evaluate(evaluator, of_timelines(some), day, UNDATED, "met").verdicts).all()


def test_a_shard_without_patients_has_no_rows(evaluator):
    result = evaluate(evaluator, of_timelines([]), None, UNDATED, "all")
    none = pa.array([], pa.string())
    assert result.verdicts.shape[1] == 0
    assert findings_of(evaluator, result, none).num_rows == facts_table(evaluator, result, none).num_rows == 0


def test_findings_are_those_of_the_review_of_each_patient(evaluator, timelines):
    """Against the JSON of `osteon review`, which is made by other code."""
    some = timelines[:4] + timelines[4::25]
    about_lesions = {fact.id for fact in evaluator.facts if any(getattr(node, "per_lesion", False) for node in walk(fact))}
    digits = {fact.id: fact.digits for fact in evaluator.facts}
    names = pa.array([str(number) for number in range(len(some))])
    result = evaluate(evaluator, of_timelines(some), None, UNDATED, "all")
    together = rows(findings_of(evaluator, result, names), "patient", "finding", "lesion")
    for number, one in enumerate(some):
        review = review_timeline(one, as_of=None if one.newest else UNDATED)
        for alone in review.findings:
            row = together.pop((str(number), alone["id"], alone["lesion"]))
            assert (row["verdict"], row["urgency"]) == (alone["verdict"], alone["urgency"])
            assert set(row["missing"]) == {item["fact"] for item in alone["missing"]}
            reasons = {item["fact"]: item for item in alone["because"]}
            for mine in row["because"]:
                its = reasons.get(mine["fact"])
                # What rests on lesions and speaks for the patient is told here with the entries of one lesion.
                if its is not None and mine["fact"] not in about_lesions:
                    assert (mine["at"].isoformat() if mine["at"] else None) == its["at"]
                    assert mine["sources"] <= set(its["sources"])
                    if isinstance(its["value"], int | float) and not isinstance(its["value"], bool):
                        assert mine["value"] == pytest.approx(its["value"], abs=0.51 * 10 ** -digits[mine["fact"]])
    assert not together
