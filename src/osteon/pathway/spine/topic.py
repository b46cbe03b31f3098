"""The topic, put together."""

from osteon.engine.rules import Recommendation, Score, Topic, named_in
from osteon.pathway.spine import facts, recommendations, recommendations_canal, scores
from osteon.pathway.spine.sources import SOURCES

TOPIC = Topic(
    id="spine",
    title="The spine",
    purpose="To know of every level whether it holds, whether the canal is free, and who must see it before treatment starts.",
    recommendations=(
        *named_in(recommendations, Recommendation),
        *named_in(recommendations_canal, Recommendation),
    ),
    scores=named_in(scores, Score),
    shown=(facts.WORST_SINS, facts.ESCC, facts.FRANKEL),
    sources=SOURCES,
)
