"""The settings of the scenario, read once from `scenario.toml`, with shares summed up for drawing."""

from __future__ import annotations

import tomllib
from itertools import accumulate
from pathlib import Path
from typing import Any

__all__ = ["SCENARIO", "cumulated"]

SCENARIO: dict[str, Any] = tomllib.loads((Path(__file__).parent / "scenario.toml").read_text(encoding="utf-8"))


def cumulated(shares: dict[str, float]) -> list[tuple[float, Any]]:
    """(share up to here, thing), for `pick`."""
    total = sum(shares.values())
    return [(share / total, thing) for share, thing in zip(accumulate(shares.values()), shares, strict=True)]
