"""The topic, put together."""

from osteon.engine.nodes import all_of
from osteon.engine.rules import Due, Recommendation, Score, Topic, named_in
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC
from osteon.pathway.distress import facts, parameters, recommendations, recommendations_safety, scores, sources

TOPIC = Topic(
    id="distress",
    title="Distress",
    purpose="To hear anxiety, depression and thoughts of self-harm, and to answer each with what helps.",
    recommendations=(
        *named_in(recommendations_safety, Recommendation),
        *named_in(recommendations, Recommendation),
    ),
    scores=named_in(scores, Score),
    due=(
        Due(
            id="distress-screening",
            what="Questions on mood and anxiety",
            last=facts.LAST_SCREEN,
            every=parameters.DISTRESS_WINDOW,
            applies=all_of(BREAST_CANCER, METASTATIC),
            finding="psy-screen",
        ),
    ),
    shown=(
        facts.PHQ9,
        facts.PHQ9_SEVERITY,
        facts.PHQ9_MOOD,
        facts.GAD7,
        facts.GAD7_SEVERITY,
        facts.DISTRESS_THERMOMETER,
    ),
    sources=sources.SOURCES,
)
