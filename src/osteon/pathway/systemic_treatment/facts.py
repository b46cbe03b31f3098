"""Whose options they are, signs of visceral crisis, and the drugs and tests that the safety checks ask for."""

from __future__ import annotations

from osteon.engine.events import Events, earliest, exists
from osteon.engine.nodes import DaysSince, Fact, Parameter, absent, all_of, any_of, known, unknown
from osteon.pathway.asking import recorded, shown, sign
from osteon.pathway.bone_agents.agents import day_after
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC, METASTATIC_FIRST_SEEN
from osteon.pathway.general_condition.facts import BILIRUBIN, BILIRUBIN_UPPER
from osteon.pathway.prognosis.facts import LIVER_METASTASIS
from osteon.pathway.systemic_treatment.parameters import (
    ADJUVANT_HER2_GAP,
    BILIRUBIN_CRISIS,
    CALCIUM_ON_IMLUNESTRANT,
    DENSITY_WINDOW,
    ECG_WINDOW,
    EJECTION_WINDOW,
    FLARE_WINDOW,
    GLUCOSE_WINDOW,
    HBA1C_WINDOW,
    SHORT_DRUG_WINDOW,
)
from osteon.pathway.tumour.drugs import CHEMOTHERAPY, HER2_ANTIBODIES, RECORDED, USED, current, drugs
from osteon.pathway.tumour.facts import (
    BEVACIZUMAB_CURRENT,
    HER2_NEGATIVE,
    HER2_POSITIVE,
    HR_POSITIVE_HER2_NEGATIVE,
    PROGRESSION_DATE,
    TRIPLE_NEGATIVE,
)

_DENIED = ("absent", "negative", "equivocal")
_DIAGNOSED = "the diagnosis would be in the record"
_TESTED = "a result would be in the record"

# --- whose question ---------------------------------------------------------------------------------------------------

METASTATIC_BREAST = Fact(
    id="metastatic-breast-cancer", label="metastatic breast cancer", computes=all_of(METASTATIC, BREAST_CANCER)
)


def _whose(id: str, label: str, subtype: Fact) -> Fact:
    """Metastatic breast cancer of a subtype that the record settles; what is open is asked once, as the receptors."""
    return Fact(id=id, label=label, computes=all_of(METASTATIC_BREAST, known(subtype), subtype))


LUMINAL = _whose(
    "luminal-metastatic",
    "metastatic breast cancer, hormone receptor positive and HER2 negative",
    HR_POSITIVE_HER2_NEGATIVE,
)
HER2_DISEASE = _whose("her2-positive-metastatic", "metastatic breast cancer, HER2 positive", HER2_POSITIVE)
HER2_NEGATIVE_DISEASE = _whose("her2-negative-metastatic", "metastatic breast cancer, HER2 negative", HER2_NEGATIVE)
TRIPLE_NEGATIVE_DISEASE = _whose(
    "triple-negative-metastatic", "metastatic breast cancer, triple negative", TRIPLE_NEGATIVE
)

# --- the body ---------------------------------------------------------------------------------------------------------

