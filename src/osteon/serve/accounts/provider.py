"""Sign-in through an OpenID provider: authorization code with PKCE, state and nonce; its token is believed only after every check.

What a provider may say about where its keys are comes from its discovery document alone, read under the issuer that the site wrote down.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

import httpx2
import orjson
from joserfc import jws, jwt
from joserfc.errors import JoseError

from osteon.serve.cds_hooks.fetching import keys_at
from osteon.serve.cds_hooks.tokens import ALGORITHMS, LEEWAY, LONGEST_TOKEN, TokenError
from osteon.serve.settings import ServeSettings, is_safe_address

__all__ = ["Begun", "Provider", "ProviderError", "Stated", "sealed", "unsealed"]

SECONDS: Final = 5.0
MOST_BYTES: Final = 1 << 20
READ_AGAIN_SECONDS: Final = 600.0
BEGUN_SECONDS: Final = 600
"""Time in which a person has to come back from the provider."""
OLDEST_TOKEN_SECONDS: Final = 600
FRESH_SECONDS: Final = 120
"""How long ago she may have shown who she is, where that is asked for anew."""
SCOPE: Final = "openid profile email"
LONGEST_NAME: Final = 255


class ProviderError(Exception):
    """The provider, or whoever speaks in its name, did not sign anybody in. The message says which check failed, and no value."""


class Begun(NamedTuple):
    """A sign-in that has begun, as the browser keeps it, sealed. `account`: who confirms that it is she; empty for a sign-in."""

    state: str
    nonce: str
    verifier: str
    until: float
    next: str
    account: str


class Stated(NamedTuple):
    """What the provider says of a person, verified. `names`: how it calls her, in words; `groups`: values of the claim of roles."""

    issuer: str
    subject: str
    names: tuple[str, ...]
    groups: tuple[str, ...]


class Provider:
    """One OpenID provider, as the site's settings name it."""

    def __init__(self, settings: ServeSettings, client: httpx2.Client, *, clock: Callable[[], float] = time.time) -> None:
        self._settings, self._client, self._clock = settings, client, clock
        self._lock = Lock()
        self._known: tuple[float, dict[str, Any], Callable[[str], Any]] | None = None

    @property
    def _answer_address(self) -> str:
        return f"{self._settings.base_address}/sign-in/answer"

    def begin(self, next: str = "", account: str = "") -> tuple[str, Begun]:
        """Where to send the browser, and what it has to bring back. With `account`, she has to show anew who she is.

        Raises ProviderError.
        """
        found, _ = self._discovered()
        until = self._clock() + BEGUN_SECONDS
        begun = Begun(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), until, next, account)
        asked = {
            "response_type": "code",
            "client_id": self._settings.oidc_client,
            "redirect_uri": self._answer_address,
            "scope": SCOPE,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": _plain(hashlib.sha256(begun.verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        if account:
            asked |= {"prompt": "login", "max_age": "0"}
        return _with(found["authorization_endpoint"], asked), begun

    def finish(self, begun: Begun, brought: Mapping[str, str]) -> Stated:
        """Who came back from the provider. Raises ProviderError."""
        found, keys = self._discovered()
        if self._clock() > begun.until:
            raise ProviderError("it took too long")
        if not hmac.compare_digest(brought.get("state", "").encode(), begun.state.encode()):
            raise ProviderError("the state is not that of this browser")
        if brought.get("iss", self._settings.oidc_issuer) != self._settings.oidc_issuer:
            raise ProviderError("the answer comes from another issuer")
        if found.get("authorization_response_iss_parameter_supported") is True and "iss" not in brought:
            raise ProviderError("the answer does not name its issuer")
        if "error" in brought or not brought.get("code"):
            raise ProviderError("the provider did not sign in")
        told = self._exchanged(found, brought["code"], begun.verifier)
        return self._verified(told, keys, begun)

    def leave(self) -> str | None:
        """Where the browser may sign out of the provider too; None where it offers nothing. Raises ProviderError."""
        found, _ = self._discovered()
        address = found.get("end_session_endpoint")
        if not isinstance(address, str) or not is_safe_address(address):
            return None
        back = f"{self._settings.base_address}/sign-in"
        return _with(address, {"client_id": self._settings.oidc_client, "post_logout_redirect_uri": back})

    def _discovered(self) -> tuple[dict[str, Any], Callable[[str], Any]]:
        """What the provider says of itself, read again after a while, and its keys."""
        with self._lock:
            if self._known is None or self._clock() - self._known[0] > READ_AGAIN_SECONDS:
                address = f"{self._settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
                found = self._json("GET", address)
                if found.get("issuer") != self._settings.oidc_issuer:
                    raise ProviderError("the provider says that it is another issuer")
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    if not isinstance(found.get(name), str) or not is_safe_address(found[name]):
                        raise ProviderError(f"the provider gives no safe {name}")
                keys = self._known[2] if self._known and self._known[1]["jwks_uri"] == found["jwks_uri"] else None
                self._known = (self._clock(), found, keys or keys_at(found["jwks_uri"], self._client, seconds=SECONDS))
            return self._known[1], self._known[2]

    def _exchanged(self, found: dict[str, Any], code: str, verifier: str) -> str:
        """The provider's token for a code."""
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._answer_address, "code_verifier": verifier}
        client, secret, headers = self._settings.oidc_client, self._settings.oidc_secret, {}
        ways = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if secret and "client_secret_basic" in ways:
            both = f"{quote(client, safe='')}:{quote(secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(both.encode()).decode()}"
        else:
            sent |= {"client_id": client} | ({"client_secret": secret} if secret else {})
        told = self._json("POST", found["token_endpoint"], data=sent, headers=headers)
        token = told.get("id_token")
        if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
            raise ProviderError("the provider gave no token of who she is")
        return token

    def _json(self, method: str, address: str, **words: Any) -> dict[str, Any]:
        data = bytearray()
        words["headers"] = {"Accept": "application/json", **words.get("headers", {})}
        end = time.monotonic() + SECONDS
        try:
            with self._client.stream(method, address, timeout=SECONDS, follow_redirects=False, **words) as response:
                if response.status_code != 200:
                    raise ProviderError(f"the provider answered {response.status_code}")
                for piece in response.iter_bytes():
                    data += piece
                    if len(data) > MOST_BYTES or time.monotonic() > end:
                        raise ProviderError("the provider's answer is too large or too slow")
            found = orjson.loads(data)
        except (httpx2.HTTPError, httpx2.InvalidURL):
            raise ProviderError("the provider cannot be reached") from None
        except orjson.JSONDecodeError:
            raise ProviderError("the provider's answer is no JSON") from None
        if not isinstance(found, dict):
            raise ProviderError("the provider's answer is no JSON object")
        return found

    def _verified(self, token: str, keys: Callable[[str], Any], begun: Begun) -> Stated:
        claims = _signed(token, keys)
        settings, at = self._settings, self._clock()
        if claims.get("iss") != settings.oidc_issuer:
            raise ProviderError("the token is of another issuer")
        audience = claims.get("aud")
        several = audience if isinstance(audience, list) else [audience]
        if settings.oidc_client not in several or claims.get("azp", settings.oidc_client) != settings.oidc_client:
            raise ProviderError("the token is for somebody else")
        if len(several) > 1 and "azp" not in claims:
            raise ProviderError("the token is for several, and does not say which of them asked")
        if not _number(claims.get("exp")) or claims["exp"] + LEEWAY <= at:
            raise ProviderError("the token has expired")
        if not _number(claims.get("iat")) or not at - OLDEST_TOKEN_SECONDS <= claims["iat"] <= at + LEEWAY:
            raise ProviderError("the token is from another time")
        nonce = claims.get("nonce")
        if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), begun.nonce.encode()):
            raise ProviderError("the token is of another sign-in")
        if begun.account and not (_number(claims.get("auth_time")) and claims["auth_time"] >= at - FRESH_SECONDS):
            raise ProviderError("the provider did not ask her anew who she is")
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_NAME:
            raise ProviderError("the token does not say who she is")
        names = (claims.get(name) for name in ("preferred_username", "email"))
        groups = _inside(claims, settings.oidc_claim)
        listed = groups if isinstance(groups, list) else [groups]
        return Stated(
            settings.oidc_issuer,
            subject,
            tuple(name for name in names if isinstance(name, str)),
            tuple(group for group in listed if isinstance(group, str)),
        )


