"""How strong the pain is, which opioids and other painkillers are in use, and how much of opioids in a day.

For other topics: `WORST_PAIN`, `PAIN_SEVERITY`, `OMED`, `OPIOID_CURRENT`, `STRONG_OPIOID_CURRENT`, `NSAID_CURRENT`,
`NEUROPATHIC_PAIN`.

A drug is in use when an order or a statement of use is active. `OMED` adds up what is to be taken by the clock; see
`engine.reduce_dose` for what counts once. It measures and never limits: the guideline whose table it uses leaves out pain of
cancer.
"""

from typing import Any

from osteon.engine.events import Events, Factor, count, daily_dose, earliest, single_dose
from osteon.engine.nodes import (
    Band,
    DaysSince,
    Fact,
    absent,
    all_of,
    any_of,
    choose,
    constant,
    known,
    stale,
    unknown,
)
from osteon.pathway.asking import finding, lab, number, recorded, shown, sign
from osteon.pathway.lesions.facts import RADIOTHERAPY
from osteon.pathway.pain import medicines as drugs
from osteon.pathway.pain.equivalents import MORPHINE_EQUIVALENTS
from osteon.pathway.pain.parameters import (
    ADJUSTMENT_WINDOW,
    MODERATE_4,
    MODERATE_5,
    MODERATE_6,
    OMED_MAX_AGE,
    OPIOID_GIVEN_WINDOW,
    OPIOID_NEW,
    PAIN_ASKED_EVERY,
    PAIN_CLASSES,
    PAIN_DIFFERENCE,
    PAIN_MAX_AGE,
    PAIN_RADIOTHERAPY_WINDOW,
    RESCUE_BEFORE_MAX_AGE,
    RESCUE_MAX_AGE,
    SEVERE_7,
    SEVERE_9,
    SYMPTOM_MAX_AGE,
)
from osteon.pathway.radiotherapy.facts import RADIOTHERAPY_NOW, RADIOTHERAPY_PLANNED_ANY

_NOT_ASKED = "pain that nobody asked about is not written down"
_PRESCRIBED = "a prescription would be recorded"
_IN_USE: dict[str, Any] = {"kinds": ("order", "statement"), "statuses": ("active",)}
_RUNNING: dict[str, Any] = {"kinds": ("order", "statement", "dose"), "statuses": ("active",)}


def in_use(id: str, label: str, *concepts: str, **filters: Any) -> Fact:
    """Whether an order or a statement of use of such a drug is active."""
    return recorded(id, label, *concepts, why=_PRESCRIBED, **_IN_USE, **filters)


# --- how strong -------------------------------------------------------------------------------------------------------

PAIN_ASKED = recorded(
    "pain-asked",
    "pain score of the last weeks",
    "obs.pain",
    with_value=True,
    within=PAIN_ASKED_EVERY,
    why="a score that was asked is recorded",
)
PAIN_SCORED = recorded(
    "pain-scored",
    "pain score that still counts",
    "obs.pain",
    with_value=True,
    within=PAIN_MAX_AGE,
    why="a score that was asked is recorded",
)
WORST_PAIN = lab(
    "worst-pain",
    "worst pain (0 to 10)",
    "obs.pain",
    absence=stale(PAIN_MAX_AGE, "pain changes from day to day"),
    ask="How strong was the worst pain of the last 24 hours, 0 to 10?",
    digits=0,
)
PAIN_SEVERITY = Fact(
    id="pain-severity",
    label="severity of pain",
    computes=Band(
        of=WORST_PAIN,
        edges=(
            constant(1, "{score}"),
            choose(
                (PAIN_CLASSES.one_of("from-4-and-7"), MODERATE_4),
                (PAIN_CLASSES.one_of("from-6-and-7"), MODERATE_6),
                otherwise=MODERATE_5,
            ),
            choose((PAIN_CLASSES.one_of("from-5-and-9"), SEVERE_9), otherwise=SEVERE_7),
        ),
        labels=("none", "mild", "moderate", "severe"),
        upper_inclusive=False,
    ),
)
_PAIN_DAY = number(
    "pain-score-day",
    "day of the newest pain score",
    Events(concepts=("obs.pain",), with_value=True),
    "start",
    "date",
    absence=unknown(_NOT_ASKED),
    ask="When was pain last scored?",
)
_PAIN_BEFORE = lab(
    "worst-pain-before",
    "pain score before the newest",
    "obs.pain",
    before=_PAIN_DAY,
    absence=unknown(_NOT_ASKED),
    digits=0,
)
PAIN_CHANGE = Fact(
    id="worst-pain-change", label="change since the pain score before", digits=0, computes=WORST_PAIN - _PAIN_BEFORE
)
_CHANGED = known(PAIN_CHANGE)
PAIN_TREND = Fact(
    id="pain-trend",
    label="course of pain",
    computes=choose(
        (all_of(_CHANGED, PAIN_CHANGE >= PAIN_DIFFERENCE), "worse"),
        (all_of(_CHANGED, PAIN_CHANGE <= constant(0, "{score}") - PAIN_DIFFERENCE), "better"),
        (_CHANGED, "no noticeable change"),
    ),
    note="A change counts when it is as large as the smallest one that patients notice.",
)

