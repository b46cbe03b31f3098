"""Who calls: the signed token that an EHR sends with each call, as CDS Hooks 2.0 asks for it.

Everything that is believed is on an allow list that the site wrote: issuers, the address of their keys, algorithms. What the
token itself says about keys (`jku`, `jwk`, `x5u`) is never followed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

__all__ = ["ALGORITHMS", "FirstUse", "Issuer", "TokenError", "verify"]

ALGORITHMS = ("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
"""Signatures with a private key. Never `none`, and no HMAC: its key would be the public key that everybody knows."""
LONGEST_TOKEN = 8192
LONGEST_LIFE = 3600
"""Seconds; the standard recommends five minutes. A token is remembered as long as it lives."""
LEEWAY = 30
"""Seconds by which the clocks of two machines may differ."""
LONGEST_ID = 256


class TokenError(Exception):
    """A token that is not believed. The message is for the log of the site, not for the caller, who gets a bare 401."""


class Issuer(NamedTuple):
    """An EHR that may call. `jku`: where its keys stand, as the site wrote it down; `keys` gives them for a key id.

    `tenants`: where one issuer speaks for several institutions, those that may call; empty for all.
    """

    jku: str
    keys: Callable[[str], KeySet]
    tenants: tuple[str, ...] = ()


FirstUse = Callable[[str, str, float, float], bool]
"""(issuer, id, until, now): remember a token until it expires; false when it was used before."""


def verify(token: str, *, audience: str, issuers: Mapping[str, Issuer], first_use: FirstUse, now: float) -> dict[str, Any]:
    """The claims of a token that holds. `audience`: the exact address of the service; `now`: seconds since 1970.

    Raises TokenError.
    """
    issuer, kid = _claimed(token, issuers)
    try:
        decoded = jwt.decode(token, issuers[issuer].keys(kid), algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TokenError(f"the signature does not hold ({type(error).__name__})") from None
    claims = decoded.claims
    if claims.get("iss") != issuer:
        raise TokenError("the issuer changed between two readings")
    if claims.get("aud") not in (audience, [audience]):
        raise TokenError("the token is for another service")
    end = _times(claims, now)
    tenants = issuers[issuer].tenants
    if tenants and claims.get("tenant") not in tenants:
        raise TokenError("the tenant is not one of those that may call")
    id = claims.get("jti")
    # A database keeps no NUL.
    if not isinstance(id, str) or not id or len(id) > LONGEST_ID or "\x00" in id:
        raise TokenError("`jti` is missing, or none that can be kept")
    # Last, so that a token which fails does not use up the id of one that holds.
    if not first_use(issuer, id, end, now):
        raise TokenError("the token was used before")
    return claims


def _claimed(token: str, issuers: Mapping[str, Issuer]) -> tuple[str, str]:
    """Who the token says it is from, before it is believed: only to find the keys with which it is then checked."""
    if len(token) > LONGEST_TOKEN:
        raise TokenError("the token is too long")
    try:
        found = jws.extract_compact(token.encode("ascii"))
        header, payload = found.headers(), json.loads(found.payload)
    except (JoseError, ValueError, RecursionError):
        raise TokenError("this is no signed token") from None
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise TokenError("this is no signed token")
    if header.get("typ", "JWT") != "JWT":
        raise TokenError("`typ` is not JWT")
    if header.get("alg") not in ALGORITHMS:
        raise TokenError("the algorithm is not allowed")
    if "jwk" in header or "x5c" in header or "x5u" in header or "crit" in header:
        raise TokenError("the token brings keys or conditions of its own")
    issuer = payload.get("iss")
    if not isinstance(issuer, str) or issuer not in issuers:
        raise TokenError("the issuer is not one of those that may call")
    if "jku" in header and header["jku"] != issuers[issuer].jku:
        raise TokenError("the address of the keys is not that of the issuer")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid or len(kid) > LONGEST_ID:
        raise TokenError("`kid` is missing")
    return issuer, kid


def _times(claims: Mapping[str, Any], now: float) -> float:
    """The end of the token's life. Raises TokenError when it has ended, has not begun, or is too long."""
    begin, end = claims.get("iat"), claims.get("exp")
    for value in (begin, end):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TokenError("`iat` or `exp` is missing")
    assert isinstance(begin, (int, float)) and isinstance(end, (int, float))
    if end + LEEWAY <= now:
        raise TokenError("the token has expired")
    if begin - LEEWAY > now:
        raise TokenError("the token is from the future")
    if not 0 < end - begin <= LONGEST_LIFE:
        raise TokenError("the token lives too long")
    start = claims.get("nbf", begin)
    if isinstance(start, bool) or not isinstance(start, (int, float)) or start - LEEWAY > now:
        raise TokenError("the token is not valid yet")
    return end + LEEWAY
