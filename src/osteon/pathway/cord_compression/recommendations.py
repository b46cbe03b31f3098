"""Cord compression until the picture: who has to phone now, who may wait a week, and the first treatment."""

from osteon.engine.nodes import HoursSince, all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import CANCER_HISTORY
from osteon.pathway.cord_compression.compression import (
    COMPRESSION,
    COMPRESSION_SUSPECTED,
    CORD_CLEARED,
    PAIN_IMAGED,
    SPINE_IMAGED,
)
from osteon.pathway.cord_compression.parameters import MRI_CLOCK, REVIEW_CLOCK
from osteon.pathway.cord_compression.signs import (
    CORD_SIGNS,
    CORD_SIGNS_SHOWN,
    FIRST_SIGN,
    FIRST_SIGN_MOMENT,
    NEUROLOGY_SHOWN,
    NUMBNESS,
    SENSORY_LEVEL,
    SPINAL_PAIN,
    SUGGESTIVE_PAIN,
)
from osteon.pathway.cord_compression.treatment import (
    DEXAMETHASONE,
    DEXAMETHASONE_BARRED,
    IMMOBILE_HOURS,
    IMMOBILISATION_REVIEWED,
    IMMOBILISED,
    TREATED,
)

IMMEDIATE = Recommendation(
    id="mscc-immediate",
    title="Possible cord compression: act now",
    applies=CANCER_HISTORY,
    unless=any_of(CORD_CLEARED, TREATED),
    when=any_of(CORD_SIGNS, COMPRESSION_SUSPECTED, COMPRESSION),
    advise="Phone the cord compression or acute oncology service now. Lie flat if movement hurts. MRI of the whole spine as "
    "soon as possible, at the latest within 24 hours; if it is already done, have it read now.",
    urgency="emergency",
    evidence=(
        evidence(
            "NG234", "recommendation 1.3.2: contact the coordinator immediately", "should (immediately)", "secondary"
        ),
        evidence("NG234", "recommendation 1.5.2: MRI within 24 hours", "offer", "secondary"),
    ),
    purpose="Who can still walk when treatment begins usually keeps walking; hours decide.",
    misuse="It reads what was recorded: an incontinence code without a date alarms like a new one, and a hip that hurts can be "
    "the reason for a gait code. Numbness without a place does not alarm here, since hands and feet go numb under taxanes; "
    "it is asked for its place instead. A sign that persists under treatment alarms again when it is entered again. No alarm "
    "is no all-clear.",
    says_more_than=("mscc-pain-only", "mscc-numbness-place"),
    shows=(FIRST_SIGN, SPINE_IMAGED),
)

OVERDUE = Recommendation(
    id="mscc-mri-overdue",
    title="MRI of the spine overdue",
    applies=all_of(CANCER_HISTORY, CORD_SIGNS_SHOWN),
    unless=any_of(CORD_CLEARED, TREATED, COMPRESSION),
    when=all_of(~SPINE_IMAGED, HoursSince(of=FIRST_SIGN_MOMENT) > MRI_CLOCK),
    advise="Escalate now: cord signs were recorded more than 24 hours ago and no MRI of the spine is on record. Phone the cord "
    "compression service and have the whole spine imaged at once.",
    urgency="emergency",
    evidence=(evidence("NG234", "recommendation 1.5.2: always within 24 hours", "offer; standard", "secondary"),),
    purpose="A request that lies unanswered is the commonest way to lose the hours.",
    misuse="The clock starts with the first dated entry of the last 14 days; where only the day was written it stays open until "
    "24 hours have passed for sure. An MRI elsewhere that nobody recorded looks like none.",
    says_more_than=("mscc-immediate", "mscc-pain-only", "mscc-numbness-place"),
)

