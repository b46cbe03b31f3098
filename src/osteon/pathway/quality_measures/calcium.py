"""High calcium: treated on the day on which it was found."""

from osteon.engine.events import Events
from osteon.engine.measures import Exclusion, Measure, each
from osteon.engine.nodes import all_of, any_of, constant, known
from osteon.pathway.asking import evidence, recorded
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.calcium.facts import DECIDING_DATE, HYPERCALCAEMIA, IS_SEVERE, UNWELL
from osteon.pathway.calcium.parameters import RETREAT_AFTER
from osteon.pathway.calcium.readings import CORRECTED, IONISED, TOTAL
from osteon.pathway.quality_measures.parameters import CALCIUM_EPISODE
from osteon.pathway.quality_measures.strata import STRATIFIERS

_ANTIRESORPTIVES = tuple(
    f"drug.{name}" for name in ("zoledronic-acid", "pamidronate", "ibandronate", "denosumab-120", "denosumab")
)
_GIVEN = ("given", "active")
_TODAY = constant(0, "d")
_TREATMENT = "treatment would be recorded"

_TREATED_BEFORE = recorded(
    "antiresorptive-in-the-days-before",
    "bone agent given in the week before the calcium was high",
    *_ANTIRESORPTIVES,
    kinds=("dose",),
    statuses=_GIVEN,
    within=RETREAT_AFTER,
    before=DECIDING_DATE,
    why=_TREATMENT,
)
_TREATED_TODAY = any_of(
    recorded(
        "calcium-lowered-today",
        "antiresorptive drug or calcitonin given on the day",
        *_ANTIRESORPTIVES,
        "drug.calcitonin",
        kinds=("dose",),
        statuses=_GIVEN,
        within=_TODAY,
        why=_TREATMENT,
    ),
    recorded(
        "calcium-lowering-ordered-today",
        "antiresorptive drug or calcitonin ordered on the day",
        *_ANTIRESORPTIVES,
        "drug.calcitonin",
        kinds=("order",),
        statuses=("active", "completed"),
        within=_TODAY,
        why=_TREATMENT,
    ),
)

HYPERCALCAEMIA_SAME_DAY = Measure(
    id="measure-hypercalcaemia-same-day",
    title="Dangerous hypercalcaemia treated the same day",
    why="Above 3.5 mmol/L (14 mg/dL) arrhythmia and coma threaten; danger signs make a lower value just as urgent.",
    row="each episode of dangerously high calcium, on the day of its first result",
    rows=each(Events(concepts=(TOTAL, CORRECTED, IONISED), with_value=True)),
    population=all_of(BREAST_CANCER, any_of(IS_SEVERE, all_of(known(HYPERCALCAEMIA), HYPERCALCAEMIA, UNWELL))),
    exclusions=(Exclusion("a bone agent was given in the week before, and its effect is awaited", _TREATED_BEFORE),),
    episode=CALCIUM_EPISODE,
    numerator=_TREATED_TODAY,
    numerator_says="a bisphosphonate, denosumab or calcitonin was given or ordered on the day of the result",
    stratifiers=STRATIFIERS,
    evidence=(
        evidence("WALSH16", "severity: above 3.5 mmol/L urgent correction", "expert guidance", "primary"),
        evidence("OSTEON", "danger signs at any high calcium; the same calendar day", "product default", "derived"),
    ),
    misuse="Fluids are not read from the record, so a patient who got only fluids counts as not treated. A result of the late evening "
    "that was treated after midnight counts as not treated. Milder high calcium has no row: no source asks for the same day there. "
    "In somebody who is dying, treating it may not help.",
    recommendations=("hcm-emergency",),
)
