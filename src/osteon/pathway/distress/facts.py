"""Totals and bands of the PHQ-9 and the GAD-7, thoughts of self-harm, and when somebody last asked."""

from osteon.engine.events import Events, earliest
from osteon.engine.nodes import (
    Band,
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
from osteon.pathway.asking import finding, lab, number, recorded, shown, sign
from osteon.pathway.bone_agents.agents import day_after
from osteon.pathway.distress import parameters as p
from osteon.pathway.distress.questionnaires import questionnaire, summed
from osteon.pathway.tumour.facts import PROGRESSION_DATE, SYSTEMIC_LINE_START

_PHQ9_ITEMS = tuple(f"obs.phq9-item-{item}" for item in range(1, 10))
_GAD7_ITEMS = tuple(f"obs.gad7-item-{item}" for item in range(1, 8))
_ASKED = ("obs.phq9", "obs.gad7", *_PHQ9_ITEMS, *_GAD7_ITEMS)
_SELF_HARM = "symptom.self-harm-thoughts"
_PLAN = "symptom.suicidal-plan"
_ITEM9 = _PHQ9_ITEMS[8]
_SCREENED = "an answer to a questionnaire would be recorded"
_NO_DATE = "an entry may have no date"
_ASK_ITEM9 = "Are there thoughts of death or of self-harm (item 9 of the PHQ-9)?"
_SCREENING = Events(concepts=_ASKED, with_value=True)

# --- depression -------------------------------------------------------------------------------------------------------

PHQ = questionnaire("phq9", "PHQ-9", "obs.phq9", _PHQ9_ITEMS, p.DISTRESS_WINDOW)
PHQ9_ANSWERED = any_of(PHQ.answered, known(PHQ.recorded))

_COUNTED = tuple(choose((known(item), constant(1, "{count}")), otherwise=constant(0, "{count}")) for item in PHQ.items)
_ANSWERS = summed(_COUNTED)
_ANSWERED_POINTS = summed(
    tuple(
        choose((known(item), points), otherwise=constant(0, "{score}"))
        for item, points in zip(PHQ.items, PHQ.points, strict=True)
    )
)
_BY_MEAN = _ANSWERED_POINTS.times(constant(9, "{count}"), "{score}").per(_ANSWERS, "{score}")
PHQ9_FROM_ITEMS = Fact(
    id="phq9-from-answers",
    label="PHQ-9 from its answers",
    digits=0,
    computes=choose(
        (all_of(p.PHQ9_MISSING.one_of("mean"), _ANSWERS >= p.PHQ9_LEAST_ANSWERED), _BY_MEAN),
        otherwise=summed(PHQ.points),
    ),
)
PHQ9 = Fact(
    id="phq9",
    label="PHQ-9 total",
    digits=0,
    computes=choose((PHQ.recorded_rules, PHQ.recorded), (PHQ.answered, PHQ9_FROM_ITEMS), otherwise=PHQ.recorded),
    note="From the nine answers of the newest day, or from a recorded total that is newer or fills their gaps; while answers "
    "are missing it is the span of the totals that are still possible.",
)
_ONCOLOGY = Band(
    of=PHQ9,
    edges=(p.PHQ9_MODERATE_ONCOLOGY, p.PHQ9_MODERATELY_SEVERE, p.PHQ9_SEVERE),
    labels=("none-to-mild", "moderate", "moderate-to-severe", "severe"),
    upper_inclusive=False,
)
_CLASSIC = Band(
    of=PHQ9,
    edges=(p.PHQ9_MILD, p.PHQ9_MODERATE, p.PHQ9_MODERATELY_SEVERE, p.PHQ9_SEVERE),
    labels=("minimal", "mild", "moderate", "moderately-severe", "severe"),
    upper_inclusive=False,
)
PHQ9_SEVERITY = Fact(
    id="phq9-severity",
    label="severity by PHQ-9",
    computes=choose((p.PHQ9_BANDS.one_of("oncology"), _ONCOLOGY), otherwise=_CLASSIC),
    note="A band of a questionnaire, not a diagnosis.",
)
PHQ9_MOOD = Fact(
    id="phq9-mood-items",
    label="PHQ-9 without sleep, energy and appetite (0 to 18)",
    digits=0,
    computes=choose((PHQ.answered, summed(tuple(PHQ.points[item - 1] for item in (1, 2, 6, 7, 8, 9))))),
    note="Sleep, energy and appetite suffer from the cancer and its treatment too; the six other items together show how much of "
    "the total they explain. A sum of our own, without cut-points.",
)
DEPRESSIVE = Fact(
    id="depressive-symptoms",
    label="depressive symptoms",
    computes=any_of(
        all_of(PHQ9_ANSWERED, PHQ9_SEVERITY.one_of("moderate", "moderate-to-severe", "moderately-severe", "severe")),
        finding(
            "depression-recorded",
            "depressive symptoms recorded",
            "symptom.depression",
            within=p.DISTRESS_WINDOW,
            why="it is counted where somebody wrote it down",
        ),
    ),
)

# --- anxiety ----------------------------------------------------------------------------------------------------------

GAD = questionnaire("gad7", "GAD-7", "obs.gad7", _GAD7_ITEMS, p.DISTRESS_WINDOW)
GAD7_ANSWERED = any_of(GAD.answered, known(GAD.recorded))
GAD7_FROM_ITEMS = Fact(id="gad7-from-answers", label="GAD-7 from its answers", digits=0, computes=summed(GAD.points))
GAD7 = Fact(
    id="gad7",
    label="GAD-7 total",
    digits=0,
    computes=choose((GAD.recorded_rules, GAD.recorded), (GAD.answered, GAD7_FROM_ITEMS), otherwise=GAD.recorded),
    note="From the seven answers of the newest day, or from a recorded total that is newer or fills their gaps.",
)
GAD7_SEVERITY = Fact(
    id="gad7-severity",
    label="severity by GAD-7",
    computes=Band(
        of=GAD7,
        edges=(p.GAD7_MILD, p.GAD7_MODERATE, p.GAD7_SEVERE),
        labels=("minimal", "mild", "moderate", "severe"),
        upper_inclusive=False,
    ),
    note="A band of a questionnaire, not a diagnosis.",
)
ANXIOUS = Fact(
    id="anxiety-symptoms",
    label="anxiety symptoms",
    computes=any_of(
        all_of(GAD7_ANSWERED, GAD7_SEVERITY.one_of("moderate", "severe")),
        finding(
            "anxiety-recorded",
            "anxiety recorded",
            "symptom.anxiety",
            within=p.DISTRESS_WINDOW,
            why="it is counted where somebody wrote it down",
        ),
    ),
)

# --- self-harm --------------------------------------------------------------------------------------------------------

ITEM9 = lab(
    "phq9-item-9-newest",
    "newest answer to item 9 of the PHQ-9",
    _ITEM9,
    absence=stale(p.DISTRESS_WINDOW, "thoughts of self-harm come and go"),
    ask=_ASK_ITEM9,
    digits=0,
)
SELF_HARM = finding(
    "self-harm-thoughts",
    "thoughts of self-harm in words",
    _SELF_HARM,
    within=p.DISTRESS_WINDOW,
    why="who hears of such thoughts writes them down; nobody is asked twice for this rule",
)
SELF_HARM_ASKED = any_of(
    recorded(
        "item-9-answered",
        "item 9 of the PHQ-9 answered",
        _ITEM9,
        with_value=True,
        within=p.DISTRESS_WINDOW,
        why=_SCREENED,
    ),
    SELF_HARM,
)
_ITEM9_DAY = number(
    "phq9-item-9-day",
    "day of the newest answer to item 9 of the PHQ-9",
    Events(concepts=(_ITEM9,), with_value=True, within=p.DISTRESS_WINDOW),
    "start",
    "date",
    absence=unknown(_NO_DATE),
    ask="When was item 9 of the PHQ-9 last answered?",
)
_ITEM9_FIRST = Fact(
    id="phq9-item-9-first-of-day",
    label="first answer to item 9 of the PHQ-9 on its newest day",
    reads=earliest(
        Events(concepts=(_ITEM9,), with_value=True, within=p.DISTRESS_WINDOW, since=_ITEM9_DAY),
        "value",
        unit="{score}",
    ),
    absence=unknown("a question that was not asked has no answer"),
    ask=_ASK_ITEM9,
    digits=0,
)
ITEM9_CONTRADICTS = Fact(
    id="phq9-item-9-contradicts",
    label="item 9 of the PHQ-9 answered twice on one day, once not with zero",
    computes=all_of(
        known(_ITEM9_DAY),
        any_of(
            all_of(known(ITEM9), known(_ITEM9_FIRST), _ITEM9_FIRST >= p.ITEM9_ALARM),
            all_of(~known(ITEM9), ~known(_ITEM9_FIRST)),
        ),
    ),
    note="Two different answers of one moment cannot both be zero. Any of them that is not counts.",
)
RISK_TOLD = Fact(
    id="self-harm-told",
    label="item 9 of the PHQ-9 not at zero, or thoughts of self-harm in words",
    computes=any_of(SELF_HARM, all_of(SELF_HARM_ASKED, any_of(ITEM9 >= p.ITEM9_ALARM, ITEM9_CONTRADICTS))),
)

# A total without its answers: the eight other items make 24 at most, so that more than that is more than zero in item 9.

TOTAL_RECORDED = recorded(
    "phq9-total-recorded",
    "a total of the PHQ-9 is recorded",
    "obs.phq9",
    with_value=True,
    within=p.DISTRESS_WINDOW,
    why=_SCREENED,
)
_ITEM9_OF_TOTAL = lab(
    "phq9-item-9-of-total",
    "answer to item 9 of the PHQ-9 that belongs to the recorded total",
    _ITEM9,
    since=PHQ.recorded_day,
    absence=unknown("a total does not tell its answers"),
    ask=_ASK_ITEM9,
    digits=0,
)
_ITEM9_LATER = recorded(
    "item-9-answered-later",
    "item 9 of the PHQ-9 answered after the day of the recorded total",
    _ITEM9,
    with_value=True,
    since=day_after(PHQ.recorded_day),
    why=_SCREENED,
)
_OTHER_ITEMS = constant(24, "{score}")
RISK_BY_TOTAL = Fact(
    id="self-harm-risk-by-total",
    label="recorded PHQ-9 total that leaves no zero for item 9",
    computes=all_of(TOTAL_RECORDED, PHQ.recorded - _OTHER_ITEMS >= p.ITEM9_ALARM, ~_ITEM9_LATER),
    note="Eight answers of 0 to 3 make 24 at most.",
)
_TOTAL_OPEN = all_of(TOTAL_RECORDED, PHQ.recorded >= p.ITEM9_ALARM, ~known(_ITEM9_OF_TOTAL))
AT_RISK = Fact(
    id="self-harm-risk",
    label="item 9 of the PHQ-9 not at zero, or thoughts of self-harm in words",
    computes=any_of(
        RISK_TOLD,
        RISK_BY_TOTAL,
        all_of(TOTAL_RECORDED, PHQ.recorded >= p.ITEM9_ALARM, _ITEM9_OF_TOTAL >= p.ITEM9_ALARM),
    ),
    note="A recorded total without its answers: 0 says no, 25 and more says yes, and in between item 9 has to be asked.",
)
_TOLD_DAY = number(
    "self-harm-told-day",
    "day of the newest answer on self-harm",
    Events(concepts=(_ITEM9, _SELF_HARM), not_answers=("absent", "negative")),
    "start",
    "date",
    absence=unknown(_NO_DATE),
    ask="When were the thoughts of self-harm told?",
)
_RISK_DAY = Fact(
    id="self-harm-risk-day",
    label="day of the newest answer on self-harm, or of the total that leaves it open",
    computes=choose((_TOTAL_OPEN, PHQ.recorded_day), (RISK_BY_TOTAL, PHQ.recorded_day), otherwise=_TOLD_DAY),
)
RISK_ASSESSED = recorded(
    "self-harm-risk-assessed",
    "risk of suicide assessed since",
    "care.suicide-risk-assessment",
    since=_RISK_DAY,
    why="an assessment would be recorded, and one that is not recorded cannot be relied on",
)
_PLAN_SAID = recorded(
    "suicidal-plan-said",
    "a word on plan, intent or means",
    _PLAN,
    within=p.PLAN_WINDOW,
    why="without a word on it there is only the question",
)
PLAN = sign(
    "suicidal-plan",
    "plan, intent or means of suicide",
    _PLAN,
    within=p.PLAN_WINDOW,
    why="only somebody who asked knows",
    ask="Is there a plan, an intent, or means at hand?",
)
PLAN_OPEN = any_of(_PLAN_SAID, all_of(any_of(RISK_TOLD, shown(RISK_BY_TOTAL)), ~RISK_ASSESSED))

# --- when to ask ------------------------------------------------------------------------------------------------------

LAST_SCREEN = number(
    "distress-last-screen",
    "mood or anxiety last asked",
    _SCREENING,
    "start",
    "date",
    absence=unknown("without a questionnaire there is no date"),
    ask="When were mood and anxiety last asked?",
)
SCREENED_LATELY = recorded(
    "distress-screened-lately",
    "mood or anxiety asked in the last months",
    *_ASKED,
    with_value=True,
    within=p.DISTRESS_WINDOW,
    why=_SCREENED,
)


_PALLIATIVE = number(
    "palliative-care-day",
    "palliative care last recorded",
    Events(concepts=("proc.palliative-care",)),
    "start",
    "date",
    absence=unknown("it may not have begun"),
    ask="When did palliative care begin?",
)


def _turned(day: Fact) -> Node:
    """Something happened after the last screening."""
    return all_of(known(day), DaysSince(of=day) < DaysSince(of=LAST_SCREEN))


SCREENING_DUE = Fact(
    id="distress-screening-due",
    label="screening for distress due",
    computes=any_of(~SCREENED_LATELY, *(_turned(day) for day in (SYSTEMIC_LINE_START, PROGRESSION_DATE, _PALLIATIVE))),
)

# --- treatment --------------------------------------------------------------------------------------------------------

REASON_FOR_DRUG = recorded(
    "antidepressant-reason",
    "a reason to begin with a medicine",
    "status.psychotherapy-not-available",
    "status.psychotherapy-failed",
    "status.prefers-antidepressant",
    "status.antidepressant-helped-before",
    not_answers=("absent", "negative"),
    why="the reason is recorded where it was looked for",
)
PROCEDURE_PLANNED = recorded(
    "procedure-planned",
    "diagnostic or surgical procedure planned",
    "proc.biopsy",
    "proc.intramedullary-fixation",
    "proc.hip-arthroplasty",
    "proc.bone-fixation",
    "proc.spinal-decompression",
    "proc.spinal-fixation",
    "proc.vertebroplasty",
    statuses=("planned",),
    why="a plan would be recorded",
)
DISTRESS_THERMOMETER = lab(
    "distress-thermometer",
    "distress (0 to 10)",
    "obs.distress-thermometer",
    absence=stale(p.DISTRESS_WINDOW, "distress changes"),
    digits=0,
    note="Only the number is kept; sources name 4, and one US study 3, as the cut-off.",
)
