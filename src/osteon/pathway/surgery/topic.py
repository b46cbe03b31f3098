"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.surgery import recommendations
from osteon.pathway.surgery.sources import SOURCES

TOPIC = Topic(
    id="surgery",
    title="Surgery and cement",
    purpose="To settle canal, stability and who decides before the spine is cemented or fixed.",
    recommendations=named_in(recommendations, Recommendation),
    sources=SOURCES,
)
