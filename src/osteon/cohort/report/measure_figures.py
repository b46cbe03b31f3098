"""Measures of quality as figures: all of them side by side, and each by stratum and by quarter within the limits of chance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import nan

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort.measures import Measured
from osteon.cohort.measures.rows import ALL, QUARTER
from osteon.cohort.report.figure import Figure
from osteon.cohort.report.small_cells import words_of
from osteon.cohort.report.words import how_many, spelt_day
from osteon.cohort.statistics import binomial_limits
from osteon.drawing.numbers import counted, percent, ranged
from osteon.engine.measures import Measure

__all__ = ["measure_figures"]

CHANCE = (
    "Limits: between them lie 95 % and 99.8 % of groups of that size if all have the share of all together (exact binomial, "
    "interpolated). A group beyond them is a reason to look, not a verdict."
)
LABELS = {"sex": "", "subtype": ""}
"""Strata that need no word before them."""


def measure_figures(
    found: Measured, sources: Mapping[str, str], until: date | None, smallest: int
) -> tuple[Figure, ...]:
    """An overview, for each measure that asks about anybody a funnel of its strata, and where it has a score a chart of its quarters.

    `sources`: what each source is called.
    """
    table = found.table(smallest)
    figures = [_overview(found, table, until, smallest)]
    for one in found.measures:
        rows = table.filter(pc.equal(table["measure"], one.id))
        whole = _whole(rows)
        if whole["population"] != 0:
            figures.append(_strata(one, rows, sources, until, smallest))
        if whole["score"] is not None:
            figures.append(_quarters(one, rows, until, smallest))
    return tuple(figures)


def _whole(rows: pa.Table) -> dict[str, float | None]:
    """The row of all strata together."""
    return rows.filter(pc.equal(rows["stratifier"], ALL)).to_pylist()[0]


def _overview(found: Measured, table: pa.Table, until: date | None, smallest: int) -> Figure:
    whole = table.filter(pc.equal(table["stratifier"], ALL))
    titles = {one.id: one.title for one in found.measures}
    columns = {
        "label": pa.array([titles[name] for name in whole["measure"].to_pylist()], pa.string()),
        "estimate": whole["score"],
        **{
            name: whole[name]
            for name in (
                "lower",
                "upper",
                "low",
                "high",
                "numerator",
                "denominator",
                "excluded",
                "open",
                "undecided",
                "population",
            )
        },
        "measure": whole["measure"],
    }
    rows = whole.to_pylist()
    scored = [row for row in rows if row["score"] is not None]
    # A score that rests on fewer rows than are undecided is no news: what is not known would be read as known.
    told = sorted((row for row in scored if (row["undecided"] or 0) <= row["denominator"]), key=lambda row: row["score"])
    says = "" if scored else "No measure has anybody in its denominator."
    if told:
        lowest, highest = (f"{titles[row['measure']]}, {percent(row['score'])}" for row in (told[0], told[-1]))
        decided = "" if len(told) == len(scored) else " of those mostly decided"
        says = f"Highest{decided}: {highest}. Lowest: {lowest}."
    if len(told) < len(scored):
        many = how_many(len(scored) - len(told), "measure", "measures")
        says += f" In {many} more is undecided, for want of a fact, than decided: the grey bar shows what the score could be."
    return Figure(
        id="measures",
        title="Measures of quality",
        says=says.strip(),
        definition="Score: those who got it of those who should have. Open: follow-up is too short to tell. Undecided: a "
        "fact is missing; `low` and "
        f"`high` are the score if none and if all of them had got it. Limits: 95 %, of Wilson's score. Data up to {spelt_day(until)}.",
        table=pa.table(columns),
        chart="shares",
        axis="of those who should have got it",
        notes=tuple(one for one in (words_of(smallest),) if one),
    )  # fmt: skip


def _said(one: Measure, rows: pa.Table) -> str:
    """The score of a measure in words, with what is not decided."""
    whole = _whole(rows)
    if whole["score"] is None:
        return "Nobody is in the denominator." if whole["denominator"] == 0 else "The numbers are withheld."
    better = "" if one.improvement == "increase" else " (lower is better)"
    limits = ranged(whole["lower"], whole["upper"])
    said = f"{percent(whole['score'])} ({limits}): {counted(whole['numerator'])} of {counted(whole['denominator'])}{better}."
    if whole["undecided"]:
        more = how_many(whole["undecided"], "more is", "more are")
        said += f" {more} undecided: the score may be {ranged(whole['low'], whole['high'])}."
    if whole["open"]:
        said += f" {how_many(whole['open'], 'is', 'are')} open."
    return said


def _limited(
    names: str,
    words: list[str],
    rows: list[dict[str, float | None]],
    centre: float | None,
    more: Mapping[str, list[str]],
) -> pa.Table:
    people = np.array([row["denominator"] or 0 for row in rows], np.intp)
    inner, outer = (
        binomial_limits(people, centre, level=level) if centre is not None else (np.full(len(rows), nan),) * 2
        for level in (0.95, 0.998)
    )
    limits = dict(zip(("lower_95", "upper_95", "lower_998", "upper_998"), (*inner, *outer), strict=True))
    return pa.table(
        {
            **more,
            names: pa.array(words, pa.string()),
            "denominator": pa.array([row["denominator"] for row in rows], pa.int64()),
            "numerator": pa.array([row["numerator"] for row in rows], pa.int64()),
            "score": pa.array([row["score"] for row in rows], pa.float64()),
            "centre": pa.array([centre] * len(rows), pa.float64()),
            **{name: pa.array(values, pa.float64(), from_pandas=True) for name, values in limits.items()},
            "undecided": pa.array([row["undecided"] for row in rows], pa.int64()),
            "open": pa.array([row["open"] for row in rows], pa.int64()),
        }
    )  # fmt: skip


def _strata(one: Measure, rows: pa.Table, sources: Mapping[str, str], until: date | None, smallest: int) -> Figure:
    known = rows.filter(pc.invert(pc.is_in(rows["stratifier"], pa.array([ALL, QUARTER])))).to_pylist()
    words = [_word(row["stratifier"], row["stratum"]) for row in known]
    table = _limited("stratum", words, known, _whole(rows)["score"], {})
    excluded = "; ".join(item.label for item in one.exclusions)
    rests = "; ".join(
        dict.fromkeys(f"{sources.get(item.source, item.source)} ({item.locator})" for item in one.evidence)
    )
    return Figure(
        id=f"{one.id}-strata",
        title=one.title,
        says=_said(one, rows),
        definition=f"A row: {one.row}. Got it: {one.numerator_says}.{f' Taken out: {excluded}.' if excluded else ''} {CHANCE} "
        f"Data up to {spelt_day(until)}. Rests on: {rests}.",
        table=table,
        chart="funnel",
        axis="in the denominator",
        notes=tuple(note for note in (one.why, one.misuse, words_of(smallest)) if note),
    )  # fmt: skip


def _word(stratifier: str, stratum: str | None) -> str:
    name = LABELS.get(stratifier, stratifier)
    return f"{stratifier.replace('-', ' ')} not known" if stratum is None else f"{name} {stratum}".strip()


def _quarters(one: Measure, rows: pa.Table, until: date | None, smallest: int) -> Figure:
    quarters = rows.filter(pc.equal(rows["stratifier"], QUARTER)).to_pylist()
    # From the first to the last quarter in which anybody is in the denominator, or may be: what is withheld is null.
    known = {row["stratum"]: row for row in quarters if row["stratum"] and row["denominator"] != 0}
    names = _all_quarters(list(known))
    nothing = {"denominator": 0, "numerator": 0, "score": None, "undecided": 0, "open": 0}
    centre = _whole(rows)["score"]
    table = _limited(
        "period", [name.replace("-", " ") for name in names], [known.get(name, nothing) for name in names], centre, {}
    )
    beyond = [
        row["period"]
        for row in table.to_pylist()
        if row["score"] is not None
        and row["lower_998"] is not None
        and not row["lower_998"] <= row["score"] <= row["upper_998"]
    ]
    says = (
        f"Beyond the 99.8 % limits: {', '.join(beyond[-8:])}{' and earlier ones' if len(beyond) > 8 else ''}."
        if beyond
        else "No quarter is beyond the 99.8 % limits."
    )
    return Figure(
        id=f"{one.id}-quarters",
        title=f"{one.title}, by quarter",
        says=says if centre is not None else "There is no score to compare quarters with.",
        definition=f"The same measure by the quarter of the day that a row stands on. {CHANCE} Data up to {spelt_day(until)}.",
        table=table,
        chart="control",
        axis="quarter",
        notes=tuple(note for note in (words_of(smallest),) if note),
    )  # fmt: skip


def _all_quarters(names: list[str]) -> list[str]:
    """The quarters from the first to the last one, also those without a row."""
    numbers = sorted(int(name[:4]) * 4 + int(name[-1]) - 1 for name in names)
    return [f"{number // 4}-Q{number % 4 + 1}" for number in range(numbers[0], numbers[-1] + 1)] if numbers else []
