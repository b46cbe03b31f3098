"""The patients of some shards: their follow-up, their events, and the counts that add up over shards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from osteon.cohort.evaluation import EPOCH_DAY, ShardData, read
from osteon.cohort.job import BrokenOffError
from osteon.cohort.outcomes.asked import BY_ID, Asked, concepts, evaluator_for
from osteon.cohort.outcomes.follow_up import ENDED_BY, PRECISIONS, FollowUp, Words, day_of, follow_up, words_of
from osteon.cohort.outcomes.happened import Happened, happened
from osteon.cohort.outcomes.schema import DIAGNOSED, FOLLOW_UP
from osteon.engine.columns.values import Truth
from osteon.pathway.skeletal_events.strata import LESION, SINCE, STRATA
from osteon.record.store import open_store
from osteon.terminology import is_skeletal, site

__all__ = ["Group", "group"]


@dataclass(frozen=True, slots=True)
class Group:
    """What a group of shards comes to."""

    tables: dict[str, pa.Table]
    attrition: Counter[str]
    """Patients left after each step."""
    sites: Counter[str]
    """Patients with a metastasis, by the place of it; among those with bone metastasis."""
    subtypes: Counter[tuple[str | None, bool]]
    """Patients with breast cancer, by subtype and whether they have bone metastasis."""
    died_undated: int
    """Followed patients who are said to have died, nobody says when."""
    newest: date | None
    """The last day that any of the records reaches."""


def group(asked: Asked, shards: tuple[int, ...]) -> Group:
    """What happened to the patients of some shards of the store.

    Raises `osteon.record.store.StoreError` when one cannot be read, `osteon.cohort.job.BrokenOffError` when the store
    has changed.
    """
    store = open_store(asked.store)
    if store.manifest.generation != asked.generation:
        raise BrokenOffError("the store was changed by an ingest while it was read; nothing was written. Start again.")
    return of_shard(asked, read(store, shards, concepts()))


def of_shard(asked: Asked, data: ShardData) -> Group:
    """The same for a shard in memory."""
    evaluator = evaluator_for(asked.settings)
    found = follow_up(evaluator, data, asked.as_of, asked.index)
    events = happened(data, found, BY_ID[asked.definition], asked.anchor, asked.as_of)
    followed = found.followed
    longer = followed & (found.end > found.index)
    attrition = Counter({name: int(flags.sum()) for name, flags in found.steps})
    attrition["follow-up after the index day"] = int(longer.sum())
    last = int(found.end.max(initial=0))
    return Group(
        tables={
            "follow_up": _follow_up(data, found, events),
            **events.tables,
            "diagnosed": _diagnosed(data, found),
        },
        attrition=attrition,
        sites=_sites(data, found),
        subtypes=_subtypes(found),
        died_undated=int((followed & data.deceased & (data.death == 0)).sum()),
        newest=date.fromordinal(last) if last else None,
    )


def _follow_up(data: ShardData, found: FollowUp, events: Happened) -> pa.Table:
    rows = np.flatnonzero(found.followed)
    columns: list[pa.Array] = [
        data.patients.take(pa.array(rows)),
        _dates(found.index[rows]),
        _worded(found.precision[rows], PRECISIONS),
        _sources(data, found.entry[rows]),
        _dates(found.end[rows]),
        _worded(found.ended_by[rows], ENDED_BY),
        pa.array(found.end[rows] - found.index[rows], pa.int32()),
        *(pa.array(column[rows]) for column in (events.events, events.low, events.high, events.prevalent)),
        *(_worded(found.strata[name].codes[rows], found.strata[name].words) for name in STRATA),
    ]
    return pa.Table.from_arrays(columns, schema=FOLLOW_UP)


def _diagnosed(data: ShardData, found: FollowUp) -> pa.Table:
    """Of those whose breast cancer is dated, and their bone metastasis if they have it: how long they are followed from then on, and
    when bone metastasis began, in days."""
    diagnosis, _, _ = day_of(found.columns, SINCE["breast cancer"])
    onset, _, _ = day_of(found.columns, SINCE["bone metastasis"])
    cancer, bone = (found.flags(name) for name in ("breast cancer", "bone metastasis"))
    rows = np.flatnonzero(cancer & (diagnosis > 0) & (found.end >= diagnosis) & ((onset > 0) | ~bone))
    since = np.maximum(onset[rows] - diagnosis[rows], 0)
    columns = [
        data.patients.take(pa.array(rows)),
        pa.array(found.end[rows] - diagnosis[rows], pa.int32()),
        pa.array(since, pa.int32(), mask=~bone[rows]),
    ]
    return pa.Table.from_arrays(columns, schema=DIAGNOSED)


def _sites(data: ShardData, found: FollowUp) -> Counter[str]:
    """Patients with a metastasis in each place of the skeleton, or in a part of it: each person once in each, whichever side."""
    columns, lesions = found.columns, data.population.lesions
    value = columns.value(LESION)
    assert isinstance(value, Truth)
    proven = np.broadcast_to(value.true, columns.lesions) & found.flags("bone metastasis")[columns.patient_of]
    rows = columns.lesion_rows[proven]
    names: dict[str, int] = {}
    lines = [[names.setdefault(one, len(names)) for one in _line(word)] for word in lesions.site.words]
    lengths = np.array([*(len(line) for line in lines), 0])[lesions.site.codes[rows]]
    places = [place for code in lesions.site.codes[rows].tolist() if code >= 0 for place in lines[code]]
    pairs = np.unique(np.stack([np.repeat(lesions.patient[rows], lengths), np.array(places, np.int32)]), axis=1)[1]
    counts = np.bincount(pairs, minlength=len(names)).tolist()
    return Counter(dict(zip(names, counts, strict=True)))


def _line(name: str) -> list[str]:
    """A place in the skeleton and all that it is a part of, but for the skeleton itself; nothing for another place."""
    line: list[str] = []
    while is_skeletal(name) and (parent := site(name).parent) is not None:
        line.append(name)
        name = parent
    return line


def _subtypes(found: FollowUp) -> Counter[tuple[str | None, bool]]:
    words: Words = words_of(found.columns, STRATA["subtype"])
    cancer, bone = (found.flags(name) for name in ("breast cancer", "bone metastasis"))
    counts: Counter[tuple[str | None, bool]] = Counter()
    for code, word in enumerate((*words.words, None)):
        here = cancer & (words.codes == (code if word is not None else -1))
        for ill in (False, True):
            counts[word, ill] += int((here & (bone == ill)).sum())
    return counts


# --- columns ----------------------------------------------------------------------------------------------------------


def _dates(days: np.ndarray) -> pa.Array:
    return pa.array((days - EPOCH_DAY).astype(np.int32)).view(pa.date32())


def _worded(codes: np.ndarray, words: tuple[str, ...]) -> pa.DictionaryArray:
    places = pa.array(codes.astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(places, pa.array(words, pa.string()))


def _sources(data: ShardData, entries: np.ndarray) -> pa.Array:
    return data.sources.take(pa.array(entries, mask=entries < 0)).combine_chunks()
