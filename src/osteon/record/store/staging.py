"""First half of an ingest: from blocks of lines to a part of the store, without looking at any other resource.

A part holds each resource as it was written, by the shard of its patient. It is made once for each piece of input and is all
that the second half needs: no input is read again when a shard is built anew.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import orjson

from osteon.record.fhir.documents import by_subject, owner_of
from osteon.record.sources import fault_of
from osteon.record.store.blocks import BLOCK, PART, Block, Task, read_blocks
from osteon.record.store.lines import DOES_NOT_FIT, CodedLine, coded_line, line
from osteon.record.store.parts import Row

if TYPE_CHECKING:
    from osteon.record.store.sieve import Sieve

__all__ = ["shard_of", "stage"]

MANY: Final = 100_000
"""References to patients that one part remembers."""


def shard_of(owner: str | None, shards: int) -> int:
    """The shard of a patient, the same in every run and on every machine; the last one for what belongs to nobody."""
    return zlib.crc32(owner.encode("utf-8", "surrogatepass")) % shards if owner else shards


def stage(task: Task, shards: int, sieve: Sieve | None = None) -> Iterator[tuple[list[list[Row]], int]]:
    """The parts of a task: (the rows of each shard, and at the end those that belong to nobody; how many lines its last file has
    had so far). `sieve` leaves lines out."""
    gathered = _Gathered(shards, sieve)
    for span in task.spans:
        for block in read_blocks(span):
            if gathered.size + len(block.text) > PART + BLOCK:
                yield gathered.rows, gathered.lines
                gathered = _Gathered(shards, sieve)
            gathered.add(block)
            del block
    yield gathered.rows, gathered.lines


class _Gathered:
    """What will be one part."""

    def __init__(self, shards: int, sieve: Sieve | None) -> None:
        self.size = self.lines = 0
        self.rows: list[list[Row]] = [[] for _ in range(shards + 1)]
        self._shards, self._sieve = shards, sieve
        self._decode = line if sieve is None else coded_line
        self._owners: dict[str, tuple[str | None, list[Row]]] = {}

    def add(self, block: Block) -> None:
        """The rows of a block."""
        self.size += len(block.text)
        self.lines = block.first_line + (block.ends if block.text else len(block.broken))
        for one in block.broken:
            self.rows[-1].append(Row(one.input, one.line, None, one.message.encode(), broken=True))
        if block.items is not None:
            self._add_document(block)
        elif block.text:
            self._add_lines(block)

    def _add_document(self, block: Block) -> None:
        for place, (item, text) in enumerate(zip(block.items or (), block.text.split(b"\n"), strict=True)):
            if self._sieve is not None and isinstance(item.resource, dict):
                self._sieve.note_read(item.owner, item.resource.get("resourceType"), item.resource.get("id"))
            shard = shard_of(item.owner, self._shards)
            self.rows[shard].append(Row(block.input, block.line_of(place), item.owner, text, item.where, item.url))

    def _add_lines(self, block: Block) -> None:
        decode, owners, sieve, number = self._decode, self._owners, self._sieve, block.input
        if len(owners) > MANY:
            owners.clear()
        for place, text in enumerate(block.text.split(b"\n")):
            try:
                one = decode(text)
            except DOES_NOT_FIT:
                self._add_odd(block, place, text)
                continue
            said = one.subject or one.patient
            owner: str | None
            if one.resourceType == "Patient":
                owner = one.id or None
                rows = self.rows[shard_of(owner, self._shards)]
            elif said is None:
                owner, rows = None, self.rows[-1]
            elif said.reference:
                found = owners.get(said.reference)
                if found is None:
                    owner = owner_of(said.reference)
                    found = owners[said.reference] = owner, self.rows[shard_of(owner, self._shards)]
                owner, rows = found
            else:
                self._add_odd(block, place, text)
                continue
            if sieve is not None and isinstance(one, CodedLine) and not sieve.wants(owner, one, text):
                continue
            rows.append(Row(number, block.line_of(place), owner, text))

    def _add_odd(self, block: Block, place: int, text: bytes) -> None:
        """A line that does not say in the usual way whose it is."""
        text = text.strip()
        if not text:
            return
        number = block.line_of(place)
        try:
            value: Any = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            message = f"{fault_of(text, error)}; the line was left out"
            self.rows[-1].append(Row(block.input, number, None, message.encode(), broken=True))
            return
        owner = by_subject(value, {}) if isinstance(value, dict) else None
        if self._sieve is not None and isinstance(value, dict):
            self._sieve.note_read(owner, value.get("resourceType"), value.get("id"))
        self.rows[shard_of(owner, self._shards)].append(Row(block.input, number, owner, text))
