"""The reference value sets that stand beside the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from osteon.terminology import forget_site_codes


@pytest.fixture(scope="session")
def value_sets(shared_data: Path) -> dict[str, Any]:
    path = shared_data.parent / "terminology" / "valuesets.json"
    if not path.is_file():
        pytest.skip("needs ../shared/terminology/valuesets.json, which is not part of the repository")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def own_codes():
    """Whatever a test loads is forgotten after it."""
    yield
    forget_site_codes()
