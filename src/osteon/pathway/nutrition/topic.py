"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.nutrition import facts, recommendations, sources

TOPIC = Topic(
    id="nutrition",
    title="Nutrition",
    purpose="To notice who loses weight or eats too little, and to say how much is needed.",
    recommendations=named_in(recommendations, Recommendation),
    shown=(facts.WEIGHT_LOSS, facts.BMI),
    sources=sources.SOURCES,
)
