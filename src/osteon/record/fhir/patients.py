"""The person of the record, and how her entries may name her."""

from __future__ import annotations

from typing import Any, Final

from osteon.record.fhir.bundle import Entry, Unpacked
from osteon.record.fhir.dates import Moment
from osteon.record.fhir.elements import member, objects
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.references import tail_of
from osteon.record.limits import RecordError
from osteon.record.timeline import Patient

__all__ = ["Belonging", "find_patient", "read_patient"]

Resource = dict[str, Any]

MINE, OTHER, NOT_A_PERSON = "mine", "other", "not-a-person"
NOT_PEOPLE: Final = ("Group/", "Device/", "Location/", "Medication/", "Substance/", "Organization/", "Practitioner/")
SEX_BY_CODE: Final = {
    "F": "female",
    "M": "male",
    "female": "female",
    "male": "male",
    "female-typical": "female",
    "male-typical": "male",
}


class Belonging:
    """Decides whether an entry speaks about the person of the record. Known names are kept, so that most entries cost one look."""

    __slots__ = ("_identifiers", "_tail", "_url", "known")

    def __init__(self, tail: str, url: str | None, identifiers: frozenset[tuple[str, str]]) -> None:
        self._tail = tail
        self._url = url.partition("/_history/")[0] if url else None
        self._identifiers = identifiers
        self.known: dict[str, str] = {tail: MINE}
        if url:
            self.known[url] = MINE

    def of(self, subject: Resource) -> str:
        reference = subject.get("reference")
        if isinstance(reference, str) and reference:
            verdict = self.known.get(reference)
            if verdict is None:
                verdict = self.known[reference] = self._judge(reference)
            return verdict
        identifier = subject.get("identifier")
        if isinstance(identifier, dict) and isinstance(identifier.get("value"), str):
            system = identifier.get("system")
            name = (system if isinstance(system, str) else "", identifier["value"])
            if name in self._identifiers:
                return MINE
            # An identifier of another kind than those of the patient decides nothing, and nobody else is in the record.
            return OTHER if any(name[0] == own[0] for own in self._identifiers) else MINE
        return MINE

    def _judge(self, reference: str) -> str:
        plain = reference.partition("/_history/")[0]
        if plain == self._url:
            return MINE
        tail = tail_of(plain)
        if plain.startswith("urn:"):
            return MINE if plain.rpartition(":")[2] == self._tail.partition("/")[2] else OTHER
        if tail.startswith(NOT_PEOPLE):
            return NOT_A_PERSON
        if tail != self._tail:
            return OTHER
        # `Patient/1` of another server is somebody else.
        foreign = plain != tail and self._url is not None and self._url.startswith("http") and plain != self._url
        return OTHER if foreign else MINE


def find_patient(found: Unpacked) -> tuple[Entry | None, Belonging]:
    """The Patient resource of the record, or, without one, the only person that the entries speak about."""
    patients = [(place, entry) for place, entry in enumerate(found.entries) if entry and entry.kind == "Patient"]
    if len(patients) > 1:
        # An error goes to logs, where no patient's id may stand: the places say enough.
        first, second = patients[0][0] + 1, patients[1][0] + 1
        raise RecordError(
            f"The record holds {len(patients)} Patient resources: entries {first} and {second}"
            f"{' and more' if len(patients) > 2 else ''}. Give one file per patient."
        )
    if patients:
        place, entry = patients[0]
        identifiers = entry.resource.get("identifier")
        names = frozenset(
            (one["system"] if isinstance(one.get("system"), str) else "", one["value"])
            for one in (identifiers if isinstance(identifiers, list) else ())
            if isinstance(one, dict) and isinstance(one.get("value"), str)
        )
        url = found.urls.get(place)
        if url is None and not isinstance(entry.resource.get("id"), str):
            # A patient without any name: the entries can only mean her, if they all mean the same person.
            return entry, _only_subject(found, entry.source)
        return entry, Belonging(entry.source, url, names)
    return None, _only_subject(found)


