"""Small records of people with breast cancer, resource by resource."""

PATIENT = "pt"
ME = {"reference": f"Patient/{PATIENT}"}
UNITS = {"mg/dL": "mg/dL", "kg": "kg", "g/dL": "g/dL", "mmol/L": "mmol/L", "10*3/uL": "10*3/uL"}
LOINC = {
    "creatinine": ("2160-0", "mg/dL"), "weight": ("29463-7", "kg"), "calcium": ("17861-6", "mg/dL"), "albumin": ("1751-7", "g/dL")
}  # fmt: skip


def person(**more):
    return {"resourceType": "Patient", "id": PATIENT, "gender": "female", "birthDate": "1950-03-01", **more}


def condition(id, code, text, day="2023-01-10"):
    return {
        "resourceType": "Condition", "id": id, "subject": ME, "recordedDate": day, "onsetDateTime": day,
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}], "text": text},
    }  # fmt: skip


def result(name, value, day="2025-05-28", id=None):
    code, unit = LOINC[name]
    return {
        "resourceType": "Observation", "id": id or f"{name}-{day}", "status": "final", "subject": ME, "effectiveDateTime": day,
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit},
    }  # fmt: skip


def order(drug, dose=None, id="order-1", status="draft", day=None, route="intravenous", **more):
    found = {
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order", "subject": ME,
        "medicationCodeableConcept": {"text": drug}, **more,
    }  # fmt: skip
    if day:
        found["authoredOn"] = day
    if dose is not None:
        quantity = {"value": dose, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
        found["dosageInstruction"] = [
            {"text": f"{dose} mg", "route": {"text": route}, "doseAndRate": [{"doseQuantity": quantity}]}
        ]
    return found


def dose(drug, milligrams, day, id):
    return {
        "resourceType": "MedicationAdministration", "id": id, "status": "completed", "subject": ME, "effectiveDateTime": day,
        "medicationCodeableConcept": {"text": drug},
        "dosage": {"dose": {"value": milligrams, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}},
    }  # fmt: skip


def bone_metastases(*more, creatinine=0.8, calcium=9.4, weight=65):
    """A woman of 75 with bone metastases, and results of the last days."""
    return [
        person(),
        condition("cancer", "C50.911", "Malignant neoplasm of breast"),
        condition("bone", "C79.51", "Secondary malignant neoplasm of bone"),
        result("creatinine", creatinine),
        result("weight", weight),
        result("calcium", calcium),
        result("albumin", 4.1),
        *more,
    ]
