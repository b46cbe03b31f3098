"""Falls, the home, and rehabilitation."""

from osteon.engine.nodes import ALWAYS, AnyLesion, all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.activity.facts import (
    FALL,
    FALL_TRIGGER,
    FALLS_ASSESSED,
    OPERATED_LATELY,
    PHYSIOTHERAPY,
    UNSTEADY,
    WEAKNESS,
)
from osteon.pathway.activity.parameters import PAIN_LIMIT
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER
from osteon.pathway.cord_compression.compression import COMPRESSION
from osteon.pathway.fracture.facts import IMPENDING_FRACTURE
from osteon.pathway.pain.facts import OPIOID_CURRENT, STEROID, WORST_PAIN

_WHOSE = (BREAST_CANCER, BONE_METASTASIS)

SCREEN = Recommendation(
    id="falls-screen",
    title="Ask about falls",
    applies=all_of(*_WHOSE),
    unless=FALLS_ASSESSED,
    when=FALL_TRIGGER,
    advise="Ask about falls at least once a year and after every fall, and look for what can be changed.",
    urgency="info",
    evidence=(
        evidence("STEADI", "screen adults 65 and older yearly, or at any time after a fall", "algorithm", "secondary"),
        evidence("OSTEON", "a fall of the last year counts", "product default", "derived"),
    ),
    purpose="A fall on a weak bone is a fracture.",
    misuse="Made for older people at home, not for cancer; bone metastases raise what is at stake, not the number of falls.",
    asks=False,
    shows=(FALL,),
)

SCREEN_DRUGS = Recommendation(
    id="falls-screen-drugs",
    title="Ask about falls: neuropathy, steroid, opioid",
    applies=all_of(*_WHOSE),
    unless=FALLS_ASSESSED,
    when=any_of(UNSTEADY, STEROID, OPIOID_CURRENT),
    advise="Ask about falls at any age while there is neuropathy, dizziness on standing, a steroid or an opioid.",
    urgency="info",
    evidence=(evidence("WFG22", "risk factors; not read", "strong", "memory"),),
    purpose="Treatment brings the risk of older people to younger ones.",
    misuse="No reason to stop an opioid that is needed.",
    asks=False,
)

SCREEN_TESTS = Recommendation(
    id="falls-screen-tests",
    title="Falls: gait speed or timed up-and-go",
    applies=all_of(*_WHOSE, FALL_TRIGGER),
    when=ALWAYS,
    advise="Measure gait speed (0.8 m/s or less is slow) or the timed up-and-go (12 seconds or more is slow); look at feet, "
    "vision, medicines and home.",
    urgency="info",
    evidence=(
        evidence("STEADI", "cut-offs of the tests; not read", "algorithm", "memory"),
        evidence("WFG22", "cut-offs of the tests; its timed up-and-go is more than 15 seconds", "strong", "memory"),
    ),
    purpose="A number that can be followed.",
    misuse="Sources disagree on the timed up-and-go: 12 seconds or more, or more than 15.",
    asks=False,
)

HOME = Recommendation(
    id="falls-home",
    title="Make the home safe",
    applies=all_of(*_WHOSE),
    when=any_of(FALL, AnyLesion(of=IMPENDING_FRACTURE)),
    advise="Offer a visit of an occupational therapist; walker, rails, shower chair and good light. Stop sedatives where possible.",
    urgency="info",
    evidence=(evidence("WFG22", "home and aids; not read", "good practice", "memory"),),
    purpose="Most falls happen at home.",
    misuse="No substitute for fixing a bone that is about to break.",
    asks=False,
)

REHABILITATION = Recommendation(
    id="rehab-pt",
    title="Physiotherapy or occupational therapy",
    applies=all_of(*_WHOSE),
    unless=PHYSIOTHERAPY,
    when=any_of(WEAKNESS, OPERATED_LATELY, COMPRESSION, all_of(known(WORST_PAIN), WORST_PAIN >= PAIN_LIMIT)),
    advise="Refer to physiotherapy or occupational therapy; a brace only as the surgeon or the spinal team advises.",
    urgency="info",
    evidence=(evidence("NG234", "rehabilitation; not read", "good practice", "memory"),),
    purpose="To come back to what daily life needs.",
    misuse="After review of stability where neurology is new.",
    asks=False,
)
