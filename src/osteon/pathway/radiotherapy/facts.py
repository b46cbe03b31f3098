"""Courses of radiotherapy, given and planned, and the pain of the place that they are for.

For other topics: `RADIOTHERAPY_PLANNED_ANY`, `RADIOTHERAPY_NOW`, `SPINE_RADIOTHERAPY_PLANNED` (of the patient); `PLANNED`,
`COURSE_END`, `PAIN_OF_LESION`, `HURTS` (of the lesion). What is said about the effect of a course is in `response`.
"""

from typing import Any

from osteon.engine.events import Events, latest
from osteon.engine.nodes import DaysSince, Fact, all_of, any_of, choose, constant, known, unknown
from osteon.pathway.asking import category, finding, lab, number, recorded, shown
from osteon.pathway.lesions.facts import IRRADIATED, LAST_RADIOTHERAPY, RADIOTHERAPY
from osteon.pathway.radiotherapy.parameters import (
    COURSE_WINDOW,
    PAIN_REFERRAL,
    PAIN_WINDOW,
    PLAN_WINDOW,
    RETREAT_AFTER,
)
from osteon.pathway.spine.levels import SPINE_SITES

GIVEN = ("done", "active", "final")
ASKED = ("planned",)
_PLANS = "a plan or a request would be recorded"
_COURSES = "radiotherapy would be recorded"
_NOT_ASKED = "pain that nobody asked about is not written down"

# --- of the patient ---------------------------------------------------------------------------------------------------

RADIOTHERAPY_PLANNED_ANY = recorded(
    "radiotherapy-planned-any",
    "radiotherapy planned or asked for, whatever the place",
    *RADIOTHERAPY,
    statuses=ASKED,
    within=PLAN_WINDOW,
    why=_PLANS,
)
RADIOTHERAPY_NOW = recorded(
    "radiotherapy-now",
    "radiotherapy going on",
    *RADIOTHERAPY,
    statuses=("active",),
    within=COURSE_WINDOW,
    why=_COURSES,
)
RADIOTHERAPY_AHEAD = Fact(
    id="radiotherapy-planned-or-going-on",
    label="radiotherapy planned or going on",
    computes=any_of(RADIOTHERAPY_NOW, RADIOTHERAPY_PLANNED_ANY),
)
SPINE_RADIOTHERAPY_PLANNED = recorded(
    "spine-radiotherapy-planned",
    "radiotherapy of the spine planned or asked for",
    *RADIOTHERAPY,
    sites=SPINE_SITES,
    statuses=ASKED,
    within=PLAN_WINDOW,
    why=_PLANS,
)
_SPINE_COURSE = recorded(
    "spine-radiotherapy-given",
    "radiotherapy of the spine given",
    *RADIOTHERAPY,
    sites=SPINE_SITES,
    statuses=GIVEN,
    why=_COURSES,
)
_SPINE_COURSE_DAY = number(
    "spine-radiotherapy-given-day",
    "newest radiotherapy of the spine given",
    Events(concepts=RADIOTHERAPY, sites=SPINE_SITES, statuses=GIVEN),
    "start",
    "date",
    absence=unknown("a course may have no date"),
    ask="When was the spine last irradiated?",
)
_SPINE_PLAN_SINCE = recorded(
    "spine-radiotherapy-planned-again",
    "radiotherapy of the spine planned or asked for since the last one",
    *RADIOTHERAPY,
    sites=SPINE_SITES,
    statuses=ASKED,
    within=PLAN_WINDOW,
    since=_SPINE_COURSE_DAY + constant(1, "d"),
    why=_PLANS,
)
SPINE_AGAIN = Fact(
    id="spine-radiotherapy-again",
    label="radiotherapy of a spine that was irradiated before",
    computes=all_of(SPINE_RADIOTHERAPY_PLANNED, _SPINE_COURSE, _SPINE_PLAN_SINCE),
)
CORD_DOSE = lab(
    "cord-dose",
    "dose of the spinal cord over all courses, as EQD2",
    "rt.cord-dose",
    since=_SPINE_COURSE_DAY,
    absence=unknown("it is worked out by a physicist when fields may overlap"),
    digits=1,
)
RADIONUCLIDE_AHEAD = Fact(
    id="radionuclide-ahead",
    label="bone-seeking radionuclide ordered or planned",
    computes=any_of(
        recorded(
            "radionuclide-ordered",
            "strontium-89 or samarium-153 ordered",
            "drug.strontium-89",
            "drug.samarium-153",
            kinds=("order",),
            statuses=("active", "planned"),
            within=PLAN_WINDOW,
            why="an order would be recorded",
        ),
        recorded(
            "radionuclide-planned",
            "palliative radionuclide planned",
            "proc.radiopharmaceutical",
            statuses=ASKED,
            answers=("palliative",),
            within=PLAN_WINDOW,
            why=_PLANS,
        ),
    ),
)
RADIUM_AHEAD = recorded(
    "radium-ahead",
    "radium-223 ordered, planned or given lately",
    "drug.radium-223",
    statuses=("active", "planned", "given"),
    within=PLAN_WINDOW,
    why="an order would be recorded",
)

