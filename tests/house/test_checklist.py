"""The security checklist speaks of every requirement once, and links only to tests that are there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "security-checklist.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d+\.\d+\.\d+", line)
]
OF_LEVELS_1_AND_2 = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7,
    10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}
"""How many the chapters of ASVS 5.0.0 have."""
STATES = ("met", "**partly**", "**not met**", "the site's", "does not apply")


def test_every_requirement_is_spoken_of_once():
    numbers = [number for row in ROWS for number in row[0].split(", ")]
    assert len(set(numbers)) == len(numbers)
    assert Counter(int(number.split(".")[0]) for number in numbers) == OF_LEVELS_1_AND_2


def test_each_says_how_or_why_not():
    assert all(len(row) == 5 and row[1] and row[2] in STATES and row[3] for row in ROWS)


def test_the_counts_in_its_head_are_those_of_its_rows():
    text = (ROOT / "docs" / "security-checklist.md").read_text(encoding="utf-8")
    told = re.search(r"(\d+) met, (\d+) partly, (\d+) not met, (\d+) the site's, (\d+) that do not apply; (\d+) in all", text)
    counted = Counter(state for row in ROWS for state in [row[2]] * len(row[0].split(", ")))
    assert told and [int(number) for number in told.groups()] == [*(counted[state] for state in STATES), counted.total()]


def test_the_tests_that_it_links_to_are_there():
    linked = {name for row in ROWS for name in re.findall(r"`(tests/[^`]+)`", row[4])}
    assert len(linked) > 60
    missing = set()
    for file in {name.partition("::")[0] for name in linked}:
        path = ROOT / file
        parsed = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
        there = {node.name for node in ast.walk(parsed) if isinstance(node, ast.FunctionDef)}
        missing |= {name for name in linked if name.startswith(f"{file}::") and name.partition("::")[2] not in there}
    assert not missing
