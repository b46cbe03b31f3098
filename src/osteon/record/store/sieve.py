"""Resources that need not be read when only some concepts are asked for, told by their codes.

A resource is left out only where its codes show that the readers would find nothing that is asked: each code in it, as the
readers understand it, is something else. Every other one is read. So are all types that others point to, and one entry at
least of each patient.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection
from typing import Any, Final
from zlib import crc32

import numpy as np
import orjson

from osteon.record.fhir.codes import code_strings, find_concepts
from osteon.record.fhir.dispatch import HANDLERS
from osteon.record.fhir.drugs import find_drug
from osteon.record.fhir.observations import ASSERTING_CODES, GENE_STUDIED, VARIANT
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.references import Index
from osteon.record.fhir.rules import RULE_BY_TYPE
from osteon.record.store.lines import ABSENT, CodedLine
from osteon.record.store.shared import SUPPORTING

__all__ = ["Sieve"]

MANY: Final = 100_000
"""Codes, or patients, that one worker remembers."""
DRUG: Final = "medicationCodeableConcept"
CODED: Final = frozenset(("Observation", *(kind for kind in HANDLERS if kind.startswith("Medication"))))
"""The types of which most records have most, which say what they are about by a code."""
UNREAD: Final = frozenset(RULE_BY_TYPE) - frozenset(HANDLERS) - SUPPORTING
"""Types that no reader looks at."""


class Sieve:
    """Sifts resources for some concepts; remembers which codes say nothing of them, and which entries were read and which not.

    The key of an entry stands for its patient, type and id: two versions of one entry have the same.
    """

    def __init__(self, concepts: Collection[str]) -> None:
        self.concepts = frozenset(concepts)
        self._asked: dict[tuple[str, bytes, bytes], bool] = {}
        self._met: dict[str, int] = {}
        """Patients of whom one entry has been read, with their part of the keys of their entries."""
        self._kinds: dict[str, int] = {kind: _crc(kind) for kind in CODED}
        self._needed: frozenset[int] = frozenset()
        self._read, self._left = array("Q"), array("Q")
        self._count = 0

    def need(self, keys: Collection[int]) -> None:
        """Read the entries with these keys, too. Each patient is met anew: what has been read of her before may be thrown away."""
        self._needed = frozenset(keys)
        self._met.clear()

    def count_left(self) -> int:
        """How many lines were left out since this was asked last."""
        count, self._count = self._count, 0
        return count

    def take_keys(self) -> dict[str, np.ndarray]:
        """Keys of what was `read` for what it says, and of what was `left` out, since this was asked last."""
        found = {"read": np.array(self._read, np.uint64), "left": np.array(self._left, np.uint64)}
        self._read, self._left = array("Q"), array("Q")
        return found

    def note_read(self, owner: str | None, kind: Any, name: Any) -> None:
        """An entry is read, whatever it is about."""
        if owner and kind in CODED and isinstance(name, str):
            self._read.append(_crc(owner) << 32 | _crc(name, self._kinds[kind]))

    def wants(self, owner: str | None, one: CodedLine, text: bytes) -> bool:
        """Whether a line has to be read."""
        kind, name = one.resourceType, one.id
        begun = None if kind is None else self._kinds.get(kind)
        if (begun is None and kind not in UNREAD) or not owner or not name:
            return True
        assert kind is not None
        if max(len(self._met), len(self._asked)) > MANY:
            self._met.clear()
            self._asked.clear()
        whose = self._met.get(owner)
        first = whose is None
        if whose is None:
            whose = self._met[owner] = _crc(owner) << 32
        wanted = False
        if begun is not None:
            key = whose | _crc(name, begun)
            wanted = self._says_more(one, kind, text) or key in self._needed
            # An entry that is read only for being the first says nothing that another version could take away.
            if wanted:
                self._read.append(key)
            elif not first:
                self._left.append(key)
        if wanted or first:
            return True
        self._count += 1
        return False

    def _says_more(self, one: CodedLine, kind: str, text: bytes) -> bool:
        """Whether the readers may find something that is asked in a line with these codes."""
        if one.contained is not ABSENT or one.priorPrescription is not ABSENT or one.medicationReference is not ABSENT:
            return True
        about = one.medicationCodeableConcept
        if kind == "Observation":
            if one.status != "final":
                return True  # one that is not final may take the place of another one
            about = one.code
        key = kind, bytes(about), b"" if one.component is ABSENT else bytes(one.component)
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = self._is_asked(kind, text)
        return found

    def _is_asked(self, kind: str, text: bytes) -> bool:
        """Whether the readers may find something that is asked in a resource with these codes."""
        try:
            resource = orjson.loads(text)
        except orjson.JSONDecodeError:
            return True
        if kind != "Observation":
            codeable = resource.get(DRUG)
            return not isinstance(codeable, dict) or self._is_drug(codeable)
        components = resource.get("component", [])
        if not isinstance(components, list):
            return True
        coded = [resource, *components]
        return any(
            not isinstance(one, dict) or not _is_coded(one.get("code")) or self._is_observed(one["code"]) for one in coded
        )

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


def _is_coded(codeable: Any) -> bool:
    return isinstance(codeable, dict) and bool(code_strings(codeable))


def _crc(text: str, begun: int = 0) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"), begun)
