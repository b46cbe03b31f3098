"""Whether words affirm a finding, deny it, or leave it open. English and German, sentence by sentence."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["AFFIRMED", "DENIED", "OPEN", "clauses", "stance"]

AFFIRMED, DENIED, OPEN = "affirmed", "denied", "open"

# Compiled on first use: most records hold no report in words.
_CLAUSE: Final = r"[.;:!?\n]+(?:\s|$)|\s+(?:but|however|although|aber|jedoch|sondern)\s+|,\s+(?:but|aber|jedoch)\s+"

_OPEN: Final = (
    "cannot be excluded",
    "can not be excluded",
    "can't be excluded",
    "could not be excluded",
    "not excluded",
    "cannot exclude",
    "cannot rule out",
    "cannot be ruled out",
    "not ruled out",
    "suspicious",
    "suspected",
    "suspicion",
    "suggestive",
    "possible",
    "possibly",
    "probable",
    "probably",
    "likely",
    "concerning for",
    "concern for",
    "worrisome",
    "indeterminate",
    "equivocal",
    "may represent",
    "might represent",
    "differential",
    "versus",
    "rule out",
    "nicht auszuschließen",
    "nicht auszuschliessen",
    "nicht ausgeschlossen",
    "kann nicht ausgeschlossen",
    "können nicht ausgeschlossen",
    "verdacht",
    "v.a.",
    "verdächtig",
    "möglich",
    "wahrscheinlich",
    "fraglich",
    "dd ",
)
_DENIED: Final = (
    "no evidence",
    "without evidence",
    "no sign",
    "no signs",
    "no convincing",
    "no new",
    "no definite",
    "negative for",
    "ruled out",
    "excluded",
    "absence of",
    "absent",
    "free of",
    "not seen",
    "not identified",
    "not demonstrated",
    "not detected",
    "not present",
    "none seen",
    "denies",
    "no ",
    "not ",
    "without ",
    "never ",
    "kein hinweis",
    "keine hinweise",
    "keinen hinweis",
    "kein anhalt",
    "keinen anhalt",
    "kein nachweis",
    "ohne nachweis",
    "ohne hinweis",
    "ohne anhalt",
    "ausgeschlossen",
    "ausschluss",
    "kein ",
    "keine ",
    "keinen ",
    "keiner ",
    "keinerlei ",
    "nicht ",
    "ohne ",
    "negativ",
)
_OTHER_PERSON: Final = ("family history", "mother", "sister", "aunt", "familienanamnese", "mutter", "schwester")


def clauses(text: str) -> list[str]:
    """The parts of a text within which a denial holds."""
    return [part.strip() for part in re.split(_CLAUSE, text) if part and part.strip()]


def stance(clause: str) -> str:
    """What one clause says about the finding it names. When in doubt it is open, not affirmed."""
    words = f" {' '.join(clause.lower().split())} "
    if any(f" {person}" in words for person in _OTHER_PERSON):
        return DENIED
    if any(f" {cue}" in words for cue in _OPEN):
        return OPEN
    if any(f" {cue}" in words for cue in _DENIED):
        return DENIED
    return AFFIRMED