BRAIN_METASTASIS = recorded(
    "brain-metastasis",
    "brain metastasis",
    "condition.metastasis.brain",
    "condition.metastasis.meninges",
    not_answers=_DENIED,
    why=_DIAGNOSED,
)
_LUNG = recorded(
    "lung-metastasis",
    "metastasis of lung or pleura",
    "condition.metastasis.lung",
    "condition.metastasis.pleura",
    not_answers=_DENIED,
    why=_DIAGNOSED,
)
_BREATHLESS = sign(
    "breathless-at-rest",
    "breathless at rest",
    "symptom.dyspnoea-rest",
    why="a symptom that nobody asked about is not written down",
    ask="Is the patient breathless at rest?",
)
VISCERAL_CRISIS = sign(
    "visceral-crisis",
    "visceral crisis, as judged by the team",
    "condition.visceral-crisis",
    why="it is a judgement, and never read from results",
    ask="Does the team judge this to be visceral crisis: an organ failing because the cancer advances fast?",
)
CRISIS_JUDGED = shown(VISCERAL_CRISIS)
LIVER_SIGN = Fact(
    id="liver-sign",
    label="bilirubin above its limit with liver metastases",
    computes=all_of(LIVER_METASTASIS, BILIRUBIN > BILIRUBIN_UPPER),
    note="Gilbert's disease and a blocked bile duct have to be thought of first.",
)
_LUNG_SIGN = Fact(
    id="lung-sign", label="breathless at rest with metastases of lung or pleura", computes=all_of(_LUNG, _BREATHLESS)
)
CRISIS_SIGN = Fact(
    id="visceral-crisis-sign",
    label="a sign that may belong to visceral crisis",
    computes=any_of(shown(LIVER_SIGN), shown(_LUNG_SIGN)),
)
LIVER_CRISIS_EXAMPLE = Fact(
    id="liver-crisis-example",
    label="bilirubin above 1.5 times its limit with liver metastases",
    computes=all_of(LIVER_METASTASIS, BILIRUBIN > BILIRUBIN_UPPER.times(BILIRUBIN_CRISIS, "mg/dL")),
)
CRISIS_IN_QUESTION = Fact(
    id="visceral-crisis-in-question",
    label="visceral crisis is in question",
    computes=any_of(CRISIS_JUDGED, CRISIS_SIGN),
)
ADJUVANT_HER2_LATE = recorded(
    "adjuvant-her2-late",
    "trastuzumab in the year before metastatic disease",
    "drug.trastuzumab",
    "drug.pertuzumab",
    "drug.trastuzumab-emtansine",
    kinds=("dose",),
    within=DaysSince(of=METASTATIC_FIRST_SEEN) + ADJUVANT_HER2_GAP,
    before=METASTATIC_FIRST_SEEN,
    why=RECORDED,
)
LUNG_DISEASE = recorded(
    "interstitial-lung-disease",
    "interstitial lung disease or pneumonitis",
    "condition.interstitial-lung-disease",
    not_answers=_DENIED,
    why=_DIAGNOSED,
)
HEART_FAILURE = recorded(
    "heart-failure", "heart failure", "condition.heart-failure", not_answers=_DENIED, why=_DIAGNOSED
)
DIABETES = recorded(
    "diabetes",
    "diabetes",
    "condition.diabetes",
    "condition.diabetes-uncontrolled",
    not_answers=_DENIED,
    why=_DIAGNOSED,
)

# --- other drugs ------------------------------------------------------------------------------------------------------


def _taking(id: str, label: str, *concepts: str) -> Fact:
    """An active order, or a dose of the last days."""
    ordered = Events(concepts=concepts, kinds=("order", "statement"), statuses=("active",))
    given = Events(concepts=concepts, kinds=("dose",), within=SHORT_DRUG_WINDOW)
    return Fact(
        id=id,
        label=label,
        computes=any_of(
            Fact(id=f"{id}-ordered", label=f"{label}, ordered", reads=exists(ordered), absence=absent(RECORDED)),
            Fact(id=f"{id}-given", label=f"{label}, given lately", reads=exists(given), absence=absent(RECORDED)),
        ),
    )


CORTICOSTEROID = _taking(
    "corticosteroid-now",
    "on a corticosteroid",
    "drug.dexamethasone",
    "drug.prednisone",
    "drug.prednisolone",
    "drug.methylprednisolone",
)
THIAZIDE_OR_LITHIUM = _taking(
    "thiazide-or-lithium", "on a thiazide or lithium", "drug.hydrochlorothiazide", "drug.lithium"
)
ANTIANGIOGENIC = Fact(
    id="antiangiogenic",
    label="on bevacizumab or sunitinib",
    computes=any_of(BEVACIZUMAB_CURRENT, _taking("sunitinib-now", "on sunitinib", "drug.sunitinib")),
)
CHEMOTHERAPY_PLANNED = recorded(
    "chemotherapy-planned",
    "chemotherapy planned",
    *CHEMOTHERAPY,
    kinds=("order", "request", "statement"),
    statuses=("planned",),
    why="a plan would be recorded",
)

