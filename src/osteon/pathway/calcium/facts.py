"""Corrected calcium, its grade and severity, and the symptoms of high calcium.

The correction is done in the unit of the report and converted afterwards. While albumin is missing, corrected calcium is
the span between the albumins that are thinkable: often that decides, and where it does not, `albumin` is what is missing.
"""

from collections.abc import Callable

from osteon.engine.nodes import Band, Fact, Hull, Node, all_of, any_of, choose, constant, known
from osteon.pathway.asking import recorded, shown, sign
from osteon.pathway.bone_disease.facts import METASTATIC
from osteon.pathway.calcium import parameters as p
from osteon.pathway.calcium.readings import (
    ALBUMIN,
    ALBUMIN_USED,
    CALCITRIOL,
    CALCITRIOL_UPPER,
    CALCIUM,
    CALCIUM_DATE,
    CALCIUM_IONISED,
    CALCIUM_MMOL,
    CALCIUM_RECORDED,
    CALCIUM_UNIT,
    CORRECTED_REPORTED,
    CORRECTED_REPORTED_MMOL,
    DECIDING_DATE,
    IN_MMOL,
    LOWER,
    LOWER_IONISED,
    LOWER_MMOL,
    MAGNESIUM,
    PHOSPHATE,
    PTH,
    PTH_RAISED,
    PTHRP,
    TOTAL_IN_MMOL,
    UPPER,
    UPPER_IONISED,
    UPPER_MMOL,
    USE_IONISED,
    USE_REPORTED,
    VITAMIN_D,
)
from osteon.pathway.renal_function.facts import CREATININE_CLEARANCE, ON_DIALYSIS

__all__ = [
    "ALBUMIN",
    "ALBUMIN_ABOVE_NORMAL",
    "ALBUMIN_USED",
    "CALCITRIOL",
    "CALCITRIOL_HIGH",
    "CALCIUM",
    "CALCIUM_CORRECTED",
    "CALCIUM_CORRECTED_MMOL",
    "CALCIUM_DATE",
    "CALCIUM_IONISED",
    "CALCIUM_RECORDED",
    "CALCIUM_UNIT",
    "CORRECTION_UNRELIABLE",
    "DECIDING_DATE",
    "GRADE",
    "HYPERCALCAEMIA",
    "HYPERCALCAEMIA_DIAGNOSED",
    "HYPERCALCAEMIA_OF_MALIGNANCY",
    "HYPERCALCAEMIA_SYMPTOMS",
    "HYPOCALCAEMIA",
    "HYPOCALCAEMIA_GRADE",
    "IS_SEVERE",
    "MAGNESIUM",
    "OUT_OF_RANGE",
    "PHOSPHATE",
    "PTH",
    "PTHRP",
    "PTH_RAISED",
    "REACHES_LABEL",
    "SEVERITY",
    "UNWELL",
    "USE_IONISED",
    "USE_REPORTED",
    "VERY_LOW",
    "VITAMIN_D",
]

_MMOL_PER_MG = constant("0.2495", "mmol/L")


def _named(id: str, label: str, computes: Node) -> Fact:
    return Fact(id=id, label=label, computes=computes)


# --- corrected calcium ------------------------------------------------------------------------------------------------


def _correction(albumin: Node) -> Node:
    """0.8 x (4.0 - albumin in g/dL) mg/dL."""
    return constant("0.8").times(constant("4.0", "g/dL") - albumin, "mg/dL")


def _correction_mmol(albumin: Node) -> Node:
    """0.02 x (40 - albumin in g/L) mmol/L."""
    return constant("0.02").times(constant(40, "g/L") - albumin.times(constant(10), "g/L"), "mmol/L")


_ONLY_UPWARDS = p.ALBUMIN_ABOVE_NORMAL.one_of("no-correction")


def _with_albumin(calcium: Node, correction: Callable[[Node], Node], nothing: Node) -> Node:
    """Corrected where albumin is known, else the span of what it may be."""
    exact = choose(
        (all_of(_ONLY_UPWARDS, ALBUMIN_USED > p.ALBUMIN_NORMAL), calcium), otherwise=calcium + correction(ALBUMIN_USED)
    )
    least = choose((_ONLY_UPWARDS, nothing), otherwise=correction(p.ALBUMIN_HIGHEST))
    return choose(
        (known(ALBUMIN_USED), exact),
        otherwise=Hull(low=calcium + least, high=calcium + correction(p.ALBUMIN_LOWEST), missing_of=ALBUMIN),
    )


