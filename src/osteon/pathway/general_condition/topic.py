"""The topic, put together."""

from osteon.engine.rules import Topic
from osteon.pathway.general_condition import facts

TOPIC = Topic(
    id="general-condition",
    title="General condition",
    purpose="How well the person is: what performance status and blood say today.",
    recommendations=(),
    shown=(facts.ECOG, facts.KPS, facts.HAEMOGLOBIN, facts.PLATELETS, facts.NEUTROPHILS),
)
