"""The templates of all resource types. Each says in its comment what it is filled with, in order."""

from __future__ import annotations

from benchmarks.population.templates import template

__all__ = [
    "ADMINISTRATION", "ALLERGY", "CLAIM", "CONDITION", "CORE", "DISPENSE", "DOCUMENT", "ENCOUNTER", "FORM",
    "IMMUNIZATION", "MEDICATION", "OBSERVATION", "ORDER", "ORDERS", "PATIENT", "PROCEDURE", "REPORT", "REQUEST",
    "STATEMENT", "STRUCTURE", "STUDY", "SUBJECT", "TERMS",
]  # fmt: skip

MRN = "https://ehr.example.org/id/mrn"
ORDERS = "urn:oid:1.2.276.0.76.4.17"
CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
TERMS = "http://terminology.hl7.org/CodeSystem/"


def _meta(profile: str) -> dict[str, object]:
    return {"lastUpdated": "~", "profile": [profile]}


SUBJECT = {"reference": "~"}
ENCOUNTER_OF = {"reference": "Encounter/~"}
DOCTOR = {"reference": "Practitioner/~", "display": "Dr. Example"}

PATIENT = template(  # id, updated, birth sex, mrn, family, given, phone, gender, birth date, deceased, line, city, postal code, marital
    {
        "resourceType": "Patient", "id": "~", "meta": _meta(CORE + "patient"),
        "extension": [{"url": CORE + "birthsex", "valueCode": "~"}],
        "identifier": [{"use": "usual", "type": {"coding": [{"system": TERMS + "v2-0203", "code": "MR"}]}, "system": MRN, "value": "~"}],
        "active": True,
        "name": [{"use": "official", "family": "~", "given": ["~"]}],
        "telecom": [{"system": "phone", "value": "~", "use": "home"}],
        "gender": "~", "birthDate": "~", "deceased": "^",
        "address": [{"use": "home", "line": ["~"], "city": "~", "postalCode": "~"}],
        "maritalStatus": {"coding": [{"system": TERMS + "v3-MaritalStatus", "code": "~"}]},
        "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "en"}]}}],
    }
).replace('"deceased":%s,', "%s")  # fmt: skip

CONDITION = template(  # id, updated, identifier, clinical, verification, category, code, more, subject, encounter, recorded, recorder
    {
        "resourceType": "Condition", "id": "~", "meta": _meta(CORE + "condition-problems-health-concerns"),
        "identifier": [{"system": ORDERS, "value": "~"}],
        "clinicalStatus": {"coding": [{"system": TERMS + "condition-clinical", "code": "~"}]},
        "verificationStatus": {"coding": [{"system": TERMS + "condition-ver-status", "code": "~"}]},
        "category": "^", "code": "^", "more": "^", "subject": SUBJECT, "encounter": ENCOUNTER_OF,
        "recordedDate": "~", "recorder": DOCTOR,
    }
).replace('"more":%s,', "%s")  # fmt: skip

OBSERVATION = template(  # id, updated, identifier, status, category, code, more, subject, encounter, when, issued, value
    {
        "resourceType": "Observation", "id": "~", "meta": {"lastUpdated": "~"},
        "identifier": [{"system": ORDERS, "value": "~"}],
        "status": "~", "category": "^", "code": "^", "more": "^", "subject": SUBJECT, "encounter": ENCOUNTER_OF,
        "effectiveDateTime": "~", "issued": "~", "value": "^",
    }
).replace('"more":%s,', "%s").replace(',"value":%s', "%s")  # fmt: skip