_COMPUTED_MG = _named(
    "calcium-computed", "total calcium corrected for albumin", _with_albumin(CALCIUM, _correction, constant(0, "mg/dL"))
)
_COMPUTED_MMOL = _named(
    "calcium-computed-mmol",
    "total calcium corrected for albumin in mmol/L",
    _with_albumin(CALCIUM_MMOL, _correction_mmol, constant(0, "mmol/L")),
)
_NOTE = (
    "Total calcium + 0.8 x (4.0 - albumin in g/dL) in mg/dL, or + 0.02 x (40 - albumin in g/L) in mmol/L, in the unit of the "
    "report; the laboratory's own corrected value is preferred and never corrected again. Poor in kidney failure and at low "
    "albumin: ionised calcium is better there."
)

CALCIUM_CORRECTED = Fact(
    id="calcium-corrected",
    label="corrected calcium",
    digits=2,
    note=_NOTE,
    computes=choose(
        (USE_REPORTED, CORRECTED_REPORTED),
        (~known(CALCIUM), CALCIUM),
        (TOTAL_IN_MMOL, _COMPUTED_MMOL.per(_MMOL_PER_MG, "mg/dL")),
        otherwise=_COMPUTED_MG,
    ),
)
CALCIUM_CORRECTED_MMOL = Fact(
    id="calcium-corrected-mmol",
    label="corrected calcium in mmol/L",
    digits=2,
    note=_NOTE,
    computes=choose(
        (USE_REPORTED, CORRECTED_REPORTED_MMOL),
        (~known(CALCIUM), CALCIUM.times(_MMOL_PER_MG, "mmol/L")),
        (TOTAL_IN_MMOL, _COMPUTED_MMOL),
        otherwise=_COMPUTED_MG.times(_MMOL_PER_MG, "mmol/L"),
    ),
)
ALBUMIN_ABOVE_NORMAL = Fact(
    id="albumin-above-normal",
    label="albumin above 4.0 g/dL",
    computes=all_of(known(ALBUMIN_USED), ALBUMIN_USED > p.ALBUMIN_NORMAL),
)

_ACID_BASE = recorded(
    "acid-base-disorder",
    "acid-base disorder",
    "finding.acid-base-disorder",
    not_answers=("absent", "negative"),
    why="it would be recorded",
)
CORRECTION_UNRELIABLE = Fact(
    id="calcium-correction-unreliable",
    label="correction for albumin unreliable",
    computes=any_of(
        ON_DIALYSIS,
        _ACID_BASE,
        all_of(known(ALBUMIN_USED), ALBUMIN_USED < p.ALBUMIN_UNRELIABLE),
        CREATININE_CLEARANCE < p.CLEARANCE_UNRELIABLE,
    ),
)

# --- low, normal, high ------------------------------------------------------------------------------------------------

HYPERCALCAEMIA_DIAGNOSED = recorded(
    "hypercalcaemia-diagnosed",
    "hypercalcaemia among the recent diagnoses",
    "condition.hypercalcaemia",
    "condition.hypercalcaemia-malignancy",
    statuses=("active",),
    not_answers=("absent", "negative"),
    within=p.DIAGNOSIS_WINDOW,
    why="a diagnosis would be recorded",
)
_DIAGNOSED_LOW = recorded(
    "hypocalcaemia-diagnosed",
    "hypocalcaemia among the recent diagnoses",
    "condition.hypocalcaemia",
    statuses=("active",),
    not_answers=("absent", "negative"),
    within=p.DIAGNOSIS_WINDOW,
    why="a diagnosis would be recorded",
)

