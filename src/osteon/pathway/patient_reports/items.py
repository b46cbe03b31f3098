"""Answers to PRO-CTCAE questions: those of the newest survey, and those of the survey before.

Answers belong together: what was answered on the newest day counts, and a question that was not answered on that day is not
filled up from an older one. A follow-up question that was not asked because the first answer was 0 counts as 0.

For other topics: `NEWEST["insomnia", "severity"]` and the like.
"""

from typing import Any

from osteon.engine.events import Events, latest
from osteon.engine.nodes import Fact, Node, all_of, any_of, choose, constant, known, unknown
from osteon.pathway.asking import number, recorded, shown
from osteon.pathway.patient_reports.parameters import COMPARE_WINDOW, REPORT_WINDOW, RISE, SEVERE_FROM
from osteon.pathway.patient_reports.terms import TERMS, Term

__all__ = ["ANSWERED", "ITEMS", "NEWEST", "NEW_OR_WORSE", "SEVERE", "SURVEY_DAY", "WORSE"]

_NOT_ANSWERED = "a question that was left out or not asked gives no answer"
ITEMS = tuple(concept for term in TERMS for concept in term.concepts)

ANSWERED = recorded(
    "symptoms-reported",
    "answers of a recent symptom survey",
    *ITEMS,
    with_value=True,
    within=REPORT_WINDOW,
    why="an answer would be recorded",
)
SURVEY_DAY = number(
    "symptoms-reported-day",
    "day of the newest symptom survey",
    Events(concepts=ITEMS, with_value=True, within=REPORT_WINDOW),
    "start",
    "date",
    absence=unknown("without a survey there is no day"),
    ask="When did the patient last answer a symptom survey?",
)
_COMPARED_SINCE = SURVEY_DAY + COMPARE_WINDOW.times(constant(-1), "date")


def _answer(term: Term, attribute: str, suffix: str, words: str, **span: Any) -> Fact:
    return Fact(
        id=f"pro-{term.id}-{attribute}{suffix}",
        label=f"{term.label}: {attribute}{words}",
        reads=latest(Events(concepts=(term.concept(attribute),), with_value=True, **span), unit="{score}"),
        absence=unknown(_NOT_ANSWERED),
        digits=0,
    )


_PAIRS = tuple((term, attribute) for term in TERMS for attribute in term.attributes)
NEWEST = {(term.id, attribute): _answer(term, attribute, "", "", since=SURVEY_DAY) for term, attribute in _PAIRS}
_BEFORE = {
    (term.id, attribute): _answer(
        term, attribute, "-before", ", the survey before", since=_COMPARED_SINCE, before=SURVEY_DAY
    )
    for term, attribute in _PAIRS
}


def _before(term: Term, attribute: str) -> Node:
    """The answer before; 0 where the first question was answered with 0 and this one was not asked."""
    first, own = _BEFORE[term.id, term.attributes[0]], _BEFORE[term.id, attribute]
    if own is first:
        return own
    nothing = constant(0, "{score}")
    return choose((known(own), own), (shown(first <= nothing), nothing))


_COMPARED = tuple(
    (now, shown(now >= SEVERE_FROM), _before(term, attribute))
    for (term, attribute), now in zip(_PAIRS, NEWEST.values(), strict=True)
)

SEVERE = Fact(
    id="severe-symptom-reported",
    label="a severe answer in the newest symptom survey",
    computes=any_of(*(severe for _, severe, _ in _COMPARED)),
    note="Answers from 3 of 4 on, whichever question; a site can set the step.",
)
WORSE = Fact(
    id="worse-symptom-reported",
    label="a symptom that grew since the survey before",
    computes=any_of(*(shown(now - before >= RISE) for now, _, before in _COMPARED)),
    note="By 2 steps or more, against the survey before where it is no older than 14 days; a site can set both.",
)
NEW_OR_WORSE = Fact(
    id="severe-symptom-new",
    label="a severe answer that was lower or not known before",
    computes=any_of(*(all_of(severe, ~shown(before >= now)) for now, severe, before in _COMPARED)),
)
