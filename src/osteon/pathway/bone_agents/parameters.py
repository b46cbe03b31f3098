"""Numbers of the bone agents: doses, intervals, windows. Windows and look-backs are product defaults that a site can set."""

from osteon.engine.nodes import Parameter, Policy
from osteon.pathway.asking import parameter


def _default(id: str, value: str, unit: str, label: str) -> Parameter:
    """A product default without a source."""
    return parameter(id, value, unit, "OSTEON", "product default; no source", "2026", "derived", label)


# --- what counts as current -------------------------------------------------------------------------------------------

INTRAVENOUS_WINDOW = _default(
    "intravenous-bisphosphonate-window",
    "182",
    "d",
    "time after a dose for which an intravenous bisphosphonate is current (26 weeks)",
)
DENOSUMAB_WINDOW = _default(
    "denosumab-window", "91", "d", "time after a dose for which denosumab 120 mg is current (13 weeks)"
)
DENOSUMAB_60_WINDOW = _default(
    "denosumab-60-window",
    "182",
    "d",
    "time after a dose for which denosumab 60 mg is current (its interval of 26 weeks)",
)
ORAL_WINDOW = _default(
    "oral-bisphosphonate-window", "56", "d", "time after a dose for which an oral bisphosphonate is current (8 weeks)"
)
TOGETHER_WINDOW = _default(
    "agents-together-window",
    "14",
    "d",
    "two agents both given within this time are used together, not one after the other",
)
DOSE_ERROR_WINDOW = _default(
    "dose-error-window", "28", "d", "time for which a wrong dose that was given is worth a warning"
)
DOSE_LEAD = _default("dose-lead", "7", "d", "time before a dose is due from which it is prepared")
HYPERCALCAEMIA_WINDOW = _default(
    "hypercalcaemia-treatment-window", "60", "d", "time for which recorded hypercalcaemia explains doses close together"
)
STOP_WINDOW = _default(
    "denosumab-stop-window", "730", "d", "time after the last dose for which a stop of denosumab matters"
)

EDITION_NOT_SEEN = "edition not seen"

# --- doses ------------------------------------------------------------------------------------------------------------

