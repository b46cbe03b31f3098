"""What became of a cohort, for the people who answer for its care: figures that are tables first, and one page that shows them.

`make_report` computes a report of a store, `render_report` makes it a page, `write_tables` files.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from osteon.cohort.report.figure import CHARTS, Figure

if TYPE_CHECKING:
    from osteon.cohort.report.making import make_report
    from osteon.cohort.report.page import Report, render_report
    from osteon.cohort.report.tables import write_tables

__all__ = ["CHARTS", "Figure", "Report", "make_report", "render_report", "write_tables"]

# Those who make figures import `Figure` from here, and are imported by what makes the report: so that is loaded when it is asked for.
_PLACES = {"Report": "page", "make_report": "making", "render_report": "page", "write_tables": "tables"}


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(import_module(f"osteon.cohort.report.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
