"""The plain sentences: each rests on rules that exist, names a source of theirs, and keeps to what may be said on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from osteon.language import translated
from osteon.pathway import pathway
from osteon.review.letters.patient import BONE, FOUND
from osteon.review.letters.places import PAIRED, SINGLE, plain_place
from osteon.review.letters.sentences import PARTS, SENTENCES, SPOKEN_ONLY
from osteon.review.letters.signs import ELSE, SIGNS
from osteon.terminology import skeletal_sites

EVERY = (*SENTENCES, *SIGNS, ELSE)
IDS = [one.id for one in EVERY]
TEXTS = [*(one.text for one in EVERY), *FOUND.values(), *BONE.values()]
NEVER = re.compile(
    r"surviv|prognos|life expect|month(s)? to live|die\b|dying|death|per ?cent|%|\d+ in \d+|\bmg\b|\bdose|take \d|terminal|incurabl|cure",
    re.IGNORECASE,
)


def test_each_sentence_has_a_name_of_its_own():
    assert len(set(IDS)) == len(IDS)
    assert {one.part for one in SENTENCES} == set(PARTS)
    assert {one.pace for one in SIGNS} == {"now", "today", "days"}


@pytest.mark.parametrize("one", EVERY, ids=IDS)
def test_a_sentence_rests_on_rules_of_the_pathway_and_names_their_sources(one):
    whole = pathway()
    assert one.rules and one.sources
    rules = [whole.by_id[id] for id in one.rules]
    cited = {item.source for rule in rules for item in rule.evidence}
    assert set(one.sources) <= cited
    for rule in rules:
        assert {item.source for item in rule.evidence} & set(one.sources), f"{one.id} names no source of {rule.id}"
        assert not rule.draft, f"{rule.id} is a draft: nothing that rests on memory goes to a patient"


@pytest.mark.parametrize("text", TEXTS)
def test_no_sentence_speaks_of_survival_chances_or_doses(text):
    assert not NEVER.search(text)


def test_the_words_that_are_never_said_are_found():
    for text in ("Half of people survive", "12% of people", "Take 4 mg", "1 in 10", "your life expectancy"):
        assert NEVER.search(text)


def test_every_emergency_is_worded_as_call_now_or_spoken():
    worded = {rule for one in SENTENCES if one.part == "now" for rule in one.rules}
    alarms = {one.id for one in pathway().recommendations if one.urgency == "emergency" and not one.draft}
    assert len(alarms) > 5
    assert alarms == (alarms & worded) | (alarms & set(SPOKEN_ONLY))


def test_what_a_person_has_to_say_is_in_no_sentence():
    assert set(SPOKEN_ONLY) <= set(pathway().by_id)
    assert not {rule for one in EVERY for rule in one.rules} & set(SPOKEN_ONLY)


def test_nobody_is_named_as_a_reader_who_did_not_read():
    # The day a clinician or a reader signs, the name is written here, too: the letter's small print changes with it.
    assert {(one.clinician, one.reader) for one in EVERY} == {("", "")}


@pytest.mark.parametrize("site", skeletal_sites())
def test_every_place_of_the_skeleton_has_a_plain_name(site):
    said = {plain_place(site, side, lambda text: translated("en", text)) for side in ("", "left", "right", "bilateral")}
    assert all(said)
    if site != "skeleton" and site != "bone-marrow":
        assert "a bone" not in said, f"{site} needs a plain name"


def test_the_innermost_place_names_the_bone():
    def said(text: str) -> str:
        return text

    assert plain_place("femur.neck", "left", said) == "left thigh bone, near the hip"
    assert plain_place("femur.shaft", "left", said) == "left thigh bone"
    assert plain_place("vertebra.T8", "", said) == "spine, at the chest"
    assert plain_place("acetabulum", "right", said) == "right hip joint"
    assert plain_place("no-such-place", "", said) == "a bone"
    assert not set(SINGLE) & set(PAIRED)


def test_the_manual_says_how_many_have_been_read():
    manual = (Path(__file__).parents[2] / "docs" / "letters.md").read_text(encoding="utf-8")
    assert f"| of {len(EVERY)} sentences | |" in manual
    assert f"| read and signed by a clinician | {sum(bool(one.clinician) for one in EVERY)} |" in manual
    assert f"| read and understood by a reader without medical training | {sum(bool(one.reader) for one in EVERY)} |" in manual
