"""The stage group of a cancer: 0, I, II, III or IV, whatever code or spelling it comes in. Substages (IIIC) are not kept."""

from __future__ import annotations

import re
from typing import Any, Final

from osteon.record.fhir.codes import code_strings
from osteon.record.fhir.elements import first_text, objects
from osteon.record.fhir.reading import Reading
from osteon.terminology import match_code, site_for_code

__all__ = ["STAGE", "about_another_cancer", "stage_of"]

STAGE: Final = "condition.stage"

_GROUP: Final = r"(0|IV|I{1,3}|[1-4])(?:[A-D]\d?)?"
_ALONE: Final = re.compile(rf"(?:yp|[cp])?\s*{_GROUP}", re.IGNORECASE)
_IN_WORDS: Final = re.compile(rf"\b(?:stage|stadium)(?:\s+group)?\s*:?\s*{_GROUP}\b", re.IGNORECASE)
_NUMERAL: Final = {"1": "I", "2": "II", "3": "III", "4": "IV"}

BREAST: Final = ("condition.breast-cancer", "history.breast-cancer")
STAGING_MANUAL: Final = "cancerstaging.org"
BY_CODE: Final[dict[tuple[str, str], str]] = {
    ("http://snomed.info/sct", "1222769001"): "II",
    ("http://snomed.info/sct", "1222806003"): "III",
}
"""Stage codes that the examples of mCODE print; the others are known by their display."""


def stage_of(codeable: Any) -> str | None:
    """The stage group that a CodeableConcept names; None when it names none, or two.

    Words count before codes, since the numbers of a local code list can mean anything; a code of the staging manual has
    to agree with its words.
    """
    if not isinstance(codeable, dict):
        return None
    codings = codeable.get("coding")
    shown = [one.get("display") for one in codings if isinstance(one, dict)] if isinstance(codings, list) else []
    said = {group for text in (*shown, codeable.get("text")) if (group := _in_words(first_text(text)))}
    codes = code_strings(codeable)
    sure = {
        group
        for system, code in codes
        if (group := BY_CODE.get((system, code)) or (_alone(code) if STAGING_MANUAL in system else None))
    }
    found = said | sure or {group for _, code in codes if (group := _alone(code))}
    return found.pop() if len(found) == 1 else None


def _in_words(words: str) -> str | None:
    match = _ALONE.fullmatch(words.strip()) or _IN_WORDS.search(words)
    return _group(match.group(1)) if match else None


def _alone(code: str) -> str | None:
    match = _ALONE.fullmatch(code.strip())
    return _group(match.group(1)) if match else None


def _group(written: str) -> str:
    return _NUMERAL.get(written, written.upper())


def about_another_cancer(observation: dict[str, Any], reading: Reading) -> bool:
    """Whether a stage points to a condition that is coded as something else than breast cancer."""
    for focus in objects(observation, "focus", reading, "focus"):
        condition = reading.index.resolve(focus.get("reference"), observation)
        if condition is None or condition.get("resourceType") != "Condition":
            continue
        codes = code_strings(condition.get("code"))
        named = {match.concept for system, code in codes for match in match_code(system, code)}
        places = condition.get("bodySite")
        sites = {
            found[0]
            for one in (places if isinstance(places, list) else [places])
            for system, code in code_strings(one)
            if (found := site_for_code(system, code)) is not None
        }
        generic = "condition.cancer" in named and sites <= {"breast"}
        if codes and not generic and not any(name.startswith(BREAST) for name in named):
            return True
    return False
