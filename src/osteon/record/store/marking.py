"""Which lesion each event of a shard is about."""

from __future__ import annotations

import numpy as np

from osteon.record.lesions import group_lesions
from osteon.record.store.sheet import Sheet
from osteon.record.timeline import Lesion

__all__ = ["mark_lesions"]


def mark_lesions(sheet: Sheet, whole: set[int]) -> list[tuple[int, Lesion]]:
    """Group what is said about places in the skeleton, for the patients of whom anything is: (patient, lesion).

    The patients in `whole` have their lesions already.
    """
    all_lesions: list[tuple[int, Lesion]] = []
    count = len(sheet.pattern)
    finished = np.isin(sheet.patient, np.array(sorted(whole), np.int64))
    stated = sheet.of_pattern("stated") & ~finished
    located = sheet.of_pattern("located")
    names = sheet.structures()
    with_lesions = np.unique(sheet.patient[stated])
    concerned = np.isin(sheet.patient, with_lesions) & located & ~finished
    names[~finished & ~(np.isin(sheet.patient, with_lesions) & ~located)] = None
    where = np.flatnonzero(concerned)
    repeats = np.ones(count, np.int64)
    more: dict[int, list[str | None]] = {}
    edges = np.searchsorted(sheet.patient[where], with_lesions)
    events = sheet.events(where)
    for number, begin, end in zip(with_lesions.tolist(), edges, [*edges[1:], len(where)], strict=False):
        marked, lesions = group_lesions(events[begin:end])
        for event in marked:
            assert event.fractions is not None
            more.setdefault(event.fractions, []).append(event.lesion)
        all_lesions += [(number, lesion) for lesion in lesions]
    for at, told in more.items():
        repeats[at] = len(told)
    positions = np.repeat(np.arange(count), repeats)
    final = names[positions]
    first = np.cumsum(repeats) - repeats
    for at, told in more.items():
        final[first[at] : first[at] + len(told)] = told
    sheet.repeat(positions, final.tolist())
    return all_lesions
