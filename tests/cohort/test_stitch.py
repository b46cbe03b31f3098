"""Parquet files put together are read as one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from osteon.cohort.stitch import stitch

WORD = pa.dictionary(pa.int8(), pa.string())


def table(start: int, rows: int) -> pa.Table:
    numbers = range(start, start + rows)
    return pa.table(
        {
            "number": pa.array(numbers, pa.int64()),
            "word": pa.array([f"word {number % 7}" for number in numbers], pa.string()).dictionary_encode().cast(WORD),
            "list": pa.array([[str(number)] * (number % 3) or None for number in numbers], pa.list_(pa.string())),
            "struct": pa.array([{"a": number / 3, "b": None} for number in numbers], pa.struct([("a", pa.float64()), ("b", pa.int8())])),
            **{f"column {place}": pa.array([place] * rows, pa.int16()) for place in range(20)},
        }
    )


@pytest.mark.parametrize(
    "options", [{}, {"write_page_index": True, "compression": "none"}, {"use_dictionary": False, "write_statistics": False}]
)
@pytest.mark.parametrize("sizes", [[10], [3, 0, 1, 40, 0], [0], [1] * 40])
def test_the_whole_is_the_rows_of_the_parts_in_their_order(tmp_path: Path, sizes, options):
    tables, parts = [], []
    for place, rows in enumerate(sizes):
        tables.append(table(100 * place, rows))
        parts.append(tmp_path / f"{place}.parquet")
        pq.write_table(tables[-1], parts[-1], row_group_size=16, **options)
    whole = tmp_path / "whole.parquet"
    with whole.open("wb") as file:
        assert stitch(parts, file) == sum(sizes)
    expected = pa.concat_tables(tables)
    assert pq.read_table(whole).to_pylist() == expected.to_pylist()
    assert pq.read_table(whole).schema == expected.schema
    assert pq.read_metadata(whole).num_rows == sum(sizes)
    with duckdb.connect() as connection:
        found = connection.sql(f"select number, word, list, struct.a, \"column 19\" from '{whole}'").fetchall()
    assert found == [(row["number"], row["word"], row["list"], row["struct"]["a"], 19) for row in expected.to_pylist()]


def test_notes_take_the_place_of_those_of_the_parts(tmp_path: Path):
    pq.write_table(table(0, 5), tmp_path / "part.parquet")
    with (tmp_path / "whole.parquet").open("wb") as file:
        stitch([tmp_path / "part.parquet"] * 2, file, {"who": b"us", "long": b"x" * 300})
    found = pq.read_metadata(tmp_path / "whole.parquet").metadata
    assert found == {b"who": b"us", b"long": b"x" * 300}
    assert pq.read_table(tmp_path / "whole.parquet").num_rows == 10


def test_parts_that_do_not_fit_are_refused(tmp_path: Path):
    pq.write_table(table(0, 5), tmp_path / "one.parquet")
    pq.write_table(table(0, 5).drop_columns(["word"]), tmp_path / "two.parquet")
    (tmp_path / "half.parquet").write_bytes((tmp_path / "one.parquet").read_bytes()[:-9])
    (tmp_path / "empty.parquet").write_bytes(b"")
    for other, words in (("two", "its columns differ from those of one.parquet"), ("half", "no whole Parquet"), ("empty", "no whole")):
        with pytest.raises(ValueError, match=words):
            stitch([tmp_path / "one.parquet", tmp_path / f"{other}.parquet"], BytesIO())
