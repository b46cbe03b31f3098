"""Being let in as a SMART backend service: what the server says of itself, and the token that it gives (SMART App Launch 2.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

import orjson

from osteon.serve.fetching.failures import RemoteError
from osteon.serve.fetching.keys import SigningKey, assertion

__all__ = ["Access", "Credentials", "Token", "ask_token", "read_configuration"]

SCOPE: Final = "system/*.rs"
SCOPE_BEFORE: Final = "system/*.read"
"""Of version 2 and of version 1 of SMART's scopes."""
ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SHORTEST: Final = 30.0
USUAL: Final = 300.0
"""Seconds: before its end a token is not used any more; and its life where the server does not say."""
LONGEST_TOKEN: Final = 16_384
OAUTH_ERRORS: Final = (
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
)


class Credentials(NamedTuple):
    """Who this client is to the server."""

    client: str
    key: SigningKey

    def __repr__(self) -> str:
        return f"Credentials(client={self.client!r})"


class Access(NamedTuple):
    """Where tokens are given, and for what they are asked."""

    endpoint: str
    scope: str


class Token(NamedTuple):
    """Kept in memory only. `until`: seconds since 1970."""

    text: str
    until: float

    def __repr__(self) -> str:
        return "Token(...)"

    def ends_soon(self, now: float) -> bool:
        """Whether it had better not be used any more."""
        return now > self.until


def read_configuration(found: Any) -> Access:
    """What `.well-known/smart-configuration` says. Raises RemoteError."""
    endpoint = found.get("token_endpoint")
    if not isinstance(endpoint, str) or not endpoint:
        raise RemoteError("The smart-configuration of the FHIR server names no token_endpoint.")
    scopes, abilities = _texts(found.get("scopes_supported")), _texts(found.get("capabilities"))
    before = (SCOPE_BEFORE in scopes and SCOPE not in scopes) or (
        SCOPE not in scopes and "permission-v1" in abilities and "permission-v2" not in abilities
    )
    return Access(endpoint, SCOPE_BEFORE if before else SCOPE)


def _texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def ask_token(access: Access, credentials: Credentials, now: Callable[[], float], post: Callable[[str, Callable[[], bytes]], Any]) -> Token:
    """A new token. `post` sends a form, made anew for each attempt, and gives back the answer. Raises RemoteError."""

    def form() -> bytes:
        signed = assertion(credentials.key, client=credentials.client, audience=access.endpoint, now=now())
        words = {
            "grant_type": "client_credentials",
            "scope": access.scope,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": signed,
        }
        return urlencode(words).encode()

    answer = post(access.endpoint, form)
    try:
        found = orjson.loads(answer.data)
    except orjson.JSONDecodeError:
        found = None
    found = found if isinstance(found, dict) else {}
    if answer.status != 200:
        error = found.get("error")
        told = f" ({error})" if error in OAUTH_ERRORS else ""
        raise RemoteError(
            f"The FHIR server does not let this client in: {answer.status}{told}. Is fetch_client its id there, "
            "does it know the public key, and is the clock of this machine right?",
            answer.status,
        )
    text, kind, life = found.get("access_token"), found.get("token_type"), found.get("expires_in")
    if not isinstance(text, str) or not text.isascii() or not text.isprintable() or not 0 < len(text) <= LONGEST_TOKEN or " " in text:
        raise RemoteError("The FHIR server lets in, but sends no token that can be used.")
    if isinstance(kind, str) and kind.lower() != "bearer":
        raise RemoteError("The FHIR server sends a token of another kind than bearer.")
    known = isinstance(life, (int, float)) and not isinstance(life, bool) and life > 0
    seconds = float(life) if known and life is not None else USUAL
    # Of a very short life half is used, rather than asking for every request.
    return Token(text, now() + max(seconds - SHORTEST, seconds / 2))
