"""`osteon ingest`: inputs into a store, in two halves, by as many processes as there are processors.

Crash safety: parts and tables are written beside the live ones under names of their own, and become the store when the
manifest that names them takes the place of the old one. A part is named after what it was made from, so that an ingest which
was interrupted finds its parts again.
"""

from __future__ import annotations

import errno
import fcntl
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

from osteon.record.lesions import LESION_CONCEPTS
from osteon.record.store.blocks import PACKED, Task, plan_tasks
from osteon.record.store.inputs import Input, find_inputs
from osteon.record.store.manifest import (
    Manifest,
    Part,
    StoreError,
    read_manifest,
    reader_fingerprint,
    staging_fingerprint,
    write_manifest,
)

__all__ = ["Ingested", "ingest"]

BYTES_PER_PATIENT: Final = 57_000
PATIENTS_PER_SHARD: Final = 1_000
MOST_SHARDS: Final = 1_000
NOT_ASKED: Final = "not-asked"
"""What a store of some concepts counts the resources under that were not read."""

Progress = Callable[[str, int, int], None]
"""Told (`reading` or `building`, done, of how much)."""


class Ingested(NamedTuple):
    """What an ingest did. `accounts` are of the whole store."""

    inputs: int
    read: int
    """Inputs that were read; the others were known and had not changed."""
    patients: int
    accounts: dict[str, int]