# --- what kind --------------------------------------------------------------------------------------------------------

NEUROPATHIC_PAIN = sign(
    "neuropathic-pain",
    "burning, shooting or radiating pain",
    "symptom.neuropathic-pain",
    "symptom.radicular-pain",
    within=SYMPTOM_MAX_AGE,
    why="the kind of pain has to be asked",
    ask="Is the pain burning, shooting, electric, or spreading along a nerve?",
)
NERVE_PAIN = Fact(id="neuropathic-pain-shown", label="pain of nerves", computes=shown(NEUROPATHIC_PAIN))
PAIN_CRISIS = finding(
    "pain-crisis",
    "pain crisis or flare",
    "symptom.pain-crisis",
    within=PAIN_MAX_AGE,
    why="a crisis would be recorded",
)
PAIN_TREATED_BY_RADIOTHERAPY = any_of(
    RADIOTHERAPY_PLANNED_ANY,
    RADIOTHERAPY_NOW,
    recorded(
        "radiotherapy-for-pain",
        "radiotherapy in the last months",
        *RADIOTHERAPY,
        statuses=("done", "active", "final"),
        within=PAIN_RADIOTHERAPY_WINDOW,
        why="radiotherapy would be recorded",
    ),
)
NAUSEA = finding(
    "nausea-recent",
    "recent nausea or vomiting",
    "symptom.nausea",
    "symptom.vomiting",
    within=PAIN_MAX_AGE,
    why="without an entry there is no nausea to treat",
)

# --- opioids ----------------------------------------------------------------------------------------------------------


def _opioid(id: str, label: str, concepts: tuple[str, ...]) -> Fact:
    ordered = recorded(f"{id}-ordered", f"active order: {label}", *concepts, why=_PRESCRIBED, **_RUNNING)
    given = recorded(
        f"{id}-given",
        f"given in the last days: {label}",
        *concepts,
        kinds=("dose",),
        within=OPIOID_GIVEN_WINDOW,
        why="a dose that was given would be recorded",
    )
    return Fact(id=f"{id}-current", label=f"on {label}", computes=any_of(ordered, given))


