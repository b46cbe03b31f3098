"""Calcium and denosumab: checks, supplements, product families, late doses and stopping."""

from osteon.engine.nodes import DaysSince, all_of, any_of, choose, constant, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_agents.checks import (
    CALCIUM_CHECKED,
    CALCIUM_OVERDUE,
    CALCIUM_SUPPLEMENT,
    HYPOCALCAEMIA_RISK,
    MAGNESIUM_LOW,
    NOT_SUPPLEMENTED,
    PHOSPHATE_LOW,
    VITAMIN_D_SUPPLEMENT,
)
from osteon.pathway.bone_agents.dosing import DENOSUMAB_DUE, DENOSUMAB_INTERVAL_NOW
from osteon.pathway.bone_agents.parameters import (
    DENOSUMAB_GAP,
    DENOSUMAB_INTERVAL_LIMIT,
    DENOSUMAB_REBOUND,
    EARLY_CALCIUM,
    SEVERE_CLEARANCE,
)
from osteon.pathway.bone_agents.use import (
    AGENT_CURRENT,
    AGENT_STARTED,
    DENOSUMAB_60_CURRENT,
    DENOSUMAB_120_CURRENT,
    DENOSUMAB_FIRST_DOSE,
    DENOSUMAB_LAST_DOSE,
    DENOSUMAB_STARTED,
    FOLLOW_ON,
)
from osteon.pathway.bone_agents.whose import DENOSUMAB_USER, HAS_METASTASES, STOPPED_DENOSUMAB
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC
from osteon.pathway.calcium.facts import (
    CALCIUM_CORRECTED,
    CALCIUM_CORRECTED_MMOL,
    HYPERCALCAEMIA,
    HYPOCALCAEMIA,
    MAGNESIUM,
    PHOSPHATE,
)
from osteon.pathway.renal_function.facts import CREATININE_CLEARANCE, ON_DIALYSIS

_CALCIUM = (CALCIUM_CORRECTED, CALCIUM_CORRECTED_MMOL)
_TREATED = all_of(BREAST_CANCER, AGENT_CURRENT)

# --- denosumab and calcium --------------------------------------------------------------------------------------------

CORRECT_FIRST = Recommendation(
    id="denosumab-correct-hypocalcaemia-first",
    title="Correct low calcium before denosumab",
    applies=all_of(BREAST_CANCER, DENOSUMAB_DUE),
    when=HYPOCALCAEMIA,
    advise="Do not give denosumab until the low calcium has been corrected.",
    urgency="urgent",
    evidence=(
        evidence("LBL-DEN-US", "contraindication: hypocalcaemia", "label contraindication", "secondary"),
        evidence(
            "LBL-DEN-EU",
            "contraindication if severe and untreated; correction before the start",
            "label contraindication",
            "secondary",
        ),
    ),
    purpose="Denosumab on low calcium can end in cramps, arrhythmia and death.",
    misuse="It does not end treatment: the dose follows once calcium is right.",
    withholds="denosumab",
    shows=_CALCIUM,
)

MONITOR = Recommendation(
    id="denosumab-calcium-monitoring",
    title="Calcium check on denosumab",
    applies=DENOSUMAB_USER,
    when=CALCIUM_OVERDUE,
    advise="Measure calcium with albumin: before the first dose, in the first weeks after it, when symptoms suggest low calcium, and "
    "throughout treatment.",
    urgency="soon",
    evidence=(
        evidence("LBL-DEN-US", "warnings: hypocalcaemia", "label", "secondary"),
        evidence("LBL-DEN-EU", "special warnings: hypocalcaemia", "label", "secondary"),
        evidence("OSTEON", "look-back of 7 and of 28 days", "product default", "derived"),
    ),
    purpose="Calcium falls most in the first weeks, often without symptoms.",
    misuse="The look-back times are product defaults, not a guideline.",
    shows=(CALCIUM_CHECKED,),
)

