"""How measures stand in the summary: what is not known is not read as known."""

from datetime import date
from types import SimpleNamespace

import pyarrow as pa
import pytest

from osteon.cohort.measures.rows import ALL
from osteon.cohort.report.contents import BEFORE_ALL, keys
from osteon.cohort.report.figure import Figure
from osteon.cohort.report.measure_figures import _overview


def overview(*scores: tuple[str, float | None, int, int]) -> Figure:
    """The figure of measures given as (id, score, rows decided, rows undecided)."""
    rows = [
        {
            "measure": name, "stratifier": ALL, "score": score, "lower": score, "upper": score, "low": 0.1, "high": 0.9,
            "numerator": 1, "denominator": decided, "excluded": 0, "open": 0, "undecided": undecided, "population": decided + undecided,
        }
        for name, score, decided, undecided in scores
    ]  # fmt: skip
    found = SimpleNamespace(measures=[SimpleNamespace(id=name, title=name.upper()) for name, *_ in scores])
    return _overview(found, pa.Table.from_pylist(rows), date(2025, 6, 1), 1)


def test_what_is_mostly_undecided_does_not_rank():
    says = overview(("a", 0.99, 10, 11), ("b", 0.5, 10, 10), ("c", 0.2, 10, 0)).says.replace("\u00a0", " ")
    assert "B, 50.0 %" in says
    assert "C, 20.0 %" in says
    assert "A, 99.0 %" not in says
    assert "In 1 measure more is undecided" in says


@pytest.mark.parametrize(("undecided", "value"), [(0, "20.0 %"), (1, "10.0 % to 90.0 %")])
def test_a_share_that_hangs_on_the_undecided_is_a_span(undecided, value):
    figure = overview((BEFORE_ALL, 0.2, 10, undecided))
    (key,) = [key for key in keys({"measures": figure}) if "bone agent" in key.says]
    assert key.number.replace("\u00a0", " ") == value
    assert ("20.0 % of those of whom it is known" in key.says.replace("\u00a0", " ")) == bool(undecided)
