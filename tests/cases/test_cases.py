"""Every case of every topic gives the verdicts that it names, and every rule and threshold has its cases."""

from decimal import Decimal
from pathlib import Path

import pytest

from osteon.engine.checks import check_cases, check_structure
from osteon.pathway import declared_facts, pathway
from osteon.pathway.cases import expected_verdicts, load_cases, outcomes_of, run_example, unlike
from osteon.terminology import members

CASES = load_cases(Path(__file__).parent)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file.removesuffix('.yaml')}: {case.name}")
def test_case(case):
    verdicts, values = outcomes_of(case)
    for expected in case.expect:
        verdict, missing = verdicts[expected.recommendation]
        assert verdict in expected.verdicts, f"{expected.recommendation} is {verdict}, missing {sorted(missing)}"
        if expected.missing is not None:
            assert missing == expected.missing, expected.recommendation
    for name, wanted in case.facts.items():
        assert shown(values[name], wanted) == wanted, name
    assert unlike(case) == []


def shown(value, wanted):
    """A fact's value to as many decimals as the case writes."""
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        assert value[0] is not None and value[0] == value[1], "not known exactly"
        digits = len(str(wanted).partition(".")[2]) if isinstance(wanted, float) else 0
        return type(wanted)(round(Decimal(value[0]), digits))
    if isinstance(value[0], tuple):
        return value[0][0] if len(value[0]) == 1 else list(value[0])
    return value[0]


def test_structure():
    assert check_structure(pathway(), declared_facts(), frozenset(members(""))) == []


def test_every_verdict_and_threshold_has_a_case():
    examples = [run_example(case) for case in CASES if not case.policies and not case.parameters]
    assert check_cases(pathway(), expected_verdicts(CASES), examples, drafts=False) == []
