"""Numbers and choices of calcium. Thresholds stand twice where a source prints them in two units: printed pairs do not convert exactly."""

from osteon.engine.nodes import Parameter, Policy
from osteon.pathway.asking import parameter

_DEFAULT = "product default; no source"


def _days(id: str, value: str, label: str) -> Parameter:
    return parameter(id, value, "d", "OSTEON", _DEFAULT, "2026", "derived", label)


# --- how long an entry counts -----------------------------------------------------------------------------------------

CALCIUM_MAX_AGE = _days("calcium-max-age", "28", "age up to which a calcium counts")
MINERALS_MAX_AGE = _days("phosphate-magnesium-max-age", "28", "age up to which phosphate and magnesium count")
VITAMIN_D_MAX_AGE = _days("vitamin-d-max-age", "180", "age up to which a 25-OH vitamin D counts")
HORMONES_MAX_AGE = _days("calcium-hormones-max-age", "90", "age up to which PTH, PTHrP and calcitriol count")
PAIRING = _days("calcium-albumin-pairing", "1", "days between calcium and albumin that still count as one sample")
SYMPTOM_WINDOW = _days("calcium-symptom-window", "7", "age up to which a symptom counts as present now")
DIAGNOSIS_WINDOW = _days(
    "calcium-diagnosis-window", "14", "age up to which a coded diagnosis stands in for a missing calcium"
)
GLUCOCORTICOID_WINDOW = _days(
    "glucocorticoid-window", "28", "age up to which a dose of a glucocorticoid counts as treatment"
)
MONITOR_WINDOW = _days(
    "hypercalcaemia-monitor-window", "14", "days after treatment during which the laboratory is rechecked"
)
COURSE_WINDOW = _days(
    "hypercalcaemia-course-window",
    "30",
    "days after an intravenous bisphosphonate during which hypercalcaemia counts as persisting or recurring",
)

# --- correction -------------------------------------------------------------------------------------------------------

ALBUMIN_NORMAL = parameter(
    "albumin-normal",
    "4.0",
    "g/dL",
    "LBL-ZA-US",
    "1.1: definition of corrected calcium",
    "",
    "secondary",
    "albumin to which calcium is corrected",
)
ALBUMIN_LOWEST = parameter(
    "albumin-lowest",
    "1.5",
    "g/dL",
    "OSTEON",
    _DEFAULT,
    "2026",
    "derived",
    "lowest albumin thought of while it is missing",
)
ALBUMIN_HIGHEST = parameter(
    "albumin-highest",
    "5.5",
    "g/dL",
    "OSTEON",
    _DEFAULT,
    "2026",
    "derived",
    "highest albumin thought of while it is missing",
)
ALBUMIN_UNRELIABLE = parameter(
    "albumin-unreliable",
    "3.0",
    "g/dL",
    "SMITH18",
    "agreement by albumin band",
    "2018",
    "secondary",
    "albumin below which the correction is unreliable",
)
CLEARANCE_UNRELIABLE = parameter(
    "clearance-unreliable-for-calcium",
    "30",
    "mL/min",
    "OSTEON",
    "cut-off chosen by us; the cohorts say renal failure",
    "2026",
    "derived",
    "creatinine clearance below which the correction is unreliable",
)

# --- limits of the range, used only where the report prints none ------------------------------------------------------


def _limit(id: str, value: str, unit: str, label: str) -> Parameter:
    return parameter(
        id,
        value,
        unit,
        "OSTEON",
        "typical adult range; used only where the report prints none",
        "2026",
        "derived",
        label,
    )


CALCIUM_UPPER = _limit("calcium-upper-limit", "10.5", "mg/dL", "upper limit of calcium")
CALCIUM_LOWER = _limit("calcium-lower-limit", "8.5", "mg/dL", "lower limit of calcium")
CALCIUM_UPPER_MMOL = _limit("calcium-upper-limit-mmol", "2.62", "mmol/L", "upper limit of calcium")
CALCIUM_LOWER_MMOL = _limit("calcium-lower-limit-mmol", "2.12", "mmol/L", "lower limit of calcium")
IONISED_UPPER = _limit("calcium-ionised-upper-limit", "1.32", "mmol/L", "upper limit of ionised calcium")
IONISED_LOWER = _limit("calcium-ionised-lower-limit", "1.12", "mmol/L", "lower limit of ionised calcium")

# --- grades and bands -------------------------------------------------------------------------------------------------


def _grade(id: str, value: str, unit: str, label: str) -> Parameter:
    return parameter(id, value, unit, "CTCAE5", "investigations and metabolism, calcium", "2017", "secondary", label)


