"""What a worker of Spark does with one shard. Nothing here knows Spark: it is handed Arrow batches and hands Arrow batches back."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import socket
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

import osteon
from osteon.cohort.job import Job, JobError, ShardSummary
from osteon.cohort.shard import run_shard
from osteon.pathway import pathway

__all__ = ["SAID", "Same", "answers", "done", "said", "same_here", "task"]

FAILED = "failed"
"""File among the parts: a shard has failed, the rest need not be begun."""
DONE = "-done.json"
"""End of the name of the file that holds the summary of a shard that is done."""
SAID = r"\[osteon: (.+?) :osteon\]"
"""By this our own words are found again in the long message of a scheduler."""


@dataclass(frozen=True, slots=True)
class Same:
    """What must be the same on every machine that works on a job."""

    osteon: str
    pathway: str
    store: str
    """Digest of the manifest of the store; "" when there is none."""


def same_here(job: Job) -> Same:
    """What this machine has."""
    return Same(osteon.__version__, pathway().version, _digest(job.store))


def task(job: Job) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The function that a scheduler calls with batches of places in `job.shards`; see `answers`.

    It is sent to the workers by value and imports Osteon when it runs, and the job travels as bytes: a worker with another Osteon,
    or with none, then fails with words and not while it unpacks.
    """
    payload, store, parts = pickle.dumps(job), job.store, job.parts
    here = asdict(same_here(job))

    def reviewed(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from osteon.cohort.spark_task import answers

        yield from answers(payload, store, parts, here, batches)

    return reviewed


def answers(
    payload: bytes, store: str, parts: str, wanted: dict[str, str], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Review the shards whose places are in the first column; one row `answer` for each: a ShardSummary, an exception or None, pickled.

    An exception is an answer and not a failure of the task, because trying again would not help; None stands for a shard that was
    not begun after such an answer. Only a fault of the file system fails the task, so that it is tried again, on another machine
    if need be.
    """
    pa.set_cpu_count(1)  # the tasks are the threads here
    for batch in batches:
        for place in batch.column(0).to_pylist():
            amiss = _amiss(store, parts, wanted)
            answer = JobError(amiss) if amiss else _answer(pickle.loads(payload), place)
            yield pa.RecordBatch.from_pydict({"answer": pa.array([_pickled(answer)], pa.binary())})


def _answer(job: Job, place: int) -> object:
    failed = Path(job.parts, FAILED)
    if failed.exists():
        return None
    try:
        summary = run_shard(job, job.shards[place])
        _note(job, summary)
        return summary
    except OSError as fault:
        raise RuntimeError(said(f"worker {socket.gethostname()}: {fault.strerror or fault}")) from None
    except Exception as fault:  # noqa: BLE001 - it is told to whoever started the job, and raised there
        failed.touch()
        return fault


def _note(job: Job, summary: ShardSummary) -> None:
    """Leave word among the parts that a shard is done. It is for the progress bar; what counts is the answer to the scheduler."""
    begun = Path(job.parts, f".{uuid.uuid4().hex}")
    begun.write_text(json.dumps(asdict(summary)), encoding="utf-8")
    os.replace(begun, Path(job.parts, f"{summary.shard:05d}{DONE}"))


def done(job: Job, known: set[str]) -> Iterator[ShardSummary]:
    """The summaries of shards that are done, without those `known`, which grows by them."""
    try:
        names = sorted(entry.name for entry in Path(job.parts).iterdir())
    except OSError:
        return
    for name in names:
        if name.endswith(DONE) and name not in known:
            known.add(name)
            yield ShardSummary(**json.loads(Path(job.parts, name).read_bytes()))


def said(words: str) -> str:
    """Words that a scheduler carries from a worker to the driver inside a message of its own."""
    return f"[osteon: {words} :osteon]"


def _pickled(answer: object) -> bytes:
    try:
        pickled = pickle.dumps(answer)
        pickle.loads(pickled)
    except Exception:  # noqa: BLE001 - any class of exception may refuse; its name then has to do
        return pickle.dumps(JobError(f"worker {socket.gethostname()}: {type(answer).__name__}."))
    return pickled


def _amiss(store: str, parts: str, wanted: dict[str, str]) -> str:
    """What keeps this machine from working on a job, in words; "" when nothing does."""
    host = socket.gethostname()
    here = {"osteon": osteon.__version__, "pathway": pathway().version, "store": ""}
    for what in ("osteon", "pathway"):
        if here[what] != wanted[what]:
            return (
                f"worker {host} has {what} {here[what]}, this machine has {wanted[what]}. Install the same version of osteon on both."
            )
    # The name of the folder is drawn anew for each run: who sees a folder of this name sees this folder.
    if not os.path.isdir(parts):
        return _unseen(host, Path(parts).parent)
    if not os.access(parts, os.W_OK):
        return f"worker {host} may not write to {Path(parts).parent}. Let the user that runs the tasks write there."
    if not os.path.isdir(store):
        return _unseen(host, Path(store))
    if _digest(store) != wanted["store"]:
        return (
            f"worker {host} sees another store at {store} than this machine saw at the start. Either the path leads to another folder "
            "there, or an ingest has changed the store meanwhile."
        )
    return ""


def _unseen(host: str, folder: Path) -> str:
    return f"worker {host} does not see {folder}. Name a path that this machine and all workers share."


def _digest(store: str) -> str:
    try:
        return hashlib.sha256(Path(store, "store.json").read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
