"""Numbers and choices of pain: classes of severity, how long a word stays good, doses."""

from osteon.engine.nodes import Parameter, Policy
from osteon.pathway.asking import parameter


def _default(id: str, value: str, unit: str, label: str, locator: str = "product default; no source") -> Parameter:
    return parameter(id, value, unit, "OSTEON", locator, "2026", "derived", label)


# --- severity ---------------------------------------------------------------------------------------------------------

PAIN_CLASSES = Policy(
    id="pain_classes",
    options=("from-4-and-7", "from-5-and-7", "from-6-and-7", "from-5-and-9"),
    default="from-4-and-7",
    question="From which score of 0 to 10 on is pain moderate, and from which severe?",
    reason="Studies put the bounds elsewhere: moderate from 5 and severe from 7 in most studies of cancer and bone metastases, "
    "moderate only at 6 or severe only from 9 in others. Guidelines act from 4 and 7, and acting early is the smaller mistake.",
)
MODERATE_4 = parameter(
    "pain-moderate-from-4",
    "4",
    "{score}",
    "ZHU12",
    "classes of the 11-point scale: 1-3, 4-6, 7-10",
    "2012",
    "secondary",
    "lowest score of moderate pain, guidelines",
)
MODERATE_5 = parameter(
    "pain-moderate-from-5",
    "5",
    "{score}",
    "SERLIN95",
    "abstract: 1-4 mild, 5-6 moderate, 7-10 severe",
    "1995",
    "primary",
    "lowest score of moderate pain, by interference",
)
MODERATE_6 = parameter(
    "pain-moderate-from-6",
    "6",
    "{score}",
    "MCDONALD16",
    "abstract: 1-5 mild, 6 moderate, 7-10 severe",
    "2016",
    "primary",
    "lowest score of moderate pain, McDonald",
)
SEVERE_7 = parameter(
    "pain-severe-from-7",
    "7",
    "{score}",
    "SERLIN95",
    "abstract: 1-4 mild, 5-6 moderate, 7-10 severe",
    "1995",
    "primary",
    "lowest score of severe pain",
)
SEVERE_9 = parameter(
    "pain-severe-from-9",
    "9",
    "{score}",
    "CHOW-CLASSES",
    "abstract: 1-4 mild, 5-8 moderate, 9-10 severe before repeat radiotherapy",
    "2014",
    "primary",
    "lowest score of severe pain, before repeat radiotherapy",
)
PAIN_DIFFERENCE = parameter(
    "pain-difference",
    "2",
    "{score}",
    "MATHIAS11",
    "abstract: worst pain of the Brief Pain Inventory, breast cancer with bone metastases, n = 1564",
    "2011",
    "primary",
    "smallest change of worst pain that patients notice",
)

# --- how long a word stays good ---------------------------------------------------------------------------------------

PAIN_ASKED_EVERY = _default("pain-asked-every", "30", "d", "time after which pain has to be asked again")
PAIN_MAX_AGE = _default("pain-max-age", "14", "d", "age up to which a pain score says how it is today")
SYMPTOM_MAX_AGE = _default("pain-symptom-max-age", "90", "d", "age up to which a kind of pain counts as there")
OMED_MAX_AGE = _default("opioid-daily-dose-max-age", "7", "d", "age up to which a recorded daily dose counts")
OPIOID_GIVEN_WINDOW = _default("opioid-given-window", "3", "d", "age up to which a dose given means an opioid in use")
RESCUE_MAX_AGE = _default("rescue-doses-max-age", "2", "d", "age up to which a count of rescue doses is of today")
RESCUE_BEFORE_MAX_AGE = _default(
    "rescue-doses-before-max-age", "3", "d", "age up to which the day before is looked for"
)
OPIOID_NEW = _default("opioid-new", "14", "d", "age up to which an opioid counts as new")
ADJUSTMENT_WINDOW = _default(
    "opioid-adjustment-window", "42", "d", "time in which changes of a strong opioid are counted"
)
PAIN_RADIOTHERAPY_WINDOW = _default(
    "pain-radiotherapy-window", "90", "d", "age up to which radiotherapy counts as treatment of a pain"
)

# --- opioids ----------------------------------------------------------------------------------------------------------

