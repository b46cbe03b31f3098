"""The topic, put together."""

from osteon.engine.rules import Due, Recommendation, Topic, named_in
from osteon.pathway.jaw import recommendations
from osteon.pathway.jaw.sources import SOURCES

TOPIC = Topic(
    id="jaw",
    title="Jaw and teeth",
    purpose="Dental care before and during bone agents, and what to do when osteonecrosis of the jaw may be there.",
    recommendations=named_in(recommendations, Recommendation),
    due=named_in(recommendations, Due),
    sources=SOURCES,
)
