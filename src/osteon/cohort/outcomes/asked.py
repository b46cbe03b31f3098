"""What is asked of a store: plain data that goes to every process, and what is made ready from it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from osteon.cohort.evaluation import concepts_of
from osteon.cohort.job import JobError
from osteon.engine.evaluate import Evaluator, compile_pathway
from osteon.engine.settings import Settings
from osteon.pathway.skeletal_events.counting import ANCHORS
from osteon.pathway.skeletal_events.definitions import DEFINITIONS, Definition
from osteon.pathway.skeletal_events.reading import CONCEPTS
from osteon.pathway.skeletal_events.strata import INDEX_DAYS, STRATA, questions

__all__ = ["BY_ID", "Asked", "concepts", "evaluator_for"]

BY_ID: Mapping[str, Definition] = {item.id: item for item in DEFINITIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to a store. Raises JobError for a word that does not exist."""

    store: str
    """Folder of the store."""
    generation: int
    """Which state of the store is meant."""
    definition: str = "sre"
    """Id of a definition of skeletal events."""
    anchor: str = "last_counted"
    index: str = "bone-metastasis"
    """From which day on a patient is followed: a name in `osteon.pathway.skeletal_events.strata.INDEX_DAYS`."""
    as_of: date | None = None
    """Nothing after this day is looked at. None: all that is on record."""
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        for what, word, known in (
            ("definition", self.definition, BY_ID),
            ("anchor", self.anchor, ANCHORS),
            ("index day", self.index, INDEX_DAYS),
        ):
            if word not in known:
                raise JobError(f"the {what} is one of {', '.join(known)}, not {word!r}.")


def evaluator_for(settings: Settings) -> Evaluator:
    """The facts behind index days and strata, made ready under some settings; kept in the process."""
    return _ready(*settings.key())


@lru_cache(maxsize=4)
def _ready(parameters: tuple, policies: tuple) -> Evaluator:
    return compile_pathway(questions(), Settings(dict(parameters), dict(policies)))


@lru_cache(maxsize=1)
def concepts() -> frozenset[str]:
    """The concepts whose entries are read: those of the facts, and those that may be a skeletal event."""
    return concepts_of((*questions().roots(), *STRATA.values())) | CONCEPTS
