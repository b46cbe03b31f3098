"""Corrected calcium, its grade and severity, the symptoms of high calcium, and what was given against it.

The correction is done in the unit of the report and converted afterwards. While albumin is missing, corrected calcium is the
span between the albumins that are thinkable: often that decides, and where it does not, `albumin` is what is missing.
"""

from osteon.engine.events import Events, latest
from osteon.engine.nodes import Band, Fact, Hull, Node, all_of, any_of, choose, constant, known, unknown
from osteon.pathway.asking import lab, number, recorded, sign
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
    CORRECTED,
    CORRECTED_REPORTED,
    CORRECTED_REPORTED_MMOL,
    DECIDING_DATE,
    IN_MMOL,
    IONISED,
    LOWER,
    LOWER_IONISED,
    LOWER_MMOL,
    MAGNESIUM,
    PHOSPHATE,
    PTH,
    PTH_RAISED,
    PTHRP,
    TOTAL,
    TOTAL_IN_MMOL,
    UPPER,
    UPPER_IONISED,
    UPPER_MMOL,
    USE_IONISED,
    USE_REPORTED,
    VITAMIN_D,
)
from osteon.pathway.renal_function.facts import CREATININE, CREATININE_CLEARANCE, ON_DIALYSIS

__all__ = [
    "ALBUMIN",
    "ALBUMIN_ABOVE_NORMAL",
    "ANTIRESORPTIVE_JUST_GIVEN",
    "ANTIRESORPTIVE_RECENT",
    "BISPHOSPHONATE_LAST",
    "BISPHOSPHONATE_RECENT",
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
    "DENOSUMAB_GIVEN_RECENTLY",
    "GLUCOCORTICOID",
    "GRADE",
    "HYPERCALCAEMIA",
    "HYPERCALCAEMIA_OF_MALIGNANCY",
    "HYPERCALCAEMIA_SYMPTOMS",
    "HYPERCALCAEMIA_TREATED",
    "HYPOCALCAEMIA",
    "HYPOCALCAEMIA_GRADE",
    "MAGNESIUM",
    "PHOSPHATE",
    "PTH",
    "PTHRP",
    "RECHECKED",
    "SEVERITY",
    "VITAMIN_D",
]

_MG_PER_MMOL = constant("0.2495", "mmol/L")

# --- corrected calcium ------------------------------------------------------------------------------------------------


def _correction(albumin: Node) -> Node:
    """0.8 x (4.0 - albumin in g/dL) mg/dL."""
    return constant("0.8").times(constant("4.0", "g/dL") - albumin, "mg/dL")


def _correction_mmol(albumin: Node) -> Node:
    """0.02 x (40 - albumin in g/L) mmol/L."""
    return constant("0.02").times(constant(40, "g/L") - albumin.times(constant(10), "g/L"), "mmol/L")


_ONLY_UPWARDS = p.ALBUMIN_ABOVE_NORMAL.one_of("no-correction")


def _with_albumin(calcium: Node, correction, nothing: Node) -> Node:
    """Corrected where albumin is known, else the span of what it may be."""
    exact = choose((all_of(_ONLY_UPWARDS, ALBUMIN_USED > p.ALBUMIN_NORMAL), calcium), otherwise=calcium + correction(ALBUMIN_USED))
    least = choose((_ONLY_UPWARDS, nothing), otherwise=correction(p.ALBUMIN_HIGHEST))
    return choose((known(ALBUMIN_USED), exact),
                  otherwise=Hull(low=calcium + least, high=calcium + correction(p.ALBUMIN_LOWEST), missing_of=ALBUMIN))


_COMPUTED_MG = _with_albumin(CALCIUM, _correction, constant(0, "mg/dL"))
_COMPUTED_MMOL = _with_albumin(CALCIUM_MMOL, _correction_mmol, constant(0, "mmol/L"))
_NOTE = ("Total calcium + 0.8 x (4.0 - albumin in g/dL) in mg/dL, or + 0.02 x (40 - albumin in g/L) in mmol/L, in the unit of the "
         "report; the laboratory's own corrected value is preferred and never corrected again. Poor in kidney failure and at low "
         "albumin: ionised calcium is better there.")

