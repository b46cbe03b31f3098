"""Recommendations on a row of dates over a store: who waited for an answer, and how long."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import osteon
from osteon.cohort.by_columns import cells_of
from osteon.cohort.delay.lengths import OUTCOMES, Delays, curve_of, delays
from osteon.cohort.evaluation import read
from osteon.cohort.job import JobError, evaluator_of
from osteon.cohort.outcomes.follow_up import ENDED_BY, ends
from osteon.cohort.preparation import groups_of
from osteon.cohort.spread import Progress, counted, spread, workers_for
from osteon.cohort.tables import dates_of_days
from osteon.cohort.written import write_folder
from osteon.engine.columns import verdicts
from osteon.engine.settings import Settings
from osteon.engine.situation import as_of
from osteon.record.store import Store, open_store

__all__ = ["DelayReview", "delay_review", "write"]

WORD = pa.dictionary(pa.int32(), pa.string())
DELAYS = pa.schema(
    [
        ("recommendation", WORD),
        ("patient", pa.string()),
        ("not_before", pa.date32()),
        ("met", pa.date32()),
        ("outcome", WORD),
        ("still", pa.date32()),
        ("ended", pa.date32()),
        ("days", pa.int32()),
        ("shortest", pa.int32()),
        ("longest", pa.int32()),
    ]
)
CURVES = pa.schema(
    [
        ("recommendation", WORD),
        ("days", pa.int32()),
        ("at_risk", pa.int64()),
        ("events", pa.int64()),
        ("competing", pa.int64()),
        ("estimate", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class DelayReview:
    """The delays of some recommendations.

    `delays`: one row for each patient for whom one was met (docs/registry.md); `curves`: share answered by days since it was first
    met, in steps; `summary`: counts by outcome and the times by which a quarter, half and three quarters were answered.
    """

    delays: pa.Table
    curves: pa.Table
    summary: Mapping[str, Any]


def delay_review(
    store: str | os.PathLike[str],
    recommendations: Sequence[str],
    dates: Sequence[date],
    *,
    drafts: bool = False,
    settings: Settings | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> DelayReview:
    """How long the recommendations waited for an answer, each looked at on all the dates (`osteon.cohort.days_of` makes them).

    Raises JobError for a recommendation that does not exist or too few dates, `osteon.record.store.StoreError` for the store.
    """
    days = sorted(set(dates))
    if len(days) < 2:
        raise JobError("a delay needs at least two dates to look at: give --from, --as-of and --every.")
    chosen = settings or Settings()
    known = [item.id for item in evaluator_of(chosen, drafts).pathway.recommendations if drafts or not item.draft]
    for name in recommendations:
        if name not in known:
            raise JobError(f"there is no recommendation {name!r}{'' if drafts else ' (without drafts)'}; `osteon pathway list` shows all.")
    wanted = tuple(dict.fromkeys(recommendations))
    opened = open_store(store)
    task = partial(_group, opened, wanted, tuple(days), chosen, drafts)
    groups = groups_of(opened)
    parts = spread(task, groups, workers or workers_for(opened.patients), counted(progress, "looking", len(groups)))
    tables = [_table(name, [(part.ids, part.found[name]) for part in parts]) for name in wanted]
    found = {name: _joined([part.found[name] for part in parts]) for name in wanted}
    curves = [_curve(name, one) for name, one in found.items()]
    return DelayReview(
        pa.concat_tables([DELAYS.empty_table(), *tables]).unify_dictionaries(),
        pa.concat_tables([CURVES.empty_table(), *curves]).unify_dictionaries(),
        _summary(opened, found, days, chosen, drafts),
    )


def write(review: DelayReview, out: Path) -> None:
    """Write the tables as Parquet, the curves as CSV too, and the summary into a folder, which is made; all of it or nothing.

    Raises JobError when the folder holds other things, `osteon.cohort.job.BrokenOffError` when it cannot be written.
    """
    write_folder(out, review.summary, {"delays": review.delays, "curves": review.curves}, small=("curves",))


# --- one group of shards ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    ids: pa.Array
    """Of all patients of the group."""
    found: dict[str, Delays]


def _group(
    store: Store, wanted: tuple[str, ...], days: tuple[date, ...], settings: Settings, drafts: bool, shards: tuple[int, ...]
) -> _Part:
    evaluator = evaluator_of(settings, drafts)
    data = read(store, shards)
    codes = np.empty((len(wanted), len(days), data.population.patients), np.int8)
    for number, day in enumerate(days):
        columns, found = verdicts(evaluator, data.population, as_of(day), wanted)
        for verdict in found:
            codes[wanted.index(verdict.recommendation.id), number] = cells_of(columns, verdict)
    ordinals = np.array([day.toordinal() for day in days], np.int32)
    last, ended_by = ends(data, None)
    died = ended_by == ENDED_BY.index("death")
    return _Part(data.patients, {name: delays(codes[row], ordinals, last, died) for row, name in enumerate(wanted)})


# --- all groups together ------------------------------------------------------------------------------------------------


def _joined(parts: Sequence[Delays]) -> Delays:
    # Rows of patients mean nothing beyond their group, and nobody asks for them here.
    names = ("patient", "not_before", "met", "outcome", "still", "ended")
    return Delays(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _table(name: str, parts: Sequence[tuple[pa.Array, Delays]]) -> pa.Table:
    found = _joined([part for _, part in parts])
    ids = pa.chunked_array([ids.take(pa.array(part.patient)) for ids, part in parts], pa.string())
    rows = len(found.met)
    longest = found.longest
    columns = [
        pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), pa.array([name])),
        ids,
        dates_of_days(found.not_before),
        dates_of_days(found.met),
        pa.DictionaryArray.from_arrays(found.outcome.astype(np.int32), pa.array(OUTCOMES)),
        dates_of_days(found.still),
        dates_of_days(found.ended),
        pa.array(found.days, pa.int32()),
        pa.array(found.shortest, pa.int32()),
        pa.array(longest, pa.int32(), mask=longest < 0),
    ]
    return pa.table(columns, schema=DELAYS)


def _curve(name: str, found: Delays) -> pa.Table:
    curve = curve_of(found)
    rows = len(curve.time)
    return pa.table(
        [
            pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), pa.array([name])),
            *(pa.array(column.astype(np.int64)).cast(kind) for column, kind in (
                (curve.time, pa.int32()), (curve.at_risk, pa.int64()), (curve.events, pa.int64()), (curve.competing, pa.int64())
            )),
            *(pa.array(column, mask=np.isnan(column)) for column in (curve.estimate, curve.lower, curve.upper)),
        ],
        schema=CURVES,
    )  # fmt: skip


def _summary(
    store: Store, found: Mapping[str, Delays], days: Sequence[date], settings: Settings, drafts: bool
) -> dict[str, Any]:
    evaluator = evaluator_of(settings, drafts)
    return {
        "what": "osteon cohort delay",
        "osteon": osteon.__version__,
        "pathway": evaluator.pathway.version,
        "dates": [day.isoformat() for day in days],
        "drafts": drafts,
        "changed": dict(sorted(settings.provenance.items())),
        "patients": store.patients,
        "recommendations": {name: _told(one) for name, one in found.items()},
    }


def _told(found: Delays) -> dict[str, Any]:
    """Counts, and the days by which shares of those who were seen to begin had an answer; null where it never came so far."""
    begun = found.seen_to_begin
    counts = np.bincount(found.outcome[begun], minlength=len(OUTCOMES))
    return {
        "met": len(found.met),
        "met_from_the_first_date_on": int((~begun).sum()),
        "seen_to_begin": dict(zip(OUTCOMES, counts.tolist(), strict=True)),
        "answered_after_days": _quantiles(found),
    }


def _quantiles(found: Delays) -> dict[str, int | None]:
    curve = curve_of(found)
    reached = {share: np.flatnonzero(curve.estimate >= share) for share in (0.25, 0.5, 0.75)}
    return {str(share): int(curve.time[rows[0]]) if len(rows) else None for share, rows in reached.items()}
