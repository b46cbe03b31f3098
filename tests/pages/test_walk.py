"""The walk of a first day, with scripts off: records are taken in, a patient is opened, the reason is read, what was missing is
recorded, a finding is accepted, and the letter is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from osteon.language import translated
from pages.conftest import DAY, Served, new_site, window
from serve.conftest import EXAMPLES

pytestmark = pytest.mark.browser
RUTH, ANA = (next(path for path in EXAMPLES if path.stem == name) for name in ("spine-and-femur", "femur-borderline"))


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    """A server on which nothing has happened yet."""
    with Served(new_site(tmp_path / "data")) as found:
        yield found


def test_the_same_walk_in_spanish(fresh: Served, chromium: Any):
    """The words of each step are found in the catalog, so that a better translation is no fault here."""
    spoken = partial(translated, "es")
    with window(chromium) as tab:
        tab.goto(f"{fresh.address}/upload?language=es")
        tab.locator("#files").set_input_files(ANA)
        tab.get_by_role("button", name=spoken("Take in")).click()
        tab.get_by_role("link", name="ana").click()
        assert tab.locator("html").get_attribute("lang") == "es"
        tab.get_by_label(spoken("Another date")).fill(DAY)
        tab.get_by_role("button", name=spoken("Show"), exact=True).click()
        assert "1 de junio de 2025" in tab.locator(".as-of").inner_text()
        tab.locator(".sites a[href*='femur.shaft']").first.click()
        tab.locator("input[name='lesion.cortex-share']").fill("70")
        tab.get_by_label(spoken("Seen, or asked, on")).fill(DAY)
        tab.get_by_role("button", name=spoken("Record it")).click()
        assert spoken("Recorded. What changed by it") in tab.locator("section.changes").inner_text()
        tab.get_by_role("link", name=spoken("Overview")).click()
        tab.locator("ol.findings > li").first.locator(".open").click()
        tab.get_by_role("radio", name=spoken("Accepted")).check()
        tab.locator("#field-reason-accepted").select_option("referred")
        tab.get_by_role("button", name=spoken("Keep this decision")).click()
        tab.get_by_role("link", name=spoken("Overview")).click()
        # Decided on in one language, it is decided on in every language.
        assert tab.locator("details.aside").count() == 1
        tab.get_by_role("link", name="English").click()
        assert tab.locator("html").get_attribute("lang") == "en" and tab.locator("details.aside").count() == 1


def taken_in(tab: Any, fresh: Served, file: Path, id: str) -> None:
    """From the first page by upload to the patient, on the day for which the example was written: today all of it is long ago."""
    tab.goto(fresh.address)
    assert "No record has come in yet." in tab.locator("main").inner_text()
    tab.get_by_role("main").get_by_role("link", name="Take in records").click()
    tab.get_by_label("Files, at most").set_input_files(file)
    tab.get_by_role("button", name="Take in").click()
    assert "Kept as submission 1." in tab.locator("main").inner_text()
    tab.get_by_role("link", name=id).click()
    tab.get_by_label("Another date").fill(DAY)
    tab.get_by_role("button", name="Show").click()
    assert "Data as of 1 June 2025" in tab.locator(".as-of").inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_from_an_empty_server_to_the_reason_of_a_finding(fresh: Served, chromium: Any, width: int):
    with window(chromium, width) as tab:
        taken_in(tab, fresh, RUTH, "ruth")
        assert tab.locator("h1").inner_text() == "Ruth Example"
        assert tab.locator(".alarm").count() == 1 and "Escalate now" in tab.locator(".alarm").inner_text()

        tab.get_by_text("Why: No zoledronic acid in severe kidney failure").click()
        opened = tab.locator("details[open]")
        assert "Creatinine clearance" in opened.inner_text() and "Zometa" in opened.inner_text()
        assert "checked" in opened.inner_text().lower()

        tab.get_by_role("link", name="Patients").click()
        assert tab.locator(".patients .name").all_inner_texts() == ["Ruth Example"]
        assert "Emergency" in tab.locator(".patients").inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_what_was_missing_is_recorded_and_a_finding_accepted(fresh: Served, chromium: Any, width: int):
    with window(chromium, width) as tab:
        taken_in(tab, fresh, ANA, "ana")
        tab.locator(".sites").get_by_role("link", name="Right shaft of the femur").first.click()
        scores = tab.locator("section[aria-labelledby=scores]")
        assert "not decided" in scores.inner_text() and "Mirels score" in scores.inner_text()
        share = tab.get_by_role("group", name="Largest share of the bone's width")
        share.get_by_role("textbox").fill("70")
        tab.get_by_label("Seen, or asked, on").fill(DAY)
        tab.get_by_role("button", name="Record it").click()
        changed = tab.locator("section.changes").inner_text()
        assert "Mirels score" in changed and "High Mirels score: surgeon before radiotherapy" in changed
        assert "not decided" not in tab.locator("section[aria-labelledby=scores] .scores > li").first.inner_text()

        # What now holds stands first on the page of the patient; it is opened, and accepted.
        tab.get_by_role("link", name="Overview").click()
        first = tab.locator("ol.findings > li").first
        advice = first.locator(".advice").inner_text()
        assert "Urgent" in first.inner_text() and "Impending fracture" in first.inner_text()
        first.locator(".open").click()
        assert "This holds" in tab.locator("main").inner_text() and "holds" in tab.locator("section[aria-labelledby=tree]").inner_text()
        tab.get_by_role("radio", name="Accepted").check()
        tab.locator("#field-reason-accepted").select_option("referred")
        tab.get_by_role("button", name="Keep this decision").click()
        assert "Accepted: Referred to a colleague" in tab.locator("section[aria-labelledby=standing]").inner_text()

        tab.get_by_role("link", name="Overview").click()
        assert advice not in tab.locator("ol.findings").first.inner_text()
        folded = tab.locator("details.aside")
        assert "1 finding" in folded.inner_text()
        folded.locator("summary").first.click()
        assert advice in folded.inner_text()
        tab.get_by_role("link", name="Letter for the team").click()
        letter = tab.locator("main").inner_text()
        assert "Accepted: Referred to a colleague" in letter and "Mirels" in letter
        tab.emulate_media(media="print")
        assert not tab.locator("nav").first.is_visible() and tab.locator("main").is_visible()
        printed = tab.pdf(prefer_css_page_size=True)
        assert 1 <= len(re.findall(rb"/Type /Page\b(?!s)", printed)) <= 3
        tab.emulate_media(media="screen")

        tab.get_by_role("link", name="Patients").click()
        assert "1 decided on" in tab.locator(".patients").inner_text()
