"""Red flags of bone and cord that patients report, and how fast somebody has to act."""

from osteon.engine.nodes import all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER, CANCER_HISTORY
from osteon.pathway.jaw.facts import EXPOSED
from osteon.pathway.pain.facts import PAIN_SCORED, PAIN_SEVERITY, WORST_PAIN
from osteon.pathway.patient_reports.signs import (
    AGENT_LATELY,
    BREAK_ASKED,
    BREAK_REPORTED,
    CORD_ASKED,
    CORD_REPORT_DAY,
    CORD_REPORTED,
    JAW_ASKED,
    JAW_REPORTED,
    LOADING_ASKED,
    LOADING_REPORTED,
    PAIN_RISEN,
    SPINE_PAIN_ASKED,
    SPINE_PAIN_REPORTED,
    THIGH_ASKED,
    THIGH_REPORTED,
)
from osteon.pathway.patient_reports.taken_over import (
    CORD_ALARM,
    CORD_ANSWERED,
    FRACTURE_TAKEN,
    JAW_TAKEN,
    LOADING_TAKEN,
    SPINE_PAIN_TAKEN,
    THIGH_TAKEN,
)

_OWN_WORD = "It rests on the patient's own word of the last days; a later no takes it back. No report is no all-clear."

CORD = Recommendation(
    id="rf-cord",
    title="Patient reports cord signs: act now",
    applies=all_of(CORD_ASKED, CANCER_HISTORY),
    unless=any_of(CORD_ALARM, CORD_ANSWERED),
    when=CORD_REPORTED,
    advise="Phone the patient now, and the cord compression or acute oncology service. New weakness, unsteady walking, numb legs or "
    "saddle, or a change of bladder or bowel need MRI of the whole spine within 24 hours.",
    urgency="emergency",
    evidence=(
        evidence(
            "NG234", "recommendation 1.3.2: contact the coordinator immediately", "should (immediately)", "secondary"
        ),
        evidence("NG234", "recommendation 1.5.2: MRI within 24 hours", "offer", "secondary"),
        evidence("CG75", "key priorities: neurological symptoms are an oncological emergency", "contact", "primary"),
    ),
    purpose="Patients notice weak legs before anybody examines them; hours decide who keeps walking.",
    misuse=_OWN_WORD
    + " It steps aside for the alarm on examined signs, and rests once compression was ruled out or treated after the "
    "report.",
    says_more_than=(
        "mscc-pain-only",
        "mscc-numbness-place",
        "rf-spine-pain",
        "watch-alert-severe",
        "watch-alert-worse-2",
    ),
    shows=(CORD_REPORT_DAY,),
)

SPINE_PAIN = Recommendation(
    id="rf-spine-pain",
    title="Patient reports alarming back pain: call within a day",
    applies=all_of(SPINE_PAIN_ASKED, CANCER_HISTORY),
    unless=SPINE_PAIN_TAKEN,
    when=SPINE_PAIN_REPORTED,
    advise="Call within 24 hours and ask for weakness, walking, numbness, bladder and bowel; with any of them, act as for cord "
    "compression. Without, arrange MRI of the whole spine within 1 week.",
    urgency="urgent",
    evidence=(
        evidence("CG75", "key priorities: coordinator within 24 hours for such pain", "contact", "primary"),
        evidence("NG234", "MRI within 1 week for pain that suggests spinal metastases", "offer", "secondary"),
    ),
    purpose="Pain of this kind comes weeks before weakness; this is the time to find the metastasis.",
    misuse=_OWN_WORD
    + " The guideline with the 24 hours has been replaced by one whose wording on pain was not read. It rests after an "
    "MRI of the spine.",
)

BREAK = Recommendation(
    id="rf-fracture",
    title="Patient reports signs of a fracture: now",
    applies=all_of(BREAK_ASKED, BREAST_CANCER),
    unless=FRACTURE_TAKEN,
    when=BREAK_REPORTED,
    advise="Send to the emergency department now; no weight on the limb until it has been filmed.",
    urgency="emergency",
    evidence=(
        evidence("BMJ21-BONE", "key points: inability to bear weight is a red flag", "practice article", "primary"),
        evidence(
            "BONE-PAIN-PAGE",
            "sudden worse pain on bearing weight: risk of fracture, urgent imaging",
            "practice",
            "secondary",
        ),
        evidence("OSTEON", "at once, and no load before the film", "product decision", "derived"),
    ),
    purpose="A broken bone that is walked on breaks further.",
    misuse=_OWN_WORD + " It rests once somebody recorded a fracture, or that there is none.",
    says_more_than=("rf-impending", "rf-thigh-bma", "rf-pain-severe", "watch-alert-severe", "watch-alert-worse-2"),
)

