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
    "renal_function",
    "calcium",
    "bone_agents",
    "jaw",
    "atypical_femoral_fracture",
    "cord_compression",
)
"""Folders of this package, each with `facts.py`, `parameters.py`, `recommendations.py` and a `TOPIC`."""


@cache
def pathway() -> Pathway:
    """The pathway of this edition."""
    from osteon.pathway.sources import SOURCES

    topics = tuple(import_module(f"osteon.pathway.{name}").TOPIC for name in TOPICS)
    return Pathway(edition=EDITION, topics=topics, sources=SOURCES)


def declared_facts() -> tuple[Fact, ...]:
    """Every fact that a topic defines under a public name."""
    found = {fact: None for name in TOPICS for fact in named_in(import_module(f"osteon.pathway.{name}.facts"), Fact)}
    return tuple(found)
