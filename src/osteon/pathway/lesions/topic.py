"""The topic, put together."""

from osteon.engine.rules import Topic
from osteon.pathway.lesions import facts

TOPIC = Topic(
    id="lesions",
    title="The lesion",
    purpose="What is known about each place in the skeleton, before anything is advised about it.",
    recommendations=(),
    shown=(facts.LESION_SITE, facts.LESION_TYPE, facts.LESION_PAIN, facts.PROVEN, facts.FRACTURED),
)
