"""Timelines as the tables of a store's shard: what `osteon ingest` writes, for tests that need no files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

import pyarrow as pa

from osteon.engine.select import sort_key
from osteon.record.timeline import Event, Gap, Lesion, Timeline

WORDS = pa.dictionary(pa.int32(), pa.string())
NUMBERS = ("value", "reported", "low", "high", "dose", "duration_minutes", "interval_days", "rate", "per_day")
KINDS: dict[str, Any] = {
    **dict.fromkeys(NUMBERS, pa.float64()),
    **dict.fromkeys(("start", "end", "first_seen"), pa.date32()),
    **dict.fromkeys(("instant", "recorded"), pa.timestamp("us")),
    **dict.fromkeys(("from_text", "as_needed", "dose_open"), pa.bool_()),
    **dict.fromkeys(("sources", "joined"), pa.list_(pa.string())),
    "fractions": pa.int32(),
}


def tables_of(timelines: Sequence[Timeline]) -> dict[str, pa.Table]:
    """The tables of one shard that holds these patients in this order."""
    people = [one.patient for one in timelines]
    patients = pa.table(
        {
            "patient": pa.array(range(len(timelines)), pa.int32()),
            "id": pa.array([person.id for person in people], pa.string()),
            "sex": pa.array([person.sex for person in people], WORDS),
            "birth_date": pa.array([person.birth_date for person in people], pa.date32()),
            "birth_precision": pa.array([person.birth_precision for person in people], WORDS),
            "death_date": pa.array([person.death_date for person in people], pa.date32()),
            "death_precision": pa.array([person.death_precision for person in people], WORDS),
            "deceased": pa.array([person.deceased for person in people], pa.bool_()),
            "newest": pa.array([one.newest for one in timelines], pa.date32()),
            "read": pa.array([one.read for one in timelines], pa.int32()),
            "used": pa.array([one.used for one in timelines], pa.int32()),
            "refused": pa.array([one.refused for one in timelines], pa.int32()),
        }
    )
    events = [sorted(chain.from_iterable(one.events.values()), key=sort_key) for one in timelines]
    gaps = [list(chain.from_iterable(one.gaps.values())) for one in timelines]
    problems = [(number, *problem, None) for number, one in enumerate(timelines) for problem in one.problems]
    names = ("patient", "source", "path", "message", "input")
    columns = list(zip(*problems, strict=True)) or [()] * len(names)
    kinds = (pa.int32(), *[pa.string()] * 4)
    return {
        "patients": patients,
        "events": _table(Event._fields, events),
        "lesions": _table(Lesion._fields, [one.lesions for one in timelines]),
        "gaps": _table(Gap._fields, gaps),
        "problems": pa.table([pa.array(c, k) for c, k in zip(columns, kinds, strict=True)], names=list(names)),
    }


def _table(fields: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Rows of all patients, with the number of the patient before them."""
    told = {"patient": pa.array([number for number, some in enumerate(rows) for _ in some], pa.int32())}
    for place, name in enumerate(fields):
        values = [_plain(row[place]) for some in rows for row in some]
        told[name] = pa.array(values, KINDS.get(name, WORDS if name != "source" else pa.string()))
    return pa.table(told)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime) or not isinstance(value, tuple):
        return value
    return list(value)
