"""What other topics may ask about the spine.

`METASTATIC_LEVEL`, `SINS_TOTAL`, `SINS_CATEGORY`, `RATED`, `LEVEL_ESCC` and `NOMS_PLAN` are asked of a level; `WORST_SINS`, `ESCC`,
`ESCC_CLASS` and `FRANKEL` of the patient. The score means nothing outside the spine: guard it with `METASTATIC_LEVEL` or `RATED`.
"""

from osteon.pathway.spine.epidural import (
    EPIDURAL_TREATED,
    ESCC,
    ESCC_CLASS,
    FRANKEL,
    GRADED,
    LEVEL_CLASS,
    LEVEL_ESCC,
    NOMS_PLAN,
    RADIOTHERAPY_ASKED,
    RADIOTHERAPY_BEGUN,
)
from osteon.pathway.spine.levels import METASTATIC_LEVEL, SEGMENT, SPINE_SITES, VERTEBRAL
from osteon.pathway.spine.stability import (
    ASSESSED,
    ASSESSED_NOW,
    LEVEL_HURTS,
    OPINION_RECENT,
    OPINION_SINCE_PICTURE,
    RATED,
    SINS_CATEGORY,
    SINS_TOTAL,
    STABILISED,
    WORST_SINS,
)

__all__ = [
    "ASSESSED",
    "ASSESSED_NOW",
    "EPIDURAL_TREATED",
    "ESCC",
    "ESCC_CLASS",
    "FRANKEL",
    "GRADED",
    "LEVEL_CLASS",
    "LEVEL_ESCC",
    "LEVEL_HURTS",
    "METASTATIC_LEVEL",
    "NOMS_PLAN",
    "OPINION_RECENT",
    "OPINION_SINCE_PICTURE",
    "RADIOTHERAPY_ASKED",
    "RADIOTHERAPY_BEGUN",
    "RATED",
    "SEGMENT",
    "SINS_CATEGORY",
    "SINS_TOTAL",
    "SPINE_SITES",
    "STABILISED",
    "VERTEBRAL",
    "WORST_SINS",
]
