"""Reading from an EHR's servers: entries with the token of the call, and the keys of an issuer.

Only servers that the site has listed are spoken to, redirects are not followed, and no answer is read beyond its bounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

import httpx2
import orjson
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from osteon.language import _
from osteon.serve.cds_hooks.gather import Fetch, FetchError
from osteon.serve.cds_hooks.request import Access
from osteon.serve.cds_hooks.tokens import TokenError

__all__ = ["keys_at", "reader"]

MOST_BYTES = 20 << 20
KEYS_AGE, KEYS_AGAIN = 600.0, 30.0
"""Seconds after which keys are read again; and the shortest time between two readings for keys that are not known."""


def reader(servers: Iterable[str], client: httpx2.Client) -> Fetch:
    """A function that reads from the FHIR servers in this list (base addresses), and from no others."""
    allowed = frozenset(server.rstrip("/") for server in servers)

    def fetch(access: Access, address: str, seconds: float) -> Any:
        if access.server not in allowed:
            raise FetchError(_("this service may not read that server"))
        headers = {"Authorization": f"Bearer {access.token}", "Accept": "application/fhir+json"}
        return _read(client, address, headers, seconds)

    return fetch


def _read(client: httpx2.Client, address: str, headers: dict[str, str], seconds: float) -> Any:
    end = time.monotonic() + seconds
    data = bytearray()
    try:
        with client.stream("GET", address, headers=headers, timeout=seconds, follow_redirects=False) as response:
            if response.status_code != 200:
                raise FetchError(_("the server answered {status}", status=response.status_code))
            for piece in response.iter_bytes():
                data += piece
                if len(data) > MOST_BYTES:
                    raise FetchError(_("the answer is too large"))
                if time.monotonic() > end:
                    raise FetchError(_("the answer took too long"))
    except httpx2.TimeoutException:
        raise FetchError(_("the answer took too long")) from None
    except (httpx2.HTTPError, httpx2.InvalidURL):
        raise FetchError(_("the server cannot be reached")) from None
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        raise FetchError(_("the answer is no JSON")) from None


def keys_at(
    jku: str, client: httpx2.Client, *, seconds: float = 2.0, clock: Callable[[], float] = time.monotonic
) -> Callable[[str], KeySet]:
    """The keys of an issuer, read from the address that the site has written down, and read again when they are old."""
    lock = Lock()
    known: dict[str, Any] = {"keys": None, "read": float("-inf")}

    def keys(kid: str) -> KeySet:
        with lock:
            age = clock() - known["read"]
            found = known["keys"]
            has = found is not None and any(key.kid == kid for key in found.keys)
            if age > KEYS_AGE or (not has and age > KEYS_AGAIN):
                known["read"] = clock()
                known["keys"] = found = _keys(client, jku, seconds)
            if found is None:
                raise TokenError("the keys of the issuer cannot be read")
            return found

    return keys


def _keys(client: httpx2.Client, jku: str, seconds: float) -> KeySet:
    try:
        return KeySet.import_key_set(_read(client, jku, {"Accept": "application/json"}, seconds))
    except (FetchError, JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise TokenError(f"the keys of the issuer cannot be read ({type(error).__name__})") from None
