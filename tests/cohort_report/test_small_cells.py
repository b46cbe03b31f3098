"""What is withheld of small cohorts, and that what is left does not give it away."""

import re

import numpy as np
import pyarrow as pa
import pytest

from cohort_report.invented import bars, curve, curve_rows, estimates, flow
from osteon.cohort.report.drawn import curve_groups, drawings
from osteon.cohort.report.small_cells import coarser_curves, hide_rows, is_coarse, merge_stations, words_of
from osteon.cohort.report.withheld import withheld
from osteon.cohort.report.words import read_at
from osteon.drawing.ticks import MONTH, YEAR

NUMBERS = ["count", "share"]


def table(*counts: int | None) -> pa.Table:
    return pa.table(
        {"label": [str(one) for one in counts], "count": pa.array(counts, pa.int64()), "share": [0.1] * len(counts)}
    )


@pytest.mark.parametrize(
    ("counts", "left"),
    [
        ((4, 30, 20), (None, 30, None)),  # the small one, and the next smallest: their sum follows from the total
        ((5, 30, 20), (5, 30, 20)),
        ((4, 3, 20), (None, None, 20)),
        ((0, 4, 20), (0, None, None)),  # nobody is no secret, and hides nobody
        ((4,), (None,)),
        ((4, 0), (None, 0)),
        ((1, None, 9), (None, None, None)),
    ],
)
def test_rows_of_a_whole(counts: tuple, left: tuple):
    found = hide_rows(table(*counts), 5, ["count"], NUMBERS)
    assert tuple(found["count"].to_pylist()) == left
    hidden = [one is None and other is not None for one, other in zip(left, counts, strict=True)]
    assert [one is None for one in found["share"].to_pylist()] == hidden


def test_below_two_nothing_is_withheld():
    assert hide_rows(table(1, 2), 1, ["count"], NUMBERS).equals(table(1, 2))
    assert (
        words_of(1) == ""
        and words_of(2).startswith("Counts of 1 are")
        and words_of(5).startswith("Counts from 1 to 4 are")
    )


def test_the_rest_of_a_whole_is_a_count_too():
    rows = pa.table({"people": [50, 60, 70], "cases": [48, 30, 70], "estimate": [0.96, 0.5, 1.0]})
    found = hide_rows(rows, 5, ["cases", "people"], ["cases", "estimate"], parts=[("people", "cases")], together=None)
    assert found["cases"].to_pylist() == [None, 30, 70]


def test_groups_are_wholes_of_their_own():
    rows = pa.table({"kind": ["a", "a", "b", "b"], "count": [3, 9, 20, 30]})
    assert hide_rows(rows, 5, ["count"], ["count"], together=["kind"])["count"].to_pylist() == [None, None, 20, 30]
    assert hide_rows(rows, 5, ["count"], ["count"], together=None)["count"].to_pylist() == [None, 9, 20, 30]


@pytest.mark.parametrize(
    ("counts", "stations", "left"),
    [
        ([100, 60, 30], [100, 60, 30], [40, 30, None]),
        ([100, 97, 30], [100, 30], [70, None]),  # three without cancer are told with those without metastasis
        ([100, 60, 57], [100, 57], [43, None]),  # and the last step with the one before it
        ([100, 100, 57], [100, 100, 57], [0, 43, None]),
        ([100, 97], [None, 97], [None, None]),  # no neighbour: how many there were is not told
        ([100, 98, 96], [None, 96], [None, None]),
        ([100, 3], [100, None], [None, None]),
        ([100, 0], [100, 0], [100, None]),
        ([4, 4], [None, None], [None, None]),
    ],
)
def test_no_step_of_an_attrition_is_small(counts: list, stations: list, left: list):
    made = flow([(f"step {place}", count) for place, count in enumerate(counts)])
    found = merge_stations(made.table, 5)
    assert found["count"].to_pylist() == stations
    assert found["left_out"].to_pylist() == left
    assert "".join(found["label"].to_pylist()).count("step") == len(counts)


def parts_of(rows: pa.Table) -> list[tuple[float, float, float]]:
    """Events, deaths and those who left, in each step of a curve, from its own columns."""
    risk = [*rows["at_risk"].to_pylist(), None]
    found = []
    for place, row in enumerate(rows.to_pylist()):
        after = risk[place + 1]
        left = None if after is None else row["at_risk"] - after - row["events"] - row["competing"]
        found.append((row["events"], row["competing"], left))
    return found


