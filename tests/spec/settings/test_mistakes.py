"""Mistakes in settings.

A setting that means nothing is refused with where it stands, what is wrong, and what was perhaps meant.
"""

import re

import pytest

from osteon.engine.nodes import BuildError, Policy
from osteon.engine.settings import SettingsError, make_settings
from spec.small import limit, measurement, pathway

BASIS = Policy(
    id="basis",
    options=("first", "last"),
    default="first",
    question="Which weight counts?",
    reason="The sources differ.",
)
WHOLE = pathway(asks=[measurement("w") > limit(100, id="HEAVY_WEIGHT"), BASIS.one_of("first")])


def refusal(layer: dict) -> str:
    with pytest.raises(SettingsError) as refused:
        make_settings(WHOLE, [("site.toml", layer)])
    return str(refused.value)


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (
            {"parameters": {"HEAVY_WEIHGT": 90}},
            "site.toml: parameter `HEAVY_WEIHGT` does not exist. Did you mean `HEAVY_WEIGHT`?",
        ),
        ({"policies": {"bases": "last"}}, "site.toml: policy `bases` does not exist. Did you mean `basis`?"),
        (
            {"policies": {"zzz": "last"}},
            "site.toml: policy `zzz` does not exist. `osteon pathway list` shows all names.",
        ),
        ({"policies": {"HEAVY_WEIGHT": "last"}}, "site.toml: policy `HEAVY_WEIGHT` does not exist."),
    ],
)
def test_a_name_that_does_not_exist(layer, message):
    """The nearest names are offered; a parameter is no policy."""
    assert refusal(layer).startswith(message)


@pytest.mark.parametrize("value", ["heavy", "", None, True, float("nan"), float("inf"), [90]])
def test_a_parameter_that_is_no_number(value):
    """A parameter needs a number, and a finite one. True is not 1."""
    assert (
        refusal({"parameters": {"HEAVY_WEIGHT": value}})
        == f"site.toml: parameter `HEAVY_WEIGHT` needs a number, not {value!r}."
    )


@pytest.mark.parametrize("value", ["middle", "", 1, None, ["last"]])
def test_a_policy_that_is_no_option(value):
    """A policy takes one of its options."""
    assert refusal({"policies": {"basis": value}}) == f"site.toml: policy `basis` is one of first, last, not {value!r}."


def test_a_section_that_is_no_list_of_names():
    """A section holds names and values."""
    assert refusal({"parameters": 90}) == "site.toml: [parameters] holds names and values, one a line."


def test_a_default_that_is_no_option():
    """The pathway's own default is held to the same rule when the policy is written."""
    with pytest.raises(BuildError, match=re.escape("policy basis: the default is not one of the options")):
        Policy(id="basis", options=("first", "last"), default="middle", question="Which?", reason="They differ.")
