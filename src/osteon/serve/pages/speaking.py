"""In which language a request is answered: the one asked for, the one kept from before, what the browser likes, the site's."""

from __future__ import annotations

from typing import Final

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from osteon.language import chosen_language, language, speaking

__all__ = ["LANGUAGE_COOKIE", "Speaking"]

LANGUAGE_COOKIE: Final = "language"
"""Keeps the code of a language (`es`) and nothing else."""


class Speaking:
    """ASGI middleware: whatever is made for a request is said in the language of its reader."""

    def __init__(self, app: ASGIApp, default: str) -> None:
        self._app, self._default = app, default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose the language and pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asking = HTTPConnection(scope)
        wanted = (asking.query_params.get("language"), asking.cookies.get(LANGUAGE_COOKIE))
        chosen = chosen_language(wanted, asking.headers.get("accept-language", ""), self._default)
        with speaking(language(chosen)):
            await self._app(scope, receive, send)