def _signed(token: str, keys: Callable[[str], Any]) -> dict[str, Any]:
    """The claims of a token that one of the provider's keys has signed."""
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError, RecursionError):
        raise ProviderError("the token cannot be read") from None
    if not isinstance(header, dict) or header.get("alg") not in ALGORITHMS:
        raise ProviderError("the token is not signed as it has to be")
    if any(name in header for name in ("jwk", "jku", "x5c", "x5u", "crit")):
        raise ProviderError("the token brings keys or conditions of its own")
    kid = header.get("kid", "")
    try:
        known = keys(kid if isinstance(kid, str) else "")
        if not kid and len(known.keys) != 1:
            raise ProviderError("the token does not say with which key it was signed")
        claims = jwt.decode(token, known if kid else known.keys[0], algorithms=list(ALGORITHMS)).claims
    except TokenError:
        raise ProviderError("the provider's keys cannot be read") from None
    except (JoseError, ValueError, TypeError, KeyError):
        raise ProviderError("the signature does not hold") from None
    if not isinstance(claims, dict):
        raise ProviderError("the token holds no claims")
    return claims


def _inside(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by the dotted way to it: `realm_access.roles`."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _with(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sealed(begun: Begun, key: bytes) -> str:
    """What the browser keeps while a person is at the provider."""
    text = _plain(json.dumps(begun).encode())
    return f"{text}.{_plain(hmac.digest(key, b'provider ' + text.encode(), hashlib.sha256))}"


def unsealed(text: str | None, key: bytes) -> Begun | None:
    """What `sealed` made, with this key; None for everything else."""
    plain, _, seal = (text or "").partition(".")
    right = _plain(hmac.digest(key, b"provider " + plain.encode(), hashlib.sha256))
    if not plain or not hmac.compare_digest(right.encode(), seal.encode()):
        return None
    return Begun(*json.loads(base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4))))
