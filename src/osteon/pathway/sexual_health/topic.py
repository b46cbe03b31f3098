"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.sexual_health import recommendations, sources

TOPIC = Topic(
    id="sexual-health",
    title="Sexual health",
    purpose="To raise what patients seldom raise themselves, and to offer what helps.",
    recommendations=named_in(recommendations, Recommendation),
    sources=sources.SOURCES,
)
