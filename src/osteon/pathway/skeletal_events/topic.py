"""The topic, put together. It counts; it gives no advice."""

from osteon.engine.rules import Topic
from osteon.pathway.skeletal_events.sources import SOURCES

TOPIC = Topic(
    id="skeletal-events",
    title="Skeletal events",
    purpose="Fractures, cord compression, radiotherapy and surgery of bone, counted as trials count them.",
    recommendations=(),
    sources=SOURCES,
)