ZA_TABLE = "renal dose table for bone metastases (read in mirror copies)"
ZA_FULL_DOSE = parameter(
    "za-full-dose",
    "4.0",
    "mg",
    "LBL-ZA-US",
    ZA_TABLE,
    EDITION_NOT_SEEN,
    "secondary",
    "zoledronic acid, creatinine clearance above 60 mL/min; largest single dose",
)
ZA_DOSE_50 = parameter(
    "za-dose-50",
    "3.5",
    "mg",
    "LBL-ZA-US",
    ZA_TABLE,
    EDITION_NOT_SEEN,
    "secondary",
    "zoledronic acid, creatinine clearance 50 to 60 mL/min",
)
ZA_DOSE_40 = parameter(
    "za-dose-40",
    "3.3",
    "mg",
    "LBL-ZA-US",
    ZA_TABLE,
    EDITION_NOT_SEEN,
    "secondary",
    "zoledronic acid, creatinine clearance 40 to below 50 mL/min",
)
ZA_DOSE_30 = parameter(
    "za-dose-30",
    "3.0",
    "mg",
    "LBL-ZA-US",
    ZA_TABLE,
    EDITION_NOT_SEEN,
    "secondary",
    "zoledronic acid, creatinine clearance 30 to below 40 mL/min",
)
ZA_NO_DOSE = parameter(
    "za-no-dose",
    "0",
    "mg",
    "LBL-ZA-US",
    ZA_TABLE,
    EDITION_NOT_SEEN,
    "secondary",
    "zoledronic acid not recommended, creatinine clearance below 30 mL/min",
)
ZA_CLEARANCE_FULL = parameter(
    "za-clearance-full",
    "60",
    "mL/min",
    "LBL-ZA-US",
    ZA_TABLE,
    EDITION_NOT_SEEN,
    "secondary",
    "zoledronic acid in full above this clearance",
)
ZA_CLEARANCE_50 = parameter(
    "za-clearance-50",
    "50",
    "mL/min",
    "LBL-ZA-US",
    ZA_TABLE,
    EDITION_NOT_SEEN,
    "secondary",
    "lower end of the first reduced dose",
)
ZA_CLEARANCE_40 = parameter(
    "za-clearance-40",
    "40",
    "mL/min",
    "LBL-ZA-US",
    ZA_TABLE,
    EDITION_NOT_SEEN,
    "secondary",
    "lower end of the second reduced dose",
)
ZA_CLEARANCE_FLOOR = parameter(
    "za-clearance-floor",
    "30",
    "mL/min",
    "LBL-ZA-US",
    ZA_TABLE,
    EDITION_NOT_SEEN,
    "secondary",
    "no zoledronic acid for bone metastases below this clearance",
)
ZA_CREATININE_CEILING = parameter(
    "za-creatinine-ceiling",
    "3.0",
    "mg/dL",
    "LBL-ZA-US",
    "trials in bone metastases excluded higher creatinine (265 umol/L)",
    EDITION_NOT_SEEN,
    "secondary",
)
ZA_INFUSION = parameter(
    "za-infusion",
    "15",
    "min",
    "LBL-ZA-US",
    "dosage and administration",
    EDITION_NOT_SEEN,
    "secondary",
    "shortest infusion of zoledronic acid",
)
PAMIDRONATE_MAX_DOSE = parameter(
    "pamidronate-max-dose",
    "90",
    "mg",
    "LBL-PAM",
    "warnings: single dose",
    EDITION_NOT_SEEN,
    "secondary",
    "largest single dose of pamidronate",
)
PAMIDRONATE_INFUSION = parameter(
    "pamidronate-infusion",
    "120",
    "min",
    "LBL-PAM",
    "dosage: bone metastases",
    EDITION_NOT_SEEN,
    "secondary",
    "shortest infusion of pamidronate",
)
DENOSUMAB_60_DOSE = parameter(
    "denosumab-60-dose",
    "60",
    "mg",
    "LBL-DEN-US",
    "product families; dose of the half-yearly family",
    "2020",
    "secondary",
    "a single dose above this belongs to the 120 mg family",
)
DENOSUMAB_120_DOSE = parameter(
    "denosumab-120-dose",
    "120",
    "mg",
    "LBL-DEN-US",
    "dosage: bone metastases",
    "2020",
    "secondary",
    "a single dose below this does not belong to the 120 mg family",
)
IBANDRONATE_ORAL_DOSE = parameter(
    "ibandronate-oral-dose",
    "50",
    "mg",
    "LBL-IBA-PO",
    "dosage: bone metastases",
    "2024",
    "secondary",
    "smallest tablet; intravenous doses are smaller",
)
IBANDRONATE_CLEARANCE = parameter(
    "ibandronate-clearance",
    "50",
    "mL/min",
    "LBL-IBA-IV",
    "renal dose table",
    "2024",
    "secondary",
    "ibandronate in full and in 15 minutes from this clearance",
)
IBANDRONATE_CLEARANCE_LOW = parameter(
    "ibandronate-clearance-low",
    "30",
    "mL/min",
    "LBL-IBA-IV",
    "renal dose table",
    "2024",
    "secondary",
    "lower end of the reduced dose of 4 mg",
)
IBANDRONATE_FULL_DOSE = parameter(
    "ibandronate-full-dose", "6", "mg", "LBL-IBA-IV", "renal dose table", "2024", "secondary"
)
IBANDRONATE_DOSE_30 = parameter("ibandronate-dose-30", "4", "mg", "LBL-IBA-IV", "renal dose table", "2024", "secondary")
IBANDRONATE_DOSE_LOW = parameter(
    "ibandronate-dose-low", "2", "mg", "LBL-IBA-IV", "renal dose table", "2024", "secondary"
)

