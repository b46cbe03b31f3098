"""What to do for the jaw: before the first dose, while treated, around dental surgery, and when osteonecrosis may be there."""

from osteon.engine.nodes import DaysSince, all_of, any_of, known
from osteon.engine.rules import Due, Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_agents.facts import AGENT_CURRENT, AGENT_START_PLANNED
from osteon.pathway.bone_agents.whose import FIRST_DOSE_AHEAD
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.jaw.facts import (
    DENTAL_EXAM,
    DENTAL_EXAM_EVER,
    DENTURES_ILL_FITTING,
    DIABETES_UNCONTROLLED,
    EXPOSED,
    EXPOSED_BONE,
    FISTULA,
    JAW_PAIN,
    LOOSE_TOOTH,
    MUCOSA_CLOSED,
    MUCOSA_UNHEALED,
    OSTEONECROSIS,
    PROCEDURE_ELECTIVE,
    PROCEDURE_PLANNED,
    SMOKER,
    SURGERY_DONE,
    URGENT_START,
)
from osteon.pathway.jaw.parameters import DENTAL_EXAM_MAX_AGE, DENTAL_REVIEW_INTERVAL

_MODERATE = "evidence-based, low quality, moderate strength"
_CONSENSUS = "formal consensus, insufficient evidence, moderate strength"

EXAM_BEFORE = Recommendation(
    id="mronj-dental-exam-before-bma",
    title="Dental examination before the first dose",
    applies=FIRST_DOSE_AHEAD,
    unless=URGENT_START,
    when=DaysSince(of=DENTAL_EXAM) > DENTAL_EXAM_MAX_AGE,
    advise="Have a dentist examine mouth, gums and, where possible, radiographs, and finish necessary dental work before the "
    "first dose.",
    urgency="soon",
    evidence=(
        evidence("MASCC19", "prevention: oral care plan before treatment, non-urgent setting", _MODERATE, "secondary"),
        evidence("ASCO17", "dental assessment before treatment, all patients", "carried over from 2011", "secondary"),
        evidence("LBL-DEN-EU", "special warnings: osteonecrosis of the jaw", "label", "secondary"),
    ),
    purpose="Dental surgery under a bone agent is the main trigger of osteonecrosis of the jaw; before the first dose it is safe.",
    misuse="While the record holds no examination it is a question, since dentists rarely report here; 180 days is our limit, "
    "not the guideline's.",
)

URGENT_EXCEPTION = Recommendation(
    id="mronj-urgent-start-exception",
    title="Urgent start: dentist in parallel",
    applies=all_of(BREAST_CANCER, AGENT_START_PLANNED, URGENT_START),
    when=~known(DENTAL_EXAM_EVER),
    advise="Do not delay an urgent first dose for dentistry, such as for hypercalcaemia; have the mouth examined in parallel.",
    urgency="info",
    evidence=(
        evidence("MASCC19", "prevention: recommendation limited to the non-urgent setting", _MODERATE, "secondary"),
    ),
    purpose="Hypercalcaemia harms within days, osteonecrosis of the jaw after months.",
    misuse="It lifts the order of the two, not the examination.",
)

FOLLOW_UP = Recommendation(
    id="mronj-dental-follow-up",
    title="Dental review due",
    applies=all_of(BREAST_CANCER, AGENT_CURRENT, ~AGENT_START_PLANNED),
    when=DaysSince(of=DENTAL_EXAM) > DENTAL_REVIEW_INTERVAL,
    advise="Arrange the next dental review: about every 6 months while on a bone agent.",
    urgency="routine",
    evidence=(evidence("MASCC19", "prevention: dental follow-up about every 6 months", _MODERATE, "secondary"),),
    purpose="Early dental trouble can still be treated without surgery.",
    misuse="No reason to hold a dose.",
)

NO_ELECTIVE_SURGERY = Recommendation(
    id="mronj-no-elective-surgery",
    title="No elective dental surgery",
    applies=all_of(BREAST_CANCER, AGENT_CURRENT),
    when=all_of(PROCEDURE_PLANNED, PROCEDURE_ELECTIVE),
    advise="Avoid elective surgery of teeth and jaw (extraction that can wait, implant, alveoloplasty) while on a bone agent; "
    "ask the dentist for a way without surgery.",
    urgency="urgent",
    evidence=(
        evidence(
            "MASCC19", "prevention: elective dentoalveolar surgery", "formal consensus, moderate strength", "secondary"
        ),
    ),
    purpose="Wounds of the jaw bone heal badly under oncological doses.",
    misuse="It does not forbid surgery that an infection or pain makes necessary.",
    asks=False,
    withholds="elective dental surgery",
)

