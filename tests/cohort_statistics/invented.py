"""Sixty invented patients, and what R answers about them (r_numbers.R says how)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


@cache
def table(name: str) -> dict[str, np.ndarray]:
    """The columns of a table beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}


@cache
def answers() -> dict[str, np.ndarray]:
    """R's answers by name."""
    lines = (HERE / "r_numbers.txt").read_text(encoding="utf-8").splitlines()
    return {name: np.array([float(value) for value in values]) for name, *values in map(str.split, lines)}


def answer(name: str) -> np.ndarray:
    """One answer of R."""
    return answers()[name]
