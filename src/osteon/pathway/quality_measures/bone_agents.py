"""Bone agents: begun in time, with teeth seen to, and with calcium and vitamin D."""

from osteon.engine.events import Events
from osteon.engine.measures import Exclusion, Measure, each, first
from osteon.engine.nodes import DaysSince, all_of, any_of, known
from osteon.pathway.asking import evidence, recorded, shown
from osteon.pathway.bone_agents.checks import AGENT_HARM, CALCIUM_SUPPLEMENT, LIFE_EXPECTANCY, VITAMIN_D_SUPPLEMENT
from osteon.pathway.bone_agents.parameters import INTRAVENOUS_WINDOW, MIN_LIFE_EXPECTANCY
from osteon.pathway.bone_agents.use import AGENT_CURRENT, LAST_DOSE
from osteon.pathway.bone_agents.whose import TREATED
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTASIS_FIRST_SEEN
from osteon.pathway.calcium.facts import HYPERCALCAEMIA
from osteon.pathway.jaw.facts import DENTAL_EXAM, URGENT_START
from osteon.pathway.jaw.parameters import DENTAL_EXAM_MAX_AGE
from osteon.pathway.quality_measures.parameters import AGENT_START, SUPPLEMENT_START
from osteon.pathway.quality_measures.strata import STRATIFIERS

_FOR_BONE = tuple(
    f"drug.{name}" for name in ("zoledronic-acid", "denosumab-120", "pamidronate", "ibandronate", "clodronate")
)
_AGENTS = (*_FOR_BONE, "drug.denosumab")
_GIVEN = ("given", "active")
_HYPERCALCAEMIA = ("condition.hypercalcaemia", "condition.hypercalcaemia-malignancy")
_STARTS = each(Events(concepts=_AGENTS, kinds=("dose",), statuses=_GIVEN))

_GIVEN_IN_TIME = recorded(
    "bone-agent-given-in-time",
    "bone agent given since bone metastasis was recorded",
    *_FOR_BONE,
    kinds=("dose",),
    statuses=_GIVEN,
    within=AGENT_START,
    why="a dose would be recorded",
)
_DOSE_FOR_CALCIUM = recorded(
    "bone-agent-dose-for-hypercalcaemia",
    "this dose of the bone agent is for hypercalcaemia",
    *_AGENTS,
    kinds=("dose",),
    indications=_HYPERCALCAEMIA,
    since=LAST_DOSE,
    why="the reason would be recorded",
)
_CALCIUM_HIGH = shown(HYPERCALCAEMIA)

AGENT_WITHIN_3_MONTHS = Measure(
    id="measure-bone-agent-within-3-months",
    title="Bone agent within 3 months of bone metastasis",
    why="Bone agents delay fractures, radiotherapy and cord compression; time without one is time unprotected.",
    row="each patient, on the day on which bone metastasis is first recorded",
    rows=first(METASTASIS_FIRST_SEEN.events),
    population=BREAST_CANCER,
    exclusions=(
        Exclusion(
            "estimated life expectancy below 3 months",
            all_of(known(LIFE_EXPECTANCY), LIFE_EXPECTANCY < MIN_LIFE_EXPECTANCY),
        ),
        Exclusion("osteonecrosis of the jaw or atypical femoral fracture on record", AGENT_HARM),
    ),
    after=AGENT_START,
    numerator=any_of(_GIVEN_IN_TIME, AGENT_CURRENT),
    numerator_says="a bone agent was given within 3 months, or is in use 3 months after",
    stratifiers=STRATIFIERS,
    evidence=(
        evidence("ASCO17", "recommendation on indication", "strong, evidence-based, high quality", "primary"),
        evidence("ESMO20", "zoledronate or denosumab in breast cancer, symptomatic or not", "I, A", "secondary"),
        evidence("OSTEON", "three months", "product default", "derived"),
    ),
    misuse="A patient who declined, or whose agent another clinic gives, looks like one who was forgotten. Bone metastasis that was "
    "recorded before the cancer of the breast is left out. Who died within the 3 months without an agent stays open.",
    recommendations=("bma-start-on-bone-mets",),
)

DENTAL_EXAM_BEFORE = Measure(
    id="measure-dental-exam-before-bone-agent",
    title="Dental examination before the first dose of a bone agent",
    why="Dental surgery under a bone agent is the main trigger of osteonecrosis of the jaw; before the first dose it is safe.",
    row="each start of a bone agent for bone metastases: the first dose, also after a pause of more than 26 weeks",
    rows=_STARTS,
    population=TREATED,
    exclusions=(Exclusion("the dose could not wait (hypercalcaemia)", any_of(URGENT_START, _DOSE_FOR_CALCIUM)),),
    episode=INTRAVENOUS_WINDOW,
    numerator=DaysSince(of=DENTAL_EXAM) <= DENTAL_EXAM_MAX_AGE,
    numerator_says="a dentist examined the mouth within 180 days before the dose, or on its day",
    stratifiers=STRATIFIERS,
    evidence=(
        evidence(
            "MASCC19",
            "prevention: oral care plan before treatment, non-urgent setting",
            "evidence-based, low quality, moderate strength",
            "secondary",
        ),
        evidence("ASCO17", "dental assessment before treatment, all patients", "carried over from 2011", "secondary"),
        evidence("OSTEON", "180 days", "product default", "derived"),
    ),
    misuse="Dentists rarely report to oncologists: where the record holds no examination at all, the row is undecided, and the lower "
    "limit of the range is the share for which one is on record. Agents by mouth without recorded doses have no row.",
    recommendations=("mronj-dental-exam-before-bma",),
)

CALCIUM_AND_VITAMIN_D = Measure(
    id="measure-calcium-and-vitamin-d",
    title="Calcium and vitamin D with a bone agent",
    why="Bone agents lower the calcium; low calcium under denosumab can kill.",
    row="each start of a bone agent for bone metastases: the first dose, also after a pause of more than 26 weeks",
    rows=_STARTS,
    population=TREATED,
    exclusions=(Exclusion("hypercalcaemia on the day of the dose", any_of(_CALCIUM_HIGH, _DOSE_FOR_CALCIUM)),),
    episode=INTRAVENOUS_WINDOW,
    after=SUPPLEMENT_START,
    numerator=all_of(CALCIUM_SUPPLEMENT, VITAMIN_D_SUPPLEMENT),
    numerator_says="calcium and vitamin D are both on her list 4 weeks after the dose",
    stratifiers=STRATIFIERS,
    evidence=(
        evidence("LBL-ZA-US", "dosage: calcium 500 mg and vitamin D 400 IU daily", "label", "secondary"),
        evidence("LBL-DEN-EU", "dosage: at least 500 mg calcium and 400 IU vitamin D daily", "label", "secondary"),
        evidence("OSTEON", "4 weeks", "product default", "derived"),
    ),
    misuse="Supplements are bought without a prescription: silence about them leaves a row undecided, and the lower limit of the range "
    "is the share for whom both are on record.",
    recommendations=("bma-calcium-vitd-supplement",),
)
