"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.sleep import facts, recommendations, sources

TOPIC = Topic(
    id="sleep",
    title="Sleep",
    purpose="To treat insomnia with what lasts, and to see the harm of sleeping pills.",
    recommendations=named_in(recommendations, Recommendation),
    shown=(facts.ISI, facts.ISI_SEVERITY),
    sources=sources.SOURCES,
)
