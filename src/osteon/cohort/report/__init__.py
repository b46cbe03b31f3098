"""What became of a cohort, for the people who answer for its care: figures that are tables first, and one page that shows them."""

from __future__ import annotations

from osteon.cohort.report.figure import CHARTS, Figure

__all__ = ["CHARTS", "Figure"]
