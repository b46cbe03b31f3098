"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.bone_disease import facts, recommendations

TOPIC = Topic(
    id="bone-disease",
    title="Disease in the skeleton",
    purpose="Whether and since when the skeleton is affected, and whether that is proven well enough to treat.",
    recommendations=named_in(recommendations, Recommendation),
    shown=(
        facts.BREAST_CANCER,
        facts.CANCER_HISTORY,
        facts.METASTATIC,
        facts.METASTATIC_FIRST_SEEN,
        facts.METASTATIC_NEW,
        facts.BONE_METASTASIS,
        facts.METASTASIS_FIRST_SEEN,
        facts.VISCERAL_METASTASIS,
        facts.STRUCTURAL_EVIDENCE,
    ),
)
