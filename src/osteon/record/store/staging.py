"""First half of an ingest: from blocks of lines to a part of the store, without looking at any other resource.

A part holds one row for each resource, with its shape, its slots and its patient, sorted by shard. It is made once for each
piece of input and is all that the second half needs: no input is read again when a shard is built anew.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from osteon.record.fhir.documents import Item, by_subject, owner_of
from osteon.record.store.blocks import BLOCK, PART, Block, Broken, Task, read_blocks
from osteon.record.store.fields import WHOLE
from osteon.record.store.lines import DOES_NOT_FIT, Kind, decoder, encoder, kinds
from osteon.record.store.parts import (
    BROKEN,
    EDGES,
    KIND_NUMBER,
    NUMBERS,
    ODD,
    ROWS,
    SAMPLES_AT_ONCE,
    SHAPES,
    shape_numbers,
)

if TYPE_CHECKING:
    from osteon.record.store.sieve import Sieve

__all__ = ["Staged", "shard_of", "stage", "write_part"]

MANY: Final = 100_000
"""References to patients that one part remembers."""
Staged = tuple[pa.RecordBatch, np.ndarray, pa.Table]
"""(rows sorted by shard, where the rows of each shard begin, shapes)."""


def shard_of(owner: str, shards: int) -> int:
    """The shard of a patient: the same in every run and on every machine."""
    return zlib.crc32(owner.encode("utf-8", "surrogatepass")) % shards


def stage(task: Task, shards: int, sieve: Sieve | None = None) -> Iterator[Staged]:
    """The parts of a task. The last shard holds what belongs to no patient. `sieve` leaves lines out."""
    gathered = _Gathered(shards, sieve)
    for span in task.spans:
        for block in read_blocks(span):
            if gathered.size + len(block.text) > PART + BLOCK:
                yield gathered.part()
                gathered = _Gathered(shards, sieve)
            gathered.add(block)
            del block
    yield gathered.part()


class _Gathered:
    """What will be one part."""

    def __init__(self, shards: int, sieve: Sieve | None) -> None:
        self.size = 0
        self._shards, self._sieve = shards, sieve
        self._tables: list[pa.Table] = []
        self._of_rows: list[np.ndarray] = []
        """Shard of each row, table by table."""
        self._shapes: dict[str, dict[bytes, int]] = {}
        self._corrects: set[int] = set()
        """Shapes whose status looks as if the resource corrected another one; whoever needs to know reads the status."""
        self._samples: dict[tuple[int, int], bytes] = {}
        self._owners: dict[str | None, tuple[str | None, int]] = {None: (None, shards)}

    def add(self, block: Block) -> None:
        """The rows of a block."""
        self.size += len(block.text)
        for one in block.broken:
            self._add_rows([_broken_row(block.input, one)])
        lines = block.text.split(b"\n")
        found: dict[type[Any], list[int]] = {}
        taken: list[Any] = []
        rest: list[int] = []
        decode, sound = decoder().decode, _is_text(block.text)
        for place, line in enumerate(lines):
            try:
                one = decode(line)
            except DOES_NOT_FIT:
                rest.append(place)
                taken.append(None)
                continue
            taken.append(one)
            places = found.get(type(one))
            if places is None:
                places = found[type(one)] = []
            places.append(place)
        if not sound:
            broken = {place for place, line in enumerate(lines) if not _is_text(line)}
            found = {kind: [place for place in places if place not in broken] for kind, places in found.items()}
            rest = sorted(broken.union(rest))
        for of_type, places in found.items():
            kind = kinds()[of_type]
            if kind.name in WHOLE:
                rest += places
            elif places:
                rest += self._add_columns(kind, block, lines, places, [taken[place] for place in places])
        rows = [self._row(block, place, lines[place]) for place in sorted(rest) if lines[place].strip()]
        self._add_rows(rows)

    def _add_rows(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._tables.append(pa.Table.from_pylist(rows, schema=ROWS))
            shards = [shard_of(row["owner"], self._shards) if row.get("owner") else self._shards for row in rows]
            self._of_rows.append(np.array(shards, np.int16))

    def _row(self, block: Block, place: int, line: bytes) -> dict[str, Any]:
        """A row that keeps its resource whole: of a type that is kept so, or of another form than is usual."""
        number = block.line_of(place)
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            message = f"not valid JSON at column {error.colno}; the line was left out"
            return _broken_row(block.input, Broken(block.input, number, message))
        sound = isinstance(value, dict)
        identity = value.get("id") if sound else None
        named = isinstance(identity, str) and bool(identity)
        kind = value.get("resourceType") if sound else None
        item = Item(value, None, None, "", not sound) if block.items is None else block.items[place]
        owner = item.owner
        if block.items is None and sound:
            owner = by_subject(value, {})
        usual = kind in WHOLE and (named or item.url) and not item.strange
        if self._sieve is not None:
            self._sieve.note_read(owner, kind, identity)
        return {
            "input": block.input,
            "line": number,
            "kind": KIND_NUMBER.get(kind, 0) if isinstance(kind, str) else 0,
            "mark": 0 if usual else ODD,
            "owner": owner,
            "id": identity if named else None,
            "shape": 0,
            "corrects": False,
            "raw": line.strip(),
            "url": item.url,
            "where": item.where if block.items is not None else f"line {number + 1}",
        }

    def _add_columns(
        self, kind: Kind, block: Block, lines: list[bytes], places: list[int], found: list[Any]
    ) -> list[int]:
        """Add resources of one kind; gives the places of those that have to be looked at one by one."""
        items = block.items
        if items is None:
            known = self._owners
            owners = [known.get(said.reference) if (said := one.subject) and said.reference else None for one in found]
            owners = [owner or self._owner_by(one) for owner, one in zip(owners, found, strict=True)]
        else:
            owners = [self._owner_in(items[place]) for place in places]
        columns: dict[str, list[Any]] = {"id": [one.id for one in found], **kind.columns(found)}
        kind.take_slots(found)
        shapes = self._numbers(kind, found, places, lines)
        clear = [
            owner is not None and shape != 0 and bool(name)
            for owner, shape, name in zip(owners, shapes, columns["id"], strict=True)
        ]
        rest = [] if all(clear) else [place for place, good in zip(places, clear, strict=True) if not good]
        if self._sieve is not None:
            whose = [None if owner is None else owner[0] for owner in owners]
            asked = self._sieve.sift(kind.name, whose, columns["id"], shapes, self._samples)
            clear = [good and wanted for good, wanted in zip(clear, asked, strict=True)]
        if not all(clear):
            places, owners, shapes = _those(places, clear), _those(owners, clear), _those(shapes, clear)
            columns = {name: _those(values, clear) for name, values in columns.items()}
        if places:
            self._add_table(kind, block, places, owners, shapes, columns)
        return rest

    def _owner_by(self, one: Any) -> tuple[str | None, int] | None:
        """(patient whom the subject of a resource names, her shard); None where it says nothing clear."""
        said = one.subject if one.subject is not None else one.patient
        reference = None if said is None else said.reference
        if said is not None and not reference:
            return None
        owner = self._owners.get(reference)
        if owner is None:
            name = owner_of(str(reference))
            if name is None:
                return None
            if len(self._owners) > MANY:
                self._owners = {None: (None, self._shards)}
            owner = self._owners[reference] = (name, shard_of(name, self._shards) if name else self._shards)
        return owner

    def _owner_in(self, item: Item) -> tuple[str | None, int] | None:
        """The same for a resource of a document."""
        if item.strange:
            return None
        return item.owner, shard_of(item.owner, self._shards) if item.owner else self._shards

    def _numbers(self, kind: Kind, found: list[Any], places: list[int], lines: list[bytes]) -> list[int]:
        """The number of the shape of each resource, the same in every part; keeps one line of each shape. 0 for one that the
        readers could not parse."""
        known = self._shapes.setdefault(kind.name, {})
        encode = encoder().encode
        keys = [encode(one) for one in found]
        for key, place in zip(keys, places, strict=True):
            if key not in known:
                known[key] = number = self._number(kind, key)
                if number:
                    self._samples[KIND_NUMBER[kind.name], number] = lines[place].strip()
        return [known[key] for key in keys]

    def _number(self, kind: Kind, key: bytes) -> int:
        try:
            status = orjson.loads(key).get("status")
        except orjson.JSONDecodeError:
            return 0
        number = int.from_bytes(blake2b(key, digest_size=8).digest(), "little") | 1
        if kind.named and status in ("amended", "corrected"):
            self._corrects.add(number)
        return number

    def _add_table(
        self, kind: Kind, block: Block, places: list[int], owners: list[Any], shapes: list[int], slots: dict[str, list[Any]]
    ) -> None:
        count = len(places)
        columns: dict[str, Any] = {
            "input": np.full(count, block.input, np.int32),
            "line": np.array([block.line_of(place) for place in places], np.int32),
            "kind": np.full(count, KIND_NUMBER[kind.name], np.int16),
            "mark": np.zeros(count, np.int8),
            "owner": [owner[0] for owner in owners],
            "shape": np.array(shapes, np.uint64),
            "corrects": np.fromiter((shape in self._corrects for shape in shapes), bool, count)
            if self._corrects
            else np.zeros(count, bool),
            **slots,
        }
        if block.items is not None:
            items = [block.items[place] for place in places]
            columns["url"], columns["where"] = [item.url for item in items], [item.where for item in items]
        arrays = [
            pa.array(columns[field.name], field.type) if field.name in columns else pa.nulls(count, field.type)
            for field in ROWS
        ]
        self._tables.append(pa.table(arrays, schema=ROWS))
        self._of_rows.append(np.array([owner[1] for owner in owners], np.int16))

    def part(self) -> Staged:
        """All of it as a part of the store."""
        table = pa.concat_tables([ROWS.empty_table(), *self._tables])
        self._tables.clear()
        of_row = np.concatenate([np.empty(0, np.int16), *self._of_rows])
        table, shapes = _common_shapes(table, self._samples)
        order = np.argsort(of_row, kind="stable")
        edges = np.searchsorted(of_row[order], np.arange(self._shards + 2))
        columns = [_sorted(table.column(name), order) for name in ROWS.names]
        fields = [pa.field(name, column.type) for name, column in zip(ROWS.names, columns, strict=True)]
        schema = pa.schema(fields, {EDGES: edges.astype(np.int64).tobytes()})
        return pa.RecordBatch.from_arrays(columns, schema=schema), edges, shapes


def _broken_row(number: int, one: Broken) -> dict[str, Any]:
    told = {"input": number, "line": one.line, "kind": 0, "mark": BROKEN, "raw": one.message.encode()}
    return told | {"shape": 0, "corrects": False}


def _those(values: list[Any], clear: list[bool]) -> list[Any]:
    return [value for value, good in zip(values, clear, strict=True) if good]


def _is_text(text: bytes) -> bool:
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _sorted(column: pa.ChunkedArray, order: np.ndarray) -> pa.Array:
    """A column in this order; what holds nothing takes no place in the file."""
    if column.null_count == len(column):
        return pa.nulls(len(column))
    return column.combine_chunks().take(pa.array(order))


def _common_shapes(table: pa.Table, samples: dict[tuple[int, int], bytes]) -> tuple[pa.Table, pa.Table]:
    """(rows, shapes): the sample of a shape that only one row has goes to that row."""
    shapes = table["shape"].to_numpy()
    distinct, first, counts = np.unique(shapes, return_index=True, return_counts=True)
    place_of = dict(zip(distinct.tolist(), np.where(counts == 1, first, -1).tolist(), strict=True))
    raws: list[tuple[int, bytes]] = []
    common: list[tuple[int, int, bytes]] = []
    for (kind, shape), sample in samples.items():
        place = place_of.get(shape)
        if place is None:
            continue  # all its lines were left out
        if place >= 0:
            raws.append((place, sample))
        else:
            common.append((kind, shape, sample))
    if raws:
        raws.sort()
        raw = table["raw"].combine_chunks()
        mask = np.zeros(len(raw), bool)
        mask[[place for place, _ in raws]] = True
        raw = pc.replace_with_mask(raw, pa.array(mask), pa.array([sample for _, sample in raws], pa.binary()))
        table = table.set_column(ROWS.get_field_index("raw"), ROWS.field("raw"), raw)
    numbers, hashes, texts = zip(*common, strict=True) if common else ((), (), ())
    keys = shape_numbers(np.array(numbers, np.int16), np.array(hashes, np.uint64))
    order = np.argsort(keys)
    schema = SHAPES.with_metadata({NUMBERS: keys[order].tobytes()})
    return table, pa.table([pa.array(texts, pa.binary()).take(pa.array(order))], schema=schema)


def write_part(folder: Path, name: str, rows: pa.RecordBatch, shapes: pa.Table) -> None:
    """Write a part; it is there once its rows are, which come last and under their name at once.

    Rows are not compressed: whoever reads those of one shard maps the file and touches no others.
    """
    packed = pa.ipc.IpcWriteOptions(compression="lz4")
    for kind, content, options in (
        ("shapes", shapes.to_batches(SAMPLES_AT_ONCE), packed),
        ("rows", [rows], pa.ipc.IpcWriteOptions()),
    ):
        path = folder / f"{name}-{kind}.arrow"
        waiting = path.with_suffix(".new")
        with pa.ipc.new_file(waiting, (rows if kind == "rows" else shapes).schema, options=options) as file:
            for batch in content:
                file.write_batch(batch)
        os.replace(waiting, path)
