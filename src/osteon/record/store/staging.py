"""First half of an ingest: from blocks of resources to a part of the store, without looking at any other resource.

A part holds one row for each resource, with its shape, its slots and its patient, sorted by shard. It is made once for each
piece of input and is all that the second half needs: no input is read again when a shard is built anew.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from osteon.record.fhir.documents import Item, by_subject, owner_of
from osteon.record.store.blocks import BLOCK, PART, Block, Broken, Task, read_blocks
from osteon.record.store.fields import WHOLE
from osteon.record.store.parts import (
    BROKEN,
    KIND_NUMBER,
    NUMBERS,
    ODD,
    ROWS,
    SAMPLES_AT_ONCE,
    SHAPES,
    TEXT_COLUMNS,
    shape_numbers,
)
from osteon.record.store.stager import Stager

__all__ = ["shard_of", "stage", "write_part"]


def shard_of(owner: str, shards: int) -> int:
    """The shard of a patient: the same in every run and on every machine."""
    return zlib.crc32(owner.encode("utf-8", "surrogatepass")) % shards


def stage(
    task: Task, shards: int, stager: Stager, sieve: Callable[[Block], Block] | None = None
) -> Iterator[tuple[list[pa.RecordBatch], pa.Table]]:
    """(rows by shard, shapes) of each part. The last batch holds what belongs to no patient. `sieve` takes lines out."""
    tables: list[pa.Table] = []
    samples: dict[tuple[int, int], bytes] = {}
    size = 0
    for span in task.spans:
        for block in read_blocks(span):
            if size + block.size > PART + BLOCK:
                tables += _gathered(samples, stager)
                yield _part(tables, samples, shards)
                size = 0
            if sieve is not None:
                block = sieve(block)
            size += block.size
            if block.broken:
                tables.append(_broken(block.broken))
            if block.held == b"":
                continue
            alone = block.items is not None or not _by_query(block.kind)
            if alone or not stager.takes(block):
                tables += _gathered(samples, stager)
            if alone:
                tables.append(_staged(block, samples, stager))
            else:
                stager.add(block)
    tables += _gathered(samples, stager)
    yield _part(tables, samples, shards)


def _part(
    tables: list[pa.Table], samples: dict[tuple[int, int], bytes], shards: int
) -> tuple[list[pa.RecordBatch], pa.Table]:
    """Put together what was staged, and leave nothing of it in `tables` and `samples`."""
    table = pa.concat_tables(tables) if tables else ROWS.empty_table()
    table, shapes = _common_shapes(table, samples)
    tables.clear()
    samples.clear()
    return _by_shard(table, shards), shapes


def _broken(lines: Iterable[Broken]) -> pa.Table:
    rows = [
        {"input": one.input, "line": one.line, "kind": 0, "mark": BROKEN, "raw": one.message.encode(), "shape": 0, "corrects": False}
        for one in lines
    ]
    return pa.Table.from_pylist(rows, schema=ROWS)


FEW: Final = 64
"""Lines that are worth no query of their own."""


def _by_query(kind: str) -> bool:
    return kind in KIND_NUMBER and kind not in WHOLE


def _gathered(samples: dict[tuple[int, int], bytes], stager: Stager) -> list[pa.Table]:
    """The rows of what has been gathered; what a query cannot read is read block by block."""
    if stager.empty:
        return []
    table = _queried(None, samples, stager)
    if table is None:
        return [_apart(block, samples, stager) for block in stager.apart()]
    stager.clear()
    return [table]


def _queried(items: list[Item] | None, samples: dict[tuple[int, int], bytes], stager: Stager) -> pa.Table | None:
    try:
        columns = stager.columns()
    except duckdb.Error:
        return None
    inputs, lines = stager.inputs(), stager.lines()
    if columns.num_rows != len(inputs):
        return None
    alike = pc.all(pc.equal(columns["kind"], f'"{stager.kind}"'), skip_nulls=False, min_count=0).as_py()
    return _from_columns(columns, stager, inputs, lines, items, samples) if alike else None


def _staged(block: Block, samples: dict[tuple[int, int], bytes], stager: Stager, again: bool = False) -> pa.Table:
    """The rows of one block. What a query cannot read is read line by line, without the lines around it."""
    if not _by_query(block.kind) or (again and len(block.lines or ()) <= FEW):
        return _one_by_one(block) if again or block.items is not None else _apart(block, samples, stager)
    stager.add(block)
    table = _queried(block.items, samples, stager)
    stager.clear()
    if table is not None:
        return table
    if not again:
        return _apart(block, samples, stager)
    assert block.lines is not None
    lines, middle = block.text.splitlines(keepends=True), len(block.lines) // 2
    halves = [(slice(None, middle)), (slice(middle, None))]
    return pa.concat_tables(
        [_staged(_part_of(block, lines[half], block.lines[half], half), samples, stager, True) for half in halves]
    )


def _part_of(block: Block, lines: list[bytes], numbers: Any, which: slice) -> Block:
    items = block.items[which] if block.items is not None else None
    return Block(block.kind, block.input, numbers, 0, b"".join(lines), None, items)


def _apart(block: Block, samples: dict[tuple[int, int], bytes], stager: Stager) -> pa.Table:
    """A block of several types, or with broken or empty lines, as blocks that have neither."""
    broken: list[Broken] = []
    groups: dict[str, tuple[list[bytes], list[int], list[Item]]] = {}
    lines = block.text.removesuffix(b"\n").split(b"\n")
    if block.lines is None:
        block.lines = range(block.first_line, block.first_line + len(lines))
    for position, (number, line) in enumerate(zip(block.lines, lines, strict=True)):
        line = line.strip()
        if not line:
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            broken.append(Broken(block.input, number, f"not valid JSON at column {error.colno}; the line was left out"))
            continue
        kind = value.get("resourceType") if isinstance(value, dict) else None
        texts, numbers, items = groups.setdefault(kind if isinstance(kind, str) else "", ([], [], []))
        texts.append(line + b"\n")
        numbers.append(number)
        if block.items is not None:
            items.append(block.items[position])
    tables = [_broken(broken)] if broken else []
    for kind, (texts, numbers, items) in groups.items():
        part = Block(kind, block.input, numbers, 0, b"".join(texts), None, items if block.items is not None else None)
        tables.append(_staged(part, samples, stager, True))
    return pa.concat_tables(tables) if tables else ROWS.empty_table()


def _from_columns(
    columns: pa.Table,
    stager: Stager,
    inputs: np.ndarray,
    lines: np.ndarray,
    items: list[Item] | None,
    samples: dict[tuple[int, int], bytes],
) -> pa.Table | None:
    """None when there are empty lines, so that nobody knows which row is which line."""
    count = columns.num_rows
    kind = KIND_NUMBER[stager.kind]
    nulls = {name: pa.nulls(count, pa.string()) for name in ("url", "where")}
    mark = pa.array(np.zeros(count, np.int8))
    raw = pa.nulls(count, pa.binary())
    identity = columns["id"].combine_chunks()
    odd = np.zeros(count, bool)
    if items is None:
        owner, unclear = _owners(columns)
        odd = unclear
    else:
        owner = pa.array([item.owner for item in items], pa.string())
        odd = np.fromiter((item.strange for item in items), bool, count)
        nulls["url"] = pa.array([item.url for item in items], pa.string())
        nulls["where"] = pa.array([item.where for item in items], pa.string())
    if identity.null_count:
        odd |= pc.is_null(identity).to_numpy(zero_copy_only=False)
    raws = _take_samples(stager, kind, columns["shape"].to_numpy(), samples, np.flatnonzero(odd))
    if raws is None:
        return None
    if odd.any():
        mark = pa.array(odd.astype(np.int8))
        raw = pa.array(raws, pa.binary())
        if items is None:
            where = [f"line {line + 1}" if strange else None for line, strange in zip(lines.tolist(), odd, strict=True)]
            nulls["where"] = pa.array(where, pa.string())
    found = {
        "input": pa.array(inputs),
        "line": pa.array(lines),
        "kind": pa.array(np.full(count, kind, np.int16)),
        "mark": mark,
        "owner": owner,
        "id": identity,
        "shape": columns["shape"],
        "names": columns["names"],
        "corrects": columns["corrects"],
        "raw": raw,
        **{name: columns[name] for name in TEXT_COLUMNS},
        **nulls,
    }
    return pa.table([found[name] for name in ROWS.names], schema=ROWS)


def _owners(columns: pa.Table) -> tuple[pa.Array, np.ndarray]:
    """The patient of each row by its subject, and the rows whose subject says nothing clear."""
    said = columns["subject"].combine_chunks()
    if said.null_count:
        said = pc.coalesce(said, columns["patient"].combine_chunks())
    encoded = pc.dictionary_encode(said)
    owners: list[str | None] = []
    for text in encoded.dictionary.to_pylist():
        if text.startswith('"Patient/') and text.count("/") == 1 and "\\" not in text and len(text) > len('"Patient/"'):
            owners.append(text[len('"Patient/') : -1])
            continue
        reference = orjson.loads(text) if text.startswith('"') else None
        owners.append(owner_of(reference) if isinstance(reference, str) and reference else None)
    owner = pa.array(owners, pa.string()).take(encoded.indices)
    unclear = np.zeros(len(owner), bool)
    if owner.null_count:
        nobody = columns["nobody"].to_numpy()
        unclear = pc.is_null(owner).to_numpy(zero_copy_only=False) & ~nobody
    return owner, unclear


def _take_samples(
    stager: Stager, kind: int, shapes: np.ndarray, samples: dict[tuple[int, int], bytes], odd: np.ndarray
) -> list[bytes | None] | None:
    """Keep one resource of each new shape, and give those of the odd rows; None when the lines are not one for each row."""
    distinct, first = np.unique(shapes, return_index=True)
    places = [
        (shape, place)
        for shape, place in zip(distinct.tolist(), first.tolist(), strict=True)
        if (kind, shape) not in samples
    ]
    raws: list[bytes | None] = [None] * len(shapes)
    if not places and not len(odd):
        return raws
    with stager.view() as (view, ends):
        if len(ends) != len(shapes):
            return None
        begins = np.concatenate(([0], ends[:-1] + 1))
        for shape, place in places:
            samples[kind, shape] = bytes(view[begins[place] : ends[place]])
        for place in odd.tolist():
            raws[place] = bytes(view[begins[place] : ends[place]])
    return raws


def _one_by_one(block: Block) -> pa.Table:
    """Rows that keep their resource whole: few, or of a type that is kept whole."""
    rows: list[dict[str, Any]] = []
    whole = block.kind in WHOLE
    items: Iterator[Item | None] = iter(block.items) if block.items is not None else repeat(None)
    assert block.lines is not None
    lines = block.text.removesuffix(b"\n").split(b"\n")
    for number, line, item in zip(block.lines, lines, items, strict=False):
        line = line.strip()
        if not line:
            continue
        row: dict[str, Any] = {"input": block.input, "line": number, "kind": KIND_NUMBER.get(block.kind, 0), "shape": 0}
        row["corrects"] = False
        rows.append(row)
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            message = f"not valid JSON at column {error.colno}; the line was left out"
            row |= {"mark": BROKEN, "raw": message.encode(), "kind": 0}
            continue
        sound = isinstance(value, dict)
        identity = value.get("id") if sound else None
        named = isinstance(identity, str) and bool(identity)
        item = item or Item(value, None, None, "", not sound)
        owner = (
            item.owner
            if item.owner is not None or block.items is not None
            else by_subject(value, {})
            if sound
            else None
        )
        row |= {
            "mark": 0 if whole and (named or item.url) and not item.strange else ODD,
            "owner": owner,
            "id": identity if named else None,
            "raw": line,
            "url": item.url,
            "where": item.where if block.items is not None else f"line {number + 1}",
        }
    return pa.Table.from_pylist(rows, schema=ROWS)


def _common_shapes(table: pa.Table, samples: dict[tuple[int, int], bytes]) -> tuple[pa.Table, pa.Table]:
    """(rows, shapes): the sample of a shape that only one row has goes to that row."""
    shapes = table["shape"].to_numpy()
    distinct, first, counts = np.unique(shapes, return_index=True, return_counts=True)
    single = {int(shape): int(place) for shape, place, count in zip(distinct, first, counts, strict=True) if count == 1}
    raws: list[tuple[int, bytes]] = []
    common: list[tuple[int, int, bytes]] = []
    for (kind, shape), sample in samples.items():
        if shape in single:
            raws.append((single[shape], sample))
        else:
            common.append((kind, shape, sample))
    if raws:
        raw = table["raw"].combine_chunks()
        mask = np.zeros(len(raw), bool)
        raws.sort()
        mask[[place for place, _ in raws]] = True
        # A row that is odd keeps the resource that it has.
        values = [sample if raw[place].as_py() is None else raw[place].as_py() for place, sample in raws]
        raw = pc.replace_with_mask(raw, pa.array(mask), pa.array(values, pa.binary()))
        table = table.set_column(ROWS.get_field_index("raw"), ROWS.field("raw"), raw)
    kinds, hashes, texts = zip(*common, strict=True) if common else ((), (), ())
    numbers = shape_numbers(np.array(kinds, np.int16), np.array(hashes, np.uint64))
    order = np.argsort(numbers)
    schema = SHAPES.with_metadata({NUMBERS: numbers[order].tobytes()})
    return table, pa.table([pa.array(texts, pa.binary()).take(pa.array(order))], schema=schema)


def _by_shard(table: pa.Table, shards: int) -> list[pa.RecordBatch]:
    encoded = pc.dictionary_encode(table["owner"].combine_chunks())
    shard = np.array(
        [shard_of(owner, shards) if owner else shards for owner in encoded.dictionary.to_pylist()] or [shards]
    )
    codes = pc.fill_null(encoded.indices, -1).to_numpy()
    of_row = np.where(codes >= 0, shard[codes], shards)
    order = np.argsort(of_row.astype(np.int16), kind="stable")
    edges = np.searchsorted(of_row[order], np.arange(shards + 2))
    if (order == np.arange(len(order))).all():
        columns = [column.combine_chunks() for column in table.columns]
    else:
        indices = pa.array(order)
        columns = [
            pa.nulls(len(order), column.type)
            if column.null_count == len(column)
            else column.combine_chunks().take(indices)
            for column in table.columns
        ]
    whole = pa.RecordBatch.from_arrays(columns, schema=ROWS)
    return [whole.slice(start, end - start) for start, end in zip(edges, edges[1:], strict=False)]


def write_part(folder: Path, name: str, batches: list[pa.RecordBatch], shapes: pa.Table) -> None:
    """Write a part; it is there once its rows are, which come last and under their name at once."""
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    for kind, schema, content in (
        ("shapes", shapes.schema, shapes.to_batches(SAMPLES_AT_ONCE)),
        ("rows", ROWS, batches),
    ):
        path = folder / f"{name}-{kind}.arrow"
        waiting = path.with_suffix(".new")
        with pa.ipc.new_file(waiting, schema, options=options) as file:
            for batch in content:
                file.write_batch(batch)
        os.replace(waiting, path)
