"""The pages of accounts in a real browser: at two widths, for a reader with axe, and the walk of a first account."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from osteon.serve.accounts import codes
from osteon.serve.accounts.links import first_link
from osteon.serve.storage.database import writing
from pages.conftest import Served, new_site, window

pytestmark = pytest.mark.browser
PASSWORD = "harbour tulip ninety grey"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_walk_of_a_first_account(language: str, chromium: Any, tmp_path: Path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found: dict[str, Any] = {}

    def look(what: str) -> None:
        tab.wait_for_load_state()
        tab.wait_for_selector("footer")
        for width in (320, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.locator("html").get_attribute("lang") == language
            wide = tab.evaluate("document.documentElement.scrollWidth")
            violations = [one["id"] for one in axe.run(tab).response["violations"]]
            if wide > width or violations:
                found[f"{what}, {width}"] = (wide, violations)

    def fill(**fields: str) -> None:
        for name, value in fields.items():
            tab.fill(f"#{name}", value)

    with Served(new_site(tmp_path / "data")) as served, window(chromium, 1280, scripts=True) as tab:
        with writing(served.site.database) as connection:
            path = f"/link/{first_link(connection)}"
        tab.goto(f"{served.address}/account?language={language}")
        look("no accounts yet")
        tab.goto(served.address + path)
        look("link")
        assert tab.evaluate("document.querySelector('img.qr').naturalWidth") > 100, "the policy of the page shows the picture"
        secret = tab.inner_text("code.secret").replace(" ", "")
        fill(name="ada", password=PASSWORD, again=PASSWORD, code=codes.code_at(secret, int(time.time() // 30)))
        tab.click("main button")
        look("recovery codes")
        recovery = tab.inner_text(".secrets li:first-child")
        tab.click("main a.button")
        tab.goto(f"{served.address}/accounts")
        fill(name="nora")
        tab.check("#new-nurse")
        tab.click("main form[action='/accounts#answer'] button")
        look("one-time link")
        assert re.search(r"/link/[A-Za-z0-9_-]{43}$", tab.inner_text("code.secret"))
        tab.goto(f"{served.address}/accounts")
        tab.click("summary")
        look("accounts")
        tab.goto(f"{served.address}/account")
        look("account")
        tab.goto(f"{served.address}/patient/ruth")
        assert tab.url.endswith("/patient/ruth/emergency")
        look("emergency")
        tab.check("#reason-treating")
        fill(explanation="She is in our emergency room.")
        tab.click("main button")
        tab.wait_for_url(f"{served.address}/patient/ruth#answer")
        assert tab.is_visible(".emergency-access")
        look("in an emergency")
        tab.click(".who-asks button")
        tab.wait_for_url(f"{served.address}/signed-out")
        look("signed out")
        tab.goto(f"{served.address}/accounts")
        fill(name="ada", password=PASSWORD, code="000000")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("[role=alert]")
        look("sign-in that was wrong")
        fill(name="ada", password=PASSWORD, code=recovery)
        tab.keyboard.press("Enter")
        tab.wait_for_url(f"{served.address}/accounts#answer")
    assert not found
