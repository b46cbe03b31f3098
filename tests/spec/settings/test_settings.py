"""What a site can set.

Where sources disagree there is a `Policy` with a default; where a number may differ between sites there is a `Parameter`. A
site changes both by name.
"""

from decimal import Decimal

import pytest

from osteon.engine.nodes import Policy, choose
from osteon.engine.settings import make_settings
from spec.small import advice, ask, limit, measurement, pathway, somebody, verdict

W = measurement("w")
HEAVY = W > limit(100, id="HEAVY")
BASIS = Policy(
    id="basis",
    options=("first", "last"),
    default="first",
    question="Which weight counts?",
    reason="The sources differ.",
)
CHOSEN = choose((BASIS.one_of("last"), measurement("last")), otherwise=measurement("first"))

WHOLE = pathway(asks=[HEAVY, CHOSEN])


def test_parameters():
    """A parameter that is set replaces the number of the pathway wherever it is read."""
    assert ask(HEAVY, somebody(w=100)).value is False
    assert ask(HEAVY, somebody(w=100), settings={"parameters": {"HEAVY": 99}}).value is True
    assert verdict(advice("it", HEAVY), somebody(w=100), settings={"parameters": {"HEAVY": 99}}).verdict == "met"


@pytest.mark.parametrize("written", [0.1, "0.1", Decimal("0.1")])
def test_numbers_are_taken_as_written(written):
    """0.1 in a file is the decimal 0.1, not the nearest binary fraction."""
    assert make_settings(WHOLE, [("site.toml", {"parameters": {"HEAVY": written}})]).parameters["HEAVY"] == Decimal(
        "0.1"
    )


def test_policies():
    """A policy is asked like any category. Without a setting it has its default."""
    who = somebody(first=1, last=2)
    assert ask(CHOSEN, who).value == 1
    assert ask(CHOSEN, who, settings={"policies": {"basis": "last"}}).value == 2


def test_a_policy_is_always_known():
    """Only the facts of the way that was chosen are asked for."""
    assert ask(CHOSEN).missing == {"first"}
    assert ask(CHOSEN, settings={"policies": {"basis": "last"}}).missing == {"last"}


def test_layers():
    """Settings come in layers, such as a file and the command line. A later one wins, and it is noted where each came from."""
    settings = make_settings(
        WHOLE,
        [
            ("site.toml", {"parameters": {"HEAVY": 90}, "policies": {"basis": "last"}}),
            ("command line", {"parameters": {"HEAVY": 80}}),
        ],
    )
    assert settings.parameters == {"HEAVY": 80}
    assert settings.provenance == {"HEAVY": "command line", "basis": "site.toml"}


def test_nothing_set():
    """What is not named keeps the value of the pathway."""
    settings = make_settings(WHOLE, [("site.toml", {})])
    assert (settings.parameters, settings.policies) == ({}, {})


def test_settings_that_evaluate_alike():
    """Two settings with the same values are the same, wherever they came from and in whatever order."""
    one = make_settings(WHOLE, [("here", {"parameters": {"HEAVY": 90}, "policies": {"basis": "last"}})])
    two = make_settings(WHOLE, [("there", {"policies": {"basis": "last"}}), ("where", {"parameters": {"HEAVY": "90"}})])
    assert one.key() == two.key()
    assert one.key() != make_settings(WHOLE, []).key()