MONITOR_TWO_WEEKS = Recommendation(
    id="denosumab-calcium-within-2-weeks",
    title="Calcium within 2 weeks of first denosumab",
    applies=all_of(BREAST_CANCER, DENOSUMAB_120_CURRENT, DENOSUMAB_STARTED),
    when=DaysSince(of=DENOSUMAB_FIRST_DOSE) <= EARLY_CALCIUM,
    advise="Measure calcium within 2 weeks of the first dose.",
    urgency="soon",
    evidence=(
        evidence(
            "LBL-DEN-EU", "calcium before the first dose, within 2 weeks of it, and with symptoms", "label", "secondary"
        ),
    ),
    purpose="Most severe falls of calcium come in the first weeks.",
    misuse="It ends with the window; a check that was missed in it is still worth doing.",
)

SEVERE_KIDNEYS = Recommendation(
    id="denosumab-severe-ckd-monitoring",
    title="Weak kidneys: close calcium checks",
    applies=DENOSUMAB_USER,
    when=any_of(ON_DIALYSIS, CREATININE_CLEARANCE < SEVERE_CLEARANCE),
    advise="Keep the dose of denosumab, but check calcium closely: low calcium is more frequent below a clearance of 30 mL/min and on "
    "dialysis.",
    urgency="soon",
    evidence=(
        evidence("LBL-DEN-US", "warnings: severe renal impairment", "label", "secondary"),
        evidence("ASCO17", "close monitoring", "guideline", "primary"),
        evidence("JPN24", "low calcium in 62.5 % below 30 mL/min, 32.0 % from 80 mL/min", "cohort of 524", "secondary"),
    ),
    purpose="Kidneys that cannot make active vitamin D cannot hold calcium.",
    misuse="It is no reason to reduce denosumab.",
    says_more_than=("denosumab-hypocalcaemia-risk-high",),
    shows=_CALCIUM,
)

RISK_HIGH = Recommendation(
    id="denosumab-hypocalcaemia-risk-high",
    title="Raised risk of low calcium on denosumab",
    applies=DENOSUMAB_USER,
    when=HYPOCALCAEMIA_RISK,
    advise="Plan earlier checks of calcium: high bone turnover, clearance below 60 mL/min, more than 2 bone metastases, or no calcium and "
    "vitamin D raise the risk, most of all high bone alkaline phosphatase with more than 2 metastases.",
    urgency="routine",
    evidence=(
        evidence(
            "BODY15",
            "hazard ratio 2.08 for bone alkaline phosphatase, 1.33 for more than 2 metastases, 4.24 for both",
            "pooled analysis of phase III trials",
            "primary",
        ),
        evidence("DEBOER14", "clearance and supplements", "abstract", "primary"),
    ),
    purpose="Finds those in whom the usual check comes too late.",
    misuse="It is no reason to withhold denosumab.",
    asks=False,
)

SUPPLEMENT = Recommendation(
    id="bma-calcium-vitd-supplement",
    title="Calcium and vitamin D every day",
    applies=_TREATED,
    unless=shown(HYPERCALCAEMIA),
    when=NOT_SUPPLEMENTED,
    advise="Supplement at least 500 mg of elemental calcium and 400 IU of vitamin D every day, unless calcium is high.",
    urgency="routine",
    evidence=(
        evidence("LBL-ZA-US", "dosage: 500 mg calcium and 400 IU vitamin D daily", "label", "secondary"),
        evidence("LBL-DEN-EU", "posology: at least 500 mg calcium and 400 IU vitamin D daily", "label", "secondary"),
        evidence("LBL-DEN-US", "calcium and vitamin D as necessary", "label", "secondary"),
    ),
    purpose="Bone agents lower calcium; supplements hold it.",
    misuse="Not in hypercalcaemia; and ask first, for supplements bought without a prescription may not be on the list.",
)

SUPPLEMENT_STOP = Recommendation(
    id="bma-supplement-stop-on-hypercalcaemia",
    title="Pause calcium and vitamin D",
    applies=all_of(BREAST_CANCER, any_of(METASTATIC, AGENT_CURRENT)),
    # While calcium is not known, calcium alone is asked for.
    when=choose(
        (known(HYPERCALCAEMIA), all_of(HYPERCALCAEMIA, any_of(CALCIUM_SUPPLEMENT, VITAMIN_D_SUPPLEMENT))),
        otherwise=HYPERCALCAEMIA,
    ),
    advise="Pause calcium and vitamin D while calcium is high.",
    urgency="urgent",
    evidence=(
        evidence(
            "LBL-DEN-EU",
            "supplements unless hypercalcaemia is present",
            "label; the pause is our consequence",
            "derived",
        ),
    ),
    purpose="Supplements feed hypercalcaemia.",
    misuse="They come back when calcium is normal and the bone agent goes on.",
    withholds="supplement.calcium",
    shows=_CALCIUM,
)

