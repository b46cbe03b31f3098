"""Delay analysis: when a recommendation was first met, when it was answered, and how long that took."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from house import tree
from osteon.cohort import JobError, days_of, review
from osteon.cohort.delay import OUTCOMES, curve_of, delay_review, delays
from osteon.cohort.result import VERDICTS

A, N, U, M = range(4)
"""not-applicable, not-met, unknown, met."""
DATES = np.array([100, 130, 160, 190, 220], np.int32)
LATE = 1000


def one(*verdicts: int, last: int = LATE, died: bool = False) -> dict[str, object]:
    """The delay of one patient with these verdicts on the five dates; nothing where it was never met."""
    found = delays(np.array(verdicts, np.int8)[:, np.newaxis], DATES, np.array([last], np.int32), np.array([died]))
    if not len(found.met):
        return {}
    return {
        "not_before": int(found.not_before[0]), "met": int(found.met[0]), "outcome": OUTCOMES[found.outcome[0]],
        "days": int(found.days[0]), "shortest": int(found.shortest[0]), "longest": int(found.longest[0]),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("verdicts", "more", "expected"),
    [
        # Met from 130 on, no longer at 190: between 30 days (130 to 160) and 90 (100 to 190).
        ((N, M, M, N, N), {}, {"met": 130, "outcome": "not-met", "days": 60, "shortest": 30, "longest": 90}),
        # Somebody who got what was advised is often no longer asked.
        ((A, M, A, A, A), {}, {"met": 130, "outcome": "not-applicable", "days": 30, "shortest": 0, "longest": 60}),
        # Undecided is no answer; met again is the same wait.
        ((N, M, U, M, N), {}, {"met": 130, "outcome": "not-met", "days": 90, "shortest": 60, "longest": 120}),
        # Only the first wait counts.
        ((N, M, N, M, M), {}, {"met": 130, "outcome": "not-met", "days": 30}),
        # Met on the first date: nobody knows since when.
        ((M, M, N, N, N), {}, {"not_before": 0, "met": 100, "outcome": "not-met", "days": 60, "longest": -1}),
        # Never answered: open until the last date, or until she was last seen.
        ((N, M, M, M, M), {}, {"met": 130, "outcome": "open", "days": 90, "shortest": 90, "longest": -1}),
        ((N, M, M, M, M), {"last": 200}, {"met": 130, "outcome": "open", "days": 70}),
        # On the day she was last seen she was still watched; a day earlier that date is not looked at.
        ((N, M, M, N, N), {"last": 190}, {"outcome": "not-met", "days": 60}),
        ((N, M, M, N, N), {"last": 189}, {"outcome": "open", "days": 59}),
        # Death before an answer.
        ((N, M, M, A, A), {"last": 175, "died": True}, {"outcome": "died", "days": 45, "shortest": 45, "longest": 75}),
        # Answered first, died later: answered.
        ((N, M, N, A, A), {"last": 175, "died": True}, {"outcome": "not-met", "days": 30}),
        # She died after the last date: nobody looked any more.
        ((N, M, M, M, M), {"last": 300, "died": True}, {"outcome": "open", "days": 90}),
        # Met only after she was last seen, or never.
        ((N, N, N, M, M), {"last": 150}, {}),
        ((N, U, A, U, N), {}, {}),
    ],
)
def test_a_delay(verdicts, more, expected):
    found = one(*verdicts, **more)
    assert {name: found[name] for name in expected} == expected
    assert bool(found) == bool(expected)


def test_the_open_are_censored_and_not_dropped():
    # Four waits seen to begin on day 130: answered after 30, after 60, open after 30, died after 45.
    verdicts = np.array([[N, N, N, N, M], [M, M, M, M, M], [N, M, M, M, M], [N, N, M, M, M], [N, N, N, N, N]], np.int8)
    last = np.array([LATE, LATE, 160, 175, LATE], np.int32)
    verdicts[2, 2] = M
    found = delays(verdicts, DATES, last, np.array([False, False, False, True, False]))
    assert [OUTCOMES[code] for code in found.outcome] == ["not-met", "not-met", "open", "died", "not-met"]
    assert found.seen_to_begin.tolist() == [True, True, True, True, False], "the last was met on the first date already"
    curve = curve_of(found)
    # At 30 days one of four is answered (one is censored then, and still counts); at 45 one of two dies; at 60 the last is answered.
    assert curve.time.tolist() == [30, 45, 60]
    assert curve.estimate.tolist() == pytest.approx([1 / 4, 1 / 4, 1 / 4 + 3 / 4 * 1 / 2])


def by_the_words(verdicts: list[int], last: int, died: bool) -> tuple | None:
    """The definition, read aloud."""
    seen = [(day, verdict) for day, verdict in zip(DATES.tolist(), verdicts, strict=True) if day <= last]
    began = next((day for day, verdict in seen if verdict == M), None)
    if began is None:
        return None
    ended = next(((day, verdict) for day, verdict in seen if day > began and verdict in (N, A)), None)
    if ended is not None:
        return began, VERDICTS[ended[1]], ended[0] - began
    if died and last <= DATES[-1]:
        return began, "died", last - began
    return began, "open", min(last, int(DATES[-1])) - began


verdicts_of_one = st.lists(st.sampled_from((A, N, U, M)), min_size=5, max_size=5)


@given(st.lists(st.tuples(verdicts_of_one, st.integers(90, 260), st.booleans()), max_size=6))
def test_columns_say_what_the_words_say(people):
    verdicts = np.array([person[0] for person in people], np.int8).reshape(-1, 5).T
    found = delays(verdicts, DATES, np.array([person[1] for person in people], np.int32), np.array([person[2] for person in people], bool))
    told = {
        row: (began, OUTCOMES[outcome], days)
        for row, began, outcome, days in zip(
            found.patient.tolist(), found.met.tolist(), found.outcome.tolist(), found.days.tolist(), strict=True
        )
    }
    expected = {row: by_the_words(*person) for row, person in enumerate(people)}
    assert told == {row: words for row, words in expected.items() if words is not None}
    assert (found.shortest <= found.days).all()
    assert (found.longest[found.longest >= 0] >= found.days[found.longest >= 0]).all()


def test_mistakes_are_told_in_words(store):
    with pytest.raises(JobError, match="no recommendation 'bma-start'"):
        delay_review(store, ["bma-start"], days_of(date(2023, 1, 1), date(2024, 1, 1), 90))
    with pytest.raises(JobError, match="at least two dates"):
        delay_review(store, ["bma-start-on-bone-mets"], [date(2024, 1, 1)])


FIRST, LAST = date(2023, 1, 1), date(2025, 6, 1)


def test_a_store_is_looked_at_as_reviews_of_it_are(store, tmp_path):
    rules = ["bma-start-on-bone-mets", "renal-missing-weight"]
    dates = days_of(FIRST, LAST, 90)
    reviews = review(store, as_of=dates).verdicts.select(["patient", "as_of", *rules]).to_pylist()
    found = delay_review(store, rules, dates)
    assert found.delays.num_rows > 5, "the made-up patients wait for something"
    for row in found.delays.to_pylist():
        cells = {one["as_of"]: one[row["recommendation"]] for one in reviews if one["patient"] == row["patient"]}
        assert cells[row["met"]] == "met"
        assert all(cells[day] != "met" for day in dates if day < row["met"])
        if row["outcome"] in ("not-met", "not-applicable"):
            assert cells[row["ended"]] == row["outcome"]
            between = [cells[day] for day in dates if row["met"] <= day < row["ended"]]
            assert set(between) <= {"met", "unknown"}
    told = found.summary["recommendations"]
    assert {name: one["met"] for name, one in told.items()} == {
        name: sum(row["recommendation"] == name for row in found.delays.to_pylist()) for name in rules
    }


def test_the_command_writes_tables(store, tmp_path):
    out = tmp_path / "new" / "waits"
    arguments = ["--rule", "bma-start-on-bone-mets", "--from", "2023-01-01", "--as-of", "2025-06-01", "--every", "13w", "--out", str(out)]
    done = tree.osteon("cohort", "delay", str(store), *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path.name for path in out.iterdir()} == {"delays.parquet", "curves.parquet", "curves.csv", "summary.json"}
    again = delay_review(store, ["bma-start-on-bone-mets"], days_of(FIRST, LAST, 91), workers=2)
    assert pq.read_table(out / "delays.parquet").equals(again.delays)
    said = json.loads((out / "summary.json").read_bytes())
    assert {name: said[name] for name in again.summary} == again.summary
    assert again.delays["met"].to_pylist()[0] - FIRST >= timedelta(0)


def test_the_command_asks_for_dates(store, tmp_path):
    done = tree.osteon("cohort", "delay", str(store), "--rule", "bma-start-on-bone-mets", "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "--every" in done.stderr
