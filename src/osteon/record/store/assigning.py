"""Which template each row of some patients has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from osteon.record.store.fields import DATE_SLOTS, KINDS
from osteon.record.store.moments import ABSENT, DAY, ZONED
from osteon.record.store.ordinary import RecordIndex
from osteon.record.store.parts import shape_numbers
from osteon.record.store.pointed import ALONE, pointers
from osteon.record.store.rows import ShardRows
from osteon.record.store.sheet import Slots
from osteon.record.store.template_store import ASKS, NONE, UNKNOWN, TemplateStore, mixed
from osteon.record.store.templates import Pointed, Signature, Template, template_of

__all__ = ["Among", "assign", "find_plain"]

FIRST, LAST = DATE_SLOTS.index("first"), DATE_SLOTS.index("last")
PLAIN, BY_DATES = 0, 1

Maker = Callable[[int, bytes], Template | None]
"""Makes the template of the row at a place from the sample of its shape."""


class Among(NamedTuple):
    """The rows that get their templates, and what they may point to."""

    rows: ShardRows
    templates: TemplateStore
    indexes: dict[int, RecordIndex]
    """By patient; filled as they are needed."""
    shared: Mapping[str, Any]
    """Resources that belong to no patient."""


def _shape_keys(rows: ShardRows, positions: np.ndarray, what: int) -> np.ndarray:
    numbers = shape_numbers(rows.kind[positions], rows.shape[positions])
    return mixed(numbers, np.full(len(positions), what))


def find_plain(rows: ShardRows, positions: np.ndarray, templates: TemplateStore) -> np.ndarray:
    """Numbers of the templates of rows whose slots do not matter; negative where that is not known."""
    return templates.find(_shape_keys(rows, positions, PLAIN))


def assign(
    among: Among, positions: np.ndarray, slots: Slots, figures: np.ndarray, texts: pa.Array, odd: np.ndarray
) -> np.ndarray:
    """The number of the template of each row; negative for a row that is read by itself.

    `figures` says where there is a figure, `texts` which, `odd` which rows have something that no template can tell.
    """
    dates = _Dates.of(slots)
    keys = _shape_keys(among.rows, positions, BY_DATES)
    keys = mixed(mixed(keys, dates.code * 2 + figures), dates.length)
    which = np.full(len(positions), NONE, np.int64)

    def signature(place: int) -> Signature:
        return dates.signature(place, "" if figures[place] else None)

    def make(place: int, sample: bytes) -> Template | None:
        return template_of(_kind(among, positions[place]), sample, signature(place))

    plain = _shape_keys(among.rows, positions, PLAIN)
    good = np.flatnonzero(~odd & ~dates.odd)
    which[good] = _numbers(among, keys, good, positions, make, plain)
    by_figure = np.flatnonzero((which == NONE) & figures & ~odd & ~dates.odd)
    if len(by_figure):
        _by_figure(among, keys, by_figure, positions, texts, signature, which)
    by_pointer = np.flatnonzero(which == ASKS)
    if len(by_pointer):
        _by_pointer(among, keys, by_pointer, positions, signature, which)
    return which


class _Dates(NamedTuple):
    """What the dates of rows say about their signatures."""

    code: np.ndarray
    """One number for which dates there are, and for `timed`."""
    present: np.ndarray
    timed: np.ndarray
    both: np.ndarray
    length: np.ndarray
    odd: np.ndarray
    """The ends of the period are not of one sort."""

    @classmethod
    def of(cls, slots: Slots) -> _Dates:
        present = slots.kinds != ABSENT
        both = present[FIRST] & present[LAST]
        timed = both & (slots.kinds[FIRST] == ZONED)
        alike = (slots.kinds[FIRST] == slots.kinds[LAST]) & np.isin(slots.kinds[FIRST], (DAY, ZONED))
        length = np.where(both, slots.instants[LAST] - slots.instants[FIRST], 0)
        code = np.zeros(len(timed), np.int64)
        for column in (*present, timed):
            code = code * 2 + column
        return cls(code, present, timed, both, length, both & ~alike)

    def signature(self, place: int, figure: str | None) -> Signature:
        length = int(self.length[place]) if self.both[place] else None
        return Signature(tuple(self.present[:, place].tolist()), bool(self.timed[place]), length, figure)


def _kind(among: Among, position: int) -> str:
    return KINDS[among.rows.kind[position]]


def _numbers(
    among: Among,
    keys: np.ndarray,
    places: np.ndarray,
    positions: np.ndarray,
    make: Maker,
    plain: np.ndarray | None = None,
) -> np.ndarray:
    """The number of the template of each of these places, found by its key or made.

    A template that looks at no slot is also kept under the key that `plain` has for its row.
    """
    distinct, firsts, inverse = np.unique(keys[places], return_index=True, return_inverse=True)
    values = among.templates.find(distinct)
    unknown = np.flatnonzero(values == UNKNOWN)
    if len(unknown):
        begin = places[firsts[unknown]]
        samples = among.rows.samples_of(positions[begin])
        made = [make(place, sample) for place, sample in zip(begin.tolist(), samples, strict=True)]
        values[unknown] = list(_kept(among.templates, distinct[unknown].tolist(), begin, made, plain))
    found: np.ndarray = values[inverse]
    return found


def _kept(
    templates: TemplateStore,
    keys: list[int],
    places: np.ndarray,
    made: list[Template | None],
    plain: np.ndarray | None,
) -> Iterable[int]:
    for key, place, template in zip(keys, places.tolist(), made, strict=True):
        both = plain is not None and template is not None and template.plain
        yield templates.add([key, int(plain[place])] if both and plain is not None else [key], template)


def _by_pointer(
    among: Among,
    keys: np.ndarray,
    places: np.ndarray,
    positions: np.ndarray,
    signature: Callable[[int], Signature],
    which: np.ndarray,
) -> None:
    """Entries that point to another one: one template for each content of that."""
    found, behind = pointers(among.rows, positions[places], among.indexes, among.shared)
    places, behind = places[behind != ALONE], behind[behind != ALONE]
    if not len(places):
        return
    contents = np.array([hash(one.key) & 0x7FFFFFFFFFFFFFFF for one in found], np.int64)
    more = np.zeros(len(positions), np.int64)
    more[places] = behind

    def make(place: int, sample: bytes) -> Template | None:
        pointed: Pointed = found[more[place]]
        return template_of(_kind(among, positions[place]), sample, signature(place), pointed)

    own = keys.copy()
    own[places] = mixed(keys[places], contents[behind])
    which[places] = _numbers(among, own, places, positions, make)


def _by_figure(
    among: Among,
    keys: np.ndarray,
    places: np.ndarray,
    positions: np.ndarray,
    texts: pa.Array,
    signature: Callable[[int], Signature],
    which: np.ndarray,
) -> None:
    """Scores: one template for each step."""
    encoded = texts.take(pa.array(places)).dictionary_encode()
    words = encoded.dictionary.to_pylist()
    figures = np.array([hash(word) & 0x7FFFFFFFFFFFFFFF for word in words], np.int64)
    codes = encoded.indices.to_numpy()
    word_of = np.zeros(len(positions), np.int64)
    word_of[places] = codes

    def make(place: int, sample: bytes) -> Template | None:
        told = signature(place)._replace(figure=words[word_of[place]])
        return template_of(_kind(among, positions[place]), sample, told)

    own = keys.copy()
    own[places] = mixed(keys[places], figures[codes])
    found = _numbers(among, own, places, positions, make)
    which[places] = np.where(found == ASKS, NONE, found)  # a score that points to something is read by itself
