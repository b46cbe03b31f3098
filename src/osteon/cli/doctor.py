"""`osteon doctor`: what is installed, how it is set, and whether it is in order."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from typing import Any

import osteon
from osteon.cli.ending import DONE, FOUND
from osteon.cli.serve import LIBRARIES, serve_settings_of, storage_flags
from osteon.cli.settings import settings_of

__all__ = ["declare"]

EXTRAS = {"cohort": ("duckdb", "msgspec", "numpy", "pyarrow"), "serve": LIBRARIES, "postgres": ("psycopg",), "spark": ("pyspark",)}


def declare(commands: Any) -> None:
    """Add the command to the parser's `commands`."""
    doctor = commands.add_parser("doctor", help="look at the installation, the settings and the storage of the server")
    storage_flags(doctor)
    doctor.set_defaults(run=_run, policy=[])


def _run(choice: argparse.Namespace) -> int:
    # Only here: they take longer to load than a short review.
    import platform
    from importlib.metadata import PackageNotFoundError, version

    faults = 0

    def tell(mark: str, message: str) -> None:
        nonlocal faults
        faults += mark == "fault"
        sys.stdout.write(f"{mark:6}{message}\n")

    choice.config = getattr(choice, "config", None)
    tell("ok", f"Osteon {osteon.__version__}, Python {platform.python_version()}, {platform.platform()}")
    for name in ("orjson", "jinja2", "rich"):
        try:
            tell("ok", f"{name} {version(name)}")
        except PackageNotFoundError:
            tell("fault", f"{name} is missing: install osteon anew")
    for extra, libraries in EXTRAS.items():
        missing = [name for name in libraries if find_spec(name) is None]
        tell("note" if missing else "ok", f"osteon[{extra}] {'lacks ' + ', '.join(missing) if missing else 'is installed'}")
    settings_of(choice)
    from osteon.pathway import pathway

    found = pathway()
    tell("ok", f"pathway {found.version}: {len(found.recommendations)} recommendations")
    if all(find_spec(name) for name in LIBRARIES):
        from osteon.serve.failures import ServeError
        from osteon.serve.operation.doctor import examine

        try:
            for checked in examine(serve_settings_of(choice)):
                tell(*checked)
        except ServeError as fault:
            tell("fault", str(fault))
    if faults:
        sys.stdout.write(f"{faults} fault{'s' if faults > 1 else ''}.\n")
    return FOUND if faults else DONE