_CORRECTED_HIGH = _named(
    "calcium-corrected-high",
    "corrected calcium above its limit",
    choose((IN_MMOL, CALCIUM_CORRECTED_MMOL > UPPER_MMOL), otherwise=CALCIUM_CORRECTED > UPPER),
)
_CORRECTED_LOW = _named(
    "calcium-corrected-low",
    "corrected calcium below its limit",
    choose((IN_MMOL, CALCIUM_CORRECTED_MMOL < LOWER_MMOL), otherwise=CALCIUM_CORRECTED < LOWER),
)
_MEASURED_HIGH = _named(
    "calcium-measured-high",
    "measured calcium above its limit",
    choose((USE_IONISED, CALCIUM_IONISED > UPPER_IONISED), otherwise=_CORRECTED_HIGH),
)
_IONISED_LOW = any_of(CALCIUM_IONISED < LOWER_IONISED, shown(_CORRECTED_LOW))
_MEASURED_LOW = _named(
    "calcium-measured-low",
    "measured calcium below its limit",
    choose((USE_IONISED, _IONISED_LOW), otherwise=_CORRECTED_LOW),
)

HYPERCALCAEMIA = Fact(
    id="hypercalcaemia",
    label="hypercalcaemia",
    computes=any_of(_MEASURED_HIGH, all_of(~known(_MEASURED_HIGH), HYPERCALCAEMIA_DIAGNOSED)),
    note="Ionised calcium decides where it was measured with or after the total; a recent diagnosis counts while no result decides.",
)
HYPOCALCAEMIA = Fact(
    id="hypocalcaemia",
    label="hypocalcaemia",
    computes=any_of(_MEASURED_LOW, all_of(~known(_MEASURED_LOW), _DIAGNOSED_LOW)),
    note="Corrected or ionised calcium below its limit; a recent diagnosis counts while no result decides.",
)
OUT_OF_RANGE = _named(
    "calcium-corrected-out-of-range", "corrected calcium outside its range", any_of(_CORRECTED_HIGH, _CORRECTED_LOW)
)

# --- grade and severity -----------------------------------------------------------------------------------------------

_GRADES = ("0", "1", "2", "3", "4")
_GRADE_IN_MMOL = _named(
    "calcium-graded-in-mmol",
    "calcium is graded in mmol/L",
    any_of(p.CTCAE_UNIT.one_of("mmol/L"), all_of(p.CTCAE_UNIT.one_of("reported"), IN_MMOL)),
)


def _high_grade(value: Node, *edges: Node) -> Band:
    return Band(of=value, edges=edges, labels=_GRADES, upper_inclusive=True)


def _low_grade(value: Node, *edges: Node) -> Band:
    return Band(of=value, edges=edges, labels=tuple(reversed(_GRADES)), upper_inclusive=False)


GRADE = Fact(
    id="hypercalcaemia-grade",
    label="hypercalcaemia grade (CTCAE, by laboratory value)",
    computes=choose(
        (
            USE_IONISED,
            _high_grade(CALCIUM_IONISED, UPPER_IONISED, p.HIGH_2_IONISED, p.HIGH_3_IONISED, p.HIGH_4_IONISED),
        ),
        (_GRADE_IN_MMOL, _high_grade(CALCIUM_CORRECTED_MMOL, UPPER_MMOL, p.HIGH_2_MMOL, p.HIGH_3_MMOL, p.HIGH_4_MMOL)),
        otherwise=_high_grade(CALCIUM_CORRECTED, UPPER, p.HIGH_2, p.HIGH_3, p.HIGH_4),
    ),
    note="A lower bound: symptoms and hospital care can set a higher grade.",
)
HYPOCALCAEMIA_GRADE = Fact(
    id="hypocalcaemia-grade",
    label="hypocalcaemia grade (CTCAE, by corrected calcium)",
    computes=choose(
        (_GRADE_IN_MMOL, _low_grade(CALCIUM_CORRECTED_MMOL, p.LOW_4_MMOL, p.LOW_3_MMOL, p.LOW_2_MMOL, LOWER_MMOL)),
        otherwise=_low_grade(CALCIUM_CORRECTED, p.LOW_4, p.LOW_3, p.LOW_2, LOWER),
    ),
    note="A lower bound: symptoms and hospital care can set a higher grade.",
)

VERY_LOW = _named(
    "hypocalcaemia-grade-3-or-more",
    "calcium low enough for grade 3 or 4",
    choose((USE_IONISED, CALCIUM_IONISED < p.LOW_3_IONISED), otherwise=HYPOCALCAEMIA_GRADE.one_of("3", "4")),
)


