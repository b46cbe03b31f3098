"""Which entries of a record put a mark on the skeleton, and which mark. Stronger marks stand first."""

from __future__ import annotations

__all__ = ["MARKS", "Mark"]

from typing import NamedTuple


class Mark(NamedTuple):
    """`state` is the word of the review; `concepts` and `statuses` say which events carry it (statuses empty: any but suspected)."""

    state: str
    concepts: tuple[str, ...]
    statuses: tuple[str, ...] = ()
    answers_not: tuple[str, ...] = ("absent", "negative")


MARKS = (
    Mark("fracture", ("fracture.pathological-neoplastic", "fracture.pathological")),
    Mark("atypical-fracture", ("fracture.atypical-femoral",)),
    Mark(
        "metastasis",
        (
            "condition.metastasis.bone",
            "finding.metastasis-imaging",
            "condition.bone-lytic-lesion",
            "finding.bone-destruction",
        ),
    ),
    Mark(
        "suspected",
        ("condition.metastasis.bone", "finding.metastasis-imaging", "condition.bone-lytic-lesion"),
        ("suspected",),
    ),
    Mark("suspected", ("finding.bone-scan-positive",)),
    Mark(
        "treated",
        (
            "proc.ebrt.photon",
            "proc.ebrt.electron",
            "proc.ebrt.proton",
            "proc.rt.course",
            "proc.sbrt",
            "proc.vertebroplasty",
            "proc.spinal-decompression",
            "proc.hip-arthroplasty",
        ),
    ),
)
