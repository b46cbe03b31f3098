"""Mirels' score with what is known of its accuracy."""

from osteon.engine.nodes import all_of
from osteon.engine.rules import Score
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.fracture.facts import (
    MIRELS_CATEGORY,
    MIRELS_TOTAL,
    PAIN_POINTS,
    SITE_POINTS,
    SIZE_POINTS,
    TYPE_POINTS,
    UNFIXED_LONG_BONE,
)

MIRELS = Score(
    id="mirels",
    title="Mirels score",
    applies=all_of(UNFIXED_LONG_BONE, BREAST_CANCER),
    total=MIRELS_TOTAL,
    category=MIRELS_CATEGORY,
    items=(
        ("site", SITE_POINTS),
        ("pain", PAIN_POINTS),
        ("kind of lesion", TYPE_POINTS),
        ("size", SIZE_POINTS),
    ),
    meaning=(
        ("low", "0 to 4 % broke within 6 months; radiotherapy and observation are reasonable"),
        ("borderline", "15 % broke within 6 months; the paper fixes, later practice judges"),
        ("high", "33 % and more broke within 6 months, all at 12; fix before radiotherapy"),
    ),
    evidence=(
        evidence(
            "MIRELS89",
            "abstract: 78 irradiated lesions, 27 fractures within 6 months; mean score 10 against 7",
            "retrospective series",
            "primary",
        ),
        evidence("MIRELS89", "points and risk per band, as printed on teaching pages", "score", "secondary"),
    ),
    purpose="A common language for the danger in a long bone, before it is irradiated.",
    misuse="Not for pelvis, ribs, skull or spine, not for a bone that is broken or fixed, and made on lesions before "
    "radiotherapy. Risks for each single score circulate in two columns, predicted and observed, which were not read; "
    "therefore only the bands are shown. No pain scores 1 here, since the item has no nought.",
    accuracy=(
        evidence(
            "DAMRON03",
            "12 femoral cases, 53 raters; raters agreed well on site, less on type, fairly on size and pain",
            "sensitivity 91 %, specificity 35 %",
            "primary",
        ),
        evidence(
            "EVANS08",
            "humerus, 17 case histories",
            "from 9 on: sensitivity 14.5 %, specificity 82.9 %; from 7 on: 81 % and 32 %",
            "primary",
        ),
        evidence(
            "HUMERUS23",
            "humerus, 188 patients, 61 fractures",
            "from 8 on: sensitivity 83.6 %, specificity 79.5 %, area under the curve 0.82",
            "primary",
        ),
        evidence(
            "MACNIOCAILL11",
            "agreement between observers",
            "kappa 0.35 to 0.61 overall; site 0.77 to 1.0, type 0.55 to 0.81, size 0.27 to 0.60",
            "primary",
        ),
        evidence(
            "CTFRACTURE14",
            "47 patients irradiated for long-bone metastases, 10 fractures",
            "from 9 on 42 % broke, below 9 none; in the analysis of all factors the score added nothing",
            "primary",
        ),
        evidence(
            "VANDERLINDEN04", "110 femoral lesions, 14 fractures", "did not predict fracture (p = 0.36)", "primary"
        ),
        evidence(
            "NAZARIAN15",
            "149 lesions, 7 fractures among those not fixed",
            "sensitivity 71 %, specificity 50 %; rigidity analysis on CT 100 % and 90 %",
            "primary",
        ),
    ),
)
