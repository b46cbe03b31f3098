"""Which fields of a resource the readers look at.

One table says it for every type, and the types of `lines` are made from it. A field is one of three things:

- *shape*: its text goes into one key together with all others. What the readers make of a resource depends on its shape
  and on its slots only, so that they run once for each shape and not once for each resource;
- *slot*: a date, a figure or a reference, which differs from one resource to the next and stands in a column of its own;
- not in the table: no reader looks at it. A test watches the readers and fails when they look at anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from osteon.record.fhir.rules import READ_TYPES, RULE_BY_TYPE

__all__ = [
    "DATE_SLOTS",
    "FIELDS",
    "KINDS",
    "NAMED",
    "REFERENCES",
    "SUPPORTING",
    "WHOLE",
    "Fields",
    "fields_of",
    "shape_of",
    "slot_paths",
]

DATE_SLOTS: Final = ("main", "first", "last", "told", "other", "changed")
"""Dates of a resource: its own day, the two ends of its period, when it was told, one more, and when it was last changed."""

REFERENCES: Final = ("medicationReference", "reasonReference", "focus", "priorPrescription")

SUPPORTING: Final = ("BodyStructure", "Medication", "Substance")
"""Types that say something only where another entry points to them: kept whole."""


class Fields(NamedTuple):
    """What is read of one resource type."""

    main: str = ""
    period: str = ""
    told: str = ""
    other: str = ""
    shape: str = ""
    """Names of the fields of the shape, besides those of every type."""
    references: str = ""
    quantity: bool = False
    """Whether the figure of `valueQuantity` is a slot."""


_ALWAYS = "status extension contained"
_VALUES = (
    "valueCodeableConcept valueString valueBoolean valueInteger valueRange valueRatio valueSampledData valueTime "
    "valueDateTime valuePeriod valueDecimal valueCoding valueDate valueUri valueAttachment valueReference _valueQuantity "
    "_valueCodeableConcept _valueString _valueBoolean _valueInteger _valueTime _valueDateTime"
)
_DRUG = "medicationCodeableConcept reasonCode statusReason"

FIELDS: Final[dict[str, Fields]] = {
    "Observation": Fields(
        main="effectiveDateTime",
        period="effectivePeriod",
        told="issued",
        shape=f"code component dataAbsentReason hasMember referenceRange interpretation bodySite effectiveInstant {_VALUES}",
        references="focus",
        quantity=True,
    ),
    "Condition": Fields(
        main="onsetDateTime",
        period="onsetPeriod",
        told="recordedDate",
        other="abatementDateTime",
        shape="verificationStatus code category bodySite clinicalStatus abatementPeriod abatementInstant abatementAge "
        "abatementRange abatementString abatementBoolean _abatementDateTime onsetInstant stage",
        references="focus",
    ),
    "AllergyIntolerance": Fields(
        main="onsetDateTime",
        period="onsetPeriod",
        told="recordedDate",
        shape="verificationStatus clinicalStatus code reaction onsetInstant abatementDateTime",
    ),
    "MedicationRequest": Fields(
        main="authoredOn",
        shape=f"doNotPerform intent dosageInstruction {_DRUG}",
        references="medicationReference reasonReference priorPrescription",
    ),
    "MedicationAdministration": Fields(
        main="effectiveDateTime",
        period="effectivePeriod",
        shape=f"effectiveInstant dosage priorPrescription {_DRUG}",
        references="medicationReference reasonReference",
    ),
    "MedicationStatement": Fields(
        main="effectiveDateTime",
        period="effectivePeriod",
        told="dateAsserted",
        shape=f"effectiveInstant dosage priorPrescription {_DRUG}",
        references="medicationReference reasonReference",
    ),
    "MedicationDispense": Fields(
        main="whenHandedOver",
        other="whenPrepared",
        shape=f"statusReasonCodeableConcept daysSupply dosageInstruction priorPrescription {_DRUG}",
        references="medicationReference reasonReference",
    ),
    "Procedure": Fields(
        main="performedDateTime",
        period="performedPeriod",
        told="recordedDate",
        shape="code performedInstant bodySite statusReason reasonCode",
        references="reasonReference focus",
    ),
    "ServiceRequest": Fields(
        main="authoredOn",
        period="occurrencePeriod",
        other="occurrenceDateTime",
        shape="code occurrenceInstant doNotPerform bodySite statusReason reasonCode",
        references="reasonReference focus",
    ),
    "DiagnosticReport": Fields(
        main="effectiveDateTime",
        period="effectivePeriod",
        told="issued",
        shape="code effectiveInstant conclusionCode conclusion",
    ),
    "ImagingStudy": Fields(main="started", shape="procedureCode modality series"),
    "QuestionnaireResponse": Fields(main="authored", shape="item"),
    "Encounter": Fields(period="period"),
    "Immunization": Fields(main="occurrenceDateTime"),
    "OperationOutcome": Fields(shape="issue"),
}
WHOLE: Final = frozenset(("Patient", *SUPPORTING))
"""Types that are kept as they are written: few, and the readers need all of them."""

KINDS: Final = ("", *sorted(READ_TYPES | set(RULE_BY_TYPE) | {"Patient", "OperationOutcome"}))
"""Resource types by number; number 0 is anything else."""

NAMED: Final = ("Observation", "DiagnosticReport")
"""Types that a correction replaces by their identifier."""
NOTHING: Final = Fields()


def fields_of(kind: str) -> Fields:
    """What is read of `kind`: nothing but status and subject for a type that has no reader."""
    return FIELDS.get(kind, NOTHING)


def shape_of(kind: str) -> tuple[str, ...]:
    """Names of the fields of the shape of `kind`."""
    return (*_ALWAYS.split(), *fields_of(kind).shape.split()) if kind in FIELDS else ("status",)


@lru_cache(maxsize=256)
def slot_paths(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Where each date slot of `kind` stands in the resource."""
    told = fields_of(kind)
    paths: dict[str, tuple[str, ...]] = {"changed": ("meta", "lastUpdated")}
    for slot in ("main", "told", "other"):
        if getattr(told, slot):
            paths[slot] = (getattr(told, slot),)
    if told.period:
        paths["first"], paths["last"] = (told.period, "start"), (told.period, "end")
    return paths
