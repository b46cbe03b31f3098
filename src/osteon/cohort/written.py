"""A folder of tables with a `summary.json`: it appears as a whole or not at all.

What is new is written into a folder of its own inside. At the end it takes the place of what an earlier run of the same command wrote;
`summary.json` is taken away before and put there last. So a folder with a summary holds a whole result.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from osteon.cohort.job import BrokenOffError, JobError

__all__ = ["SUMMARY", "said_in", "write_folder"]

SUMMARY = "summary.json"
PARTS = ".parts-"


def said_in(out: Path, what: str) -> dict[str, Any] | None:
    """The summary that a folder holds, if it is one of this command; None if it holds no whole result of it."""
    try:
        said = json.loads((out / SUMMARY).read_bytes())
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("what") == what else None


def write_folder(
    out: Path,
    said: Mapping[str, Any],
    tables: Mapping[str, pa.Table],
    small: Iterable[str] = (),
    more: Mapping[str, bytes] | None = None,
) -> dict[str, Any]:
    """Write each table as NAME.parquet, those named in `small` as NAME.csv too, `more` as it is, and `said` as summary.

    `said["what"]` names the command; the summary gets `rows` of each table and the `files`. Gives back the summary.
    Raises JobError when the folder holds anything but an earlier result of this command, BrokenOffError when it cannot be written.
    """
    earlier = _earlier(out, said["what"])
    parts = out / f"{PARTS}{uuid.uuid4().hex[:12]}"
    try:
        parts.mkdir(parents=True)
        for name, table in tables.items():
            pq.write_table(table, parts / f"{name}.parquet", compression="zstd")
        for name in small:
            pc.write_csv(_plain(tables[name]), parts / f"{name}.csv")
        for name, content in (more or {}).items():
            (parts / name).write_bytes(content)
        files = sorted(path.name for path in parts.iterdir())
        whole = {**said, "rows": {name: table.num_rows for name, table in tables.items()}, "files": files}
        (parts / SUMMARY).write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        (out / SUMMARY).unlink(missing_ok=True)
        for name in earlier - set(files):
            (out / name).unlink(missing_ok=True)
        for name in [*files, SUMMARY]:
            os.replace(parts / name, out / name)
        parts.rmdir()
    except BaseException as fault:
        shutil.rmtree(parts, ignore_errors=True)
        if isinstance(fault, OSError):
            raise BrokenOffError(f"{out} cannot be written: {fault.strerror}. Nothing was written.") from fault
        raise
    return whole


def _earlier(out: Path, what: str) -> set[str]:
    """The files of an earlier result in the folder. Raises JobError when it holds anything else."""
    if out.is_file():
        raise JobError(f"{out} is a file, not a folder.")
    there = {entry.name for entry in out.iterdir()} if out.is_dir() else set()
    for name in [name for name in there if name.startswith(PARTS)]:
        shutil.rmtree(out / name, ignore_errors=True)
        there.discard(name)
    said = said_in(out, what)
    if there and said is None:
        raise JobError(
            f"{out} holds other things ({min(there)}) and no earlier result of `{what}`. Name a new or an empty folder."
        )
    return {name for name in (said or {}).get("files", ()) if isinstance(name, str)} & there


def _plain(table: pa.Table) -> pa.Table:
    """Words as text, and lists as text with `; ` between: CSV has neither dictionaries nor lists."""
    columns = []
    for column in table.columns:
        if pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        elif pa.types.is_list(column.type):
            texts = [None if one is None else "; ".join(map(str, one)) for one in column.to_pylist()]
            column = pa.chunked_array([pa.array(texts, pa.string())])
        columns.append(column)
    return pa.Table.from_arrays(columns, names=table.column_names)
