"""What may be loaded, and when. Counted in modules, not in milliseconds, so that a busy machine changes nothing."""

import json
import subprocess
import sys

import pytest

from house import tree

HEAVY = {"duckdb", "numpy", "pandas", "pyarrow", "scipy", "sqlglot"}
HEAVY |= {"alembic", "argon2", "fastapi", "prometheus_client", "pydantic", "pyrage", "sqlalchemy", "starlette", "uvicorn"}
FACES = {"jinja2", "rich"}
EXAMPLE = "examples/spine-and-femur.json"


def loaded_by(code: str) -> set[str]:
    """Top-level packages in memory after running `code` in a fresh interpreter."""
    probe = f"{code}\nimport json, sys\nprint('\\n' + json.dumps(sorted(set(m.split('.')[0] for m in sys.modules))))"
    result = subprocess.run([sys.executable, "-c", probe], cwd=tree.ROOT, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    return set(json.loads(result.stdout.splitlines()[-1]))


def command_line(*arguments: str) -> str:
    """Code that runs the command line in this interpreter and goes on afterwards."""
    return f"""
import runpy, sys
sys.argv = ["osteon", *{arguments!r}]
try:
    runpy.run_module("osteon", run_name="__main__", alter_sys=True)
except SystemExit as stop:
    if stop.code not in (None, 0, 4):
        raise
"""


def test_importing_osteon_loads_nothing_of_weight():
    assert not loaded_by("import osteon") & (HEAVY | FACES | {"orjson"})


def test_importing_osteon_loads_no_room():
    code = "import osteon, sys; assert not [m for m in sys.modules if m.startswith('osteon.')]"
    loaded_by(code)


def test_a_review_as_json_loads_no_face_and_no_table_library():
    assert not loaded_by(command_line("review", EXAMPLE, "--format", "json")) & (HEAVY | FACES)


@pytest.mark.parametrize("style", ["text", "html", "fhir"])
def test_a_review_in_any_format_loads_no_table_library(style: str):
    assert not loaded_by(command_line("review", EXAMPLE, "--format", style)) & HEAVY


@pytest.mark.parametrize("style", ["json", "text", "html"])
def test_a_review_in_english_reads_no_catalog(style: str):
    code = command_line("review", EXAMPLE, "--format", style)
    code += "from osteon.review.translation.sentences import sentences_in\n"
    code += "from osteon.language import language\n"
    code += "assert sentences_in.cache_info().currsize == 0 and language.cache_info().currsize == 0"
    loaded_by(code)


def test_help_loads_no_medicine():
    code = command_line("--help") + "assert not [m for m in sys.modules if m.startswith('osteon.pathway')]"
    assert not loaded_by(code) & (HEAVY | FACES)