OPIOID_CURRENT = _opioid("opioid", "an opioid", drugs.OPIOIDS)
STRONG_OPIOID_CURRENT = _opioid("strong-opioid", "a strong opioid", drugs.STRONG_OPIOIDS)
OPIOID_REGULAR = in_use("opioid-regular", "an opioid by the clock", *drugs.OPIOIDS, as_needed=False)
STRONG_OPIOID_REGULAR = in_use(
    "strong-opioid-regular", "a strong opioid by the clock", *drugs.STRONG_OPIOIDS, as_needed=False
)
OPIOID_AS_NEEDED = in_use("opioid-as-needed", "an opioid when needed", *drugs.OPIOIDS, as_needed=True)
RESCUE_COUNTED = in_use(
    "rescue-opioid", "an opioid when needed, other than fentanyl", *drugs.RESCUE_OPIOIDS, as_needed=True
)
_REGULAR = Events(concepts=drugs.OPIOIDS, as_needed=False, **_RUNNING)
OMED_ORDERS = Fact(
    id="omed-orders",
    label="opioids by the clock in a day, as oral morphine, from the orders",
    digits=1,
    reads=daily_dose(_REGULAR, *MORPHINE_EQUIVALENTS, unit="mg/d"),
    absence=absent("opioids are prescribed, and a prescription would be recorded"),
    ask="How much of opioids does the patient take by the clock in a day, as oral morphine (mg)?",
    note="Active orders and statements of use, each drug times its factor; what is taken when needed is not in it.",
)
OMED_LEAST = Fact(
    id="omed-at-least",
    label="opioids in a day, as oral morphine, as far as the orders can be read",
    digits=1,
    reads=daily_dose(_REGULAR, *MORPHINE_EQUIVALENTS, unit="mg/d", least=True),
    absence=absent("opioids are prescribed, and a prescription would be recorded"),
)
_OMED_RECORDED = lab(
    "omed-recorded",
    "opioids in a day, as oral morphine, as somebody worked it out",
    "obs.opioid-daily-dose",
    absence=stale(OMED_MAX_AGE, "doses change within days"),
    ask="How much of opioids does the patient take in a day, as oral morphine (mg)?",
    digits=1,
)
OMED = Fact(
    id="omed",
    label="opioids in a day, as oral morphine",
    digits=1,
    computes=choose(
        (all_of(known(_OMED_RECORDED), ~OPIOID_REGULAR), _OMED_RECORDED),
        (known(OMED_ORDERS), OMED_ORDERS),
        (known(_OMED_RECORDED), _OMED_RECORDED),
        otherwise=OMED_ORDERS,
    ),
    note="From the orders; as somebody worked it out where no order is recorded, or none can be read. It measures and never "
    "limits. Factors of CDC 2022; not for choosing the dose of another opioid.",
)
_RESCUE_DOSE = Fact(
    id="rescue-dose",
    label="single rescue dose, as oral morphine",
    digits=1,
    reads=single_dose(
        Events(concepts=drugs.RESCUE_OPIOIDS, as_needed=True, **_IN_USE), *MORPHINE_EQUIVALENTS, unit="mg"
    ),
    absence=unknown("a rescue dose may be ordered without a figure"),
    ask="How large is one rescue dose?",
)
RESCUE_SHARE = Fact(
    id="rescue-share",
    label="rescue dose as a share of the daily dose",
    digits=0,
    computes=_RESCUE_DOSE.times(constant(100), "mg").per(OMED, "%"),
)
RESCUE_COUNT_RECORDED = recorded(
    "rescue-doses-recorded",
    "rescue doses were counted",
    "obs.rescue-doses-per-day",
    with_value=True,
    within=RESCUE_MAX_AGE,
    why="a count would be recorded",
)
RESCUE_COUNT = lab(
    "rescue-doses",
    "rescue doses in a day",
    "obs.rescue-doses-per-day",
    absence=stale(RESCUE_MAX_AGE, "need changes from day to day"),
    ask="How many rescue doses did the patient take in the last 24 hours?",
    digits=0,
)
_RESCUE_DAY = number(
    "rescue-doses-day",
    "day of the newest count of rescue doses",
    Events(concepts=("obs.rescue-doses-per-day",), with_value=True),
    "start",
    "date",
    absence=unknown("nobody may have counted"),
    ask="When were rescue doses last counted?",
)
RESCUE_COUNT_BEFORE = lab(
    "rescue-doses-before",
    "rescue doses on the day before",
    "obs.rescue-doses-per-day",
    before=_RESCUE_DAY,
    absence=stale(RESCUE_BEFORE_MAX_AGE, "need changes from day to day"),
    ask="How many rescue doses did the patient take on the day before?",
    digits=0,
)
_OPIOID_START = Fact(
    id="opioid-regular-since",
    label="begin of the oldest regular opioid order that is active",
    reads=earliest(Events(concepts=drugs.OPIOIDS, as_needed=False, **_IN_USE)),
    absence=unknown("an order may have no date"),
    ask="Since when does the patient take an opioid by the clock?",
)
OPIOID_DAYS = DaysSince(of=_OPIOID_START)
OPIOID_STARTED_LATELY = in_use("opioid-new", "opioid begun lately", *drugs.OPIOIDS, within=OPIOID_NEW)
STRONG_ORDERS = Fact(
    id="strong-opioid-orders",
    label="regular orders of strong opioids in the last weeks",
    digits=0,
    absence=absent(_PRESCRIBED),
    reads=count(Events(concepts=drugs.STRONG_OPIOIDS, kinds=("order",), as_needed=False, within=ADJUSTMENT_WINDOW)),
)
ROTATION_PLANNED = recorded(
    "opioid-rotation-planned",
    "change to another opioid planned",
    "decision.opioid-rotation",
    within=OPIOID_NEW,
    statuses=("planned", "active", "final"),
    why="the decision would be recorded",
)
RENAL_OPIOID_CURRENT = in_use("renal-opioid", "an opioid that builds up when kidneys fail", *drugs.RENAL_OPIOIDS)
SEROTONERGIC_OPIOID = in_use("serotonergic-opioid", "an opioid that raises serotonin", *drugs.SEROTONERGIC_OPIOIDS)

