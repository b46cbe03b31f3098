"""Surgery and cement that are planned or asked for, and the wall that cement must not pass.

A plan counts until the thing was done on its day or later; a request that nobody closed would otherwise ask for ever.
"""

from typing import Any

from osteon.engine.events import Events
from osteon.engine.nodes import Fact, all_of, stale, unknown
from osteon.pathway.asking import category, number, recorded, shown
from osteon.pathway.lesions.facts import SURGERY
from osteon.pathway.surgery.parameters import WALL_WINDOW

_CEMENT = ("proc.vertebroplasty",)
_SPINAL = ("proc.spinal-fixation", "proc.spinal-decompression")
_BEGUN = ("done", "active", "final")


def _asked(id: str, label: str, concepts: tuple[str, ...], **filters: Any) -> Fact:
    """Planned or asked for, and not begun since."""
    plan = recorded(
        f"{id}-plan",
        f"plan or request: {label}",
        *concepts,
        statuses=("planned",),
        why="a plan or a request would be recorded",
        **filters,
    )
    asked, begun = (
        number(
            f"{id}-{word}-day",
            f"{label}: day {said}",
            Events(concepts=concepts, statuses=statuses, **filters),
            "start",
            "date",
            absence=unknown("an entry may have no date"),
        )
        for word, said, statuses in (("plan", "of the plan", ("planned",)), ("done", "when last done", _BEGUN))
    )
    late = begun >= asked
    return Fact(id=id, label=f"{label} planned or asked for", computes=all_of(plan, ~shown(late)))


SURGERY_ASKED = _asked("bone-surgery-asked", "surgery of the spine or of a bone", SURGERY)
CEMENT_ASKED = _asked("cement-asked", "vertebroplasty or kyphoplasty", _CEMENT)
CEMENT_HERE = _asked("level-cement-asked", "cement at the level", _CEMENT, per_lesion=True)
SUPPORT_HERE = _asked("level-support-asked", "cement or surgery at the level", (*_CEMENT, *_SPINAL), per_lesion=True)

POSTERIOR_WALL = category(
    "posterior-wall",
    "posterior wall of the vertebral body",
    Events(concepts=("lesion.posterior-wall",), per_lesion=True),
    "intact",
    "eroded",
    absence=stale(WALL_WINDOW, "a picture is described only where somebody looked at it, and tumour grows"),
    ask="Is the posterior wall of this vertebral body intact on CT, or eroded?",
)
