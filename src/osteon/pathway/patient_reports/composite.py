"""The composite grade of PRO-CTCAE: one grade of 0 to 3 out of the one, two or three answers about a symptom.

The table is that of the published scoring package, all 179 combinations that its authors count. The grade is not the CTCAE
grade of a clinician, and alerts are raised on the answers themselves: a grade hides which of them was severe.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple

from osteon.pathway.patient_reports.terms import Term

__all__ = ["COMBINATIONS", "NOT_ASKED", "Grade", "composite_grade", "grade_of", "with_zeros"]


class _NotAsked(Enum):
    NOT_ASKED = "not asked"


NOT_ASKED: Final = _NotAsked.NOT_ASKED
"""The symptom has no such question. `None` is something else: a question without an answer."""

Answer = int | None | _NotAsked


class Grade(NamedTuple):
    """A grade, or why there is none."""

    value: int | None
    missing: str = ""


_STEPS = range(5)

# Rows of a block: severity 0 to 4. Digits of a row: interference 0 to 4.
_FREQUENCY_SEVERITY_INTERFERENCE = {
    1: ("01122", "11122", "12223", "22233", "22333"),
    2: ("01122", "11122", "22233", "22233", "22333"),
    3: ("11122", "11122", "22233", "22333", "22333"),
    4: ("11122", "11223", "22233", "22333", "22333"),
}
# Digits: severity 0 to 4.
_FREQUENCY_SEVERITY = {1: "11122", 2: "11222", 3: "11233", 4: "11233"}
# Digits: interference 0 to 4.
_SEVERITY_INTERFERENCE = {1: "11122", 2: "11223", 3: "12233", 4: "22233"}
_FREQUENCY_INTERFERENCE = {1: "11122", 2: "11122", 3: "11233", 4: "11233"}
# Digits: the one answer, 0 to 4.
_ALONE = {"frequency": "01123", "severity": "01233", "interference": "01122"}


def _combinations() -> dict[tuple[Answer, Answer, Answer], int]:
    no = NOT_ASKED
    found: dict[tuple[Answer, Answer, Answer], int] = {}
    for f, rows in _FREQUENCY_SEVERITY_INTERFERENCE.items():
        for s, row in enumerate(rows):
            found |= {(f, s, i): int(grade) for i, grade in enumerate(row)}
    for f, row in _FREQUENCY_SEVERITY.items():
        found |= {(f, s, no): int(grade) for s, grade in enumerate(row)}
    for s, row in _SEVERITY_INTERFERENCE.items():
        found |= {(no, s, i): int(grade) for i, grade in enumerate(row)}
    for f, row in _FREQUENCY_INTERFERENCE.items():
        found |= {(f, no, i): int(grade) for i, grade in enumerate(row)}
    # A first answer of 0 is grade 0 whatever follows it: one combination for each set of questions.
    found |= {(0, None, None): 0, (0, None, no): 0, (no, 0, None): 0, (0, no, None): 0}
    found |= {(f, no, no): int(grade) for f, grade in enumerate(_ALONE["frequency"])}
    found |= {(no, s, no): int(grade) for s, grade in enumerate(_ALONE["severity"])}
    found |= {(no, no, i): int(grade) for i, grade in enumerate(_ALONE["interference"])}
    return found


COMBINATIONS = _combinations()
"""Grade by (frequency, severity, interference). A first answer of 0 stands once, with None for what need not be answered."""


def composite_grade(
    frequency: Answer = NOT_ASKED, severity: Answer = NOT_ASKED, interference: Answer = NOT_ASKED
) -> Grade:
    """The grade of one symptom from its answers of 0 to 4.

    A question that the symptom does not have is `NOT_ASKED` (the default); one without an answer (left out, not applicable,
    prefers not to say) is `None`. The first question answered with 0 gives grade 0, whatever the others say; otherwise one
    missing answer leaves the grade missing.
    """
    asked = {
        name: answer
        for name, answer in (("frequency", frequency), ("severity", severity), ("interference", interference))
        if answer is not NOT_ASKED
    }
    if not asked:
        raise ValueError("a grade needs at least one of frequency, severity and interference")
    for name, answer in asked.items():
        if answer is not None and (isinstance(answer, bool) or answer not in _STEPS):
            return Grade(None, f"{name} is {answer}, which is no answer from 0 to 4")
    if next(iter(asked.values())) == 0:
        return Grade(0)
    lacking = [name for name, answer in asked.items() if answer is None]
    if lacking:
        return Grade(None, f"no answer on {' and '.join(lacking)}")
    return Grade(COMBINATIONS[frequency, severity, interference])


def grade_of(term: Term, answers: Mapping[str, int | None]) -> Grade:
    """The grade of a symptom of the library from its answers by attribute; an answer that is not there is missing."""
    strangers = sorted(set(answers) - set(term.attributes))
    if strangers:
        raise ValueError(f"{term.label} has no question on {' or '.join(strangers)}")
    return composite_grade(**{attribute: answers.get(attribute) for attribute in term.attributes})


def with_zeros(term: Term, answers: Mapping[str, int | None]) -> dict[str, int | None]:
    """The answers with zeros where a form rightly did not ask on: the first answer is 0 and the others are missing."""
    first, *others = term.attributes
    full = {attribute: answers.get(attribute) for attribute in term.attributes}
    if full[first] == 0:
        full |= {attribute: 0 for attribute in others if full[attribute] is None}
    return full
