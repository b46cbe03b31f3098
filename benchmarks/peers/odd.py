"""Odd records for comparing cells: units, dates, statuses, gaps, ties and spellings that a smooth cohort seldom has at once.

Every patient has entries around one day, so that nearly every cell is known or is missing for a reason. Nobody in it exists.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson

from benchmarks.peers.task import AGENTS, BONE_METASTASIS, READS, RESULTS, code_rows, words_of
from osteon.terminology.systems import LOINC

__all__ = ["write_odd_cohort"]

VALUES = {"calcium": (2.45, 0.4), "albumin": (38, 8), "creatinine": (80, 40), "weight": (68, 15)}
"""Mean and spread in the first unit of the list."""
UNITS = {
    "calcium": [("mmol/L", 1), ("mg/dL", 4.008), ("mg/dl", 4.008), ("meq/L", 2), ("MG/DL", 4.008), ("IU/L", 1), ("", 1)],
    "albumin": [("g/L", 1), ("g/dL", 0.1), ("G/L", 1), ("gm/dL", 0.1), ("%", 1)],
    "creatinine": [("umol/L", 1), ("mg/dL", 0.0113), ("\u00b5mol/L", 1), ("\u03bcmol/L", 1), ("mg%", 0.0113), ("furlong", 1)],
    "weight": [("kg", 1), ("[lb_av]", 2.2), ("g", 1000), ("lbs", 2.2), ("KG", 1)],
}
STATUSES = ["final"] * 12 + ["amended", "corrected", "preliminary", "registered", "unknown", "cancelled", "entered-in-error"]
REFERENCES = ("Patient/{}", "https://ehr.example.org/fhir/Patient/{}", "urn:uuid:{}")
BIRTHSEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"


class _Writer:
    def __init__(self, day: date, seed: int) -> None:
        self.day, self.dice, self.count = day, random.Random(seed), 0
        self.lines: dict[str, list[bytes]] = {kind: [] for kind in READS}
        self.codes = {
            what: [code for _, system, code in code_rows(concept) if system == LOINC] for what, concept in RESULTS.items()
        }
        self.coded = {name: code_rows(*name) for name in (BONE_METASTASIS, AGENTS)}
        self.worded = {name: words_of(*name) for name in (BONE_METASTASIS, AGENTS)}

    def add(self, resource: dict[str, Any]) -> str:
        self.count += 1
        resource["id"] = f"e{self.count}"
        self.lines[resource["resourceType"]].append(orjson.dumps(resource))
        return resource["id"]

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def when(self, most: int) -> str:
        day = self.day - timedelta(days=self.dice.choice((0, 1, 2, self.dice.randint(-20, most), self.dice.randint(-1, 3))))
        shape = self.dice.random()
        if shape < 0.5:
            return day.isoformat()
        if shape < 0.54:
            return f"{day:%Y-%m}"
        clock, zone = f"{self.dice.choice((8, 9, 23)):02}:00:00", self.dice.choice(("Z", "+02:00", "-05:00"))
        return f"{day}T{clock}{self.dice.choice(('', '.000'))}{zone}"

    def result(self, what: str, subject: str, most: int) -> None:
        mean, spread = VALUES[what]
        unit, factor = self.dice.choice(UNITS[what][:2] if self.chance(0.85) else UNITS[what])
        value = round((mean + spread * self.dice.uniform(-1, 1)) * factor, 2)
        coding = [{"system": LOINC, "code": self.dice.choice(self.codes[what])}]
        if self.chance(0.1):
            coding.insert(0, {"system": "urn:local:laboratory", "code": "X1"})
        entry = {
            "resourceType": "Observation", "status": self.dice.choice(STATUSES), "code": {"coding": coding},
            "subject": {"reference": subject},
        }  # fmt: skip
        dated = self.dice.random()
        if dated < 0.9:
            entry["effectiveDateTime"] = self.when(most)
        elif dated < 0.94:
            entry["effectivePeriod"] = {"start": self.when(most)}
        if self.chance(0.6):
            entry["issued"] = f"{self.day}T1{self.dice.randint(0, 2)}:30:00Z"
        quantity: dict[str, Any] = {"value": -value if self.chance(0.01) else value}
        if unit:
            quantity |= {"unit": unit} if self.chance(0.3) else {"unit": unit, "code": unit}
        if self.chance(0.03):
            quantity["comparator"] = "<"
        held = self.dice.random()
        if held < 0.93:
            entry["valueQuantity"] = quantity
        elif held < 0.96:
            entry["valueString"] = "haemolysed"
        elif held < 0.98:
            entry["dataAbsentReason"] = {"text": "not done"}
        self.add(entry)
        if self.chance(0.1):  # the same moment once more: corrected later, or told twice
            again = {**entry, "status": "corrected"}
            if "valueQuantity" in again and self.chance(0.5):
                again["valueQuantity"] = {**quantity, "value": round(quantity["value"] * 1.1, 2)}
            if self.chance(0.5):
                again["issued"] = f"{self.day}T13:00:00Z"
            self.add(again)

    def meaning(self, name: tuple[str, ...]) -> dict[str, Any]:
        if self.chance(0.2):
            return {"text": self.dice.choice(self.worded[name]).capitalize()}
        _, system, code = self.dice.choice(self.coded[name])
        return {"coding": [{"system": system, "code": code}]}

    def condition(self, subject: str) -> None:
        entry = {
            "resourceType": "Condition", "subject": {"reference": subject},
            "code": self.meaning(BONE_METASTASIS) if self.chance(0.6) else {"text": "headache"},
        }  # fmt: skip
        if self.chance(0.6):
            doubt = self.dice.choice(("confirmed", "confirmed", "refuted", "provisional", "unconfirmed", "entered-in-error"))
            entry["verificationStatus"] = {"coding": [{"code": doubt}]}
        if self.chance(0.8):
            entry["onsetDateTime"] = self.when(900)
        elif self.chance(0.5):
            entry["recordedDate"] = self.when(900)
        self.add(entry)

    def drug(self) -> dict[str, Any]:
        meant = self.meaning(AGENTS) if self.chance(0.5) else {"coding": [{"system": "http://www.whocc.no/atc", "code": "L02BG04"}]}
        kind = self.dice.random()
        if kind < 0.7:
            return {"medicationCodeableConcept": meant}
        if kind < 0.85:
            return {"medicationReference": {"reference": f"Medication/{self.add({'resourceType': 'Medication', 'code': meant})}"}}
        inside = {"resourceType": "Medication", "id": "m", "code": meant}
        return {"contained": [inside], "medicationReference": {"reference": "#m"}}

    def treatment(self, subject: str) -> None:
        whose = {"subject": {"reference": subject}}
        if self.chance(0.5):
            status = self.dice.choice(("completed", "completed", "in-progress", "not-done", "stopped", "entered-in-error"))
            entry = {"resourceType": "MedicationAdministration", "status": status, "effectiveDateTime": self.when(400)}
        else:
            status = self.dice.choice(("active", "active", "completed", "cancelled", "draft"))
            intent = self.dice.choice(("order", "order", "plan"))
            entry = {"resourceType": "MedicationRequest", "status": status, "intent": intent, "authoredOn": self.when(400)}
            if self.chance(0.1):
                entry["doNotPerform"] = True
        self.add({**entry, **whose, **self.drug()})

    def patient(self, number: int) -> None:
        name = f"odd-{number}"
        person: dict[str, Any] = {"resourceType": "Patient", "id": name}
        if self.chance(0.9):
            person["gender"] = self.dice.choice(("female", "female", "female", "male", "other"))
        if self.chance(0.3):
            person["extension"] = [{"url": BIRTHSEX, "valueCode": self.dice.choice(("F", "F", "M", "UNK"))}]
        if self.chance(0.95):
            born = f"{self.dice.randint(1930, 1990)}-{self.dice.randint(1, 12):02}-{self.dice.randint(1, 28):02}"
            person["birthDate"] = self.dice.choice((born, born, born, born, f"{self.day.year - 60}{self.day:-%m-%d}", born[:7]))
        self.lines["Patient"].append(orjson.dumps(person))
        subject = self.dice.choice(REFERENCES[:1] * 3 + REFERENCES).format(name)
        for what, most in (("calcium", 40), ("albumin", 40), ("creatinine", 250), ("weight", 120)):
            for _ in range(self.dice.choice((0, 1, 1, 2, 3, 5))):
                self.result(what, subject, most)
        for _ in range(self.dice.choice((0, 1, 1, 2))):
            self.condition(subject)
        for _ in range(self.dice.choice((0, 1, 2))):
            self.treatment(subject)


def write_odd_cohort(folder: Path, patients: int, day: date, seed: int = 1) -> Path:
    """Write NDJSON files of odd patients around a day; the same for the same seed."""
    writer = _Writer(day, seed)
    for number in range(patients):
        writer.patient(number)
    folder.mkdir(parents=True, exist_ok=True)
    for kind, lines in writer.lines.items():
        (folder / f"{kind}.ndjson").write_bytes(b"\n".join(lines) + b"\n")
    return folder
