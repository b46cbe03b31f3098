"""What a connection may send before it is let go: a head without end, pieces without end, headers after the body."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from serve.process import Server, free_port, running

SECONDS = 8
"""For an answer: less than the time after which a head that does not end is given up anyhow."""
HEAD = b"POST /cds-services/osteon-patient-view HTTP/1.1\r\nHost: localhost\r\n"
PIECES = HEAD + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("connections")
    with running(free_port(), folder / "log", "--data", str(folder / "data")) as server:
        yield server


def said(server: Server, *pieces: bytes) -> bytes:
    """All that comes back until the server lets go, or says no more."""
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=20)) as connection:
        found = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            connection.settimeout(SECONDS)
            while more := connection.recv(65_536):
                found += more
            return found + b" and let go"
        except TimeoutError:
            return found
        except (BrokenPipeError, ConnectionResetError):
            return found + b" and let go"


ENDLESS = {
    "one header": [HEAD, b"X: ", *[b"x" * 8192] * 60],
    "many headers": [HEAD, *[b"X: y\r\n" * 1000] * 60],
    "an address": [b"GET /", *[b"x" * 8192] * 60],
    "what stands beside the length of a piece": [PIECES, b"2;", *[b"x" * 8192] * 60],
    "a header after the body": [PIECES, b"0\r\nX: ", *[b"x" * 8192] * 60],
}


@pytest.mark.parametrize("pieces", ENDLESS.values(), ids=list(ENDLESS))
def test_what_has_no_end_is_not_kept(server: Server, pieces: list[bytes]):
    assert said(server, *pieces).endswith(b"and let go")
    assert server.ask("GET", "/healthz")[0] == 200


def test_a_head_of_usual_length_and_a_body_in_many_pieces_are_taken(server: Server):
    cookies = b"Connection: close\r\nCookie: " + b"x" * 20_000 + b"\r\n"
    pieces = b"".join(b"1;note=" + b"y" * 30 + b"\r\n \r\n" for _ in range(5000))
    answer = said(server, HEAD + cookies + b"Transfer-Encoding: chunked\r\n\r\n", pieces, b"2\r\n{}\r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ") and b"`hook`" in answer


def test_a_header_after_the_body_is_none(server: Server):
    """What stands before this server looked at the head only."""
    late = PIECES + b"0\r\nHost: elsewhere.example\r\nAuthorization: Bearer x\r\n\r\n"
    assert b"`hook`" in said(server, late)


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 2\r\nContent-Length: 3\r\n",
        b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Content-Length : 2\r\n",
        b"Content-Length: +2\r\n",
        b"Content-Length: 2\r\n X: folded\r\n",
        b"X: a\nb\rc\r\nContent-Length: 2\r\n",
    ],
)
def test_where_a_request_ends_is_never_guessed(server: Server, head: bytes):
    answer = said(server, HEAD + head + b"\r\n{}" + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ") and answer.endswith(b"and let go")
    assert b'"ok"' not in answer, "what was hidden behind it is no request"


def test_requests_that_follow_at_once_are_answered_in_their_order(server: Server):
    one, other = (b"GET /" + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n" for path in (b"healthz", b"none"))
    last = one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    answer = said(server, one + other + last)
    assert [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"200", b"404", b"200"]