def ingest(
    inputs: Iterable[str | os.PathLike[str]],
    store: str | os.PathLike[str],
    *,
    codes: Path | None = None,
    concepts: Collection[str] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Ingested:
    """Read `inputs` (files, folders, manifests of a bulk export) into the store in the folder `store`, made if need be.

    Inputs that the store holds already and that have not changed are skipped; those that have changed replace what they
    brought; the others stay. `codes` are the site's own codes. `concepts`: make a store of the entries about these only, for
    questions that read no others; most lines are then not looked at. It is made of all its input at once. Its patients have no
    day of their newest entry that could be relied on, and a patient who has no entry at all is in it only by a Patient resource
    of her own.

    Raises RecordError when an input cannot be read, StoreError when the store cannot be written.
    """
    found = find_inputs(inputs)
    folder = Path(store)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            return _Ingest(folder, codes, concepts, workers or os.cpu_count() or 1, progress or (lambda *_: None)).run(found)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreError(
                "The disk is full. Free some space and start the same ingest again: it goes on where it was."
            ) from None
        raise StoreError(f"The store cannot be written: {error.strerror or type(error).__name__}.") from None
    except BrokenProcessPool:
        raise StoreError(
            "A worker was killed, most likely for lack of memory. Start the same ingest again: it goes on."
        ) from None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError("Another ingest is writing to this store. Wait until it has ended.") from None
        yield


class _Ingest:
    def __init__(
        self, folder: Path, codes: Path | None, concepts: Collection[str] | None, workers: int, progress: Progress
    ) -> None:
        self.folder, self.codes, self.workers, self.progress = folder, codes, workers, progress
        self.started = time.monotonic_ns()
        self.concepts = None if concepts is None else tuple(sorted(LESION_CONCEPTS.union(concepts)))
        self.parts_folder = folder / "parts"

    def run(self, found: list[Input]) -> Ingested:
        old = read_manifest(self.folder)
        if old is None:
            size = sum(one.size * (PACKED if one.packed else 1) for one in found)
            shards = min(MOST_SHARDS, max(1, size // (BYTES_PER_PATIENT * PATIENTS_PER_SHARD)))
            told = None if self.concepts is None else list(self.concepts)
            old = Manifest(shards=shards, staging=staging_fingerprint(), concepts=told)
        if old.concepts != (None if self.concepts is None else list(self.concepts)):
            raise StoreError("The store is about other concepts. Ingest all input into a new folder.")
        if old.staging != staging_fingerprint():
            raise StoreError("The store was made by another version of Osteon. Ingest all input into a new folder.")
        self.parts_folder.mkdir(exist_ok=True)
        new, tasks = _plan(old, found)
        if self.concepts is not None and old.inputs and tasks:
            # What was left out of the earlier input may be another version of an entry that is read now.
            raise StoreError("A store about some concepts is made of all its input at once. Ingest all input into a new folder.")
        staged = self._stage(tasks, new)
        new.parts |= staged
        changed = {shard for name, part in old.parts.items() if name not in new.parts for shard in part.shards}
        changed |= {shard for name in staged for shard in new.parts[name].shards}
        gone = set(old.inputs) - set(new.inputs)
        changed |= {shard for part in old.parts.values() if gone & set(part.inputs) for shard in part.shards}
        new.reader = reader_fingerprint(self.codes)
        if new.reader != old.reader or new.shards in changed:
            changed = set(range(new.shards + 1))  # what belongs to nobody may be pointed to from everywhere
        if changed or tasks or gone:
            new.generation = old.generation + 1
            self._build(changed, new)
            if self.concepts is not None:
                left = sum(part.left_out for part in new.parts.values())
                common = new.accounts.get(new.shards, {})
                new.accounts[new.shards] = common | {"read": common.get("read", 0) + left, NOT_ASKED: left}
            write_manifest(self.folder, new)
        self._sweep(new)
        totals: dict[str, int] = {}
        for counts in new.accounts.values():
            for name, count in counts.items():
                totals[name] = totals.get(name, 0) + count
        read = len({span.number for task in tasks for span in task.spans})
        return Ingested(len(found), read, sum(new.patients.values()), totals)

    def _stage(self, tasks: list[Task], new: Manifest) -> dict[str, Part]:
        """First half; parts that an interrupted ingest left are taken as they are."""
        needed: dict[int, tuple[int, ...]] = {}
        staged = self._stage_all(tasks, new, needed)
        if self.concepts is not None:
            from osteon.record.store.working import left_behind

            left = left_behind(self.folder, staged)
            needed = {place: left[name] for place, name in enumerate(staged) if name in left}
            staged = self._stage_all(tasks, new, needed)
        return {part: told for parts in staged.values() for part, told in parts.items()}

    def _stage_all(
        self, tasks: list[Task], new: Manifest, needed: dict[int, tuple[int, ...]]
    ) -> dict[str, dict[str, Part]]:
        """The parts of each task by its name, in the order of the input. `needed`: by place, keys of what has to be read, too."""
        names = [_name(task, new, self.concepts, needed.get(place, ())) for place, task in enumerate(tasks)]
        staged = {name: self._finished(name) for name in names}
        waiting = [place for place, name in enumerate(names) if staged[name] is None]
        sizes = {names[place]: tasks[place].size for place in waiting}
        total = sum(task.size for task in tasks)
        done = total - sum(sizes.values())
        self.progress("reading", done, total)
        asked = None if self.concepts is None else (self.concepts, self.codes, self.started)
        jobs = [
            (names[place], self.folder, tasks[place], new.shards, asked, needed.get(place, ())) for place in waiting
        ]
        for name, parts in self._run(_stage_one, jobs):
            staged[name] = parts
            done += sizes[name]
            self.progress("reading", done, total)
        return {name: parts for name, parts in staged.items() if parts is not None}

    def _finished(self, name: str) -> dict[str, Part] | None:
        from osteon.record.store.working import parts_of

        return parts_of(self.parts_folder / name)

    def _build(self, changed: set[int], new: Manifest) -> None:
        """Second half: the tables of the shards that have changed."""
        total = len(changed)
        write_manifest(self.parts_folder, new)  # for the workers: it is too long to be sent with every shard
        jobs = [(shard, self.folder, self.codes) for shard in sorted(changed, reverse=True)]
        for done, (shard, built) in enumerate(self._run(_build_one, jobs), 1):
            new.files[shard] = new.generation
            new.accounts[shard], new.patients[shard] = built.accounts, built.patients
            self.progress("building", done, total)

    def _run(self, work: Callable[..., Any], jobs: list[tuple[Any, ...]]) -> Iterator[tuple[Any, Any]]:
        """(first of the job, result), as they come. One process is enough for one job."""
        if not jobs:
            return
        if len(jobs) == 1 or self.workers == 1:
            for job in jobs:
                yield job[0], work(*job)
            return
        # Workers are copies of one process that has loaded the libraries: they start at once and share its memory. Each half has
        # its own: what one has held is not always given back.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["osteon.record.store.working", "osteon.record.store.staging"])
        with ProcessPoolExecutor(min(self.workers, len(jobs)), mp_context=context) as pool:
            waiting = list(reversed(jobs))
            running: dict[Future[Any], Any] = {}
            try:
                while waiting or running:
                    while waiting and len(running) < self.workers + 1:
                        job = waiting.pop()
                        running[pool.submit(work, *job)] = job[0]
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        yield running.pop(future), future.result()
            finally:
                for future in running:
                    future.cancel()

    def _sweep(self, live: Manifest) -> None:
        """Remove what the manifest does not name: leavings of a crash, and tables and parts that were replaced."""
        names = {f"{name}.rows" for name in live.parts}
        for path in self.parts_folder.iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)
        for shard in (self.folder / "shards").glob("*"):
            number = live.shards if shard.name == "common" else int(shard.name) if shard.name.isdecimal() else -1
            if number not in live.files:
                shutil.rmtree(shard, ignore_errors=True)
                continue
            prefix = f"{live.files[number]:06d}-"
            for path in shard.iterdir():
                if not path.name.startswith(prefix) or path.suffix != ".parquet":
                    path.unlink(missing_ok=True)


def _plan(old: Manifest, found: list[Input]) -> tuple[Manifest, list[Task]]:
    """The manifest with the new inputs under new numbers, and what has to be read."""
    known = {one: number for number, one in old.inputs.items()}
    by_path = {one.path: number for number, one in old.inputs.items()}
    fresh = [one for one in found if one not in known]
    replaced = {by_path[one.path] for one in fresh if one.path in by_path}
    kept = {number: one for number, one in old.inputs.items() if number not in replaced}
    numbered = list(enumerate(fresh, old.next_input))
    parts = {name: part for name, part in old.parts.items() if set(part.inputs) & set(kept)}
    new = replace(
        old,
        inputs=kept | dict(numbered),
        next_input=old.next_input + len(fresh),
        parts=parts,
        files=dict(old.files),
        accounts=dict(old.accounts),
        patients=dict(old.patients),
    )
    return new, plan_tasks(numbered)


def _name(task: Task, manifest: Manifest, concepts: tuple[str, ...] | None, needed: tuple[int, ...]) -> str:
    """Of its parts: the same for the same bytes of the same inputs, told apart by size, time and ends."""
    text = repr((manifest.shards, manifest.staging, task, *(concepts or ()), *needed))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _stage_one(
    name: str, folder: Path, task: Task, shards: int, asked: tuple[tuple[str, ...], Path | None, int] | None, needed: tuple[int, ...]
) -> dict[str, Part]:
    from osteon.record.store.working import Asked, stage_task

    return stage_task(name, folder, task, shards, None if asked is None else Asked(*asked), needed)


def _build_one(shard: int, folder: Path, codes: Path | None) -> Any:
    from osteon.record.store.working import build_shard

    return build_shard(shard, folder, codes)
