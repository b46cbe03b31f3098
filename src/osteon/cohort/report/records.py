"""What the records of a store lack and what was wrong with them: counts over groups of shards, in processes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from osteon.cohort.evaluation import ShardData, concepts_of, read
from osteon.cohort.job import BrokenOffError, evaluator_of
from osteon.cohort.preparation import groups_of
from osteon.cohort.spread import Progress, counted, spread, workers_for
from osteon.cohort.told import plain
from osteon.engine.columns import VERDICTS, verdicts
from osteon.engine.columns.values import Truth
from osteon.engine.evaluate import UNKNOWN, Evaluator
from osteon.engine.settings import Settings
from osteon.engine.situation import as_of as moment
from osteon.pathway import pathway
from osteon.pathway.bone_disease.facts import BONE_METASTASIS
from osteon.record.store import Store, open_store, read_common, read_shard

__all__ = ["ENOUGH", "Lacking", "Problems", "Records", "kind_of", "records"]

ENOUGH = 50_000
"""Patients whose records are asked for every fact. In a larger store they are those of its first shards: a patient's shard is a hash
of her id, so these are as good as drawn by lot."""
OPEN = VERDICTS.index(UNKNOWN)


class Problems(NamedTuple):
    """Entries that could not be used as they are: how many, and how many patients they belong to."""

    entries: int
    patients: int


@dataclass(slots=True)
class Lacking:
    """Who lacks what, of those with bone metastases who are alive."""

    people: int = 0
    """With bone metastases, alive, asked for every fact."""
    asked: int = 0
    """Patients of the shards that were looked at."""
    patients: Counter[str] = field(default_factory=Counter)
    """By fact, those for whom some recommendation is undecided without it."""
    recommendations: dict[str, Counter[str]] = field(default_factory=dict)
    """By fact, for each recommendation the patients for whom it is undecided without it."""


@dataclass(slots=True)
class Records:
    """What is lacking in the records, and the problems by the type of the entry and the kind of the problem."""

    lacking: Lacking
    problems: dict[tuple[str, str], Problems]
    with_problems: int
    """Patients with any problem."""
    accounts: dict[str, int]
    """Resources `read`, `used`, `refused`, and ignored by each rule."""


class Asked(NamedTuple):
    """The question that goes to every process."""

    store: str
    generation: int
    as_of: date | None
    settings: Settings


class Item(NamedTuple):
    """A group of shards, and whether its records are asked for every fact."""

    shards: tuple[int, ...]
    whole: bool


def records(
    store: Store,
    *,
    as_of: date | None = None,
    settings: Settings | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Records:
    """What the records of a store lack on a day (None: on the day of each patient's newest entry), and their problems.

    Raises `osteon.record.store.StoreError` when the store cannot be read, BrokenOffError when it has changed meanwhile.
    """
    asked = Asked(str(store.path.resolve()), store.manifest.generation, as_of, settings or Settings())
    items, held = [], 0
    for shards in groups_of(store):
        items.append(Item(shards, held < ENOUGH))
        held += sum(store.manifest.patients[shard] for shard in shards)
    told = counted(progress, "looking at the records", len(items))
    parts = spread(partial(group, asked), items, workers or workers_for(store.patients), told)
    return _together(store, parts)


def group(asked: Asked, item: Item) -> tuple[Lacking, dict[tuple[str, str], Problems], int]:
    """The same for some shards; and how many patients have any problem."""
    store = open_store(asked.store)
    if store.manifest.generation != asked.generation:
        raise BrokenOffError("the store was changed by an ingest while it was read; nothing was written. Start again.")
    tables = [read_shard(store, shard, ("problems",))["problems"] for shard in item.shards]
    found = _joined([_problems(table) for table in tables])
    with_problems = sum(len(np.unique(table["patient"].drop_null().to_numpy())) for table in tables)
    lacking = Lacking()
    if item.whole:
        evaluator = evaluator_of(asked.settings, False)
        lacking = lacking_in(evaluator, read(store, item.shards, _concepts()), asked.as_of)
    return lacking, found, with_problems


@lru_cache(maxsize=1)
def _concepts() -> frozenset[str]:
    """The concepts that the recommendations read."""
    whole = pathway()
    active = [item for item in whole.recommendations if not item.draft]
    return concepts_of([node for item in active for node in (item.when, whole.applicability(item, False))])


def lacking_in(evaluator: Evaluator, data: ShardData, day: date | None) -> Lacking:
    """Who lacks what among some patients, each on a day or on that of her newest entry."""
    days = (
        np.where(data.newest == 0, 1, data.newest).astype(np.int32)
        if day is None
        else np.full(1, day.toordinal(), np.int32)
    )
    died = np.where(data.death == 0, data.deceased, data.death <= days)
    columns, found = verdicts(evaluator, data.population, moment(day) if day else days)
    bone = columns.value(BONE_METASTASIS)
    assert isinstance(bone, Truth)
    people = np.broadcast_to(bone.true, data.population.patients) & ~died
    lacking = Lacking(people=int(people.sum()), asked=data.population.patients)
    whose: dict[str, np.ndarray] = {}
    for verdict in found:
        if not (verdict.codes == OPEN).any():
            continue
        for fact, flags in verdict.missing().items():
            rows = np.broadcast_to(flags, len(verdict.codes))
            lacks = np.zeros(data.population.patients, bool)
            lacks[columns.patient_of[rows] if verdict.per_lesion else rows] = True
            lacks &= people
            if lacks.any():
                name = evaluator.facts[fact].id
                whose[name] = whose[name] | lacks if name in whose else lacks
                lacking.recommendations.setdefault(name, Counter())[verdict.recommendation.id] += int(lacks.sum())
    lacking.patients = Counter({name: int(flags.sum()) for name, flags in whose.items()})
    return lacking


# --- problems ---------------------------------------------------------------------------------------------------------

TYPE = re.compile(r"[A-Z][A-Za-z]{2,39}(?=/|$)")
UNIT = re.compile(r"^.* cannot be given in [^;]*")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\([^()]*\)")
# What a record says may stand in a message in quotes, in brackets, or with figures in it.
FIGURE = re.compile(r"\S*\d\S*")


def kind_of(source: str | None, message: str) -> tuple[str, str]:
    """The type of the resource, and the message without anything that it quotes from the record."""
    found = TYPE.match(source or "")
    words = QUOTED.sub("", UNIT.sub("the unit cannot be given in the one that is counted in", message))
    return found[0] if found else "other", re.sub(r" (?=[,;])", "", " ".join(FIGURE.sub("…", words).split()))


def _problems(table: pa.Table) -> dict[tuple[str, str], Problems]:
    if not table.num_rows:
        return {}
    messages = plain(table["message"].dictionary_encode())
    types = [TYPE.match(one or "") for one in table["source"].to_pylist()]
    spelt = messages.dictionary.to_pylist()
    owners = table["patient"].fill_null(-1).to_pylist()
    rows: dict[tuple[str, str], list[int]] = {}
    known: dict[tuple[str, int], tuple[str, str]] = {}
    for owner, found, place in zip(owners, types, messages.indices.to_pylist(), strict=True):
        key = (found[0] if found else "", place)
        kind = known.get(key)
        if kind is None:
            kind = known[key] = kind_of(key[0], spelt[place])
        rows.setdefault(kind, []).append(owner)
    return {kind: Problems(len(whose), len(set(whose) - {-1})) for kind, whose in rows.items()}


def _joined(parts: list[dict[tuple[str, str], Problems]]) -> dict[tuple[str, str], Problems]:
    found: dict[tuple[str, str], Problems] = {}
    for part in parts:
        for kind, one in part.items():
            before = found.get(kind, Problems(0, 0))
            found[kind] = Problems(before.entries + one.entries, before.patients + one.patients)
    return found


def _together(store: Store, parts: list[tuple[Lacking, dict[tuple[str, str], Problems], int]]) -> Records:
    whole = Lacking()
    for lacking, _, _ in parts:
        whole.people += lacking.people
        whole.asked += lacking.asked
        whole.patients.update(lacking.patients)
        for fact, counts in lacking.recommendations.items():
            whole.recommendations.setdefault(fact, Counter()).update(counts)
    problems = _joined([_problems(read_common(store)), *(found for _, found, _ in parts)])
    return Records(whole, problems, sum(number for _, _, number in parts), store.accounts)
