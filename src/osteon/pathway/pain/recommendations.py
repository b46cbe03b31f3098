"""Pain itself: to ask, to act by its severity, pain of nerves, and what bone treatment adds."""

from osteon.engine.nodes import all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_agents.checks import BONE_PAIN
from osteon.pathway.bone_agents.facts import AGENT_CURRENT, AGENT_PLANNED
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER
from osteon.pathway.pain.facts import (
    ANALGESIC_AS_NEEDED,
    ANALGESIC_CURRENT,
    ANALGESIC_REGULAR,
    NERVE_DRUG,
    NERVE_PAIN,
    OMED,
    PAIN_ASKED,
    PAIN_CRISIS,
    PAIN_SCORED,
    PAIN_SEVERITY,
    PAIN_TREATED_BY_RADIOTHERAPY,
    PAIN_TREND,
    STEROID,
    STRONG_OPIOID_REGULAR,
    STRONG_ORDERS,
    WORST_PAIN,
)
from osteon.pathway.pain.parameters import OMED_SPECIALIST, SPECIALIST_ORDERS

WITH_METASTASES = all_of(BREAST_CANCER, BONE_METASTASIS)
_SCORED = all_of(WITH_METASTASES, PAIN_SCORED)
_MORE_THAN_MILD = PAIN_SEVERITY.one_of("moderate", "severe")

SCREEN = Recommendation(
    id="pain-screen",
    title="Ask about pain",
    applies=WITH_METASTASES,
    when=~PAIN_ASKED,
    advise="Ask for the worst pain of the last 24 hours, 0 to 10, at every contact, and write it down.",
    urgency="routine",
    evidence=(
        evidence("ESMO18-PAIN", "assessment at every visit (the 2009 edition says the same)", "standard", "secondary"),
    ),
    purpose="Pain is the first sign of most skeletal events, and nobody treats what nobody asked.",
    misuse="A score elsewhere (a questionnaire, a letter) that did not reach the record looks like none.",
)

SEVERE = Recommendation(
    id="pain-severe",
    title="Severe pain: act now",
    applies=_SCORED,
    when=PAIN_SEVERITY.one_of("severe"),
    advise="Contact the patient within 24 hours about the severe pain. Titrate a strong opioid, into a vein or under the skin "
    "where relief is urgent. Look for a fracture and for cord compression, and refer for radiotherapy where a bone explains "
    "the pain.",
    urgency="urgent",
    evidence=(
        evidence(
            "ESMO18-PAIN",
            "severe pain that needs urgent relief: parenteral opioids, as summarised by others",
            "level not read",
            "secondary",
        ),
        evidence("ASTRO24", "radiotherapy of painful bone metastases", "strong", "primary"),
        evidence("OSTEON", "24 hours", "product default", "derived"),
    ),
    purpose="Severe bone pain is an emergency of its own, and may be the fracture.",
    misuse="One number: ask since when and where. Sudden pain on moving is a fracture until the picture says otherwise.",
    says_more_than=("pain-around-the-clock", "pain-bma", "pain-neuropathic-rt"),
    shows=(WORST_PAIN, PAIN_TREND, OMED),
)

MODERATE = Recommendation(
    id="pain-moderate",
    title="Moderate pain: step up",
    applies=_SCORED,
    when=PAIN_SEVERITY.one_of("moderate"),
    advise="Review the moderate pain within 72 hours and step up the painkillers; an opioid is recommended from moderate pain "
    "on. Refer for radiotherapy where one place explains the pain.",
    urgency="soon",
    evidence=(
        evidence("WHO18", "choice by severity of pain, as summarised by others", "recommendation", "secondary"),
        evidence("ASTRO24", "radiotherapy of painful bone metastases", "strong", "primary"),
        evidence("OSTEON", "72 hours", "product default", "derived"),
    ),
    purpose="Moderate pain that nobody changes becomes severe pain at a weekend.",
    misuse="Studies draw the line between mild and moderate elsewhere; the site can set it.",
    says_more_than=("pain-bma",),
    shows=(WORST_PAIN, PAIN_TREND, OMED),
)

MILD = Recommendation(
    id="pain-mild",
    title="Mild pain without a painkiller",
    applies=_SCORED,
    when=all_of(PAIN_SEVERITY.one_of("mild"), ~ANALGESIC_CURRENT),
    advise="Offer paracetamol first for mild pain. An anti-inflammatory painkiller only where kidneys, stomach and platelets "
    "allow, and not around an infusion of zoledronic acid or pamidronate.",
    urgency="info",
    evidence=(
        evidence(
            "WHO18", "start with paracetamol, NSAIDs or opioids by severity, as summarised by others",
            "recommendation", "secondary",
        ),
    ),
    purpose="A simple painkiller is often enough, and often forgotten.",
    misuse="Painkillers bought without a prescription may not be on record: ask first. It does not look at kidneys, platelets or "
    "infusions itself.",
)  # fmt: skip

