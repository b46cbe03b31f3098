"""The repository as the house tests see it: its files, its rooms, and what each module imports."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "osteon"
NOT_OURS = {".git", ".venv", "site", "dist", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked or would be, relative to the root; all files where there is no git."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        found = [Path(name) for name in listed.split("\0") if name]
    else:
        found = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
        found = [path for path in found if not NOT_OURS & set(path.parts) and not path.parts[0].endswith("_cache")]
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package, parsed, by its dotted name."""
    found = {}
    for path in files():
        if path.suffix == ".py" and path.parts[:2] == ("src", "osteon"):
            parts = path.with_suffix("").parts[1:]
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))
    return found


def imports(module: ast.Module) -> set[str]:
    """Dotted names that a module imports anywhere in it; `from a import b` counts as `a.b`."""
    names: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def text(name: str) -> str:
    """Text of a file, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def osteon(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line as another program would: no terminal, a width that does not wrap the words we look for."""
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "osteon", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=60)


def headings(page: str) -> list[str]:
    """Headings of a Markdown page, without code marks."""
    return [line.lstrip("#").strip().replace("`", "") for line in text(page).splitlines() if re.match(r"#+ ", line)]
