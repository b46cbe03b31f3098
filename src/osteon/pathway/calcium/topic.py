"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.calcium import facts, recommendations, recommendations_treatment
from osteon.pathway.calcium.sources import SOURCES

TOPIC = Topic(
    id="calcium",
    title="Calcium",
    purpose="Calcium corrected for albumin, its grade, the emergency that high calcium can be, and its treatment.",
    recommendations=named_in(recommendations, Recommendation) + named_in(recommendations_treatment, Recommendation),
    shown=(
        facts.CALCIUM_CORRECTED,
        facts.CALCIUM_CORRECTED_MMOL,
        facts.CALCIUM,
        facts.ALBUMIN,
        facts.ALBUMIN_ABOVE_NORMAL,
        facts.CALCIUM_UNIT,
        facts.CALCIUM_DATE,
        facts.CALCIUM_IONISED,
        facts.HYPERCALCAEMIA,
        facts.HYPOCALCAEMIA,
        facts.GRADE,
        facts.HYPOCALCAEMIA_GRADE,
        facts.SEVERITY,
        facts.PHOSPHATE,
        facts.MAGNESIUM,
        facts.VITAMIN_D,
        facts.PTH,
        facts.PTHRP,
        facts.CALCITRIOL,
    ),
    sources=SOURCES,
)