# --- intervals --------------------------------------------------------------------------------------------------------

ZA_LABEL_INTERVAL = parameter(
    "za-label-interval",
    "28",
    "d",
    "LBL-ZA-US",
    "dosage: every 3 to 4 weeks",
    EDITION_NOT_SEEN,
    "secondary",
    "longest labelled interval of zoledronic acid",
)
PAMIDRONATE_INTERVAL = parameter(
    "pamidronate-interval",
    "28",
    "d",
    "LBL-PAM",
    "dosage: every 3 to 4 weeks",
    EDITION_NOT_SEEN,
    "secondary",
    "longest labelled interval of pamidronate",
)
DENOSUMAB_INTERVAL = parameter(
    "denosumab-interval",
    "28",
    "d",
    "LBL-DEN-US",
    "dosage: every 4 weeks",
    "2020",
    "secondary",
    "labelled interval of denosumab 120 mg",
)
DENOSUMAB_INTERVAL_LIMIT = _default(
    "denosumab-interval-limit",
    "35",
    "d",
    "interval of denosumab 120 mg up to which it still counts as 4-weekly (5 weeks)",
)
DENOSUMAB_GAP = _default("denosumab-gap", "56", "d", "time since the last denosumab 120 mg that is a gap")
SHORTEST_INTERVAL = _default(
    "shortest-dose-interval",
    "18",
    "d",
    "two doses for bone metastases closer than this are a duplicate (3 weeks less 3 days)",
)
DENOSUMAB_REBOUND = parameter(
    "denosumab-rebound",
    "365",
    "d",
    "OSTEON",
    "product default; the label gives no end",
    "2026",
    "derived",
    "time after denosumab 120 mg in which rebound hypercalcaemia is considered",
)
EARLY_CALCIUM = parameter(
    "denosumab-first-calcium",
    "14",
    "d",
    "LBL-DEN-EU",
    "warnings: calcium within 2 weeks of the first dose, in a later Polish text on a pharmacy's page",
    "",
    "secondary",
    "time after the first denosumab within which calcium is measured",
)
EARLY_PERIOD = _default("denosumab-early-period", "28", "d", "first weeks on denosumab 120 mg, when calcium falls most")

# --- kidneys ----------------------------------------------------------------------------------------------------------

RISE = "renal deterioration as defined in the trials"
CREATININE_NORMAL = parameter(
    "creatinine-baseline-normal",
    "1.4",
    "mg/dL",
    "LBL-ZA-US",
    RISE,
    EDITION_NOT_SEEN,
    "secondary",
    "a baseline up to this is normal; exactly this counts as normal (the label leaves it open)",
)
CREATININE_NORMAL_UMOL = parameter(
    "creatinine-baseline-normal-umol",
    "124",
    "umol/L",
    "LBL-ZA-EU",
    RISE,
    EDITION_NOT_SEEN,
    "secondary",
    "a baseline up to this is normal; exactly this counts as normal",
)
RISE_FROM_NORMAL = parameter(
    "creatinine-rise-normal",
    "0.5",
    "mg/dL",
    "LBL-ZA-US",
    RISE,
    EDITION_NOT_SEEN,
    "secondary",
    "rise from a normal baseline",
)
RISE_FROM_ABNORMAL = parameter(
    "creatinine-rise-abnormal",
    "1.0",
    "mg/dL",
    "LBL-ZA-US",
    RISE,
    EDITION_NOT_SEEN,
    "secondary",
    "rise from an abnormal baseline",
)
RISE_FROM_NORMAL_UMOL = parameter(
    "creatinine-rise-normal-umol",
    "44",
    "umol/L",
    "LBL-ZA-EU",
    RISE,
    EDITION_NOT_SEEN,
    "secondary",
    "rise from a normal baseline",
)
RISE_FROM_ABNORMAL_UMOL = parameter(
    "creatinine-rise-abnormal-umol",
    "88",
    "umol/L",
    "LBL-ZA-EU",
    RISE,
    EDITION_NOT_SEEN,
    "secondary",
    "rise from an abnormal baseline",
)
RESUME_RATIO = parameter(
    "creatinine-resume-ratio",
    "1.10",
    "1",
    "LBL-ZA-US",
    "resume within 10 % of baseline",
    EDITION_NOT_SEEN,
    "secondary",
    "creatinine over its baseline up to which treatment resumes",
)
SEVERE_CLEARANCE = parameter(
    "denosumab-severe-clearance",
    "30",
    "mL/min",
    "LBL-DEN-US",
    "warnings: severe renal impairment",
    "2020",
    "secondary",
    "clearance below which hypocalcaemia on denosumab is more frequent",
)

