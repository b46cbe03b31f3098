"""The manual is complete: every section is in the table of contents, and every paragraph says something."""

import ast
from pathlib import Path

import pytest

from spec.toc import CHAPTERS

HERE = Path(__file__).parent
SECTIONS = [section.file for chapter in CHAPTERS for section in chapter.sections]


def test_every_file_is_a_section():
    assert sorted(SECTIONS) == sorted(str(path.relative_to(HERE)) for path in HERE.glob("*/test_*.py"))


@pytest.mark.parametrize("file", SECTIONS)
def test_every_paragraph_has_its_words(file):
    module = ast.parse((HERE / file).read_text(encoding="utf-8"))
    tests = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    assert ast.get_docstring(module)
    assert [node.name for node in tests if not ast.get_docstring(node)] == []
