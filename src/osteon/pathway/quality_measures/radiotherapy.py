"""Radiotherapy of painful metastases: one fraction where one is enough, and the pain asked about when it had time to work."""

from osteon.engine.events import Events
from osteon.engine.measures import Exclusion, Measure, each
from osteon.engine.nodes import all_of, constant, unknown
from osteon.pathway.asking import evidence, number, recorded
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.lesions.facts import LAST_RADIOTHERAPY, OPERATED, PROVEN, RADIOTHERAPY
from osteon.pathway.quality_measures.parameters import COURSE_GAP
from osteon.pathway.quality_measures.strata import STRATIFIERS
from osteon.pathway.radiotherapy.facts import GIVEN, HURTS
from osteon.pathway.radiotherapy.painful import UNCOMPLICATED
from osteon.pathway.radiotherapy.parameters import RESPONSE_FROM, RESPONSE_UNTIL

_COURSES = Events(concepts=RADIOTHERAPY, statuses=GIVEN, per_lesion=True)
_WHY = "radiotherapy would be recorded"

_BEFORE = recorded(
    "lesion-irradiated-before-the-day",
    "radiotherapy to the lesion on an earlier day",
    *RADIOTHERAPY,
    statuses=GIVEN,
    per_lesion=True,
    before=LAST_RADIOTHERAPY,
    why=_WHY,
)
_FRACTIONS = number(
    "lesion-radiotherapy-fractions",
    "fractions of the course to the lesion that began on the day",
    Events(concepts=RADIOTHERAPY, statuses=GIVEN, per_lesion=True, since=LAST_RADIOTHERAPY),
    "fractions",
    "{fraction}",
    absence=unknown("a course may be recorded without its fractions"),
    ask="How many fractions had the course?",
    digits=0,
)
_STEREOTACTIC = recorded(
    "lesion-stereotactic-on-the-day",
    "stereotactic radiotherapy to the lesion on the day",
    "proc.sbrt",
    statuses=GIVEN,
    per_lesion=True,
    since=LAST_RADIOTHERAPY,
    why=_WHY,
)
_ASKED = recorded(
    "pain-asked-in-time",
    "pain score recorded 4 to 12 weeks after radiotherapy, whatever the place",
    "obs.pain",
    with_value=True,
    within=RESPONSE_UNTIL - RESPONSE_FROM,
    why="a score that was asked for would be recorded",
)

SINGLE_FRACTION = Measure(
    id="measure-single-fraction",
    title="Single fraction for uncomplicated painful metastases",
    why="One visit gives the same relief as five or ten.",
    row="each lesion that hurt, on the first day of its first course of radiotherapy",
    rows=each(_COURSES),
    population=all_of(BREAST_CANCER, PROVEN, HURTS, ~_BEFORE, UNCOMPLICATED),
    exclusions=(
        Exclusion("stereotactic radiotherapy", _STEREOTACTIC),
        Exclusion("the lesion was operated before", OPERATED),
    ),
    numerator=_FRACTIONS <= constant(1, "{fraction}"),
    numerator_says="the course has one fraction",
    stratifiers=STRATIFIERS,
    evidence=(
        evidence(
            "ASTRO17", "schedules for painful metastases not irradiated before", "strong, high quality", "secondary"
        ),
        evidence("ASTRO24", "schedules of conventional radiotherapy", "recommended", "primary"),
    ),
    misuse="A share, not a duty: several fractions are right where lasting control matters most, and the place is irradiated again more "
    "often after one. A lesion whose fracture risk is open is undecided. Pain that names no place does not make a lesion painful.",
    recommendations=("rt-single-default",),
)

PAIN_REASSESSED = Measure(
    id="measure-pain-after-radiotherapy",
    title="Pain asked about after radiotherapy",
    why="Who still has pain may need radiotherapy again, and who has none needs fewer opioids.",
    row="each lesion that hurt, on the last day of its course of radiotherapy",
    rows=each(_COURSES, by="end"),
    population=all_of(BREAST_CANCER, PROVEN, HURTS),
    episode=COURSE_GAP,
    after=RESPONSE_UNTIL,
    numerator=_ASKED,
    numerator_says="a pain score was recorded 4 to 12 weeks after the last day of the course",
    stratifiers=STRATIFIERS,
    evidence=(
        evidence("CHOW12", "response at 1, 2 and 3 months, through later papers", "consensus endpoint", "secondary"),
    ),
    misuse="Any score of these weeks counts, also one that names no place or another. Where the record gives only the first day of a "
    "course, the weeks are counted from there.",
    recommendations=("rt-response-check",),
)
