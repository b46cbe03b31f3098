"""The rows of one shard, from all parts of the store, sorted by patient and then as they were read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from osteon.record.store.fields import DATE_SLOTS, KINDS, REFERENCES, slot_paths
from osteon.record.store.parts import EDGES, NUMBERS, ROWS, SAMPLES_AT_ONCE, shape_numbers
from osteon.record.store.templates import NOT_OF_THE_SHAPE, at_slot

__all__ = ["ShardRows", "load_rows"]

Resource = dict[str, Any]

MANY: Final = 5_000
ALONE: Final = pa.ipc.IpcReadOptions(use_threads=False)
"""There are as many workers as processors: threads of each would only wait for each other."""
_KNOWN: dict[tuple[int, int], bytes] = {}
"""Samples that were asked for; a shape has the same number in every part."""


class ShardRows(NamedTuple):
    """Rows of one shard. The arrays are in sorted order; `place[i]` is the row of `table` behind position `i`."""

    table: pa.Table
    place: np.ndarray
    owners: list[str]
    """Ids of the patients, by patient number."""
    patient: np.ndarray
    kind: np.ndarray
    mark: np.ndarray
    shape: np.ndarray
    edges: np.ndarray
    """Where each patient's rows begin; one more at the end."""
    samples: list[Path]
    """Files of shapes, one for each part."""
    part: np.ndarray
    """Part of each row of `table`, to find the sample of its shape."""
    fetched: dict[int, dict[str, Any]]
    has_raw: np.ndarray
    """Whether each row of `table` has its resource itself."""
    names: pa.Array
    urls: pa.Array | None

    def of_patients(self, first: int, past: int) -> ShardRows:
        """The rows of some patients, who are numbered from 0 again."""
        start, end = self.edges[first], self.edges[past]
        cut = slice(start, end)
        return self._replace(
            place=self.place[cut],
            owners=self.owners[first:past],
            patient=self.patient[cut] - first,
            kind=self.kind[cut],
            mark=self.mark[cut],
            shape=self.shape[cut],
            edges=self.edges[first : past + 1] - start,
            fetched={},
        )

    def fetch(self, positions: np.ndarray) -> None:
        """Rows that will be looked at one by one: all at once is faster."""
        found = self.table.take(pa.array(self.place[positions])).to_pylist()
        self.fetched.update(zip(positions.tolist(), found, strict=True))

    def value(self, position: int, column: str) -> Any:
        """One cell, by sorted position."""
        row = self.fetched.get(position)
        return self.table[column][int(self.place[position])].as_py() if row is None else row[column]

    def name(self, position: int) -> str | None:
        """The resource's own id."""
        found: str | None = self.names[self.place[position]].as_py()
        return found

    def url(self, position: int) -> str | None:
        """The address that a bundle gives the resource."""
        return None if self.urls is None else self.urls[self.place[position]].as_py()

    def sample(self, position: int) -> bytes:
        """The resource of the row's shape, or the row's own."""
        own = self.value(position, "raw")
        if own is not None:
            return bytes(own)
        key = (int(self.kind[position]), int(self.shape[position]))
        known = _KNOWN.get(key)
        if known is None:
            self.fetch_samples(np.array([position]))
            known = _KNOWN[key]
        return known

    def own(self, positions: np.ndarray) -> np.ndarray:
        """Whether these rows have their resource themselves: odd ones, or the only ones of their shape in their part."""
        return self.has_raw[self.place[positions]]

    def fetch_samples(self, positions: np.ndarray) -> None:
        """The samples of these rows' shapes: part by part is faster."""
        positions = positions[(self.shape[positions] != 0) & ~self.own(positions)]
        _, firsts = np.unique(shape_numbers(self.kind[positions], self.shape[positions]), return_index=True)
        positions = positions[firsts]
        keys = list(zip(self.kind[positions].tolist(), self.shape[positions].tolist(), strict=True))
        new = [place for place, key in enumerate(keys) if key not in _KNOWN]
        if len(_KNOWN) + len(new) > MANY:
            _KNOWN.clear()
            new = list(range(len(keys)))
        places = np.array(new, np.int64)
        parts = self.part[self.place[positions[places]]]
        for part in np.unique(parts).tolist():
            here = places[parts == part]
            wanted = shape_numbers(self.kind[positions[here]], self.shape[positions[here]])
            _KNOWN.update(
                zip([keys[at] for at in here.tolist()], _take_samples(self.samples[part], wanted), strict=True)
            )

    def samples_of(self, positions: np.ndarray) -> list[bytes]:
        """The samples of some rows."""
        self.fetch_samples(positions)
        raws = self.table["raw"].take(pa.array(self.place[positions])).to_pylist()
        keys = zip(self.kind[positions].tolist(), self.shape[positions].tolist(), strict=True)
        return [_KNOWN[key] if raw is None else raw for raw, key in zip(raws, keys, strict=True)]

    def source(self, position: int) -> str:
        """`Type/id`, or where the resource stands."""
        name = self.name(position)
        kind = KINDS[self.kind[position]]
        if not kind:
            return self.value(position, "where") or "resource"
        return f"{kind}/{name}" if name else self.url(position) or f"{kind} ({self.value(position, 'where')})"

    def resource(self, position: int) -> Any:
        """The resource, as far as any reader looks at it."""
        found = orjson.loads(self.sample(position))
        if self.shape[position] == 0 or self.mark[position]:
            return found
        row = {
            name: self.value(position, name)
            for name in (*DATE_SLOTS, *REFERENCES, "figure", "version", "names", "identifier", "id")
        }
        for name in NOT_OF_THE_SHAPE:
            found.pop(name, None)
        for slot, path in slot_paths(KINDS[self.kind[position]]).items():
            at_slot(found, path, row[slot])
        for name in REFERENCES:
            at_slot(found, (name,), None if row[name] is None else orjson.loads(row[name]))
        if row["figure"] is not None:
            at_slot(found, ("valueQuantity", "value"), orjson.loads(row["figure"]))
        elif isinstance(found.get("valueQuantity"), dict):
            found["valueQuantity"].pop("value", None)
        if row["version"] is not None:
            at_slot(found, ("meta", "versionId"), row["version"])
        if row["identifier"] is not None:
            found["identifier"] = orjson.loads(row["identifier"])
        elif row["names"] is not None:
            found["identifier"] = [{"value": str(row["names"])}]  # the same text has the same number
        found["id"] = row["id"]
        return found


