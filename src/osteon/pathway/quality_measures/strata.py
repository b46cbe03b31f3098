"""What results are told apart by."""

from osteon.engine.measures import Stratifier
from osteon.engine.nodes import Band, Fact, all_of, choose, constant
from osteon.pathway.renal_function.facts import AGE, SEX
from osteon.pathway.tumour.facts import HER2_POSITIVE, HORMONE_RECEPTOR_POSITIVE

AGE_BAND = Fact(
    id="age-band",
    label="age in bands of ten years",
    computes=Band(
        of=AGE,
        edges=tuple(constant(year, "a") for year in (40, 50, 60, 70, 80)),
        labels=("below 40", "40-49", "50-59", "60-69", "70-79", "80 and above"),
        upper_inclusive=False,
    ),
)
SUBTYPE = Fact(
    id="tumour-subtype",
    label="subtype of the tumour",
    computes=choose(
        (all_of(HORMONE_RECEPTOR_POSITIVE, HER2_POSITIVE), "HR+/HER2+"),
        (HER2_POSITIVE, "HR-/HER2+"),
        (HORMONE_RECEPTOR_POSITIVE, "HR+/HER2-"),
        otherwise="triple negative",
    ),
)

STRATIFIERS = (
    Stratifier("age-band", "age on the day", AGE_BAND),
    Stratifier("sex", "sex", SEX),
    Stratifier("subtype", "subtype of the tumour, as known on the day", SUBTYPE),
)
"""The same for all measures; calendar quarters come from the day itself. The timeline does not keep which organisation treated."""
