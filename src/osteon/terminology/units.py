"""Units: one UCUM code for each spelling, and exact conversion."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from osteon.terminology import store

__all__ = ["UnitError", "convert", "unit_code"]

SIGNS: Final = str.maketrans({
    "µ": "u", "μ": "u", "²": "2", "³": "3", "⁹": "9", "⁶": "6", "¹": "1", "⁰": "0", "×": "x", "·": ".", "⋅": ".",
    "−": "-", "–": "-", "∕": "/", "⁄": "/", "\u200b": None, "\ufeff": None, "\u00a0": " ",
})  # fmt: skip


class UnitError(ValueError):
    """A value that cannot be brought into the wanted unit; the message is for a reader."""


class _Unit(NamedTuple):
    dimension: str
    factor: Decimal
    offset: Decimal


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """UCUM code -> dimension, and folded spelling -> UCUM code."""
    known: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for dimension, entries in store.units()["dimensions"].items():
        for code, entry in entries.items():
            known[code] = dimension
            # A single letter is too easily another unit (m, M) to be read without regard to capitals.
            for spelling in (code, *entry.get("spelt", ())):
                spellings.setdefault(_folded(spelling) if len(spelling) > 1 else spelling, code)
    return known, spellings


@lru_cache(maxsize=256)
def _unit(code: str) -> _Unit:
    dimension = _table()[0][code]
    entry = store.units()["dimensions"][dimension][code]
    return _Unit(dimension, Decimal(entry["factor"]), Decimal(entry.get("offset", "0")))


def _folded(text: str) -> str:
    if not text.isascii():
        text = text.translate(SIGNS)
    return "".join(text.split()).lower().replace("^", "").replace("**", "*")


@lru_cache(maxsize=4096)
def unit_code(text: str) -> str | None:
    """The UCUM code of a unit as people and machines write it; None when it is not known."""
    known, spellings = _table()
    text = text.strip()
    if text in known:
        return text
    if len(text) == 1:
        return spellings.get(text)
    return spellings.get(_folded(text))


def convert(value: Decimal, unit: str, to: str, concept: str | None) -> Decimal:
    """The value in the unit `to`. UnitError when the units do not fit, or the concept has no factor between mass and amount."""
    source, target = unit_code(unit) if unit else None, unit_code(to)
    what = _what(concept)
    if source is None:
        if not unit:
            raise UnitError(f"{what}{value} has no unit; {to} or a unit that converts to it is expected")
        raise UnitError(
            f"{what}{value} has the unit {unit!r}, which is not known; {to} or a unit that converts to it is expected"
        )
    if target is None:
        raise UnitError(f"{what}{value} {unit}: the unit {to!r} is not known")
    if source == target:
        return value
    have, want = _unit(source), _unit(target)
    if have.dimension == want.dimension:
        return _scale(value, have, want)
    joined = _joined(concept, have.dimension, want.dimension)
    if joined is None:
        raise UnitError(
            f"{what}{value} {unit} cannot be given in {to}: one is {_names(have)}, the other {_names(want)}"
        )
    start, end, factor = joined
    if have.dimension == _unit(start).dimension:
        return _scale(_scale(value, have, _unit(start)) * factor, _unit(end), want)
    return _scale(_scale(value, have, _unit(end)) / factor, _unit(start), want)


def _scale(value: Decimal, have: _Unit, want: _Unit) -> Decimal:
    if have.offset or want.offset:
        return ((value + have.offset) * have.factor) / want.factor - want.offset
    # One multiplication, then one division: whatever has a finite decimal form stays exact.
    return value if have.factor == want.factor else value * have.factor / want.factor


@lru_cache(maxsize=1024)
def _joined(concept: str | None, have: str, want: str) -> tuple[str, str, Decimal] | None:
    """(unit, unit, factor from the first to the second) that joins the two dimensions for this analyte."""
    for start, end, factor in store.units()["joined"].get(concept or "", ()):
        if {have, want} == {_unit(start).dimension, _unit(end).dimension}:
            return start, end, Decimal(factor)
    return None


def _what(concept: str | None) -> str:
    if concept is None:
        return ""
    data = store.concepts().get(concept)
    return f"{data['label'] if data else concept} "


def _names(unit: _Unit) -> str:
    return store.units()["called"].get(unit.dimension, unit.dimension)
