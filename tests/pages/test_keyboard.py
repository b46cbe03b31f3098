"""The first day with the keyboard alone, scripts off: from signing in to the letter. What has the focus is looked at after every key."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.conftest import quick
from accounts.people import PASSWORD, person, row_of
from osteon.serve.accounts import codes
from pages.conftest import DAY, Served, new_site, window
from pages.keyboard import Keyboard, Stop, against_reading
from pages.test_look import PAGES
from serve.conftest import EXAMPLES

__all__ = ["quick"]

pytestmark = pytest.mark.browser
ANA = next(path for path in EXAMPLES if path.stem == "femur-borderline")


@pytest.fixture
def clinic(tmp_path: Any, quick: None) -> Iterator[Served]:
    """A server with one clinician, and no record yet."""
    site = new_site(tmp_path / "data")
    person(site.database, "ada", "administrator")
    person(site.database, "clara", "clinician")
    with Served(site) as found:
        yield found


def date_into(keys: Keyboard, day: str) -> None:
    """Fill in the date that has the focus, part by part, in the order that the browser shows: its own, not that of the page."""
    year, month, date = day.split("-")
    for parts in ((month, date, year), (date, month, year), (year, month, date)):
        keys.write("".join(parts))
        if keys.tab.evaluate("document.activeElement.value") == day:
            return
        keys.press("Shift+Tab", "Shift+Tab")
    pytest.fail(f"{day} could not be typed")


def test_the_first_day_without_a_mouse(clinic: Served, chromium: Any):
    with window(chromium) as tab:
        keys = Keyboard(tab)
        tab.goto(clinic.address)

        # Sign in; with a wrong code first: what was wrong is where the keyboard goes on.
        tab.wait_for_url("**/sign-in?**")
        for code in ("000000", None):
            keys.to("Name")
            keys.write("clara")
            keys.to("Password")
            keys.write(PASSWORD)
            keys.to("Code")
            keys.write(code or codes.code_at(row_of(clinic.site.database, "clara").second, int(time.time() // 30)))
            keys.press("Enter")
            if code:
                tab.wait_for_selector("[role=alert]")
                assert (keys.here() or pytest.fail("no focus")).words.startswith("Name, password or code is not right")
        tab.wait_for_url("**/worklist**")

        # Past the navigation, to the one thing that can be done.
        assert (keys.next() or pytest.fail()).words == "Skip to the content"
        keys.press("Enter")
        assert (keys.here() or pytest.fail()).id == "content"
        keys.to("Take in records")
        keys.press("Enter")
        tab.wait_for_url("**/upload")
        keys.to("Files, at most")
        tab.locator("input:focus").set_input_files(ANA)  # what the window of the operating system would do
        keys.to("Take in", kind="button")
        keys.press("Enter")
        tab.wait_for_selector("section.result")
        answer = keys.here()
        assert answer is not None and answer.id == "answer" and "Kept as submission 1." in answer.text
        assert keys.to("ana", most=1).tag == "a"

        # Open the patient from the list, on the day for which the example was written.
        keys.to("Patients", key="Shift+Tab")
        keys.press("Enter")
        tab.wait_for_url("**/worklist**")
        keys.to("Another date")
        date_into(keys, DAY)
        keys.to("Show", kind="button")
        keys.press("Enter")
        tab.wait_for_url(f"**as_of={DAY}**")
        keys.to("Ana Example")
        keys.press("Enter")
        tab.wait_for_url("**/patient/ana?**")

        # Why? Opened in place, and on the page of the finding.
        assert (keys.next() or pytest.fail()).words == "Skip to the content"
        assert (keys.next() or pytest.fail()).words == "Skip to the findings"
        keys.press("Enter")
        assert (keys.here() or pytest.fail()).id == "findings"
        keys.to("Why: Fracture risk open", kind="summary")
        keys.press("Space")
        assert "Says also" in tab.locator("details[open]").inner_text()
        keys.to("Open: Fracture risk open", key="Shift+Tab", most=3)
        keys.press("Enter")
        tab.wait_for_url("**/finding/fx-mirels-incomplete**")
        tree = keys.to("✓ holds", kind="summary")
        keys.press("Enter")
        assert tab.evaluate("document.activeElement.parentElement.open"), tree

        # Record what is missing: it is asked first, and says what waits for it.
        keys.to("Right shaft of the femur", key="Shift+Tab")
        keys.press("Enter")
        tab.wait_for_url("**/lesion/femur.shaft:right**")
        assert "not decided" in tab.locator("section[aria-labelledby=scores]").inner_text()
        keys.next()
        assert (keys.next() or pytest.fail()).words == "Skip to the form"
        keys.press("Enter")
        asked = keys.next()
        assert asked is not None and asked.words.startswith("Largest share of the bone's width")
        assert "Mirels score waits for this; until then 7 to 9 points." in tab.locator("fieldset:focus-within").inner_text()
        keys.write("70")
        keys.to("none", group="Pain of the lesion")
        keys.press("Space", "ArrowDown", "ArrowDown")
        chosen = keys.here()
        assert chosen is not None and (chosen.words, chosen.group) == ("moderate", "Pain of the lesion")
        assert tab.evaluate("document.activeElement.checked")

        # Without a day it is refused: the keyboard is at what is wrong, and from there one key away from the field.
        keys.to("Record it", kind="button")
        keys.press("Enter")
        tab.wait_for_selector(".faults")
        answer = keys.here()
        assert answer is not None and answer.id == "answer" and "Say on which day" in answer.text
        keys.to("Say on which day", most=1)
        keys.press("Enter")
        assert (keys.here() or pytest.fail()).words == "Seen, or asked, on"
        date_into(keys, DAY)
        keys.to("Record it", kind="button")
        keys.press("Enter")
        tab.wait_for_url("**recorded=**")
        answer = keys.here()
        assert answer is not None and answer.id == "answer"
        assert "7 to 9 before, 9 now (high)" in answer.text
        changed = keys.to("Impending fracture of a long bone", most=3)
        assert changed.tag == "a"

        # On to the finding that holds now: put off without a reason, then with one; then accepted.
        keys.press("Enter")
        tab.wait_for_url("**/finding/**")
        assert "This holds" in tab.locator("main").inner_text()
        keys.to("Accepted", group="Your decision")
        keys.press("ArrowUp")
        later = keys.here()
        assert later is not None and later.words == "Later"
        assert keys.to("Reason", most=1).kind == "select-one"
        keys.to("Until", most=1)
        date_into(keys, "2025-06-09")
        keys.to("Keep this decision", kind="button")
        keys.press("Enter")
        tab.wait_for_selector(".faults")
        answer = keys.here()
        assert answer is not None and answer.id == "answer" and "reason" in answer.text.lower()
        keys.to("Choose a reason", most=1)
        keys.press("Enter")
        assert (keys.here() or pytest.fail()).words == "Reason"
        keys.write("A result")
        assert tab.locator("select:focus option:checked").inner_text() == "A result is awaited"
        keys.to("Keep this decision", kind="button")
        keys.press("Enter")
        tab.wait_for_selector("#answer .note")
        answer = keys.here()
        assert answer is not None and answer.id == "answer" and answer.text.startswith("Later until 9 June 2025: A result is awaited")
        keys.to("Accepted", group="Your decision")
        keys.press("Space")
        keys.to("Reason", most=1)
        keys.write("Ref")
        assert tab.locator("select:focus option:checked").inner_text() == "Referred to a colleague"
        keys.to("In your words", most=1)
        keys.write("Seen with the surgeon")
        keys.to("Keep this decision", most=1)
        keys.press("Enter")
        tab.get_by_text("Accepted: Referred to a colleague").first.wait_for()
        answer = keys.here()
        assert answer is not None and answer.text.startswith("Accepted: Referred to a colleague")

        # Back to where she was, and to the letter.
        keys.to("To the findings of this patient", most=1)
        keys.press("Enter")
        tab.wait_for_url("**/patient/ana**findings")
        assert (keys.here() or pytest.fail()).id == "findings"
        keys.to("Letter for the team", key="Shift+Tab")
        keys.press("Enter")
        tab.wait_for_url("**/letter/clinic**")
        assert "Accepted: Referred to a colleague" in tab.locator("main").inner_text()
        keys.to("open it as PDF")
        keys.to("Sign out", key="Shift+Tab")
        keys.press("Enter")
        tab.wait_for_url("**/signed-out**")


WALKED = ("worklist, some", "patient", "finding, not decided", "lesion", "timeline", "upload", "search", "letter for the patient")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_focus_goes_as_one_reads_and_nothing_holds_it(width: int, chromium: Any, served: Served):
    with window(chromium, width) as tab:
        keys = Keyboard(tab)
        for name in WALKED:
            tab.goto(served.address + PAGES[name])
            there = keys.walk()
            reached = {stop.key for stop in there}
            assert len(there) > 8, name
            if name not in ("patient", "timeline"):
                back = keys.walk("Shift+Tab", there[0])
                assert [stop.key for stop in reversed(back)] == [stop.key for stop in there], name
            assert len(reached) == len(there), f"one stop twice: {name}"
            assert not against_reading([stop for stop in there if not stop.words.startswith("Skip to")]), name


def test_an_order_against_reading_is_seen():
    def stop(words: str, left: float, top: float) -> Stop:
        return Stop("a", "", "", words, words, "", "", 3, 5, (left, top, left + 100, top + 20), True, False)

    first, right, below, column = stop("first", 0, 0), stop("right", 200, 0), stop("below", 0, 50), stop("column", 400, 0)
    assert not against_reading([first, right, below, column])
    assert against_reading([right, first]) == [("right", "first")]
    assert against_reading([below, first]) == [("below", "first")]
    assert against_reading([stop("lower right", 200, 80), below]) == [("lower right", "below")]
