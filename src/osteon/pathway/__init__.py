"""The medicine: every fact, parameter, score and recommendation, topic by topic. No machinery, no file format.

`pathway()` gives the whole of it. Topics are listed here by hand, in the order in which a reader meets them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from osteon.engine.nodes import Fact
from osteon.engine.rules import Pathway, named_in

__all__ = ["EDITION", "TOPICS", "declared_facts", "pathway"]

EDITION = "2026.11"

TOPICS = (
    "bone_disease",
    "general_condition",
    "lesions",
    "renal_function",
    "calcium",
    "bone_agents",
    "jaw",
    "atypical_femoral_fracture",
    "cord_compression",
    "tumour",
    "fracture",
    "spine",
    "prognosis",
    "diagnostics",
    "response",
    "systemic_treatment",
    "radiotherapy",
    "surgery",
    "skeletal_events",
    "pain",
    "fatigue",
    "distress",
    "sleep",
    "sexual_health",
    "activity",
    "nutrition",
    "patient_reports",
    "quality_measures",
)
"""Folders of this package. `topic.py` of each puts its facts, parameters and recommendations together as `TOPIC`."""


@cache
def pathway() -> Pathway:
    """The pathway of this edition."""
    from osteon.pathway.sources import SOURCES

    topics = tuple(import_module(f"osteon.pathway.{name}.topic").TOPIC for name in TOPICS)
    return Pathway(
        edition=EDITION, topics=topics, sources=SOURCES + tuple(item for topic in topics for item in topic.sources)
    )


def declared_facts() -> tuple[Fact, ...]:
    """Every fact that a module of a topic defines under a public name."""
    from pkgutil import iter_modules

    found: dict[Fact, None] = {}
    for name in TOPICS:
        folder = import_module(f"osteon.pathway.{name}")
        for module in iter_modules(folder.__path__, f"{folder.__name__}."):
            found.update(dict.fromkeys(named_in(import_module(module.name), Fact)))
    return tuple(found)
