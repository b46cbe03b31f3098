"""The patients of `registry_deck.yaml` as FHIR resources, and the answers that were worked out for them by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

__all__ = ["answer", "deck", "number", "resources"]

OSTEON = "https://osteon.dev/fhir/CodeSystem/osteon"
SIDES = {"left": "7771000", "right": "24028007"}
CONDITIONS = {
    "breast cancer": "condition.breast-cancer",
    "bone metastasis": "condition.metastasis.bone",
    "fracture": "fracture.pathological-neoplastic",
    "fracture of unknown cause": "fracture.pathological",
    "compression": "condition.spinal-cord-compression",
    "hypercalcaemia": "condition.hypercalcaemia-malignancy",
}
PROCEDURES = {"radiotherapy": "proc.rt.course", "surgery": "proc.bone-fixation"}


def deck() -> dict[str, Any]:
    """All of it, as it stands in the file."""
    return yaml.safe_load((Path(__file__).parent / "registry_deck.yaml").read_text(encoding="utf-8"))


def resources(patient: dict[str, Any]) -> list[dict[str, Any]]:
    """The record of one patient of the deck."""
    name = patient["id"]
    person = {"resourceType": "Patient", "id": name, "gender": "female", "birthDate": _text(patient["born"])}
    if "died" in patient:
        person["deceasedDateTime"] = _text(patient["died"])
    found = [person]
    for what in ("breast cancer", "bone metastasis"):
        if what in patient:
            found.append(_condition(name, what.replace(" ", "-"), what, patient[what]))
    for entry in patient["entries"]:
        found += _resources(name, entry)
    return found


def _resources(name: str, entry: dict[str, Any]) -> list[dict[str, Any]]:
    what, on = entry["what"], entry["at"]
    if what == "visit":
        weight = {"value": 64, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
        return [_observation(name, entry["id"], "body.weight", on, valueQuantity=weight)]
    where = {"bodySite": _place(entry)} if "site" in entry else {}
    if what in CONDITIONS:
        said = []
        if "symptoms" in entry:
            answer = {"valueCodeableConcept": _coded(entry["symptoms"])}
            said = [
                _observation(name, f"{entry['id']}s", "fracture.symptomatic", on, bodySite=_place(entry)[0], **answer)
            ]
        return [{**_condition(name, entry["id"], what, on), **where}, *said]
    reason = entry.get("for", "bone metastasis" if what == "surgery" else None)
    done = {
        "resourceType": "Procedure", "id": f"{name}-{entry['id']}", "status": "completed", "subject": _subject(name),
        "code": _coded(PROCEDURES[what]), **where,
    }  # fmt: skip
    if "until" in entry:
        done["performedPeriod"] = {"start": _text(on), "end": _text(entry["until"])}
    else:
        done["performedDateTime"] = _text(on)
    if reason:
        done["reasonCode"] = [_coded(CONDITIONS[reason])]
    return [done]


def _condition(name: str, id: str, what: str, on: Any) -> dict[str, Any]:
    return {
        "resourceType": "Condition", "id": f"{name}-{id}", "subject": _subject(name), "code": _coded(CONDITIONS[what]),
        "onsetDateTime": _text(on),
    }  # fmt: skip


def _observation(name: str, id: str, code: str, on: Any, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": f"{name}-{id}", "status": "final", "subject": _subject(name),
        "code": _coded(code), "effectiveDateTime": _text(on), **more,
    }  # fmt: skip


def _subject(name: str) -> dict[str, str]:
    return {"reference": f"Patient/{name}"}


def _coded(code: str) -> dict[str, Any]:
    return {"coding": [{"system": OSTEON, "code": code}]}


def _place(entry: dict[str, Any]) -> list[dict[str, Any]]:
    places = [_coded(entry["site"])]
    if "side" in entry:
        places[0]["coding"].append({"system": "http://snomed.info/sct", "code": SIDES[entry["side"]]})
    return places


def _text(day: Any) -> str:
    return day.isoformat() if isinstance(day, date) else str(day)


# --- answers ----------------------------------------------------------------------------------------------------------


def answer(patient: dict[str, Any], run: str) -> dict[str, Any] | None:
    """What was worked out for a patient in a run; None where she is not followed."""
    usual, here = patient["sre"], patient.get(run)
    if here == "nobody" or usual == "nobody":
        return None
    found = {**usual, **(here or {})}
    start = found["follow-up"][0]
    events = {
        name: [
            {
                "day": day,
                "days": (day - start).days,
                "components": str(parts).split(" and "),
                "sources": {f"{patient['id']}-{one}" for one in entries},
            }
            for day, parts, entries in found.get(name, found["after"])
        ]
        for name in ("before", "after", "possible")
    }
    aside = {f"{patient['id']}-{one}": tuple(what) for one, what in found["aside"].items()}
    return {"follow-up": found["follow-up"], "low and high": found["low and high"], "aside": aside, **events}


def number(written: int | str) -> Fraction:
    """A sum of fractions as a reader writes it: `9/11 + 8/63`."""
    return sum((Fraction(part.strip()) for part in str(written).split("+")), Fraction(0))