# --- tests ------------------------------------------------------------------------------------------------------------


def _tested(id: str, label: str, concept: str, window: Parameter) -> Fact:
    return recorded(id, label, concept, with_value=True, within=window, why=_TESTED)


GLUCOSE_CHECKED = Fact(
    id="sugar-checked",
    label="glucose or HbA1c checked lately",
    computes=any_of(
        _tested("glucose-checked", "glucose checked lately", "lab.glucose", GLUCOSE_WINDOW),
        _tested("hba1c-checked", "HbA1c checked lately", "lab.hba1c", HBA1C_WINDOW),
    ),
)
CALCIUM_CHECKED_LATELY = recorded(
    "calcium-checked-on-imlunestrant",
    "calcium checked lately",
    "lab.calcium",
    "lab.calcium-corrected",
    "lab.calcium-ionised",
    with_value=True,
    within=CALCIUM_ON_IMLUNESTRANT,
    why=_TESTED,
)
_RIBOCICLIB_FIRST = Fact(
    id="ribociclib-first",
    label="first entry of ribociclib",
    reads=earliest(Events(concepts=("drug.ribociclib",), kinds=USED)),
    absence=unknown("the record may begin later"),
    ask="When was ribociclib begun?",
)
RIBOCICLIB_JUST_STARTED = Fact(
    id="ribociclib-just-started",
    label="ribociclib begun in the last weeks",
    computes=DaysSince(of=_RIBOCICLIB_FIRST) <= ECG_WINDOW,
)
ECG_SINCE_RIBOCICLIB = recorded(
    "ecg-since-ribociclib", "ECG since ribociclib began", "proc.ecg", since=day_after(_RIBOCICLIB_FIRST), why=_TESTED
)
_TAMOXIFEN_FIRST = Fact(
    id="tamoxifen-first",
    label="first entry of tamoxifen",
    reads=earliest(Events(concepts=("drug.tamoxifen",), kinds=USED)),
    absence=unknown("the record may begin later"),
    ask="When was tamoxifen begun?",
)
TAMOXIFEN_JUST_STARTED = Fact(
    id="tamoxifen-just-started",
    label="tamoxifen begun in the last weeks",
    computes=DaysSince(of=_TAMOXIFEN_FIRST) <= FLARE_WINDOW,
)
CALCIUM_SINCE_TAMOXIFEN = recorded(
    "calcium-since-tamoxifen",
    "calcium checked since tamoxifen began",
    "lab.calcium",
    "lab.calcium-corrected",
    "lab.calcium-ionised",
    with_value=True,
    since=day_after(_TAMOXIFEN_FIRST),
    why=_TESTED,
)
DENSITY_MEASURED = recorded(
    "bone-density-measured", "bone density measured in the last years", "proc.dxa", within=DENSITY_WINDOW, why=_TESTED
)
EJECTION_FRACTION_CHECKED = _tested(
    "ejection-fraction-checked", "ejection fraction measured lately", "obs.lvef", EJECTION_WINDOW
)
OESTRADIOL_CHECKED = recorded(
    "oestradiol-since-progression",
    "oestradiol measured since the progression",
    "lab.estradiol",
    with_value=True,
    since=PROGRESSION_DATE,
    why=_TESTED,
)
HER2_ANTIBODY_OR_TDXD = current(
    "her2-antibody-or-conjugate",
    "on an antibody or conjugate against HER2",
    (*HER2_ANTIBODIES, *drugs("trastuzumab-deruxtecan", "trastuzumab-emtansine")),
)
