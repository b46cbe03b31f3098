"""What was done and what happened: radiotherapy, operations, pictures with their results, turning points, skeletal events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from osteon.engine.words import number
from osteon.language import N_, _, joined
from osteon.pathway.asking import group
from osteon.pathway.bone_disease.facts import METASTASIS_FIRST_SEEN
from osteon.pathway.lesions.facts import RADIOTHERAPY, SURGERY
from osteon.pathway.skeletal_events.strata import SINCE
from osteon.record.timeline import Event, Timeline
from osteon.review.lanes.moments import event_moment, iso, moment_of, seen
from osteon.review.translation import answer, placed, sentence
from osteon.review.wording import Json, capital, decimal, items, lowered, text_of, words
from osteon.review.wording import place as placed_words
from osteon.terminology import concept, site

__all__ = ["courses", "milestones", "operations", "pictures", "skeletal_marks"]

DONE: Final = ("done", "active", "final", "stopped", "completed", "on-hold")
OPERATIONS: Final = (*SURGERY, "proc.vertebroplasty")
PICTURES: Final = (
    *("proc.bone-scan", "proc.pet-ct", "proc.ct", "proc.ct-spine", "proc.mri", "proc.mri-spine", "proc.xray", "proc.dxa"),
    *("proc.brain-imaging", "imaging.femur", "imaging.femur-contralateral", "imaging.whole-bone-films"),
)
RESULTS: Final = (
    *group("finding."),
    *("condition.metastasis.bone", "condition.bone-lytic-lesion", "fracture.pathological-neoplastic", "fracture.pathological"),
)
STATUS: Final = ("disease.progression", "disease.progression-endocrine", "obs.disease-status")
WORSE: Final = ("present", "positive", "worsened")
SHORT: Final = {
    "proc.bone-scan": N_("bone scan"),
    "proc.pet-ct": "PET/CT",
    "proc.ct": "CT",
    "proc.ct-spine": N_("CT spine"),
    "proc.mri": "MRI",
    "proc.mri-spine": N_("MRI spine"),
    "proc.xray": N_("film"),
    "proc.dxa": N_("bone density"),
    "proc.brain-imaging": N_("brain imaging"),
    "imaging.femur": N_("femur imaging"),
    "imaging.femur-contralateral": N_("other femur imaging"),
    "imaging.whole-bone-films": N_("whole-bone films"),
}


def place(event: Event) -> str:
    """The site of an event with its side, in words; empty without one."""
    if not event.site:
        return ""
    side = event.laterality if event.laterality in ("left", "right", "bilateral") else ""
    return lowered(placed_words(placed({"label": site(event.site).label, "laterality": side})))


def _mark(label: str, events: Sequence[Event], today: date, **more: Any) -> dict[str, Any]:
    moment = event_moment(events[0], today)
    return {
        "kind": "mark",
        "label": label,
        **iso(moment),
        "sources": list(dict.fromkeys(event.source for event in events)),
        **more,
    }


def courses(timeline: Timeline, today: date) -> list[dict[str, Any]]:
    """Courses of radiotherapy: place, dose and fractions; a course of several days from its first to its last."""
    found: dict[tuple, list[Event]] = {}
    for _name, event in seen(timeline, RADIOTHERAPY, today):
        if event.kind != "request" and event.status in DONE:
            # One entry may be matched by what was done and by how it was done.
            found.setdefault((event.source, event.site, event.laterality), []).append(event)
    marks = []
    for events in found.values():
        told = max(events, key=lambda one: (one.dose is not None, one.fractions is not None))
        dose = f"{decimal(number(told.dose))} Gy" if told.dose is not None else ""
        given = _("{dose} in {count}", dose=dose, count=told.fractions) if dose and told.fractions else dose
        mark = _mark(", ".join(part for part in (place(told) or _("place not recorded"), given) if part), [told], today)
        if told.start is not None and told.end is not None and told.end > told.start and told.precision in ("day", "time"):
            mark |= {"kind": "bar", "first": mark["at"], "last": min(told.end, today).isoformat()}
        marks.append(mark | {"status": told.status})
    return marks


def operations(timeline: Timeline, today: date) -> list[dict[str, Any]]:
    """Operations on bone, each entry once."""
    found: dict[tuple, tuple[str, Event]] = {}
    for name, event in seen(timeline, OPERATIONS, today):
        if event.kind != "request" and event.status in DONE:
            found.setdefault((event.source, event.site, event.laterality), (name, event))
    return [
        _mark(", ".join(part for part in (sentence(concept(name).label).lower(), place(event)) if part), [event], today)
        for name, event in found.values()
    ]


def pictures(timeline: Timeline, today: date) -> list[dict[str, Any]]:
    """Imaging with what the same report says, and how the disease was judged; `worse` where it was judged as growing."""
    marks = []
    results = [event for _name, event in seen(timeline, RESULTS, today) if event.kind in ("report", "observation")]
    by_source: dict[str, list[tuple[str, Event]]] = {}
    for name, event in seen(timeline, PICTURES, today):
        if event.kind != "request":
            by_source.setdefault(event.source, []).append((name, event))
    for source, taken in by_source.items():
        said = [one for one in results if one.source == source]
        names = list(dict.fromkeys(_(SHORT[name]) if name in SHORT else sentence(concept(name).label) for name, _event in taken))
        result = "; ".join(dict.fromkeys(_result(one) for one in said))
        marks.append(_mark(joined(_narrowest(names), N_(" and ")), [taken[0][1], *said], today, result=result, worse=False))
    for _name, event in _status(timeline, today):
        worse = event.answer in WORSE
        label = _("progression") if worse else answer(event.answer).replace("-", " ") if event.answer else _("judged")
        marks.append(_mark(label, [event], today, result="", worse=worse, judged=True))
    return _one_a_day(marks)


def _status(timeline: Timeline, today: date) -> list[tuple[str, Event]]:
    """Judgements of the disease; unlike other entries, a denied progression is one."""
    return [
        (name, event)
        for name in STATUS
        for event in timeline.events.get(name, ())
        if event.status != "planned" and (event.start is None or event.start <= today) and event.answer
    ]


def _narrowest(names: Iterable[str]) -> list[str]:
    """Without a name that another one says more exactly: `MRI spine`, not `MRI and MRI spine`."""
    listed = list(names)
    return [one for one in listed if not any(other != one and other.startswith(f"{one} ") for other in listed)]


def _result(event: Event) -> str:
    label = sentence(concept(event.concept).label)
    where = place(event)
    said = answer(event.answer) if event.answer and event.answer not in ("present", "positive") else ""
    return ", ".join(part for part in (lowered(label), where, said) if part)


def _one_a_day(marks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Marks of one day and one meaning as one mark, so that a busy day can be read."""
    found: dict[tuple, dict[str, Any]] = {}
    for mark in marks:
        key = (mark["at"], mark.get("until"), mark["worse"], mark.get("judged", False))
        known = found.get(key)
        if known is None or mark["at"] is None:
            found[key if known is None else (*key, len(found))] = dict(mark)
            continue
        known["label"] = ", ".join(dict.fromkeys((*known["label"].split(", "), mark["label"])))
        known["result"] = "; ".join(dict.fromkeys(part for part in (known["result"], mark["result"]) if part))
        known["sources"] = list(dict.fromkeys((*known["sources"], *mark["sources"])))
    return list(found.values())


