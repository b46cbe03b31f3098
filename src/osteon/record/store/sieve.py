"""Lines that need not be read when only some concepts are asked for, told before they are taken apart.

A line is left out only where its own bytes show that the readers would find nothing that is asked: it is written as servers
write (the id first, then the code, no spaces and no escapes in the names of fields), and each code in it, as the readers
understand it, is something else. Every other line is read. So are all types that others point to, and one entry at least of
each patient.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection
from typing import Any, Final
from zlib import crc32

import numpy as np
import orjson

from osteon.record.fhir.codes import code_strings, find_concepts
from osteon.record.fhir.dispatch import HANDLERS
from osteon.record.fhir.documents import by_subject, owner_of
from osteon.record.fhir.drugs import find_drug
from osteon.record.fhir.observations import ASSERTING_CODES, GENE_STUDIED, VARIANT
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.references import Index
from osteon.record.fhir.rules import RULE_BY_TYPE
from osteon.record.store.blocks import Block
from osteon.record.store.fields import WHOLE

__all__ = ["Sieve"]

MANY: Final = 100_000
"""Codes, or patients, that one worker remembers."""
FINAL: Final = b'"status":"final"'
"""Observations that stand as they are: others may take the place of one that is asked for."""
PRIOR: Final = b'"priorPrescription"'
DRUG: Final = b'"medicationCodeableConcept":'
CODE: Final = b'"code":{'
SUBJECT: Final = b'"subject":{"reference":"'
PATIENT: Final = b'"patient":{"reference":"'
"""As long as the other."""
CODED_AT: Final = {
    "Observation": CODE,
    "MedicationRequest": DRUG,
    "MedicationAdministration": DRUG,
    "MedicationStatement": DRUG,
    "MedicationDispense": DRUG,
}
"""Where the types of which most records have most say what they are about."""
NAMES: Final = tuple(f'"{kind}"'.encode() for kind in CODED_AT)
UNREAD: Final = frozenset(RULE_BY_TYPE) - HANDLERS.keys() - WHOLE
"""Types that no reader looks at."""


class Sieve:
    """Sifts lines for some concepts; remembers what codes mean, and which entries were read and which not.

    The key of an entry stands for its patient, type and id: two versions of one entry have the same.
    """

    def __init__(self, concepts: Collection[str]) -> None:
        self.concepts = frozenset(concepts)
        self._asked: dict[str, dict[bytes, bool]] = {kind: {} for kind in CODED_AT}
        self._owners: dict[bytes, int | None] = {}
        """References to patients, with what stands for each; one entry of each of them has been read."""
        self._read, self._left = array("Q"), array("Q")
        self._count = 0

    def count_left(self) -> int:
        """How many lines were left out since this was asked last."""
        count, self._count = self._count, 0
        return count

    def take_keys(self) -> dict[str, np.ndarray]:
        """Keys of what was `read` and of what was `left` out since this was asked last."""
        found = {"read": np.array(self._read, np.uint64), "left": np.array(self._left, np.uint64)}
        self._read, self._left = array("Q"), array("Q")
        return found

    def sift(self, block: Block) -> Block:
        """The block without what need not be read. Sets `lines` of the block that is given."""
        if block.broken:
            return block
        if block.items is not None:
            self._read.extend(_key_of(item.resource, item.owner) for item in block.items if block.kind in CODED_AT)
            return block
        if block.kind not in CODED_AT and block.kind not in UNREAD:
            if any(name in block.text for name in NAMES):  # types one after the other in one file
                self._read.extend(_key(line) for line in block.text.split(b"\n"))
            return block
        text, kind = block.text, block.kind
        kept: list[bytes] = []
        lines: list[int] = []
        read, left, salt = self._read, self._left, crc32(kind.encode())
        unread = kind in UNREAD
        prefix = b'{"resourceType":"%s","id":"' % kind.encode()
        past_code = self._observed if kind == "Observation" else self._ordered if kind in CODED_AT else _unread
        if len(self._owners) > MANY:
            self._owners.clear()
        owners, size, find, begins = self._owners, len(text), text.find, text.startswith
        start, line = 0, block.first_line
        while start < size:
            end = find(b"\n", start)
            end = size if end < 0 else end
            asked, owner = True, None
            if begins(prefix, start):
                name = start + len(prefix)
                name_end = find(b'"', name, end)
                past = past_code(text, name_end, end)
                subject = find(SUBJECT, past if past > 0 else name_end, end)
                if subject < 0:
                    subject = find(SUBJECT, name_end, end)
                    subject = find(PATIENT, name_end, end) if subject < 0 else subject
                if subject >= 0:
                    subject += len(SUBJECT)
                    reference = text[subject : find(b'"', subject, end)]
                    owner = owners.get(reference)
                    if owner is None:
                        owners[reference] = _owner(reference)  # the first entry of a patient is always read
                    else:
                        asked = past < 0
                        if not unread:
                            (read if asked else left).append(owner | crc32(text[name:name_end], salt))
            if owner is None and not unread:
                read.append(_key(text[start:end]))
            if asked:
                kept.append(text[start : end + 1])
                lines.append(line)
            line += 1
            start = end + 1
        self._count += line - block.first_line - len(lines)
        block.lines = range(block.first_line, line)
        return Block(kind, block.input, lines, block.first_line, b"".join(kept))

    def _observed(self, text: bytes, start: int, end: int) -> int:
        """Where the code of an observation ends; -1 if it, or a part of it, may say something that is asked."""
        known, find = self._asked["Observation"], text.find
        at = find(CODE, find(FINAL, start, end), end)
        if at < start:
            return -1
        first = 0
        while at >= 0:
            past = _codeable_end(text, at + 7, end)
            if past < 0:
                return -1
            code = text[at + 7 : past]
            asked = known.get(code)
            if asked is None:
                asked = self._remember(known, code, self._is_observed)
            if asked:
                return -1
            first = first or past
            at = find(CODE, past, end)
        return first

    def _ordered(self, text: bytes, start: int, end: int) -> int:
        """Where the drug of an entry ends; -1 if it may be one that is asked for, or the entry takes the place of another."""
        known = self._asked["MedicationRequest"]
        at = text.find(DRUG, start, end)
        past = _codeable_end(text, at + len(DRUG), end) if at >= 0 else -1
        if past < 0 or text.find(DRUG, past, end) >= 0 or text.find(PRIOR, start, end) >= 0:
            return -1
        drug = text[at + len(DRUG) : past]
        asked = known.get(drug)
        if asked is None:
            asked = self._remember(known, drug, self._is_drug)
        return -1 if asked else past

    @staticmethod
    def _remember(known: dict[bytes, bool], text: bytes, judge: Callable[[dict], bool]) -> bool:
        if len(known) > MANY:
            known.clear()
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            value = None
        found = known[text] = judge(value) if isinstance(value, dict) else True
        return found

    def _is_observed(self, code: dict) -> bool:
        strings = code_strings(code)
        if VARIANT in strings or GENE_STUDIED in strings or not ASSERTING_CODES.isdisjoint(strings):
            return True
        found = find_concepts(code, "code", Reading(Index(), 0))
        if found.refused or not (found.matches or found.standard):
            return True
        return any(match.concept in self.concepts for match in found.matches)

    def _is_drug(self, codeable: dict) -> bool:
        """A product may turn out to be a narrower or a wider one: brand and dose tell."""
        found = find_drug(codeable, "medicationCodeableConcept", Reading(Index(), 0))
        return found.refused or any(
            asked.startswith(match.concept) or match.concept.startswith(asked)
            for match in found.matches
            for asked in self.concepts
        )


def _codeable_end(text: bytes, start: int, end: int) -> int:
    """Where a CodeableConcept ends that begins at `start`; -1 when it is not written as usual."""
    if not text.startswith(b'{"coding":[{', start):
        return -1
    past = text.find(b"}]", start, end) + 2
    if past < 2:
        return -1
    if text.startswith(b"}", past):
        return past + 1
    if text.startswith(b',"text":"', past):
        past = text.find(b'"', past + 9, end)
        return past + 2 if past > 0 and text.startswith(b'"}', past) else -1
    return -1


def _unread(text: bytes, start: int, end: int) -> int:
    """Nothing in an entry that no reader looks at is asked for."""
    return start


def _owner(reference: bytes) -> int | None:
    """The half of the key that stands for a patient; None for what names none."""
    text = reference.decode("utf-8", "replace")
    owner = owner_of(text) if text else None
    return crc32(owner.encode("utf-8", "surrogatepass")) << 32 if owner else None


def _key(line: bytes) -> int:
    """The key of any line; 0 for what has no patient or no id."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return 0
    return _key_of(value, by_subject(value, {})) if isinstance(value, dict) else 0


def _key_of(resource: Any, owner: str | None) -> int:
    name, kind = (resource.get("id"), resource.get("resourceType")) if isinstance(resource, dict) else (None, None)
    if not owner or not isinstance(name, str) or not isinstance(kind, str):
        return 0
    whose, what, which = (one.encode("utf-8", "surrogatepass") for one in (owner, kind, name))
    return crc32(whose) << 32 | crc32(which, crc32(what))
