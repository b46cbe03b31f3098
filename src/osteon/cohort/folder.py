"""The folder that a cohort review is written to: a run appears in it as a whole, or not at all.

While a run works, its part files are in a folder of their own inside. At its end the files of an earlier run are replaced one by one
by renaming; `summary.json` is taken away before and put there last. So a folder with a summary holds a whole run, and one without
holds none, whatever happened.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from osteon.cohort.evaluation import store_of
from osteon.cohort.job import Job, JobError, ShardSummary, evaluator_for, part
from osteon.cohort.parts import part_file
from osteon.cohort.stitch import stitch
from osteon.cohort.summary import WHAT, summary
from osteon.cohort.tables import TABLES, problems_table, schema, shown_schema
from osteon.record.store import read_common

__all__ = ["clear", "discard", "finish", "opened", "said_in"]

SUMMARY = "summary.json"
PARTS = ".parts-"
NOBODY = pa.array([], pa.string())
OURS = {SUMMARY, *(f"{table}.parquet" for table in TABLES)}


def opened(out: Path) -> Path:
    """Make the folder if need be; gives back a new folder inside it for the parts of a run.

    Raises JobError when the folder holds anything but an earlier run, or cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        there = {entry.name for entry in out.iterdir()}
        strangers = sorted(name for name in there - OURS if not name.startswith(PARTS))
        if strangers and said_in(out) is None:
            raise JobError(
                f"{out} holds other things ({strangers[0]}) and no earlier cohort review. Name a new or an empty folder."
            )
        for name in there:
            if name.startswith(PARTS):
                shutil.rmtree(out / name)
        parts = out / f"{PARTS}{uuid.uuid4().hex[:12]}"
        parts.mkdir()
    except FileExistsError as fault:
        raise JobError(f"{out} is a file, not a folder.") from fault
    except OSError as fault:
        raise JobError(f"{out} cannot be written: {fault.strerror}.") from fault
    return parts


def said_in(out: Path) -> dict[str, Any] | None:
    """The summary of the cohort review that a folder holds; None if it holds no whole one."""
    try:
        said = json.loads((out / SUMMARY).read_bytes())
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("what") == WHAT else None


def finish(job: Job, summaries: Sequence[ShardSummary]) -> dict[str, Any]:
    """Put the parts of all shards together and show them in the folder of the job; gives back what `summary.json` says.

    `summaries`: those of all shards, in any order. Raises JobError when one is wanting or a file cannot be written.
    """
    told = {one.shard: one for one in summaries}
    wanting = sorted(set(job.shards) - set(told))
    if wanting:
        raise JobError(f"{len(wanting)} shards were not reviewed, the first of them shard {wanting[0]}: nothing was written.")
    out, parts = Path(job.out), Path(job.parts)
    try:
        rows = {table: _whole(job, table) for table in TABLES}
        said = summary(job, [told[shard] for shard in sorted(job.shards)], rows)
        (parts / SUMMARY).write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        (out / SUMMARY).unlink(missing_ok=True)
        for name in sorted(OURS - {SUMMARY}) + [SUMMARY]:
            os.replace(parts / name, out / name)
        # The review is there. A straggler of a cluster may still be putting a part in here; the next run takes that away.
        shutil.rmtree(parts, ignore_errors=True)
    except OSError as fault:
        raise JobError(f"{out} cannot be written: {fault.strerror}. The review was not written.") from fault
    return said


def discard(job: Job) -> None:
    """Take away what a run that did not finish has left, and the folder too if nothing else is in it."""
    clear(Path(job.out), Path(job.parts))


def clear(out: Path, parts: Path) -> None:
    """Take away a folder of parts, and the folder that it is in if nothing else is there."""
    shutil.rmtree(parts, ignore_errors=True)
    try:
        out.rmdir()
    except OSError:
        return


def _whole(job: Job, table: str) -> int:
    """One file out of the part files of a table; gives back its number of rows."""
    path = Path(job.parts) / f"{table}.parquet"
    files = [part(job, shard, table) for shard in sorted(job.shards)]
    if table == "problems" or not files:
        # Problems of the whole store, and an empty table where there is no shard that would bring the columns.
        first = Path(job.parts) / f"common-{table}.parquet"
        with part_file(first, schema(evaluator_for(job), table)) as sink:
            if table == "problems":
                sink.write_table(problems_table(read_common(store_of(job)), NOBODY))
        files.insert(0, first)
    with path.open("wb") as whole:
        rows = stitch(files, whole, _arrow_notes(shown_schema(schema(evaluator_for(job), table))))
        whole.flush()
        os.fsync(whole.fileno())
    for file in files:
        file.unlink()
    return rows


def _arrow_notes(columns: pa.Schema) -> dict[str, bytes]:
    """What Arrow notes in a Parquet file, from which it knows its own types again."""
    return {"ARROW:schema": b64encode(columns.serialize().to_pybytes())}
