"""From a CodeableConcept to the concepts that it means, with clashes between code and display told."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from osteon.record.fhir.elements import first_text
from osteon.record.fhir.reading import Reading
from osteon.terminology import CodeMatch, answer_for_code, display_contradicts, match_code, match_text, remember
from osteon.terminology import concept as concept_of

__all__ = ["NOTHING", "Found", "answer_of", "code_strings", "find_concepts", "find_in_text", "label_of"]

GENERIC_CANCER: Final = "condition.cancer"
GENERIC_METASTASIS: Final = "condition.metastasis"
METASTASIS_AT: Final = "condition.metastasis."
DRUGS: Final = ("drug.", "supplement.")

STANDARD_SYSTEMS: Final = (
    "http://snomed.info/sct",
    "http://loinc.org",
    "http://hl7.org/fhir/sid/",
    "http://www.nlm.nih.gov/",
    "http://www.whocc.no/",
    "http://fhir.de/CodeSystem/",
    "urn:oid:2.16.840.1.113883.6.",
)
"""Systems whose codes say exactly what is meant: their text is not read when the code is no concept of ours."""

ANSWER_WORDS: Final = {
    "yes": "present",
    "present": "present",
    "true": "present",
    "ja": "present",
    "no": "absent",
    "none": "absent",
    "absent": "absent",
    "not present": "absent",
    "false": "absent",
    "nein": "absent",
    "positive": "positive",
    "detected": "positive",
    "positiv": "positive",
    "negative": "negative",
    "not detected": "negative",
    "negativ": "negative",
    "equivocal": "equivocal",
}


class Found(NamedTuple):
    """`refused` says that a problem was told which keeps the entry from being read."""

    matches: tuple[CodeMatch, ...]
    label: str
    standard: bool
    """At least one coding is of a standard system."""
    coded: bool
    refused: bool = False


NOTHING: Final = Found((), "", False, False)


class _Judged(NamedTuple):
    matches: tuple[CodeMatch, ...]
    clashes: bool
    standard: bool


@remember(65536)
def _judge(system: str, code: str, display: str) -> _Judged:
    matches = match_code(system, code)
    standard = system.startswith(STANDARD_SYSTEMS)
    if not matches or not display:
        return _Judged(tuple(matches), False, standard)
    kept = tuple(match for match in matches if not display_contradicts(match, display))
    if len(kept) == len(matches):
        return _Judged(kept, False, standard)
    if not kept:
        # "Malignant neoplastic disease" shown as the cancer of one organ: the code is still true, only less precise.
        kept = tuple(match for match in matches if match.concept in (GENERIC_CANCER, GENERIC_METASTASIS))
    return _Judged(kept, True, standard)


def find_concepts(codeable: Any, path: str, reading: Reading) -> Found:
    """The concepts of a CodeableConcept. Codings are translations of each other, so they have to agree."""
    if codeable is None:
        return NOTHING
    if not isinstance(codeable, dict):
        reading.problem(path, "a coded value (object) is expected here; not used")
        return Found((), "", False, False, True)
    codings = codeable.get("coding")
    if isinstance(codings, list) and len(codings) == 1 and isinstance(codings[0], dict):
        coding = codings[0]  # the usual shape, without the bookkeeping for several codings
        code, system, shown = coding.get("code"), coding.get("system"), coding.get("display")
        if not isinstance(shown, str):
            text = codeable.get("text")
            shown = text if isinstance(text, str) else ""
        if isinstance(code, str) and isinstance(system, str):
            found = _find_single(system, code, shown)
            if found is not None:
                return found
    return _find_among(codeable, codings, first_text(codeable.get("text")), path, reading)


@remember(65536)
def _find_single(system: str, code: str, shown: str) -> Found | None:
    """None when code and display clash: that has to be told."""
    judged = _judge(system, code, shown)
    return None if judged.clashes else Found(judged.matches, shown, judged.standard, True)


def _find_among(codeable: dict[str, Any], codings: Any, text: str, path: str, reading: Reading) -> Found:
    if codings is None:
        return Found((), text, False, False)
    if not isinstance(codings, list):
        reading.problem(f"{path}.coding", "a list of codes is expected here; not used")
        return Found((), text, False, False, True)
    per_coding: list[tuple[CodeMatch, ...]] = []
    label, standard, coded, refused = "", False, False, False
    for position, coding in enumerate(codings):
        here = f"{path}.coding[{position}]"
        if not isinstance(coding, dict):
            reading.problem(here, "an object is expected here; not used")
            continue
        code, system, display = coding.get("code"), coding.get("system"), coding.get("display")
        if code is None:
            label = label or first_text(display)
            continue
        if not isinstance(code, str) or not (system is None or isinstance(system, str)):
            reading.problem(f"{here}.code", "code and system have to be text; not used")
            continue
        shown = first_text(display, text)
        judged = _judge(system or "", code, shown)
        coded, standard = True, standard or judged.standard
        label = label or first_text(display)
        if judged.clashes:
            kept = bool(judged.matches)
            reading.problem(
                f"{here}.display",
                f"code {code} and its display name different things; "
                + ("only what the code says was used" if kept else "the entry was not used"),
            )
            refused = refused or not kept
        if judged.matches:
            per_coding.append(judged.matches)
    if refused:
        return Found((), label or text, standard, coded, True)
    matches, agree = _merge(per_coding)
    if not agree:
        reading.problem(f"{path}.coding", "the codes of this entry name different things; the entry was not used")
        return Found((), label or text, standard, coded, True)
    return Found(matches, label or text, standard, coded)


def _merge(per_coding: list[tuple[CodeMatch, ...]]) -> tuple[tuple[CodeMatch, ...], bool]:
    """One match per concept; a narrower concept replaces the wider one; two organs or two drugs do not agree."""
    if not per_coding:
        return (), True
    if len(per_coding) == 1:
        return per_coding[0], True
    merged: dict[str, CodeMatch] = {}
    for matches in per_coding:
        for match in matches:
            known = merged.get(match.concept)
            merged[match.concept] = match if known is None else _join(known, match)
    shared = set.intersection(*({match.concept for match in matches} for matches in per_coding))
    if shared:
        return tuple(merged[concept] for concept in merged if concept in shared), True
    kept = [
        concept for concept in merged if not any(other != concept and _is_wider(concept, other) for other in merged)
    ]
    for family in (METASTASIS_AT, "drug."):
        if sum(concept.startswith(family) for concept in kept) > 1:
            return (), False
    return tuple(merged[concept] for concept in kept), True


def _is_wider(concept: str, other: str) -> bool:
    if concept == GENERIC_CANCER:
        return other.startswith("condition.") and (other.endswith("-cancer") or other.startswith(GENERIC_METASTASIS))
    return other.startswith((f"{concept}.", f"{concept}-")) or _narrows(other) == concept


def _narrows(name: str) -> str | None:
    try:
        return concept_of(name).narrows
    except LookupError:
        return None


def _join(first: CodeMatch, second: CodeMatch) -> CodeMatch:
    """Two codes for one concept: what one leaves open, the other may say."""
    return first._replace(
        site=first.site or second.site,
        laterality=first.laterality or second.laterality,
        answer=first.answer or second.answer,
        tier=min(first.tier, second.tier),
    )


LONGEST_NAME: Final = 80
"""Longer words are sentences about a person, not the name of a drug: they are looked at and never kept in memory."""


def find_in_text(text: str, kinds: tuple[str, ...]) -> tuple[CodeMatch, ...]:
    if not text:
        return ()
    return _find_name(text, kinds) if len(text) <= LONGEST_NAME else tuple(match_text(text, kinds))


@remember(16384)
def _find_name(text: str, kinds: tuple[str, ...]) -> tuple[CodeMatch, ...]:
    return tuple(match_text(text, kinds))


def label_of(codeable: Any) -> str:
    """What the record called it."""
    if not isinstance(codeable, dict):
        return ""
    codings = codeable.get("coding")
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict) and isinstance(coding.get("display"), str):
            return coding["display"]
    return first_text(codeable.get("text"))


def code_strings(codeable: Any) -> list[tuple[str, str]]:
    """(system, code) of the codings that are in order."""
    codings = codeable.get("coding") if isinstance(codeable, dict) else None
    found: list[tuple[str, str]] = []
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict):
            system, code = coding.get("system"), coding.get("code")
            if isinstance(code, str):
                found.append((system if isinstance(system, str) else "", code))
    return found


@remember(16384)
def _answer(system: str, code: str) -> str | None:
    answer = answer_for_code(system, code)
    if answer is not None:
        return answer
    matches = match_code(system, code)
    return matches[0].concept if len(matches) == 1 else None


def answer_of(codeable: Any) -> str | None:
    """The coded answer, or the concept that the answer names, or a plain yes or no in words."""
    for system, code in code_strings(codeable):
        answer = _answer(system, code)
        if answer is not None:
            return answer
    word = label_of(codeable).strip().lower().rstrip(".")
    return ANSWER_WORDS.get(word)
