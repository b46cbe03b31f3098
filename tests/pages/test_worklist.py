"""The list of patients: in the order of urgency, some of them, found by name."""

from __future__ import annotations

import json
import re

import pytest

from pages.conftest import DAY, Visitor, words_of
from serve.conftest import EXAMPLES
from serve.small import bundle, creatinine, patient

ALL = ["ruth", "ana", "helen", "maria"]


def names(text: str) -> list[str]:
    """Who is listed, in order."""
    return re.findall(r'class="name" href="/patient/([^"?]+)', text)


def test_the_most_urgent_first_with_what_is_most_urgent(visitor: Visitor):
    text = visitor.see(f"/worklist?as_of={DAY}")
    assert names(text)[0] == "ruth" and len(names(text)) == len(EXAMPLES)
    said = words_of(text)
    assert "4 patients" in said and "Emergency Ruth Example born 1957 MRI of the spine overdue" in said
    assert "1 entry not used" in said and "urgent ones not decided" in said


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("urgency=emergency", ["ruth"]),
        ("topic=cord-compression", ["ruth"]),
        ("topic=jaw&urgency=emergency", ["ruth"]),
        ("topic=nutrition", []),
        ("reviewed=no", []),
        ("urgency=info", None),
        ("undecided=true", None),
        ("reviewed=yes", None),
    ],
)
def test_only_some(visitor: Visitor, query: str, expected: list[str] | None):
    text = visitor.see(f"/worklist?as_of={DAY}&{query}")
    if expected is None:
        assert len(names(text)) == len(EXAMPLES)
    else:
        assert names(text) == expected
    assert ("No patient fits what you asked for." in text) == (expected == [])
    assert f'href="/worklist?as_of={DAY}">Show all' in text


def test_found_by_a_part_of_the_name_and_not_in_the_address(visitor: Visitor):
    assert names(visitor.send(f"/worklist?as_of={DAY}", {"name": "rut"})) == ["ruth"]
    assert names(visitor.send("/worklist", {"name": "RUTH EX"})) == ["ruth"]
    assert len(names(visitor.send("/worklist", {"name": "Example"}))) == len(EXAMPLES)
    for nobody in ("Example_", "%", "' OR 1=1", "x" * 300):
        assert names(visitor.send("/worklist", {"name": nobody})) == []
    text = visitor.send(f"/worklist?as_of={DAY}", {"name": "rut"})
    assert not re.search(r'(?:href|action)="[^"]*rut[^h]', text)


def test_letters_that_are_not_english_are_found_in_the_usual_spellings(empty: Visitor):
    empty.upload(("a.json", bundle(patient(name=[{"given": ["Álvara"], "family": "Öztürk"}]), creatinine())))
    for words in ("Álvara", "álvara", "ÖZTÜRK", "öztürk"):
        assert names(empty.send("/worklist", {"name": words})) == ["ann"]


def test_nothing_there_yet(empty: Visitor):
    text = empty.see("/worklist")
    assert "No record has come in yet." in text and 'href="/upload"' in text


def test_who_died_is_shown_when_asked_for(empty: Visitor):
    empty.upload(
        ("a.json", bundle(patient("ann"), creatinine())),
        ("b.json", bundle(patient("bea", deceasedDateTime="2025-01-01"), creatinine(whose="bea"))),
    )
    assert names(empty.see("/worklist")) == ["ann"]
    text = empty.see("/worklist?died=true")
    assert sorted(names(text)) == ["ann", "bea"] and "died" in words_of(text)


