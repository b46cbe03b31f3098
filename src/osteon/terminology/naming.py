"""Concepts by their names in words, and displays that name something else than their code."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from osteon.terminology import store
from osteon.terminology.matching import CodeMatch
from osteon.terminology.words import Word, fold, spans, split

__all__ = ["display_contradicts", "match_text"]

TIER = "B"
# Before "calcium" in a list: "calcium" after another word is a salt ("atorvastatin calcium").
JOINERS = frozenset("+/,;&([")
JOINING_WORDS = frozenset(("and", "und", "et", "y", "e", "plus", "with", "mit", "oral"))


class _Named(NamedTuple):
    concept: str
    brand: bool


class _Names(NamedTuple):
    index: dict[str, list[tuple[str, ...]]]
    meaning: dict[tuple[str, ...], tuple[_Named, ...]]
    leading: frozenset[tuple[str, ...]]


@lru_cache(maxsize=1)
def _names() -> _Names:
    index: dict[str, list[tuple[str, ...]]] = {}
    meaning: dict[tuple[str, ...], tuple[_Named, ...]] = {}
    leading = set()
    data = store.names()
    for group in ("ingredients", "brands", "leading", "conditions", "shields"):
        for spelling, concepts in data[group].items():
            name = tuple(word.text for word in split(fold(spelling)))
            meaning[name] = tuple(_Named(concept, group == "brands") for concept in concepts)
            index.setdefault(name[0], []).append(name)
            if group == "leading":
                leading.add(name)
    for names in index.values():
        names.sort(key=len, reverse=True)
    return _Names(index, meaning, frozenset(leading))


def _found(text: str) -> list[_Named]:
    folded = fold(text)
    words = split(folded)
    names = _names()
    found: list[_Named] = []
    for position, name in spans(words, names.index):
        if name in names.leading and not _leads(folded, words, position):
            continue
        found.extend(named for named in names.meaning[name] if named not in found)
    return found


def _leads(text: str, words: list[Word], position: int) -> bool:
    if position == 0:
        return True
    before = words[position - 1]
    between = text[before.end : words[position].start].strip()
    return (between[-1:] in JOINERS if between else False) or before.text in JOINING_WORDS


@lru_cache(maxsize=16384)
def match_text(text: str, kinds: tuple[str, ...]) -> tuple[CodeMatch, ...]:
    """Concepts named in words, of the given kinds (the part of the id before the dot, such as `drug`).

    Only for concepts whose data allows it. Whole words, capitals and accents aside; the longest name wins, and a
    product hides its ingredient ("Trastuzumab [Kadcyla]" is trastuzumab emtansine). Negation is the reader's work.
    """
    if not text:
        return ()
    wanted = tuple(kind.rstrip(".") for kind in kinds)
    concepts = store.concepts()
    found = [named.concept for named in _found(text)]
    hidden = {concepts[name].get("narrows") for name in found}
    return tuple(
        CodeMatch(name, concepts[name]["label"], TIER)
        for name in dict.fromkeys(found)
        if name not in hidden and any(name == kind or name.startswith(f"{kind}.") for kind in wanted)
    )


def display_contradicts(match: CodeMatch, display: str) -> bool:
    """Whether the display names another organ, or another drug, than the code.

    Only a clear clash counts: further words, other languages and empty displays do not.
    """
    if not display:
        return False
    return _clashes(match.concept, match.site, display)


@lru_cache(maxsize=16384)
def _clashes(concept: str, site: str | None, display: str) -> bool:
    if concept.startswith(("drug.", "supplement.")):
        return _other_drug(concept, display)
    if concept.startswith(("condition.", "history.", "fracture.")):
        return _other_organ(concept, site, display)
    return False


def _other_drug(concept: str, display: str) -> bool:
    concepts = store.concepts()
    wider = concepts[concept].get("narrows")
    found = [named for named in _found(display) if named.concept.startswith(("drug.", "supplement."))]
    if not found:
        return False
    for named in found:
        family = {named.concept, concepts[named.concept].get("narrows")}
        # A brand is one product: it decides. A product below the code's substance is fine only for an open family.
        if named.brand and named.concept != concept and not (concept in family and concept in _open_families()):
            return not any(other.concept == concept for other in found if other.brand)
    if any(named.concept == concept for named in found):
        hidden = {concepts[named.concept].get("narrows") for named in found}
        return concept in hidden and concept not in _open_families()
    if any(named.concept == wider for named in found):
        return False
    return not any(concepts[named.concept].get("narrows") == concept and concept in _open_families() for named in found)


@lru_cache(maxsize=1)
def _open_families() -> frozenset[str]:
    """Substances whose code leaves the product open (denosumab, zoledronic acid), so that any of its products fits."""
    return frozenset(store.names()["open_families"])


@lru_cache(maxsize=1)
def _organs() -> tuple[list[tuple[str, str]], list[tuple[str, str]], dict[str, list[str]]]:
    data = store.names()["organs"]
    stems = [(stem, organ) for organ, entry in data.items() for stem in entry.get("stems", ())]
    whole = [(word, organ) for organ, entry in data.items() for word in entry.get("words", ())]
    return stems, whole, store.names()["organs_of"]


def _organs_in(display: str) -> set[str]:
    stems, whole, _ = _organs()
    text = fold(display)
    # The origin of a metastasis is not where it sits: "from breast", "metastatic carcinoma of breast to bone" name both.
    words = {word.text for word in split(text)}
    found = {organ for word, organ in whole if word in words}
    found |= {organ for stem, organ in stems if any(word.startswith(stem) for word in words)}
    if "marrow" in words or "knochenmark" in text:
        found.discard("bone")
    return found


def _other_organ(concept: str, site: str | None, display: str) -> bool:
    named = _organs_in(display)
    if not named:
        return False
    allowed = _organs()[2].get(concept)
    if allowed is None:
        return False
    if concept in ("condition.cancer", "condition.metastasis"):
        # The code says no organ: a display that names one says more than the code can carry.
        return len(named) == 1
    return not named & set(allowed)
