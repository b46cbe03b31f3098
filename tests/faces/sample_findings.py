"""The findings of the rich sample."""

from __future__ import annotations

from typing import Any


def _because(fact: str, label: str, value: Any, unit: str | None, at: str, *sources: str) -> dict[str, Any]:
    return {"fact": fact, "label": label, "value": value, "unit": unit, "at": at, "sources": list(sources)}


def _evidence(source: str, title: str, locator: str, strength: str, checked: str) -> dict[str, Any]:
    return {"source": source, "title": title, "locator": locator, "strength": strength, "checked": checked}


def finding(
    id: str, topic: str, verdict: str, urgency: str, title: str, advice: str, why: str, **more: Any
) -> dict[str, Any]:
    return {
        "id": id,
        "topic": topic,
        "verdict": verdict,
        "urgency": urgency,
        "title": title,
        "advice": advice,
        "why": why,
        "lesion": None,
        "because": [],
        "missing": [],
        "evidence": [],
        "draft": False,
        "parameters": [],
        "folds": [],
        "folded_into": None,
        **more,
    }


LABEL_US = _evidence(
    "LBL-ZA-US", "Zoledronic acid, US prescribing information", "Dosage and administration, 2.1", "label", "secondary"
)
LABEL_EU = _evidence("LBL-ZA-EU", "Zoledronic acid, EU product information", "4.2", "label", "secondary")
ASCO = _evidence(
    "ASCO17",
    "ASCO-CCO guideline on bone-modifying agents in breast cancer, 2017",
    "Recommendation 1",
    "strong, evidence-based, high quality",
    "primary",
)
MASCC = _evidence(
    "MASCC19",
    "MASCC/ISOO/ASCO guideline on osteonecrosis of the jaw, 2019",
    "Recommendation 2.1",
    "evidence-based, low quality, moderate",
    "secondary",
)
NICE = _evidence(
    "NG234", "NICE guideline NG234 on spinal metastases and cord compression", "1.3.2, 1.5.2", "offer", "primary"
)
CALCIUM = _because(
    "calcium-corrected", "Corrected calcium", 3.3, "mmol/L", "2025-05-30", "Observation/ca-30", "Observation/alb-30"
)
CLEARANCE = _because(
    "creatinine-clearance",
    "Creatinine clearance (Cockcroft-Gault)",
    27.0,
    "mL/min",
    "2025-05-30",
    "Observation/crea-30",
    "Observation/weight-30",
)
AGENT = _because("bone-agent", "Current bone agent", "zoledronic acid", None, "2025-05-02", "MedicationRequest/za")