def _take_samples(path: Path, wanted: np.ndarray) -> list[bytes]:
    """Samples of one part, by `shape_numbers`. Only the batches that hold them are unpacked."""
    with pa.memory_map(str(path)) as file:
        reader = pa.ipc.open_file(file, options=ALONE)
        numbers = np.frombuffer(reader.schema.metadata[NUMBERS], np.uint64)
        batches, places = np.divmod(np.searchsorted(numbers, wanted), SAMPLES_AT_ONCE)
        found: list[bytes] = [b""] * len(wanted)
        for number in np.unique(batches).tolist():
            here = np.flatnonzero(batches == number)
            samples = reader.get_batch(number).column("sample").take(pa.array(places[here])).to_pylist()
            for place, sample in zip(here.tolist(), samples, strict=True):
                found[place] = sample
    return found


def load_rows(parts: Sequence[Path], shard: int, live: np.ndarray) -> ShardRows:
    """`parts` are their stems; rows of inputs that are not `live` (sorted numbers) have been replaced."""
    columns: dict[str, list[pa.Array]] = {name: [] for name in ROWS.names}
    part_of = []
    for number, stem in enumerate(parts):
        batch = _rows_of(Path(f"{stem}-rows.arrow"), shard, live)
        if batch is not None:
            for name, found in columns.items():
                found.append(batch.column(name))
            part_of.append(np.full(batch.num_rows, number, np.int32))
    encoded = pc.dictionary_encode(_joined(columns, "owner"))
    count = len(encoded)
    table = pa.table({name: _joined(columns, name) for name in ROWS.names if name != "owner"})
    part = np.concatenate(part_of) if part_of else np.empty(0, np.int32)
    names = encoded.dictionary.to_pylist()
    rank = np.empty(len(names), np.int32)
    by_name = sorted(range(len(names)), key=names.__getitem__)
    rank[by_name] = np.arange(len(names), dtype=np.int32)
    codes = pc.fill_null(encoded.indices, -1).to_numpy()
    patient = np.where(codes >= 0, rank[codes], -1) if len(names) else np.full(len(codes), -1)
    place = np.lexsort((table["line"].to_numpy(), part, table["input"].to_numpy(), patient))
    patient = patient[place]
    return ShardRows(
        table,
        place,
        [names[number] for number in by_name],
        patient,
        table["kind"].to_numpy()[place],
        table["mark"].to_numpy()[place],
        table["shape"].to_numpy()[place],
        np.searchsorted(patient, np.arange(len(names) + 1)),
        [Path(f"{stem}-shapes.arrow") for stem in parts],
        part,
        {},
        table["raw"].is_valid().to_numpy(),
        table["id"].chunk(0) if count else pa.array([], pa.string()),
        table["url"].chunk(0) if table["url"].null_count < count else None,
    )


def _rows_of(path: Path, shard: int, live: np.ndarray) -> pa.RecordBatch | None:
    """The rows of one shard in one part; they stay in the file until they are looked at."""
    with pa.memory_map(str(path)) as file:
        reader = pa.ipc.open_file(file, options=ALONE)
        edges = np.frombuffer(reader.schema.metadata[EDGES], np.int64)
        begin, end = int(edges[shard]), int(edges[shard + 1])
        if begin == end:
            return None
        batch = reader.get_batch(0).slice(begin, end - begin)
    keep = np.isin(batch.column("input").to_numpy(), live)
    return batch if keep.all() else batch.filter(pa.array(keep))


def _joined(columns: dict[str, list[pa.Array]], name: str) -> pa.Array:
    """One column of all parts, whose pieces are then given back; of the type of nothing when there is nothing in it."""
    pieces = columns.pop(name)
    if not pieces:
        return pa.array([], ROWS.field(name).type)
    kind = ROWS.field(name).type
    if name not in ("id", "owner") and all(piece.null_count == len(piece) for piece in pieces):
        return pa.nulls(sum(map(len, pieces)))
    return pa.concat_arrays([piece if piece.type == kind else pa.nulls(len(piece), kind) for piece in pieces])
