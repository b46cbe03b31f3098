"""Which addresses fetching may speak to: those of the one server and of listed hosts, and never a private network that nobody named."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import httpx2

from osteon.serve.failures import ServeError
from osteon.serve.fetching.failures import RemoteError
from osteon.serve.settings import LOOPBACK_NAMES, ServeSettings

__all__ = ["Reach", "Resolve", "Transport", "reach_of", "resolve", "trust_of"]

PORTS: Final = {"https": 443, "http": 80}
TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as an IPv6 network reaches them (RFC 6052)."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], list[str]]
"""(host, port): all its IP addresses."""


class Reach(NamedTuple):
    """`server` is its origin (`https://ehr.example:443`), `hosts` those of the allowlist, as `host` or `host:port`."""

    server: str
    hosts: frozenset[str]
    networks: tuple[Network, ...] = ()

    def check(self, address: str) -> str:
        """The address again, if it may be spoken to. Raises RemoteError."""
        origin = _origin(address)
        host, _, port = origin.partition("://")[2].rpartition(":")
        if origin == self.server:
            return address
        if not origin.startswith("https:"):
            raise RemoteError("The FHIR server names an address that is not https. It is not read.")
        if f"{host}:{port}" not in self.hosts and (port != "443" or host not in self.hosts):
            raise RemoteError(
                "The FHIR server names an address on another host. It is not read; if it is meant, add the host to fetch_hosts."
            )
        return address

    def same(self, address: str, other: str) -> bool:
        """Whether both are on one host, by one scheme and port."""
        return _origin(address) == _origin(other)

    def admits(self, host: str, ip: str) -> bool:
        """Whether a host may stand at this IP address: any public one; a private one only where it was named."""
        try:
            found: Address = ipaddress.ip_address(ip.partition("%")[0])
        except ValueError:
            return False
        found = _inside(found)
        if host in (*LOOPBACK_NAMES, ip) or any(found in network for network in self.networks):
            return True
        return found.is_global and not found.is_multicast


def _inside(found: Address) -> Address:
    """The IPv4 address that some IPv6 addresses hold: a way round the check of private networks otherwise."""
    if isinstance(found, ipaddress.IPv4Address):
        return found
    if found in TRANSLATED:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or found


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise RemoteError("The FHIR server names something that is no address.") from None
    strange = any(not letter.isprintable() or letter in " \\" for letter in address)
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None or parts.password is not None or strange:
        raise RemoteError("The FHIR server names something that is no plain web address.")
    return f"{parts.scheme}://{parts.hostname.rstrip('.')}:{port}"


def reach_of(settings: ServeSettings) -> Reach:
    """What the settings allow. Raises ServeError when no server is named."""
    if not settings.fetch_server:
        raise ServeError("No FHIR server is named. Set fetch_server in [serve], or OSTEON_FETCH_SERVER.")
    return Reach(_origin(settings.fetch_server), frozenset(settings.fetch_host_list), tuple(settings.fetch_network_list))


def resolve(host: str, port: int) -> list[str]:
    """All IP addresses of a host, as the machine knows them. Raises OSError."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def trust_of(settings: ServeSettings) -> ssl.SSLContext:
    """Whose certificates are believed: the usual authorities, and those of the site. Raises ServeError."""
    context = ssl.create_default_context()
    if settings.fetch_authorities is not None:
        try:
            context.load_verify_locations(settings.fetch_authorities)
        except (OSError, ssl.SSLError):
            raise ServeError("The certificates of fetch_authorities cannot be read: a file in PEM form is expected.") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Transport(httpx2.BaseTransport):
    """Speaks to the IP address that was checked, so that a name cannot mean another machine a moment later."""

    def __init__(self, reach: Reach, inner: httpx2.BaseTransport, find: Resolve = resolve) -> None:
        self._reach, self._inner, self._find = reach, inner, find

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request. Raises RemoteError for an address that it may not go to."""
        self._reach.check(str(request.url))
        host = request.url.host
        port = request.url.port or PORTS[request.url.scheme]
        try:
            found = self._find(host, port)
        except OSError:
            raise httpx2.ConnectError("the name is not known", request=request) from None
        good = [ip for ip in found if self._reach.admits(host, ip)]
        if not good:
            raise RemoteError(
                "A host stands in a private network. It is not read; if it is meant, add that network to fetch_networks."
                if found
                else "A host has no address."
            )
        request.extensions = {**request.extensions, "sni_hostname": host}
        for ip in good[:-1]:
            with suppress(httpx2.ConnectError, httpx2.ConnectTimeout):
                return self._at(ip, request)
        return self._at(good[-1], request)

    def _at(self, ip: str, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(host=ip)
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close all connections."""
        self._inner.close()
