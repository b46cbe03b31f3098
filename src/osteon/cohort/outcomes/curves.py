"""Curves of outcomes as tables: `group, days, at_risk, events, competing, estimate, lower, upper`, by group and day."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa

from osteon.cohort.outcomes.arrays import Arrays, arrays_of, groups_of
from osteon.cohort.outcomes.outcomes import Outcomes
from osteon.cohort.statistics import Curve, cumulative_incidence, ghosh_lin, kaplan_meier, mean_cumulative_function

__all__ = [
    "by_group",
    "curve_table",
    "first_event",
    "first_event_censoring_death",
    "mean_events",
    "mean_events_censoring_death",
    "survival",
]

CURVE = pa.schema(
    [
        ("group", pa.string()),
        ("days", pa.int32()),
        ("at_risk", pa.int32()),
        ("events", pa.int32()),
        ("competing", pa.int32()),
        ("estimate", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
    ]
)


def first_event(one: Arrays) -> Curve:
    """Cumulative incidence of the first event, death before it competing (Aalen-Johansen)."""
    return cumulative_incidence(one.first, one.cause)


def first_event_censoring_death(one: Arrays) -> Curve:
    """1 - Kaplan-Meier of the first event, who dies without one being censored: too high where death is common."""
    free = kaplan_meier(one.first, one.cause == 1)
    return free._replace(estimate=1 - free.estimate, lower=1 - free.upper, upper=1 - free.lower, start=0.0)


def mean_events(one: Arrays) -> Curve:
    """Mean number of events by time, death ending them (Ghosh-Lin)."""
    return ghosh_lin(one.days, one.died, one.patient, one.time)


def mean_events_censoring_death(one: Arrays) -> Curve:
    """Mean number of events by time had nobody died (Nelson): higher than `mean_events`."""
    return mean_cumulative_function(one.days, one.patient, one.time)


def survival(one: Arrays) -> Curve:
    """Overall survival from the index day (Kaplan-Meier)."""
    return kaplan_meier(one.days, one.died)


def by_group(
    found: Outcomes, curve: Callable[[Arrays], Curve], stratum: str | None = None, events: pa.Table | None = None
) -> list[tuple[str, Curve]]:
    """A curve of all, or one for each group of a stratum; of the events that count, or of another table of events.

    Raises JobError for a stratum that does not exist.
    """
    whole = arrays_of(found, events)
    codes, words = groups_of(found, stratum)
    return [(word, curve(whole.of(codes == number))) for number, word in enumerate(words)]


def curve_table(curves: Sequence[tuple[str, Curve]]) -> pa.Table:
    """Curves with their groups as one table. Limits that cannot be made are null."""
    parts = [CURVE.empty_table()]
    for group, curve in curves:
        rows = len(curve.time)
        columns = [
            pa.array([group] * rows, pa.string()),
            *(_whole(column) for column in (curve.time, curve.at_risk, curve.events, curve.competing)),
            *(_figures(column) for column in (curve.estimate, curve.lower, curve.upper)),
        ]
        parts.append(pa.Table.from_arrays(columns, schema=CURVE))
    return pa.concat_tables(parts).combine_chunks()


def _whole(column: np.ndarray) -> pa.Array:
    return pa.array(np.round(column).astype(np.int32))


def _figures(column: np.ndarray) -> pa.Array:
    return pa.array(column, mask=np.isnan(column))
