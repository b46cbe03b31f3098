"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.fatigue import facts, recommendations, sources

TOPIC = Topic(
    id="fatigue",
    title="Fatigue",
    purpose="To find what can be treated behind fatigue, and to offer what helps.",
    recommendations=named_in(recommendations, Recommendation),
    shown=(facts.FATIGUE, facts.FATIGUE_SEVERITY),
    sources=sources.SOURCES,
)
