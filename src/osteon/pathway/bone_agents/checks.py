"""What is checked before a dose and watched during treatment: laboratory, supplements, kidneys' enemies, pregnancy."""

from osteon.engine.events import Events
from osteon.engine.nodes import (
    ALWAYS,
    NEVER,
    CountLesions,
    DaysSince,
    Fact,
    Node,
    all_of,
    any_of,
    choose,
    constant,
    known,
    stale,
    unknown,
)
from osteon.pathway.asking import finding, lab, recorded, shown, sign
from osteon.pathway.bone_agents.agents import dated, is_recorded
from osteon.pathway.bone_agents.parameters import (
    ANALGESIC_WINDOW,
    BONE_ALP_HIGH,
    CALCIUM_LOOK_BACK,
    CALCIUM_LOOK_BACK_EARLY,
    CREATININE_LOOK_BACK,
    EARLY_PERIOD,
    FERTILE_AGE,
    LIFE_EXPECTANCY_WINDOW,
    MINERAL_LOOK_BACK,
    NTX_HIGH,
    RISK_CLEARANCE,
    RISK_METASTASES,
    SYMPTOM_WINDOW,
    VITAMIN_D_LOOK_BACK,
)
from osteon.pathway.bone_agents.use import DENOSUMAB_FIRST_DOSE, DENOSUMAB_STARTED
from osteon.pathway.calcium.facts import CALCIUM, MAGNESIUM, PHOSPHATE, VITAMIN_D
from osteon.pathway.renal_function.facts import AGE, CREATININE, CREATININE_CLEARANCE, SEX

_RESULT = "a result would be recorded"
_DENIED = ("absent", "negative", "equivocal")
_CALCIUM = ("lab.calcium", "lab.calcium-corrected", "lab.calcium-ionised")

# --- laboratory before a dose -----------------------------------------------------------------------------------------


def _measured(id: str, label: str, *concepts: str, within: Node) -> Fact:
    return is_recorded(id, label, Events(concepts=concepts, with_value=True, within=within), why=_RESULT)


CREATININE_CHECKED = _measured(
    "creatinine-checked", "creatinine within its look-back before a dose", "lab.creatinine", within=CREATININE_LOOK_BACK
)
CALCIUM_CHECKED_EARLY = _measured(
    "calcium-checked-early", "calcium within the last days", *_CALCIUM, within=CALCIUM_LOOK_BACK_EARLY
)
CALCIUM_CHECKED = _measured("calcium-checked", "calcium within the last weeks", *_CALCIUM, within=CALCIUM_LOOK_BACK)
PHOSPHATE_CHECKED = _measured(
    "phosphate-checked", "phosphate within the last weeks", "lab.phosphate", within=MINERAL_LOOK_BACK
)
MAGNESIUM_CHECKED = _measured(
    "magnesium-checked", "magnesium within the last weeks", "lab.magnesium", within=MINERAL_LOOK_BACK
)
VITAMIN_D_CHECKED = _measured(
    "vitamin-d-checked", "25-OH vitamin D within the last months", "lab.vitamin-d", within=VITAMIN_D_LOOK_BACK
)


def _too_old(id: str, label: str, checked: Fact, value: Fact, *concepts: str) -> Fact:
    """Measured once, but not within its look-back. Never measured here is not known: it may have been measured elsewhere."""
    ever = is_recorded(f"{id}-ever", f"{label} ever measured", Events(concepts=concepts, with_value=True), why=_RESULT)
    nothing = constant(0, value.unit or "1")
    return Fact(
        id=f"{id}-too-old",
        label=f"{label} too old for a first dose",
        computes=choose((checked, NEVER), (ever, ALWAYS), otherwise=value < nothing),
    )


BASELINE_INCOMPLETE = any_of(
    _too_old("creatinine", "creatinine", CREATININE_CHECKED, CREATININE, "lab.creatinine"),
    _too_old("calcium", "calcium", CALCIUM_CHECKED_EARLY, CALCIUM, *_CALCIUM),
    _too_old("phosphate", "phosphate", PHOSPHATE_CHECKED, PHOSPHATE, "lab.phosphate"),
    _too_old("magnesium", "magnesium", MAGNESIUM_CHECKED, MAGNESIUM, "lab.magnesium"),
    _too_old("vitamin-d", "25-OH vitamin D", VITAMIN_D_CHECKED, VITAMIN_D, "lab.vitamin-d"),
)


