"""The manual builds without a warning and reads without a network."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from house import tree


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built manual, in a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", os.fspath(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    result = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, env=environment, timeout=300)
    assert result.returncode == 0, result.stderr
    return folder


def test_every_page_is_in_the_navigation():
    pages = {path.relative_to("docs") for path in tree.files() if path.parts[0] == "docs" and path.suffix == ".md"}
    listed = tree.text("mkdocs.yml").split("\nnav:\n")[1]
    assert not [page for page in pages if page.parts[0] != "rules" and f"- {page}\n" not in f"{listed}\n"]


def test_no_page_loads_anything_from_another_machine(site: Path):
    loads = re.compile(
        r"<(?:script|img|iframe|source|link(?=[^>]*rel=\"?(?:stylesheet|icon|preload|preconnect)))[^>]*"
        r"(?:src|href)=[\"']?(?:https?:)?//[^>]*>"
    )
    pages = list(site.rglob("*.html"))
    assert len(pages) > 5
    assert not [(page.name, hit) for page in pages for hit in loads.findall(page.read_text(encoding="utf-8"))]


def test_no_style_sheet_loads_anything_from_another_machine(site: Path):
    assert not [
        sheet.name
        for sheet in site.rglob("*.css")
        if re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", sheet.read_text(encoding="utf-8"))
    ]


def tutorial() -> tuple[dict, dict]:
    """The record of the tutorial, and the entry that it asks the reader to add."""
    blocks = re.findall(r"^```json\n(.*?)^```", tree.text("docs/tutorial.md"), flags=re.MULTILINE | re.DOTALL)
    return json.loads(blocks[0]), json.loads(blocks[1])


def finding(record: dict, day: str) -> tuple[dict, int]:
    """What the tutorial's rule says about a record, and the exit code."""
    result = tree.osteon("review", "-", "--as-of", day, "--format", "json", stdin=json.dumps(record))
    review = json.loads(result.stdout)
    return next(item for item in review["findings"] if item["id"] == "za-avoid-crcl-lt30"), result.returncode


def causes(said: dict) -> dict[str, str]:
    """The missing facts of a finding and why each is missing."""
    return {item["fact"]: item["cause"] for item in said["missing"]}


def test_the_tutorial_tells_the_truth():
    record, weight = tutorial()
    said, code = finding(record, "2025-06-01")
    assert (said["verdict"], code) == ("unknown", 0)
    assert causes(said) == {"weight": "not-recorded"}

    record["entry"].append(weight)
    said, code = finding(record, "2025-06-01")
    assert (said["verdict"], code) == ("met", 0)
    assert "24.3" in [str(reason["value"])[:4] for reason in said["because"]]

    said, code = finding(record, "2026-06-01")
    assert causes(said) == {"creatinine": "stale", "weight": "stale"}

    broken = json.loads(json.dumps(record).replace("mg/dL", "spoons"))
    said, code = finding(broken, "2025-06-01")
    assert (said["verdict"], code) == ("unknown", 4)
    assert causes(said) == {"creatinine": "unit-not-convertible"}