def test_more_than_one_page(empty: Visitor):
    lines = [json.dumps(patient(f"p{number:03}")) for number in range(120)]
    empty.upload(("many.ndjson", "\n".join(lines).encode()))
    while "still to be reviewed" in (text := empty.see("/worklist?as_of=2025-06-01&reviewed=yes")):
        pass  # each look makes some of the reviews
    assert len(names(text)) == 50 and "1 to 50 of 120 patients" in words_of(text) and 'start="1"' in text
    later = re.search(r'href="([^"]+)">More</a>', text)
    assert later
    second = empty.see(later[1].replace("&amp;", "&"))
    assert "51 to 100 of 120 patients" in words_of(second) and 'start="51"' in second and "reviewed=yes" in later[1]
    third = empty.see("/worklist?as_of=2025-06-01&page=3")
    assert len(names(third)) == 20 and ">More</a>" not in third and ">Earlier</a>" in third
    assert len({*names(text), *names(second), *names(third)}) == 120


def test_who_is_not_reviewed_yet_stands_at_the_top_and_is_told(empty: Visitor, monkeypatch: pytest.MonkeyPatch):
    from functools import partial

    from osteon.serve.pages import worklist
    from osteon.serve.reviewing import patients_by_urgency

    empty.upload(*((f"{file.stem}.json", file.read_bytes()) for file in EXAMPLES))
    monkeypatch.setattr(worklist, "patients_by_urgency", partial(patients_by_urgency, seconds=0))
    text = empty.see(f"/worklist?as_of={DAY}")
    assert text.count("Not reviewed yet") == len(EXAMPLES) and "4 records are still to be reviewed" in text
    monkeypatch.undo()
    assert "Not reviewed yet" not in empty.see(f"/worklist?as_of={DAY}")


def test_a_record_that_cannot_be_reviewed_is_told_with_its_reason(empty: Visitor, monkeypatch: pytest.MonkeyPatch):
    from osteon.record.limits import RecordError
    from osteon.serve import making

    def fails(*_: object, **__: object) -> None:
        raise RecordError("The record has no end.")

    empty.upload(("a.json", bundle(patient(), creatinine())))
    monkeypatch.setattr(making, "review_record", fails)
    said = words_of(empty.see("/worklist"))
    assert "Cannot be reviewed" in said and "The record has no end." in said
    assert names(empty.see("/worklist?reviewed=no")) == ["ann"]


def test_what_was_decided_on_counts_no_more_until_it_comes_back(empty: Visitor):
    from datetime import date

    import osteon
    from osteon.serve.decisions.deciding import Wish, decide
    from osteon.serve.decisions.decision import finding_of
    from osteon.serve.site import Site
    from osteon.serve.storage.database import writing
    from osteon.serve.storage.decisions import withdraw_decision

    file = next(path for path in EXAMPLES if path.stem == "spine-and-femur")
    empty.upload(("a.json", file.read_bytes()))
    assert "Emergency Ruth Example" in words_of(empty.see(f"/worklist?as_of={DAY}"))
    review = osteon.review_record(file, as_of=DAY).to_dict()
    site: Site = empty.http.app.state.site
    made = []
    with writing(site.database) as connection:
        for number, one in enumerate(one for one in review["findings"] if one["urgency"] == "emergency" and one["verdict"] == "met"):
            finding = finding_of(review, one["id"], one["lesion"])
            wish = Wish("accepted", "referred", "", None, True, f"{number:032}")
            made.append(decide(connection, "ruth", review, finding, wish, who="anna", day=date.fromisoformat(DAY)))
    said = words_of(empty.see(f"/worklist?as_of={DAY}"))
    assert "Urgent Ruth Example" in said and "decided on" in said and "emergency" not in said.partition("Ruth")[2]
    text = empty.see(f"/patient/ruth?as_of={DAY}")
    assert "Accepted: Referred to a colleague (anna" in words_of(text) and 'class="alarm"' not in text
    with writing(site.database) as connection:
        for one in made:
            assert withdraw_decision(connection, "ruth", one.number, "anna")
    assert "Emergency Ruth Example" in words_of(empty.see(f"/worklist?as_of={DAY}"))
    assert 'class="alarm"' in empty.see(f"/patient/ruth?as_of={DAY}")