CALCIUM_CORRECTED = Fact(
    id="calcium-corrected", label="corrected calcium", digits=2, note=_NOTE,
    computes=choose(
        (USE_REPORTED, CORRECTED_REPORTED),
        (~known(CALCIUM), CALCIUM),
        (TOTAL_IN_MMOL, _COMPUTED_MMOL.per(_MG_PER_MMOL, "mg/dL")),
        otherwise=_COMPUTED_MG,
    ),
)
CALCIUM_CORRECTED_MMOL = Fact(
    id="calcium-corrected-mmol", label="corrected calcium in mmol/L", digits=2, note=_NOTE,
    computes=choose(
        (USE_REPORTED, CORRECTED_REPORTED_MMOL),
        (~known(CALCIUM), CALCIUM.times(_MG_PER_MMOL, "mmol/L")),
        (TOTAL_IN_MMOL, _COMPUTED_MMOL),
        otherwise=_COMPUTED_MG.times(_MG_PER_MMOL, "mmol/L"),
    ),
)
ALBUMIN_ABOVE_NORMAL = Fact(id="albumin-above-normal", label="albumin above 4.0 g/dL",
                            computes=all_of(known(ALBUMIN_USED), ALBUMIN_USED > p.ALBUMIN_NORMAL))

_ACID_BASE = recorded("acid-base-disorder", "acid-base disorder", "condition.acid-base-disorder", statuses=("active",),
                      not_answers=("absent", "negative"), why="it would be among the diagnoses")
CORRECTION_UNRELIABLE = Fact(
    id="calcium-correction-unreliable", label="correction for albumin unreliable",
    computes=any_of(ON_DIALYSIS, _ACID_BASE, all_of(known(ALBUMIN_USED), ALBUMIN_USED < p.ALBUMIN_UNRELIABLE),
                    CREATININE_CLEARANCE < p.CLEARANCE_UNRELIABLE),
)

# --- low, normal, high ------------------------------------------------------------------------------------------------

_DIAGNOSED_HIGH = recorded("hypercalcaemia-diagnosed", "hypercalcaemia among the diagnoses", "condition.hypercalcaemia",
                           statuses=("active",), not_answers=("absent", "negative"), within=p.DIAGNOSIS_WINDOW,
                           why="a diagnosis would be recorded")
_DIAGNOSED_LOW = recorded("hypocalcaemia-diagnosed", "hypocalcaemia among the diagnoses", "condition.hypocalcaemia",
                          statuses=("active",), not_answers=("absent", "negative"), within=p.DIAGNOSIS_WINDOW,
                          why="a diagnosis would be recorded")

_CORRECTED_HIGH = choose((IN_MMOL, CALCIUM_CORRECTED_MMOL > UPPER_MMOL), otherwise=CALCIUM_CORRECTED > UPPER)
_CORRECTED_LOW = choose((IN_MMOL, CALCIUM_CORRECTED_MMOL < LOWER_MMOL), otherwise=CALCIUM_CORRECTED < LOWER)
_MEASURED_HIGH = choose((USE_IONISED, CALCIUM_IONISED > UPPER_IONISED), otherwise=_CORRECTED_HIGH)
_MEASURED_LOW = choose(
    (USE_IONISED, any_of(CALCIUM_IONISED < LOWER_IONISED, all_of(known(_CORRECTED_LOW), _CORRECTED_LOW))),
    otherwise=_CORRECTED_LOW,
)

