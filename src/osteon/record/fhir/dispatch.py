"""Every resource of a record goes through here: to the reader of its type, to a listed rule, or to the problems."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from osteon.record.fhir.bundle import Entry, Unpacked
from osteon.record.fhir.conditions import WITHDRAWN, read_allergy, read_condition
from osteon.record.fhir.dates import read_moment
from osteon.record.fhir.medications import read_administration, read_dispense, read_order, read_statement
from osteon.record.fhir.observations import read_observation
from osteon.record.fhir.patients import MINE, NOT_A_PERSON, Belonging
from osteon.record.fhir.procedures import read_procedure, read_request
from osteon.record.fhir.reading import Handler, Reading
from osteon.record.fhir.reports import read_imaging_study, read_report
from osteon.record.fhir.rules import RULE_BY_TYPE

__all__ = ["Tally", "read_entries"]

Resource = dict[str, Any]


def _read_questionnaire(resource: Resource, reading: Reading) -> str:
    from osteon.record.fhir.questionnaires import read_questionnaire  # rare

    return read_questionnaire(resource, reading)


HANDLERS: Final[dict[str, Handler]] = {
    "AllergyIntolerance": read_allergy,
    "Condition": read_condition,
    "DiagnosticReport": read_report,
    "ImagingStudy": read_imaging_study,
    "MedicationAdministration": read_administration,
    "MedicationDispense": read_dispense,
    "MedicationRequest": read_order,
    "MedicationStatement": read_statement,
    "Observation": read_observation,
    "Procedure": read_procedure,
    "QuestionnaireResponse": _read_questionnaire,
    "ServiceRequest": read_request,
}

DATE_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "Condition": ("recordedDate", "onsetDateTime"),
    "DiagnosticReport": ("effectiveDateTime", "issued"),
    "Encounter": ("period",),
    "ImagingStudy": ("started",),
    "Immunization": ("occurrenceDateTime",),
    "MedicationAdministration": ("effectiveDateTime", "effectivePeriod"),
    "MedicationDispense": ("whenHandedOver",),
    "MedicationStatement": ("effectiveDateTime", "effectivePeriod"),
    "Observation": ("effectiveDateTime", "effectivePeriod", "issued"),
    "Procedure": ("performedDateTime", "performedPeriod"),
    "QuestionnaireResponse": ("authored",),
}
"""Where entries that give no event still say how far the record reaches. Plans and orders are not among them."""

NOTHING_SAID: Final = frozenset(
    ("code-not-in-pathway", "text-only", "no-value", "panel", "negated", "incomplete", "encounter")
)


class Tally:
    """The accounts of reading: what gave events, what was ignored by which rule, what was refused."""

    __slots__ = ("ignored", "newest", "refused", "used")

    def __init__(self, found: Unpacked) -> None:
        self.used = 0
        self.refused = found.refused
        self.ignored = dict(found.ignored)
        self.newest: date | None = None


def read_entries(found: Unpacked, patient: Entry | None, belonging: Belonging, reading: Reading) -> Tally:
    tally = Tally(found)
    ignored, known = tally.ignored, belonging.known
    events, problems = reading.events, reading.problems
    for entry in found.entries:
        if entry is None:
            continue
        source, kind, resource = entry.source, entry.kind, entry.resource
        if entry is patient:
            tally.used += 1
            continue
        reading.source = source
        subject = resource.get("subject") or resource.get("patient")
        if subject is not None:
            reference = subject.get("reference") if isinstance(subject, dict) else None
            if not isinstance(reference, str) or known.get(reference) != MINE:
                refusal = _check_subject(subject, belonging, kind, reading)
                if refusal is not None:
                    if refusal:
                        ignored[refusal] = ignored.get(refusal, 0) + 1
                    else:
                        tally.refused += 1
                    continue
        status = resource.get("status")
        handler = HANDLERS.get(kind)
        if status == "entered-in-error":
            reading.problem("status", "the entry is marked as entered in error; it was not used")
            ignored[WITHDRAWN] = ignored.get(WITHDRAWN, 0) + 1
            continue
        if handler is not None and not (status is None or isinstance(status, str)):
            reading.problem("status", "the entry has a status that is no text; it was not used")
            tally.refused += 1
            continue
        if handler is None:
            rule = RULE_BY_TYPE.get(kind) or _unread_type(kind, resource, reading)
        else:
            events_before, problems_before = len(events), len(problems)
            try:
                rule = handler(resource, reading)
            except Exception as error:  # noqa: BLE001 - the last resort: an odd entry costs that entry, not the record
                rule = ""
                del events[events_before:]
                reading.problem(
                    "", f"the entry has a form that cannot be read ({type(error).__name__}); it was not used"
                )
            if len(events) > events_before:
                tally.used += 1
                continue
            if len(problems) > problems_before and rule != WITHDRAWN:
                rule = ""
            elif not rule:
                reading.problem("", "nothing in this entry could be used")
        if not rule:
            tally.refused += 1
            continue
        ignored[rule] = ignored.get(rule, 0) + 1
        if rule in NOTHING_SAID:
            _note_date(kind, resource, reading, tally)
    return tally


def _check_subject(subject: Any, belonging: Belonging, kind: str, reading: Reading) -> str | None:
    """None: it is her entry. Empty: refused with a problem. Otherwise the rule that ignores it."""
    if not isinstance(subject, dict):
        if kind not in HANDLERS:
            return None  # some definitions use the word for something else
        reading.problem("subject", "a reference (object) is expected here; the entry was not used")
        return ""
    reference = subject.get("reference")
    if reference is not None and not isinstance(reference, str):
        reading.problem("subject.reference", "text is expected here; the entry was not used")
        return ""
    verdict = belonging.of(subject)
    if verdict == MINE:
        return None
    if verdict == NOT_A_PERSON:
        return "subject-not-person"
    reading.problem("subject", "the entry belongs to another person than the patient of this record; it was not used")
    return ""


def _unread_type(kind: str, resource: Resource, reading: Reading) -> str:
    if kind == "OperationOutcome":
        issues = resource.get("issue")
        for issue in issues if isinstance(issues, list) else ():
            if isinstance(issue, dict) and issue.get("severity") in ("fatal", "error"):
                reading.problem("issue", "the server reports an error with this record: it may not be complete")
                return ""
        return "server-message"
    reading.problem("resourceType", "this is no resource type of FHIR R4; left out")
    return ""


def _note_date(kind: str, resource: Resource, reading: Reading, tally: Tally) -> None:
    for key in DATE_KEYS.get(kind, ()):
        value = resource.get(key)
        if isinstance(value, dict):
            value = value.get("start")
        if not isinstance(value, str):
            continue
        moment = read_moment(value)
        if moment is not None and reading.earliest <= moment.day <= reading.latest:
            if tally.newest is None or moment.day > tally.newest:
                tally.newest = moment.day
            return
