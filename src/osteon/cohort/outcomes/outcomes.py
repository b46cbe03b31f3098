"""What happened to the patients of a store: follow-up and skeletal events as tables, shard by shard in processes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort.outcomes.asked import BY_ID, Asked
from osteon.cohort.outcomes.group import Group, group
from osteon.cohort.outcomes.schema import TABLES
from osteon.cohort.preparation import fingerprint, groups_of
from osteon.cohort.spread import Progress, counted, spread, workers_for
from osteon.engine.settings import Settings
from osteon.pathway.skeletal_events.definitions import Definition
from osteon.record.store import open_store

__all__ = ["Outcomes", "outcomes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What happened to the patients of a store under one definition. Tables are Arrow tables, sorted by patient."""

    asked: Asked
    store: str
    """Fingerprint of what the store was read from."""
    resources: Mapping[str, int]
    """Resources of the store that were `read`, `used`, `refused`, and ignored by each rule."""
    newest: date | None
    """The last day that any of the records reaches: the date of the data, where no `as_of` was given."""
    tables: Mapping[str, pa.Table]
    """By name, those of `osteon.cohort.outcomes.schema.TABLES`."""
    attrition: Mapping[str, int]
    """Patients left after each step, in order."""
    sites: Mapping[str, int]
    """Patients by place of their bone metastases."""
    subtypes: Mapping[tuple[str | None, bool], int]
    """Patients with breast cancer by subtype and by whether they have bone metastasis."""
    died_undated: int
    """Followed patients who are said to have died, nobody says when: they leave with their newest entry."""

    @property
    def definition(self) -> Definition:
        """The definition of the events."""
        return BY_ID[self.asked.definition]

    @property
    def data_until(self) -> date | None:
        """The day up to which the data go."""
        return self.asked.as_of or self.newest

    @property
    def follow_up(self) -> pa.Table:
        """One row for each patient with an index day."""
        return self.tables["follow_up"]

    @property
    def skeletal_events(self) -> pa.Table:
        """One row for each event that counts, after the index day."""
        return self.tables["skeletal_events"]

    @property
    def prevalent_events(self) -> pa.Table:
        """Events on the index day or before."""
        return self.tables["prevalent_events"]

    @property
    def possible_events(self) -> pa.Table:
        """The events after the index day, if everything that is undecided counted."""
        return self.tables["possible_events"]

    @property
    def asides(self) -> pa.Table:
        """What is no event of its own, and what became of it."""
        return self.tables["asides"]


def outcomes(
    store: str | os.PathLike[str],
    *,
    definition: str = "sre",
    anchor: str = "last_counted",
    index: str = "bone-metastasis",
    as_of: date | str | None = None,
    settings: Settings | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Outcomes:
    """What happened to the patients of a store.

    `definition`: id of a definition of skeletal events (`osteon.pathway.skeletal_events.definitions`); `anchor`: `last_counted` or
    `last_any`; `index`: the day from which on they are followed, `bone-metastasis` when it was first recorded. `as_of`: nobody is
    followed beyond this day, and nothing after it is looked at. `workers`: processes. `progress` is told how far it is, from any
    thread.

    Raises JobError for a word that does not exist, `osteon.record.store.StoreError` when the store cannot be read.
    """
    opened = open_store(store)
    asked = Asked(
        store=str(opened.path.resolve()),
        generation=opened.manifest.generation,
        definition=definition,
        anchor=anchor,
        index=index,
        as_of=date.fromisoformat(as_of) if isinstance(as_of, str) else as_of,
        settings=settings or Settings(),
    )
    some = groups_of(opened)
    told = counted(progress, "reading", len(some))
    parts = spread(partial(group, asked), some, workers or workers_for(opened.patients), told)
    return together(asked, fingerprint(opened), parts, opened.accounts)


def together(asked: Asked, store: str, parts: list[Group], resources: Mapping[str, int] | None = None) -> Outcomes:
    """The outcomes of all groups as one. Neither the shards nor the processes show in it."""
    return Outcomes(
        asked=asked,
        store=store,
        resources=resources or {},
        newest=max((one.newest for one in parts if one.newest), default=None),
        tables={name: _whole(columns, [one.tables[name] for one in parts]) for name, columns in TABLES.items()},
        attrition=_added([one.attrition for one in parts]),
        sites=dict(sorted(_added([one.sites for one in parts]).items())),
        subtypes=_added([one.subtypes for one in parts]),
        died_undated=sum(one.died_undated for one in parts),
    )


def _added(parts: list[Counter]) -> Counter:
    """The sum of counts. What was counted and is 0 stays."""
    total: Counter = Counter()
    for one in parts:
        total.update(one)
    return total


def _whole(columns: pa.Schema, parts: list[pa.Table]) -> pa.Table:
    """The parts of a table as one, by patient; each column of words has them in the order in which they come."""
    whole = pa.concat_tables([columns.empty_table(), *parts])
    whole = whole.take(pc.sort_indices(whole, [("patient", "ascending")]))
    for place, field in enumerate(columns):
        if pa.types.is_dictionary(field.type):
            words = whole.column(place).cast(pa.string()).combine_chunks().dictionary_encode()
            whole = whole.set_column(place, field, words)
    return whole.combine_chunks()
