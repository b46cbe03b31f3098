"""Skeletal morbidity rate: events per year at risk. The years run from an index day to the last assessment or death."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

__all__ = ["Rates", "morbidity_rate", "morbidity_rates", "years_at_risk"]

YEAR = Decimal("365.25")


class Rates(NamedTuple):
    """Two ways to say the rate of a group: they differ, so name the one that is shown. None where nobody was at risk."""

    pooled: Decimal | None
    """All events over all years."""
    mean: Decimal | None
    """Mean of the rates of the patients."""


def years_at_risk(index: date, last: date) -> Decimal:
    """Years from the index day to the last assessment or death."""
    if last < index:
        raise ValueError(f"the last assessment ({last}) is before the index day ({index})")
    return Decimal((last - index).days) / YEAR


def morbidity_rate(events: int, years: Decimal) -> Decimal | None:
    """Counted events per year; None without time at risk."""
    return Decimal(events) / years if years else None


def morbidity_rates(patients: Sequence[tuple[int, Decimal]]) -> Rates:
    """The rates of a group of (counted events, years at risk). Patients without time at risk have no rate of their own."""
    single = [rate for events, years in patients if (rate := morbidity_rate(events, years)) is not None]
    return Rates(
        pooled=morbidity_rate(sum(events for events, _ in patients), sum((years for _, years in patients), Decimal(0))),
        mean=sum(single, Decimal(0)) / len(single) if single else None,
    )
