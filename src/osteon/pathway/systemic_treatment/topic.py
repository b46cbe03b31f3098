"""The topic, put together."""

from osteon.engine.options import Option
from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.systemic_treatment import (
    options_her2,
    options_later,
    options_luminal,
    options_triple_negative,
    recommendations,
    recommendations_safety,
)
from osteon.pathway.systemic_treatment.sources import SOURCES

TOPIC = Topic(
    id="systemic-treatment",
    title="Systemic treatment",
    purpose="Which treatments of metastatic disease fit now, which would fit if a test were known, which do not and why; and the "
    "checks where cancer drugs meet bone.",
    recommendations=named_in(recommendations, Recommendation) + named_in(recommendations_safety, Recommendation),
    options=named_in(options_luminal, Option)
    + named_in(options_later, Option)
    + named_in(options_her2, Option)
    + named_in(options_triple_negative, Option),
    sources=SOURCES,
)
