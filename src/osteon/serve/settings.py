"""The settings of a server: defaults, then `[serve]` of osteon.toml, then OSTEON_* of the environment, then the command line."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from osteon.language import LANGUAGES
from osteon.serve.access.roles import PEOPLE
from osteon.serve.failures import ServeError
from osteon.serve.workers import most_useful

__all__ = ["ServeSettings", "is_safe_address", "masked", "refusal", "serve_settings"]

LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "::1")
EVERYWHERE: Final = ("0.0.0.0", "::")
"""Hosts that stand for all addresses of this machine, and are none."""
PREFIX: Final = "OSTEON_"
MEGABYTE: Final = 1024 * 1024
ORIGIN: Final = re.compile(r"(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::([1-9][0-9]{0,4}))?")
"""Scheme, name and port, and nothing else: it goes into a header as it stands."""


def _setting(default: Any, meaning: str, *, secret: bool = False, listed: bool = False) -> Any:
    """A `secret` comes from the environment only, and is shown nowhere. What is `listed` is a text with commas, or in a file a list."""
    return field(default=default, repr=not secret, metadata={"meaning": meaning, "secret": secret, "listed": listed})


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
    names: str = _setting("", "names by which clients call this server (Host), with commas; this machine's always count", listed=True)
    address: str = _setting("", "address by which other systems reach this server (https://...); tokens of EHRs name it")
    ehr_keys: str = _setting("", "EHRs that may ask for cards: issuer=address of its keys, with commas", listed=True)
    ehr_servers: str = _setting("", "base addresses of FHIR servers that may be read for cards, with commas", listed=True)
    framed_by: str = _setting("", "sites whose pages may show pages of this server in a frame: https://ehr.example.org", listed=True)
    session_idle_minutes: int = _setting(15, "a person who does nothing for so long is signed out")
    session_hours: int = _setting(12, "longest time from sign-in to sign-out")
    emergency_minutes: int = _setting(60, "time that emergency access to a record lasts")
    link_hours: int = _setting(24, "time that a one-time link counts")
    oidc_issuer: str = _setting("", "OpenID provider that signs people in: its issuer, https://...")
    oidc_client: str = _setting("", "client id under which that provider knows this server")
    oidc_secret: str = _setting("", "client secret, if the provider gave one", secret=True)
    oidc_claim: str = _setting("groups", "claim of the provider's token that tells groups or roles; dots lead inside")
    oidc_roles: str = _setting("", "roles for those groups: group=role, with commas", listed=True)
    fetch_server: str = _setting("", "base address of the FHIR server that `osteon serve fetch` reads (https://.../fhir)")
    fetch_client: str = _setting("", "client id that this FHIR server has given; empty where it lets in without a token")
    fetch_key: Path | None = _setting(None, "file with the private key of that client, as `osteon serve fetch key` makes it")
    fetch_hosts: str = _setting("", "other hosts that fetching may speak to (tokens, files of an export), with commas", listed=True)
    fetch_networks: str = _setting("", "private networks or addresses in which these hosts may be (10.1.0.0/16), with commas", listed=True)
    fetch_authorities: Path | None = _setting(None, "file with certificates of authorities of one's own (PEM), beside the usual ones")
    fetch_types: str = _setting("", "resource types to ask for, with commas; without it, all that are read", listed=True)
    fetch_filters: str = _setting("", "_typeFilter of an export: FHIR queries, with blanks between them")
    fetch_hours: int = _setting(24, "longest time for one fetch")
    fetch_megabytes: int = _setting(20_000, "largest file of an export, unpacked")
    language: str = _setting("en", f"language of pages where a browser names none that is spoken: {', '.join(LANGUAGES)}")
    cards_language: str = _setting("en", f"language of cards of CDS Hooks where a call names none that is spoken: {', '.join(LANGUAGES)}")
    cohort_report: Path | None = _setting(None, "page made by `osteon cohort report`, shown to those who may see the cohort")
    phone: str = _setting("", "number that letters to patients tell them to call; without it they have a line to write it on")
    patient_letters: bool = _setting(False, "letters to patients: advice to them is for a site to switch on")
    body_megabytes: int = _setting(50, "largest submission, before and after unpacking")
    resources: int = _setting(200_000, "most resources in one submission")
    imports: int = _setting(2, "submissions that are taken in at the same time")
    requests_per_minute: int = _setting(12_000, "requests that one address may make")
    failures_per_minute: int = _setting(30, "wrong tokens that one address may bring")
    processes: int = _setting(most_useful(), "processes that make reviews and cards, beside the one that answers")
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
    def over_tls(self) -> bool:
        """Whether browsers reach it over TLS: its own, or that of the one proxy."""
        return self.certificate is not None or self.proxy is not None

    @property
    def own_names(self) -> frozenset[str]:
        """Host names that a request may call it by."""
        given = {name.strip().lower() for name in self.names.split(",") if name.strip()}
        own = urlsplit(self.address).hostname if self.address else None
        return frozenset(given | set(LOOPBACK_NAMES) | {self.host.lower()} | ({own} if own else set()))

    @property
    def base_address(self) -> str:
        """Address of this server, without a slash at the end; on this machine, where it listens everywhere and nobody said a name."""
        scheme = "http" if self.certificate is None else "https"
        name = "localhost" if self.host in EVERYWHERE else f"[{self.host}]" if ":" in self.host else self.host
        return (self.address or f"{scheme}://{name}:{self.port}").rstrip("/")

    @property
    def ehr_issuers(self) -> dict[str, str]:
        """Where the keys of each EHR stand, by issuer."""
        return dict(pair.split("=", 1) for pair in _listed(self.ehr_keys))

    @property
    def role_groups(self) -> list[tuple[str, str]]:
        """Groups of the OpenID provider, each with the role that it gives here."""
        return [(group.strip(), role.strip()) for group, _, role in (pair.rpartition("=") for pair in _listed(self.oidc_roles))]

    @property
    def ehr_server_list(self) -> list[str]:
        """Base addresses of FHIR servers that may be read."""
        return _listed(self.ehr_servers)

    @property
    def frame_ancestors(self) -> list[str]:
        """Origins of the sites that may show pages of this server in a frame."""
        return _listed(self.framed_by)

    @property
    def fetch_host_list(self) -> list[str]:
        """Hosts, some with a port, that fetching may speak to beside the server."""
        return [host.lower() for host in _listed(self.fetch_hosts)]

    @property
    def fetch_network_list(self) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
        """Private networks that fetching may reach."""
        return [ipaddress.ip_network(text, strict=False) for text in _listed(self.fetch_networks)]

    @property
    def fetch_type_list(self) -> list[str]:
        """Resource types to ask for; empty for all that are read."""
        return _listed(self.fetch_types)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def serve_settings(file: Mapping[str, Any], environment: Mapping[str, str], flags: Mapping[str, Any]) -> ServeSettings:
    """Settings from `[serve]`, the environment and the command line, later over earlier. Raises ServeError."""
    known = {item.name: item for item in fields(ServeSettings)}
    values: dict[str, Any] = {}
    for name, value in file.items():
        if name not in known:
            raise ServeError(f"[serve] has no setting {name}. Known are {', '.join(known)}.")
        if known[name].metadata["secret"]:
            raise ServeError(f"{name} is a secret and does not belong into a file. Put it into {PREFIX}{name.upper()}.")
        values[name] = _value(f"[serve] {name}", name, value)
    for name in known:
        variable = f"{PREFIX}{name.upper()}"
        if environment.get(variable):
            values[name] = _value(variable, name, environment[variable])
    values |= {name: _value(f"--{name}", name, value) for name, value in flags.items() if value is not None}
    settings = ServeSettings(**values)
    for chosen in (settings.language, settings.cards_language):
        if chosen not in LANGUAGES:
            raise ServeError(f"Pages and cards speak {', '.join(LANGUAGES)}; there is no language {chosen}.")
    if any("=" not in pair for pair in _listed(settings.ehr_keys)):
        raise ServeError("ehr_keys names an issuer and the address of its keys: https://ehr.example=https://ehr.example/jwks.json")
    others = (settings.oidc_issuer, settings.fetch_server, *settings.ehr_issuers.values(), *settings.ehr_server_list)
    for name in (settings.address, *others):
        if name and not is_safe_address(name):
            raise ServeError("Addresses of this server, of other servers and of keys begin with https:// (http:// on this machine).")
    for origin in settings.frame_ancestors:
        parts = ORIGIN.fullmatch(origin)
        if parts is None or int(parts[3] or 443) > 65535 or (parts[1] == "http" and parts[2] not in LOOPBACK_NAMES):
            told = "https:// and a name in small letters, and a port if it has one; no path, no star (http:// on this machine)"
            raise ServeError(f"framed_by names sites, each by {told}: https://ehr.example.org")
    _check_provider(settings)
    _check_fetching(settings)
    if (settings.certificate is None) != (settings.key is None):
        raise ServeError("TLS needs both files: the certificate and its key.")
    if settings.proxy is not None:
        try:
            ipaddress.ip_address(settings.proxy)
        except ValueError:
            raise ServeError("The proxy is named by its IP address, such as 10.0.0.5.") from None
    return settings


def _check_provider(settings: ServeSettings) -> None:
    """Raises ServeError for an OpenID provider that could sign nobody in."""
    given = (settings.oidc_issuer, settings.oidc_client, settings.oidc_roles)
    if any(given) and not all(given):
        raise ServeError("Sign-in through an OpenID provider needs oidc_issuer, oidc_client and oidc_roles.")
    for group, role in settings.role_groups:
        if not group or role not in PEOPLE or role == "patient":
            raise ServeError(
                f"oidc_roles gives roles to groups: onco-doctors=clinician. Roles are {', '.join(sorted(set(PEOPLE) - {'patient'}))}; "
                "patients have accounts of this server, which are bound to their records."
            )


def _check_fetching(settings: ServeSettings) -> None:
    """Raises ServeError for what would make fetching reach further than is meant, or not work."""
    try:
        found = settings.fetch_network_list
    except ValueError:
        raise ServeError("fetch_networks names networks or addresses, such as 10.1.0.0/16 or 10.1.2.3.") from None
    if any(network.prefixlen == 0 for network in found):
        raise ServeError("fetch_networks names the networks that are meant, not all that there are.")
    if any("/" in host or "@" in host or "*" in host for host in settings.fetch_host_list):
        raise ServeError("fetch_hosts names hosts as they stand in an address: files.example.org or files.example.org:8443.")
    if any(not name.isalpha() for name in settings.fetch_type_list):
        raise ServeError("fetch_types names resource types of FHIR: Patient,Condition,Observation.")
    if settings.fetch_server and ("?" in settings.fetch_server or "#" in settings.fetch_server or "@" in settings.fetch_server):
        raise ServeError("fetch_server is the base address of a FHIR server alone, such as https://ehr.example.org/fhir.")
    if bool(settings.fetch_client) != (settings.fetch_key is not None):
        raise ServeError("Fetching with a token needs both: fetch_client, the id that the server gave, and fetch_key, the file of its key.")


def is_safe_address(address: str) -> bool:
    """Whether it is a web address that goes over TLS, or to this machine."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_NAMES))
    except ValueError:
        return False