IMPENDING = Recommendation(
    id="rf-impending",
    title="New pain on loading a limb: call within a day",
    applies=all_of(LOADING_ASKED, BREAST_CANCER, BONE_METASTASIS),
    unless=LOADING_TAKEN,
    when=LOADING_REPORTED,
    advise="Call within 24 hours, take weight off the limb (crutches, no lifting), and film the whole bone within days.",
    urgency="urgent",
    evidence=(
        evidence("MIRELS89", "pain on use scores highest, through later papers", "score item", "secondary"),
        evidence("BMJ21-BONE", "key points: pain that grows and is worse on movement", "practice article", "primary"),
        evidence("OSTEON", "24 hours, films within days", "product decision", "derived"),
    ),
    purpose="A bone that hurts under load is the one that breaks, and fixing it before is the smaller operation.",
    misuse=_OWN_WORD
    + " Worn joints and joint pain under an aromatase inhibitor hurt on loading as well. It rests after a picture of the "
    "limb.",
    says_more_than=("rf-thigh-bma",),
)

THIGH = Recommendation(
    id="rf-thigh-bma",
    title="Ache of the thigh under a bone agent",
    applies=all_of(THIGH_ASKED, BREAST_CANCER, AGENT_LATELY),
    unless=THIGH_TAKEN,
    when=THIGH_REPORTED,
    advise="See the patient within 7 days and film both femurs over their whole length.",
    urgency="urgent",
    evidence=(
        evidence("XGEVA-PAGE", "new or unusual pain of hip, groin or thigh", "label, for patients", "secondary"),
        evidence("LBL-DEN-US", "warnings: atypical femoral fracture, opposite limb", "label", "secondary"),
        evidence("OSTEON", "within 7 days", "product decision", "derived"),
    ),
    purpose="An atypical fracture aches for weeks before it breaks through.",
    misuse=_OWN_WORD
    + " Aching joints under an aromatase inhibitor are far more frequent. It steps aside once the pain is recorded as a "
    "finding, and rests after a picture.",
)

JAW = Recommendation(
    id="rf-jaw",
    title="Patient reports trouble with the jaw",
    applies=all_of(JAW_ASKED, BREAST_CANCER, EXPOSED),
    unless=JAW_TAKEN,
    when=JAW_REPORTED,
    advise="Have a dentist or oral surgeon who knows osteonecrosis of the jaw see the patient within 7 days.",
    urgency="urgent",
    evidence=(
        evidence("XGEVA-PAGE", "jaw problems, and what to call about", "label, for patients", "secondary"),
        evidence("LBL-DEN-US", "warnings: osteonecrosis of the jaw", "label", "secondary"),
        evidence("OSTEON", "within 7 days", "product decision", "derived"),
    ),
    purpose="Early stages heal with care of the mouth; late ones need surgery.",
    misuse=_OWN_WORD + " Most toothache is toothache. It steps aside once a sign of the jaw is recorded as a finding.",
)

PAIN = Recommendation(
    id="rf-pain-severe",
    title="Pain has risen: call within a day",
    applies=all_of(PAIN_SCORED, BREAST_CANCER, BONE_METASTASIS),
    unless=shown(PAIN_SEVERITY.one_of("severe")),
    when=PAIN_RISEN,
    advise="Call within 24 hours: worst pain has risen by 2 points or more. Ask where and since when, look for a fracture and for signs of "
    "the cord, and step up the painkillers.",
    urgency="urgent",
    evidence=(
        evidence("MATHIAS11", "abstract: a change of 2 points of worst pain is noticed", "validation study", "primary"),
        evidence("OSTEON", "24 hours; two scores within two weeks", "product default", "derived"),
    ),
    purpose="Pain that rises is the first sign of most skeletal events, whatever its level.",
    misuse="Two scores, perhaps asked by two people. Severe pain is said by the rule on severe pain, and is not said again here.",
    says_more_than=("pain-moderate", "pain-mild", "pain-around-the-clock"),
    asks=False,
    shows=(WORST_PAIN,),
)
