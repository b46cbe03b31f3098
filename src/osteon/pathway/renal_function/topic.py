"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.renal_function import facts, recommendations
from osteon.pathway.renal_function.sources import SOURCES

TOPIC = Topic(
    id="renal-function",
    title="Kidney function",
    purpose="Creatinine clearance in the form that drug labels are written for, and what is missing to compute it.",
    recommendations=named_in(recommendations, Recommendation),
    shown=(facts.CREATININE_CLEARANCE, facts.EGFR, facts.CREATININE, facts.CLEARANCE_REPORTED, facts.EGFR_REPORTED),
    sources=SOURCES,
)
