"""Whose questionnaires may be shipped, and what a site has to clear before it uses one.

Every row is held to the stricter side: where a licence was not read, the text counts as not free. Rows marked `memory` need a
look at the terms themselves. No text of a licensed instrument is part of this product.
"""

from typing import NamedTuple

__all__ = ["LICENCES", "Licence"]


class Licence(NamedTuple):
    """One instrument or text."""

    instrument: str
    text: str
    """`free`, `own wording only`, `not free`, or `terms apply`."""
    shipped: str
    """What of it is in this product."""
    note: str
    checked: str


_ITEMS = "item numbers and arithmetic"
_NUMBER = "the total, where a site records it"
_NOTHING = "nothing"

LICENCES = (
    Licence(
        "PRO-CTCAE",
        "terms apply",
        "item numbers, composite table, own names of symptoms",
        "Free of charge from the National Cancer Institute; its terms keep the wording and the recall of 7 days, and ask for a "
        "written agreement before copies go to others.",
        "primary",
    ),
    Licence(
        "EORTC QLQ-C30, QLQ-BM22, QLQ-C15-PAL",
        "not free",
        f"QLQ-C30: {_ITEMS}; the others: {_NOTHING}",
        "Use needs an agreement with the EORTC; fees for industry.",
        "primary",
    ),
    Licence(
        "FACT-G, FACT-B, FACT-BP, FACIT-F",
        "not free",
        f"FACT-BP: {_ITEMS}",
        "Licence of FACIT.org, and another for electronic use.",
        "memory",
    ),
    Licence(
        "EQ-5D-3L, EQ-5D-5L",
        "not free",
        _NOTHING,
        "Registration with EuroQol; electronic versions come from EuroQol alone, and half of it may not be used.",
        "primary",
    ),
    Licence("BPI-SF, MDASI", "not free", _NOTHING, "Permission of MD Anderson (Cleeland), with fees.", "memory"),
    Licence("Numerical rating scale 0 to 10", "free", "own question", "A single question that nobody owns.", "memory"),
    Licence(
        "PHQ-9, PHQ-2, GAD-7",
        "free",
        "item numbers, cut-points, own names of the items",
        "The forms say that no permission is needed; one still prints a copyright line of 1999, so the attribution is kept.",
        "memory",
    ),
    Licence(
        "Distress Thermometer with problem list",
        "not free",
        _NUMBER,
        "Licence of the NCCN for electronic use.",
        "memory",
    ),
    Licence("Insomnia Severity Index", "not free", _NUMBER, "Author Morin or the distributor.", "memory"),
    Licence("HADS", "not free", _NOTHING, "Sold by its publisher.", "memory"),
    Licence("FSFI", "not free", _NOTHING, "Ask the copyright holders.", "memory"),
    Licence("ESAS-r", "free", _NOTHING, "With attribution to Alberta Health Services.", "memory"),
    Licence(
        "PROMIS",
        "terms apply",
        _NOTHING,
        "Short forms under the terms of HealthMeasures; adaptive tests apart.",
        "memory",
    ),
    Licence("C-SSRS", "free", _NOTHING, "Free; training is advised (Columbia).", "memory"),
    Licence(
        "SINS, Mirels, ESCC, Tokuhashi, Tomita, Katagiri, NESMS",
        "own wording only",
        "points and cut-points in own wording",
        "Facts of scoring are free; the tables of the papers belong to their publishers.",
        "memory",
    ),
    Licence(
        "PATHFx, SORG, BMETS",
        "not free",
        _NOTHING,
        "Models are not built again without permission; a result that a site computed can be recorded.",
        "memory",
    ),
    Licence(
        "NICE guidance", "own wording only", "facts", "Reuse is licensed within the United Kingdom only.", "memory"
    ),
    Licence(
        "NCCN guidelines", "own wording only", "facts with citation", "No text and no algorithm in software.", "memory"
    ),
    Licence(
        "WHO guideline on cancer pain 2018",
        "own wording only",
        "facts",
        "CC BY-NC-SA 3.0 IGO: not for free software.",
        "primary",
    ),
)
