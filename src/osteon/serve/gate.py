"""What every request passes before a route sees it: who may connect, how often, how much; and what every answer carries."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from osteon.serve.access.cookies import FORM, cookie_line
from osteon.serve.failures import Issue, RequestError
from osteon.serve.operation.logs import tell
from osteon.serve.pace import Pace
from osteon.serve.pages.refusing import refusal
from osteon.serve.settings import MEGABYTE
from osteon.serve.site import Site

__all__ = ["Gate"]

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Unless a route says otherwise."""
PAGE_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    # With no-referrer a browser sends the forms of our own pages without their origin, and they could not be told from others.
    "Referrer-Policy": "same-origin",
}
"""Of pages, over those."""
HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\s:@/?#\[\]]+))(?::[0-9]{1,5})?")
"""An address in brackets or a name, and a port."""
TRANSPORT: Final = "max-age=31536000"
OTHER_BODIES: Final = 8 * MEGABYTE
"""Largest body anywhere but where records come in."""
LEFT: Final = 499
"""In logs and counters, which many servers call it so: whoever asked went away before the body had come."""
SLOWEST_SECONDS: Final = 30
"""Longest wait for the next piece of a body."""
SLOWEST_BYTES: Final = 5_000
"""In a second, after that: whoever sends a byte now and then would keep a place for ever."""


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._site = app, site
        self._pace = Pace(site.settings.requests_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        state = scope.setdefault("state", {})
        state["request"] = request = secrets.token_hex(8)
        headers = Headers(scope=scope)
        status, started = 500, False

        async def sending(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                carried = MutableHeaders(scope=message)
                is_page = carried.get("content-type", "").startswith("text/html")
                for name, value in (SECURITY_HEADERS | (PAGE_HEADERS if is_page else {})).items():
                    carried.setdefault(name, value)
                _let_frame(carried, self._site.settings.frame_ancestors)
                if "form_cookie" in state:
                    carried.append("Set-Cookie", cookie_line(self._site.settings, FORM, state["form_cookie"]))
                if self._site.settings.over_tls:
                    carried.setdefault("Strict-Transport-Security", TRANSPORT)
                carried["X-Request-Id"] = request
            await send(message)

        metrics = self._site.metrics
        metrics.running.inc()
        fault: Exception | None = None
        try:
            state["address"] = self._address(scope, headers)
            self._check(scope, headers, state["address"])
            await self._app(scope, self._bounded(scope, headers, receive), sending)
        except RequestError as refused:
            if not started:
                await refusal(scope, refused.status, refused.issues, refused.headers)(scope, receive, sending)
        except ClientDisconnect:
            status = LEFT
        except Exception as error:  # noqa: BLE001 - the last resort: whatever it says could be a value of a record
            fault = error
            if not started:
                unknown = Issue("", f"The server failed. Its log has the place, under request {request}.", "exception")
                await refusal(scope, 500, [unknown])(scope, receive, sending)
        finally:
            metrics.running.dec()
            self._told(scope, state, status, time.perf_counter() - began, fault)

    def _told(self, scope: Scope, state: dict, status: int, seconds: float, fault: Exception | None) -> None:
        # The pattern, not the path: a path holds the id of a patient.
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS") else "other"
        self._site.metrics.requests.labels(route, method, str(status)).inc()
        self._site.metrics.seconds.labels(route).observe(seconds)
        level = logging.ERROR if status >= 500 else logging.INFO
        fields = {"request": state["request"], "client": state.get("client"), "method": method, "route": route}
        tell("request", level=level, fault=fault, **fields, status=status, milliseconds=round(seconds * 1000, 1))

    def _address(self, scope: Scope, headers: Headers) -> str:
        """Whose request it is: the peer, or whom the one proxy names. Nobody else's word counts."""
        peer = scope["client"][0] if scope.get("client") else ""
        proxy = self._site.settings.proxy
        if proxy is None:
            return peer
        if peer != proxy:
            raise RequestError(403, Issue("", "Only the proxy may connect here.", "forbidden"))
        if headers.get("x-forwarded-proto", "").strip().lower() != "https":
            raise RequestError(403, Issue("", "The proxy has to speak TLS, and say so in X-Forwarded-Proto.", "security"))
        return headers.get("x-forwarded-for", "").rpartition(",")[2].strip() or peer

    def _check(self, scope: Scope, headers: Headers, address: str) -> None:
        if "transfer-encoding" in headers and "content-length" in headers:
            # Whoever stands before this server may have gone by the other of the two: then what follows is a request that nobody let in.
            told = "Content-Length and Transfer-Encoding do not go together."
            raise RequestError(400, Issue("", told, "security"), headers={"Connection": "close"})
        host = headers.get("host", "").lower()
        named = HOST.fullmatch(host)
        if named is None or (named[1] or named[2]) not in self._site.settings.own_names:
            # A page of another site that has its own name point to this machine must not be answered.
            told = "This server is not known by that name. Whoever runs it can add it: names in [serve]."
            raise RequestError(421, Issue("", told, "security"))
        origin = headers.get("origin")
        follows_link = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
        if (headers.get("sec-fetch-site") == "cross-site" and not follows_link) or (origin and origin.partition("://")[2].lower() != host):
            raise RequestError(403, Issue("", "Requests from pages of other sites are not answered.", "forbidden"))
        seconds = self._pace.wait(address, time.monotonic())
        if seconds:
            retry = {"Retry-After": str(int(seconds) + 1)}
            raise RequestError(429, Issue("", "Too many requests. Wait, then go on.", "throttled"), headers=retry)
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            # PostgreSQL keeps no such text, and would be said to be out of order.
            raise RequestError(400, Issue("", "No address here holds the character NUL.", "value"))

    def _bounded(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        """`receive` that gives up on a body that is too large or comes too slowly."""
        settings = self._site.settings
        brings_records = scope["path"].rstrip("/") in ("/fhir", "/upload") or scope["path"].startswith("/cds-services/")
        most = settings.body_megabytes * MEGABYTE if brings_records else OTHER_BODIES
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > most:
            raise _too_large(most)
        taken, complete, begun = 0, False, time.monotonic()

        async def bounded() -> Message:
            nonlocal taken, complete
            if complete:
                return await receive()
            left = begun + SLOWEST_SECONDS + taken / SLOWEST_BYTES - time.monotonic()
            try:
                async with asyncio.timeout(max(min(left, SLOWEST_SECONDS), 0)):
                    message = await receive()
            except TimeoutError:
                raise RequestError(408, Issue("", "The body comes too slowly. Send it again.", "timeout")) from None
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                complete = not message.get("more_body", False)
                if taken > most:
                    raise _too_large(most)
            return message

        return bounded


def _let_frame(carried: MutableHeaders, ancestors: list[str]) -> None:
    """Let pages of these origins show the answer in a frame. X-Frame-Options knows no list, so it goes where there is one."""
    if ancestors:
        policy = carried["Content-Security-Policy"]
        carried["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(ancestors)}")
        del carried["X-Frame-Options"]


def _too_large(most: int) -> RequestError:
    told = f"Too large: more than {most // MEGABYTE} MB. Send it in several parts."
    return RequestError(413, Issue("", told, "too-costly"), headers={"Connection": "close"})
