"""Zoledronic acid: kidneys looked at before each dose, and the dose that they allow."""

from osteon.engine.events import Events
from osteon.engine.measures import Exclusion, Measure, each
from osteon.engine.nodes import all_of, any_of, unknown
from osteon.pathway.asking import evidence, number, recorded, shown
from osteon.pathway.bone_agents.checks import CREATININE_CHECKED
from osteon.pathway.bone_agents.kidneys import ZA_BARRED, ZA_DOSE_RECOMMENDED
from osteon.pathway.bone_agents.use import ZOLEDRONIC_ACID_LAST_DOSE
from osteon.pathway.bone_agents.whose import HAS_METASTASES
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.calcium.facts import HYPERCALCAEMIA
from osteon.pathway.quality_measures.parameters import ZA_DOSE_LEEWAY
from osteon.pathway.quality_measures.strata import STRATIFIERS
from osteon.pathway.renal_function.facts import ON_DIALYSIS

_ZA = ("drug.zoledronic-acid",)
_GIVEN = ("given", "active")
_DOSES = each(Events(concepts=_ZA, kinds=("dose",), statuses=_GIVEN))

_DOSE_GIVEN = number(
    "zoledronic-acid-dose-given",
    "zoledronic acid given on the day",
    Events(concepts=_ZA, kinds=("dose",), statuses=_GIVEN, since=ZOLEDRONIC_ACID_LAST_DOSE),
    "dose",
    "mg",
    digits=2,
    absence=unknown("a dose that was given may be recorded without its amount"),
    ask="How many mg of zoledronic acid were given?",
)
_FOR_CALCIUM = recorded(
    "zoledronic-acid-given-for-hypercalcaemia",
    "this dose of zoledronic acid is for hypercalcaemia",
    *_ZA,
    kinds=("dose",),
    indications=("condition.hypercalcaemia", "condition.hypercalcaemia-malignancy"),
    since=ZOLEDRONIC_ACID_LAST_DOSE,
    why="the reason would be recorded",
)

RENAL_CHECK = Measure(
    id="measure-renal-check-before-zoledronic-acid",
    title="Creatinine before each dose of zoledronic acid",
    why="Kidney harm shows in the creatinine before it shows in the patient.",
    row="each day on which zoledronic acid was given",
    rows=_DOSES,
    population=BREAST_CANCER,
    exclusions=(Exclusion("on dialysis", ON_DIALYSIS),),
    numerator=CREATININE_CHECKED,
    numerator_says="creatinine was measured within 7 days before the dose, or on its day",
    stratifiers=STRATIFIERS,
    evidence=(
        evidence("LBL-ZA-US", "creatinine before each dose", "label", "secondary"),
        evidence("ASCO17", "monitoring with each intravenous dose", "guideline", "primary"),
        evidence("OSTEON", "look-back of 7 days", "product default", "derived"),
    ),
    misuse="A creatinine of the same day counts, even if it was drawn after the infusion. Results of other laboratories that nobody "
    "entered look like none.",
    recommendations=("bma-creatinine-each-iv-dose",),
)

RIGHT_DOSE = Measure(
    id="measure-zoledronic-acid-dose",
    title="Zoledronic acid in the dose that the clearance allows",
    why="Too much of it harms the kidneys, and at a low clearance the full dose is too much.",
    row="each day on which zoledronic acid was given for bone metastases",
    rows=_DOSES,
    population=HAS_METASTASES,
    exclusions=(
        Exclusion(
            "given against high calcium, to which another rule applies",
            any_of(_FOR_CALCIUM, shown(HYPERCALCAEMIA)),
        ),
    ),
    numerator=all_of(
        ~ZA_BARRED,
        _DOSE_GIVEN >= ZA_DOSE_RECOMMENDED - ZA_DOSE_LEEWAY,
        _DOSE_GIVEN <= ZA_DOSE_RECOMMENDED + ZA_DOSE_LEEWAY,
    ),
    numerator_says="the dose is that of the label's table, and clearance and creatinine allow one",
    stratifiers=STRATIFIERS,
    evidence=(
        evidence("LBL-ZA-US", "renal dose table for bone metastases", "label", "secondary"),
        evidence("LBL-ZA-EU", "renal dose table for bone metastases", "label", "secondary"),
    ),
    misuse="Which clearance sets the dose, the one at the first dose or the one of the day, is the policy za_dose_basis. Without weight, "
    "creatinine or the amount given a row is undecided. A dose that was rounded to the ampoule counts as another dose.",
    recommendations=("za-full-dose-crcl-gt60", "za-dose-by-crcl", "za-avoid-crcl-lt30"),
)
