"""The cookies of this server. None holds anything but random letters, or something signed; none can be read by a script."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from osteon.serve.settings import ServeSettings
from osteon.serve.site import site_of

__all__ = ["BROWSER", "FORM", "PROVIDER", "SESSION", "cookie", "cookie_line", "cookie_name", "drop_cookie", "set_cookie"]

SESSION: Final = "osteon-session"
FORM: Final = "osteon-form"
BROWSER: Final = "osteon-browser"
PROVIDER: Final = "osteon-provider"
LONGEST: Final = 2048


def cookie_name(settings: ServeSettings, name: str) -> str:
    """With TLS under a prefix that keeps other hosts, and pages without TLS, from setting it."""
    return f"__Host-{name}" if settings.over_tls else name


def cookie(request: Request, name: str) -> str | None:
    """What the browser brings under this name, if it is not absurdly long."""
    found = request.cookies.get(cookie_name(site_of(request).settings, name))
    return found if found and len(found) <= LONGEST else None


def set_cookie(response: Response, settings: ServeSettings, name: str, value: str, *, seconds: int | None = None) -> None:
    """Give the browser a cookie, until it is closed or for so many seconds."""
    response.set_cookie(
        cookie_name(settings, name), value, max_age=seconds, path="/", secure=settings.over_tls, httponly=True, samesite="lax"
    )


def cookie_line(settings: ServeSettings, name: str, value: str) -> str:
    """The header that gives the browser a cookie until it is closed."""
    response = Response()
    set_cookie(response, settings, name, value)
    return response.headers["set-cookie"]


def drop_cookie(response: Response, settings: ServeSettings, name: str) -> None:
    """Take a cookie away."""
    response.delete_cookie(cookie_name(settings, name), path="/", secure=settings.over_tls, httponly=True, samesite="lax")