def _day_of(id: str, label: str, *concepts: str) -> Fact:
    return dated(id, label, Events(concepts=concepts, with_value=True), ask="")


CREATININE_DAY = _day_of("creatinine-day", "day of the newest creatinine", "lab.creatinine")
CALCIUM_DAY = _day_of("calcium-day", "day of the newest calcium", *_CALCIUM)
PHOSPHATE_DAY = _day_of("phosphate-day", "day of the newest phosphate", "lab.phosphate")
MAGNESIUM_DAY = _day_of("magnesium-day", "day of the newest magnesium", "lab.magnesium")
VITAMIN_D_DAY = _day_of("vitamin-d-day", "day of the newest 25-OH vitamin D", "lab.vitamin-d")

DENOSUMAB_EARLY = any_of(~DENOSUMAB_STARTED, DaysSince(of=DENOSUMAB_FIRST_DOSE) <= EARLY_PERIOD)
"""Before the first dose of denosumab and in the first weeks after it."""
CALCIUM_OVERDUE = choose((DENOSUMAB_EARLY, ~CALCIUM_CHECKED_EARLY), otherwise=~CALCIUM_CHECKED)
CALCIUM_EVERY = choose((DENOSUMAB_EARLY, CALCIUM_LOOK_BACK_EARLY), otherwise=CALCIUM_LOOK_BACK)

# --- supplements ------------------------------------------------------------------------------------------------------


def _supplement(id: str, label: str, concept: str, ask: str) -> Fact:
    return sign(
        id,
        label,
        concept,
        statuses=("active", "stopped", "final"),
        ask=ask,
        why="supplements are bought without a prescription",
    )


CALCIUM_SUPPLEMENT = _supplement(
    "calcium-supplement", "takes calcium", "supplement.calcium", "Does the patient take calcium every day?"
)
VITAMIN_D_SUPPLEMENT = _supplement(
    "vitamin-d-supplement", "takes vitamin D", "supplement.vitamin-d", "Does the patient take vitamin D every day?"
)

NOT_SUPPLEMENTED = any_of(
    ~shown(CALCIUM_SUPPLEMENT), ~shown(VITAMIN_D_SUPPLEMENT)
)
"""Calcium or vitamin D is not on her list: enough to advise them, not enough to say that she takes none."""

# --- low minerals after a dose ----------------------------------------------------------------------------------------

_NO_LIMIT = unknown("limits differ between laboratories: only the one on the report counts")


def _low(id: str, name: str, value: Fact) -> Fact:
    """Below the limit of its report; a missing result is named by itself, not by its limit."""
    limit = lab(
        f"{id}-lower-limit", f"lower limit of {name} on the report", f"lab.{id}", field="low", absence=_NO_LIMIT
    )
    return Fact(
        id=f"{id}-low",
        label=f"{name} below its limit",
        computes=choose((known(value), value < limit), otherwise=value < value),
    )


PHOSPHATE_LOW = _low("phosphate", "phosphate", PHOSPHATE)
MAGNESIUM_LOW = _low("magnesium", "magnesium", MAGNESIUM)

# --- risk of hypocalcaemia on denosumab -------------------------------------------------------------------------------

