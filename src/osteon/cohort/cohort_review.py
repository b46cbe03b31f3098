"""A cohort review for Python: a store, files or frames in; tables out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from osteon.cohort.folder import said_in
from osteon.cohort.frames import shards_of_frames
from osteon.cohort.job import Job, JobError, evaluator_for
from osteon.cohort.local import run
from osteon.cohort.preparation import asked, checked, prepare
from osteon.cohort.shard import review_shard
from osteon.cohort.summary import summary
from osteon.cohort.tables import TABLES, schema, shown_schema
from osteon.engine.settings import Settings, make_settings
from osteon.pathway import pathway

__all__ = ["CohortReview", "open_review", "review"]


@dataclass(frozen=True, slots=True)
class CohortReview:
    """The tables of a cohort review, each an Arrow table, and its summary (that of `summary.json`).

    Give a table to DuckDB (`duckdb.from_arrow`), Polars (`polars.from_arrow`) or whatever else takes Arrow, or call `to_pandas` on it.
    A review that was written to a folder reads a table from there each time it is asked for.
    """

    summary: Mapping[str, Any]
    table: Callable[[str], pa.Table] = field(repr=False)
    """A table by its name."""

    @property
    def verdicts(self) -> pa.Table:
        """One row for each patient and date, one column for each recommendation."""
        return self.table("verdicts")

    @property
    def findings(self) -> pa.Table:
        """One row for each verdict of the detail asked for, with what is missing and what decided it."""
        return self.table("findings")

    @property
    def facts(self) -> pa.Table:
        """The facts that findings rest on, and those shown for their own sake."""
        return self.table("facts")

    @property
    def problems(self) -> pa.Table:
        """What in the records could not be used."""
        return self.table("problems")


def review(
    source: Any,
    *,
    out: str | os.PathLike[str] | None = None,
    as_of: date | str | Sequence[date | str] | None = None,
    detail: str = "met",
    drafts: bool = False,
    only: Sequence[str] = (),
    policies: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    workers: int | None = None,
) -> CohortReview:
    """Review many patients.

    `source`: a store; a FHIR file or folder, or a list of them; or frames in memory, by the names of the store's tables
    (`{"patients": ..., "events": ...}`, see docs/store.md), each an Arrow table, a DuckDB relation, a Polars or pandas frame.
    `out`: folder to write to; without it the tables are kept in memory. `as_of`: date of the review, or several of them; each
    patient's newest entry when left out. `detail`: `met`, `undecided` or `all`. `drafts`: let rules take part that rest on memory
    only. `only`: ids of the recommendations that are asked; with `as_of`, most entries of files are then not read. `policies`:
    choices by name; `settings`: a whole configuration, over which `policies` are laid. `workers`: processes; where files are read
    too, a script that asks for several needs the `if __name__ == "__main__":` of multiprocessing.

    Raises JobError for what cannot be done, `osteon.record.RecordError` for what cannot be read, `osteon.engine.settings.SettingsError`
    for a policy that does not exist, ValueError for a date that is none.
    """
    dates = _dates(as_of)
    chosen = _settings(settings, policies)
    if isinstance(source, Mapping):
        if out is not None:
            raise JobError("a review of frames is kept in memory: leave `out` away, and write its tables yourself.")
        return _of_frames(source, dates, detail, drafts, asked(only, drafts), chosen)
    # Files are read in this process unless more are asked for: theirs would import the calling script anew.
    how: dict[str, Any] = {"dates": dates, "detail": detail, "drafts": drafts, "only": only, "settings": chosen, "workers": workers or 1}
    if out is not None:
        run(prepare(source, out, **how), workers=workers)
        return open_review(out)
    with tempfile.TemporaryDirectory(prefix="osteon-") as folder:
        said = run(prepare(source, folder, **how), workers=workers)
        kept = {name: pq.read_table(Path(folder) / f"{name}.parquet", memory_map=False) for name in TABLES}
    return CohortReview(said, kept.__getitem__)


def open_review(out: str | os.PathLike[str]) -> CohortReview:
    """A cohort review that was written to a folder. Raises JobError when there is none."""
    folder = Path(out)
    said = said_in(folder)
    if said is None:
        raise JobError(f"{folder} holds no cohort review; one has a summary.json.")
    return CohortReview(said, partial(_read, folder))


def _read(folder: Path, name: str) -> pa.Table:
    return pq.read_table(folder / f"{name}.parquet")


def _of_frames(
    frames: Mapping[str, Any], dates: tuple[date, ...], detail: str, drafts: bool, only: tuple[str, ...], settings: Settings
) -> CohortReview:
    found = list(shards_of_frames(frames))
    job = Job(
        store="", fingerprint="", out="", parts="", shards=tuple(range(len(found))), dates=dates, undated=date.today(),
        detail=checked(detail), drafts=drafts, settings=settings, only=only,
    )  # fmt: skip
    told: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
    done = [review_shard(job, number, data, lambda name, table: told[name].append(table)) for number, data in enumerate(found)]
    evaluator = evaluator_for(job)
    kept = {}
    for name, tables in told.items():
        columns = schema(evaluator, name)
        kept[name] = pa.concat_tables([columns.empty_table(), *tables]).cast(shown_schema(columns))
    rows = {name: table.num_rows for name, table in kept.items()}
    return CohortReview(summary(job, done, rows), kept.__getitem__)


def _dates(given: date | str | Sequence[date | str] | None) -> tuple[date, ...]:
    if given is None:
        return ()
    several = [given] if isinstance(given, date | str) else given
    return tuple(sorted({date.fromisoformat(one) if isinstance(one, str) else one for one in several}))


def _settings(settings: Settings | None, policies: Mapping[str, str] | None) -> Settings:
    """A configuration with choices laid over it."""
    under = settings or Settings()
    if not policies:
        return under
    over = make_settings(pathway(), [("policies", {"policies": policies})])
    return Settings(under.parameters, {**under.policies, **over.policies}, {**under.provenance, **over.provenance})