OMED_NALOXONE = parameter(
    "omed-naloxone",
    "50",
    "mg/d",
    "CDC22",
    "recommendation 8, as listed by others",
    "2022",
    "secondary",
    "daily opioid dose from which naloxone is offered",
)
OMED_SPECIALIST = parameter(
    "omed-specialist",
    "200",
    "mg/d",
    "ESMO18-PAIN",
    "not read",
    "2018",
    "memory",
    "daily opioid dose above which a pain team is asked",
)
LAXATIVE_AFTER = _default("laxative-after", "2", "d", "days on a regular opioid after which a laxative is missed")
RESCUE_SHARE_LOW = _default(
    "rescue-share-low",
    "5",
    "%",
    "share of the daily dose below which a rescue dose is looked at",
    "half of the lowest share that guidelines name",
)
RESCUE_SHARE_HIGH = parameter(
    "rescue-share-high",
    "20",
    "%",
    "NCCN-PAIN",
    "opioid-tolerant patients, as summarised by others",
    "2019",
    "secondary",
    "share of the daily dose above which a rescue dose is looked at",
)
RESCUE_DOSES = parameter(
    "rescue-doses-a-day",
    "4",
    "1",
    "ESMO18-PAIN",
    "breakthrough pain, as summarised by others",
    "2018",
    "secondary",
    "number of rescue doses a day above which the background dose is too low",
)
SPECIALIST_ORDERS = _default(
    "specialist-orders",
    "3",
    "{count}",
    "number of regular strong opioid orders in the window that means two changes",
    "the guideline says a few dose adjustments",
)
RENAL_OPIOID = parameter(
    "opioid-kidney-limit",
    "30",
    "mL/min/{1.73_m2}",
    "OSTEON",
    "severe renal impairment; the advice that was read names no number",
    "2026",
    "derived",
    "eGFR below which morphine and codeine build up",
)

# --- other painkillers ------------------------------------------------------------------------------------------------

_NO_NUMBER = "no guideline that names a number was read"
NSAID_CLEARANCE = _default(
    "nsaid-clearance-limit",
    "60",
    "mL/min",
    "creatinine clearance below which an anti-inflammatory painkiller is avoided or short",
    f"renal impairment of stage 3 and beyond; {_NO_NUMBER}",
)
NSAID_KIDNEY = _default(
    "nsaid-kidney-limit",
    "60",
    "mL/min/{1.73_m2}",
    "eGFR below which an anti-inflammatory painkiller is avoided or short, where no clearance is known",
    f"renal impairment of stage 3 and beyond; {_NO_NUMBER}",
)
NSAID_CLEARANCE_SEVERE = _default(
    "nsaid-clearance-stop",
    "30",
    "mL/min",
    "creatinine clearance below which an anti-inflammatory painkiller is stopped",
    f"advanced renal impairment in the label of ketorolac; {_NO_NUMBER}",
)
NSAID_KIDNEY_SEVERE = _default(
    "nsaid-kidney-stop",
    "30",
    "mL/min/{1.73_m2}",
    "eGFR below which an anti-inflammatory painkiller is stopped, where no clearance is known",
    f"advanced renal impairment in the label of ketorolac; {_NO_NUMBER}",
)
NSAID_PLATELETS = parameter(
    "nsaid-platelets",
    "50",
    "10*3/uL",
    "OSTEON",
    "product default; the sources say low platelets without a number",
    "2026",
    "derived",
    "platelets below which an anti-inflammatory painkiller is avoided",
)
PARACETAMOL_DAY = parameter(
    "paracetamol-daily-maximum",
    "4000",
    "mg/d",
    "LBL-PARACETAMOL",
    "4.2 posology: eight tablets of 500 mg in 24 hours",
    "2023",
    "primary",
    "highest dose of paracetamol in a day",
)
PARACETAMOL_DAY_REDUCED = parameter(
    "paracetamol-daily-maximum-reduced",
    "3000",
    "mg/d",
    "LBL-PARACETAMOL-IV",
    "4.2 posology, table by weight (copy of the label text)",
    "",
    "secondary",
    "highest dose of paracetamol in a day for the light and the liver",
)
PARACETAMOL_WEIGHT = parameter(
    "paracetamol-low-weight",
    "50",
    "kg",
    "LBL-PARACETAMOL-IV",
    "4.2 posology, table by weight: the lower maximum holds up to and including 50 kg (copy of the label text)",
    "",
    "secondary",
    "weight up to which paracetamol is reduced",
)
