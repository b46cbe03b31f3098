"""The settings of a run: defaults, then the file of the site, then the command line."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import Any

from osteon.cli.ending import UsageError

__all__ = ["CONFIGURATION", "codes_of", "configuration_of", "layers_of", "moment", "settings_of"]

CONFIGURATION = "osteon.toml"


def moment(text: str) -> date | datetime:
    """A date or a time as it is written on the command line."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write 2025-06-01 or 2025-06-01T14:30") from None


def settings_of(choice: argparse.Namespace) -> Any:
    """Defaults, then the file (`choice.config`), then `choice.policy`. Raises UsageError."""
    from osteon.engine.settings import SettingsError, make_settings
    from osteon.pathway import pathway

    try:
        return make_settings(pathway(), layers_of(choice))
    except SettingsError as fault:
        raise UsageError(str(fault)) from fault


def layers_of(choice: argparse.Namespace) -> list[tuple[str, dict[str, Any]]]:
    """What the file (`choice.config`) and then `choice.policy` set, each with its name. The site's codes are loaded. Raises UsageError."""
    from osteon.terminology import load_site_codes

    layers: list[tuple[str, dict[str, Any]]] = []
    path = choice.config or (Path(CONFIGURATION) if Path(CONFIGURATION).is_file() else None)
    if path is not None:
        content = _configuration(path)
        layers.append((path.name, content))
        codes = content.get("terminology", {}).get("codes")
        if codes:
            try:
                load_site_codes(path.parent / codes)
            except (OSError, ValueError) as fault:
                raise UsageError(f"{path.name}: the code file {codes} cannot be used: {fault}") from fault
    given = {}
    for item in choice.policy:
        name, sign, value = item.partition("=")
        if not sign:
            raise UsageError(f"--policy {item}: write NAME=VALUE.")
        given[name.strip()] = value.strip()
    layers.append(("--policy", {"policies": given}))
    return layers


def codes_of(choice: argparse.Namespace) -> Path | None:
    """The site's own code file that the configuration (`choice.config`) names, for a command that only reads records."""
    path = choice.config or (Path(CONFIGURATION) if Path(CONFIGURATION).is_file() else None)
    if path is None:
        return None
    codes = _configuration(path).get("terminology", {}).get("codes")
    if not codes:
        return None
    found: Path = path.parent / codes
    if not found.is_file():
        raise UsageError(f"{path.name}: the code file {codes} cannot be used: there is no such file.")
    return found.resolve()


def configuration_of(choice: argparse.Namespace) -> dict[str, Any]:
    """The sections of the file (`choice.config`, or the one of this folder); empty where there is none. Raises UsageError."""
    path = choice.config or (Path(CONFIGURATION) if Path(CONFIGURATION).is_file() else None)
    return {} if path is None else _configuration(path)


def _configuration(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path.name} is not TOML: {fault}.") from fault
    strangers = set(content) - {"parameters", "policies", "serve", "terminology"}
    if strangers:
        raise UsageError(
            f"{path.name}: unknown section [{sorted(strangers)[0]}]; known: [parameters], [policies], [serve], [terminology]."
        )
    return content