FINDINGS: list[dict[str, Any]] = [
    finding(
        "hcm-emergency",
        "hypercalcaemia",
        "met",
        "emergency",
        "Hypercalcaemia with confusion",
        "Arrange same-day hospital assessment: ECG, intravenous fluids, and an antiresorptive drug that fits the kidneys.",
        "Corrected calcium is 3.3 mmol/L and new confusion was recorded on 31 May 2025.",
        because=[
            CALCIUM,
            _because("confusion", "New confusion", "present", None, "2025-05-31", "Condition/confusion"),
        ],
        evidence=[
            _evidence(
                "WALSH16",
                "Society for Endocrinology emergency guidance: acute hypercalcaemia, 2016",
                "Management",
                "expert guidance",
                "secondary",
            )
        ],
        parameters=[
            {
                "id": "hcm-emergency-calcium",
                "value": 3.5,
                "unit": "mmol/L",
                "changed": False,
                "provenance": "WALSH16",
            }
        ],
        folds=["hcm-admit-ctcae3"],
    ),
    finding(
        "hcm-admit-ctcae3",
        "hypercalcaemia",
        "met",
        "urgent",
        "Hypercalcaemia grade 3",
        "Hospital treatment is indicated.",
        "Corrected calcium is in grade 3.",
        because=[CALCIUM],
        folded_into="hcm-emergency",
    ),
    finding(
        "za-avoid-crcl-lt30",
        "bone-agents",
        "met",
        "urgent",
        "Zoledronic acid in severe renal impairment",
        "Do not give zoledronic acid for bone metastases now; consider denosumab 120 mg with close calcium checks.",
        "Creatinine clearance is 27 mL/min, below the floor of 30, and zoledronic acid is active.",
        because=[CLEARANCE, AGENT],
        evidence=[LABEL_US, LABEL_EU],
        parameters=[
            {"id": "za-clearance-floor", "value": 30, "unit": "mL/min", "changed": False, "provenance": "LBL-ZA-US"}
        ],
    ),
    finding(
        "fx-mirels-high",
        "fracture-risk",
        "met",
        "urgent",
        "High risk of fracture: left neck of femur",
        "Refer to orthopaedic surgery for prophylactic fixation before radiotherapy; protect weight bearing until seen.",
        "The Mirels score of this lesion is 9 of 12.",
        lesion="left neck of femur",
        because=[
            _because("mirels", "Mirels score", 9, None, "2025-05-20", "DiagnosticReport/ct-1", "Observation/pain-20")
        ],
        evidence=[
            _evidence(
                "MIRELS89",
                "Mirels H. Clin Orthop 1989;249:256-64",
                "Table 3",
                "retrospective series, 78 lesions",
                "secondary",
            )
        ],
        parameters=[
            {
                "id": "mirels-surgery",
                "value": 9,
                "unit": "points",
                "changed": True,
                "provenance": "site setting; published 8 or 9",
            }
        ],
    ),
    finding(
        "mronj-dental-follow-up",
        "jaw",
        "met",
        "soon",
        "Dental review is overdue",
        "Arrange a dental review; then about every 6 months.",
        "The last dental examination was 14 months ago.",
        because=[_because("dental-exam", "Last dental examination", "done", None, "2024-03-20", "Procedure/dental-1")],
        evidence=[MASCC],
    ),
    finding(
        "bma-supplement-stop-on-hypercalcaemia",
        "bone-agents",
        "met",
        "soon",
        "Calcium and vitamin D while calcium is high",
        "Pause calcium and vitamin D supplements until calcium is normal.",
        "Calcium carbonate is active and corrected calcium is 3.3 mmol/L.",
        because=[
            _because(
                "supplement-calcium", "Calcium supplement", "active", None, "2024-03-10", "MedicationStatement/cc"
            ),
            CALCIUM,
        ],
        evidence=[_evidence("LBL-DEN-EU", "Denosumab 120 mg, EU product information", "4.2", "label", "derived")],
    ),
    finding(
        "bma-za-interval-12w-allowed",
        "bone-agents",
        "met",
        "info",
        "Dose interval",
        "Every 12 weeks or every 3 to 4 weeks are both acceptable.",
        "Zoledronic acid has been given every 12 weeks.",
        because=[AGENT],
        evidence=[ASCO],
        draft=True,
    ),
    finding(
        "mscc-signs",
        "spinal-cord",
        "unknown",
        "emergency",
        "Signs of cord compression",
        "Whole-spine MRI within 24 hours.",
        "",
        missing=[{"fact": "cord-signs", "label": "Signs of cord compression", "cause": "not-recorded"}],
        evidence=[NICE],
    ),
    finding(
        "bma-baseline-labs",
        "bone-agents",
        "unknown",
        "routine",
        "Laboratory values before a bone agent",
        "Complete the baseline.",
        "",
        missing=[{"fact": "vitamin-d", "label": "25-OH vitamin D", "cause": "stale"}],
    ),
    finding(
        "denosumab-late-dose",
        "bone-agents",
        "not-applicable",
        "soon",
        "Late dose of denosumab",
        "Do not leave a gap.",
        "",
    ),
    finding(
        "bma-start-on-bone-mets",
        "bone-agents",
        "not-met",
        "soon",
        "Start of a bone agent",
        "Offer a bone agent.",
        "",
    ),
]
