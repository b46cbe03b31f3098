"""The topic, put together."""

from osteon.engine.nodes import Fact
from osteon.engine.rules import Topic, named_in
from osteon.pathway.tumour import facts
from osteon.pathway.tumour.sources import SOURCES

TOPIC = Topic(
    id="tumour",
    title="The tumour",
    purpose="What drives the cancer and what it has been treated with: the facts that choose a systemic treatment.",
    recommendations=(),
    shown=named_in(facts, Fact),
    sources=SOURCES,
)
