"""Bands: a number read as a word.

`Band` cuts the numbers at ascending cut-points. Which band a number on a cut-point belongs to is said when the band is
written, because sources print both.
"""

import pytest

from osteon.engine.nodes import Band
from spec.small import Answer, ask, between, limit, measurement, question, somebody

W, A = measurement("w"), question("a")
CUTS = (limit(10, id="FIRST"), limit(20, id="SECOND"))


def band(of, upper_inclusive: bool) -> Band:
    return Band(of=of, edges=CUTS, labels=("low", "middle", "high"), upper_inclusive=upper_inclusive)


@pytest.mark.parametrize(
    ("number", "up_to_and_including", "below"),
    [
        ("9.9", "low", "low"),
        ("10", "low", "middle"),
        ("10.1", "middle", "middle"),
        ("20", "middle", "high"),
        ("20.1", "high", "high"),
    ],
)
def test_edges(number, up_to_and_including, below):
    """With `upper_inclusive` ("10 to 20") a number on a cut-point belongs to the band below it; without ("10 to under 20"),
    to the band above it."""
    who = somebody(w=number)
    assert ask(band(W, True), who) == Answer(up_to_and_including, set())
    assert ask(band(W, False), who) == Answer(below, set())


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1, 9, Answer("low", set())),
        (1, 10, Answer("low", set())),
        (1, 11, Answer(("low", "middle"), {"a"})),
        (10, 20, Answer(("low", "middle"), {"a"})),
        (11, 20, Answer("middle", set())),
        (1, 99, Answer(("low", "middle", "high"), {"a"})),
    ],
)
def test_bounds_within_one_band_decide(low, high, expected):
    """When both bounds fall into one band the band is known, though the number is not. Otherwise the bands between them
    remain, and what would make the number exact is missing."""
    assert ask(band(between(low, high, A), True)) == expected


def test_one_of():
    """`one_of()` asks whether the word is among some words. It is decided as soon as all words still possible agree."""
    tree = band(between(1, 15, A), True)
    assert ask(tree.one_of("low", "middle")) == Answer(True, set())
    assert ask(tree.one_of("high")) == Answer(False, set())
    assert ask(tree.one_of("middle")) == Answer(None, {"a"})


def test_not_known():
    """Without any bound no band is known."""
    assert ask(band(W, True)) == Answer(None, {"w"})
    assert ask(band(W, True).one_of("low")) == Answer(None, {"w"})


def test_a_site_can_move_a_cut_point():
    """Cut-points are parameters."""
    assert ask(band(W, True), somebody(w=12)).value == "middle"
    assert ask(band(W, True), somebody(w=12), settings={"parameters": {"FIRST": 15}}).value == "low"