@pytest.mark.parametrize("people", [12, 60, 400, 3000])
@pytest.mark.parametrize("smallest", [2, 5, 11])
def test_no_step_of_a_curve_is_small(people: int, smallest: int):
    exact = curve_rows(people, "all", seed=people)
    found = coarser_curves(exact, smallest)
    for numbers in parts_of(found):
        assert all(one is None or one == 0 or one >= smallest for one in numbers)
    assert all(one >= smallest for one in found["at_risk"].to_pylist())
    # What is told is true: the value is the exact curve's at the end of each step.
    days, values = exact["days"].to_numpy(), exact["estimate"].to_numpy()
    for day, value in zip(found["days"].to_pylist(), found["estimate"].to_pylist(), strict=True):
        assert value == values[np.searchsorted(days, day, side="right") - 1]
        assert day == int(np.ceil(day / MONTH) * MONTH)
    assert found["events"].to_pylist() == [] or sum(found["events"].to_pylist()) <= sum(exact["events"].to_pylist())


def test_groups_of_curves_are_coarsened_each_by_itself():
    both = pa.concat_tables([curve_rows(400, "many"), curve_rows(3, "few")])
    assert set(coarser_curves(both, 5)["group"].to_pylist()) == {"many"}
    assert coarser_curves(both, 1).equals(both)
    assert coarser_curves(both.slice(0, 0), 5).num_rows == 0


def test_the_words_of_a_figure_are_made_from_what_is_left():
    made = bars([("fracture", 3), ("radiation", 40), ("surgery", 20)])
    found = withheld(
        type(made)(**{**fields(made), "says": "Fracture 3.", "notes": ("3 are early.", "300 are late.", "Under 5 %.")}),
        5,
    )
    assert "3" not in found.says and found.table["count"].to_pylist() == [None, 40, None]
    assert found.notes == ("300 are late.", "Under 5 %.", words_of(5))


def test_a_definition_does_not_begin_with_a_small_number():
    made = bars([("fracture", 30)])
    small = withheld(type(made)(**{**fields(made), "definition": "4 patients, window of 21 days."}), 5)
    large = withheld(type(made)(**{**fields(made), "definition": "5 patients, window of 21 days."}), 5)
    assert (small.definition, large.definition) == ("Patients, window of 21 days.", "5 patients, window of 21 days.")


def test_a_curve_says_what_can_still_be_read_off():
    made = curve({"many": 900, "few": 3})
    found = withheld(made, 5)
    assert "few" not in found.says and found.says.startswith("after 1 year ")
    assert withheld(curve({"few": 3}), 5).says == "The table holds what can be told."


def test_estimates_without_counts_stay():
    made = estimates("ratios", [("a", 1.0, None, None)])
    assert withheld(made, 5).table.equals(made.table)


def fields(figure) -> dict:
    return {
        name: getattr(figure, name) for name in ("id", "title", "says", "definition", "table", "chart", "axis", "notes")
    }


def test_numbers_at_risk_of_coarser_curves_are_told_where_a_step_begins():
    exact = curve({"all": 3000}).table
    (at_once,) = drawings(curve({"all": 3000}))["wide"]
    coarse = withheld(curve({"all": 3000}), 5)
    assert is_coarse(coarse.table) and not is_coarse(exact)
    (wide,) = drawings(coarse)["wide"]
    assert "<title" in wide and "3,000" in wide and at_once != wide
    # A curve that ends does not say that nobody is at risk any more.
    few = withheld(curve({"many": 3000, "few": 60}), 11)
    ends = {name: group["days"].to_pylist()[-1] for name, group in curve_groups(few.table).items()}
    assert ends["few"] < ends["many"]
    (wide,) = drawings(few)["wide"]
    assert ">0</text>" not in wide.split(">few</text>")[-1]


def test_a_coarser_curve_is_read_and_drawn_at_its_points_only():
    exact, coarse = curve({"all": 90}).table, coarser_curves(curve({"all": 90}).table, 5)
    for years in (1, 2, 3):
        read = read_at(coarse, years * YEAR)
        assert read is None or read == read_at(exact, int(years * YEAR))
    assert [read_at(coarse, years * YEAR) for years in (1, 2, 3)].count(None) > 0
    for picture in drawings(withheld(curve({"all": 90}), 5))["wide"]:
        path = re.search(r'<path d="([^"]*)" fill="none" stroke="#1b5a94" stroke-width="2"', picture)[1]
        assert "L" in path and "V" not in path
