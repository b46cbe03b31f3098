"""What every test may ask for. Marks are declared in pyproject.toml."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

pytest_plugins = ["databases"]

settings.register_profile("same", max_examples=200, deadline=None, database=None, derandomize=True)
settings.register_profile("hunt", max_examples=20_000, deadline=None, print_blob=True)
settings.load_profile("same")
"""Random examples are the same ones in every run, so that what is green stays green until somebody changes it; `make hunt` looks for
others."""

REPOSITORY = Path(__file__).parent.parent
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of the Chromium of this machine."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: on Debian, apt install chromium")
    return CHROMIUM


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Any]:
    """A Chromium for the tests of a file. Playwright starts once at a time in a process, and while it runs no other event loop does."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as started:
        found = started.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Public example records beside the repository. They are not ours to ship, so the test skips without them."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the example records in ../shared/data, which are not part of the repository")
    return folder


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked `long` run only when asked for by `-m`."""
    asked_for = "long" in (config.getoption("-m") or "")
    for item in items:
        if item.get_closest_marker("long") and not asked_for:
            item.add_marker(pytest.mark.skip(reason="takes minutes: run with -m long"))
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.shared)
