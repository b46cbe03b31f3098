"""The two letters: they say what the review says, and nothing else."""

from __future__ import annotations

import html
import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from osteon.review import review_record
from osteon.review.letters.clinic import clinic_letter
from osteon.review.letters.paper import html_letter, pdf_letter
from osteon.review.letters.patient import MOST, patient_letter, why_no_letter
from osteon.review.letters.sentences import SENTENCES
from osteon.review.trends import page
from osteon.review.wording import items, said_apart

EXAMPLES = {path.stem: path for path in sorted((Path(__file__).parents[2] / "examples").glob("*.json"))}
PERSON = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-01-01", "name": [{"text": "Eve <b>Example</b>"}]}
ACTIVE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}


def condition(id: str, code: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "id": id, "clinicalStatus": ACTIVE, "subject": {"reference": "Patient/p"},
            "code": {"coding": [{"system": "http://snomed.info/sct", "code": code}]}, "onsetDateTime": "2024-01-01", **more}  # fmt: skip


def review(*resources: dict[str, Any], **person: Any) -> dict[str, Any]:
    return page(review_record([{**PERSON, **person}, *resources], as_of="2025-01-01"))


CANCER, BONE = condition("bc", "408643008"), condition("bone", "94222008", bodySite=[{"text": "left femur"}])


@pytest.fixture(scope="module", params=EXAMPLES)
def told(request: pytest.FixtureRequest) -> dict[str, Any]:
    return page(review_record(EXAMPLES[request.param]))


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("<body>")[2])).split())


# --- the letter for the team ------------------------------------------------------------------------------------------


def test_every_finding_that_holds_stands_in_the_clinic_letter(told):
    letter = html_letter("clinic", clinic_letter(told))
    text = words_of(letter)
    for one in said_apart(told):
        assert " ".join(one["advice"].split()) in text
    for one in items(told, "due"):
        assert one["what"].lower() in text.lower()
    for one in items(told, "skeleton"):
        assert one["label"].lower() in text.lower()
    assert told["pathway"] in text and told["osteon"] in text


def test_what_is_missing_stands_with_what_it_decides(told):
    letter = clinic_letter(told)
    missing = {one for group in letter["open"] for one in group["missing"]}
    assert len(missing) == len({(one["label"], one["cause"]) for one in items(told, "questions")})


def test_the_most_urgent_come_first(told):
    ranks = ["emergency", "urgent", "soon", "routine"]
    shown = [urgency for urgency, _, _ in clinic_letter(told)["problems"]]
    assert shown == sorted(shown, key=ranks.index)


def test_decisions_of_the_team_are_told_as_they_were_made():
    decided = [{"finding": "Offer a bone agent", "said": "Accepted: on the agenda (dr. a, 1 June 2025)", "words": "with <dentist> first"}]
    text = html_letter("clinic", clinic_letter(review(CANCER, BONE), decisions=decided))
    assert "Accepted: on the agenda" in text
    assert "with &lt;dentist&gt; first" in text


def test_no_prognosis_and_no_options_slip_in(told):
    letter = clinic_letter(told)
    assert "alive" not in words_of(html_letter("clinic", letter))


# --- the letter for the patient ---------------------------------------------------------------------------------------


def test_only_findings_that_hold_have_a_sentence(told):
    met = {one["id"] for one in said_apart(told)}
    letter = patient_letter(told)
    by_text = {one.text: one for one in SENTENCES}
    for part in MOST:
        for text in letter[part]:
            one = by_text[text]
            assert one.when or met & set(one.rules), f"{one.id} is not about her"


def test_an_emergency_is_the_first_thing_she_reads():
    letter = patient_letter(page(review_record(EXAMPLES["spine-and-cord"])))
    assert letter["now"][0].startswith("There may be pressure on the nerves in your spine.")
    text = html_letter("patient", letter)
    assert text.index("Call now") < text.index("What was found")


def test_without_an_emergency_there_is_no_alarm():
    letter = patient_letter(page(review_record(EXAMPLES["bone-only"])))
    assert letter["now"] == []
    assert "letter-now" not in html_letter("patient", letter).partition("</style>")[2]


def test_signs_follow_what_she_has():
    bone = patient_letter(review(CANCER, BONE))["signs"]
    assert bone["now"] and bone["today"] and not bone["days"]
    early = patient_letter(review(CANCER))
    assert early["signs"] == {"now": [], "today": [], "days": []}
    assert early["found"] == ["Your record does not speak of cancer in your bones."]
    agent = patient_letter(page(review_record(EXAMPLES["spine-and-femur"])))["signs"]
    assert any("jaw" in one for one in agent["days"])


