"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.radiotherapy import recommendations, recommendations_again, recommendations_systemic, response
from osteon.pathway.radiotherapy.sources import SOURCES

TOPIC = Topic(
    id="radiotherapy",
    title="Radiotherapy",
    purpose="Whom radiotherapy can help, with which schedule, what it did to the pain, when again, and what stands against it.",
    recommendations=(
        *named_in(recommendations, Recommendation),
        *named_in(recommendations_again, Recommendation),
        *named_in(recommendations_systemic, Recommendation),
    ),
    shown=(response.RESPONSE, response.RESPONSE_FLAGGED),
    sources=SOURCES,
)
