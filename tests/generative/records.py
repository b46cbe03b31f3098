"""Random records for random trees: everything that an entry can say, in odd mixtures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from generative.vocabulary import ANSWERS, CONCEPTS, INDICATIONS, KINDS, ROUTES, SITES, STATUSES, UNITS, decimals
from osteon.record.timeline import Event, Gap, Lesion, Patient, Timeline
from spec.small import DAY, somebody

LESIONS = ("one", "two", "three")
OFFSETS = (-800, -400, -151, -31, -30, -30, -29, -2, -1, 0, 0, 0, 1, 40)
dates = st.sampled_from(OFFSETS).map(lambda days: DAY + timedelta(days=days)) | st.dates(date(2023, 1, 1), date(2026, 1, 1))
moments = st.sampled_from((0, 1, 600, 1200, 43_200, 43_201, 86_399, 90_000, -3_600)) | st.integers(-20_000, 100_000)
fewer = st.sampled_from((True, False, False))


def maybe(strategy: Any) -> Any:
    return st.none() | strategy


@st.composite
def written(draw: Any) -> tuple[date | None, str]:
    """A date and how much of it was written."""
    day = draw(dates)
    precision = draw(st.sampled_from(("day", "day", "day", "day", "day", "month", "year", None)))
    if precision == "month":
        return day.replace(day=1), precision
    if precision == "year":
        return date(day.year, 1, 1), precision
    return (day, precision) if precision else (None, "day")


@st.composite
def events(draw: Any) -> Event:
    start, precision = draw(written())
    instant = None
    if start is not None and precision == "day" and draw(st.booleans()):
        precision = "time"
        instant = datetime(start.year, start.month, start.day) + timedelta(seconds=draw(moments))
        if draw(fewer):
            instant += timedelta(microseconds=draw(st.integers(0, 999_999)))
    value, reported = draw(decimals | maybe(decimals)), None
    if value is not None:
        reported = value if draw(st.booleans()) else draw(maybe(decimals))
    rest: dict[str, Any] = {}
    if draw(st.booleans()):
        rest = {
            "dose": draw(maybe(decimals)),
            "route": draw(maybe(st.sampled_from(ROUTES))),
            "interval_days": draw(maybe(st.sampled_from([Decimal(text) for text in ("1", "0.5", "0.3333", "7", "0", "3")]))),
            "per_day": draw(maybe(decimals)) if draw(fewer) else None,
            "rate": draw(maybe(decimals)) if draw(fewer) else None,
            "dose_open": draw(fewer),
            "as_needed": draw(fewer),
            "replaces": f"Entry/{draw(st.integers(0, 5))}" if draw(fewer) else None,
            "end": draw(maybe(dates)),
            "duration_minutes": draw(maybe(decimals)),
            "fractions": draw(maybe(st.integers(0, 10))),
        }
    return Event(
        concept=draw(st.sampled_from((*CONCEPTS, "a", "b"))),
        source=f"Entry/{draw(st.integers(0, 5))}",
        kind=draw(st.sampled_from(KINDS)),
        status=draw(st.sampled_from(("final", "active") * 8 + STATUSES)),
        start=start,
        precision=precision,
        instant=instant,
        value=value,
        unit=draw(st.sampled_from(("1", *UNITS, None))),
        reported=reported,
        reported_unit=draw(st.sampled_from((*UNITS, None))),
        low=draw(maybe(decimals)) if value is not None else None,
        high=draw(maybe(st.just(reported))) if value is not None else None,
        answer=draw(maybe(st.sampled_from(ANSWERS))),
        site=draw(maybe(st.sampled_from(SITES))),
        laterality=draw(maybe(st.sampled_from(("left", "right")))),
        indication=draw(maybe(st.sampled_from(INDICATIONS))),
        recorded=draw(maybe(st.just(datetime(2025, 6, 1)))),
        lesion=draw(maybe(st.sampled_from((*LESIONS, "nowhere")))),
        **rest,
    )


@st.composite
def people(draw: Any) -> Patient:
    (birth, birth_precision), (death, death_precision) = draw(written()), draw(written())
    return Patient(
        id="somebody",
        sex=draw(st.sampled_from(("female", "male", "other", None))),
        birth_date=birth.replace(year=1960) if birth and draw(st.booleans()) and (birth.month, birth.day) != (2, 29) else birth,
        birth_precision=birth_precision,
        death_date=death,
        death_precision=death_precision,
    )


@st.composite
def lesions(draw: Any) -> list[Lesion]:
    names = draw(st.lists(st.sampled_from(LESIONS), max_size=3, unique=True))
    sides = st.sampled_from(("left", "right", None))
    seen = maybe(dates)
    return [Lesion(name, draw(st.sampled_from((*SITES, "elsewhere"))), draw(sides), draw(seen)) for name in names]


gaps = st.lists(
    st.builds(
        lambda concept, start: Gap(concept, start, "pending", "Entry/0"), st.sampled_from(CONCEPTS), maybe(dates)
    ),
    max_size=2,
)


@st.composite
def records(draw: Any) -> Timeline:
    """One patient."""
    found = draw(st.lists(events(), max_size=8))
    twins = draw(st.lists(st.tuples(st.sampled_from(found), events()), max_size=2)) if found else []
    for one, other in twins:
        # Two entries of one moment, which may agree or not.
        found.append(other._replace(concept=one.concept, start=one.start, instant=one.instant, recorded=one.recorded,
                                    precision=one.precision, status=one.status, lesion=one.lesion))  # fmt: skip
    return somebody(*found, lesions=draw(lesions()), gaps=draw(gaps), person=draw(people()))


NOTHING = somebody(person=Patient("nobody"))