def _value(where: str, name: str, value: Any) -> Any:
    known = next(item for item in fields(ServeSettings) if item.name == name)
    kind = known.type
    if "bool" in str(kind):
        answer = {"true": True, "false": False}.get(str(value).lower())
        if answer is None:
            raise ServeError(f"{where}: true or false is expected.")
        return answer
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
    if known.metadata["listed"] and isinstance(value, list) and all(isinstance(one, str) and "," not in one for one in value):
        return ",".join(value)
    if not isinstance(value, str):
        raise ServeError(f"{where}: text is expected{', or a list of texts' if known.metadata['listed'] else ''}.")
    return value


def refusal(settings: ServeSettings, *, anybody: bool) -> str | None:
    """Why a server with these settings would not be safe to start; None when it is.

    `anybody`: whether there is an account or a client. Whatever can be reached from another machine needs accounts, tokens or an
    OpenID provider, and TLS here or at the one proxy that is named.
    """
    known = anybody or bool(settings.oidc_issuer)
    if settings.on_loopback and (known or settings.database is None):
        return None
    if not known:
        what = "With PostgreSQL" if settings.on_loopback else f"On {settings.host}, which other machines can reach,"
        return (
            f"{what} everybody needs an account or a token, and there is none. Make one: osteon serve account add NAME "
            "--role administrator, or for a program: osteon serve token add NAME --role reader"
        )
    if not settings.over_tls:
        return (
            f"On {settings.host}, which other machines can reach, patient data would travel in the open. "
            "Give --tls-certificate and --tls-key, or name the proxy that does TLS: --proxy ADDRESS."
        )
    return None


def masked(settings: ServeSettings) -> dict[str, str]:
    """All settings as text, without secrets and without a password that the database address holds."""
    shown = {item.name: "" if getattr(settings, item.name) is None else str(getattr(settings, item.name)) for item in fields(settings)}
    shown |= {item.name: "(set)" for item in fields(settings) if item.metadata["secret"] and shown[item.name]}
    if settings.database is not None:
        from sqlalchemy import make_url

        shown["database"] = make_url(settings.database).render_as_string(hide_password=True)
    return shown
