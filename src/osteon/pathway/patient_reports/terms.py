"""The 25 symptoms of the PRO-CTCAE library that this product reads: number in the library, and what is asked of each.

The names are our own; the wording of the questions belongs to the National Cancer Institute and is not shipped. Every
answer is a number from 0 (none, never, not at all) to 4, and is recorded as `pro.ctcae.<id>.<attribute>`.
"""

from typing import NamedTuple

__all__ = ["ATTRIBUTES", "BY_ID", "TERMS", "Term"]

ATTRIBUTES = ("frequency", "severity", "interference")
"""In the order in which they are asked."""


class Term(NamedTuple):
    """One symptom of the library."""

    id: str
    label: str
    number: int
    attributes: tuple[str, ...]

    def concept(self, attribute: str) -> str:
        """The concept under which an answer is recorded."""
        return f"pro.ctcae.{self.id}.{attribute}"

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts of all its answers."""
        return tuple(self.concept(attribute) for attribute in self.attributes)


def _term(id: str, label: str, number: int, letters: str) -> Term:
    """`letters`: which of frequency, severity and interference are asked."""
    return Term(id, label, number, tuple(word for word in ATTRIBUTES if word[0].upper() in letters))


TERMS = (
    _term("mouth-sores", "sore mouth or throat", 3, "SI"),
    _term("appetite", "poor appetite", 8, "SI"),
    _term("nausea", "nausea", 9, "FS"),
    _term("vomiting", "vomiting", 10, "FS"),
    _term("constipation", "constipation", 15, "S"),
    _term("bowel-control", "loss of bowel control", 18, "FI"),
    _term("breathlessness", "shortness of breath", 19, "SI"),
    _term("numbness", "numbness or tingling of hands or feet", 39, "SI"),
    _term("dizziness", "dizziness", 40, "SI"),
    _term("concentration", "trouble concentrating", 46, "SI"),
    _term("memory", "trouble remembering", 47, "SI"),
    _term("pain", "pain", 48, "FSI"),
    _term("muscle-ache", "aching muscles", 50, "FSI"),
    _term("joint-ache", "aching joints", 51, "FSI"),
    _term("insomnia", "trouble sleeping", 52, "SI"),
    _term("fatigue", "fatigue", 53, "SI"),
    _term("anxiety", "feeling anxious", 54, "FSI"),
    _term("discouraged", "feeling discouraged", 55, "FSI"),
    _term("sadness", "feeling sad", 56, "FSI"),
    _term("vaginal-dryness", "vaginal dryness", 60, "S"),
    _term("urinary-urgency", "sudden urge to pass urine", 62, "FI"),
    _term("urine-control", "loss of urine", 65, "FI"),
    _term("libido", "less sexual interest", 68, "S"),
    _term("pain-with-sex", "pain during vaginal sex", 71, "S"),
    _term("hot-flushes", "hot flushes", 77, "FS"),
)
BY_ID = {term.id: term for term in TERMS}