ELECTROLYTES = Recommendation(
    id="bma-electrolytes-low",
    title="Low minerals on a bone agent",
    applies=all_of(_TREATED, AGENT_STARTED),
    when=any_of(HYPOCALCAEMIA, PHOSPHATE_LOW, MAGNESIUM_LOW),
    advise="Replace what is low (calcium, phosphate, magnesium) for a short time and measure it again.",
    urgency="soon",
    evidence=(evidence("LBL-ZA-US", "precautions: short-term supplementation", "label", "secondary"),),
    purpose="Low minerals after a dose are expected and can be put right.",
    misuse="The limits are those printed on the report; without them phosphate and magnesium are not judged.",
    asks=False,
    shows=(*_CALCIUM, PHOSPHATE, MAGNESIUM),
)

MAGNESIUM_DEPLETION = Recommendation(
    id="bma-low-calcium-look-for-magnesium",
    title="Calcium stays low: look at magnesium",
    applies=all_of(_TREATED, HYPOCALCAEMIA),
    when=~known(MAGNESIUM),
    advise="Measure magnesium: a lack of it keeps calcium low and delays its recovery.",
    urgency="soon",
    evidence=(
        evidence(
            "SFE-LOW-CALCIUM16", "lack of magnesium among the causes; magnesium among the tests", "guideline", "primary"
        ),
        evidence(
            "BMJBP-HYPOPARA", "low magnesium makes low calcium worse and delays its recovery", "summary", "secondary"
        ),
    ),
    purpose="Lack of magnesium keeps calcium down whatever is given.",
    misuse="One cause of several; vitamin D, kidneys and parathyroid are looked at as well.",
)

# --- interval and product of denosumab --------------------------------------------------------------------------------

INTERVAL = Recommendation(
    id="bma-denosumab-interval-4w",
    title="Denosumab is given every 4 weeks",
    applies=all_of(HAS_METASTASES, DENOSUMAB_120_CURRENT),
    when=DENOSUMAB_INTERVAL_NOW > DENOSUMAB_INTERVAL_LIMIT,
    advise="Give denosumab 120 mg every 4 weeks; longer intervals are investigational, apart from one small trial of 12-weekly treatment.",
    urgency="soon",
    evidence=(
        evidence("LBL-DEN-US", "dosage: every 4 weeks", "label", "secondary"),
        evidence("ASCO17", "dose and interval", "guideline", "primary"),
        evidence(
            "REACT-BTA", "abstract: quality of life not worse with 12-weekly treatment", "trial, n = 263", "primary"
        ),
        evidence("REDUSE", "registry", "large trial of 12-weekly denosumab, no results", "secondary"),
        evidence("OSTEON", "tolerance up to 5 weeks", "product default", "derived"),
    ),
    purpose="Unlike zoledronic acid, denosumab does not stay in bone.",
    misuse="Within a trial, or by a considered decision with the patient, longer intervals may be right.",
    asks=False,
    shows=(DENOSUMAB_INTERVAL_NOW,),
)

LATE = Recommendation(
    id="denosumab-late-dose",
    title="Denosumab is overdue",
    applies=all_of(DENOSUMAB_USER, DENOSUMAB_120_CURRENT, DENOSUMAB_STARTED),
    when=DaysSince(of=DENOSUMAB_LAST_DOSE) > DENOSUMAB_GAP,
    advise="Find out why the next dose of denosumab has not been given, and advise against interrupting it without medical advice.",
    urgency="soon",
    evidence=(
        evidence("NPRA17", "counselling: no interruption without advice", "regulator's communication", "secondary"),
        evidence("OSTEON", "56 days", "product default", "derived"),
    ),
    purpose="An unplanned gap brings bone loss back quickly.",
    misuse="A dose given elsewhere is not on this record: ask first.",
    says_more_than=("bma-denosumab-interval-4w",),
    shows=(DENOSUMAB_LAST_DOSE,),
)

