"""Published scores of survival with metastases anywhere in the skeleton: Katagiri, and Makita for radiotherapy in breast cancer."""

from osteon.engine.nodes import Band, Choose, Fact, Node, Points, all_of, any_of, choose
from osteon.engine.rules import Score
from osteon.pathway.asking import evidence
from osteon.pathway.calcium.facts import CALCIUM
from osteon.pathway.general_condition.facts import BILIRUBIN, CRP, ECOG, LDH, PLATELETS
from osteon.pathway.prognosis.facts import (
    BRAIN_METASTASIS,
    HORMONE_DEPENDENCE,
    LIVER_METASTASIS,
    NUCLEAR_GRADE,
    RADIOTHERAPY_CONSIDERED,
    SERUM_ALBUMIN,
    SOLITARY,
    SYSTEMIC_EVER,
    VISCERA_BY_SPREAD,
    WITH_BONE_METASTASES,
)
from osteon.pathway.prognosis.parameters import (
    KATAGIRI_ALBUMIN,
    KATAGIRI_BILIRUBIN,
    KATAGIRI_CALCIUM,
    KATAGIRI_CRP,
    KATAGIRI_ECOG,
    KATAGIRI_LDH,
    KATAGIRI_PLATELETS,
    MAKITA_ECOG,
)
from osteon.pathway.prognosis.scores import group, points, shown_for
from osteon.pathway.tumour.facts import CHEMOTHERAPY_EVER

# --- Katagiri ---------------------------------------------------------------------------------------------------------

KATAGIRI_BLOOD = Fact(
    id="katagiri-blood",
    label="blood, by Katagiri's cut-points",
    computes=choose(
        (
            any_of(PLATELETS < KATAGIRI_PLATELETS, CALCIUM >= KATAGIRI_CALCIUM, BILIRUBIN >= KATAGIRI_BILIRUBIN),
            "critical",
        ),
        (any_of(SERUM_ALBUMIN < KATAGIRI_ALBUMIN, CRP >= KATAGIRI_CRP, LDH >= KATAGIRI_LDH), "abnormal"),
        otherwise="normal",
    ),
    note="Two sets of tests, not two degrees of one: platelets, calcium and bilirubin make it critical; albumin, C-reactive "
    "protein and LDH abnormal. Calcium is taken as reported, not corrected.",
)
_GROWTH = Points(of=HORMONE_DEPENDENCE, table=(("dependent", 0), ("independent", 2)))
_ORGANS = Points(of=VISCERA_BY_SPREAD, table=(("none", 0), ("nodular", 1), ("disseminated", 2)))
_BLOOD = Points(of=KATAGIRI_BLOOD, table=(("normal", 0), ("abnormal", 1), ("critical", 2)))
_PERFORMANCE = Points(
    of=Band(of=ECOG, edges=(KATAGIRI_ECOG,), labels=("better", "poor"), upper_inclusive=False),
    table=(("better", 0), ("poor", 1)),
)
_CHEMOTHERAPY = Points(of=choose((CHEMOTHERAPY_EVER, "given"), otherwise="none"), table=(("none", 0), ("given", 1)))
_SKELETON = Points(of=SOLITARY, table=(("solitary", 0), ("several", 1)))
KATAGIRI_TOTAL = Fact(
    id="katagiri-total",
    label="Katagiri score",
    computes=_GROWTH + _ORGANS + _BLOOD + _PERFORMANCE + _CHEMOTHERAPY + _SKELETON,
    digits=0,
)
KATAGIRI_GROUP = group("katagiri-group", "Katagiri group", KATAGIRI_TOTAL, "0-3", "4-6", "7-10", edges=(4, 7))
_SHIZUOKA = "808 people with symptomatic skeletal metastases, one Japanese centre, 2005-2008"
KATAGIRI = Score(
    id="katagiri",
    title="Katagiri score",
    total=KATAGIRI_TOTAL,
    category=KATAGIRI_GROUP,
    items=(
        ("primary tumour: breast, by its dependence on hormones", _GROWTH),
        ("visceral or cerebral metastases", _ORGANS),
        ("blood", _BLOOD),
        ("ECOG 3 or 4", _PERFORMANCE),
        ("chemotherapy before", _CHEMOTHERAPY),
        ("several bone metastases", _SKELETON),
    ),
    evidence=(
        evidence(
            "KATAGIRI14",
            "six factors in the abstract, points and cut-points as public code prints them; lower is better, 0 to 10",
            "published prognostic score",
            "secondary",
        ),
    ),
    purpose="To sort people with symptomatic bone metastases by survival, most of them treated without surgery.",
    misuse="Hormone-independent means that hormones no longer help, which receptors alone do not tell: state it where it is known.",
    meaning=(
        ("0-3", f"91% were alive at 1 year and 78% at 2 years ({_SHIZUOKA}; all cancers)"),
        ("4-6", f"49% were alive at 1 year ({_SHIZUOKA}; all cancers)"),
        ("7-10", f"27% were alive at 6 months and 6% at 1 year ({_SHIZUOKA}; all cancers)"),
    ),
    accuracy=(
        evidence(
            "KUBOTA19",
            "abstract, 616 people irradiated 2004-2013",
            "the three groups differed in survival (p < 0.001); the number of bone metastases was not significant",
            "primary",
        ),
    ),
    applies=shown_for(KATAGIRI_GROUP),
)