_METASTASIS_HERE = recorded(
    "bone-metastasis-at-lesion",
    "bone metastasis at this place",
    "condition.metastasis.bone",
    "finding.metastasis-imaging",
    "condition.bone-lytic-lesion",
    not_answers=_DENIED,
    per_lesion=True,
    why="metastases would be among the diagnoses or in the reports",
)
BONE_METASTASES = Fact(
    id="bone-metastases",
    label="places with bone metastasis on record",
    digits=0,
    computes=CountLesions(of=_METASTASIS_HERE),
    note="Counts places that the record names; there may be more.",
)
_NTX = lab("ntx", "N-telopeptide in urine", "lab.ntx", absence=unknown("rarely measured"), digits=0)
_BONE_ALP = lab(
    "bone-alp-mass",
    "bone alkaline phosphatase (mass)",
    "lab.bone-alp-mass",
    absence=unknown("rarely measured"),
    digits=1,
)
HYPOCALCAEMIA_RISK = any_of(
    _NTX > NTX_HIGH,
    _BONE_ALP > BONE_ALP_HIGH,
    CREATININE_CLEARANCE < RISK_CLEARANCE,
    BONE_METASTASES > RISK_METASTASES,
    ~CALCIUM_SUPPLEMENT,
    ~VITAMIN_D_SUPPLEMENT,
)

# --- what else matters at the infusion --------------------------------------------------------------------------------

DEHYDRATED = sign(
    "dehydration",
    "dehydrated",
    "symptom.dehydration",
    within=SYMPTOM_WINDOW,
    why="nobody writes down that somebody is not dehydrated",
    ask="Is the patient dehydrated (vomiting, diarrhoea, drinking little)?",
)
NEPHROTOXIC_DRUG = recorded(
    "nephrotoxic-drug",
    "drug that harms the kidneys",
    *(f"drug.{name}" for name in ("nephrotoxic", "ibuprofen", "naproxen", "diclofenac", "ketorolac", "celecoxib")),
    kinds=("order", "statement"),
    statuses=("active",),
    why="a prescription would be recorded",
)
FERTILE = all_of(SEX.one_of("female"), AGE < FERTILE_AGE)
PREGNANCY_POSSIBLE = sign(
    "pregnancy-possible",
    "pregnancy possible",
    "status.pregnancy-possible",
    "condition.pregnancy",
    why="it has to be asked",
    ask="Could the patient be or become pregnant?",
)

# --- pain, harm, markers, prognosis -----------------------------------------------------------------------------------

BONE_PAIN = sign(
    "bone-pain",
    "bone pain",
    "symptom.bone-pain",
    within=SYMPTOM_WINDOW,
    why="pain that nobody asked about is not written down",
    ask="Does the patient have bone pain?",
)
_ANALGESICS = tuple(
    f"drug.{name}"
    for name in (
        "paracetamol",
        "ibuprofen",
        "naproxen",
        "diclofenac",
        "ketorolac",
        "celecoxib",
        "codeine",
        "tramadol",
        "tapentadol",
        "morphine",
        "oxycodone",
        "hydromorphone",
        "fentanyl",
        "methadone",
        "buprenorphine",
    )
)
_RADIOTHERAPY = ("proc.ebrt.photon", "proc.ebrt.electron", "proc.ebrt.proton", "proc.rt.course", "proc.sbrt")
OTHER_PAIN_RELIEF = any_of(
    recorded(
        "analgesic",
        "analgesic prescribed",
        *_ANALGESICS,
        kinds=("order", "statement"),
        statuses=("active",),
        why="a prescription would be recorded",
    ),
    recorded(
        "radiotherapy-lately",
        "radiotherapy in the last months",
        *_RADIOTHERAPY,
        within=ANALGESIC_WINDOW,
        why="radiotherapy would be recorded",
    ),
)
AGENT_HARM = finding(
    "bone-agent-harm",
    "jaw necrosis or atypical femoral fracture on record",
    "condition.onj",
    "fracture.atypical-femoral",
    why="these diagnoses would be recorded",
)
MARKER_ORDERED = recorded(
    "bone-marker-ordered",
    "bone turnover marker ordered",
    "lab.ntx",
    "lab.ctx-serum",
    "lab.p1np",
    "lab.bone-alp",
    "lab.bone-alp-mass",
    kinds=("request", "order"),
    statuses=("active", "planned"),
    why="the order would be recorded",
)
LIFE_EXPECTANCY = lab(
    "life-expectancy",
    "estimated life expectancy",
    "prognosis.life-expectancy-weeks",
    digits=0,
    absence=stale(LIFE_EXPECTANCY_WINDOW, "prognosis is a judgement that few write down, and an old one is outlived"),
    ask="How many weeks is the patient expected to live?",
)
