"""The outcomes of a store as a folder of tables."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import osteon
from osteon.cohort.outcomes.figures import figures
from osteon.cohort.outcomes.outcomes import Outcomes
from osteon.cohort.written import write_folder
from osteon.pathway import pathway

__all__ = ["WHAT", "write_outcomes"]

WHAT = "osteon cohort events"


def write_outcomes(found: Outcomes, out: str | os.PathLike[str], *, by: Sequence[str] = ()) -> dict[str, Any]:
    """Write the tables, and the small ones that are worked out of them, into a folder; gives back what `summary.json` says.

    Raises `osteon.cohort.JobError` when the folder holds other things, or a stratum does not exist.
    """
    made = {one.id: one for one in figures(found, by)}
    said = summary(found, by) | {
        "figures": {
            name: {"title": one.title, "says": one.says, "definition": one.definition, "notes": list(one.notes)}
            for name, one in made.items()
        }
    }
    return write_folder(
        Path(out), said, {**found.tables, **{name: one.table for name, one in made.items()}}, small=made
    )


def summary(found: Outcomes, by: Sequence[str]) -> dict[str, Any]:
    """What `summary.json` says of the question and the data. It depends on nothing but the input and the settings."""
    asked, definition, settings = found.asked, found.definition, found.asked.settings
    follow_up = found.follow_up
    counted, low, high, prevalent = (
        sum(follow_up[name].to_pylist()) for name in ("events", "low", "high", "prevalent_events")
    )
    return {
        "what": WHAT,
        "osteon": osteon.__version__,
        "pathway": pathway().version,
        "store": found.store,
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "data_until": found.data_until.isoformat() if found.data_until else None,
        "definition": {
            name: getattr(definition, name)
            for name in (
                "id",
                "title",
                "components",
                "asymptomatic_fractures_counted",
                "window_days",
                "unit",
                "source",
                "locator",
            )
        },
        "anchor": asked.anchor,
        "index": asked.index,
        "by": list(by),
        "policies": {item.id: settings.policies.get(item.id, item.default) for item in pathway().policies},
        "parameters": {name: float(value) for name, value in sorted(settings.parameters.items())},
        "changed": dict(sorted(settings.provenance.items())),
        "resources": dict(sorted(found.resources.items())),
        "attrition": dict(found.attrition),
        "events": {"counted": counted, "low": low, "high": high, "prevalent": prevalent},
        "died_undated": found.died_undated,
    }
