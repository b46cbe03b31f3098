"""The version of a pathway.

A version is the edition and eight digits over everything that decides a review. Two reviews with one version were made by
the same rules.
"""

import pytest

from spec.small import advice, computed, happening, limit, measurement, pathway, question

A, B, W = question("a"), question("b"), measurement("w")


def rule(**changes):
    return advice("it", **{"when": A, **changes})


BEFORE = pathway(rule())


def test_the_same_pathway_has_the_same_version():
    """Written anew, with new nodes, it is still the same."""
    assert pathway(advice("it", question("a"))).version == BEFORE.version
    assert BEFORE.version.startswith("1+")


@pytest.mark.parametrize(
    "changes",
    [
        {"when": B},
        {"when": ~A},
        {"when": A & B},
        {"applies": B},
        {"unless": B},
        {"advise": "Do it twice."},
        {"urgency": "urgent"},
        {"excepts": ("other",)},
        {"evidence": ()},
        {"when": happening("a")},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_changes_it(changes):
    """Conditions, words of advice, urgency, exceptions, how far it was checked, and what silence means."""
    assert pathway(rule(**changes)).version != BEFORE.version


def test_numbers_change_it():
    """A threshold, its unit, and a number inside a fact."""
    trees = [
        W > limit(3),
        W > limit(4),
        W >= limit(3),
        computed("heavy", W > limit(3)),
        computed("heavy", W > limit(4)),
    ]
    assert len({pathway(advice("it", tree)).version for tree in trees}) == len(trees)