# --- courses to the lesion --------------------------------------------------------------------------------------------

_COURSE_END_TOLD = Fact(
    id="lesion-radiotherapy-end-told",
    label="end of radiotherapy to the lesion, as recorded",
    reads=latest(Events(concepts=RADIOTHERAPY, statuses=GIVEN, per_lesion=True), "end"),
    absence=unknown("a course of one day has no other end"),
)
COURSE_END = Fact(
    id="lesion-radiotherapy-end",
    label="last day of radiotherapy to the lesion",
    computes=choose(
        (all_of(known(_COURSE_END_TOLD), shown(_COURSE_END_TOLD >= LAST_RADIOTHERAPY)), _COURSE_END_TOLD),
        otherwise=LAST_RADIOTHERAPY,
    ),
    note="The first day where the record gives no other.",
)
DAYS_SINCE_COURSE = DaysSince(of=COURSE_END)

_PLAN: dict[str, Any] = {"statuses": ASKED, "within": PLAN_WINDOW, "per_lesion": True}
_ASKED_FOR = recorded(
    "lesion-radiotherapy-asked-for",
    "recent plan or request for radiotherapy to the lesion",
    *RADIOTHERAPY,
    **_PLAN,
    why=_PLANS,
)
_ASKED_AGAIN = recorded(
    "lesion-radiotherapy-asked-for-again",
    "plan or request for radiotherapy to the lesion since the last course began",
    *RADIOTHERAPY,
    **_PLAN,
    since=LAST_RADIOTHERAPY + constant(1, "d"),
    why=_PLANS,
)
PLANNED = Fact(
    id="lesion-radiotherapy-ahead",
    label="radiotherapy to the lesion lies ahead",
    computes=all_of(_ASKED_FOR, any_of(~IRRADIATED, _ASKED_AGAIN)),
    note="A plan or request of the last months that no course has followed.",
)
PLANNED_DOSE = number(
    "lesion-radiotherapy-planned-dose",
    "total dose planned for the lesion",
    Events(concepts=RADIOTHERAPY, **_PLAN),
    "dose",
    "Gy",
    absence=unknown("a request seldom names a dose"),
    ask="Which total dose is planned?",
)
PLANNED_FRACTIONS = number(
    "lesion-radiotherapy-planned-fractions",
    "number of fractions planned for the lesion",
    Events(concepts=RADIOTHERAPY, **_PLAN),
    "fractions",
    "{fraction}",
    absence=unknown("a request seldom names the number of fractions"),
    ask="How many fractions are planned?",
    digits=0,
)
SBRT_PLANNED = recorded(
    "lesion-stereotactic-planned",
    "stereotactic radiotherapy to the lesion planned or asked for",
    "proc.sbrt",
    **_PLAN,
    why=_PLANS,
)
FRACTION_DOSE = Fact(
    id="lesion-radiotherapy-planned-fraction-dose",
    label="dose per fraction planned for the lesion",
    computes=PLANNED_DOSE.per(PLANNED_FRACTIONS, "Gy"),
    digits=1,
)

