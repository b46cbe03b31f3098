"""What to do about pain of the thigh, a suspected and a confirmed atypical fracture."""

from osteon.engine.nodes import all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.atypical_femoral_fracture.facts import (
    FEMUR_IMAGED,
    FRACTURE,
    FRACTURE_SUSPECTED,
    OTHER_SIDE_IMAGED,
    THIGH_PAIN,
    THIGH_PAIN_SINCE,
)
from osteon.pathway.bone_agents.facts import AGENT_CURRENT
from osteon.pathway.bone_disease.facts import BREAST_CANCER

_LABEL = "warnings: atypical subtrochanteric and diaphyseal femoral fracture"

IMAGE_THE_FEMUR = Recommendation(
    id="aff-thigh-pain-image",
    title="Thigh pain: image the femur",
    applies=all_of(BREAST_CANCER, AGENT_CURRENT),
    when=all_of(THIGH_PAIN, ~FEMUR_IMAGED),
    advise="Image the whole femur: new pain of thigh, hip or groin under a bone agent may be an incomplete atypical fracture or "
    "a metastasis.",
    urgency="urgent",
    evidence=(
        evidence("LBL-DEN-US", _LABEL, "label", "secondary"),
        evidence("ASBMR13", "case definition: prodromal thigh or groin pain", "task force definition", "secondary"),
    ),
    purpose="An incomplete fracture can be fixed before it breaks through.",
    misuse="Pain of other parts of the leg is not counted; pain of joints under an aromatase inhibitor is far more frequent "
    "than the fracture, so look at the story first. A clear metastasis on the film is not an atypical fracture.",
    shows=(THIGH_PAIN_SINCE,),
)

OTHER_SIDE = Recommendation(
    id="aff-contralateral",
    title="Assess the opposite femur",
    applies=all_of(BREAST_CANCER, FRACTURE),
    when=~OTHER_SIDE_IMAGED,
    advise="Assess the opposite femur as well: ask for pain, examine it, and look for signs of fracture.",
    urgency="urgent",
    evidence=(
        evidence("LBL-DEN-US", _LABEL + ": contralateral limb", "label", "secondary"),
        evidence("ASBMR13", "case definition: bilateral as a minor feature", "task force definition", "secondary"),
    ),
    purpose="Atypical fractures are often on both sides.",
    misuse="The label asks for an assessment; that it be a picture is common practice.",
)

INTERRUPT = Recommendation(
    id="aff-interrupt-bma",
    title="Weigh pausing the bone agent",
    applies=all_of(BREAST_CANCER, AGENT_CURRENT),
    when=any_of(FRACTURE, FRACTURE_SUSPECTED),
    advise="Weigh interrupting the bone agent for this patient until benefit and risk are clear, and ask for an orthopaedic "
    "opinion.",
    urgency="urgent",
    evidence=(evidence("LBL-DEN-US", _LABEL + ": interruption", "label", "secondary"),),
    purpose="The agent that caused the fracture also delays its healing.",
    misuse="It is no order to stop: a fracture through a metastasis is no atypical fracture, and there the agent is wanted.",
)
