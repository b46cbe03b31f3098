"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.cord_compression import recommendations, recommendations_treatment
from osteon.pathway.cord_compression.sources import SOURCES

TOPIC = Topic(
    id="cord-compression",
    title="Cord compression",
    purpose="To find compression of the spinal cord or the cauda equina while she can still walk, and to keep the clocks.",
    recommendations=(*named_in(recommendations, Recommendation), *named_in(recommendations_treatment, Recommendation)),
    sources=SOURCES,
)