def test_a_draft_never_reaches_the_patient():
    told = page(review_record(EXAMPLES["spine-and-femur"], drafts=True))
    drafts = {one["id"] for one in items(told, "findings") if one.get("draft")}
    assert drafts
    assert patient_letter(told)["team"] == patient_letter(page(review_record(EXAMPLES["spine-and-femur"])))["team"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (review(CANCER, BONE, deceasedDateTime="2024-06-01"), "has died"),
        (review(), "written for people with breast cancer"),
    ],
    ids=["died", "no-breast-cancer"],
)
def test_there_is_no_letter_where_none_fits(told, why):
    assert why in why_no_letter(told)
    with pytest.raises(ValueError, match=why):
        patient_letter(told)


def test_where_a_person_has_to_speak_first_there_is_no_letter():
    told = review(CANCER, BONE)
    spoken = {**told["findings"][0], "id": "psy-item9", "verdict": "met", "urgency": "urgent", "folded_into": None}
    assert "by a person" in why_no_letter({**told, "findings": [*told["findings"], spoken]})


def test_an_emergency_without_a_plain_sentence_stops_the_letter():
    told = review(CANCER, BONE)
    new = {**told["findings"][0], "id": "something-new", "verdict": "met", "urgency": "emergency", "folded_into": None}
    assert "no plain sentence" in why_no_letter({**told, "findings": [*told["findings"], new]})


def test_what_has_no_sentence_is_said_to_be_more():
    told = review(CANCER, BONE)
    only = {**told, "findings": [one for one in told["findings"] if one["id"] == "bma-start-on-bone-mets"]}
    assert only["findings"][0]["verdict"] == "met"
    assert patient_letter(only)["more"] is False
    more = {**only["findings"][0], "id": "something-else"}
    assert patient_letter({**only, "findings": [*only["findings"], more]})["more"] is True


def test_the_small_print_says_that_nobody_has_read_it():
    text = words_of(html_letter("patient", patient_letter(review(CANCER, BONE))))
    assert "No clinician and no patient has yet read the sentences of this letter." in text
    assert "does not replace a talk with your team" in text


def test_a_name_is_text_and_the_phone_number_is_the_sites():
    text = html_letter("patient", patient_letter(review(CANCER, BONE), phone=" 0300 <1> "))
    assert "Eve &lt;b&gt;Example&lt;/b&gt;" in text
    assert "0300 &lt;1&gt;" in text
    assert "letter-line" in html_letter("patient", patient_letter(review(CANCER, BONE))).partition("</style>")[2]


# --- paper ------------------------------------------------------------------------------------------------------------


def test_a_letter_is_one_file_that_fetches_nothing(told):
    for kind, letter in (("clinic", clinic_letter(told)), ("patient", patient_letter(told))):
        text = html_letter(kind, letter)
        assert not re.search(r"<(script|link|img|iframe)|url\(|https?://", text)
        assert '<html lang="en">' in text


def opened(pdf: bytes) -> str:
    """What stands in a PDF besides its pictures and fonts, unpacked."""
    parts = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"\n".join(parts).decode("latin-1")


def pages(pdf: bytes) -> int:
    return len(re.findall(r"/Type\s*/Page\b(?!s)", opened(pdf)))


@pytest.mark.parametrize("kind", ["clinic", "patient"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_pdf_has_title_language_and_few_pages(name, kind):
    pytest.importorskip("osteon.review.letters.printing", reason="needs WeasyPrint and Pango", exc_type=ImportError)
    told = page(review_record(EXAMPLES[name]))
    made = pdf_letter(kind, clinic_letter(told) if kind == "clinic" else patient_letter(told))
    assert pages(made) == 1 or (kind == "clinic" and pages(made) == 2)
    said = opened(made)
    assert re.search(r"/Lang\s*\(en\)", said)
    assert re.search(r"/Marked\s+true", said)
    assert re.search(rf"<dc:title>.*{told['patient']['name']}.*</dc:title>", said, re.DOTALL)


def test_a_patient_letter_that_is_full_is_still_one_page():
    pytest.importorskip("osteon.review.letters.printing", reason="needs WeasyPrint and Pango", exc_type=ImportError)
    full = patient_letter(page(review_record(EXAMPLES["spine-and-femur"])))
    longest = {part: sorted((one.text for one in SENTENCES if one.part == part), key=len)[-most:] for part, most in MOST.items()}
    # A fifth longer than English, as Spanish is.
    full |= {part: [f"{text} {text[: len(text) // 5]}" for text in texts] for part, texts in longest.items()}
    full["found"] = [text * 2 for text in full["found"]]
    assert pages(pdf_letter("patient", full)) == 1


def test_printing_opens_no_address(tmp_path):
    pytest.importorskip("osteon.review.letters.printing", reason="needs WeasyPrint and Pango", exc_type=ImportError)
    from osteon.review.letters.printing import NOTHING, printed

    secret = tmp_path / "secret.css"
    secret.write_text("body { color: red }")
    with pytest.raises(ValueError):
        NOTHING.fetch(secret.as_uri())
    made = printed(f'<html lang="en"><head><title>t</title><link rel="stylesheet" href="{secret.as_uri()}"></head><body>x</body></html>')
    assert made.startswith(b"%PDF")
