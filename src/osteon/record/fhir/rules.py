"""The rules by which an entry is counted as holding nothing for the pathway. `docs/record.md` has one row for each."""

from __future__ import annotations

from typing import Final

__all__ = ["IGNORE_RULES", "READ_TYPES", "RULE_BY_TYPE"]

IGNORE_RULES: Final[dict[str, str]] = {
    "code-not-in-pathway": "The entry has codes, and none of them is a concept of the pathway.",
    "text-only": "The entry has words but no code, and the words name no concept that may be read from text.",
    "no-value": "The concept is known, but the entry has no value, or says why there is none.",
    "panel": "A group of results without a value of its own; its members are read one by one.",
    "pending": "A result that is announced but not there yet; the timeline keeps a gap for it.",
    "cancelled": "A result, request or statement that was cancelled, revoked or declined.",
    "not-done": "A procedure, dose or statement that says it did not happen.",
    "do-not-perform": "An order not to do or give something.",
    "request-fulfilled": "A completed request; what was done has an entry of its own.",
    "withdrawn": "An entry that the record takes back (entered in error, refuted); a problem tells of it.",
    "negated": "A report whose words deny the finding.",
    "incomplete": "A questionnaire that was not finished, or holds no answer that the pathway asks for.",
    "duplicate": "The same resource again, with the same content.",
    "superseded": "An older version of a resource, or a result that a later correction replaces.",
    "deleted": "A version of a resource that the history shows as deleted later.",
    "empty-entry": "A bundle entry without a resource.",
    "subject-not-person": "An entry about a group, a device or a place.",
    "supporting": "Medication, BodyStructure, Specimen: read where another entry points to them.",
    "encounter": "Visits and stays; what happened in them has entries of its own.",
    "family": "Illnesses of relatives.",
    "administrative": "People, places, insurance, appointments, messages and other paper work.",
    "planning": "Care plans, goals, teams, tasks and flags.",
    "document": "Documents, compositions, media and binaries, which hold text or pictures.",
    "clinical-other": "Clinical resource types that the pathway does not read (vaccines, nutrition, adverse events, ...).",
    "knowledge": "Definitions, terminology and conformance resources.",
    "server-message": "A message of the server about the search that holds no error.",
}

READ_TYPES: Final = frozenset(
    (
        "AllergyIntolerance",
        "Condition",
        "DiagnosticReport",
        "ImagingStudy",
        "MedicationAdministration",
        "MedicationDispense",
        "MedicationRequest",
        "MedicationStatement",
        "Observation",
        "Procedure",
        "QuestionnaireResponse",
        "ServiceRequest",
    )
)
"""Resource types that may give events, beside the Patient."""

_TYPES: Final[dict[str, str]] = {
    "supporting": "Medication BodyStructure Specimen",
    "encounter": "Encounter EpisodeOfCare",
    "family": "FamilyMemberHistory",
    "administrative": (
        "Account Appointment AppointmentResponse AuditEvent Basic ChargeItem ChargeItemDefinition Claim ClaimResponse "
        "Communication CommunicationRequest Consent Contract Coverage CoverageEligibilityRequest "
        "CoverageEligibilityResponse EnrollmentRequest EnrollmentResponse Endpoint ExplanationOfBenefit Group "
        "HealthcareService InsurancePlan Invoice Linkage List Location MessageHeader Organization "
        "OrganizationAffiliation Parameters PaymentNotice PaymentReconciliation Person Practitioner PractitionerRole "
        "Provenance RelatedPerson Schedule Slot Subscription SubscriptionStatus SubscriptionTopic SupplyDelivery "
        "SupplyRequest VerificationResult"
    ),
    "planning": "CarePlan CareTeam Flag Goal GuidanceResponse RequestGroup Task",
    "document": "Binary Composition DocumentManifest DocumentReference Media",
    "clinical-other": (
        "AdverseEvent BiologicallyDerivedProduct ClinicalImpression DetectedIssue Device DeviceMetric DeviceRequest "
        "DeviceUseStatement Immunization ImmunizationEvaluation ImmunizationRecommendation MolecularSequence "
        "NutritionOrder NutritionProduct ResearchSubject RiskAssessment Substance VisionPrescription"
    ),
    "knowledge": (
        "ActivityDefinition AdministrableProductDefinition CapabilityStatement CatalogEntry Citation "
        "ClinicalUseDefinition CodeSystem CompartmentDefinition ConceptMap DeviceDefinition EffectEvidenceSynthesis "
        "EventDefinition Evidence EvidenceReport EvidenceVariable ExampleScenario GraphDefinition ImplementationGuide "
        "Ingredient Library ManufacturedItemDefinition Measure MeasureReport MedicationKnowledge MedicinalProduct "
        "MedicinalProductAuthorization MedicinalProductContraindication MedicinalProductDefinition "
        "MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction "
        "MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical "
        "MedicinalProductUndesirableEffect MessageDefinition NamingSystem ObservationDefinition OperationDefinition "
        "PackagedProductDefinition PlanDefinition Questionnaire RegulatedAuthorization ResearchDefinition "
        "ResearchElementDefinition ResearchStudy RiskEvidenceSynthesis SearchParameter SpecimenDefinition "
        "StructureDefinition StructureMap SubstanceDefinition SubstanceNucleicAcid SubstancePolymer SubstanceProtein "
        "SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification TerminologyCapabilities "
        "TestReport TestScript ValueSet"
    ),
}

RULE_BY_TYPE: Final[dict[str, str]] = {name: rule for rule, names in _TYPES.items() for name in names.split()}
"""Resource types that are never read, and the rule under which they are counted."""
