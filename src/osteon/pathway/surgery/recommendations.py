"""What to settle before cement or a fixation of the spine."""

from osteon.engine.nodes import ALWAYS, AnyLesion, all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.cord_compression.compression import COMPRESSION
from osteon.pathway.cord_compression.signs import CORD_SIGNS_SHOWN
from osteon.pathway.spine.facts import (
    EPIDURAL_TREATED,
    ESCC_CLASS,
    GRADED,
    LEVEL_ESCC,
    METASTATIC_LEVEL,
    RATED,
    SINS_CATEGORY,
    SINS_TOTAL,
    WORST_SINS,
)
from osteon.pathway.surgery.facts import CEMENT_ASKED, CEMENT_HERE, POSTERIOR_WALL, SUPPORT_HERE

_CEMENT_AT_METASTASIS = all_of(CEMENT_ASKED, BREAST_CANCER, AnyLesion(of=METASTATIC_LEVEL))

WITHHOLD = Recommendation(
    id="surg-cement-compression",
    title="Cord compression: no cement by itself",
    applies=_CEMENT_AT_METASTASIS,
    when=any_of(
        CORD_SIGNS_SHOWN,
        shown(COMPRESSION),
        all_of(GRADED, shown(ESCC_CLASS.one_of("high")), ~EPIDURAL_TREATED),
    ),
    advise="Do not go on with vertebroplasty or kyphoplasty as planned: the record shows signs or pictures of a compressed cord. "
    "Settle the compression with the spinal surgeon first.",
    urgency="urgent",
    evidence=(
        evidence(
            "NICE-IPG12",
            "recommendation of CG75: for vertebral metastases without evidence of cord compression or spinal instability",
            "should be considered (2008, since replaced)",
            "secondary",
        ),
        evidence(
            "CIANFONI15",
            "abstract: an epidural mass is commonly considered a contraindication",
            "opinion reported by a case series",
            "primary",
        ),
    ),
    purpose="Cement holds a vertebral body; it frees no cord, and what leaks into the canal takes more room.",
    misuse="It does not forbid cement as a part of surgery that frees the cord. An incontinence code stops it like any other sign.",
    withholds="vertebral-cement",
    says_more_than=("surg-cement-wall", "surg-cement-team", "surg-score-first"),
)

WALL = Recommendation(
    id="surg-cement-wall",
    title="Cement behind an eroded wall",
    applies=all_of(CEMENT_HERE, BREAST_CANCER, METASTATIC_LEVEL),
    when=any_of(POSTERIOR_WALL.one_of("eroded"), LEVEL_ESCC.one_of("1a", "1b", "1c", "2", "3")),
    advise="Ask the operator to confirm cement for this level: an eroded posterior wall or an epidural mass is commonly counted as a "
    "contraindication.",
    urgency="soon",
    evidence=(
        evidence(
            "CIANFONI15",
            "abstract: commonly considered a contraindication; epidural leak in 10 of 70 levels (14 %), radicular pain in 3 of 48 people",
            "case series",
            "primary",
        ),
    ),
    purpose="The wall is what keeps cement out of the canal.",
    misuse="The series that measured the leaks did treat such levels, with thick cement under continuous fluoroscopy; it is a question "
    "to the operator, not a ban.",
    shows=(POSTERIOR_WALL, LEVEL_ESCC),
)

TEAM = Recommendation(
    id="surg-cement-team",
    title="Cement: agreed by three",
    applies=_CEMENT_AT_METASTASIS,
    when=ALWAYS,
    advise="See that oncologist, interventional radiologist and spinal surgeon agree on cement, for mechanical pain that analgesics do "
    "not hold or for a collapsed body, and that spinal surgery is at hand where it is done.",
    urgency="info",
    evidence=(
        evidence(
            "NICE-IPG12",
            "recommendations of CG75: whom to consider, who agrees, and where",
            "should be considered; should only (2008, since replaced)",
            "secondary",
        ),
    ),
    purpose="It brings the three who know the options into one decision.",
    misuse="The guideline that said so has been replaced, and its successor's words on cement were not seen.",
    shows=(WORST_SINS,),
)

SCORE_FIRST = Recommendation(
    id="surg-score-first",
    title="Score the level before it is supported",
    applies=all_of(SUPPORT_HERE, BREAST_CANCER, METASTATIC_LEVEL),
    when=~known(SINS_CATEGORY),
    advise="Record the spinal instability score of this level before cement or fixation: what is missing is listed with the score.",
    urgency="routine",
    evidence=(
        evidence("FOURNEY11", "abstract: what the score is for", "reliability study, 30 cases", "primary"),
        evidence("OSTEON", "product decision: support is planned on a score", "no source", "derived"),
    ),
    purpose="Rods and cement answer instability; the score says whether there is any.",
    misuse="A compressed cord or a fracture that must be held does not wait for a score.",
    shows=(SINS_TOTAL, RATED),
)
