"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.pain import facts, recommendations, recommendations_interactions, recommendations_opioids, sources

TOPIC = Topic(
    id="pain",
    title="Pain",
    purpose="To see pain early, to treat it by its strength, and to keep painkillers from doing harm.",
    recommendations=(
        *named_in(recommendations, Recommendation),
        *named_in(recommendations_opioids, Recommendation),
        *named_in(recommendations_interactions, Recommendation),
    ),
    shown=(
        facts.WORST_PAIN,
        facts.PAIN_SEVERITY,
        facts.PAIN_TREND,
        facts.OMED,
        facts.STRONG_OPIOID_CURRENT,
        facts.OPIOID_AS_NEEDED,
    ),
    sources=sources.SOURCES,
)
