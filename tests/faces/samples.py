"""Three invented reviews for the tests of the faces: a rich one, one without bone disease, one with problems only."""

from __future__ import annotations

from typing import Any

from faces.sample_findings import FINDINGS, finding

RICH: dict[str, Any] = {
    "osteon": "0.1.0",
    "pathway": "2026.11+7c1e09a2",
    "as_of": "2025-06-01",
    "as_of_reason": "newest entry",
    "patient": {"id": "P-0417", "birth_date": "1958-02-11", "sex": "female", "name": "Marta Ferreira", "age": 67},
    "disease": {
        "breast_cancer": True,
        "metastatic": True,
        "bone": True,
        "visceral": None,
        "bone_sites_known": True,
        "sources": ["Condition/breast", "Condition/bone-femur"],
    },
    "skeleton": [
        {
            "site": "femur.neck",
            "label": "neck of femur",
            "laterality": "left",
            "state": "metastasis",
            "since": "2024-03-01",
            "sources": ["Condition/bone-femur", "DiagnosticReport/ct-1"],
            "notes": ["lytic, 28 mm, two thirds of the cortex"],
        },
        {
            "site": "vertebra.T8",
            "label": "T8 vertebra",
            "laterality": None,
            "state": "metastasis",
            "since": "2024-03-01",
            "sources": ["Condition/bone-t8"],
            "notes": [],
        },
        {
            "site": "vertebra.T8",
            "label": "T8 vertebra",
            "laterality": None,
            "state": "fracture",
            "since": "2025-04-18",
            "sources": ["Condition/fx-t8"],
            "notes": ["pathological fracture, first episode"],
        },
        {
            "site": "vertebra.L3",
            "label": "L3 vertebra",
            "laterality": None,
            "state": "treated",
            "since": "2024-11",
            "sources": ["Procedure/rt-l3"],
            "notes": ["8 Gy in one fraction"],
        },
        {
            "site": "ilium",
            "label": "ilium",
            "laterality": "right",
            "state": "metastasis",
            "since": "2024-09-12",
            "sources": ["Condition/bone-ilium"],
            "notes": [],
        },
        {
            "site": "rib.6",
            "label": "6th rib",
            "laterality": "left",
            "state": "suspected",
            "since": "2025-05-20",
            "sources": ["DiagnosticReport/scan-2"],
            "notes": ["uptake on bone scan, not confirmed"],
        },
    ],
    "facts": [
        {
            "id": "calcium-corrected",
            "label": "Corrected calcium",
            "value": 3.3,
            "unit": "mmol/L",
            "at": "2025-05-30",
            "sources": ["Observation/ca-30", "Observation/alb-30"],
            "missing": None,
        },
        {
            "id": "creatinine-clearance",
            "label": "Creatinine clearance",
            "value": 27.0,
            "unit": "mL/min",
            "at": "2025-05-30",
            "sources": ["Observation/crea-30"],
            "missing": None,
        },
        {
            "id": "vitamin-d",
            "label": "25-OH vitamin D",
            "value": None,
            "unit": "ng/mL",
            "at": None,
            "sources": [],
            "missing": [{"fact": "vitamin-d", "cause": "stale"}],
        },
    ],
    "scores": [
        {
            "id": "mirels",
            "title": "Mirels score",
            "lesion": "left neck of femur",
            "low": 9,
            "high": 9,
            "category": "high risk of fracture",
            "items": {"site": 2, "pain": 2, "lesion": 3, "size": 2},
            "missing": [],
        },
        {
            "id": "sins",
            "title": "SINS",
            "lesion": "T8 vertebra",
            "low": 9,
            "high": 13,
            "category": None,
            "items": {"location": 1, "pain": 3, "lesion": 2, "alignment": 0, "collapse": 3},
            "missing": [{"fact": "posterolateral", "label": "posterolateral involvement", "cause": "not-recorded"}],
        },
    ],
    "findings": FINDINGS,
    "due": [
        {
            "what": "Creatinine and clearance before the next infusion",
            "when": "2025-06-03",
            "status": "due",
            "last": "2025-05-30",
            "finding": "za-avoid-crcl-lt30",
            "sources": ["Observation/crea-30"],
        },
        {
            "what": "Dental review",
            "when": "2024-09-20",
            "status": "overdue",
            "last": "2024-03-20",
            "finding": "mronj-dental-follow-up",
            "sources": ["Procedure/dental-1"],
        },
        {
            "what": "25-OH vitamin D",
            "when": None,
            "status": "unknown",
            "last": "2023-12-02",
            "finding": "bma-baseline-labs",
            "sources": [],
        },
        {
            "what": "CT of chest, abdomen and pelvis",
            "when": "2025-06-20",
            "status": "planned",
            "last": "2025-03-14",
            "finding": None,
            "sources": ["ServiceRequest/ct"],
        },
    ],
    "questions": [
        {
            "fact": "cord-signs",
            "label": "Signs of cord compression",
            "cause": "not-recorded",
            "urgency": "emergency",
            "decides": ["mscc-signs"],
            "ask": "Ask and examine today: new weakness or numbness of the legs, unsteady gait, change of bladder or bowel control?",
        },
        {
            "fact": "posterolateral",
            "label": "Posterolateral involvement at T8",
            "cause": "not-recorded",
            "urgency": "urgent",
            "decides": ["sins"],
            "ask": "Ask the radiologist to report it on the CT of 20 May 2025.",
        },
        {
            "fact": "vitamin-d",
            "label": "25-OH vitamin D",
            "cause": "stale",
            "urgency": "routine",
            "decides": ["bma-baseline-labs"],
            "ask": "Measure it with the next blood test.",
        },
    ],
    "trends": [
        {
            "id": "calcium-corrected",
            "label": "Corrected calcium",
            "unit": "mmol/L",
            "low": 2.15,
            "high": 2.55,
            "points": [
                {"at": a, "value": v, "source": s}
                for a, v, s in (
                    ("2024-09-02", 2.41, "Observation/ca-1"),
                    ("2024-11-25", 2.38, "Observation/ca-2"),
                    ("2025-02-17", 2.5, "Observation/ca-3"),
                    ("2025-04-28", 2.82, "Observation/ca-4"),
                    ("2025-05-30", 3.3, "Observation/ca-30"),
                )
            ],
            "second": {
                "label": "Total calcium",
                "points": [
                    {"at": a, "value": v}
                    for a, v in (
                        ("2024-09-02", 2.35),
                        ("2024-11-25", 2.3),
                        ("2025-02-17", 2.36),
                        ("2025-04-28", 2.6),
                        ("2025-05-30", 2.98),
                    )
                ],
            },
        },
        {
            "id": "creatinine",
            "label": "Creatinine",
            "unit": "µmol/L",
            "low": 45,
            "high": 84,
            "second": None,
            "points": [
                {"at": a, "value": v, "source": "Observation/crea"}
                for a, v in (
                    ("2024-09-02", 78),
                    ("2024-11-25", 82),
                    ("2025-02-17", 96),
                    ("2025-04-28", 131),
                    ("2025-05-30", 168),
                )
            ],
        },
        {
            "id": "alp",
            "label": "Alkaline phosphatase",
            "unit": "U/L",
            "low": 35,
            "high": 105,
            "second": None,
            "points": [
                {"at": a, "value": v, "source": "Observation/alp"}
                for a, v in (
                    ("2024-09-02", 210),
                    ("2024-11-25", 164),
                    ("2025-02-17", 148),
                    ("2025-04-28", 262),
                    ("2025-05-30", 318),
                )
            ],
        },
        {
            "id": "pain",
            "label": "Worst pain (0-10)",
            "unit": "",
            "low": None,
            "high": None,
            "second": None,
            "points": [
                {"at": a, "value": v, "source": "Observation/pain"}
                for a, v in (("2024-11-25", 3), ("2025-02-17", 2), ("2025-04-28", 6), ("2025-05-20", 7))
            ],
        },
    ],
    "agent_doses": [
        {
            "at": a,
            "agent": "drug.zoledronic-acid",
            "label": "Zoledronic acid",
            "dose": "4 mg",
            "source": "MedicationAdministration/za",
        }
        for a in ("2024-03-15", "2024-06-10", "2024-09-03", "2024-11-26", "2025-02-18", "2025-05-02")
    ],
    "conflicts": [
        {
            "between": ["za-avoid-crcl-lt30", "hcm-emergency"],
            "message": "High calcium asks for an antiresorptive drug, the kidneys speak against zoledronic acid: choose by hand.",
        }
    ],
    "problems": [
        {
            "source": "Observation/crea-12",
            "path": "valueQuantity.unit",
            "message": 'The unit "mg" is not a concentration; the value was not used.',
        },
        {
            "source": "Condition/liver",
            "path": "code",
            "message": '94222008 is shown as "liver" but means bone; the entry was not used.',
        },
    ],
    "accounting": {"read": 412, "used": 287, "ignored": {"not about bone health": 119, "not-done": 4}, "refused": 2},
    "sources": {
        "Observation/ca-30": {"type": "Observation", "label": "Calcium 2.98 mmol/L", "date": "2025-05-30"},
        "Observation/alb-30": {"type": "Observation", "label": "Albumin 24 g/L", "date": "2025-05-30"},
        "Observation/crea-30": {"type": "Observation", "label": "Creatinine 168 µmol/L", "date": "2025-05-30"},
        "Observation/weight-30": {"type": "Observation", "label": "Body weight 58 kg", "date": "2025-05-30"},
        "Observation/pain-20": {"type": "Observation", "label": "Worst pain 7", "date": "2025-05-20"},
        "Condition/bone-femur": {
            "type": "Condition",
            "label": "Metastasis in the neck of the left femur",
            "date": "2024-03-01",
        },
        "Condition/bone-t8": {"type": "Condition", "label": "Metastasis in T8", "date": "2024-03-01"},
        "Condition/fx-t8": {"type": "Condition", "label": "Pathological fracture of T8", "date": "2025-04-18"},
        "Condition/bone-ilium": {"type": "Condition", "label": "Metastasis in the right ilium", "date": "2024-09-12"},
        "Condition/breast": {"type": "Condition", "label": "Breast cancer", "date": "2019-06-03"},
        "Condition/confusion": {"type": "Condition", "label": "Confusion", "date": "2025-05-31"},
        "DiagnosticReport/ct-1": {"type": "DiagnosticReport", "label": "CT of 20 May 2025", "date": "2025-05-20"},
        "DiagnosticReport/scan-2": {"type": "DiagnosticReport", "label": "Bone scan", "date": "2025-05-20"},
        "Procedure/rt-l3": {"type": "Procedure", "label": "Radiotherapy of L3, 8 Gy", "date": "2024-11"},
        "Procedure/dental-1": {"type": "Procedure", "label": "Dental examination", "date": "2024-03-20"},
        "MedicationRequest/za": {
            "type": "MedicationRequest",
            "label": "Zoledronic acid 4 mg every 12 weeks",
            "date": "2024-03-15",
        },
        "MedicationStatement/cc": {
            "type": "MedicationStatement",
            "label": "Calcium carbonate 500 mg",
            "date": "2024-03-10",
        },
        "ServiceRequest/ct": {
            "type": "ServiceRequest",
            "label": "CT of chest, abdomen and pelvis",
            "date": "2025-05-22",
        },
    },
    "policies": {"ctcae-units": "as reported", "mirels-threshold": 9, "za-dose-basis": "baseline"},
    "changed_policies": ["mirels-threshold"],
}