HYPERCALCAEMIA = Fact(
    id="hypercalcaemia", label="hypercalcaemia",
    computes=any_of(_MEASURED_HIGH, all_of(~known(_MEASURED_HIGH), _DIAGNOSED_HIGH)),
    note="Ionised calcium decides where it was measured with or after the total; a recent diagnosis counts while no result decides.",
)
HYPOCALCAEMIA = Fact(
    id="hypocalcaemia", label="hypocalcaemia",
    computes=any_of(_MEASURED_LOW, all_of(~known(_MEASURED_LOW), _DIAGNOSED_LOW)),
    note="Corrected or ionised calcium below its limit; a recent diagnosis counts while no result decides.",
)
OUT_OF_RANGE = any_of(_CORRECTED_HIGH, _CORRECTED_LOW)
"""Whether the corrected (not the ionised) calcium is outside its range."""

# --- grade and severity -----------------------------------------------------------------------------------------------

_GRADES = ("0", "1", "2", "3", "4")
_GRADE_IN_MMOL = any_of(p.CTCAE_UNIT.one_of("mmol/L"), all_of(p.CTCAE_UNIT.one_of("reported"), IN_MMOL))


def _high_grade(value: Node, *edges: Node) -> Band:
    return Band(of=value, edges=edges, labels=_GRADES, upper_inclusive=True)


def _low_grade(value: Node, *edges: Node) -> Band:
    return Band(of=value, edges=edges, labels=tuple(reversed(_GRADES)), upper_inclusive=False)


GRADE = Fact(
    id="hypercalcaemia-grade", label="hypercalcaemia grade (CTCAE, by laboratory value)",
    computes=choose(
        (USE_IONISED, _high_grade(CALCIUM_IONISED, UPPER_IONISED, p.HIGH_2_IONISED, p.HIGH_3_IONISED, p.HIGH_4_IONISED)),
        (_GRADE_IN_MMOL, _high_grade(CALCIUM_CORRECTED_MMOL, UPPER_MMOL, p.HIGH_2_MMOL, p.HIGH_3_MMOL, p.HIGH_4_MMOL)),
        otherwise=_high_grade(CALCIUM_CORRECTED, UPPER, p.HIGH_2, p.HIGH_3, p.HIGH_4),
    ),
    note="A lower bound: symptoms and hospital care can set a higher grade.",
)
HYPOCALCAEMIA_GRADE = Fact(
    id="hypocalcaemia-grade", label="hypocalcaemia grade (CTCAE, by corrected calcium)",
    computes=choose(
        (_GRADE_IN_MMOL, _low_grade(CALCIUM_CORRECTED_MMOL, p.LOW_4_MMOL, p.LOW_3_MMOL, p.LOW_2_MMOL, LOWER_MMOL)),
        otherwise=_low_grade(CALCIUM_CORRECTED, p.LOW_4, p.LOW_3, p.LOW_2, LOWER),
    ),
    note="A lower bound: symptoms and hospital care can set a higher grade.",
)


def _beyond(value: Node, edge: Node) -> Node:
    return any_of(value > edge, all_of(p.SEVERE_FROM.one_of("at-or-above"), value >= edge))


IS_SEVERE = choose((IN_MMOL, _beyond(CALCIUM_CORRECTED_MMOL, p.SEVERE_MMOL)), otherwise=_beyond(CALCIUM_CORRECTED, p.SEVERE))
_AT_LEAST_MODERATE = choose((IN_MMOL, CALCIUM_CORRECTED_MMOL >= p.MODERATE_MMOL), otherwise=CALCIUM_CORRECTED >= p.MODERATE)
REACHES_LABEL = choose((IN_MMOL, CALCIUM_CORRECTED_MMOL >= p.ZA_FROM_MMOL), otherwise=CALCIUM_CORRECTED >= p.ZA_FROM)
"""Whether corrected calcium reaches the level for which zoledronic acid is labelled in hypercalcaemia."""

SEVERITY = Fact(
    id="hypercalcaemia-severity", label="severity of hypercalcaemia",
    computes=choose((IS_SEVERE, "severe"), (_AT_LEAST_MODERATE, "moderate"), (_CORRECTED_HIGH, "mild"), otherwise="none"),
    note="Clinical bands of corrected calcium: moderate from 12 mg/dL or 3.0 mmol/L, severe above 14 mg/dL or 3.5 mmol/L; "
         "not the CTCAE grade.",
)