ZA_DOSE_BASIS = Policy(
    id="za_dose_basis",
    options=("baseline", "current"),
    default="baseline",
    question="Which creatinine clearance sets the dose of zoledronic acid: the one at the start of treatment or the one of today?",
    reason="The label fixes the dose from the clearance at the start; many services compute it again before each dose.",
)

# --- calcium and risk -------------------------------------------------------------------------------------------------

RISK = "multivariable analysis of three phase III trials"
NTX_HIGH = parameter(
    "hypocalcaemia-risk-ntx",
    "50",
    "nmol{BCE}/mmol{creat}",
    "BODY15",
    RISK,
    "2015",
    "primary",
    "urinary N-telopeptide above which hypocalcaemia on denosumab is more frequent (nmol BCE/mmol creatinine)",
)
BONE_ALP_HIGH = parameter(
    "hypocalcaemia-risk-bone-alp",
    "20.77",
    "ug/L",
    "BODY15",
    RISK,
    "2015",
    "primary",
    "bone alkaline phosphatase above which hypocalcaemia on denosumab is more frequent (trial median)",
)
RISK_CLEARANCE = parameter(
    "hypocalcaemia-risk-clearance",
    "60",
    "mL/min",
    "DEBOER14",
    RISK,
    "2014",
    "primary",
    "clearance below which hypocalcaemia on denosumab is more frequent",
)
RISK_METASTASES = parameter(
    "hypocalcaemia-risk-metastases",
    "2",
    "{count}",
    "BODY15",
    RISK,
    "2015",
    "primary",
    "more bone metastases than this raise the risk of hypocalcaemia on denosumab",
)
MIN_LIFE_EXPECTANCY = parameter(
    "agent-min-life-expectancy",
    "13",
    "wk",
    "NCCN15",
    "expected survival of 3 months or more",
    "2015",
    "secondary",
    "expected survival from which a bone agent is offered (3 months)",
)
LIFE_EXPECTANCY_WINDOW = _default(
    "life-expectancy-window", "90", "d", "age up to which an estimate of life expectancy counts"
)
ANALGESIC_WINDOW = _default("pain-relief-window", "90", "d", "time for which radiotherapy counts as relief of pain")
SYMPTOM_WINDOW = _default("symptom-window", "28", "d", "age up to which a symptom counts as present now")
FERTILE_AGE = _default("fertile-age", "55", "a", "age from which the pathway no longer asks about pregnancy")

# --- look-back of the checks before a dose ----------------------------------------------------------------------------

CREATININE_LOOK_BACK = _default("pre-dose-creatinine", "7", "d", "a creatinine before a dose is not older than this")
CALCIUM_LOOK_BACK_EARLY = _default(
    "pre-dose-calcium-early", "7", "d", "a calcium before the first dose and in the first weeks is not older than this"
)
CALCIUM_LOOK_BACK = _default("pre-dose-calcium", "28", "d", "a calcium on an established agent is not older than this")
MINERAL_LOOK_BACK = _default("pre-dose-minerals", "28", "d", "phosphate and magnesium are not older than this")
VITAMIN_D_LOOK_BACK = _default("pre-dose-vitamin-d", "180", "d", "a vitamin D level is not older than this")
