"""Small records for the tests of the server. Invented people."""

from __future__ import annotations

import json
from typing import Any


def patient(id: str = "ann", **more: Any) -> dict[str, Any]:
    """A Patient resource."""
    return {"resourceType": "Patient", "id": id, "gender": "female", "birthDate": "1957-03-14", **more}


def creatinine(id: str = "c1", whose: str | None = "ann", value: float = 1.1, **more: Any) -> dict[str, Any]:
    """A result of creatinine, of whom it says."""
    said = {"subject": {"reference": f"Patient/{whose}"}} if whose else {}
    return {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "2160-0"}]},
        "effectiveDateTime": "2025-05-30",
        "valueQuantity": {"value": value, "unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "mg/dL"},
        **said,
        **more,
    }


def bundle(*resources: dict[str, Any], type: str = "collection", **more: Any) -> bytes:
    """A bundle that only hands over."""
    return json.dumps({"resourceType": "Bundle", "type": type, "entry": [{"resource": one} for one in resources], **more}).encode()


def transaction(*entries: tuple[str, dict[str, Any]], type: str = "transaction") -> bytes:
    """A transaction of (method, resource)."""
    said = []
    for method, resource in entries:
        name = f"{resource['resourceType']}/{resource.get('id', '')}"
        entry: dict[str, Any] = {"request": {"method": method, "url": name if method != "POST" else resource["resourceType"]}}
        if method != "DELETE":
            entry["resource"] = resource
        said.append(entry)
    return json.dumps({"resourceType": "Bundle", "type": type, "entry": said}).encode()


def lines(*resources: dict[str, Any]) -> bytes:
    """NDJSON."""
    return b"\n".join(json.dumps(one).encode() for one in resources) + b"\n"
