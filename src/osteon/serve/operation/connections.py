"""One connection of HTTP/1.1: whoever sends no request, or one without end, is let go."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["Connection"]

HEAD_SECONDS: Final = 15
"""From the connection to the end of the first request's headers, and from the first byte of each later one to the end of its headers."""
MOST_UNFINISHED: Final = 65_536
"""Bytes of headers, or of what stands between the pieces of a body, that may come before they are complete: the parser keeps them all."""


class Connection(HttpToolsProtocol):
    """What uvicorn does with a connection, with bounds: many that never come to an end would keep all others out, or fill the memory."""

    _waiting: asyncio.TimerHandle | None = None
    _in_head = True
    _unfinished = 0

    def connection_made(self, transport: Any) -> None:
        """A new connection."""
        super().connection_made(transport)
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._leave)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended, whoever ended it."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request."""
        self._unfinished += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._unfinished > MOST_UNFINISHED:
            self.send_400_response("The head of the request is too long.")
        elif not self._in_head:
            self._stop_waiting()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_SECONDS, self._leave)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        self._in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header. What comes after a body in pieces is passed over: whatever let the request in has not seen it."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The end of the headers."""
        self._in_head, self._unfinished = False, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._unfinished = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The end of a request."""
        self._unfinished = 0
        super().on_message_complete()

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _leave(self) -> None:
        self._waiting = None
        if not self.transport.is_closing():
            self.transport.close()
