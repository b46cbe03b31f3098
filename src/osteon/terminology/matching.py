"""From a code to what it means."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from osteon.terminology import local, sites, store
from osteon.terminology.systems import ICD10, ICD10CM, OSTEON, canonical, plain_code

__all__ = ["CodeMatch", "Concept", "answer_for_code", "concept", "match_code", "members", "source_of"]


class CodeMatch(NamedTuple):
    """One thing that a code, or a word, means."""

    concept: str
    label: str
    """What we call it; the record may call it something else."""
    tier: str
    """`A`: read from a standard's publisher; `B`: read from a secondary source; `site`: brought by the hospital."""
    site: str | None = None
    laterality: str | None = None
    answer: str | None = None


class Concept(NamedTuple):
    """A clinical idea with a canonical unit for its values."""

    id: str
    label: str
    unit: str | None = None
    drug_class: str | None = None
    text: bool = False
    """Whether a name in words is enough to match it."""
    narrows: str | None = None
    """The wider concept whose name is part of this one's ("trastuzumab" in "trastuzumab deruxtecan")."""
    bounds: tuple[int, int, int] | None = None
    """Lowest and highest points of a score, and the distance between two steps."""
    steps: tuple[tuple[str, int], ...] = ()
    """Codes of answers that stand for points."""


@lru_cache(maxsize=4096)
def concept(name: str) -> Concept:
    """The concept of that id; KeyError when there is none."""
    data = store.concepts()[name]
    return Concept(
        name, data["label"], data.get("unit"), data.get("class"), data.get("text", False), data.get("narrows"),
        tuple(data["bounds"]) if "bounds" in data else None, tuple(data.get("steps", {}).items()),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def members(prefix: str) -> tuple[str, ...]:
    """Ids of the concept and of all below it. With a closing dot only those below; the empty prefix gives all."""
    if not prefix:
        return tuple(store.concepts())
    below = prefix if prefix.endswith(".") else f"{prefix}."
    return tuple(name for name in store.concepts() if name == prefix or name.startswith(below))


@store.remember(65536)
def match_code(system: str, code: str) -> tuple[CodeMatch, ...]:
    """Everything that the code means to us; empty when it is not known, or known not to say what it seems to say."""
    system = canonical(system)
    code = plain_code(system, code)
    known = local.rows(system, code)
    if system == OSTEON:
        own = store.concepts().get(code)
        return known + ((CodeMatch(code, own["label"], "A"),) if own else ())
    data = store.codes()
    rows = data["match"].get(system, {}).get(code)
    if rows is None and system == ICD10:
        rows = _wider(data["match"][ICD10], data["subdivided"], code)
    if not rows:
        return known or _by_category(system, code)
    sources = data["sources"]
    return known + tuple(
        CodeMatch(name, _label(name, site, side), sources[source]["tier"], site, side, answer)
        for name, source, site, side, answer in rows
        if not any(match.concept == name for match in known)
    )


def _by_category(system: str, code: str) -> tuple[CodeMatch, ...]:
    """ICD-10 keeps malignant neoplasms together (C00 to C97): a code of them that no row names is still a cancer.

    C77 to C79 are metastases: only rows say where, and some of their codes are known to mean something else.
    """
    if system not in (ICD10, ICD10CM) or not (code[:1] == "C" and code[1:3].isdigit()):
        return ()
    if not 0 <= int(code[1:3]) <= 97 or 77 <= int(code[1:3]) <= 79:
        return ()
    name = "condition.cancer-other-organ"
    return (CodeMatch(name, store.concepts()[name]["label"], "A"),)


def _wider(rows: dict[str, list[list]], subdivided: list[str], code: str) -> list[list] | None:
    """National editions add digits for the place; these categories mean the same with every further digit."""
    for length in range(len(code) - 1, 2, -1):
        shorter = code[:length].rstrip(".")
        if shorter in subdivided:
            return rows[shorter]
    return None


def _label(name: str, site: str | None, side: str | None) -> str:
    label = store.concepts()[name]["label"]
    if site is None or site == "breast":
        return label if side is None else f"{label}, {side}"
    place = sites.site(site).label
    if place.lower() in label.lower():
        return label if side is None else f"{label}, {side}"
    return f"{label}: {place}" if side is None else f"{label}: {side} {place}"


def source_of(system: str, code: str) -> tuple[str, ...]:
    """Where the rows of a code were read."""
    system = canonical(system)
    data = store.codes()
    rows = data["match"].get(system, {}).get(plain_code(system, code), [])
    return tuple(data["sources"][row[1]]["name"] for row in rows)


@store.remember(4096)
def answer_for_code(system: str, code: str) -> str | None:
    """What a coded answer says: `positive`, `negative`, `present`, `absent`, `equivocal`, `left`, ..."""
    system = canonical(system)
    if system == OSTEON:
        return code if code in store.codes()["own_answers"] else None
    return store.codes()["answers"].get(system, {}).get(plain_code(system, code))
