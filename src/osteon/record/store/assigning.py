"""Which template each row of a shard has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from osteon.record.store.fields import DATE_SLOTS, KINDS
from osteon.record.store.moments import ABSENT, DAY, ZONED
from osteon.record.store.ordinary import RecordIndex
from osteon.record.store.pointed import ALONE, pointers
from osteon.record.store.rows import ShardRows
from osteon.record.store.sheet import Slots
from osteon.record.store.templates import Pointed, Signature, Template, template_of

__all__ = ["Among", "TemplateStore", "assign"]

FIRST, LAST = DATE_SLOTS.index("first"), DATE_SLOTS.index("last")
MANY: Final = 50_000
"""Templates that one worker keeps."""

TemplateKey = tuple[int, int, Signature, bytes]


class TemplateStore:
    """Templates that were found, for all shards of one worker."""

    def __init__(self) -> None:
        self._known: dict[TemplateKey, Template | None] = {}
        self._plain: dict[tuple[int, int], Template | None] = {}

    def plain(self, kind: int, shape: int) -> Template | None:
        """The template of a shape whose slots do not matter, once it is known."""
        return self._plain.get((kind, shape))

    def of(
        self,
        kind: int,
        shape: int,
        signature: Signature,
        sample: Callable[[], bytes],
        pointed: Pointed | None,
        once: bool,
    ) -> Template | None:
        """The template of a shape with this signature; None when its resources are read one by one.

        One that is asked for `once` is not kept.
        """
        key = (kind, shape, signature, pointed.key if pointed else b"")
        if key in self._known:
            return self._known[key]
        if once:
            return template_of(KINDS[kind], sample(), signature, pointed)
        if len(self._known) >= MANY:
            self._known.clear()
            self._plain.clear()
        found = self._known[key] = template_of(KINDS[kind], sample(), signature, pointed)
        if found is not None and found.plain and pointed is None:
            self._plain[kind, shape] = found
        return found


class Among(NamedTuple):
    """The rows that get their templates, and what they may point to."""

    rows: ShardRows
    own: np.ndarray
    """Whether each row has its resource itself."""
    templates: TemplateStore
    indexes: dict[int, RecordIndex]
    """By patient; filled as they are needed."""
    shared: dict[str, Any]
    """Resources that belong to no patient."""


def assign(
    among: Among,
    positions: np.ndarray,
    shapes: np.ndarray,
    slots: Slots,
    figures: np.ndarray,
    texts: pa.Array,
    odd: np.ndarray,
) -> tuple[list[Template], np.ndarray]:
    """(templates, which of them each row has): -1 for a row that is read by itself."""
    present = slots.kinds != ABSENT
    both = present[FIRST] & present[LAST]
    timed = both & (slots.kinds[FIRST] == ZONED)
    alike = (slots.kinds[FIRST] == slots.kinds[LAST]) & np.isin(slots.kinds[FIRST], (DAY, ZONED))
    odd = odd | (both & ~alike)
    length = np.where(both, slots.instants[LAST] - slots.instants[FIRST], 0)
    lengths, length_code = np.unique(length, return_inverse=True)
    key = shapes.astype(np.int64)
    for column in (*present, timed, figures):
        key = key * 2 + column
    key = key * len(lengths) + length_code
    good = np.flatnonzero(~odd)
    which = np.full(len(positions), -1)
    distinct, begin, inverse = np.unique(key[good], return_index=True, return_inverse=True)
    firsts = good[begin]
    templates: list[Template] = []
    number_of = np.full(len(distinct), -1)
    by_figure: list[tuple[int, Signature]] = []
    by_pointer: list[tuple[int, Signature]] = []
    columns = (
        firsts.tolist(),
        positions[firsts].tolist(),
        present[:, firsts].T.tolist(),
        timed[firsts].tolist(),
        both[firsts].tolist(),
        length[firsts].tolist(),
        figures[firsts].tolist(),
    )
    for number, (_, position, slot, times, period, microseconds, figure) in enumerate(zip(*columns, strict=True)):
        signature = Signature(tuple(slot), times, microseconds if period else None, "" if figure else None)
        template = _template(among, position, signature)
        if template is None:
            if figure:
                by_figure.append((number, signature))
        elif template.asks:
            by_pointer.append((number, signature))
        else:
            number_of[number] = len(templates)
            templates.append(template)
    which[good] = number_of[inverse]
    if by_figure:
        _by_figure(among, by_figure, good, inverse, positions, texts, templates, which)
    if by_pointer:
        _by_pointer(among, by_pointer, good, inverse, positions, templates, which)
    return templates, which


def _template(among: Among, position: int, signature: Signature, pointed: Pointed | None = None) -> Template | None:
    rows = among.rows
    kind, shape = int(rows.kind[position]), int(rows.shape[position])
    once = bool(among.own[position])
    return among.templates.of(kind, shape, signature, lambda: rows.sample(position), pointed, once)


def _by_pointer(
    among: Among,
    groups: list[tuple[int, Signature]],
    good: np.ndarray,
    inverse: np.ndarray,
    positions: np.ndarray,
    templates: list[Template],
    which: np.ndarray,
) -> None:
    """Entries that point to another one: one template for each content of that."""
    signatures = dict(groups)
    mine = np.flatnonzero(np.isin(inverse, np.array(sorted(signatures))))
    found, behind = pointers(among.rows, positions[good[mine]], among.indexes, among.shared)
    mine, behind = mine[behind != ALONE], behind[behind != ALONE]
    if not len(mine):
        return
    places = good[mine]
    key = inverse[mine] * len(found) + behind
    distinct, begin, back = np.unique(key, return_index=True, return_inverse=True)
    numbers = np.full(len(distinct), -1)
    for number, (one, first) in enumerate(zip(distinct.tolist(), begin.tolist(), strict=True)):
        signature, pointed = signatures[one // len(found)], found[one % len(found)]
        template = _template(among, int(positions[places[first]]), signature, pointed)
        if template is not None and not template.asks:
            numbers[number] = len(templates)
            templates.append(template)
    which[places] = numbers[back]


def _by_figure(
    among: Among,
    groups: list[tuple[int, Signature]],
    good: np.ndarray,
    inverse: np.ndarray,
    positions: np.ndarray,
    texts: pa.Array,
    templates: list[Template],
    which: np.ndarray,
) -> None:
    """Scores: one template for each step."""
    signatures = dict(groups)
    mine = np.flatnonzero(np.isin(inverse, np.array(sorted(signatures))))
    places = good[mine]
    encoded = texts.take(pa.array(places)).dictionary_encode()
    words = encoded.dictionary.to_pylist()
    key = inverse[mine] * len(words) + encoded.indices.to_numpy()
    distinct, begin, back = np.unique(key, return_index=True, return_inverse=True)
    numbers = np.full(len(distinct), -1)
    for number, (one, first) in enumerate(zip(distinct.tolist(), begin.tolist(), strict=True)):
        signature = signatures[one // len(words)]._replace(figure=words[one % len(words)])
        template = _template(among, int(positions[places[first]]), signature)
        if template is not None and not template.asks:
            numbers[number] = len(templates)
            templates.append(template)
    which[places] = numbers[back]
