"""A figure in which nothing is told of very few people: its table, and the sentences that were made from it."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa

from osteon.cohort.report.figure import Figure
from osteon.cohort.report.small_cells import coarser_curves, hide_rows, merge_stations, words_of
from osteon.cohort.report.words import at_years, how_many, of_group

__all__ = ["withheld"]

COUNTS = ("people", "cases", "patients", "count", "events", "ended", "all_events")
PARTS = (("people", "cases"), ("of", "people"), ("patients", "ended"))
TOGETHER = {
    "rates": ("measure",),
    "times": ("measure",),
    "ratios": ("stratum",),
    "bone-sites": None,
    "bone-metastasis-since-diagnosis": None,
}
"""By the beginning of the id of a figure, the columns within which rows add up to a whole; None where rows overlap."""
CURVES = ("incidence", "survival", "mean-number")
YEARS = (1, 3, 5)
COUNT = re.compile(r"(?<![\w.,-])(\d[\d,]*)(?![\d.]|\s*%|-)")


def withheld(figure: Figure, smallest: int) -> Figure:
    """The figure without counts from 1 to `smallest` - 1, and without what would let them be worked out.

    What it says is said again from what is left, and notes that tell a small number go.
    """
    if smallest < 2:
        return figure
    table = _table(figure, smallest)
    says = figure.says
    if figure.chart in CURVES:
        says = _read(figure, table)
    elif figure.chart == "flow":
        first, last = table["count"][0].as_py(), table["count"][-1].as_py()
        says = (
            f"Of {how_many(first, 'patient', 'patients')} {how_many(last, 'is', 'are')} followed beyond the index day."
        )
        says = says if None not in (first, last) else "Some numbers are withheld: the table holds what can be told."
    elif _hidden(table) > _hidden(figure.table) or table.num_rows < figure.table.num_rows:
        says = "Some numbers are withheld: the table holds what can be told."
    notes = tuple(note for note in figure.notes if not _tells_small(note, smallest))
    if figure.chart in CURVES:
        notes = (
            *notes,
            "Told at the ends of whole months, where in between nobody or not too few had it, died or left; lines join these points. "
            "A number at risk is that at the beginning of its stretch.",
        )
    definition = _whole(figure.definition, smallest)
    return replace(figure, table=table, says=says, notes=(*notes, words_of(smallest)), definition=definition)


def _table(figure: Figure, smallest: int) -> pa.Table:
    table = figure.table
    if figure.chart in CURVES:
        return coarser_curves(table, smallest)
    if figure.chart == "flow":
        return merge_stations(table, smallest)
    there = table.column_names
    counts = [name for name in COUNTS if name in there]
    if not counts:
        return table
    numbers = [
        field.name for field in table.schema if pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
    ]
    # How many there are in all is told in each row, so it goes only where it is small itself.
    whole = [one for one in table["of"].to_pylist() if one] if "of" in there else []
    if any(one < smallest for one in whole):
        counts = [*counts, "of"]
    else:
        numbers = [name for name in numbers if name != "of"]
    together = next((columns for name, columns in TOGETHER.items() if figure.id.startswith(name)), ())
    parts = [pair for pair in PARTS if set(pair) <= set(there)]
    return hide_rows(table, smallest, counts, numbers, parts=parts, together=together)


def _hidden(table: pa.Table) -> int:
    return sum(column.null_count for column in table.columns)


def _read(figure: Figure, table: pa.Table) -> str:
    """What the curves that are left come to."""
    groups = list(dict.fromkeys(table["group"].to_pylist()))
    read = [(name, at_years(of_group(table, name), YEARS, share=figure.chart != "mean-number")) for name in groups]
    told = [said if len(groups) == 1 else f"{name}: {said}" for name, said in read if said]
    return f"{'; '.join(told)}." if told else "The table holds what can be told."


def _tells_small(words: str, smallest: int) -> bool:
    return any(0 < int(number.replace(",", "")) < smallest for number in COUNT.findall(words))


def _whole(definition: str, smallest: int) -> str:
    """A definition that begins with the number of patients, without it where that is small."""
    found = re.match(r"(\d[\d,]*) patients", definition)
    return (
        f"P{definition[found.end() - 7 :]}" if found and 0 < int(found[1].replace(",", "")) < smallest else definition
    )
