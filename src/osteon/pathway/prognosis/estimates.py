"""Estimates that a tool outside computed and somebody recorded. They are shown as recorded and never computed here.

The tools are not openly licensed, or their weights were not seen. Each figure is a chance of survival in per cent, with the
day on which it was recorded; it decides nothing.
"""

from osteon.engine.nodes import Fact, stale
from osteon.pathway.asking import lab
from osteon.pathway.prognosis.parameters import ESTIMATE_WINDOW

_OLD = stale(ESTIMATE_WINDOW, "an estimate is of the day on which it was made")


def _estimate(tool: str, name: str, time: str, words: str) -> Fact:
    return lab(
        f"{name}-{time}",
        f"survival at {words} by {tool}, as recorded",
        f"prognosis.{name}-{time}",
        absence=_OLD,
        ask=f"What survival at {words} does {tool} give?",
        digits=0,
        note=f"Computed by {tool} outside this program; survival, not mortality.",
    )


PATHFX_1 = _estimate("PATHFx", "pathfx", "1-month", "1 month")
PATHFX_3 = _estimate("PATHFx", "pathfx", "3-month", "3 months")
PATHFX_6 = _estimate("PATHFx", "pathfx", "6-month", "6 months")
PATHFX_12 = _estimate("PATHFx", "pathfx", "12-month", "12 months")
PATHFX_18 = _estimate("PATHFx", "pathfx", "18-month", "18 months")
PATHFX_24 = _estimate("PATHFx", "pathfx", "24-month", "24 months")
SORG_90 = _estimate("a SORG tool", "sorg", "90-day", "90 days")
SORG_1 = _estimate("a SORG tool", "sorg", "1-year", "1 year")
BMETS_12 = _estimate("BMETS", "bmets", "12-month", "12 months")
