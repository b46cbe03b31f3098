"""What a site has set: parameters and policies, checked against the pathway, with where the choice came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from osteon.engine.rules import Pathway

__all__ = ["Settings", "SettingsError", "make_settings"]


class SettingsError(Exception):
    """A setting that does not exist or cannot have this value."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Overrides only: what is not named here keeps the value of the pathway."""

    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)
    provenance: Mapping[str, str] = field(default_factory=dict)
    """For each changed name, where it was set."""

    def key(self) -> tuple:
        """Equal for settings that evaluate alike."""
        return (tuple(sorted(self.parameters.items())), tuple(sorted(self.policies.items())))


def make_settings(pathway: Pathway, layers: Sequence[tuple[str, Mapping[str, Any]]]) -> Settings:
    """Settings from layers of `(where, {"parameters": {...}, "policies": {...}})`, later layers over earlier ones.

    Raises SettingsError for a name or a value that the pathway does not know.
    """
    known = {item.id: item for item in pathway.parameters}
    choices = {item.id: item for item in pathway.policies}
    parameters: dict[str, Decimal] = {}
    policies: dict[str, str] = {}
    provenance: dict[str, str] = {}
    for where, layer in layers:
        for section, names in (("parameters", known), ("policies", choices)):
            values = layer.get(section, {})
            if not isinstance(values, Mapping):
                raise SettingsError(f"{where}: [{section}] holds names and values, one a line.")
            for name, value in values.items():
                if name not in names:
                    raise SettingsError(
                        f"{where}: {section[:-1].replace('ie', 'y')} `{name}` does not exist.{_near(name, names)}"
                    )
                provenance[name] = where
                if section == "parameters":
                    parameters[name] = _number(where, name, value)
                else:
                    policies[name] = _option(where, name, value, choices[name].options)
    return Settings(parameters, policies, provenance)


def _near(name: str, names: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, names, n=3)
    return (
        f" Did you mean {' or '.join(f'`{item}`' for item in close)}?"
        if close
        else " `osteon pathway list` shows all names."
    )


def _number(where: str, name: str, value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite():
        raise SettingsError(f"{where}: parameter `{name}` needs a number, not {value!r}.")
    return number


def _option(where: str, name: str, value: Any, options: tuple[str, ...]) -> str:
    if value not in options:
        raise SettingsError(f"{where}: policy `{name}` is one of {', '.join(options)}, not {value!r}.")
    return value
