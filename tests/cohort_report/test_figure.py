"""A figure is a table first; what it is called and drawn as must fit the table."""

import pyarrow as pa
import pytest

from osteon.cohort.report.figure import CHARTS, Figure


def figure(**changes) -> Figure:
    words = {"id": "first-event", "title": "First event", "says": "One of two.", "definition": "Everybody."}
    return Figure(**{**words, "table": pa.table({"label": ["a", "b"], "count": [1, 2]}), "chart": "bars", **changes})


def test_a_figure_keeps_what_it_is_given():
    made = figure(notes=("Small.",))
    assert (made.id, made.chart, made.notes) == ("first-event", "bars", ("Small.",))
    assert made.table.to_pylist() == [{"label": "a", "count": 1}, {"label": "b", "count": 2}]


@pytest.mark.parametrize("id", ["", "First", "a b", "../a", "a_b", "-a", "a-", "a.csv", "1a"])
def test_an_id_is_a_name_that_any_folder_takes(id: str):
    with pytest.raises(ValueError, match="no id of a figure"):
        figure(id=id)


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_needs_its_columns(kind: str):
    assert figure(chart=kind, table=pa.table({name: [] for name in CHARTS[kind]})).chart == kind
    for gone in CHARTS[kind]:
        with pytest.raises(ValueError, match=f"needs the column '{gone}'"):
            figure(chart=kind, table=pa.table({name: [] for name in CHARTS[kind] if name != gone}))


def test_a_chart_that_nobody_draws_is_refused():
    with pytest.raises(ValueError, match="no chart is called 'pie'"):
        figure(chart="pie")
