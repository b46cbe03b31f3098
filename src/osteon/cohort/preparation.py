"""A job out of what was asked: the input looked at, the words checked, the folder of the result opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path

from osteon.cohort.evaluation import concepts_of
from osteon.cohort.folder import clear, opened
from osteon.cohort.job import DETAILS, Job, JobError, evaluator_of
from osteon.engine.settings import Settings
from osteon.pathway import pathway
from osteon.record.store import Store, ingest, open_store
from osteon.record.store.manifest import MANIFEST

__all__ = ["asked", "checked", "fingerprint", "groups_of", "prepare"]

Place = str | os.PathLike[str]
Progress = Callable[[str, int, int], None]
MOST_TOGETHER, FEWEST_GROUPS = 16_384, 2
STORE = "store"
"""Folder of the store that files are first read into, among the parts."""


def prepare(
    source: Place | Sequence[Place],
    out: Place,
    *,
    dates: Sequence[date] = (),
    detail: str = "met",
    drafts: bool = False,
    only: Sequence[str] = (),
    settings: Settings | None = None,
    undated: date | None = None,
    codes: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Job:
    """A job for a store or for FHIR files, with the folder of its result opened. Run its shards and `finish` it, or `discard` it.

    `source`: a store, or files and folders that are first read into a store inside `out`, which goes when the job ends.
    `dates`: dates of the review; none for the day of each patient's newest entry. `detail`: `met`, `undecided` or `all`. `only`: ids
    of the recommendations that are asked, all when left out; with `dates`, only the entries of files that they read are then
    looked at. `undated`: date for patients without any date, today when left out. `codes`, `workers` and `progress` are for the
    reading of files, as in `osteon.record.store.ingest`.
    Raises JobError when the folder cannot be used or a word is off, `osteon.record.RecordError` when a file cannot be read,
    `osteon.record.store.StoreError` when the store cannot.
    """
    checked(detail)
    only = asked(only, drafts)
    chosen = settings or Settings()
    concepts = concepts_of(evaluator_of(chosen, drafts, only).pathway.roots()) if only else None
    places = [Path(source)] if isinstance(source, str | os.PathLike) else [Path(one) for one in source]
    is_store = len(places) == 1 and (places[0] / MANIFEST).is_file()
    if not is_store and any((place / MANIFEST).is_file() for place in places):
        raise JobError("one store at a time: ingest all of the input into one store, or review each by itself.")
    out = Path(out).resolve()
    parts = opened(out)
    try:
        if is_store:
            store = open_store(places[0].resolve(), concepts)
        else:
            # The day of the newest entry is not known before all entries are read.
            some = concepts if dates else None
            ingest(places, parts / STORE, codes=codes, concepts=some, workers=workers, progress=progress)
            store = open_store(parts / STORE, concepts)
    except BaseException:
        clear(out, parts)
        raise
    groups = groups_of(store)
    return Job(
        store=str(store.path),
        fingerprint=fingerprint(store),
        generation=store.manifest.generation,
        patients=store.patients,
        accounts=store.accounts,
        out=str(out),
        parts=str(parts),
        shards=tuple(range(len(groups))),
        groups=groups,
        dates=tuple(sorted(set(dates))),
        undated=undated or date.today(),
        detail=detail,
        drafts=drafts,
        settings=chosen,
        only=only,
    )


def asked(only: Sequence[str], drafts: bool) -> tuple[str, ...]:
    """Ids in the order of the pathway. Raises JobError for one that there is not."""
    for name in only:
        item = pathway().by_id.get(name)
        if item is None:
            near = get_close_matches(name, pathway().by_id, 1)
            raise JobError(f"there is no recommendation {name!r}{f'; perhaps {near[0]!r}' if near else ''}.")
        if item.draft and not drafts:
            raise JobError(f"{name!r} rests on memory only: it is asked with --drafts.")
    return tuple(item.id for item in pathway().recommendations if item.id in only)


def groups_of(store: Store) -> tuple[tuple[int, ...], ...]:
    """Shards of the store that are looked at together: enough patients to make columns worth while, and as many groups, of as many
    patients each, as keep two processes equally busy."""
    wanted = -(-store.patients // MOST_TOGETHER)
    wanted = max(FEWEST_GROUPS, wanted + wanted % FEWEST_GROUPS)
    groups: list[list[int]] = [[] for _ in range(wanted)]
    before = 0
    for shard in store.shards:
        patients = store.manifest.patients[shard]
        # The group that the middle one of its patients falls in.
        groups[int((before + patients / 2) * wanted / store.patients)].append(shard)
        before += patients
    return tuple(tuple(group) for group in groups if group)


def checked(detail: str) -> str:
    """The word of `--detail`. Raises JobError for one that does not exist."""
    if detail not in DETAILS:
        raise JobError(f"the detail is one of {', '.join(DETAILS)}, not {detail!r}.")
    return detail


def fingerprint(store: Store) -> str:
    """Of the bytes that were read and the readers that read them; not of where they lay, nor when."""
    found = blake2b(store.manifest.reader.encode(), digest_size=8)
    for one in sorted((one.digest, one.size) for one in store.manifest.inputs.values()):
        found.update(repr(one).encode())
    return found.hexdigest()
