"""How much of a drug one tablet, one millilitre or one hour of a patch holds, from the ingredients of a product or its name.

Read only where the name leaves one meaning: `oxycodone 10 MG Oral Tablet`, `fentanyl 0.025 MG/HR Transdermal System`,
`acetaminophen 325 MG / hydrocodone 5 MG Oral Tablet`. A name with ranges (`5-325 mg`), with thousands or with two strengths of
one kind tells none.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from osteon.record.fhir.codes import find_in_text
from osteon.record.fhir.elements import as_number
from osteon.terminology import UnitError, convert, unit_code

__all__ = [
    "NO_STRENGTH",
    "Strength",
    "in_rate",
    "is_piece",
    "product_route",
    "product_strengths",
    "ratio_strength",
    "strength_in",
]

Quantity = dict[str, Any]

KINDS: Final = ("drug", "supplement")
MILLIGRAMS: Final = {"mg": Decimal(1), "g": Decimal(1000), "ug": Decimal("0.001")}
MICROGRAMS_PER_MILLIGRAM: Final = 1000
HOURS: Final = frozenset(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure"))
PIECES: Final = frozenset(
    "tablet tablets tab tabs tbl tablette tabletten capsule capsules cap caps kapsel kapseln patch patches pflaster "
    "suppository suppositories suppos zapfchen zäpfchen stück stuck piece pieces each unit-dose".split()
)
"""Words for one of what a product comes in."""
FIGURE: Final = re.compile(
    r"(?<![\d.,])(?<!\d[-–/])(?P<value>\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>mcg|ug|microgram(?:s)?|mikrogramm|mg|milligram(?:s)?|milligramm|g|gram(?:s)?)(?![a-z])"
    r"(?:\s*(?:/|per|pro)\s*(?P<number>\d+(?:[.,]\d+)?)?\s*(?P<per>[a-zäöü]+))?"
)
THOUSANDS: Final = re.compile(r"[1-9]\d*[.,]\d{3}")
"""`1,000` and `1.000` may be a thousand or one."""
PARTS: Final = re.compile(r"\s+/\s+|\s*\+\s*")
ROUTES: Final = (
    ("transdermal", ("transderm", "patch", "pflaster")),
    ("sublingual", ("sublingual",)),
    ("buccal", ("buccal", "lozenge", "transmucosal", "mucosal")),
    ("nasal", ("nasal",)),
    ("rectal", ("rectal", "supposit", "zäpfchen", "zaepfchen")),
    ("topical", ("topical", "gel", "cream", "ointment", "salbe", "creme")),
    ("vaginal", ("vaginal",)),
    ("injection", ("inject", "infusion", "ampoule", "ampul", "syringe", "cartridge", "vial", "intraven", "subcut", "intrathecal")),
    ("oral", ("oral", "tabl", "capsule", "kapsel", "tropfen")),
)  # fmt: skip
"""Words in the name of a product that tell how it is given; what is no tablet to swallow comes first."""


class Strength(NamedTuple):
    """Milligrams in one piece and in one millilitre; micrograms an hour of one patch."""

    piece: Decimal | None = None
    millilitre: Decimal | None = None
    hourly: Decimal | None = None


NO_STRENGTH: Final = Strength()


@lru_cache(maxsize=4096)
def product_strengths(words: str) -> dict[str, Strength]:
    """Concept to strength, for each drug that the name of a product tells."""
    found: dict[str, Strength] = {}
    for part in PARTS.split(words):
        named = find_in_text(part, KINDS)
        if len(named) == 1:
            concept = named[0].concept
            found[concept] = NO_STRENGTH if concept in found else strength_in(part)
        elif named:
            found.update(dict.fromkeys((match.concept for match in named), NO_STRENGTH))
    return found


@lru_cache(maxsize=4096)
def strength_in(name: str) -> Strength:
    """The strength that the name of a product with one drug tells."""
    told: dict[str, set[Decimal]] = {"piece": set(), "millilitre": set(), "hourly": set()}
    for figure in FIGURE.finditer(_plain(name)):
        value, number = _amount(figure["value"]), _amount(figure["number"] or "1")
        kind = _kind(figure["per"] or "")
        if value is None or not number:
            return NO_STRENGTH
        if kind is not None:
            milligrams = value * MILLIGRAMS[_unit(figure["unit"])] / number
            told[kind].add(milligrams * MICROGRAMS_PER_MILLIGRAM if kind == "hourly" else milligrams)
    one = {kind: values.pop() if len(values) == 1 else None for kind, values in told.items()}
    return Strength(**one)


def _plain(words: str) -> str:
    return words.lower().replace("µ", "u").replace("μ", "u")


def _amount(text: str) -> Decimal | None:
    return None if THOUSANDS.fullmatch(text) else Decimal(text.replace(",", "."))


def _unit(word: str) -> str:
    if word.startswith(("mcg", "u", "mic", "mik")):
        return "ug"
    return "g" if word.startswith("g") else "mg"


def _kind(per: str) -> str | None:
    if not per or per in PIECES:
        return "piece"
    if per in HOURS:
        return "hourly"
    return "millilitre" if per in ("ml", "milliliter", "millilitre") else None


@lru_cache(maxsize=4096)
def product_route(words: str) -> str | None:
    """How a product is given, where its name tells one way; an injection may go into a vein or under the skin."""
    plain = words.lower()
    found = next((route for route, told in ROUTES if any(word in plain for word in told)), None)
    return None if found == "injection" else found


def ratio_strength(ratio: Any) -> Strength:
    """`strength` of an ingredient, such as 10 mg in 1 tablet."""
    if not isinstance(ratio, dict):
        return NO_STRENGTH
    above, below = ratio.get("numerator"), ratio.get("denominator")
    if not isinstance(above, dict) or not isinstance(below, dict):
        return NO_STRENGTH
    value, number = as_number(above.get("value")), as_number(below.get("value", 1))
    unit = unit_code(str(above.get("code") or above.get("unit") or ""))
    if value is None or not number or number < 0 or unit is None:
        return NO_STRENGTH
    try:
        milligrams = convert(value, unit, "mg", None) / number
    except UnitError:
        return NO_STRENGTH
    per = unit_code(str(below.get("code") or below.get("unit") or ""))
    if per == "h":
        return Strength(hourly=milligrams * MICROGRAMS_PER_MILLIGRAM)
    if per == "mL":
        return Strength(millilitre=milligrams)
    return Strength(piece=milligrams) if is_piece(below) else NO_STRENGTH


def is_piece(quantity: Quantity) -> bool:
    """Whether a quantity counts tablets, capsules or patches."""
    said = [word.strip("{}[]() .").lower() for key in ("unit", "code") if isinstance(word := quantity.get(key), str)]
    return any(word in PIECES or word.split()[:1] and word.split()[0] in PIECES for word in said)


def in_rate(value: Decimal, unit: str | None) -> Decimal | None:
    """A figure in micrograms an hour; None when it is no mass by time."""
    if unit is None:
        return None
    try:
        return convert(value, unit, "ug/h", None)
    except UnitError:
        return None
