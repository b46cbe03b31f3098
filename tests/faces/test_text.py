"""The terminal view: the most urgent first, folded to the width, readable without colour, safe with a hostile record."""

import copy

import pytest

from faces.samples import EMPTY, PROBLEMS, RICH
from faces.test_html import HOSTILE, hollow, poisoned
from osteon.review.text import render_text


def plain(review: dict, width: int = 80) -> str:
    return render_text(review, width=width, color=False)


def test_order():
    text = plain(RICH)
    parts = (
        "Marta Ferreira, 67 years, female", "Data as of 1 June 2025", "!!! EMERGENCY", "BONE DISEASE",
        "M  Left neck of femur", "FINDINGS THAT DISAGREE", "\nFINDINGS\n", "URGENT", "SOON",
        "FOR INFORMATION", "\nDUE\n", "NOT DECIDED", "SCORES", "COULD NOT BE USED: 2", "Decision support",
    )  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("review", [RICH, EMPTY, PROBLEMS, {}], ids=["rich", "empty", "problems", "nothing"])
def test_no_line_is_longer_than_the_width(review: dict, width: int):
    assert all(len(line) <= width for line in plain(review, width).splitlines())


def test_without_colour_there_is_no_escape_and_with_colour_the_words_are_the_same():
    assert "\x1b" not in plain(RICH)
    assert "\x1b[1;31m" in render_text(RICH, width=80, color=True)


def test_our_own_signs_are_ascii():
    assert plain(EMPTY).isascii() and plain(PROBLEMS).isascii()


def test_a_finding_gives_its_reason_its_entry_its_source_and_its_mark():
    words = " ".join(plain(RICH).split())
    for said in (
        "because Creatinine clearance (Cockcroft-Gault): 27 mL/min, 30 May 2025 [Observation/crea-30, Observation/weight-30]",
        "source Zoledronic acid, US prescribing information; Dosage and administration, 2.1; read in a text that quotes the source",
        "limit mirels-surgery 9 points, set by this site",
        "FOR INFORMATION i ",
        "(draft: not checked against its source)",
        "1 not met, 1 not applicable.",
    ):
        assert said in words


def test_the_emergency_is_said_once():
    text = plain(RICH)
    assert text.count("EMERGENCY") == 1
    assert text.count("Arrange same-day hospital assessment") == 1
    assert "Hospital treatment is indicated" not in text


def test_questions_stand_under_what_they_would_decide():
    words = " ".join(plain(RICH).split())
    assert "Signs of cord compression (emergency) ? Ask and examine today" in words
    assert "[Signs of cord compression: not recorded]" in words
    assert words.index("SINS (urgent)") < words.index("Laboratory values before a bone agent (routine)")


def test_questions_that_decide_the_same_stand_together():
    asked = [
        {
            "fact": name,
            "label": name,
            "cause": "not-recorded",
            "ask": f"Is there {name}?",
            "decides": decides,
            "urgency": "urgent",
        }
        for name, decides in (("drowsiness", ["mscc-signs"]), ("fistula", ["sins"]), ("vomiting", ["mscc-signs"]))
    ]
    words = " ".join(plain({**RICH, "questions": asked}).split())
    assert words.count("Signs of cord compression (urgent)") == 1
    assert words.index("Is there vomiting?") < words.index("Is there fistula?")


def test_questions_are_grouped_by_the_missing_fact_when_the_review_has_not_done_it():
    review = copy.deepcopy({key: value for key, value in RICH.items() if key != "questions"})
    words = " ".join(plain(review).split())
    first, second = "[Signs of cord compression: not recorded]", "[25-OH vitamin D: recorded, but too old]"
    assert words.index(first) < words.index(second)


def test_a_long_list_of_reasons_is_cut_and_says_so():
    review = copy.deepcopy(RICH)
    reasons = [{"label": f"fact {number}", "value": True, "sources": []} for number in range(6)]
    figure = {"label": "figure", "value": 3.5}
    review["findings"][0]["because"] = [{"label": "unknown thing", "value": None}, *reasons, figure]
    words = " ".join(plain(review).split())
    assert "because Fact 0: yes because Fact 1: yes" in words
    assert "and 3 more reasons" in words and "Unknown thing" not in words


@pytest.mark.parametrize("key", sorted(RICH))
def test_a_key_that_is_absent_or_null_does_not_break_the_view(key: str):
    assert plain({name: value for name, value in RICH.items() if name != key})
    assert plain({**RICH, key: None})


def test_objects_without_any_of_their_keys_do_not_break_the_view():
    assert plain(hollow(RICH))


def test_a_hostile_record_cannot_steer_the_terminal():
    text = plain(poisoned(RICH))
    assert "\x1b" not in text and "\u202e" not in text
    assert HOSTILE[:25] in text
    marked = plain({"patient": {"name": "[bold red]x[/bold red] :smile:"}})
    assert marked.startswith("[bold red]x[/bold red] :smile:")
