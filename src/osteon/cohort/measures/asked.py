"""What is asked of the measures: plain data, the same for every group of shards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from osteon.cohort.job import JobError
from osteon.engine.evaluate import Evaluator, compile_pathway
from osteon.engine.measures import Measure
from osteon.engine.settings import Settings
from osteon.pathway import pathway

__all__ = ["Asked", "evaluator_of", "measures_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Measures over a store. `since`, `until`: first and last day of an anchor; `as_of`: the day beyond which nobody is followed."""

    store: str = ""
    """Folder of the store; not looked at where timelines are given."""
    generation: int = 0
    measures: tuple[str, ...] = ()
    """Ids; all that are no drafts when empty."""
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    drafts: bool = False
    settings: Settings = field(default_factory=Settings)
    parts: str = ""
    """Folder for the rows of each group, as part files; none are written when empty."""


@lru_cache(maxsize=4)
def _ready(parameters: tuple, policies: tuple, provenance: tuple, drafts: bool) -> Evaluator:
    return compile_pathway(pathway(), Settings(dict(parameters), dict(policies), dict(provenance)), drafts)


def evaluator_of(asked: Asked) -> Evaluator:
    """The pathway made ready, kept in the process."""
    settings = asked.settings
    named = (settings.parameters, settings.policies, settings.provenance)
    return _ready(*(tuple(sorted(one.items())) for one in named), asked.drafts)


def measures_of(asked: Asked) -> tuple[Measure, ...]:
    """The measures asked for, in the order of the pathway. Raises JobError for one that does not exist or is a draft."""
    known = {item.id: item for item in pathway().measures}
    for name in asked.measures:
        if name not in known:
            raise JobError(f"no measure is called {name!r}; they are {', '.join(known)}.")
        if known[name].draft and not asked.drafts:
            raise JobError(f"the measure {name!r} rests on memory: give --drafts to compute it nevertheless.")
    wanted = asked.measures or known
    return tuple(item for item in known.values() if item.id in wanted and (asked.drafts or not item.draft))
