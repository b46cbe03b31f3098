"""The skeleton as a tree of places, and the few organs beside it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from osteon.terminology import store
from osteon.terminology.systems import OSTEON, canonical
from osteon.terminology.words import Word, fold, parts, spans, split

__all__ = [
    "Site",
    "is_skeletal",
    "is_within",
    "may_hold",
    "places_inside",
    "site",
    "site_for_code",
    "site_for_text",
    "site_order",
    "skeletal_sites",
]

ROOT: Final = "skeleton"


class Site(NamedTuple):
    """A place in the body."""

    id: str
    label: str
    parent: str | None
    side_allowed: bool
    weight_bearing: bool
    long_bone: bool
    spine_region: str | None
    """`cervical`, `thoracic`, `lumbar`, `sacral`."""
    sins_location: str | None
    """`junctional`, `mobile`, `semirigid`, `rigid`; None where the level is not told, and outside the spine."""


@lru_cache(maxsize=1024)
def site(name: str) -> Site:
    """The site of that id; KeyError when there is none."""
    data = store.sites()["sites"][name]
    return Site(
        name, data["label"], data.get("parent"), data.get("side", False), data.get("bearing", False),
        data.get("long", False), data.get("region"), data.get("sins"),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _line(name: str) -> tuple[str, ...]:
    """The site and everything that it lies in, inside out."""
    tree = store.sites()["sites"]
    line = [name]
    while (parent := tree[line[-1]].get("parent")) is not None:
        line.append(parent)
    return tuple(line)


def is_within(name: str, ancestor: str) -> bool:
    """Whether a site is the other one, or a part of it. Unknown names are part of nothing."""
    return name in store.sites()["sites"] and ancestor in _line(name)


def may_hold(wide: str, name: str) -> bool:
    """Whether a place lies inside the other, or at the joint that the other names (`hip` and `femur.neck`)."""
    known = store.sites()["sites"].get(wide)
    return known is not None and any(is_within(name, one) for one in (wide, *known.get("spans", ())))


def is_skeletal(name: str) -> bool:
    """Whether a site is bone."""
    return is_within(name, ROOT)


@lru_cache(maxsize=1)
def skeletal_sites() -> tuple[str, ...]:
    """Every place of the skeleton, from the head down, the widest first."""
    return tuple(name for name in store.sites()["sites"] if is_skeletal(name))


@lru_cache(maxsize=1024)
def places_inside(name: str) -> tuple[str, ...]:
    """The innermost places that a site may mean; the site itself where fewer than two places inside it have a name.

    A joint spans the ends of its bones: a lesion "of the hip" may be in the acetabulum or in the head, neck or trochanters.
    """
    tree = store.sites()["sites"]
    parents = {content.get("parent") for content in tree.values()}
    wide = tree[name].get("spans", [name])
    inner = tuple(other for other in tree if other not in parents and any(is_within(other, one) for one in wide))
    return inner if len(inner) > 1 else (name,)


@lru_cache(maxsize=1024)
def site_order(name: str) -> tuple[int, ...]:
    """A sort key: from the head down, a bone before its parts."""
    position = {other: number for number, other in enumerate(store.sites()["sites"])}
    return tuple(position[step] for step in reversed(_line(name)))


@lru_cache(maxsize=8192)
def site_for_code(system: str, code: str) -> tuple[str, str | None] | None:
    """Site and laterality of a body-site code."""
    system = canonical(system)
    code = code.strip()
    if system == OSTEON:
        return (code, None) if code in store.sites()["sites"] else None
    found = store.codes()["sites"].get(system, {}).get(code)
    return (found[0], found[1]) if found else None


LEVEL: Final = re.compile(r"(c|th|t|l|s|hwk|bwk|lwk|swk|hw|bw|lw|sw)(\d{1,2})")
REGION: Final = {"c": "C", "th": "T", "t": "T", "l": "L", "s": "S", "hwk": "C", "bwk": "T", "lwk": "L", "swk": "S",
          "hw": "C", "bw": "T", "lw": "L", "sw": "S"}  # fmt: skip
SPELT_REGION: Final = {
    "cervical": "C", "thoracic": "T", "dorsal": "T", "lumbar": "L", "sacral": "S",
    "hwk": "C", "bwk": "T", "lwk": "L", "swk": "S", "th": "T",
}  # fmt: skip
LAST: Final = {"C": 7, "T": 12, "L": 5, "S": 5}
# "T2" is a way of making MR images, and a tumour stage, more often than the second thoracic vertebra.
NOT_A_LEVEL_AFTER: Final = (
    r"^(weighted|weight|wi|w|signal|sequences?|images?|flair|stir|hyper\w*|hypo\w*|gewichtet\w*|n\d|n[x0-3]\w*)$"
)
SIDES: Final = {
    "left": "left", "lt": "left", "links": "left", "linke": "left", "linken": "left", "linker": "left", "linkes": "left",
    "linksseitig": "left", "right": "right", "rt": "right", "rechts": "right", "rechte": "right", "rechten": "right",
    "rechter": "right", "rechtes": "right", "rechtsseitig": "right", "bilateral": "bilateral", "both": "bilateral",
    "beidseits": "bilateral", "beide": "bilateral", "beidseitig": "bilateral",
}  # fmt: skip


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, list[tuple[str, ...]]], dict[tuple[str, ...], str]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    meaning: dict[tuple[str, ...], str] = {}
    for spelling, name in store.sites()["names"].items():
        words = parts(spelling)
        if words not in meaning:
            meaning[words] = name
            index.setdefault(words[0], []).append(words)
    for spellings in index.values():
        spellings.sort(key=len, reverse=True)
    return index, meaning


@lru_cache(maxsize=8192)
def site_for_text(text: str) -> tuple[str, str | None] | None:
    """Site and laterality that a text names; several places give what they have in common, unless that is the whole body."""
    if not text:
        return None
    folded = fold(text)
    words = split(folded)
    # The side may stand inside the name: "proximal left femur".
    places = [word for word in words if word.text not in SIDES]
    index, meaning = _names()
    found = [meaning[name] for _, name in spans(places, index)] + _levels(folded, places)
    if not found:
        return None
    name = _common(found)
    if name is None:
        return None
    sides = {SIDES[word.text] for word in words if word.text in SIDES}
    side = sides.pop() if len(sides) == 1 else ("bilateral" if {"left", "right"} <= sides else None)
    return name, side if side is not None and site(name).side_allowed else None


def _common(found: list[str]) -> str | None:
    """The innermost place that holds them all; a place named together with a part of it is that part."""
    inner = [
        name for name in dict.fromkeys(found) if not any(other != name and is_within(other, name) for other in found)
    ]
    if len(inner) == 1:
        return inner[0]
    shared = [step for step in _line(inner[0]) if all(step in _line(other) for other in inner[1:])]
    return shared[0] if shared and shared[0] != ROOT else None


def _levels(text: str, words: list[Word]) -> list[str]:
    """Vertebrae written short: L3, Th8, BWK 8, thoracic vertebra 8, L4/5."""
    found = []
    for position, word in enumerate(words):
        after = words[position + 1].text if position + 1 < len(words) else ""
        level = LEVEL.fullmatch(word.text)
        if level is not None:
            if level.group(1) == "t" and re.match(NOT_A_LEVEL_AFTER, after):
                continue
            region = REGION[level.group(1)]
            found.append(_vertebra(region, level.group(2)))
            if after.isdigit() and text[word.end : words[position + 1].start].strip() in ("/", "-", "–", "+", "bis"):
                found.append(_vertebra(region, after))
        elif word.text in SPELT_REGION:
            number = after if after.isdigit() else ""
            if not number and after in ("vertebra", "vertebral", "spine") and position + 2 < len(words):
                later = words[position + 2 :]
                number = next((other.text for other in later[:2] if other.text.isdigit()), "")
            if number:
                found.append(_vertebra(SPELT_REGION[word.text], number))
    return [name for name in found if name is not None]


def _vertebra(region: str, number: str) -> str | None:
    return f"vertebra.{region}{int(number)}" if 1 <= int(number) <= LAST[region] else None