# --- Makita (breast cancer, radiotherapy) -----------------------------------------------------------------------------


def _if(condition: Node, given: str) -> Node:
    return choose((condition, points(given)), otherwise=points(0))


_GRADE = _if(NUCLEAR_GRADE >= points(3), "1.5")
_BRAIN = _if(BRAIN_METASTASIS, "1.5")
_ECOG = _if(ECOG >= MAKITA_ECOG, "1")
_SYSTEMIC = _if(SYSTEMIC_EVER, "1")
_LIVER = _if(LIVER_METASTASIS, "1")
MAKITA_TOTAL = Fact(
    id="makita-total",
    label="unfavourable points (Makita)",
    computes=_GRADE + _BRAIN + _ECOG + _SYSTEMIC + _LIVER,
    digits=1,
)
MAKITA_GROUP = Fact(
    id="makita-group",
    label="group of unfavourable points",
    computes=Choose(cases=(), otherwise="points only"),
    note="The groups of the paper were not read.",
)
MAKITA = Score(
    id="makita",
    title="Unfavourable points before radiotherapy (Makita)",
    total=MAKITA_TOTAL,
    category=MAKITA_GROUP,
    items=(
        ("nuclear grade 3", _GRADE),
        ("brain metastasis", _BRAIN),
        ("ECOG 2 or more", _ECOG),
        ("systemic treatment before", _SYSTEMIC),
        ("liver metastasis", _LIVER),
    ),
    evidence=(
        evidence(
            "MAKITA23", "abstract: points of five factors; lower is better, 0 to 6", "retrospective cohort", "primary"
        ),
    ),
    purpose="To see which of the known bad signs of breast cancer are there before radiotherapy of bone.",
    misuse="One centre, not validated elsewhere. Lung metastases, receptors and the number of bone metastases did not count there.",
    meaning=(
        (
            "points only",
            "more points, shorter survival among 143 women first irradiated for bone metastases 2007-2018, who lived 18 months "
            "in the median over all; the paper's groups were not read, so none is named",
        ),
    ),
    accuracy=(
        evidence(
            "MAKITA23",
            "abstract, 143 women 2007-2018",
            "hazard ratios 2.18 (grade 3), 1.96 (brain), 1.75 (liver), 1.63 (ECOG), 1.58 (systemic treatment)",
            "primary",
        ),
    ),
    applies=all_of(WITH_BONE_METASTASES, RADIOTHERAPY_CONSIDERED),
)
