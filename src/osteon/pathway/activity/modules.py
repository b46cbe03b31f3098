"""The table of exercise by place of the metastases (Galvao 2011, as printed by Hart 2018 and in PMC9335464).

A row says what may be trained when there is a metastasis at its place. Several places together allow what every row of them
allows. The row of the humerus stands in one of the two copies only. Places that no row names are not in the table, which is no
permission.
"""

from typing import NamedTuple

__all__ = ["ALL_REGIONS", "MODULES", "Module", "restricted"]

ALLOWED = "allowed"
NOT_ALLOWED = "not-allowed"
ELBOW_ONLY = "elbow-only"
KNEE_ONLY = "knee-only"
NO_SPINE = "no-spine"
NO_SHOULDER = "no-shoulder"


class Module(NamedTuple):
    """A row of the table."""

    name: str
    places: tuple[str, ...]
    upper: str
    """Resistance exercise of the arms; `elbow-only`: no movement of the shoulder against resistance."""
    trunk: str
    lower: str
    """Resistance exercise of the legs; `knee-only`: no bending or stretching of the hip against resistance."""
    weight_bearing: str
    """Aerobic exercise on the feet (walking)."""
    non_weight_bearing: str
    """Aerobic exercise off the feet (cycling)."""
    stretch: str
    """Static stretching; `no-spine`: no movement of the spine, `no-shoulder`: the shoulder left out."""


PELVIS = Module(
    name="pelvis",
    places=("pelvis",),
    upper=ALLOWED,
    trunk=ALLOWED,
    lower=KNEE_ONLY,
    weight_bearing=NOT_ALLOWED,
    non_weight_bearing=ALLOWED,
    stretch=ALLOWED,
)
LUMBAR_SPINE = Module(
    name="lumbar-spine",
    places=("spine.lumbar",),
    upper=ALLOWED,
    trunk=NOT_ALLOWED,
    lower=ALLOWED,
    weight_bearing=NOT_ALLOWED,
    non_weight_bearing=ALLOWED,
    stretch=NO_SPINE,
)
THORACIC_SPINE_OR_RIBS = Module(
    name="thoracic-spine-or-ribs",
    places=("spine.thoracic", "rib"),
    upper=ELBOW_ONLY,
    trunk=NOT_ALLOWED,
    lower=ALLOWED,
    weight_bearing=ALLOWED,
    non_weight_bearing=ALLOWED,
    stretch=NO_SPINE,
)
PROXIMAL_HUMERUS = Module(
    name="proximal-humerus",
    places=("humerus.proximal",),
    upper=ELBOW_ONLY,
    trunk=ALLOWED,
    lower=ALLOWED,
    weight_bearing=ALLOWED,
    non_weight_bearing=ALLOWED,
    stretch=NO_SHOULDER,
)
PROXIMAL_FEMUR = Module(
    name="proximal-femur",
    # A lesion "of the hip" lies in the socket or in the head of the femur, and both rows say the same.
    places=("femur.proximal", "hip"),
    upper=ALLOWED,
    trunk=ALLOWED,
    lower=KNEE_ONLY,
    weight_bearing=NOT_ALLOWED,
    non_weight_bearing=ALLOWED,
    stretch=ALLOWED,
)
ALL_REGIONS = Module(
    name="all-regions",
    places=(),
    upper=ELBOW_ONLY,
    trunk=NOT_ALLOWED,
    lower=KNEE_ONLY,
    weight_bearing=NOT_ALLOWED,
    non_weight_bearing=ALLOWED,
    stretch=NO_SPINE,
)

MODULES = (PELVIS, LUMBAR_SPINE, THORACIC_SPINE_OR_RIBS, PROXIMAL_HUMERUS, PROXIMAL_FEMUR)
"""The rows that belong to a place; `ALL_REGIONS` is asked for by name."""


def restricted(column: str, word: str) -> tuple[str, ...]:
    """Names of the rows that say this word in a column."""
    return tuple(module.name for module in (*MODULES, ALL_REGIONS) if getattr(module, column) == word)
