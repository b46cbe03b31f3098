"""Asks the FHIR server: with its token, again when it is busy, and never for longer or more than was set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin

import httpx2
import orjson

from osteon.serve.fetching.clock import Clock, pause, retry_after
from osteon.serve.fetching.failures import CutError, RemoteError, SilentError, outcome_words
from osteon.serve.fetching.keys import load_keys
from osteon.serve.fetching.reach import Reach, Resolve, Transport, reach_of, resolve, trust_of
from osteon.serve.fetching.token import Access, Credentials, Token, ask_token, read_configuration
from osteon.serve.settings import MEGABYTE, ServeSettings

__all__ = ["BUSY", "FHIR_JSON", "TRIES", "Answer", "Server", "open_server", "parsed", "unpacked"]

FHIR_JSON: Final = "application/fhir+json"
MOST_BYTES: Final = 50 * MEGABYTE
"""Of an answer that is no file of an export."""
TRIES: Final = 6
REDIRECTS: Final = 3
BUSY: Final = frozenset((408, 425, 429, 502, 503, 504))
"""Try again later."""
TIMES: Final = httpx2.Timeout(60.0, connect=15.0)
"""Longest silence."""


class Answer(NamedTuple):
    """What came: `data` is unpacked."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class Server:
    """One FHIR server, for one run. `deadline`: seconds since 1970, after which nothing is asked any more."""

    def __init__(
        self, base: str, http: httpx2.Client, reach: Reach, credentials: Credentials | None, clock: Clock, hours: float, tries: int
    ) -> None:
        self.base, self.reach, self.clock, self.tries = base, reach, clock, tries
        self.deadline = clock.now() + hours * 3600
        self._http, self._credentials = http, credentials
        self._access: Access | None = None
        self._token: Token | None = None

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def ask(
        self,
        method: str,
        address: str,
        *,
        accept: str = FHIR_JSON,
        headers: Mapping[str, str] | None = None,
        body: bytes | Callable[[], bytes] | None = None,
        token: bool = True,
        fine: tuple[int, ...] = (200,),
        ours: tuple[str, ...] = (),
        tries: int = TRIES,
    ) -> Answer:
        """Ask until it answers with one of the statuses `fine`. `body`: a function of it where each attempt needs its own; `ours`: words
        of the request that may be repeated where the server complains of them.

        Raises RemoteError: another status, no answer, too slow, too large, an address that is not allowed.
        """
        again, tries = False, min(tries, self.tries)
        for attempt in range(tries):
            wait: float | None = None
            try:
                content = body() if callable(body) else body
                with self._sent(method, address, accept, headers or {}, content, token) as response:
                    answer = Answer(response.status_code, response.headers, self._read(response))
            except (httpx2.TransportError, CutError) as fault:
                problem = _unreachable(fault)
            else:
                if answer.status in fine:
                    return answer
                words, codes = outcome_words(answer.data, ours)
                problem = RemoteError(f"The FHIR server answered {answer.status}{words}.", answer.status, codes)
                if answer.status == 401 and token and not again and self._credentials is not None:
                    self._token, again = None, True
                    continue
                if answer.status not in BUSY and "transient" not in codes and "throttled" not in codes:
                    raise problem
                wait = retry_after(answer.headers.get("retry-after"), self.clock.now())
            if attempt == tries - 1:
                break
            self.wait(pause(attempt, self.clock) if wait is None else wait)
        raise problem

    def ask_json(self, address: str, **words: Any) -> Any:
        """The JSON object that stands at an address. Raises RemoteError."""
        return parsed(self.ask("GET", address, **words).data)

    @contextmanager
    def opened(self, address: str, *, accept: str, token: bool) -> Iterator[httpx2.Response]:
        """The answer to a GET, of which nothing is read yet; asked for once. Raises RemoteError, httpx2.TransportError."""
        with self._sent("GET", address, accept, {}, None, token) as response:
            if response.status_code == 401 and token:
                self._token = None
            yield response

    def check_time(self) -> None:
        """Raises RemoteError when the time for this run is over."""
        if self.clock.now() > self.deadline:
            raise RemoteError("It takes longer than fetch_hours allows. What has come is kept; the next fetch goes on from there.")

    def wait(self, seconds: float) -> None:
        """Wait, unless the time for this run would be over then. Raises RemoteError."""
        if self.clock.now() + seconds > self.deadline:
            raise RemoteError("It takes longer than fetch_hours allows. What has come is kept; the next fetch goes on from there.")
        self.clock.sleep(seconds)

    def let_in(self) -> None:
        """Get a token now, where one is needed. Raises RemoteError."""
        self._bearer()

    @contextmanager
    def _sent(
        self, method: str, address: str, accept: str, headers: Mapping[str, str], body: bytes | None, token: bool
    ) -> Iterator[httpx2.Response]:
        here = address
        for _ in range(REDIRECTS + 1):
            self.check_time()
            sent = {"Accept": accept, "Accept-Encoding": "gzip", **headers}
            bearer = self._bearer() if token else None
            if bearer:
                sent["Authorization"] = f"Bearer {bearer}"
            request = self._http.build_request(method, self.reach.check(here), headers=sent, content=body)
            response = self._http.send(request, stream=True)
            try:
                if not response.is_redirect:
                    yield response
                    return
            finally:
                response.close()
            there = urljoin(here, response.headers.get("location", ""))
            if method != "GET" or not self.reach.same(here, there):
                raise RemoteError("The FHIR server sends on to another host. It is not followed.", response.status_code)
            here = there
        raise RemoteError("The FHIR server sends on from one address to the next without an end.")

    def _bearer(self) -> str | None:
        if self._credentials is None:
            return None
        if self._token is None or self._token.ends_soon(self.clock.now()):
            if self._access is None:
                self._access = read_configuration(
                    parsed(self.ask("GET", f"{self.base}/.well-known/smart-configuration", accept="application/json", token=False).data)
                )
            self.reach.check(self._access.endpoint)
            self._token = ask_token(self._access, self._credentials, self.clock.now, self._post)
        return self._token.text

    def _post(self, address: str, form: Callable[[], bytes]) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask(
            "POST", address, accept="application/json", headers=headers, body=form, token=False, fine=(200, 400, 401, 403)
        )

    def _read(self, response: httpx2.Response) -> bytes:
        data = bytearray()
        for piece in unpacked(response):
            data += piece
            if len(data) > MOST_BYTES:
                raise RemoteError("An answer of the FHIR server is too large.")
            self.check_time()
        return bytes(data)


