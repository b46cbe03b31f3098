"""The settings of a server: defaults, then `[serve]` of osteon.toml, then OSTEON_* of the environment, then the command line."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from osteon.serve.failures import ServeError

__all__ = ["ServeSettings", "masked", "refusal", "serve_settings"]

LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "::1")
PREFIX: Final = "OSTEON_"
MEGABYTE: Final = 1024 * 1024


def _setting(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True)
class ServeSettings:
    """How the server runs. Each name is a key of `[serve]` and, with OSTEON_ before it and in capitals, a variable of the environment."""

    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8090, "port to listen on")
    data: Path = _setting(Path("osteon-data"), "folder of the embedded database")
    database: str | None = _setting(None, "address of a PostgreSQL instead: postgresql://USER@HOST/NAME")
    certificate: Path | None = _setting(None, "file with the TLS certificate (PEM, with its chain)")
    key: Path | None = _setting(None, "file with the private key of the certificate (PEM)")
    proxy: str | None = _setting(None, "address of the one proxy that may connect, and that speaks TLS to the outside")
    names: str = _setting("", "names by which clients call this server (Host), with commas; those of this machine always count")
    address: str = _setting("", "address by which other systems reach this server (https://...); tokens of EHRs name it")
    ehr_keys: str = _setting("", "EHRs that may ask for cards: issuer=address of its keys, with commas")
    ehr_servers: str = _setting("", "base addresses of FHIR servers that may be read for cards, with commas")
    body_megabytes: int = _setting(50, "largest submission, before and after unpacking")
    resources: int = _setting(200_000, "most resources in one submission")
    imports: int = _setting(2, "submissions that are taken in at the same time")
    requests_per_minute: int = _setting(12_000, "requests that one address may make")
    failures_per_minute: int = _setting(30, "wrong tokens that one address may bring")
    connections: int = _setting(200, "connections at the same time")
    stop_seconds: int = _setting(30, "time that running requests get when the server is stopped")

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def own_names(self) -> frozenset[str]:
        """Host names that a request may call it by."""
        given = {name.strip().lower() for name in self.names.split(",") if name.strip()}
        own = urlsplit(self.address).hostname if self.address else None
        return frozenset(given | set(LOOPBACK_NAMES) | {self.host.lower()} | ({own} if own else set()))


    @property
    def base_address(self) -> str:
        """Address of this server, without a slash at the end."""
        scheme = "http" if self.certificate is None else "https"
        name = f"[{self.host}]" if ":" in self.host else self.host
        return (self.address or f"{scheme}://{name}:{self.port}").rstrip("/")

    @property
    def ehr_issuers(self) -> dict[str, str]:
        """Where the keys of each EHR stand, by issuer."""
        return dict(pair.split("=", 1) for pair in _listed(self.ehr_keys))

    @property
    def ehr_server_list(self) -> list[str]:
        """Base addresses of FHIR servers that may be read."""
        return _listed(self.ehr_servers)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def serve_settings(file: Mapping[str, Any], environment: Mapping[str, str], flags: Mapping[str, Any]) -> ServeSettings:
    """Settings from `[serve]`, the environment and the command line, later over earlier. Raises ServeError."""
    known = {item.name: item for item in fields(ServeSettings)}
    values: dict[str, Any] = {}
    for name, value in file.items():
        if name not in known:
            raise ServeError(f"[serve] has no setting {name}. Known are {', '.join(known)}.")
        values[name] = _value(f"[serve] {name}", name, value)
    for name in known:
        variable = f"{PREFIX}{name.upper()}"
        if environment.get(variable):
            values[name] = _value(variable, name, environment[variable])
    values |= {name: _value(f"--{name}", name, value) for name, value in flags.items() if value is not None}
    settings = ServeSettings(**values)
    if any("=" not in pair for pair in _listed(settings.ehr_keys)):
        raise ServeError("ehr_keys names an issuer and the address of its keys: https://ehr.example=https://ehr.example/jwks.json")
    for name in (settings.address, *settings.ehr_issuers.values(), *settings.ehr_server_list):
        if name and not _is_safe_address(name):
            raise ServeError("Addresses of this server, of EHRs and of their keys begin with https:// (http:// on this machine).")
    if (settings.certificate is None) != (settings.key is None):
        raise ServeError("TLS needs both files: the certificate and its key.")
    if settings.proxy is not None:
        try:
            ipaddress.ip_address(settings.proxy)
        except ValueError:
            raise ServeError("The proxy is named by its IP address, such as 10.0.0.5.") from None
    return settings


def _is_safe_address(address: str) -> bool:
    """Whether it is a web address that goes over TLS, or to this machine."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_NAMES))
    except ValueError:
        return False


def _value(where: str, name: str, value: Any) -> Any:
    kind = next(item.type for item in fields(ServeSettings) if item.name == name)
    if "int" in str(kind):
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = 0
        if isinstance(value, bool) or number < 1 or (name == "port" and number > 65535):
            raise ServeError(f"{where}: a whole number is expected, one or more.")
        return number
    if "Path" in str(kind):
        return Path(value)
    if not isinstance(value, str):
        raise ServeError(f"{where}: text is expected.")
    return value


def refusal(settings: ServeSettings, *, clients: bool) -> str | None:
    """Why a server with these settings would not be safe to start; None when it is.

    `clients`: whether any client has a token. Whatever can be reached from another machine needs tokens, and TLS here or at the
    one proxy that is named.
    """
    if settings.on_loopback and (clients or settings.database is None):
        return None
    if not clients:
        what = "With PostgreSQL" if settings.on_loopback else f"On {settings.host}, which other machines can reach,"
        return f"{what} every client needs a token, and none was made. Make one: osteon serve token add NAME --role reader"
    if settings.certificate is None and settings.proxy is None:
        return (
            f"On {settings.host}, which other machines can reach, patient data would travel in the open. "
            "Give --tls-certificate and --tls-key, or name the proxy that does TLS: --proxy ADDRESS."
        )
    return None


def masked(settings: ServeSettings) -> dict[str, str]:
    """All settings as text, without a password that the database address holds."""
    shown = {item.name: "" if getattr(settings, item.name) is None else str(getattr(settings, item.name)) for item in fields(settings)}
    if settings.database is not None:
        from sqlalchemy import make_url

        shown["database"] = make_url(settings.database).render_as_string(hide_password=True)
    return shown
