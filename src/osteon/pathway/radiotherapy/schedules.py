"""Dose tables: which schedules the guidelines name for which setting, as data. The advice takes its figures from here."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

__all__ = ["SCHEDULES", "Schedule", "of", "words"]


class Schedule(NamedTuple):
    """Total dose in Gy in a number of fractions, for one setting."""

    setting: str
    dose: Decimal
    fractions: int
    strength: str
    source: str
    locator: str
    checked: str


def _rows(setting: str, strength: str, source: str, locator: str, checked: str, *pairs: str) -> tuple[Schedule, ...]:
    """`pairs` are written dose/fractions, in Gy."""
    split = (pair.split("/") for pair in pairs)
    return tuple(
        Schedule(setting, Decimal(dose), int(fractions), strength, source, locator, checked)
        for dose, fractions in split
    )


_CONVENTIONAL = "conventional radiotherapy"
SCHEDULES = (
    *_rows(
        "painful, not irradiated before", "recommended; 2017: strong, high quality", "ASTRO24",
        f"abstract, {_CONVENTIONAL}; 2017: equal relief of pain, more retreatment after one fraction", "primary",
        "8/1", "20/5", "24/6", "30/10",
    ),
    *_rows(
        "compression of cord or cauda equina, no surgery", "strong, high quality", "ASTRO24",
        f"abstract, {_CONVENTIONAL}", "primary", "8/1", "16/2", "20/5", "30/10",
    ),
    *_rows(
        "spine, again", "recommended", "ASTRO24", f"abstract, {_CONVENTIONAL}", "primary",
        "8/1", "20/5", "24/6", "20/8",
    ),
    *_rows(
        "outside the spine, again", "recommended", "ASTRO24", f"abstract, {_CONVENTIONAL}", "primary",
        "8/1", "20/5", "24/6",
    ),
    *_rows("stereotactic, spine", "trial arm", "SC24", "as reported by reviews", "secondary", "24/2"),
    *_rows("stereotactic, spine", "trial arm", "RTOG0631", "abstract", "primary", "16/1", "18/1"),
    *_rows("stereotactic, outside the spine, 4 cm and more", "trial arm", "NGUYEN19", "abstract", "primary", "12/1"),
    *_rows("stereotactic, outside the spine, below 4 cm", "trial arm", "NGUYEN19", "abstract", "primary", "16/1"),
    *_rows("stereotactic, spine, as the guideline prints it", "conditional", "ASTRO24", "12 to 16 in 1, or 24 in 2; not read",
           "memory", "12/1", "16/1", "24/2"),
    *_rows("stereotactic, outside the spine, as the guideline prints it", "conditional", "ASTRO24", "12 to 16 in 1; not read",
           "memory", "12/1", "16/1"),
    *_rows("after surgery", "usual doses; the guideline recommends radiotherapy without them", "ASTRO24", "doses not read",
           "memory", "20/5", "30/10"),
)  # fmt: skip
"""Everything that the reference lists. Rows marked `memory` stand in no advice that is active."""


def of(setting: str) -> tuple[Schedule, ...]:
    """The schedules for a setting. Raises LookupError when there are none."""
    found = tuple(item for item in SCHEDULES if item.setting == setting)
    if not found:
        raise LookupError(f"no schedules for {setting}")
    return found


def words(setting: str) -> str:
    """`8 Gy in 1, 20 Gy in 5 or 24 Gy in 6 fractions`. Raises LookupError where a figure rests on memory."""
    rows = of(setting)
    if any(item.checked == "memory" for item in rows):
        raise LookupError(f"the schedules for {setting} were not read: they may stand in no advice")
    *first, last = (f"{item.dose} Gy in {item.fractions}" for item in rows)
    listed = f"{', '.join(first)} or {last}" if first else last
    return f"{listed} fraction{'s' if rows[-1].fractions > 1 else ''}"
