"""Asks the server on this machine whether it lives: for whatever watches over a container. Ends with 0 when it does, with 1 when not."""

from __future__ import annotations

import http.client
import os
import ssl
import sys
from contextlib import closing
from typing import Final

__all__ = ["lives"]

SECONDS: Final = 4
ANSWERS: Final = (200, 403, 421)
"""It lives; it answers its proxy only; it is called by another name only."""


def lives(port: int, *, over_tls: bool) -> bool:
    """Whether something on this machine answers HTTP at this port."""
    if over_tls:
        # Whether its certificate is for this name is for its clients to check.
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            "127.0.0.1", port, timeout=SECONDS, context=ssl._create_unverified_context()
        )
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    with closing(connection):
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status in ANSWERS
        except (OSError, http.client.HTTPException):
            return False


if __name__ == "__main__":
    sys.exit(0 if lives(int(os.environ.get("OSTEON_PORT") or 8090), over_tls=bool(os.environ.get("OSTEON_CERTIFICATE"))) else 1)
