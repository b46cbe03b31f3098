"""The topic, put together."""

from osteon.engine.rules import Recommendation, Score, Topic, named_in
from osteon.pathway.fracture import facts, measures, recommendations_risk, recommendations_treatment, scores
from osteon.pathway.fracture.sources import SOURCES

TOPIC = Topic(
    id="fracture",
    title="Fracture of long bones",
    purpose="To see which long bone is about to break, to have it looked at in time, and to complete what follows a fracture.",
    recommendations=(
        *named_in(recommendations_risk, Recommendation),
        *named_in(recommendations_treatment, Recommendation),
    ),
    scores=named_in(scores, Score),
    shown=(
        facts.IMPENDING_FRACTURE,
        facts.MODIFIED_MIRELS,
        measures.HARRINGTON,
        measures.FINITE_ELEMENT_RISK,
    ),
    sources=SOURCES,
)
