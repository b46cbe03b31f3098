"""Distress: asked about within the last three months."""

from osteon.engine.measures import Measure, on_last_day
from osteon.engine.nodes import all_of, any_of
from osteon.pathway.asking import evidence, recorded
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC
from osteon.pathway.distress.facts import SCREENED_LATELY
from osteon.pathway.distress.parameters import DISTRESS_WINDOW
from osteon.pathway.quality_measures.strata import STRATIFIERS

_THERMOMETER = recorded(
    "distress-thermometer-lately",
    "distress thermometer in the last months",
    "obs.distress-thermometer",
    with_value=True,
    within=DISTRESS_WINDOW,
    why="an answer would be recorded",
)

SCREENED = Measure(
    id="measure-distress-screened",
    title="Distress asked about within 3 months",
    why="Who is not asked does not tell.",
    row="each patient with metastatic disease, on the last day of her follow-up or of the period",
    rows=on_last_day(),
    population=all_of(BREAST_CANCER, METASTATIC),
    numerator=any_of(SCREENED_LATELY, _THERMOMETER),
    numerator_says="PHQ-9, GAD-7 or distress thermometer were answered within 3 months",
    stratifiers=STRATIFIERS,
    evidence=(
        evidence("ANDERSEN14", "screening at periodic times across the trajectory of care", "recommended", "primary"),
        evidence("OSTEON", "three months; the distress thermometer counts", "product default", "derived"),
    ),
    misuse="It counts that somebody asked, not that somebody helped. Questionnaires on paper that nobody entered look like none.",
    recommendations=("psy-screen",),
)
