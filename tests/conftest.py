"""What every test may ask for. Marks are declared in pyproject.toml."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent


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
