"""Frames in, frames out: what is in memory already needs no files."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa
import pytest

from osteon.cohort import CohortReview, JobError, open_review, review
from osteon.record.store import open_store, read_shard

DAY = date(2025, 6, 1)


class Frame:
    """A frame of some other library, as far as Arrow knows it: strings and lists of its own width, no dictionaries."""

    def __init__(self, table: pa.Table) -> None:
        columns = []
        for column in table.columns:
            kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
            if pa.types.is_string(kind):
                kind = pa.large_string()
            elif pa.types.is_list(kind):
                kind = pa.large_list(pa.large_string())
            elif pa.types.is_integer(kind):
                kind = pa.int64()
            columns.append(column.cast(kind))
        self.table = pa.table(columns, names=table.column_names)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


@pytest.fixture(scope="module")
def frames(store) -> dict[str, pa.Table]:
    """All of the first shard."""
    opened = open_store(store)
    return read_shard(opened, opened.shards[0])


@pytest.fixture(scope="module")
def expected(frames) -> CohortReview:
    return review(frames, as_of=DAY, detail="undecided")


def rows(answer: CohortReview) -> dict[str, list[dict]]:
    return {name: answer.table(name).to_pylist() for name in ("verdicts", "findings", "facts", "problems")}


def test_frames_say_what_their_store_says(store, expected):
    whole = rows(review(store, as_of=DAY, detail="undecided"))
    for name, some in rows(expected).items():
        mine = {row["patient"] for row in rows(expected)["verdicts"]}
        assert some == [row for row in whole[name] if row["patient"] in mine], name


def test_frames_of_other_libraries_are_taken(frames, expected):
    others = {name: Frame(table) for name, table in frames.items() if name != "patients"} | {"patients": frames["patients"]}
    assert rows(review(others, as_of=DAY, detail="undecided")) == rows(expected)


def test_duckdb_relations_are_taken_and_the_answer_is_read_by_duckdb(frames, expected):
    with duckdb.connect() as connection:
        tables = {name: table for name, table in frames.items() if name != "patients"}
        relations = {name: connection.from_arrow(table) for name, table in tables.items()}
        found = review({"patients": frames["patients"], **relations}, as_of="2025-06-01", detail="undecided")
        assert rows(found) == rows(expected)
        findings = connection.from_arrow(found.findings)
        met = connection.sql("select count(*) from findings where verdict = 'met'").fetchall()[0][0]
    assert findings is not None
    assert met == sum(row["verdict"] == "met" for row in rows(expected)["findings"])


def test_patients_by_the_thousand_are_as_patients_by_the_handful(frames, expected, monkeypatch):
    monkeypatch.setattr("osteon.cohort.frames.AT_ONCE", 3)
    found, whole = rows(review(frames, as_of=DAY, detail="undecided")), rows(expected)
    # Facts come fact by fact within the patients that are reviewed together.
    assert sorted(map(repr, found.pop("facts"))) == sorted(map(repr, whole.pop("facts")))
    assert found == whole


def test_a_patient_may_have_nothing(frames):
    alone = review({"patients": frames["patients"], "events": frames["events"].slice(0, 0)}, as_of=DAY)
    assert alone.verdicts.num_rows == frames["patients"].num_rows
    assert alone.problems.num_rows == 0


def test_several_dates_are_several_rows(frames):
    both = review(frames, as_of=["2025-06-01", date(2024, 6, 1)])
    days = both.verdicts["as_of"].to_pylist()
    assert days == [date(2024, 6, 1)] * (len(days) // 2) + [DAY] * (len(days) // 2)


def test_what_is_wrong_with_a_frame_is_told_in_words(frames):
    shuffled = frames["events"].take(list(reversed(range(frames["events"].num_rows))))
    wordy = frames["events"].set_column(9, "value", pa.array(["much"] * frames["events"].num_rows))
    for given, words in (
        ({"events": frames["events"]}, "'patients' is wanting"),
        ({**frames, "people": frames["patients"]}, "no frame is called 'people'"),
        ({**frames, "events": 5}, "no frame that speaks Arrow"),
        ({**frames, "events": frames["events"].drop_columns(["concept"])}, "'concept' is wanting"),
        ({**frames, "events": shuffled}, "sorted by `patient`"),
        ({**frames, "events": wordy}, "'value' is string, and should be double"),
    ):
        with pytest.raises(JobError, match=words):
            review(given)


def test_a_review_that_was_written_is_opened_again(store, tmp_path):
    written = review(store, out=tmp_path / "out", as_of=DAY)
    again = open_review(tmp_path / "out")
    assert again.summary == written.summary
    assert again.facts.equals(review(store, as_of=DAY).facts)
    with pytest.raises(JobError, match="no cohort review"):
        open_review(tmp_path)
    with pytest.raises(JobError, match="kept in memory"):
        review({"patients": None}, out=tmp_path)