def _beyond(value: Node, edge: Node) -> Node:
    return any_of(value > edge, all_of(p.SEVERE_FROM.one_of("at-or-above"), value >= edge))


IS_SEVERE = _named(
    "hypercalcaemia-severe",
    "corrected calcium above 14 mg/dL or 3.5 mmol/L",
    choose((IN_MMOL, _beyond(CALCIUM_CORRECTED_MMOL, p.SEVERE_MMOL)), otherwise=_beyond(CALCIUM_CORRECTED, p.SEVERE)),
)
_AT_LEAST_MODERATE = choose(
    (IN_MMOL, CALCIUM_CORRECTED_MMOL >= p.MODERATE_MMOL), otherwise=CALCIUM_CORRECTED >= p.MODERATE
)
REACHES_LABEL = _named(
    "calcium-reaches-label",
    "corrected calcium at least 12 mg/dL or 3.0 mmol/L",
    choose((IN_MMOL, CALCIUM_CORRECTED_MMOL >= p.ZA_FROM_MMOL), otherwise=CALCIUM_CORRECTED >= p.ZA_FROM),
)

SEVERITY = Fact(
    id="hypercalcaemia-severity",
    label="severity of hypercalcaemia",
    computes=choose(
        (IS_SEVERE, "severe"), (_AT_LEAST_MODERATE, "moderate"), (_CORRECTED_HIGH, "mild"), otherwise="none"
    ),
    note="Clinical bands of corrected calcium: moderate from 12 mg/dL or 3.0 mmol/L, severe above 14 mg/dL or 3.5 mmol/L; "
    "not the CTCAE grade.",
)

# --- symptoms and signs -----------------------------------------------------------------------------------------------


def _sign(id: str, label: str, concept: str, ask: str) -> Fact:
    return sign(
        id, label, concept, ask=ask, within=p.SYMPTOM_WINDOW, why="nobody writes down every symptom that is not there"
    )


CONFUSION = _sign("confusion", "confusion", "symptom.confusion", "Is the patient confused?")
DROWSINESS = _sign("drowsiness", "drowsiness", "symptom.drowsiness", "Is the patient unusually drowsy?")
ARRHYTHMIA = _sign(
    "arrhythmia", "arrhythmia", "symptom.arrhythmia", "Is the heartbeat irregular, or does the ECG show arrhythmia?"
)
OLIGURIA = _sign("oliguria", "passing little urine", "symptom.oliguria", "Does the patient pass little urine?")
VOMITING = _sign("vomiting", "vomiting", "symptom.vomiting", "Is the patient vomiting?")
UNABLE_TO_DRINK = _sign(
    "unable-to-drink", "unable to keep fluids down", "symptom.unable-to-drink", "Can the patient keep fluids down?"
)

_SIGNS = (CONFUSION, DROWSINESS, ARRHYTHMIA, OLIGURIA)
_CANNOT_DRINK = any_of(all_of(VOMITING, UNABLE_TO_DRINK), shown(UNABLE_TO_DRINK))
HYPERCALCAEMIA_SYMPTOMS = Fact(
    id="hypercalcaemia-danger-signs",
    label="danger signs of high calcium",
    computes=any_of(*_SIGNS, _CANNOT_DRINK),
    ask="Confusion, drowsiness, arrhythmia, little urine, or vomiting with no fluids kept down?",
)
UNWELL = _named(
    "hypercalcaemia-danger-sign-recorded",
    "a danger sign of high calcium is on record",
    any_of(*(shown(item) for item in (*_SIGNS, UNABLE_TO_DRINK))),
)

# --- cause ------------------------------------------------------------------------------------------------------------

HYPERCALCAEMIA_OF_MALIGNANCY = Fact(
    id="hypercalcaemia-of-malignancy",
    label="hypercalcaemia of malignancy",
    computes=all_of(METASTATIC, ~PTH_RAISED, HYPERCALCAEMIA),
    note="High calcium in metastatic disease, unless PTH is above the limit of its report.",
)
CALCITRIOL_HIGH = Fact(
    id="calcitriol-high",
    label="calcitriol above its limit",
    computes=choose((known(CALCITRIOL), CALCITRIOL > CALCITRIOL_UPPER), otherwise=CALCITRIOL > CALCITRIOL),
)
