"""What stands above and below the figures: what was asked, the numbers to see first, the summary, the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import osteon
from osteon.cohort.measures import Measured
from osteon.cohort.outcomes import Outcomes
from osteon.cohort.report.figure import Figure
from osteon.cohort.report.page import Key
from osteon.cohort.report.small_cells import words_of
from osteon.cohort.report.words import of_group, read_at, spelt_day, years_of
from osteon.drawing.numbers import counted, percent, plain
from osteon.drawing.ticks import YEAR
from osteon.pathway import pathway
from osteon.pathway.skeletal_events.strata import INDEX_DAYS

__all__ = ["about", "keys", "sources", "summary"]

Made = Mapping[str, Figure]
SUMMARY = ("attrition", "first-event", "mean-events", "survival", "measures", "facts-lacking", "problems")
BEFORE_ALL = "measure-bone-agent-within-3-months"


def about(
    found: Outcomes, patients: int, by: Sequence[str], smallest: int
) -> tuple[tuple[tuple[str, str], ...], dict[str, Any]]:
    """What was looked at and how, in words and for programs."""
    asked, definition, settings = found.asked, found.definition, found.asked.settings
    until = found.data_until
    changed = ", ".join(sorted(settings.provenance))
    pairs = [
        ("Patients in the store", counted(patients)),
        ("Data up to", f"{spelt_day(until)}{' (as asked for)' if asked.as_of else ' (newest entry)'}"),
        ("Event", f"{definition.title} ({definition.id})"),
        ("Index day", INDEX_DAYS[asked.index].label),
        ("Pathway", pathway().version),
        ("Osteon", f"{osteon.__version__}; data {found.store}"),
    ]
    if by:
        pairs.append(("Curves split by", ", ".join(name.replace("_", " ") for name in by)))
    if words_of(smallest):
        pairs.append(("Small cells", words_of(smallest)))
    pairs.append(("Set by this site", changed or "nothing"))
    facts = {
        "store": found.store,
        "patients": patients,
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "data_until": until.isoformat() if until else None,
        "definition": definition.id,
        "anchor": asked.anchor,
        "index": asked.index,
        "by": list(by),
        "smallest_cell": smallest,
        "changed": dict(sorted(settings.provenance.items())),
    }
    return tuple(pairs), facts


def keys(made: Made) -> tuple[Key, ...]:
    """The numbers to see first; what cannot be told is left out."""
    found = [_followed(made), _first_event(made), _rate(made), _alive(made), _protected(made)]
    return tuple(key for key in found if key is not None)


def _followed(made: Made) -> Key | None:
    count = made["attrition"].table["count"].to_pylist()[-1] if "attrition" in made else None
    return None if count is None else Key(counted(count), "patients followed beyond the index day", "attrition")


def _first_event(made: Made) -> Key | None:
    if "first-event" not in made or not made["first-event"].table.num_rows:
        return None
    table = made["first-event"].table
    rows = of_group(table, table["group"][0].as_py())
    for years in (2, 1):
        read = read_at(rows, years * YEAR)
        if read is not None:
            return Key(
                percent(read[0]),
                f"had a first skeletal event within {years} {'years' if years > 1 else 'year'}",
                "first-event",
            )
    return None


def _rate(made: Made) -> Key | None:
    row = _row(made, "rates")
    return (
        None
        if row is None or row["estimate"] is None
        else Key(plain(row["estimate"]), "skeletal events per person-year", "rates")
    )


def _alive(made: Made) -> Key | None:
    row = _row(made, "times")
    if row is None or row["patients"] is None:
        return None
    return (
        Key(years_of(row["median"]), "median survival from the index day", "times")
        if row["median"] is not None
        else None
    )


def _protected(made: Made) -> Key | None:
    if "measures" not in made:
        return None
    row = next((row for row in made["measures"].table.to_pylist() if row["measure"] == BEFORE_ALL), None)
    if row is None or row["estimate"] is None:
        return None
    words = "had a bone agent within 3 months of bone metastasis"
    if row["undecided"] and row["low"] is not None and row["high"] is not None:
        span = f"{percent(row['low'])} to {percent(row['high'])}"
        return Key(span, f"{words} ({percent(row['estimate'])} of those of whom it is known)", "measures")
    return Key(percent(row["estimate"]), words, "measures")


def _row(made: Made, name: str) -> dict[str, Any] | None:
    """The first row of a figure."""
    return next(iter(made[name].table.slice(0, 1).to_pylist()), None) if name in made else None


def summary(made: Made) -> tuple[tuple[str, str, str], ...]:
    """What the main figures say: id, title and sentence of each."""
    return tuple((name, made[name].title, made[name].says) for name in SUMMARY if name in made)


def sources(found: Outcomes, measured: Measured) -> tuple[tuple[str, str], ...]:
    """The sources that the definition and the measures rest on, as the pathway names them."""
    named = [found.definition.source, *(item.source for one in measured.measures for item in one.evidence)]
    known = {item.id: item for item in pathway().sources}
    rows = []
    for name in dict.fromkeys(named):
        one = known.get(name)
        if one is not None:
            rows.append(
                (name, ". ".join(part.rstrip(".") for part in (one.title, one.year, one.identifier) if part) + ".")
            )
    return tuple(rows)
