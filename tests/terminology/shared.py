"""The reference files that stand beside the repository; a checkout without them skips the tests that read them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def shared_file(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared/{name} is not beside this repository")
    return path


@lru_cache(maxsize=1)
def value_sets() -> dict[str, Any]:
    return json.loads(shared_file("terminology/valuesets.json").read_text(encoding="utf-8"))
