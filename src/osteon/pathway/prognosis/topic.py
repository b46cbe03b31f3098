"""The topic, put together."""

from osteon.engine.nodes import Fact
from osteon.engine.rules import Score, Topic, named_in
from osteon.pathway.prognosis import estimates, scores, scores_skeleton
from osteon.pathway.prognosis.sources import SOURCES

TOPIC = Topic(
    id="prognosis",
    title="Prognosis",
    purpose="What published scores and cohorts say of people in the same state, with how often they were right: a range, never a date.",
    recommendations=(),
    scores=(*named_in(scores, Score), *named_in(scores_skeleton, Score)),
    shown=named_in(estimates, Fact),
    sources=SOURCES,
)