def milestones(timeline: Timeline, today: date) -> list[dict[str, Any]]:
    """First record of breast cancer and of bone metastasis, and death: the days that time is counted from."""
    found = []
    for id, label, fact in (
        ("diagnosis", _("breast cancer"), SINCE["breast cancer"]),
        ("bone-metastasis", _("first bone metastasis"), METASTASIS_FIRST_SEEN),
    ):
        wanted = fact.events
        dated = [
            event
            for _name, event in seen(timeline, wanted.concepts, today)
            if event.start is not None and event.answer not in wanted.not_answers and event.status != "suspected"
        ]
        if dated:
            found.append(_mark(label, [min(dated, key=lambda one: (one.start, one.source))], today, id=id))
    person = timeline.patient
    if person.death_date is not None and person.death_date <= today:
        died = moment_of(person.death_date, person.death_precision, today)
        found.append({"kind": "mark", "label": _("died"), **iso(died), "sources": [], "id": "death"})
    return found


def skeletal_marks(review: Json, today: date) -> list[dict[str, Any]]:
    """Skeletal-related events as the review counts them; `counted` is false where it is undecided or was merged."""
    marks = []
    for one in items(review, "skeletal_events"):
        at = text_of(one, "at")
        parts = [int(part) for part in at.split("-")] if at else []
        moment = None
        if parts:
            precision = ("year", "month", "day")[len(parts) - 1]
            moment = moment_of(date(parts[0], *(parts[1:] + [1] * (3 - len(parts)))), precision, today)
        marks.append(
            {
                "kind": "mark",
                "label": text_of(one, "what"),
                "short": ", ".join(sentence(capital(part.replace("-", " "))).lower() for part in words(one, "components")),
                **iso(moment),
                "sources": words(one, "sources"),
                "counted": one.get("counted") is True,
                "note": text_of(one, "note"),
                "became": text_of(one, "became"),
            }
        )
    return marks
