"""Stability of the spine before anything is done to it."""

from osteon.engine.nodes import AnyLesion, all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.cord_compression.compression import COMPRESSION
from osteon.pathway.cord_compression.signs import CORD_SIGNS_SHOWN, SPINAL_PAIN
from osteon.pathway.lesions.facts import RADIOTHERAPY_PLANNED
from osteon.pathway.spine.epidural import ESCC_CLASS, GRADED, RADIOTHERAPY_ASKED, RADIOTHERAPY_BEGUN
from osteon.pathway.spine.levels import METASTATIC_LEVEL
from osteon.pathway.spine.parameters import POTENTIAL_FROM, UNSTABLE_FROM
from osteon.pathway.spine.stability import (
    ASSESSED,
    ASSESSED_NOW,
    LEVEL_HURTS,
    OPINION_RECENT,
    OPINION_SINCE_PICTURE,
    RATED,
    SINS_TOTAL,
    WORST_SINS,
)

_POINTS = evidence(
    "SINS10", "points of the items, through validation papers and reviews", "consensus score", "secondary"
)

UNSTABLE = Recommendation(
    id="sp-sins-unstable",
    title="Unstable level: spinal surgeon now",
    applies=all_of(BREAST_CANCER, RATED),
    unless=OPINION_SINCE_PICTURE,
    when=SINS_TOTAL >= UNSTABLE_FROM,
    advise="Ask a spinal surgeon urgently, and protect the spine until this level has been seen. Radiotherapy alone does not "
    "cure mechanical pain.",
    urgency="urgent",
    evidence=(_POINTS, evidence("FOURNEY11", "abstract: 13 to 18 unstable", "consensus score", "primary")),
    purpose="Mechanical pain comes from a level that does not hold; radiation does not hold it.",
    misuse="The score does not say who is fit for surgery, nor that surgery must follow. It falls silent once a surgeon's opinion "
    "newer than the picture is on record, and where the level was fixed after it.",
    shows=(SINS_TOTAL,),
)

POTENTIAL = Recommendation(
    id="sp-sins-potential",
    title="Potentially unstable: opinion before radiotherapy",
    applies=all_of(BREAST_CANCER, RATED),
    unless=OPINION_SINCE_PICTURE,
    when=all_of(SINS_TOTAL >= POTENTIAL_FROM, ~shown(SINS_TOTAL >= UNSTABLE_FROM)),
    advise="Ask for a spinal surgical opinion before radiotherapy; consider a brace or cement for this level.",
    urgency="soon",
    evidence=(
        _POINTS,
        evidence("FOURNEY11", "abstract: 7 to 12 potentially unstable", "consensus score", "primary"),
        evidence("FISHER14", "abstract: surgical consultation recommended from 7 to 18", "consensus score", "primary"),
    ),
    purpose="Whoever could need support of the spine is seen by a surgeon before the plan is made.",
    misuse="Most of these levels need no operation. Where an item is missing and the total could be higher still, it already holds.",
    shows=(SINS_TOTAL,),
)

STABLE = Recommendation(
    id="sp-sins-stable",
    title="Instability unlikely at this level",
    applies=all_of(BREAST_CANCER, RATED),
    unless=any_of(CORD_SIGNS_SHOWN, shown(COMPRESSION), all_of(GRADED, shown(ESCC_CLASS.one_of("high", "open")))),
    when=SINS_TOTAL < POTENTIAL_FROM,
    advise="Instability is unlikely: treat this level as uncomplicated, as long as there is no neurology.",
    urgency="info",
    evidence=(_POINTS, evidence("FOURNEY11", "abstract: 0 to 6 stable", "consensus score", "primary")),
    purpose="It spares braces, bed rest and referrals that are not needed.",
    misuse="Stable is not harmless: a stable level can still press on the cord.",
    asks=False,
    shows=(SINS_TOTAL,),
)

NOT_RECORDED = Recommendation(
    id="sp-sins-not-recorded",
    title="Painful vertebral metastasis without SINS",
    applies=all_of(
        BREAST_CANCER,
        any_of(
            all_of(shown(SPINAL_PAIN), AnyLesion(of=METASTATIC_LEVEL)),
            AnyLesion(of=all_of(LEVEL_HURTS, METASTATIC_LEVEL)),
        ),
    ),
    when=any_of(
        AnyLesion(of=all_of(LEVEL_HURTS, METASTATIC_LEVEL, ~ASSESSED_NOW)),
        ~AnyLesion(of=all_of(METASTATIC_LEVEL, ASSESSED_NOW)),
    ),
    advise="Ask for the spinal instability score on the CT report: place, kind of lesion, alignment, collapse and posterolateral "
    "elements of each painful level, and ask whether the pain is mechanical.",
    urgency="routine",
    evidence=(
        evidence(
            "OSTEON", "product decision: a score of the last 3 months for a painful level", "no source", "derived"
        ),
        evidence("RADELEMENT", "set RDES21: the fields that a report needs", "data standard", "secondary"),
    ),
    purpose="Without it nobody can tell who must be seen by a surgeon before radiotherapy.",
    misuse="A score that stands in a letter and was not recorded looks like none. Pain of the spine that is not of this level asks "
    "for it, too.",
    shows=(WORST_SINS,),
)

BEFORE_RADIOTHERAPY = Recommendation(
    id="sp-stability-before-rt",
    title="Radiotherapy of the spine: stability first",
    applies=all_of(RADIOTHERAPY_ASKED, BREAST_CANCER, AnyLesion(of=METASTATIC_LEVEL)),
    unless=any_of(RADIOTHERAPY_BEGUN, OPINION_RECENT),
    when=any_of(
        AnyLesion(of=all_of(RADIOTHERAPY_PLANNED, METASTATIC_LEVEL, ~ASSESSED)),
        ~AnyLesion(of=ASSESSED),
    ),
    advise="Settle stability, and whether surgery comes first, before radiotherapy of the spine starts.",
    urgency="soon",
    evidence=(
        evidence(
            "ASTRO24",
            "remark on putting the statement on spine radiotherapy into practice",
            "remark to a strong, high-quality statement",
            "primary",
        ),
    ),
    purpose="What is unstable needs to be held, and radiotherapy alone does not hold it.",
    misuse="It does not hold back radiotherapy that is given within hours for a compressed cord.",
    says_more_than=("sp-sins-not-recorded",),
    shows=(WORST_SINS,),
)
