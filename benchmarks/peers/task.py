"""The task of the three measures as data: codes, words, units and windows, the same for everybody who computes them.

`TASK.md` says in words what is computed. Codes and words come from the product's terminology, so that no list is kept twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import orjson

from osteon.terminology.store import codes, names
from osteon.terminology.systems import ATC, ICD10, LOINC, OSTEON

__all__ = [
    "AGENTS", "ALBUMIN_DAYS", "BONE_METASTASIS", "CALCIUM_DAYS", "CREATININE_DAYS", "AGENT_DAYS", "PANEL", "READS", "RESULTS", "UNITS",
    "WEIGHT_DAYS", "code_rows", "task", "words_of", "write_task",
]  # fmt: skip

READS: Final = (
    "Patient", "Observation", "Condition", "Medication", "MedicationAdministration", "MedicationRequest",
)  # fmt: skip
"""Kinds of resources that the task needs; files of other kinds need not be opened."""

RESULTS: Final = {
    "calcium": "lab.calcium",
    "albumin": "lab.albumin",
    "creatinine": "lab.creatinine",
    "weight": "body.weight",
}
BONE_METASTASIS: Final = ("condition.metastasis.bone",)
AGENTS: Final = tuple(
    f"drug.{name}"
    for name in (
        "zoledronic-acid", "zoledronic-acid-5mg", "denosumab", "denosumab-120", "denosumab-60", "pamidronate", "ibandronate",
        "clodronate",
    )
)  # fmt: skip
CALCIUM_DAYS, ALBUMIN_DAYS, CREATININE_DAYS, WEIGHT_DAYS, AGENT_DAYS = 28, 1, 180, 90, 182

_MG_PER_DL = ("mg/dl", "mg%", "mg/100ml", "mg per dl")
_G_PER_DL = ("g/dl", "gm/dl", "g%")
_MMOL_PER_L = ("mmol/l", "mmol/liter", "mmol per l")
UNITS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "calcium": {
        **dict.fromkeys(_MG_PER_DL, ("1", "1")),
        **dict.fromkeys(_MMOL_PER_L, ("1", "0.2495")),
        **dict.fromkeys(("meq/l", "mval/l"), ("1", "0.499")),
        **dict.fromkeys(_G_PER_DL, ("1000", "1")),
        "mg/l": ("1", "10"),
    },
    "albumin": {
        **dict.fromkeys(_G_PER_DL, ("1", "1")),
        **dict.fromkeys(("g/l", "gm/l"), ("1", "10")),
        "mg/l": ("1", "10000"),
    },
    "creatinine": {
        **dict.fromkeys(_MG_PER_DL, ("1", "1")),
        **dict.fromkeys(("umol/l", "\u00b5mol/l", "\u03bcmol/l", "mcmol/l"), ("1", "88.4")),
        **dict.fromkeys(_MMOL_PER_L, ("1000", "88.4")),
        **dict.fromkeys(_G_PER_DL, ("1000", "1")),
        "mg/l": ("1", "10"),
    },
    "weight": {
        **dict.fromkeys(("kg", "kgs"), ("1", "1")),
        "g": ("1", "1000"),
        **dict.fromkeys(("[lb_av]", "lb", "lbs", "pounds"), ("0.45359237", "1")),
    },
}
"""Unit in lower case -> (multiply by, divide by), to mg/dL, g/dL, mg/dL and kg."""

PANEL: Final = "24323-8"
"""LOINC of the panel (comprehensive metabolic panel) whose components count as results."""

ALSO_CALLED: Final = {
    ICD10: ("http://fhir.de/CodeSystem/bfarm/icd-10-gm", "http://hl7.org/fhir/sid/icd-10-gm"),
    ATC: ("http://fhir.de/CodeSystem/bfarm/atc",),
}


def code_rows(*concepts: str) -> list[tuple[str, str, str]]:
    """(concept, system, code) of every code that means one of the concepts."""
    found = [(name, OSTEON, name) for name in concepts]
    for system, rows in codes()["match"].items():
        for code, meanings in rows.items():
            for name in {meaning[0] for meaning in meanings} & set(concepts):
                found += [(name, spelt, code) for spelt in (system, *ALSO_CALLED.get(system, ()))]
    return sorted(set(found))


def words_of(*concepts: str) -> list[str]:
    """Names in lower case that mean one of the concepts and nothing else."""
    return sorted(
        {
            spelling.lower()
            for kind in ("conditions", "ingredients", "brands")
            for spelling, meant in names()[kind].items()
            if len(meant) == 1 and meant[0] in concepts
        }
    )


def task() -> dict[str, Any]:
    """The lists as JSON has them: `codes` and `words` by name, `reads`."""
    results = {
        what: [row[1:] for row in code_rows(concept) if row[1] == LOINC] for what, concept in RESULTS.items()
    } | {"panel": [(LOINC, PANEL)]}
    return {
        "reads": list(READS),
        "codes": {
            **results,
            "results": [row for rows in results.values() for row in rows],
            "bone-metastasis": [row[1:] for row in code_rows(*BONE_METASTASIS)],
            "bone-agent": [row[1:] for row in code_rows(*AGENTS)],
        },
        "words": {"bone-metastasis": words_of(*BONE_METASTASIS), "bone-agent": words_of(*AGENTS)},
    }


def write_task(path: Path) -> Path:
    """Write the task for a peer that is no Python."""
    path.write_bytes(orjson.dumps(task(), option=orjson.OPT_INDENT_2))
    return path
