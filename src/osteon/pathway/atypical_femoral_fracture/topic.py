"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.atypical_femoral_fracture import recommendations
from osteon.pathway.atypical_femoral_fracture.sources import SOURCES

TOPIC = Topic(
    id="atypical-femoral-fracture",
    title="Atypical femoral fracture",
    purpose="To find the rare fracture of the femur that bone agents cause, and to tell it from a metastasis.",
    recommendations=named_in(recommendations, Recommendation),
    sources=SOURCES,
)
