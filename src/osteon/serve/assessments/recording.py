"""Makes entries of a record out of a filled assessment, and takes them in as any other submission."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5

import orjson
from sqlalchemy import Connection

from osteon.language import _
from osteon.review.fhir.names import SYSTEM
from osteon.review.wording import Json, clean
from osteon.serve.assessments.questions import Group, Question
from osteon.serve.storage.records import entries_of

__all__ = ["ORIGIN", "Assessment", "Known", "assessed_here", "bundle_of", "is_same", "known_form", "read_assessment"]

CONCEPTS: Final = f"{SYSTEM}/CodeSystem/osteon"
ORIGIN: Final = {"system": f"{SYSTEM}/CodeSystem/origin", "code": "lesion-assessment-page"}
"""Marks the entries that were recorded on the page: those can be corrected there, all others at their source."""
UCUM: Final = "http://unitsofmeasure.org"
SIDE_EXTENSION: Final = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier"
PARTICIPANTS: Final = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
LONGEST_NAME: Final = 200
NUMBER: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")

Form = Mapping[str, Sequence[str]]


class Answer(NamedTuple):
    """The answer to one question: the code and words of a choice, or a figure."""

    question: Question
    code: str
    words: str
    figure: Decimal | None


class Assessment(NamedTuple):
    """A filled form. `wrong`: entries that were recorded here and are to be marked as entered in error. `says`: who found it."""

    answers: tuple[Answer, ...]
    wrong: tuple[str, ...]
    day: date | None
    says: str
    token: str


def read_assessment(
    form: Form, groups: Sequence[Group], own: Iterable[str], latest: date
) -> tuple[Assessment | None, dict[str, str]]:
    """The assessment of a form, or what is not right with it, by field.

    `own`: references of the entries that may be marked as wrong. `latest`: the last day that a finding may have. What is left empty
    stays unknown: no answer is made up.
    """
    faults: dict[str, str] = {}
    answers: list[Answer] = []
    for question in (one for group in groups for one in group.questions):
        given = _one(form, question.concept)
        if not given:
            continue
        if question.options:
            words = dict(question.options).get(given)
            if words is None:
                faults[question.concept] = _("Choose one of the answers.")
            else:
                answers.append(Answer(question, given, words, None))
            continue
        figure, fault = _figure(given, question)
        if figure is None:
            faults[question.concept] = fault
        else:
            answers.append(Answer(question, "", "", figure))
    wrong = tuple(one for one in own if one in form.get("wrong", ()))
    day, fault = _day(_one(form, "day"), latest, asked=bool(answers) or bool(faults))
    if fault:
        faults["day"] = fault
    says = clean(_one(form, "says"))
    if len(says) > LONGEST_NAME:
        faults["says"] = _("Write at most {count} letters.", count=LONGEST_NAME)
    token = _one(form, "token")
    if not 16 <= len(token) <= 64 or not token.isalnum():
        faults["assessment"] = _("The form is not whole. Open the page again.")
    elif not answers and not wrong and not faults:
        faults["assessment"] = _("Nothing is filled in: give at least one answer, or mark an entry as wrong.")
    return (None, faults) if faults else (Assessment(tuple(answers), wrong, day, says, token), {})


def _one(form: Form, name: str) -> str:
    given = form.get(name) or [""]
    return given[0].strip()


def _figure(text: str, question: Question) -> tuple[Decimal | None, str]:
    plain = text.replace(",", ".").removesuffix(question.unit).strip()
    if not NUMBER.fullmatch(plain):
        return None, _("Write a number, such as 40.")
    figure = Decimal(plain)
    if figure > question.highest:
        return None, _("The number has to be from 0 to {highest}.", highest=question.highest)
    return figure, ""


def _day(text: str, latest: date, *, asked: bool) -> tuple[date | None, str]:
    if not text:
        return None, _("Say on which day this was seen or asked.") if asked else ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, _("This is no date. Write it as 2025-06-30.")
    if day > latest:
        return None, _("The day lies after the day of this review.")
    if day.year < 1900:
        return None, _("The day lies too far back.")
    return day, ""


class Known(NamedTuple):
    """A form that was taken before: as which submission, and what it was about, as references."""

    submission: int
    targets: tuple[str, ...]


def known_form(connection: Connection, patient: str, token: str) -> Known | None:
    """What was recorded from the form with this token; None when it was not sent yet."""
    found = entries_of(connection, patient, [f"Provenance/{_name(token, 'provenance')}"])
    if not found:
        return None
    targets = orjson.loads(found[0].body)["target"]
    return Known(found[0].submission, tuple(one["reference"] for one in targets))


def is_same(connection: Connection, patient: str, known: Known, bundle: Json) -> bool:
    """Whether a form that was taken before says now what it said then."""
    *said, _provenance = (entry["resource"] for entry in bundle["entry"])
    names = [f"{one['resourceType']}/{one['id']}" for one in said]
    kept = {one.reference: orjson.loads(one.body) for one in entries_of(connection, patient, names)}
    return names == list(known.targets) and [kept.get(name) for name in names] == said


def bundle_of(assessment: Assessment, patient: str, lesion: Json, *, who: str, wrong: Sequence[Json]) -> dict[str, Any]:
    """The transaction that records an assessment: an Observation for each answer, the wrong entries as such, and who did it.

    `lesion`: as in the review: its structure, or else its site and side, say what the answers are about. The same form gives the
    same ids, so that sending it twice records it once.
    """
    observations = [_observation(one, assessment, patient, lesion, who) for one in assessment.answers]
    resources = [*observations, *({**one, "status": "entered-in-error"} for one in wrong)]
    targets = [{"reference": f"{one['resourceType']}/{one['id']}"} for one in resources]
    agents = [("enterer", who)] + ([("author", assessment.says)] if assessment.says else [])
    provenance = {
        "resourceType": "Provenance",
        "id": _name(assessment.token, "provenance"),
        "meta": {"tag": [ORIGIN]},
        "target": targets,
        "recorded": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "agent": [
            {"type": {"coding": [{"system": PARTICIPANTS, "code": code}]}, "who": {"display": name}} for code, name in agents
        ],
    }
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {"resource": one, "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}}
            for one in [*resources, provenance]
        ],
    }


def _name(token: str, concept: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{SYSTEM}/lesion-assessment/{token}/{concept}"))


def _observation(answer: Answer, assessment: Assessment, patient: str, lesion: Json, who: str) -> dict[str, Any]:
    question = answer.question
    made: dict[str, Any] = {
        "resourceType": "Observation",
        "id": _name(assessment.token, question.concept),
        "meta": {"tag": [ORIGIN]},
        "status": "final",
        "code": {"coding": [{"system": CONCEPTS, "code": question.concept}], "text": question.text},
        "subject": {"reference": f"Patient/{patient}"},
        "effectiveDateTime": assessment.day.isoformat() if assessment.day is not None else "",
        "performer": [{"display": assessment.says or who}],
    }
    if lesion.get("structure"):
        made["focus"] = [{"reference": lesion["structure"]}]
    else:
        made["bodySite"] = _body_site(lesion)
    if answer.figure is None:
        coding = {"system": CONCEPTS, "code": answer.code, "display": answer.words}
        made["valueCodeableConcept"] = {"coding": [coding]}
    else:
        figure = int(answer.figure) if answer.figure == int(answer.figure) else float(answer.figure)
        made["valueQuantity"] = {"value": figure, "unit": question.unit, "system": UCUM, "code": question.unit}
    return made


def _body_site(lesion: Json) -> dict[str, Any]:
    made: dict[str, Any] = {"coding": [{"system": CONCEPTS, "code": lesion["site"], "display": lesion["label"]}]}
    if lesion.get("laterality"):
        side = {"coding": [{"system": CONCEPTS, "code": lesion["laterality"]}]}
        made["extension"] = [{"url": SIDE_EXTENSION, "valueCodeableConcept": side}]
    return made


def assessed_here(connection: Connection, patient: str, references: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Those of the entries that were recorded on the page, as resources by reference: they can be corrected there."""
    found = ((one.reference, orjson.loads(one.body)) for one in entries_of(connection, patient, references))
    return {reference: body for reference, body in found if _is_ours(body)}


def _is_ours(body: dict[str, Any]) -> bool:
    meta = body.get("meta")
    tags = meta.get("tag") if isinstance(meta, dict) else None
    return body.get("resourceType") == "Observation" and isinstance(tags, list) and ORIGIN in tags
