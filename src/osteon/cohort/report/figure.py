"""One figure of a report: a table first, and then how it is said, drawn and defined."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa

__all__ = ["CHARTS", "Figure"]

_CURVE = ("group", "days", "at_risk", "events", "estimate", "lower", "upper")
_LIMITS = ("denominator", "numerator", "score", "centre", "lower_95", "upper_95", "lower_998", "upper_998")
_INTERVALS = ("label", "estimate", "lower", "upper")
CHARTS = {
    "incidence": _CURVE,
    "survival": _CURVE,
    "mean-number": _CURVE,
    "funnel": ("stratum", *_LIMITS),
    "control": ("period", *_LIMITS),
    "shares": _INTERVALS,
    "rates": _INTERVALS,
    "ratios": _INTERVALS,
    "bars": ("label", "count"),
    "flow": ("label", "count", "left_out"),
    "skeleton": ("site", "label", "people", "share"),
}
"""Each kind of chart, and the columns that its table must have. A table may have more; they are shown and written too.

`incidence`: shares that rise from 0, `survival`: shares that fall from 1, `mean-number`: means that rise from 0; rows by group and
day. `funnel` and `control`: shares of groups, or of stretches of time, with the limits around the `centre` that chance would keep.
`flow`: stations in their order, and how many are `left_out` before the next one (null at the last). `low` and `high` of `shares`: a
wider span that is possible.
"""

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a report. The page, the CSV and the Parquet file of it say what its table says, and nothing else.

    Times in a table are whole days from the index day; shares and scores go from 0 to 1; rates are per person-year. Null means
    not known, not computable or withheld; the notes say which.
    """

    id: str
    """Short words with hyphens, such as `first-event-incidence`: the name of its files and its anchor on the page."""
    title: str
    says: str
    """The figure in one or two sentences, with its key numbers: what a reader takes away who looks at nothing else."""
    definition: str
    """What stands below it: population, index day, definition of the event with its source, window, method, date of the data."""
    table: pa.Table
    chart: str | None = None
    """A key of `CHARTS`, or None for a table alone."""
    axis: str = ""
    """What the axis of the chart counts, such as "since the first recorded bone metastasis" (the unit of time goes before it)."""
    notes: tuple[str, ...] = ()
    """What the reader must know to read it right, such as `REGISTRY_LIMIT`."""

    def __post_init__(self) -> None:
        if not ID.fullmatch(self.id):
            raise ValueError(f"{self.id!r} is no id of a figure; write short words with hyphens, such as 'first-event'")
        if self.chart is None:
            return
        if self.chart not in CHARTS:
            raise ValueError(f"no chart is called {self.chart!r}; they are {', '.join(CHARTS)}")
        wanting = [name for name in CHARTS[self.chart] if name not in self.table.column_names]
        if wanting:
            raise ValueError(f"figure {self.id!r}: a chart {self.chart!r} needs the column {wanting[0]!r}")
