"""How tired the patient is, whether treatment goes on, and what is given or wished against fatigue."""

from osteon.engine.nodes import Band, Fact, all_of, any_of, constant, stale
from osteon.pathway.asking import finding, lab, recorded
from osteon.pathway.bone_agents.facts import LIFE_EXPECTANCY
from osteon.pathway.fatigue.parameters import (
    END_OF_LIFE,
    FATIGUE_MODERATE,
    FATIGUE_SEVERE,
    FATIGUE_WINDOW,
    RADIOTHERAPY_WINDOW,
)
from osteon.pathway.lesions.facts import RADIOTHERAPY
from osteon.pathway.tumour.facts import SYSTEMIC_CURRENT

FATIGUE = lab(
    "fatigue",
    "fatigue (0 to 10)",
    "obs.fatigue",
    absence=stale(FATIGUE_WINDOW, "fatigue changes from week to week, and has to be asked"),
    ask="How strong is the fatigue, 0 to 10?",
    digits=0,
)
FATIGUE_ASKED = recorded(
    "fatigue-asked",
    "fatigue asked in the last weeks",
    "obs.fatigue",
    with_value=True,
    within=FATIGUE_WINDOW,
    why="an answer would be recorded",
)
FATIGUE_SEVERITY = Fact(
    id="fatigue-severity",
    label="severity of fatigue",
    computes=Band(
        of=FATIGUE,
        edges=(constant(1, "{score}"), FATIGUE_MODERATE, FATIGUE_SEVERE),
        labels=("none", "mild", "moderate", "severe"),
        upper_inclusive=False,
    ),
    note="None below 1, mild below 4, moderate below 7, severe from 7, unless the site set other cut-points.",
)
_TOLD = finding(
    "fatigue-told",
    "fatigue recorded in words",
    "symptom.fatigue",
    within=FATIGUE_WINDOW,
    why="it is counted where somebody wrote it down",
)
FATIGUED = Fact(
    id="fatigued",
    label="fatigue",
    computes=any_of(_TOLD, all_of(FATIGUE_ASKED, FATIGUE_SEVERITY.one_of("mild", "moderate", "severe"))),
)
_RADIOTHERAPY = recorded(
    "active-radiotherapy",
    "radiotherapy in the last weeks",
    *RADIOTHERAPY,
    statuses=("done", "active"),
    within=RADIOTHERAPY_WINDOW,
    why="radiotherapy would be recorded",
)
ACTIVE_TREATMENT = Fact(
    id="active-treatment", label="during treatment of the cancer", computes=any_of(SYSTEMIC_CURRENT, _RADIOTHERAPY)
)
_END_RECORDED = finding(
    "end-of-life-recorded", "last weeks of life recorded", "status.end-of-life", why="the team would have recorded it"
)
LAST_WEEKS = Fact(
    id="last-weeks-of-life",
    label="last weeks of life",
    computes=any_of(_END_RECORDED, LIFE_EXPECTANCY < END_OF_LIFE),
)

_ORDERED = ("active", "planned")
_AGAINST = recorded(
    "stimulant-ordered",
    "carnitine, a wakefulness drug or a psychostimulant ordered",
    "drug.levocarnitine",
    "drug.modafinil",
    "drug.armodafinil",
    "drug.methylphenidate",
    statuses=_ORDERED,
    why="an order would be recorded",
)
_ANTIDEPRESSANT = recorded(
    "antidepressant-for-fatigue",
    "antidepressant ordered for fatigue",
    "drug.amitriptyline",
    "drug.bupropion",
    "drug.duloxetine",
    "drug.escitalopram",
    "drug.fluoxetine",
    "drug.paroxetine",
    "drug.sertraline",
    "drug.venlafaxine",
    indications=("symptom.fatigue",),
    statuses=_ORDERED,
    why="the reason stands in the order",
)
ADVISED_AGAINST = Fact(
    id="fatigue-drug-advised-against",
    label="drug ordered that guidelines advise against for fatigue",
    computes=any_of(_AGAINST, _ANTIDEPRESSANT),
)
TOUCH_THERAPY = recorded(
    "touch-therapy",
    "massage or Reiki",
    "care.massage",
    "care.reiki",
    not_answers=("absent", "negative"),
    within=FATIGUE_WINDOW,
    statuses=("final", "active", "planned", "done"),
    why="it matters here only where somebody wrote it down",
)
