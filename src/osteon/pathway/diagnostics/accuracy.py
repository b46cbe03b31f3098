"""How well each kind of picture finds bone metastases: the figures of reviews and cohorts, one row each.

They are data for the reader, not for a rule. `beside()` turns rows into evidence, so that a recommendation on imaging (and
its page of the manual) shows them. Rows that rest on memory are kept here and shown nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from osteon.engine.rules import Evidence

__all__ = ["ACCURACY", "Accuracy", "beside"]

PER_PATIENT = "per patient"
PER_LESION = "per lesion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Sensitivity and specificity in per cent, as the source prints them, with 95 % intervals where it gives them."""

    id: str
    modality: str
    basis: str
    people: str
    sensitivity: str
    specificity: str
    source: str
    locator: str
    checked: str
    sensitivity_interval: str = ""
    specificity_interval: str = ""

    @property
    def figures(self) -> str:
        """One line for a reader."""
        found = f"{self.modality}, {self.basis}, {self.people}: sensitivity {self.sensitivity} %"
        found += f" ({self.sensitivity_interval})" if self.sensitivity_interval else ""
        found += f", specificity {self.specificity} %"
        return found + (f" ({self.specificity_interval})" if self.specificity_interval else "")


def _row(
    id: str,
    modality: str,
    basis: str,
    people: str,
    sensitivity: str,
    specificity: str,
    source: str,
    intervals: tuple[str, str] = ("", ""),
    checked: str = "primary",
    locator: str = "abstract",
) -> Accuracy:
    return Accuracy(
        id=id, modality=modality, basis=basis, people=people, sensitivity=sensitivity, specificity=specificity,
        source=source, locator=locator, checked=checked, sensitivity_interval=intervals[0],
        specificity_interval=intervals[1],
    )  # fmt: skip


_MIXED = "67 articles, mixed cancers"
_BREAST = "11 studies, 753 people with breast cancer"
_BREAST_2025 = "13 studies, 892 people with breast cancer"
_STAGING = "410 women at staging of breast cancer"
_WHOLE_BODY = "7 studies, 332 people"

ACCURACY: tuple[Accuracy, ...] = (
    _row("pet-mixed", "FDG PET", PER_PATIENT, _MIXED, "89.7", "96.8", "YANG11"),
    _row("ct-mixed", "CT", PER_PATIENT, _MIXED, "72.9", "94.8", "YANG11"),
    _row("mri-mixed", "MRI", PER_PATIENT, _MIXED, "90.6", "95.4", "YANG11"),
    _row("scan-mixed", "bone scintigraphy", PER_PATIENT, _MIXED, "86.0", "81.4", "YANG11"),
    _row("pet-mixed-lesion", "FDG PET", PER_LESION, _MIXED, "86.9", "97.0", "YANG11"),
    _row("ct-mixed-lesion", "CT", PER_LESION, _MIXED, "77.1", "83.2", "YANG11"),
    _row("mri-mixed-lesion", "MRI", PER_LESION, _MIXED, "90.4", "96.0", "YANG11"),
    _row("scan-mixed-lesion", "bone scintigraphy", PER_LESION, _MIXED, "75.1", "93.6", "YANG11"),
    _row("pet-breast", "FDG PET(/CT)", PER_PATIENT, _BREAST, "92", "99", "ZAMANIAN23", ("88-95", "96-100")),
    _row("scan-breast", "bone scintigraphy", PER_PATIENT, _BREAST, "90", "91", "ZAMANIAN23", ("86-93", "87-94")),
    _row("naf-breast", "sodium fluoride PET(/CT)", PER_PATIENT, _BREAST, "96", "81", "ZAMANIAN23", ("90-99", "72-88")),
    _row("pet-breast-2025", "FDG PET/CT", PER_PATIENT, _BREAST_2025, "91", "98", "PETSCAN25", ("81-96", "93-100")),
    _row(
        "scan-breast-2025", "bone scintigraphy", PER_PATIENT, _BREAST_2025, "82", "81", "PETSCAN25", ("72-89", "73-87")
    ),
    _row("pet-staging", "FDG PET/CT", PER_PATIENT, _STAGING, "93.8", "99.1", "PETCT23"),
    _row("scan-staging", "bone scintigraphy", PER_PATIENT, _STAGING, "81.5", "99.1", "PETCT23"),
    _row(
        "whole-body-mri",
        "whole-body MRI",
        PER_PATIENT,
        "11 studies, 495 people",
        "89.9",
        "91.8",
        "WU11",
        ("84.5-93.9", "88.2-94.6"),
    ),
    _row("whole-body-mri-compared", "whole-body MRI", PER_PATIENT, _WHOLE_BODY, "84", "96", "SURGONCOL13"),
    _row("scan-compared", "bone scintigraphy", PER_PATIENT, _WHOLE_BODY, "83", "94", "SURGONCOL13"),
    _row(
        "spine-mri",
        "MRI of the spine for cord compression",
        PER_PATIENT,
        "one series",
        "93",
        "97",
        "LIPOON88",
        checked="memory",
        locator="not read",
    ),
)
"""A film needs a loss of about 30 to 50 % of the mineral before a lytic lesion shows (textbook, from memory): it has no figures."""

_BY_ID = {row.id: row for row in ACCURACY}


def beside(*ids: str) -> tuple[Evidence, ...]:
    """Rows as evidence: what a reader sees beside the advice to take this picture."""
    return tuple(
        Evidence(source=row.source, locator=row.locator, strength=row.figures, checked=row.checked)
        for row in (_BY_ID[id] for id in ids)
    )