# --- symptoms and signs -----------------------------------------------------------------------------------------------


def _sign(id: str, label: str, concept: str, ask: str) -> Fact:
    return sign(id, label, concept, ask=ask, within=p.SYMPTOM_WINDOW, why="nobody writes down every symptom that is not there")


CONFUSION = _sign("confusion", "confusion", "symptom.confusion", "Is she confused?")
DROWSINESS = _sign("drowsiness", "drowsiness", "symptom.drowsiness", "Is she unusually drowsy?")
ARRHYTHMIA = _sign("arrhythmia", "arrhythmia", "symptom.arrhythmia", "Is the heartbeat irregular, or does the ECG show arrhythmia?")
OLIGURIA = _sign("oliguria", "passing little urine", "symptom.oliguria", "Does she pass little urine?")
VOMITING = _sign("vomiting", "vomiting", "symptom.vomiting", "Is she vomiting?")
UNABLE_TO_DRINK = _sign("unable-to-drink", "unable to keep fluids down", "symptom.unable-to-drink", "Can she keep fluids down?")

_SIGNS = (CONFUSION, DROWSINESS, ARRHYTHMIA, OLIGURIA)
_CANNOT_DRINK = any_of(all_of(VOMITING, UNABLE_TO_DRINK), all_of(known(UNABLE_TO_DRINK), UNABLE_TO_DRINK))
HYPERCALCAEMIA_SYMPTOMS = Fact(
    id="hypercalcaemia-danger-signs", label="danger signs of high calcium", computes=any_of(*_SIGNS, _CANNOT_DRINK),
    ask="Confusion, drowsiness, arrhythmia, little urine, or vomiting with no fluids kept down?",
)
UNWELL = any_of(*(all_of(known(item), item) for item in (*_SIGNS, UNABLE_TO_DRINK)))
"""Whether a danger sign is on record; silence means no here (used where the question has been asked elsewhere)."""

# --- cause ------------------------------------------------------------------------------------------------------------

HYPERCALCAEMIA_OF_MALIGNANCY = Fact(
    id="hypercalcaemia-of-malignancy", label="hypercalcaemia of malignancy",
    computes=all_of(METASTATIC, ~PTH_RAISED, HYPERCALCAEMIA),
    note="High calcium in metastatic disease, unless PTH is above the limit of its report.",
)
CALCITRIOL_HIGH = Fact(id="calcitriol-high", label="calcitriol above its limit", computes=CALCITRIOL > CALCITRIOL_UPPER)

# --- what was given ---------------------------------------------------------------------------------------------------

_BISPHOSPHONATES = ("drug.zoledronic-acid", "drug.pamidronate")
_DENOSUMAB = ("drug.denosumab-120", "drug.denosumab")
_ANTIRESORPTIVES = (*_BISPHOSPHONATES, "drug.ibandronate", *_DENOSUMAB)
_STEROIDS = tuple(f"drug.{name}" for name in ("dexamethasone", "prednisone", "prednisolone", "methylprednisolone", "hydrocortisone"))
_GIVEN = "a dose would be recorded"

BISPHOSPHONATE_RECENT = recorded("bisphosphonate-recent", "intravenous bisphosphonate within the last weeks", *_BISPHOSPHONATES,
                                 kinds=("dose",), within=p.COURSE_WINDOW, why=_GIVEN)
BISPHOSPHONATE_LAST = number("bisphosphonate-iv-last-dose", "last dose of zoledronic acid or pamidronate",
                             Events(concepts=_BISPHOSPHONATES, kinds=("dose",)), "start", "date",
                             absence=unknown("without a dose there is no date"))
DENOSUMAB_GIVEN_RECENTLY = recorded("denosumab-recent", "denosumab within the last weeks", *_DENOSUMAB, kinds=("dose",),
                                    within=p.COURSE_WINDOW, why=_GIVEN)
