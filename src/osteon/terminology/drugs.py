"""Products that share a substance and differ by their dose."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["denosumab_family"]


def denosumab_family(dose_mg: Decimal | None) -> str:
    """Which denosumab a single dose tells: 120 mg for bone metastases, 60 mg for osteoporosis; else it is not told."""
    if dose_mg == 120:
        return "drug.denosumab-120"
    return "drug.denosumab-60" if dose_mg == 60 else "drug.denosumab"