EMPTY: dict[str, Any] = {
    "osteon": "0.1.0",
    "pathway": "2026.11+7c1e09a2",
    "as_of": "2025-06-01",
    "as_of_reason": "given",
    "patient": {"id": "P-0002", "birth_date": "1971-08", "sex": "female", "name": "", "age": 53},
    "disease": {
        "breast_cancer": True,
        "metastatic": False,
        "bone": False,
        "visceral": False,
        "bone_sites_known": False,
        "sources": ["Condition/1"],
    },
    "skeleton": [],
    "facts": [],
    "scores": [],
    "findings": [
        finding(
            "bma-start-on-bone-mets",
            "bone-agents",
            "not-applicable",
            "soon",
            "Start of a bone agent",
            "Offer a bone agent.",
            "",
        )
    ],
    "due": [],
    "questions": [],
    "trends": [],
    "agent_doses": [],
    "conflicts": [],
    "problems": [],
    "accounting": {"read": 14, "used": 9, "ignored": {"not about bone health": 5}, "refused": 0},
    "sources": {"Condition/1": {"type": "Condition", "label": "Breast cancer", "date": "2024-01-05"}},
    "policies": {},
    "changed_policies": [],
}

PROBLEMS: dict[str, Any] = {
    "osteon": "0.1.0",
    "pathway": "2026.11+7c1e09a2",
    "as_of": "2025-06-01",
    "patient": {"id": "P-0003"},
    "findings": [],
    "problems": [
        {"source": "Bundle.entry[3]", "path": "resource", "message": "This entry is not a resource that can be read."},
        {"source": "Observation/9", "path": "subject", "message": "Belongs to another patient; never counted."},
        {"source": "Observation/10", "path": "status", "message": "Entered in error."},
    ],
    "accounting": {"read": 3, "used": 0, "ignored": {}, "refused": 3},
}
