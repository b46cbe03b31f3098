"""The page of a report in a real browser, with scripts switched off: nothing hangs over the edge, tables open on paper."""

import re
import subprocess
from pathlib import Path

import pytest

from cohort_report.invented import every, report
from osteon.cohort.report.page import Key, render_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    keys = tuple(
        Key(number, "said of it in some words", "survival") for number in ("1,000,000", "38.2 %", "0.61", "15.0 years")
    )
    summary = (("survival", "Overall survival", "Alive: after 1 year 92.4 %."),)
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(
        render_report(report(*every(), keys=keys, summary=summary, terms=(("Index day", "first"),))), encoding="utf-8"
    )
    return path


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_wider_than_the_window_and_one_of_two_charts_is_seen(width: int, chromium, page: Path):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    asked: list[str] = []
    tab = context.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(page.as_uri())
    assert asked == [page.as_uri()]
    boxes = [box for one in tab.locator("svg.chart").all() if (box := one.bounding_box())]
    # Each figure shows one chart, and the skeleton two views.
    assert len(boxes) == len([figure for figure in every() if figure.chart]) + 1
    for box in boxes:
        assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["width"] >= 250
    for name in ("header", "main", "footer", ".keys", ".said"):
        box = tab.locator(name).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert all(not one.is_visible() for one in tab.locator("details:not([open]) table").all())
    context.close()


def test_on_paper_the_tables_are_open(chromium, page: Path, tmp_path: Path):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.emulate_media(media="print")
    tables = tab.locator("table").all()
    assert len(tables) == len(every()) and all(one.is_visible() for one in tables)
    tab.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type /Page\b(?!s)", (tmp_path / "page.pdf").read_bytes()))
    assert 4 <= pages <= 16
    context.close()


def test_the_browser_finds_no_fault_in_the_page(page: Path, tmp_path: Path, chromium_path: str):
    """A rule of the style sheet, or a picture, that the security policy of the page refuses is told on the console."""
    command = [
        chromium_path, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0",
        f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={tmp_path / 'page.png'}", page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (tmp_path / "page.png").stat().st_size > 10_000
    assert not [line for line in done.stderr.splitlines() if "CONSOLE" in line]