AROUND_THE_CLOCK = Recommendation(
    id="pain-around-the-clock",
    title="Pain goes on: give painkillers by the clock",
    applies=all_of(_SCORED, ANALGESIC_AS_NEEDED),
    when=all_of(~ANALGESIC_REGULAR, _MORE_THAN_MILD),
    advise="Give a painkiller at regular times for pain that goes on, by mouth first, and keep the one on demand for what "
    "breaks through.",
    urgency="soon",
    evidence=(
        evidence(
            "ESMO18-PAIN", "regular dosing, oral route first, as summarised by others", "level not read", "secondary"
        ),
        evidence("CG140", "recommendation 1.1.4: regular opioid with rescue doses", "offer", "primary"),
    ),
    purpose="Pain that is always there needs a drug that is always there.",
    misuse="Pain that comes only on moving is treated otherwise. Whether the pain is constant is not on record: the rule reads "
    "moderate or severe pain under a painkiller on demand alone.",
)

NEUROPATHIC = Recommendation(
    id="pain-neuropathic",
    title="Pain of nerves: add a drug for it",
    applies=all_of(WITH_METASTASES, NERVE_PAIN),
    when=~NERVE_DRUG,
    advise="For pain of nerves add gabapentin, pregabalin or amitriptyline (duloxetine where tamoxifen is not taken), at a "
    "dose that fits the kidneys. Look for the nerve, root or cord that is pressed.",
    urgency="soon",
    evidence=(
        evidence("CMPAIN18", "gabapentin, pregabalin and amitriptyline", "regional guideline", "primary"),
        evidence("ESMO18-PAIN", "first-line drugs; level of evidence not read", "level not read", "secondary"),
    ),
    purpose="Opioids alone relieve pain of nerves poorly.",
    misuse="Numbness or weakness with it is a question for the cord compression service first.",
)

NEUROPATHIC_RADIOTHERAPY = Recommendation(
    id="pain-neuropathic-rt",
    title="Pain of nerves from bone: radiotherapy",
    applies=all_of(WITH_METASTASES, NERVE_PAIN),
    when=~PAIN_TREATED_BY_RADIOTHERAPY,
    advise="Refer the pain of nerves for radiotherapy where a bone metastasis presses on the nerve or root.",
    urgency="soon",
    evidence=(evidence("ASTRO24", "neuropathic bone pain", "strong, moderate quality", "primary"),),
    purpose="Radiotherapy relieves the pain of a root that a metastasis presses on.",
    misuse="Neuropathy of taxanes or vinca drugs is not meant: hands and feet on both sides.",
)

STEROID_SHORT = Recommendation(
    id="pain-steroid-short",
    title="Pain crisis: short course of a steroid",
    applies=all_of(WITH_METASTASES, any_of(PAIN_CRISIS, NERVE_PAIN)),
    when=~STEROID,
    advise="For a pain crisis or pain of nerves consider a short course of dexamethasone with a stop date.",
    urgency="soon",
    evidence=(evidence("WHO18", "adjuvant steroids", "strong, moderate", "memory"),),
    purpose="It buys days until the cause is treated.",
    misuse="Not for pain of the spine without neurology while cord compression is only suspected.",
)

BONE_AGENT = Recommendation(
    id="pain-bma",
    title="Bone pain without a bone agent",
    applies=all_of(WITH_METASTASES, shown(BONE_PAIN)),
    when=all_of(~AGENT_CURRENT, ~AGENT_PLANNED),
    advise="A bisphosphonate or denosumab may be given to prevent and treat bone pain, beside painkillers and never instead of "
    "them; a single fraction of radiotherapy where one place hurts.",
    urgency="info",
    evidence=(
        evidence(
            "WHO18",
            "bisphosphonate to prevent and treat bone pain; single-fraction radiotherapy where indicated, as summarised by others",
            "recommendation",
            "secondary",
        ),
    ),
    purpose="Bone pain is one more reason for the bone agent.",
    misuse="The relief is modest and late: it is no painkiller.",
    asks=False,
)

SPECIALIST = Recommendation(
    id="pain-specialist",
    title="Pain in spite of two changes: ask a pain team",
    applies=all_of(_SCORED, STRONG_OPIOID_REGULAR),
    when=all_of(STRONG_ORDERS >= SPECIALIST_ORDERS, _MORE_THAN_MILD),
    advise="Ask the palliative care or pain team about pain that two changes did not relieve: change of opioid, nerve block, "
    "intrathecal drugs, ablation or cement.",
    urgency="soon",
    evidence=(
        evidence(
            "CG140", "recommendation 1.1.6: seek specialist advice after a few dose adjustments", "seek", "primary"
        ),
        evidence("OSTEON", "two changes in six weeks", "product default", "derived"),
    ),
    purpose="What two changes did not bring, a third seldom does.",
    misuse="It counts orders; an order written again with another dose of the same regimen looks like a change.",
    shows=(WORST_PAIN, OMED),
)

SPECIALIST_HIGH_DOSE = Recommendation(
    id="pain-specialist-high-dose",
    title="High opioid dose: ask a pain team",
    applies=all_of(WITH_METASTASES, STRONG_OPIOID_REGULAR),
    when=OMED > OMED_SPECIALIST,
    advise="Ask the palliative care or pain team about this high opioid dose.",
    urgency="soon",
    evidence=(evidence("ESMO18-PAIN", "not read", "practice", "memory"),),
    purpose="High doses are for those who use them often.",
    misuse="Not a limit, and no reason to lower a dose that works.",
)
