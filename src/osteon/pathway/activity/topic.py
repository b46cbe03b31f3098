"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.activity import facts, recommendations, recommendations_falls, sources

TOPIC = Topic(
    id="activity",
    title="Activity",
    purpose="To keep people moving safely: exercise by the places of the metastases, falls, rehabilitation.",
    recommendations=(
        *named_in(recommendations, Recommendation),
        *named_in(recommendations_falls, Recommendation),
    ),
    shown=(facts.EXERCISE_HOLD, *facts.EXERCISE),
    sources=sources.SOURCES,
)