# --- pain at the lesion -----------------------------------------------------------------------------------------------

_SYMPTOMS = ("symptom.bone-pain", "symptom.neoplasm-related-pain")
_SCORES = Events(concepts=("obs.pain",), with_value=True, within=PAIN_WINDOW, per_lesion=True)
PAIN_SCORE = lab(
    "lesion-pain-score-recent",
    "recent pain at the lesion (0 to 10)",
    "obs.pain",
    within=PAIN_WINDOW,
    per_lesion=True,
    absence=unknown(_NOT_ASKED),
    ask="How strong is the worst pain at this place, 0 to 10?",
    digits=0,
)
_SCORE_DAY = number(
    "lesion-pain-score-day",
    "day of the recent pain score at the lesion",
    _SCORES,
    "start",
    "date",
    absence=unknown(_NOT_ASKED),
)
_WORDS = Events(concepts=("lesion.pain",), within=PAIN_WINDOW, per_lesion=True)
_WORD = category(
    "lesion-pain-recent",
    "recent pain of the lesion, in words",
    _WORDS,
    "none",
    "mild",
    "moderate",
    "functional",
    absence=unknown(_NOT_ASKED),
    ask="",
)
_WORD_DAY = number(
    "lesion-pain-day",
    "day of the recent word on pain of the lesion",
    _WORDS,
    "start",
    "date",
    absence=unknown(_NOT_ASKED),
)
_BY_WORD = all_of(known(_WORD), any_of(~known(PAIN_SCORE), shown(_SCORE_DAY < _WORD_DAY)))
PAIN_OF_LESION = Fact(
    id="lesion-pain-strength",
    label="how much the lesion hurts now",
    computes=choose(
        (
            _BY_WORD,
            choose((_WORD.one_of("none"), "none"), (_WORD.one_of("mild"), "mild"), otherwise="moderate or worse"),
        ),
        (PAIN_SCORE >= PAIN_REFERRAL, "moderate or worse"),
        (PAIN_SCORE > constant(0, "{score}"), "mild"),
        otherwise="none",
    ),
    note="From the score or the word, whichever is newer; the score on one day.",
)
PAIN_DAY = choose((_BY_WORD, _WORD_DAY), otherwise=_SCORE_DAY)
_PAIN_TOLD = recorded(
    "lesion-pain-told",
    "word on pain at the place of the lesion",
    "obs.pain",
    "lesion.pain",
    *_SYMPTOMS,
    within=PAIN_WINDOW,
    per_lesion=True,
    why="without an entry there is no pain to ask about",
)
_PAIN_HERE = finding(
    "lesion-pain-symptom",
    "pain recorded at the place of the lesion",
    *_SYMPTOMS,
    within=PAIN_WINDOW,
    per_lesion=True,
    why="without an entry there is no pain to ask about",
)
HURTS = Fact(
    id="lesion-hurts",
    label="something says that the lesion hurts",
    computes=all_of(
        _PAIN_TOLD,
        any_of(shown(PAIN_OF_LESION.one_of("mild", "moderate or worse")), all_of(~known(PAIN_OF_LESION), _PAIN_HERE)),
    ),
)
HURTS_AFTER_COURSE = Fact(
    id="lesion-hurts-after-radiotherapy",
    label="the lesion hurts after it was irradiated",
    computes=all_of(IRRADIATED, known(PAIN_OF_LESION), HURTS, PAIN_DAY > COURSE_END),
)
LATE_PAIN = PAIN_DAY >= COURSE_END + RETREAT_AFTER
"""Whether the newest word on pain was written down when a course had had its time to work."""
