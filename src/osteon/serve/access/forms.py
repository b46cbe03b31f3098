"""What a page's form sends: read within bounds, and believed only when a page of this server gave it to this browser."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request

from osteon.serve.access.cookies import FORM, SESSION, cookie
from osteon.serve.failures import Issue, RequestError
from osteon.serve.settings import ServeSettings
from osteon.serve.site import site_of

__all__ = ["TOKEN_FIELD", "check_token", "csrf_token", "form_of", "from_own_page"]

TOKEN_FIELD: Final = "form-token"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
MOST_BYTES: Final = 256 * 1024
MOST_FIELDS: Final = 500
TOO_OLD: Final = "This form is not from this visit, or is too old. Nothing was changed. Open the page again and send it once more."


def csrf_token(request: Request) -> str:
    """What a form has to send back. It follows from a secret of this browser: its session, or a cookie that it gets with this answer."""
    secret = _secret(request) or getattr(request.state, "form_cookie", None)
    if secret is None:
        # The gate gives it to the browser with the answer.
        request.state.form_cookie = secret = secrets.token_urlsafe(24)
    return _token(secret)


def _secret(request: Request) -> str | None:
    return cookie(request, SESSION) or cookie(request, FORM)


def _token(secret: str) -> str:
    return hmac.digest(secret.encode(), b"osteon form", hashlib.sha256).hex()


def check_token(request: Request, given: str | None) -> None:
    """Raises RequestError unless `given` is the token of a page that this browser was shown."""
    secret = _secret(request)
    if secret is None or not given or not hmac.compare_digest(_token(secret).encode(), given.encode()):
        site_of(request).metrics.denials.labels("form").inc()
        raise RequestError(403, Issue("", TOO_OLD, "forbidden"))


def from_own_page(request: Request, settings: ServeSettings) -> bool:
    """Whether the browser says that a page of this server sent it, or says nothing of it, as programs do."""
    where, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if where is not None and where not in ("same-origin", "none"):
        return False
    return origin is None or _is_own(origin, request.headers.get("host", ""), settings)


def _is_own(origin: str, host: str, settings: ServeSettings) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme == ("https" if settings.over_tls else "http") and parts.netloc.lower() == host.lower()


async def form_of(request: Request) -> dict[str, list[str]]:
    """The fields of a form, for a route to depend on. Raises RequestError when it is too large, or not from a page of ours."""
    if not from_own_page(request, site_of(request).settings):
        raise RequestError(403, Issue("", "Forms are taken from pages of this server only.", "forbidden"))
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise RequestError(415, Issue("", f"A form comes as {FORM_TYPE}.", "not-supported"))
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise RequestError(413, Issue("", "The form is too large.", "too-costly"), headers={"Connection": "close"})
    try:
        if b"%00" in body or b"\x00" in body:
            raise ValueError("what no database keeps as text")
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise RequestError(400, Issue("", "The form cannot be read.", "invalid")) from None
    token = fields.pop(TOKEN_FIELD, [])
    check_token(request, token[0] if len(token) == 1 else None)
    return fields
