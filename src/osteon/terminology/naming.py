"""Concepts by their names in words, and displays that name something else than their code."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from osteon.terminology import sites, store
from osteon.terminology.matching import CodeMatch
from osteon.terminology.words import Word, fold, parts, spans, split

__all__ = ["display_contradicts", "match_text"]

TIER: Final = "B"
JOINTS: Final = frozenset(("hip", "shoulder", "ankle"))
# Before "calcium" in a list: "calcium" after another word is a salt ("atorvastatin calcium").
JOINERS: Final = frozenset("+/,;&([")
JOINING_WORDS: Final = frozenset(("and", "und", "et", "y", "e", "plus", "with", "mit", "oral"))


class _Named(NamedTuple):
    concept: str
    brand: bool


class _Names(NamedTuple):
    spellings: dict[str, list[tuple[str, ...]]]
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
            name = parts(spelling)
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
    for position, name in spans(words, names.spellings):
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
    found = [named for named in _found(display) if named.concept.startswith(("drug.", "supplement."))]
    # A brand is one product: where brands stand in the display, they decide.
    brands = [named for named in found if named.brand]
    told = {named.concept for named in brands or found}
    told -= {concepts[name].get("narrows") for name in told}
    return bool(told) and not any(_same_drug(concept, name) for name in told)


def _same_drug(one: str, other: str) -> bool:
    """The same, or a product beside its substance where the substance's code leaves the product open."""
    if one == other:
        return True
    concepts, open_families = store.concepts(), _open_families()
    return any(
        concepts[narrow].get("narrows") == wide and wide in open_families
        for narrow, wide in ((one, other), (other, one))
    )


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
    # "Bone marrow" is not bone; taken together first, so that "bone and bone marrow" still names both.
    text = fold(display).replace("bone marrow", "marrow").replace("bone-marrow", "marrow")
    found = set()
    for word in split(text):
        longest = max((stem for stem, _ in stems if word.text.startswith(stem)), key=len, default=None)
        found |= {organ for stem, organ in stems if stem == longest}
        found |= {organ for other, organ in whole if other == word.text}
    return found


def _other_organ(concept: str, site: str | None, display: str) -> bool:
    allowed = _organs()[2].get(concept)
    if allowed is None:
        return _other_bone(site, display)
    named = _organs_in(display)
    if concept == "condition.cancer":
        # The code names no organ: a display that names one says more than the code can carry.
        return len(named) == 1
    if concept.startswith("condition.metastasis."):
        # "Metastatic breast cancer": the primary, not the place.
        named.discard("breast")
    if not named:
        return False
    return not named & set(allowed) or _other_bone(site, display)


def _other_bone(site: str | None, display: str) -> bool:
    """The code says one bone and the display another. A joint region holds parts of several bones: it never clashes."""
    if site is None or not sites.is_skeletal(site):
        return False
    found = sites.site_for_text(display)
    if found is None or not sites.is_skeletal(found[0]) or JOINTS & {site, found[0]}:
        return False
    return not sites.is_within(site, found[0]) and not sites.is_within(found[0], site)
