"""Every page in a real browser: at three widths, for a reader with axe, by keyboard, on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pages.conftest import DAY, Served, window

pytestmark = pytest.mark.browser

PAGES = {
    "worklist": f"/worklist?as_of={DAY}",
    "worklist, some": f"/worklist?as_of={DAY}&urgency=soon&topic=jaw",
    "worklist, none": f"/worklist?as_of={DAY}&topic=nutrition",
    "patient": f"/patient/ruth?as_of={DAY}",
    "patient without an emergency": f"/patient/ana?as_of={DAY}",
    "patient, nothing known": "/patient/ruth?as_of=1990-01-01",
    "finding": f"/patient/ruth/finding/za-avoid-crcl-lt30?as_of={DAY}",
    "finding, not decided": f"/patient/ruth/finding/fx-impending-fracture?as_of={DAY}&lesion=femur.neck:left",
    "lesion": f"/patient/ruth/lesion/femur.neck:left?as_of={DAY}",
    "a new lesion": f"/patient/ana/lesion/new?as_of={DAY}",
    "a new lesion of the spine": f"/patient/ana/lesion/new?as_of={DAY}&site=vertebra.L5",
    "letter for the team": f"/patient/ruth/letter/clinic?as_of={DAY}",
    "letter for the patient": f"/patient/maria/letter/patient?as_of={DAY}",
    "no letter for the patient": "/patient/ruth/letter/patient?as_of=1990-01-01",
    "timeline": f"/patient/ruth/timeline?as_of={DAY}",
    "upload": "/upload",
    "pathway": "/pathway",
    "topic": "/pathway?topic=bone-agents",
    "search": "/pathway?q=calcium",
    "rule": "/pathway/za-avoid-crcl-lt30",
    "what became of a rule": "/pathway/za-avoid-crcl-lt30/use",
    "score": "/pathway/mirels",
    "cohort": "/cohort",
    "sign in": "/sign-in",
    "account": "/account",
    "accounts": "/accounts",
    "not found": "/nothing",
}


def address(served: Served, path: str, language: str) -> str:
    """Of a page in a language."""
    return f"{served.address}{path}{'&' if '?' in path else '?'}language={language}"


@pytest.mark.parametrize(("width", "language"), [(320, "en"), (320, "es"), (768, "en"), (1280, "en")])
def test_no_page_is_wider_than_the_window(width: int, language: str, chromium: Any, served: Served):
    wide = {}
    with window(chromium, width, scripts=True) as tab:
        for name, path in PAGES.items():
            tab.goto(address(served, path, language))
            assert tab.locator("html").get_attribute("lang") == language
            inside = tab.evaluate("document.documentElement.scrollWidth")
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            opened = tab.evaluate("document.documentElement.scrollWidth")
            if max(inside, opened) > width:
                wide[name] = (inside, opened)
    assert not wide


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("width", "opened"), [(320, False), (1280, True)])
def test_axe_finds_nothing(width: int, opened: bool, language: str, chromium: Any, served: Served):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = {}
    with window(chromium, width, scripts=True) as tab:
        for name, path in PAGES.items():
            tab.goto(address(served, path, language))
            if opened:
                tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            said = axe.run(tab, options={"resultTypes": ["violations"]}).response["violations"]
            if said:
                found[name] = [(one["id"], one["nodes"][0]["html"][:200], len(one["nodes"])) for one in said]
    assert not found


def test_what_is_clicked_is_large_enough(chromium: Any, served: Served):
    """24 by 24 CSS pixels, or alone in its line of text (WCAG 2.2, 2.5.8)."""
    small = {}
    with window(chromium, 320, scripts=True) as tab:
        for name, path in PAGES.items():
            tab.goto(served.address + path)
            boxes = tab.evaluate(
                """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, nav a, .patients a, .open')]
                .filter(one => one.checkVisibility() && !one.closest('.hidden') && !one.classList.contains('skip'))
                .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect().width, one.getBoundingClientRect().height,
                             one.type === 'checkbox' || one.type === 'radio'])"""
            )
            # A box to tick is as large as its label, which ticks it too.
            found = [(html, width, height) for html, width, height, ticks in boxes if not ticks and min(width, height) < 24]
            if found:
                small[name] = found[:3]
    assert not small


def test_by_keyboard_alone(chromium: Any, served: Served):
    """From the list to a patient, past the navigation, and to a finding; where the focus is can always be seen."""
    with window(chromium, scripts=True) as tab:
        tab.goto(served.address + PAGES["worklist"])
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        assert tab.locator(".skip").bounding_box()["height"] > 20
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "content"
        press_until(tab, "Ruth Example")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/patient/ruth?**")
        press_until(tab, "Why: MRI of the spine overdue")
        tab.keyboard.press("Enter")
        assert tab.locator(".alarm table").is_visible()
        press_until(tab, "Open: No zoledronic acid")
        href = tab.evaluate("document.activeElement.getAttribute('href')")
        assert href.startswith("/patient/ruth/finding/za-avoid-crcl-lt30?")


def press_until(tab: Any, words: str, most: int = 200) -> None:
    """Press Tab until what has the focus says these words; each stop on the way has to be visible and marked."""
    for _ in range(most):
        tab.keyboard.press("Tab")
        text, outline, seen = tab.evaluate(
            """() => { const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
            return [(one.textContent || '').replace(/\\s+/g, ' ').trim(), style.outlineStyle, box.width > 0 && box.height > 0] }"""
        )
        assert seen, f"the focus is on something that is not there, before {words}"
        if text.startswith(words):
            assert outline != "none"
            return
    raise AssertionError(f"never reached: {words}")


def test_on_paper_there_is_no_navigation_and_few_pages(chromium: Any, served: Served, tmp_path: Path):
    with window(chromium) as tab:
        for name, most in (("patient", 3), ("worklist", 1), ("rule", 3), ("letter for the team", 2), ("letter for the patient", 2)):
            tab.goto(served.address + PAGES[name])
            tab.emulate_media(media="print")
            for one in ("nav", "form", "button"):
                assert not any(found.is_visible() for found in tab.locator(one).all()), (name, one)
            assert tab.locator("h1").last.is_visible()
            tab.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
            sheets = len(re.findall(rb"/Type /Page\b(?!s)", (tmp_path / "page.pdf").read_bytes()))
            assert 1 <= sheets <= most, (name, sheets)
            tab.emulate_media(media="screen")


def test_in_forced_colours_what_matters_has_a_border(chromium: Any, served: Served):
    with window(chromium, scripts=True, forced_colors="active") as tab:
        for name, parts in (("patient", [".alarm", ".finding", "button"]), ("lesion", ["fieldset", "input[type=text]", "button"])):
            tab.goto(served.address + PAGES[name])
            widths = tab.evaluate(
                "parts => parts.map(one => parseFloat(getComputedStyle(document.querySelector(one)).borderLeftWidth))", parts
            )
            assert min(widths) >= 1, name
            tab.keyboard.press("Tab")
            assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
