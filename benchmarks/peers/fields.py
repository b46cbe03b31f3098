"""Which fields of each kind of resource our readers look at: the columns that another reader of the same files has to make."""

from __future__ import annotations

from typing import Final

__all__ = ["FIELDS"]

_VALUES = (
    "valueCodeableConcept valueString valueBoolean valueInteger valueRange valueRatio valueSampledData valueTime "
    "valueDateTime valuePeriod valueDecimal valueCoding valueDate valueUri valueAttachment valueReference "
    "_valueQuantity _valueCodeableConcept _valueString _valueBoolean _valueInteger _valueTime _valueDateTime"
)
FIELDS: Final[dict[str, str]] = {
    "Observation": (
        "effectiveDateTime effectivePeriod issued code component dataAbsentReason hasMember referenceRange "
        f"interpretation bodySite effectiveInstant {_VALUES} focus valueQuantity"
    ),
    "Condition": (
        "onsetDateTime onsetPeriod recordedDate abatementDateTime verificationStatus code category bodySite "
        "clinicalStatus abatementPeriod abatementInstant abatementAge abatementRange abatementString "
        "abatementBoolean _abatementDateTime onsetInstant stage focus"
    ),
    "AllergyIntolerance": (
        "onsetDateTime onsetPeriod recordedDate verificationStatus clinicalStatus code reaction onsetInstant "
        "abatementDateTime"
    ),
    "MedicationRequest": (
        "authoredOn doNotPerform intent dosageInstruction medicationCodeableConcept reasonCode statusReason "
        "medicationReference reasonReference priorPrescription"
    ),
    "MedicationAdministration": (
        "effectiveDateTime effectivePeriod effectiveInstant dosage priorPrescription medicationCodeableConcept "
        "reasonCode statusReason medicationReference reasonReference"
    ),
    "MedicationStatement": (
        "effectiveDateTime effectivePeriod dateAsserted effectiveInstant dosage priorPrescription "
        "medicationCodeableConcept reasonCode statusReason medicationReference reasonReference"
    ),
    "MedicationDispense": (
        "whenHandedOver whenPrepared statusReasonCodeableConcept daysSupply dosageInstruction priorPrescription "
        "medicationCodeableConcept reasonCode statusReason medicationReference reasonReference"
    ),
    "Procedure": (
        "performedDateTime performedPeriod recordedDate code performedInstant bodySite statusReason reasonCode "
        "reasonReference focus"
    ),
    "ServiceRequest": (
        "authoredOn occurrencePeriod occurrenceDateTime code occurrenceInstant doNotPerform bodySite statusReason "
        "reasonCode reasonReference focus"
    ),
    "DiagnosticReport": (
        "effectiveDateTime effectivePeriod issued code effectiveInstant conclusionCode conclusion"
    ),
    "ImagingStudy": (
        "started procedureCode modality series"
    ),
    "QuestionnaireResponse": (
        "authored item"
    ),
    "Encounter": (
        "period"
    ),
    "Immunization": (
        "occurrenceDateTime"
    ),
    "OperationOutcome": (
        "issue"
    ),
    "BodyStructure": (
        "extension identifier name gender birthDate deceasedBoolean deceasedDateTime code ingredient"
    ),
    "Medication": (
        "extension identifier name gender birthDate deceasedBoolean deceasedDateTime code ingredient"
    ),
    "Patient": (
        "extension identifier name gender birthDate deceasedBoolean deceasedDateTime code ingredient"
    ),
    "Substance": (
        "extension identifier name gender birthDate deceasedBoolean deceasedDateTime code ingredient"
    ),
}
"""Besides `resourceType id meta status subject patient`, which are read of every kind."""
