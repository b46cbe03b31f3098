"""What every page has: a policy that lets nothing run, forms that only it can send, errors that a person can read."""

from __future__ import annotations

import re

import pytest

from osteon.review.html import render_html
from osteon.review.trends import page as with_trends
from pages.conftest import DAY, Visitor, token_in, words_of
from serve.conftest import EXAMPLES

PAGES = ["/worklist", "/upload", "/pathway", "/pathway?topic=jaw", "/pathway/fx-mirels-high", "/pathway/mirels", "/cohort", "/patient/ruth"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_strict_and_whole(visitor: Visitor, path: str):
    said = visitor.http.get(path, headers={"Accept": "text/html"})
    policy = said.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert said.headers["cache-control"] == "no-store"
    # With no-referrer browsers send forms without saying where from.
    assert said.headers["referrer-policy"] == "same-origin"
    text = said.text
    assert not re.search(r"<style|<[^>]* (?:style|on[a-z]+)=", text)
    assert not re.search(r"<script(?![^>]*src=\"/static/)", text)
    assert not re.search(r"(?:src|href|action)=\"(?!/|#|https://doi\.org/)[^\"]", text)
    assert len(re.findall(r"<h1\b", text)) == 1 and 'lang="en"' in text and "Skip to the content" in text
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert "Decision support for professionals" in text


def test_style_sheets_are_kept_for_ever_under_a_name_that_follows_from_their_content(visitor: Visitor):
    found = set(re.findall(r'"(/static/[^"]+)"', visitor.see("/worklist")))
    assert len(found) >= 3
    for path in found:
        said = visitor.http.get(path)
        assert said.status_code == 200 and "immutable" in said.headers["cache-control"]
    assert visitor.http.get("/static/pages.css").status_code == 404
    assert visitor.http.get("/static/..%2Fpage.py").status_code in (400, 404)


def test_the_first_page_leads_to_the_patients_and_keeps_what_was_chosen(visitor: Visitor):
    said = visitor.http.get(f"/?as_of={DAY}&junk=1", follow_redirects=False)
    assert (said.status_code, said.headers["location"]) == (303, f"/worklist?as_of={DAY}")
    assert f"/patient/ruth?as_of={DAY}" in visitor.see(f"/worklist?as_of={DAY}")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing", 404, "Not found"),
        ("/patient/nobody", 404, "No patient of this id is known here."),
        ("/patient/a%20b", 400, "This cannot be done"),
        ("/patient/ruth?as_of=tomorrow", 400, "This is no date."),
        ("/worklist?urgency=now", 400, "Known are emergency"),
        ("/worklist?page=0", 400, "page"),
        ("/pathway/dragons", 404, "no recommendation or score of this name"),
        ("/pathway?topic=dragons", 404, "no topic of this name"),
        ("/cohort/report", 404, "no report about the cohort"),
    ],
)
def test_errors_are_pages_for_people_and_json_for_programs(visitor: Visitor, path: str, status: int, words: str):
    text = visitor.see(path, status)
    assert words in words_of(text) and "/static/pages." in text
    said = visitor.http.get(path)
    assert said.status_code == status and said.json()["status"] == status


def test_an_address_for_programs_never_answers_with_a_page(visitor: Visitor):
    for path in ("/fhir/Patient/nobody/$review", "/patients?as_of=x", "/cds-services/none"):
        assert visitor.http.get(path, headers={"Accept": "text/html"}).headers["content-type"].startswith("application/")


def test_a_link_from_another_site_may_be_followed_and_nothing_else(visitor: Visitor):
    """The card of an EHR leads here."""
    comes = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    visitor.see("/patient/ruth", headers=comes)
    for changed in ({"Sec-Fetch-Mode": "cors"}, {"Sec-Fetch-Mode": "no-cors"}):
        visitor.see("/patient/ruth", 403, headers=comes | changed)
    token = token_in(visitor.see("/worklist"))
    assert visitor.http.post("/worklist", data={"name": "ruth", "form-token": token}, headers=comes).status_code == 403


def test_a_form_without_the_token_of_this_visitor_is_refused(visitor: Visitor, empty: Visitor):
    other = token_in(empty.see("/worklist"))
    for fields in ({}, {"form-token": "0" * 64}, {"form-token": other}):
        assert visitor.http.post("/worklist", data={"name": "Ruth", **fields}).status_code == 403
    assert "Ruth Example" in visitor.send("/worklist", {"name": "ruth"})


def test_a_name_with_markup_stays_a_name(empty: Visitor):
    from serve.small import bundle, creatinine, patient

    name = '<script>alert(1)</script>"><b>{{ 7*7 }}{count}'
    for path in ("/worklist", "/patient/ann"):
        empty.upload(("a.json", bundle(patient(name=[{"text": name}]), creatinine())))
        text = empty.see(path)
        assert "<script>alert" not in text and "<b>" not in text and "&lt;script&gt;" in text and "{{ 7*7 }}{count}" in text


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda path: path.stem)
def test_the_page_of_a_patient_says_all_that_the_page_of_the_command_says(visitor: Visitor, file):
    import osteon

    review = osteon.review_record(file, as_of=DAY)
    alone = render_html(with_trends(review))
    served = visitor.see(f"/patient/{review.to_dict()['patient']['id']}?as_of={DAY}")
    said = words_of(served)
    body = alone.partition("<main>")[2].partition("</main>")[0]
    missing = [words for part in re.split(r"</(?:p|li|td|th|h2|h3|summary|figcaption)>", body) if (words := words_of(part)) not in said]
    assert not missing, missing[:3]
    assert said.count("Trends") == words_of(body).count("Trends")
    assert body.count("<svg") == served.partition("<main")[2].count("<svg")


def test_each_finding_and_each_place_has_a_way_on(visitor: Visitor):
    text = visitor.see(f"/patient/ruth?as_of={DAY}")
    assert f"/patient/ruth/finding/fx-mirels-incomplete?as_of={DAY}&amp;lesion=femur.neck%3Aleft" in text
    assert f"/patient/ruth/lesion/femur.neck:left?as_of={DAY}" in text
    assert text.count('class="open"') == len(re.findall(r'<article id="finding-', text))


def test_opening_a_patient_is_written_down(visitor: Visitor):
    visitor.see(f"/patient/ruth?as_of={DAY}")
    visitor.see("/patient/nobody", 404)
    entries = visitor.http.get("/fhir/AuditEvent?_count=1000").json()["entry"]
    said = [entry["resource"] for entry in entries]
    detail = [{one["type"]: one["valueString"] for one in event["entity"][-1]["detail"]} for event in said]
    read = [
        (event["outcomeDesc"], event["entity"][0]["what"]["reference"])
        for event, more in zip(said, detail, strict=True)
        if more.get("page") == "/patient/{id}"
    ]
    assert ("done", "Patient/ruth") in read and ("refused", "Patient/nobody") in read
