"""Forms of pages: read with a bound, and only from pages of this site."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request

from osteon.serve.failures import Issue, RequestError
from osteon.serve.site import site_of

__all__ = ["TOKEN_FIELD", "check_token", "csrf_token", "form_of"]

TOKEN_FIELD: Final = "form-token"
URLENCODED: Final = "application/x-www-form-urlencoded"
LARGEST: Final = 256 * 1024
MOST_FIELDS: Final = 500


def csrf_token(request: Request) -> str:
    """What a form of this asker carries, and what a page of another site cannot know."""
    asker = getattr(request.state, "asker", None)
    who = "" if asker is None else asker.name
    return hmac.digest(site_of(request).secret, f"form {who}".encode(), hashlib.sha256).hex()


def check_token(request: Request, token: str) -> None:
    """Go on only if the form came from a page that this server gave to this asker. Raises RequestError."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise RequestError(403, Issue("", "Forms of other sites are not taken.", "forbidden"))
    if not hmac.compare_digest(token.encode(), csrf_token(request).encode()):
        told = "This form is out of date. Open its page again, and send it from there; nothing was changed."
        raise RequestError(403, Issue("", told, "forbidden"))


async def form_of(request: Request) -> dict[str, list[str]]:
    """The fields of a form that was sent here. A route names its asker before it: the token is the asker's. Raises RequestError."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != URLENCODED:
        raise RequestError(415, Issue("", "This address takes a form.", "not-supported"))
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise RequestError(413, Issue("", "The form is too large.", "too-costly"))
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise RequestError(400, Issue("", "The form cannot be read.", "value")) from None
    check_token(request, fields.pop(TOKEN_FIELD, [""])[0])
    return fields
