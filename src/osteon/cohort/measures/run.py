"""The measures over a whole store: groups of shards in worker processes, counts added up, rows put together."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from osteon.cohort.job import JobError
from osteon.cohort.measures.asked import Asked, measures_of
from osteon.cohort.measures.group import Counted, measured_group
from osteon.cohort.measures.rows import ROWS, summed
from osteon.cohort.measures.scores import scores
from osteon.cohort.parts import part_file
from osteon.cohort.preparation import groups_of
from osteon.cohort.spread import spread, workers_for
from osteon.engine.measures import Measure
from osteon.engine.settings import Settings
from osteon.record.store import open_store

__all__ = ["ROWS_FILE", "Measured", "folder_of", "measure"]

Tell = Callable[[int, int], None]
ROWS_FILE = "measure-rows.parquet"


@dataclass(frozen=True, slots=True)
class Measured:
    """Measures over a store. `undated`: for each measure the entries without a date that would perhaps have been rows. `period`: the
    days asked for, else the first and the last day of the rows; None where there are none."""

    asked: Asked
    measures: tuple[Measure, ...]
    counts: pa.Table = field(repr=False)
    undated: dict[str, int] = field(repr=False)
    patients: int
    period: tuple[date, date] | None
    rows: Path | None = None
    """File with all rows, where a folder was given."""

    def table(self, smallest_cell: int = 1) -> pa.Table:
        """One row for each measure and stratum, as described at `scores.SCORES`; counts from 1 to `smallest_cell` - 1, and what gives
        them away, are null."""
        return scores(self.measures, self.counts, smallest_cell=smallest_cell)


def measure(
    store: str | os.PathLike[str],
    *,
    out: str | os.PathLike[str] | None = None,
    measures: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    as_of: date | None = None,
    drafts: bool = False,
    settings: Settings | None = None,
    workers: int | None = None,
    tell: Tell | None = None,
) -> Measured:
    """Measures of quality over a store.

    `out`: folder for `measure-rows.parquet`, one row for each patient and day that was looked at; none is written without it.
    `measures`: ids; all when empty. `since`, `until`: first and last day of an anchor. `as_of`: nobody is followed beyond it (default: each
    patient's newest entry). `tell` is called with the groups of shards that are done and their number.

    Raises JobError for what cannot be done, `osteon.record.store.StoreError` when the store cannot be read.
    """
    if since is not None and until is not None and since > until:
        raise JobError(f"the first day ({since}) is after the last ({until}).")
    opened = open_store(Path(store).resolve())
    asked = Asked(
        store=str(opened.path), generation=opened.manifest.generation, measures=tuple(measures), since=since, until=until,
        as_of=as_of, drafts=drafts, settings=settings or Settings(),
    )  # fmt: skip
    wanted = measures_of(asked)
    if out is None:
        return _run(asked, wanted, groups_of(opened), workers or workers_for(opened.patients), tell, None)
    folder = folder_of(out)
    with tempfile.TemporaryDirectory(prefix=".parts-", dir=folder) as parts:
        return _run(replace(asked, parts=parts), wanted, groups_of(opened), workers or workers_for(opened.patients), tell, folder)


def folder_of(out: str | os.PathLike[str]) -> Path:
    """The folder of a result, made if missing. Raises JobError."""
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise JobError(f"{folder} cannot be made a folder: {fault.strerror}.") from fault
    return folder


def _run(
    asked: Asked, wanted: tuple[Measure, ...], groups: Sequence[tuple[int, ...]], workers: int, tell: Tell | None, out: Path | None
) -> Measured:
    done: list[Counted] = []

    def told(one: Counted) -> None:
        done.append(one)
        if tell is not None:
            tell(len(done), len(groups))

    found = spread(partial(measured_group, asked), groups, workers, told)
    undated = {one.id: sum(group.undated[one.id] for group in found) for one in wanted}
    rows = _put_together(asked, groups, out) if out is not None else None
    return Measured(
        asked, wanted, summed([group.counts for group in found]), undated, sum(group.patients for group in found),
        _period(asked, found), rows,
    )  # fmt: skip


def _period(asked: Asked, found: Sequence[Counted]) -> tuple[date, date] | None:
    days = [group.period for group in found if group.period is not None]
    first = asked.since or min((one[0] for one in days), default=None)
    last = asked.until or max((one[1] for one in days), default=None)
    return (first, last) if first is not None and last is not None and first <= last else None


def _put_together(asked: Asked, groups: Sequence[tuple[int, ...]], out: Path) -> Path:
    """The rows of all groups in one file, measure after measure within a group."""
    target = out / ROWS_FILE
    with part_file(target, ROWS) as sink:
        for group in groups:
            sink.write_table(pq.read_table(Path(asked.parts) / f"{group[0]:05d}-rows.parquet", memory_map=False).cast(ROWS))
    return target