HIGH_2 = _grade("hypercalcaemia-grade-1-end", "11.5", "mg/dL", "end of hypercalcaemia grade 1")
HIGH_3 = _grade("hypercalcaemia-grade-2-end", "12.5", "mg/dL", "end of hypercalcaemia grade 2")
HIGH_4 = _grade("hypercalcaemia-grade-3-end", "13.5", "mg/dL", "end of hypercalcaemia grade 3")
HIGH_2_MMOL = _grade("hypercalcaemia-grade-1-end-mmol", "2.9", "mmol/L", "end of hypercalcaemia grade 1")
HIGH_3_MMOL = _grade("hypercalcaemia-grade-2-end-mmol", "3.1", "mmol/L", "end of hypercalcaemia grade 2")
HIGH_4_MMOL = _grade("hypercalcaemia-grade-3-end-mmol", "3.4", "mmol/L", "end of hypercalcaemia grade 3")
HIGH_2_IONISED = _grade("hypercalcaemia-grade-1-end-ionised", "1.5", "mmol/L", "end of grade 1 by ionised calcium")
HIGH_3_IONISED = _grade("hypercalcaemia-grade-2-end-ionised", "1.6", "mmol/L", "end of grade 2 by ionised calcium")
HIGH_4_IONISED = _grade("hypercalcaemia-grade-3-end-ionised", "1.8", "mmol/L", "end of grade 3 by ionised calcium")
LOW_2 = _grade("hypocalcaemia-grade-1-end", "8.0", "mg/dL", "end of hypocalcaemia grade 1")
LOW_3 = _grade("hypocalcaemia-grade-2-end", "7.0", "mg/dL", "end of hypocalcaemia grade 2")
LOW_4 = _grade("hypocalcaemia-grade-3-end", "6.0", "mg/dL", "end of hypocalcaemia grade 3")
LOW_2_MMOL = _grade("hypocalcaemia-grade-1-end-mmol", "2.0", "mmol/L", "end of hypocalcaemia grade 1")
LOW_3_MMOL = _grade("hypocalcaemia-grade-2-end-mmol", "1.75", "mmol/L", "end of hypocalcaemia grade 2")
LOW_4_MMOL = _grade("hypocalcaemia-grade-3-end-mmol", "1.5", "mmol/L", "end of hypocalcaemia grade 3")
LOW_3_IONISED = _grade("hypocalcaemia-grade-2-end-ionised", "0.9", "mmol/L", "end of grade 2 by ionised calcium")

MODERATE_MMOL = parameter(
    "hypercalcaemia-moderate-mmol",
    "3.0",
    "mmol/L",
    "WALSH16",
    "severity of hypercalcaemia",
    "2016",
    "primary",
    "start of moderate hypercalcaemia",
)
SEVERE_MMOL = parameter(
    "hypercalcaemia-severe-mmol",
    "3.5",
    "mmol/L",
    "WALSH16",
    "severity of hypercalcaemia",
    "2016",
    "primary",
    "calcium above which correction is urgent",
)
MODERATE = parameter(
    "hypercalcaemia-moderate",
    "12.0",
    "mg/dL",
    "BMJ-BP",
    "severity criteria",
    "2023",
    "secondary",
    "start of moderate hypercalcaemia",
)
SEVERE = parameter(
    "hypercalcaemia-severe",
    "14",
    "mg/dL",
    "ES23",
    "recommendation on severe hypercalcaemia",
    "2023",
    "primary",
    "calcium above which hypercalcaemia is severe",
)

# --- zoledronic acid for hypercalcaemia -------------------------------------------------------------------------------

ZA_FROM = parameter(
    "za-hypercalcaemia-threshold",
    "12.0",
    "mg/dL",
    "LBL-ZA-US",
    "1.1 and 2.1: hypercalcaemia of malignancy",
    "",
    "secondary",
    "corrected calcium from which zoledronic acid is labelled for hypercalcaemia",
)
ZA_FROM_MMOL = parameter(
    "za-hypercalcaemia-threshold-mmol",
    "3.0",
    "mmol/L",
    "LBL-ZA-EU",
    "posology, tumour-induced hypercalcaemia",
    "",
    "secondary",
    "corrected calcium from which zoledronic acid is labelled for hypercalcaemia",
)
ZA_CREATININE = parameter(
    "za-hypercalcaemia-creatinine",
    "4.5",
    "mg/dL",
    "LBL-ZA-US",
    "2.1: hypercalcaemia of malignancy",
    "",
    "secondary",
    "creatinine below which the dose for hypercalcaemia is not reduced",
)
ZA_CREATININE_UMOL = parameter(
    "za-hypercalcaemia-creatinine-umol",
    "400",
    "umol/L",
    "LBL-ZA-US",
    "2.1: hypercalcaemia of malignancy",
    "",
    "secondary",
    "creatinine below which the dose for hypercalcaemia is not reduced",
)
RETREAT_AFTER = parameter(
    "hypercalcaemia-retreat-after",
    "7",
    "d",
    "LBL-ZA-US",
    "2.1: retreatment",
    "",
    "secondary",
    "days to wait for the full effect of a bisphosphonate",
)

# --- choices ----------------------------------------------------------------------------------------------------------

CTCAE_UNIT = Policy(
    id="ctcae_unit",
    options=("reported", "mg/dL", "mmol/L"),
    default="reported",
    question="In which unit is calcium graded?",
    reason="CTCAE prints rounded pairs that do not convert exactly (11.6 mg/dL is grade 2, its 2.894 mmol/L grade 1); the unit "
    "of the report avoids converting.",
)
ALBUMIN_ABOVE_NORMAL = Policy(
    id="albumin_above_normal",
    options=("correct-and-flag", "no-correction"),
    default="correct-and-flag",
    question="Is calcium corrected downwards when albumin is above 4.0 g/dL?",
    reason="The formula was meant for low albumin; some users do not apply it above 4.0 g/dL.",
)
SEVERE_FROM = Policy(
    id="severe_hypercalcaemia",
    options=("above", "at-or-above"),
    default="above",
    question="Is a corrected calcium of exactly 14 mg/dL or 3.5 mmol/L severe?",
    reason="The Endocrine Society and the Society for Endocrinology write `above`; textbooks write `at or above`.",
)