def parsed(data: bytes) -> Any:
    """The JSON object of an answer. Raises RemoteError."""
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise RemoteError("The FHIR server answered with something that is no JSON object.")
    return found


def unpacked(response: httpx2.Response) -> Iterator[bytes]:
    """The bytes of an answer, plain, a bounded piece at a time: a megabyte of zeros costs a gzip a kilobyte.

    Raises RemoteError for another encoding than gzip, CutError for a gzip that ends before its end, httpx2.TransportError.
    """
    import zlib

    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("gzip", "x-gzip", "identity", ""):
        raise RemoteError("The FHIR server packs its answers in a way that was not asked for: only gzip is understood.")
    packed = encoding in ("gzip", "x-gzip")
    first, unpacker, came = True, None, 0
    for raw in response.iter_raw():
        came += len(raw)
        if first and raw:
            # Files that lie in a store as .gz often come without saying so.
            packed, first = packed or raw[:2] == b"\x1f\x8b", False
        if not packed:
            yield raw
            continue
        while raw:
            unpacker = unpacker or zlib.decompressobj(wbits=31)
            try:
                piece = unpacker.decompress(raw, MEGABYTE)
            except zlib.error:
                raise CutError("A gzip of the FHIR server is damaged.") from None
            if piece:
                yield piece
            raw = unpacker.unconsumed_tail
            if unpacker.eof:
                raw, unpacker = unpacker.unused_data.lstrip(b"\x00"), None
            elif not piece and not raw:
                break
    length = response.headers.get("content-length", "")
    if unpacker is not None or (length.isdecimal() and came < int(length)):
        raise CutError("An answer of the FHIR server ends before its end.")


def _unreachable(fault: Exception) -> RemoteError:
    if isinstance(fault, RemoteError):
        return fault
    if isinstance(fault, httpx2.TimeoutException):
        return SilentError("The FHIR server does not answer in time.")
    if "certificate" in str(fault).lower():
        return SilentError("The certificate of the FHIR server is not believed. If it is of an authority of your own: fetch_authorities.")
    return SilentError("The FHIR server cannot be reached.")


def open_server(
    settings: ServeSettings,
    *,
    transport: httpx2.BaseTransport | None = None,
    clock: Clock | None = None,
    find: Resolve = resolve,
    tries: int = TRIES,
) -> Server:
    """The server of the settings; nothing is asked yet. `tries`: most attempts at one request. Raises ServeError."""
    reach = reach_of(settings)
    inner = transport or httpx2.HTTPTransport(verify=trust_of(settings))
    http = httpx2.Client(transport=Transport(reach, inner, find), follow_redirects=False, trust_env=False, timeout=TIMES)
    credentials = None
    if settings.fetch_key is not None:
        credentials = Credentials(settings.fetch_client, load_keys(settings.fetch_key)[0])
    return Server(settings.fetch_server.rstrip("/"), http, reach, credentials, clock or Clock(), settings.fetch_hours, tries)