AFTER_SURGERY = Recommendation(
    id="mronj-unavoidable-surgery-follow-up",
    title="Review until the gum has closed",
    applies=all_of(BREAST_CANCER, AGENT_CURRENT, SURGERY_DONE),
    when=~shown(MUCOSA_CLOSED),
    advise="Have a dental specialist look at the site every 6 to 8 weeks until the mucosa covers it fully.",
    urgency="soon",
    evidence=(evidence("MASCC19", "prevention: after dentoalveolar surgery", "formal consensus", "memory"),),
    purpose="A wound that does not close is the first sign of osteonecrosis.",
    misuse="A wound that nobody described counts as not yet closed here.",
)

PAUSE_BEFORE_SURGERY = Recommendation(
    id="mronj-bma-pause-before-surgery",
    title="Bone agent around dental surgery",
    applies=all_of(BREAST_CANCER, AGENT_CURRENT, PROCEDURE_PLANNED),
    when=~PROCEDURE_ELECTIVE,
    advise="Decide with dentist and oncologist whether to pause the bone agent: evidence is insufficient either way. Under "
    "denosumab, do not operate close to an injection.",
    urgency="soon",
    evidence=(
        evidence("MASCC19", "insufficient evidence for or against pausing", "insufficient evidence", "memory"),
        evidence(
            "LBL-DEN-EU",
            "special warnings: invasive dental procedures not close to administration",
            "label",
            "secondary",
        ),
    ),
    purpose="Nobody should pause or continue because a table says so.",
    misuse="It is no advice to stop.",
    asks=False,
)

DELAY_START = Recommendation(
    id="mronj-delay-start-unhealed",
    title="Open wound in the mouth: wait",
    applies=all_of(BREAST_CANCER, AGENT_START_PLANNED),
    unless=URGENT_START,
    when=MUCOSA_UNHEALED,
    advise="Delay the first dose of denosumab, and by analogy of another bone agent, until open wounds of mouth and jaw have "
    "healed.",
    urgency="urgent",
    evidence=(
        evidence(
            "LBL-DEN-EU", "special warnings: delay start with unhealed open soft tissue lesions", "label", "secondary"
        ),
    ),
    purpose="A wound that is open at the first dose may never close.",
    misuse="Sore mucosa under chemotherapy without an open wound is not meant; the label speaks of denosumab only.",
    withholds="bone agent",
)

SUSPECTED = Recommendation(
    id="mronj-suspected-refer",
    title="Signs of osteonecrosis of the jaw",
    applies=all_of(BREAST_CANCER, EXPOSED),
    when=any_of(OSTEONECROSIS, EXPOSED_BONE, FISTULA, LOOSE_TOOTH, JAW_PAIN),
    advise="Refer within days to a dentist or oral surgeon who knows osteonecrosis of the jaw, and weigh interrupting the bone "
    "agent for this patient.",
    urgency="urgent",
    evidence=(
        evidence("LBL-DEN-US", "warnings: osteonecrosis of the jaw", "label", "secondary"),
        evidence("LBL-DEN-EU", "special warnings: osteonecrosis of the jaw", "label", "secondary"),
        evidence("MASCC19", "definition and management", _CONSENSUS, "secondary"),
    ),
    purpose="Early stages heal with care of the mouth; late ones need surgery.",
    misuse="A sign is not the diagnosis: metastasis in the jaw, earlier irradiation of the jaw and common dental disease look "
    "the same, and the definition asks for more than 8 weeks of exposed bone.",
    says_more_than=("mronj-dental-follow-up",),
)

MODIFIABLE_RISK = Recommendation(
    id="mronj-modifiable-risk",
    title="Risks for the jaw that can change",
    applies=all_of(BREAST_CANCER, any_of(AGENT_CURRENT, AGENT_START_PLANNED)),
    when=any_of(SMOKER, DIABETES_UNCONTROLLED, DENTURES_ILL_FITTING),
    advise="Address what raises the risk for the jaw early: tobacco, blood glucose, dentures that rub, care of the mouth.",
    urgency="info",
    evidence=(evidence("MASCC19", "prevention: modifiable risk factors", _CONSENSUS, "secondary"),),
    purpose="These are the risks that a patient and her dentist can lower.",
    misuse="None of them is a reason to withhold a bone agent.",
    asks=False,
)

DENTAL_REVIEW = Due(
    id="dental-review",
    what="Dental review",
    last=DENTAL_EXAM,
    every=DENTAL_REVIEW_INTERVAL,
    applies=all_of(BREAST_CANCER, AGENT_CURRENT, ~AGENT_START_PLANNED),
    finding="mronj-dental-follow-up",
)
