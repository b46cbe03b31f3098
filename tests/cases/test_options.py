"""Every option of treatment has a case in each list that it can be in, drafts too."""

from pathlib import Path

import pytest

from osteon.engine.checks import check_choices
from osteon.pathway import pathway
from osteon.pathway.case_options import expected_lists, lists_said
from osteon.pathway.cases import load_cases

LISTS = expected_lists(load_cases(Path(__file__).parent))


def test_every_list_has_a_case():
    assert check_choices(pathway(), LISTS, drafts=True) == []


def test_cases_name_options_that_exist():
    assert set(LISTS) - {item.id for item in pathway().options} == set()


def test_a_list_that_does_not_exist():
    with pytest.raises(ValueError, match="'perhaps' is no list for option opt-x"):
        lists_said({"opt-x": "perhaps"})