NUMBNESS_PLACE = Recommendation(
    id="mscc-numbness-place",
    title="New numbness: find out where",
    applies=all_of(CANCER_HISTORY, NUMBNESS),
    when=~known(SENSORY_LEVEL),
    advise="Ask today where the numbness is. Up to a level of the trunk, both legs, or the saddle: treat as cord compression and "
    "phone now. Fingers and toes alone under chemotherapy: not an emergency.",
    urgency="urgent",
    evidence=(
        evidence("OSTEON", "product decision: numbness without a place is a question", "no source", "derived"),
        evidence(
            "NG234", "recommendation 1.3.2 counts sensory loss among the signs", "should (immediately)", "secondary"
        ),
    ),
    purpose="It keeps the alarm for signs of the cord, without losing the one numbness that is.",
    misuse="Waiting for the answer is no reason to delay when weakness, gait or bladder change as well.",
)

PAIN_ONLY = Recommendation(
    id="mscc-pain-only",
    title="Suggestive spinal pain: MRI within a week",
    applies=all_of(CANCER_HISTORY, SPINAL_PAIN),
    unless=any_of(CORD_SIGNS_SHOWN, COMPRESSION, PAIN_IMAGED),
    when=SUGGESTIVE_PAIN,
    advise="Arrange MRI of the whole spine within 1 week, and explain which signs (weakness, walking, numbness, bladder, bowel) "
    "mean phoning at once.",
    urgency="urgent",
    evidence=(
        evidence(
            "NG234",
            "MRI within 1 week for pain suggestive of spinal metastases, as coded by others",
            "offer",
            "secondary",
        ),
    ),
    purpose="Pain comes weeks before weakness; this is the time to find it.",
    misuse="Back pain without the suggestive features is only a question here. It also holds while nobody asked for signs, since "
    "an MRI within a week is due either way; whether it is due today is what the question about signs decides.",
)

DEXAMETHASONE_16 = Recommendation(
    id="mscc-dex-16",
    title="Dexamethasone 16 mg now",
    applies=all_of(CANCER_HISTORY, NEUROLOGY_SHOWN),
    unless=any_of(CORD_CLEARED, TREATED, DEXAMETHASONE_BARRED),
    when=~DEXAMETHASONE,
    advise="Give dexamethasone 16 mg by mouth, or the same by vein, as soon as possible while imaging is arranged.",
    urgency="emergency",
    evidence=(
        evidence(
            "NG234", "recommendation 1.8.1: cord compression with neurological symptoms or signs", "offer", "secondary"
        ),
        evidence(
            "ASTRO24", "dexamethasone with radiotherapy over radiotherapy alone", "strong, low quality", "primary"
        ),
    ),
    purpose="It lowers the swelling around the cord until the cause is treated.",
    misuse="Not for pain without neurology, and not for an incontinence code alone. A dose given against nausea before the signs "
    "began does not count; infection, diabetes and suspected lymphoma are for whoever prescribes.",
    gives="dexamethasone",
)

DEXAMETHASONE_NOT = Recommendation(
    id="mscc-dex-no-neuro",
    title="No dexamethasone for pain alone",
    applies=all_of(CANCER_HISTORY, SPINAL_PAIN),
    unless=any_of(CORD_SIGNS_SHOWN, COMPRESSION),
    when=any_of(SUGGESTIVE_PAIN, COMPRESSION_SUSPECTED),
    advise="Do not start dexamethasone for suspected cord compression as a routine while there is pain without neurology.",
    urgency="info",
    evidence=(
        evidence("NG234", "corticosteroids without neurological symptoms or signs", "do not offer routinely", "memory"),
    ),
    purpose="It spares side effects that buy nothing.",
    misuse="Severe pain can be a reason of its own for a steroid.",
    withholds="dexamethasone",
)

BED_REST = Recommendation(
    id="mscc-bedrest-short",
    title="Immobilised without review",
    applies=all_of(CANCER_HISTORY, IMMOBILISED),
    when=all_of(~IMMOBILISATION_REVIEWED, IMMOBILE_HOURS > REVIEW_CLOCK),
    advise="Ask for expert advice on spinal stability now: immobilised for more than 24 hours. Begin graded sitting "
    "once the spine is called stable.",
    urgency="urgent",
    evidence=(
        evidence(
            "NG234",
            "immobilisation: advice on lifting it within 24 hours, as summarised in the BMJ",
            "offer",
            "secondary",
        ),
    ),
    purpose="Bed rest costs strength, lungs and skin every day.",
    misuse="Not for a spine that was found unstable and waits for surgery.",
)