ANTIRESORPTIVE_JUST_GIVEN = recorded("antiresorptive-just-given", "bone agent given within a week", *_ANTIRESORPTIVES,
                                     kinds=("dose",), within=p.RETREAT_AFTER, why=_GIVEN)
ANTIRESORPTIVE_RECENT = recorded("antiresorptive-recent", "bone agent given within two weeks", *_ANTIRESORPTIVES, kinds=("dose",),
                                 within=p.MONITOR_WINDOW, why=_GIVEN)
_ANTIRESORPTIVE_LAST = number("antiresorptive-last-dose", "last dose of a bone agent",
                              Events(concepts=_ANTIRESORPTIVES, kinds=("dose",)), "start", "date",
                              absence=unknown("without a dose there is no date"))
_GIVEN_FOR_CALCIUM = recorded("antiresorptive-for-hypercalcaemia", "bone agent given for high calcium", *_ANTIRESORPTIVES,
                              kinds=("dose",), within=p.MONITOR_WINDOW, indications=("condition.hypercalcaemia",), why=_GIVEN)
HYPERCALCAEMIA_TREATED = Fact(
    id="hypercalcaemia-treated", label="hypercalcaemia treated within two weeks",
    computes=all_of(ANTIRESORPTIVE_RECENT,
                    any_of(_GIVEN_FOR_CALCIUM, _DIAGNOSED_HIGH, HYPERCALCAEMIA)),
)
PERSISTS = any_of(~known(DECIDING_DATE), DECIDING_DATE > BISPHOSPHONATE_LAST)
"""Whether the calcium that decides was drawn after the last intravenous bisphosphonate (an inexact date does not rule it out)."""


def _measured_after(id: str, label: str, *concepts: str) -> Fact:
    return recorded(id, f"{label} after the dose", *concepts, with_value=True, since=_ANTIRESORPTIVE_LAST + constant(1, "date"),
                    why="a result would be recorded")


RECHECKED = Fact(
    id="rechecked-after-hypercalcaemia", label="calcium, creatinine, phosphate and magnesium rechecked",
    computes=all_of(_measured_after("calcium-after-dose", "calcium", TOTAL, CORRECTED, IONISED),
                    _measured_after("creatinine-after-dose", "creatinine", "lab.creatinine"),
                    _measured_after("phosphate-after-dose", "phosphate", "lab.phosphate"),
                    _measured_after("magnesium-after-dose", "magnesium", "lab.magnesium")),
)
_STEROID_ORDERED = recorded("glucocorticoid-ordered", "glucocorticoid prescribed", *_STEROIDS, kinds=("order", "statement"),
                            statuses=("active",), why="a prescription would be recorded")
_STEROID_GIVEN = recorded("glucocorticoid-given", "glucocorticoid given lately", *_STEROIDS, kinds=("dose",),
                          within=p.GLUCOCORTICOID_WINDOW, why=_GIVEN)
GLUCOCORTICOID = Fact(id="glucocorticoid", label="treated with a glucocorticoid", computes=any_of(_STEROID_ORDERED, _STEROID_GIVEN))

# --- creatinine in the unit of its report -----------------------------------------------------------------------------

_CREATININE_UMOL = lab("creatinine-reported-umol", "creatinine in µmol/L", "lab.creatinine", unit="umol/L", digits=0,
                       absence=unknown("stands beside `creatinine`, which knows its age"))
_CREATININE_UNIT = Fact(
    id="creatinine-reported-unit", label="unit of the creatinine report", absence=unknown("stands beside `creatinine`"),
    reads=latest(Events(concepts=("lab.creatinine",), with_value=True), "reported_unit", categories=("mg/dL", "umol/L")),
)
CREATININE_WITHIN_TRIALS = choose(
    (all_of(known(CREATININE), known(_CREATININE_UNIT), _CREATININE_UNIT.one_of("umol/L")), _CREATININE_UMOL < p.ZA_CREATININE_UMOL),
    otherwise=CREATININE < p.ZA_CREATININE,
)
"""Whether creatinine is below the limit of the trials of zoledronic acid in hypercalcaemia."""