MEDICATION = template(  # id, updated, code
    {"resourceType": "Medication", "id": "~", "meta": _meta(CORE + "medication"), "code": "^", "status": "active"}
)
ORDER = template(  # id, updated, identifier, status, intent, drug, subject, encounter, written, requester, reason, dosage
    {
        "resourceType": "MedicationRequest", "id": "~", "meta": _meta(CORE + "medicationrequest"),
        "identifier": [{"system": ORDERS, "value": "~"}],
        "status": "~", "intent": "~", "drug": "^", "subject": SUBJECT, "encounter": ENCOUNTER_OF, "authoredOn": "~",
        "requester": DOCTOR, "dosageInstruction": "^",
    }
).replace('"drug":%s', "%s").replace(',"dosageInstruction":%s', "%s")  # fmt: skip
ADMINISTRATION = template(  # id, updated, identifier, status, drug, subject, context, when, performer, reason, dosage
    {
        "resourceType": "MedicationAdministration", "id": "~",
        "meta": _meta("http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-cancer-related-medication-administration"),
        "identifier": [{"system": ORDERS, "value": "~"}],
        "status": "~",
        "category": {"coding": [{"system": TERMS + "medication-admin-category", "code": "outpatient"}]},
        "drug": "^", "subject": SUBJECT, "context": ENCOUNTER_OF, "effective": "^",
        "performer": [{"actor": {"reference": "Practitioner/~", "display": "Day clinic, infusion"}}], "dosage": "^",
    }
).replace('"drug":%s', "%s").replace('"effective":%s', "%s").replace(',"dosage":%s', "%s")  # fmt: skip
STATEMENT = template(  # id, updated, identifier, status, drug, subject, when, asserted, dosage
    {
        "resourceType": "MedicationStatement", "id": "~",
        "meta": _meta("http://hl7.org/fhir/StructureDefinition/MedicationStatement"),
        "identifier": [{"system": ORDERS, "value": "~"}],
        "status": "~",
        "category": {"coding": [{"system": TERMS + "medication-statement-category", "code": "patientspecified"}]},
        "drug": "^", "subject": SUBJECT, "effective": "^", "dateAsserted": "~", "dosage": "^",
    }
).replace('"drug":%s', "%s").replace('"effective":%s', "%s").replace(',"dosage":%s', "%s")  # fmt: skip
DISPENSE = template(  # id, updated, identifier, status, drug, subject, handed over, days of supply, dosage
    {
        "resourceType": "MedicationDispense", "id": "~", "meta": _meta(CORE + "medicationdispense"),
        "identifier": [{"system": ORDERS, "value": "~"}],
        "status": "~", "drug": "^", "subject": SUBJECT,
        "quantity": {"value": "^", "unit": "TABLETS"},
        "daysSupply": {"value": "^", "unit": "days", "system": "http://unitsofmeasure.org", "code": "d"},
        "whenHandedOver": "~", "dosage": "^",
    }
).replace('"drug":%s', "%s").replace(',"dosage":%s', "%s")  # fmt: skip
PROCEDURE = template(  # id, updated, identifier, more, status, code, subject, encounter, performed, performer
    {
        "resourceType": "Procedure", "id": "~", "meta": _meta(CORE + "procedure"), "more": "^",
        "identifier": [{"system": ORDERS, "value": "~"}],
        "status": "~", "code": "^", "subject": SUBJECT, "encounter": ENCOUNTER_OF, "performed": "^",
        "performer": [{"actor": DOCTOR}],
    }
).replace('"more":%s,', "%s").replace('"performed":%s', "%s")  # fmt: skip
STUDY = template(  # id, updated, subject, encounter, started, number, place, modality
    {
        "resourceType": "ImagingStudy", "id": "~", "meta": _meta(CORE + "imagingstudy"), "status": "available", "subject": SUBJECT,
        "encounter": ENCOUNTER_OF, "started": "~",
        "series": [
            {"uid": "2.25.1~", "number": 1, "numberOfInstances": 84, "bodySite": "^",
             "modality": {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "~"}}
        ],
    }
)  # fmt: skip
REQUEST = template(  # id, updated, more, identifier, status, code, subject, encounter, written, requester
    {
        "resourceType": "ServiceRequest", "id": "~", "meta": _meta(CORE + "servicerequest"), "more": "^",
        "identifier": [{"system": ORDERS, "value": "~"}],
        "status": "~", "intent": "order", "code": "^", "subject": SUBJECT, "encounter": ENCOUNTER_OF, "authoredOn": "~",
        "requester": DOCTOR,
    }
).replace('"more":%s,', "%s")  # fmt: skip
FORM = template(  # id, updated, subject, encounter, authored, items
    {
        "resourceType": "QuestionnaireResponse", "id": "~",
        "meta": _meta("http://hl7.org/fhir/StructureDefinition/QuestionnaireResponse"),
        "questionnaire": "https://osteon.dev/fhir/Questionnaire/lesion-assessment",
        "status": "completed", "subject": SUBJECT, "encounter": ENCOUNTER_OF, "authored": "~", "item": "^",
    }
)  # fmt: skip
STRUCTURE = template(  # id, updated, location, side, patient
    {
        "resourceType": "BodyStructure", "id": "~", "meta": _meta("http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-body-structure"),
        "location": "^", "side": "^", "patient": SUBJECT,
    }
).replace('"side":%s,', "%s")  # fmt: skip
ALLERGY = template(  # id, updated, clinical, code, subject, recorded
    {
        "resourceType": "AllergyIntolerance", "id": "~", "meta": _meta(CORE + "allergyintolerance"),
        "clinicalStatus": {"coding": [{"system": TERMS + "allergyintolerance-clinical", "code": "~"}]},
        "verificationStatus": {"coding": [{"system": TERMS + "allergyintolerance-verification", "code": "confirmed"}]},
        "type": "allergy", "category": ["medication"], "code": "^", "patient": SUBJECT, "recordedDate": "~",
    }
)  # fmt: skip
REPORT = template(  # id, updated, identifier, status, code, subject, encounter, when, issued, conclusion, more
    {
        "resourceType": "DiagnosticReport", "id": "~", "meta": _meta(CORE + "diagnosticreport-note"),
        "identifier": [{"system": ORDERS, "value": "~"}],
        "status": "~", "category": [{"coding": [{"system": "http://loinc.org", "code": "LP29684-5", "display": "Radiology"}]}],
        "code": "^", "subject": SUBJECT, "encounter": ENCOUNTER_OF, "effectiveDateTime": "~", "issued": "~",
        "performer": [{"reference": "Organization/radiology", "display": "Radiology"}], "conclusion": "~", "more": "^",
    }
).replace(',"more":%s', "%s")  # fmt: skip
ENCOUNTER = template(  # id, updated, identifier, class, type code, type display, subject, doctor, start, end, hospital
    {
        "resourceType": "Encounter", "id": "~", "meta": _meta(CORE + "encounter"),
        "identifier": [{"use": "official", "system": "https://ehr.example.org/id/visit", "value": "~"}],
        "status": "finished",
        "class": {"system": TERMS + "v3-ActCode", "code": "~"},
        "type": [{"coding": [{"system": "http://snomed.info/sct", "code": "~", "display": "~"}], "text": "~"}],
        "subject": SUBJECT,
        "participant": [
            {"individual": DOCTOR}
        ],
        "period": {"start": "~", "end": "~"},
        "serviceProvider": {"reference": "Organization/~", "display": "Example Hospital"},
    }
)  # fmt: skip
IMMUNIZATION = template(  # id, updated, code, display, subject, encounter, when, lot
    {
        "resourceType": "Immunization", "id": "~", "meta": _meta(CORE + "immunization"), "status": "completed",
        "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "~", "display": "~"}]},
        "patient": SUBJECT, "encounter": ENCOUNTER_OF, "occurrenceDateTime": "~", "primarySource": True, "lotNumber": "~",
    }
)  # fmt: skip
CLAIM = template(  # id, updated, identifier, patient, billed from, created, encounter, net
    {
        "resourceType": "Claim", "id": "~", "meta": _meta("http://hl7.org/fhir/StructureDefinition/Claim"),
        "identifier": [{"system": "https://ehr.example.org/id/claim", "value": "~"}],
        "status": "active", "type": {"coding": [{"system": TERMS + "claim-type", "code": "institutional"}]},
        "use": "claim", "patient": SUBJECT, "billablePeriod": {"start": "~"}, "created": "~",
        "provider": {"reference": "Organization/oncology-clinic", "display": "Oncology clinic"},
        "priority": {"coding": [{"system": TERMS + "processpriority", "code": "normal"}]},
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": "Example Health Fund"}}],
        "item": [
            {"sequence": 1, "productOrService": {"text": "Oncology visit"}, "encounter": [ENCOUNTER_OF],
             "net": {"value": "^", "currency": "EUR"}}
        ],
    }
)  # fmt: skip
DOCUMENT = template(  # id, updated, identifier, type code, type display, subject, date, title, binary
    {
        "resourceType": "DocumentReference", "id": "~", "meta": _meta(CORE + "documentreference"),
        "identifier": [{"system": ORDERS, "value": "~"}], "status": "current",
        "type": {"coding": [{"system": "http://loinc.org", "code": "~", "display": "~"}]},
        "category": [{"coding": [{"system": CORE + "documentreference-category", "code": "clinical-note"}]}],
        "subject": SUBJECT, "date": "~",
        "author": [DOCTOR],
        "content": [{"attachment": {"contentType": "text/plain", "url": "Binary/~", "title": "~"},
                     "format": {"code": "urn:ihe:iti:xds:2017:mimeTypeSufficient"}}],
    }
)  # fmt: skip
