"""What happened to many patients is what happened to each of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from cohort.followed_one_by_one import followed_one_by_one
from cohort.store_tables import tables_of
from osteon.cohort import JobError
from osteon.cohort.evaluation import of_tables
from osteon.cohort.outcomes import outcomes
from osteon.cohort.outcomes.asked import Asked, evaluator_for
from osteon.cohort.outcomes.group import of_shard
from osteon.cohort.outcomes.outcomes import together
from osteon.engine.checks import check_structure
from osteon.engine.settings import Settings
from osteon.pathway.cases import load_cases
from osteon.pathway.skeletal_events.counting import ANCHORS
from osteon.pathway.skeletal_events.definitions import DEFINITIONS, SRE, SSE_REACT
from osteon.pathway.skeletal_events.reading import CONCEPTS
from osteon.pathway.skeletal_events.strata import questions
from osteon.record import read_record
from osteon.record.timeline import Timeline
from osteon.terminology import members

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def timelines() -> list[Timeline]:
    """The examples, and patients of the cases, each under an id of her own; of those with an event some have died."""
    cases = [case.timeline for case in load_cases(ROOT / "tests" / "cases")]
    some = [one for one in cases if CONCEPTS & set(one.events)][:400] + cases[::40]
    found = [read_record(path) for path in sorted((ROOT / "examples").glob("*.json"))] + some
    for place, one in enumerate(some[::5]):
        if one.newest is not None:
            died = one.newest + timedelta(days=(-40, 0, 1)[place % 3])
            person = one.patient._replace(deceased=True, death_date=died, death_precision=("day", "month")[place % 2])
            found.append(_with(one, person))
    return [_with(one, one.patient._replace(id=f"p{place:04d}")) for place, one in enumerate(found)]


def _with(one: Timeline, person: object) -> Timeline:
    return Timeline(person, one.events, one.lesions, one.gaps, newest=one.newest)


def of_timelines(timelines: list[Timeline], **how):
    asked = Asked(store="", generation=0, **how)
    return together(asked, "", [of_shard(asked, of_tables(tables_of(timelines)))])


def by_patient(table, *names):
    found: dict[str, list[tuple]] = {}
    for row in table.to_pylist():
        values = (tuple(value) if isinstance(value := row[name], list) else value for name in names)
        found.setdefault(row["patient"], []).append(tuple(values))
    return found


EVENT = ("day", "days", "components", "site", "laterality", "sources")


@pytest.mark.parametrize(
    ("definition", "anchor", "as_of", "index"),
    [
        *((one, "last_counted", None, "bone-metastasis") for one in DEFINITIONS),
        (SRE, "last_any", None, "bone-agent"),
        (SRE, "last_counted", date(2025, 3, 1), "bone-metastasis"),
        (SSE_REACT, "last_any", date(2024, 11, 1), "bone-agent"),
    ],
    ids=lambda one: getattr(one, "id", str(one)),
)
def test_the_cohort_says_of_each_patient_what_the_reference_says(timelines, definition, anchor, as_of, index):
    assert anchor in ANCHORS
    found = of_timelines(timelines, definition=definition.id, anchor=anchor, as_of=as_of, index=index)
    evaluator = evaluator_for(Settings())
    expected = {
        one.patient.id: row
        for one in timelines
        if (row := followed_one_by_one(evaluator, one, definition, anchor, as_of, index)) is not None
    }
    rows = {row["patient"]: row for row in found.follow_up.to_pylist()}
    assert rows.keys() == expected.keys() and len(rows) == found.attrition["day of the index known"]
    after, before, possible = (
        by_patient(table, *EVENT) for table in (found.skeletal_events, found.prevalent_events, found.possible_events)
    )
    aside = by_patient(found.asides, "day", "component", "became", "into", "why")
    for patient, row in rows.items():
        mine = expected[patient]
        assert after.get(patient, []) == mine["after"]
        assert before.get(patient, []) == mine["before"]
        assert possible.get(patient, []) == mine["possible"]
        here = aside.get(patient, [])
        assert Counter(one for one in here if one[4] != "after the end of follow-up") == Counter(mine["aside"])
        assert sum(one[4] == "after the end of follow-up" for one in here) == mine["late"]
        assert (row["events"], row["prevalent_events"]) == (len(mine["after"]), len(mine["before"]))
        assert [row["low"], row["high"]] == sorted([len(mine["after"]), len(mine["possible"])])
        for name in rows[patient].keys() & mine.keys():
            assert row[name] == mine[name], name
    assert expected, "somebody is followed"
    if index == "bone-metastasis" and as_of is None:
        assert sum(len(one["after"]) + len(one["before"]) for one in expected.values()) > 10


def test_the_questions_are_sound():
    assert not [one for one in check_structure(questions(), [], frozenset(members(""))) if "source" not in one]


@pytest.mark.parametrize(("word", "given"), [("definition", "ssre"), ("anchor", "first"), ("index", "birth")])
def test_a_word_that_does_not_exist_is_told(store, word, given):
    with pytest.raises(JobError, match=f"not '{given}'"):
        outcomes(store, **{word: given})


def test_the_number_of_processes_does_not_show(store):
    one, several = (outcomes(store, workers=count) for count in (1, 3))
    for name, table in one.tables.items():
        assert table.equals(several.tables[name]), name
    assert (one.attrition, one.sites, one.subtypes) == (several.attrition, several.sites, several.subtypes)
    assert one.follow_up.num_rows and one.skeletal_events.num_rows
    assert sum(one.follow_up["events"].to_pylist()) == one.skeletal_events.num_rows
