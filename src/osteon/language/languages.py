"""The languages that Osteon speaks, how each is written, and which one a reader gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

__all__ = ["ENGLISH", "LANGUAGES", "Language", "chosen_language", "language"]

HERE = Path(__file__).parent
LANGUAGES = {"en": "English", "es": "Español"}
"""Languages that a reader may choose, by the name that each has for itself; the first is what everything is written in."""
DECIMAL_COMMA = frozenset(("es",))
RIGHT_TO_LEFT: frozenset[str] = frozenset()
BEFORE_ITS_OWN_SOUND = {"es": {" o ": (r"(?i)\(*h?[oó]", " u "), " y ": (r"(?i)\(*h?[ií](?![aeo])", " e ")}}
"""Words between two others that change before a word with the same sound (a pattern): `uno u otro`."""


@dataclass(frozen=True, eq=False)
class Language:
    """How one language is written, and its words of the interface."""

    code: str
    direction: str = "ltr"
    """`ltr` or `rtl`, as HTML says it."""
    decimal: str = "."
    """The sign between whole and parts. Where it is a comma, a list of figures is parted by semicolons: `2,5` is one figure."""
    between: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Words between two others that change before certain words: before what, and into what."""
    interface: NullTranslations | None = None
    """The catalog; None gives the words as they are written in the code."""


ENGLISH = Language("en")


@cache
def language(code: str) -> Language:
    """A language by its code. Raises KeyError for one that Osteon does not speak."""
    if code == ENGLISH.code:
        return ENGLISH
    if code not in LANGUAGES:
        raise KeyError(code)
    from gettext import GNUTranslations

    with (HERE / code / "interface.mo").open("rb") as compiled:
        interface = GNUTranslations(compiled)
    direction, decimal = "rtl" if code in RIGHT_TO_LEFT else "ltr", "," if code in DECIMAL_COMMA else "."
    return Language(code, direction, decimal, BEFORE_ITS_OWN_SOUND.get(code, {}), interface)


def chosen_language(asked: str | Sequence[str | None] | None, accepted: str = "", default: str = "en") -> str:
    """The code of the language to speak.

    The first of those asked for (the address, then what the browser kept) that is spoken here; else what the browser likes
    best (`Accept-Language`, by its weights); else the default of the site.
    """
    for one in [asked] if isinstance(asked, str) else asked or ():
        if (name := _spoken_here(one or "")) is not None:
            return name
    liked = []
    for place, part in enumerate(accepted.split(",")[:50]):
        name, _, rest = part.partition(";")
        if (code := _spoken_here(name)) is not None and (weight := _weight(rest)) > 0:
            liked.append((-weight, place, code))
    return min(liked)[2] if liked else default


def _spoken_here(tag: str) -> str | None:
    """`es-MX` is Spanish."""
    name = tag.strip().lower().partition("-")[0]
    return name if name in LANGUAGES else None


def _weight(parameters: str) -> float:
    """The weight in `q=0.8`; 1 where there is none, 0 where it cannot be read."""
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