def _only_subject(found: Unpacked, otherwise: str = "") -> Belonging:
    tails: dict[str, str] = {}
    named_by: dict[str, str] = {}
    for entry in found.entries:
        if entry is None:
            continue
        subject = entry.resource.get("subject") or entry.resource.get("patient")
        reference = subject.get("reference") if isinstance(subject, dict) else None
        if isinstance(reference, str) and reference and reference[0] != "#":
            tail = tail_of(reference)
            if tail.startswith(("Patient/", "urn:")):
                tails.setdefault(tail, reference)
                named_by.setdefault(tail, entry.source)
    if not tails and otherwise:
        return Belonging(otherwise, None, frozenset())
    if not tails:
        raise RecordError("The record holds no Patient, and no entry says whose it is. Add the Patient resource.")
    if len(tails) > 1:
        first, second, *rest = named_by.values()
        raise RecordError(
            f"The record does not say who its patient is, and its entries belong to more than one person: {first} and {second} name "
            f"different ones{', others too' if rest else ''}. Give one file per patient."
        )
    tail, reference = next(iter(tails.items()))
    return Belonging(tail, reference if reference != tail else None, frozenset())


def read_patient(resource: Resource, source: str, reading: Reading) -> Patient:
    birth = reading.moment(resource.get("birthDate"), "birthDate")
    dead = resource.get("deceasedBoolean")
    if dead is not None and not isinstance(dead, bool):
        reading.problem("deceasedBoolean", "true or false is expected here; not used")
        dead = None
    if birth is not None:
        reading.born(birth)
    death: Moment | None = None
    if resource.get("deceasedDateTime") is not None:
        dead = True
        death = reading.moment(resource["deceasedDateTime"], "deceasedDateTime")
    identity = resource.get("id")
    return Patient(
        id=identity if isinstance(identity, str) and identity else source,
        sex=_sex(resource, reading),
        birth_date=birth.day if birth else None,
        birth_precision=birth.precision if birth else "day",
        death_date=death.day if death else None,
        death_precision=death.precision if death else "day",
        deceased=dead,
        name=_name(resource, reading),
    )


def _sex(resource: Resource, reading: Reading) -> str | None:
    """The sex that formulas use: the one for clinical use, then the one recorded at birth, then the administrative one."""
    at_birth = for_use = None
    for extension in objects(resource, "extension", reading, "extension"):
        url = extension.get("url")
        if not isinstance(url, str):
            continue
        if url.endswith("us-core-birthsex"):
            at_birth = _sex_of(extension.get("valueCode"))
        elif url.endswith("sexParameterForClinicalUse"):
            for part in objects(extension, "extension", reading, "extension.extension"):
                value = member(part, "valueCodeableConcept", reading, "extension.valueCodeableConcept")
                if part.get("url") == "value" and value is not None:
                    for coding in objects(value, "coding", reading, "extension.valueCodeableConcept.coding"):
                        for_use = for_use or _sex_of(coding.get("code"))
    gender = resource.get("gender")
    if gender is not None and not isinstance(gender, str):
        reading.problem("gender", "text is expected here; not used")
    return for_use or at_birth or _sex_of(gender)


def _sex_of(code: Any) -> str | None:
    return SEX_BY_CODE.get(code) if isinstance(code, str) else None


def _name(resource: Resource, reading: Reading) -> str:
    names = objects(resource, "name", reading, "name")
    if not names:
        return ""
    chosen = next((one for one in names if one.get("use") == "official"), names[0])
    given = chosen.get("given")
    parts = [part for part in (given if isinstance(given, list) else ()) if isinstance(part, str)]
    if isinstance(chosen.get("family"), str):
        parts.append(chosen["family"])
    if parts:
        return " ".join(parts)
    return chosen["text"] if isinstance(chosen.get("text"), str) else ""