# --- other drugs ------------------------------------------------------------------------------------------------------

ANALGESIC_CURRENT = in_use("painkiller", "a painkiller", *drugs.ANALGESICS)
ANALGESIC_AS_NEEDED = in_use("painkiller-as-needed", "a painkiller when needed", *drugs.ANALGESICS, as_needed=True)
ANALGESIC_REGULAR = in_use("painkiller-regular", "a painkiller by the clock", *drugs.ANALGESICS, as_needed=False)
NSAID_CURRENT = in_use("nsaid-current", "an anti-inflammatory painkiller", *drugs.NSAIDS)
PARACETAMOL_REGULAR = in_use("paracetamol-regular", "paracetamol by the clock", "drug.paracetamol", as_needed=False)
LAXATIVE = in_use("laxative", "a laxative", *drugs.LAXATIVES)
ANTIEMETIC = in_use("antiemetic", "a drug against nausea", *drugs.ANTIEMETICS)
NALOXONE = in_use(
    "naloxone-at-hand",
    "naloxone as an antidote",
    "drug.naloxone",
    routes=("nasal", "intramuscular", "subcutaneous", "intravenous"),
)
BENZODIAZEPINE = in_use("benzodiazepine", "a benzodiazepine", "drug.benzodiazepine")
GABAPENTINOID = in_use("gabapentinoid", "gabapentin or pregabalin", *drugs.GABAPENTINOIDS)
NERVE_DRUG = in_use("nerve-pain-drug", "a drug against pain of nerves", *drugs.NERVE_DRUGS)
STEROID = in_use("steroid", "a corticosteroid", *drugs.STEROIDS)
ACID_BLOCKER = in_use("acid-blocker", "a proton pump inhibitor", *drugs.ACID_BLOCKERS)
ANTICOAGULANT = in_use("anticoagulant", "an anticoagulant", "drug.anticoagulant")
RAAS_BLOCKER = in_use("raas-blocker", "an ACE inhibitor or angiotensin blocker", *drugs.RAAS_BLOCKERS)
DIURETIC = in_use("diuretic", "a diuretic", *drugs.DIURETICS)
SEROTONERGIC = in_use("serotonergic-drug", "an antidepressant that raises serotonin", *drugs.SEROTONERGIC)
CYP2D6_STRONG = in_use("cyp2d6-inhibitor-strong", "a strong inhibitor of CYP2D6", *drugs.CYP2D6_STRONG)
DULOXETINE = in_use("duloxetine", "duloxetine", "drug.duloxetine")
QT_DRUG = in_use("qt-drug", "a painkiller, antidepressant or antiemetic that lengthens QT", *drugs.QT_DRUGS)
HALOPERIDOL = in_use("haloperidol", "haloperidol", "drug.haloperidol")
SLEEP_APNOEA = finding("sleep-apnoea", "sleep apnoea", "condition.sleep-apnoea", why="it would be among the diagnoses")
LIVER_DISEASE = finding(
    "liver-disease", "liver disease", "condition.liver-disease", why="it would be among the diagnoses"
)
_PARACETAMOL = Events(concepts=("drug.paracetamol",), as_needed=False, **_IN_USE)
_MILLIGRAMS = Factor(concepts=("drug.paracetamol",), routes=(), value=constant(1))
PARACETAMOL_DAY = Fact(
    id="paracetamol-daily-dose",
    label="paracetamol by the clock in a day",
    digits=0,
    reads=daily_dose(_PARACETAMOL, _MILLIGRAMS, unit="mg/d"),
    absence=absent(_PRESCRIBED),
    ask="How much paracetamol does the patient take in a day (mg)?",
)
PARACETAMOL_DAY_LEAST = Fact(
    id="paracetamol-daily-dose-at-least",
    label="paracetamol by the clock in a day, as far as the orders can be read",
    digits=0,
    reads=daily_dose(_PARACETAMOL, _MILLIGRAMS, unit="mg/d", least=True),
    absence=absent(_PRESCRIBED),
)
