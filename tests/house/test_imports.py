"""Rooms import one way. The layers are in pyproject.toml; what layers cannot say is said here."""

import subprocess
import sys
from pathlib import Path

from house import tree


def test_the_import_contract_is_kept():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_engine_needs_nothing_but_the_standard_library():
    """Its columns need NumPy beside it, and nothing imports them but what works on many patients."""
    foreign = {
        f"{module} imports {name}"
        for module, parsed in tree.modules().items()
        if module.startswith("osteon.engine")
        for name in tree.imports(parsed)
        if not name.startswith("osteon.engine") and name.split(".")[0] not in sys.stdlib_module_names
        if not (module.startswith("osteon.engine.columns") and name.split(".")[0] == "numpy")
    }
    assert not foreign


def test_drawings_need_nothing_but_the_standard_library():
    """They are on the page of one patient, which has to start quickly, and know neither medicine nor patients."""
    foreign = {
        f"{module} imports {name}"
        for module, parsed in tree.modules().items()
        if module.startswith("osteon.drawing")
        for name in tree.imports(parsed)
        if not name.startswith("osteon.drawing") and name.split(".")[0] not in sys.stdlib_module_names
    }
    assert not foreign


def test_one_patient_needs_no_columns():
    """A review of one patient starts in milliseconds: it loads no NumPy, no Arrow and no DuckDB."""
    many = ("osteon.cohort", "osteon.engine.columns", "osteon.record.columns", "osteon.record.store", "osteon.cli")
    heavy = ("numpy", "pyarrow", "duckdb", "osteon.engine.columns", "osteon.record.columns", "osteon.record.store")
    wrong = {
        f"{module} imports {name}"
        for module, parsed in tree.modules().items()
        if not module.startswith(many)
        for name in tree.imports(parsed)
        if name.startswith(heavy)
    }
    assert not wrong


def test_the_pathway_sees_the_timeline_and_never_a_reader():
    wider = {
        f"{module} imports {name}"
        for module, parsed in tree.modules().items()
        if module.startswith("osteon.pathway")
        for name in tree.imports(parsed)
        if name.startswith("osteon.record") and not name.startswith(("osteon.record.timeline", "osteon.record.lesions"))
    }
    assert not wider, "a rule must not know how a record was spelled: import the timeline and its lesions only"


def test_no_room_has_a_name_that_says_nothing():
    nothing = {"common", "core", "helpers", "misc", "services", "util", "utils"}
    parts = {part for path in tree.files() if path.suffix == ".py" for part in path.with_suffix("").parts}
    assert not parts & nothing
