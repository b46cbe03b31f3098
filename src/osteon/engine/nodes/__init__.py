"""The tree: what a fact, a score or a recommendation is made of.

Nodes are small frozen objects that check themselves when they are built: a wrong unit or a comparison of a date with
a weight cannot exist. They hold no patient and no medicine. Two evaluators read the same tree.

There are three kinds of value. A *boolean* is true, false or unknown. A *number* is an interval `[low, high]` in a unit
(exact when both ends are equal; dates are numbers of days in the unit `date`). A *category* is one word, or the set of
words still possible. Every value carries the facts that keep it from being exact.
"""

from osteon.engine.nodes.base import Absence, BuildError, Node, children
from osteon.engine.nodes.below import walk
from osteon.engine.nodes.conditions import (
    ALWAYS,
    NEVER,
    All,
    Any,
    AnyLesion,
    Compare,
    Known,
    Not,
    OneOf,
    all_of,
    any_of,
    known,
)
from osteon.engine.nodes.leaves import CHECKED, Constant, Fact, Parameter, Policy, absent, constant, stale, unknown
from osteon.engine.nodes.numbers import (
    Arithmetic,
    Band,
    Choose,
    CountLesions,
    DaysSince,
    Greatest,
    HoursSince,
    Hull,
    Points,
    choose,
    first_known,
)

__all__ = [
    "ALWAYS",
    "CHECKED",
    "NEVER",
    "Absence",
    "All",
    "Any",
    "AnyLesion",
    "Arithmetic",
    "Band",
    "BuildError",
    "Choose",
    "Compare",
    "Constant",
    "CountLesions",
    "DaysSince",
    "Fact",
    "Greatest",
    "HoursSince",
    "Hull",
    "Known",
    "Node",
    "Not",
    "OneOf",
    "Parameter",
    "Points",
    "Policy",
    "absent",
    "all_of",
    "any_of",
    "children",
    "choose",
    "constant",
    "first_known",
    "known",
    "stale",
    "unknown",
    "walk",
]