MIX_UP = Recommendation(
    id="denosumab-strength-mixup",
    title="Denosumab 60 mg in bone metastases",
    applies=all_of(HAS_METASTASES, any_of(DENOSUMAB_60_CURRENT, DENOSUMAB_120_CURRENT)),
    when=DENOSUMAB_60_CURRENT,
    advise="Check the product: bone metastases need the 120 mg family every 4 weeks, not the 60 mg family every 6 months.",
    urgency="urgent",
    evidence=(
        evidence("LBL-DEN-US", "dosage: 120 mg every 4 weeks", "label", "secondary"),
        evidence("BIOSIMILARS", "product names of the two families", "trade notes", "secondary"),
    ),
    purpose="Both families hold the same substance under many names, and over a year their doses differ about thirteenfold.",
    misuse="A course for osteoporosis before the metastases were found is not an error; the next dose is the point to change.",
)

# --- denosumab stopped ------------------------------------------------------------------------------------------------

STOP_FRACTURE = Recommendation(
    id="denosumab-stop-vertebral-fracture-risk",
    title="Denosumab stopped: vertebral fracture risk",
    applies=STOPPED_DENOSUMAB,
    when=~FOLLOW_ON,
    advise="Evaluate the risk of vertebral fractures now that denosumab 120 mg has stopped, and plan what follows; multiple fractures "
    "happen above all with osteoporosis or an earlier fracture.",
    urgency="soon",
    evidence=(
        evidence("LBL-DEN-US", "warnings: multiple vertebral fractures after stopping", "label warning", "secondary"),
        evidence("NPRA17", "vertebral fractures after stopping Xgeva", "regulator's communication", "secondary"),
    ),
    purpose="Bone turnover rebounds within months of the last dose.",
    misuse="A dose given elsewhere is not on this record: ask whether it really was stopped.",
    shows=(DENOSUMAB_LAST_DOSE,),
)

STOP_FOLLOW_ON = Recommendation(
    id="denosumab-stop-follow-on-bisphosphonate",
    title="A bisphosphonate after denosumab",
    applies=STOPPED_DENOSUMAB,
    when=all_of(~FOLLOW_ON, DaysSince(of=DENOSUMAB_LAST_DOSE) > constant(0, "d")),
    advise="Offer a bisphosphonate, usually zoledronic acid, to limit the rebound; in osteoporosis it is given 6 months after the last "
    "dose of 60 mg.",
    urgency="soon",
    evidence=(
        evidence(
            "ECTS20",
            "after 60 mg: zoledronate 6 months after the last dose",
            "expert opinion, carried over from 60 mg to 120 mg",
            "derived",
        ),
    ),
    purpose="A bisphosphonate holds the bone that denosumab has built.",
    misuse="The time is that of osteoporosis; after 120 mg every 4 weeks it is not settled.",
)

STOP_TIMING = Recommendation(
    id="denosumab-stop-follow-on-timing",
    title="When to give it after 120 mg",
    applies=STOPPED_DENOSUMAB,
    when=all_of(~FOLLOW_ON, DaysSince(of=DENOSUMAB_LAST_DOSE) <= DENOSUMAB_REBOUND),
    advise="After 120 mg every 4 weeks give the bisphosphonate earlier than the 6 months of osteoporosis.",
    urgency="info",
    evidence=(evidence("ECTS20", "not in this text", "practice in oncology", "memory"),),
    purpose="The rebound begins when the last dose wears off.",
    misuse="It is written from memory; look it up.",
)

STOP_CALCIUM = Recommendation(
    id="denosumab-stop-hypercalcaemia",
    title="High calcium after denosumab: think of rebound",
    applies=STOPPED_DENOSUMAB,
    when=all_of(HYPERCALCAEMIA, DaysSince(of=DENOSUMAB_LAST_DOSE) <= DENOSUMAB_REBOUND),
    advise="Think of rebound after denosumab among the causes of the high calcium; it is described mainly in giant cell tumour and in "
    "growing skeletons.",
    urgency="soon",
    evidence=(
        evidence(
            "LBL-DEN-US", "warnings: hypercalcaemia after stopping", "label warning for those groups", "secondary"
        ),
    ),
    purpose="Not every high calcium is progression.",
    misuse="Hypercalcaemia of malignancy is far more frequent: look for it first.",
    asks=False,
)
