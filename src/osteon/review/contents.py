"""The content of a review, written as JSON."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import osteon
from osteon.engine.evaluate import MET
from osteon.review.due import due_list
from osteon.review.findings import Fixed, asked, conflicts, findings, findings_of, fixed, folded
from osteon.review.lesions import lesions
from osteon.review.options import options, options_due
from osteon.review.questions import questions
from osteon.review.reasons import Reasons
from osteon.review.scores import scores
from osteon.review.skeletal_events import skeletal_events
from osteon.review.skeleton import skeleton
from osteon.review.stencil import HOLE, joined, written

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["content", "part"]

SHOWN_DISEASE: Final = {
    "breast_cancer": "breast-cancer",
    "metastatic": "metastatic-disease",
    "bone": "bone-metastasis",
    "visceral": "visceral-metastasis",
}


def content(review: Review) -> bytes:
    """All of a review as JSON."""
    evaluator, timeline = review.evaluator, review.timeline
    reasons, same = Reasons(review), fixed(evaluator)
    marks = skeleton(timeline, review.at.day)
    outcomes = asked(review)
    met = [outcome for outcome in outcomes if outcome.verdict == MET]
    found = findings(review, outcomes, reasons, folded(met))
    choices = options(review, reasons)
    age, disease = _age(reasons, same), _disease(reasons, same, marks)
    # What scores and dates that are due look up after this is told there, not in the list of facts.
    facts = reasons.read(same.shown)
    person = timeline.patient
    whole = {
        "osteon": osteon.__version__,
        "pathway": evaluator.pathway.version,
        "patient": _without_none(
            {
                "id": person.id,
                "birth_date": _partial(person.birth_date, person.birth_precision),
                "sex": person.sex,
                "name": person.name or None,
                "age": age,
                "died": _partial(person.death_date, person.death_precision) if person.death_date else None,
            }
        ),
        "as_of": str(review.at),
        "as_of_reason": review.at_reason,
        "disease": disease,
        "skeleton": marks,
        "lesions": lesions(review),
        "skeletal_events": skeletal_events(review),
        "facts": HOLE,
        "scores": [] if review.died else scores(review, reasons),
        "options": HOLE,
        "options_due": bool(choices) and options_due(review),
        "findings": HOLE,
        "conflicts": conflicts(met),
        "due": due_list(review, reasons),
        "questions": questions(outcomes, reasons),
        "problems": [{"source": item.source, "path": item.path, "message": item.message} for item in timeline.problems],
        "accounting": {
            "read": timeline.read,
            "used": timeline.used,
            "ignored": dict(timeline.ignored),
            "refused": timeline.refused,
        },
        "policies": same.policies,
        "changed": dict(evaluator.settings.provenance),
        "drafts": evaluator.drafts,
    }
    to_facts, to_options, to_findings, end = written(whole).split(b"\0")
    head = b"".join((to_facts, facts, to_options, joined(choices), to_findings, b"["))
    return _between(head, found, b"]" + end)


def part(review: Review, verdicts: tuple[str, ...]) -> bytes:
    """Of `content` only the findings of these verdicts, the questions, the lesions and the disease: little of it, in a part of the time."""
    reasons, same = Reasons(review), fixed(review.evaluator)
    outcomes = asked(review)
    met = [outcome for outcome in outcomes if outcome.verdict == MET]
    some = [outcome for outcome in outcomes if outcome.verdict in verdicts]
    found = findings_of(review, some, reasons, folded(met))
    some_of_it = {
        "disease": _disease(reasons, same, skeleton(review.timeline, review.at.day)),
        "lesions": lesions(review),
        "findings": HOLE,
        "questions": questions(outcomes, reasons),
    }
    head, end = written(some_of_it).split(b"\0")
    return head + joined(found) + end


def _between(head: bytes, entries: list[bytes], end: bytes) -> bytes:
    """JSON with a list in its middle. The findings are most of it, so they are copied once only."""
    if not entries:
        return head + end
    entries[0] = head + entries[0]
    entries[-1] += end
    return b",".join(entries)


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _partial(day: date | None, precision: str) -> str | None:
    if day is None:
        return None
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


def _age(reasons: Reasons, same: Fixed) -> int | None:
    index = same.by_id.get("birth-date")
    value = reasons.value(index) if index is not None else (None, None)
    return int(value[0]) if value[0] is not None and value[0] == value[1] else None


def _disease(reasons: Reasons, same: Fixed, marks: list[dict[str, Any]]) -> dict[str, Any]:
    """The header of a review: which disease the record shows, and the entries that show it."""
    found: dict[str, Any] = {}
    holds = 0
    for name, id in SHOWN_DISEASE.items():
        index = same.by_id.get(id)
        found[name] = reasons.value(index)[0] if index is not None else None
        if index is not None and found[name]:
            holds |= 1 << index
    found["bone_sites_known"] = bool(marks)
    found["sources"] = reasons.sources(holds)
    return found
