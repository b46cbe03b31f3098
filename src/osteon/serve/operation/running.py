"""Starts the server and stops it: what is being answered is finished, and what was acknowledged is on the disk."""

from __future__ import annotations

import signal
import ssl
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from anyio import to_thread

import osteon
from osteon.engine.settings import Settings
from osteon.pathway import pathway
from osteon.serve.access.asking import anybody, open_to_this_machine
from osteon.serve.accounts.links import address_of, first_link
from osteon.serve.application import application
from osteon.serve.audit import chain
from osteon.serve.failures import ServeError
from osteon.serve.operation.connections import Connection
from osteon.serve.operation.logs import start_logs, tell
from osteon.serve.reviewing import Reviewer
from osteon.serve.settings import ServeSettings, refusal
from osteon.serve.site import Site
from osteon.serve.storage.database import FILE_NAME, Database, open_database, reading, writing
from osteon.serve.storage.migrating import migrate
from osteon.serve.workers import Workers

__all__ = ["open_storage", "run"]

def open_storage(settings: ServeSettings, *, make: bool = False) -> Database:
    """The database of these settings with the tables of today; made if it is not there, if `make`. Raises ServeError, StorageError."""
    if not make and settings.database is None and not (settings.data / FILE_NAME).is_file():
        raise ServeError(f"There is no storage of Osteon in {settings.data}. Name its folder: --data.")
    database = open_database(settings.database or settings.data)
    migrate(database)
    return database


def run(settings: ServeSettings, review_settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until told to stop (SIGTERM, SIGINT). `ready` is told where, once it answers.

    Raises ServeError when it may not or cannot start, StorageError when the database does not answer.
    """
    database = open_storage(settings, make=True)
    with reading(database) as connection:
        known = anybody(connection)
    why_not = refusal(settings, anybody=known)
    if why_not is not None:
        raise ServeError(why_not)
    osteon.prepare(settings=review_settings)
    start_logs()
    workers = Workers(settings.processes, review_settings)
    workers.start()
    site = Site.of(settings, database, Reviewer(review_settings, workers))
    server = _Server(_configuration(settings, site), lambda: _began(site, ready))
    # uvicorn hands the signal that stopped it on to whoever had it before: then there would be no end in good order.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    try:
        with suppress(SystemExit):  # of uvicorn, when it cannot listen
            server.run()
        if server.began:
            _note(site, "stop")
    finally:
        workers.close()
        database.close()
    if not server.began:
        where = f"{settings.host}, port {settings.port}"
        raise ServeError(f"It cannot listen on {where}: taken, or not of this machine. Choose another: --port, --host.")


class _Server(uvicorn.Server):
    """Tells when it has begun to listen."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self.began = False
        self._listening = listening

    async def startup(self, sockets: list | None = None) -> None:
        """Listen, then tell."""
        # Requests that wait for the disk or for a review hold a thread each: as many as there may be connections.
        to_thread.current_default_thread_limiter().total_tokens = self.config.limit_concurrency or 40
        await super().startup(sockets)
        if self.started:
            self.began = True
            self._listening()


def _configuration(settings: ServeSettings, site: Site) -> uvicorn.Config:
    try:
        configuration = uvicorn.Config(
            application(site),
            http=Connection,
            host=settings.host,
            port=settings.port,
            ssl_certfile=settings.certificate,
            ssl_keyfile=settings.key,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # the gate looks at who the proxy is, before it believes a word
            limit_concurrency=settings.connections,
            timeout_graceful_shutdown=settings.stop_seconds,
            ws="none",
        )
        configuration.load()
    except (OSError, ssl.SSLError):
        raise ServeError("The TLS certificate or its key cannot be read: two files in PEM form are expected.") from None
    return configuration


def _began(site: Site, ready: Callable[[str], None]) -> None:
    settings = site.settings
    _note(site, "start")
    with writing(site.database) as connection:
        first = first_link(connection)
        is_open = open_to_this_machine(site, connection)
    scheme = "https" if settings.certificate is not None else "http"
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    ready(f"Osteon {osteon.__version__} with pathway {pathway().version} answers at {scheme}://{name}:{settings.port}.")
    if is_open:
        ready("Whoever uses this machine can read everything; the first account or token ends that.")
    if first is not None and not settings.oidc_issuer:
        ready("There is no account yet. This link makes the first one, an administrator's, once, within an hour:")
        ready(address_of(settings.base_address, first))


def _note(site: Site, event: str) -> None:
    """Start and stop go into the audit trail, and its head into the log: kept there, it shows if the trail is cut off later."""
    with writing(site.database) as connection:
        head = chain.add(connection, [chain.Deed("osteon", event, None, "done", {"version": osteon.__version__})])
    tell(event, version=osteon.__version__, pathway=pathway().version, audit_head=str(head))
