"""The topic, put together."""

from osteon.engine.nodes import all_of
from osteon.engine.rules import Due, Recommendation, Topic, named_in
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC
from osteon.pathway.response import facts, parameters, recommendations
from osteon.pathway.response.restaging import LAST_RESTAGED
from osteon.pathway.response.sources import SOURCES
from osteon.pathway.tumour.facts import SYSTEMIC_CURRENT

TOPIC = Topic(
    id="response",
    title="Response",
    purpose="Whether the treatment works: flare or progression, what tumour markers are worth, and when to look again.",
    recommendations=named_in(recommendations, Recommendation),
    due=(
        Due(
            id="due-restaging",
            what="imaging to judge the response",
            last=LAST_RESTAGED,
            every=parameters.RESTAGING_LIMIT,
            applies=all_of(BREAST_CANCER, METASTATIC, SYSTEMIC_CURRENT),
            finding="mon-imaging-interval",
        ),
    ),
    shown=(facts.BONE_ONLY, facts.COURSE),
    sources=SOURCES,
)
