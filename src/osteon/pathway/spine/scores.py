"""The spinal instability score, one total for each level."""

from osteon.engine.nodes import all_of
from osteon.engine.rules import Score
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.spine.stability import (
    ALIGNMENT_POINTS,
    COLLAPSE_POINTS,
    LOCATION_POINTS,
    PAIN_POINTS,
    POSTEROLATERAL_POINTS,
    RATED,
    SINS_CATEGORY,
    SINS_TOTAL,
    TYPE_POINTS,
)

SINS = Score(
    id="sins",
    title="Spinal instability score (SINS)",
    applies=all_of(BREAST_CANCER, RATED),
    total=SINS_TOTAL,
    category=SINS_CATEGORY,
    items=(
        ("part of the spine", LOCATION_POINTS),
        ("pain", PAIN_POINTS),
        ("kind of lesion", TYPE_POINTS),
        ("alignment", ALIGNMENT_POINTS),
        ("collapse", COLLAPSE_POINTS),
        ("posterolateral elements", POSTEROLATERAL_POINTS),
    ),
    evidence=(
        evidence(
            "SINS10", "points of the six items, through validation papers and reviews", "consensus score", "secondary"
        ),
        evidence("FOURNEY11", "abstract: 0 to 6, 7 to 12, 13 to 18", "reliability study, 30 cases", "primary"),
    ),
    purpose="It tells who needs a spinal surgeon before radiotherapy.",
    misuse="It measures stability, not the cord: neurology and the epidural grade are asked apart. Score each level by itself and "
    "never add levels. The kind of lesion is its least reliable item; a word of a report on it needs a human eye. A level "
    "that was fixed or cemented is scored again only from a newer picture.",
    meaning=(
        ("stable", "instability unlikely"),
        ("potentially-unstable", "spinal surgical opinion before radiotherapy"),
        ("unstable", "urgent spinal surgical opinion"),
    ),
    accuracy=(
        evidence(
            "FOURNEY11",
            "abstract, 30 cases: agreement of the total, between and within raters",
            "intraclass correlation 0.846 (0.773 to 0.911) and 0.886 (0.868 to 0.902)",
            "primary",
        ),
        evidence(
            "FOURNEY11",
            "abstract: agreement between raters on location, pain, kind of lesion, alignment, collapse, posterolateral elements",
            "kappa 0.790, 0.841, 0.244, 0.456, 0.462, 0.492",
            "primary",
        ),
        evidence(
            "FOURNEY11",
            "abstract: agreement within raters on the same items",
            "kappa 0.806, 0.859, 0.528, 0.614, 0.590, 0.662",
            "primary",
        ),
        evidence(
            "FOURNEY11",
            "unstable or potentially unstable against the consensus of experts, as summarised from the abstract",
            "sensitivity 95.7 %, specificity 79.5 %",
            "secondary",
        ),
        evidence(
            "FISHER14",
            "abstract, 33 radiation oncologists, 30 cases: below 7 against 7 and more",
            "kappa 0.76 between, 0.80 within raters; 0.85 against spinal surgeons",
            "primary",
        ),
        evidence("PENNINGTON19", "meta-analysis: agreement within and between raters", "0.815 and 0.673", "primary"),
        evidence(
            "LEE21",
            "abstract: categories and vertebral fracture after radiotherapy; location never predicted one",
            "significant in 11 of 13 studies",
            "primary",
        ),
    ),
)
