"""No rule of the clinical reference is left out in silence.

`reference_ids.txt` lists the ids of the reference that the pathway was written from. Each is a recommendation of the
pathway, active or draft, or says below which recommendation says the same.
"""

import re
from pathlib import Path

import pytest

from house import tree
from osteon.pathway import pathway

IDS = (Path(__file__).parent / "reference_ids.txt").read_text(encoding="utf-8").split()
SAID_BY = {"rt-dex-mscc": "mscc-dex-16", "rf-pain-moderate": "pain-moderate"}
"""Ids under which the reference only points to another rule."""
REFERENCE = tree.ROOT.parent / "shared" / "clinical"


def test_every_rule_of_the_reference_is_in_the_pathway():
    known = pathway().by_id
    assert [name for name in IDS if SAID_BY.get(name, name) not in known] == []


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the clinical reference (../shared/clinical) is not here")
def test_the_list_is_that_of_the_reference():
    bones = (REFERENCE / "bone-health.md").read_text(encoding="utf-8")
    events = (REFERENCE / "skeletal-events.md").read_text(encoding="utf-8")
    found = re.findall(r"^- id: ([a-z0-9-]+)", bones, re.MULTILINE)
    found += re.findall(r"^\| ([a-z]+[0-9]*(?:-[a-z0-9]+)+) \|", events, re.MULTILINE)
    assert sorted(found) == sorted(IDS)
