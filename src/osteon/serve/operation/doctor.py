"""Looks at the server's storage and settings and says what is in order and what is not."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import func, select

from osteon.serve.access.asking import anybody
from osteon.serve.audit import chain
from osteon.serve.failures import ServeError, StorageError
from osteon.serve.fetching.failures import RemoteError
from osteon.serve.fetching.server import open_server
from osteon.serve.settings import MEGABYTE, ServeSettings, masked, refusal
from osteon.serve.storage.database import FILE_NAME, Database, open_database, reading
from osteon.serve.storage.migrating import newest_revision, revision_of
from osteon.serve.storage.tables import patient, resource, submission

__all__ = ["Checked", "examine"]

LEAST_SPACE = 1024 * MEGABYTE


class Checked(NamedTuple):
    """One thing that was looked at. `mark`: `ok`, `note` (for you to know) or `fault`."""

    mark: str
    message: str


def examine(settings: ServeSettings) -> Iterator[Checked]:
    """All checks, one after the other. Changes nothing: an older database is not brought up to date, a missing one is not made."""
    for name, value in masked(settings).items():
        yield Checked("note", f"setting {name} = {value or '(none)'}")
    yield from _fetching(settings)
    if settings.database is None and not (settings.data / FILE_NAME).is_file():
        yield Checked("note", f"no storage yet in {settings.data}; `osteon serve` makes it")
        return
    database = open_database(settings.database or settings.data)
    try:
        yield from _storage(database, settings)
    except StorageError as fault:
        yield Checked("fault", str(fault))
    finally:
        database.close()


def _storage(database: Database, settings: ServeSettings) -> Iterator[Checked]:
    with reading(database) as connection:
        revision = revision_of(connection)
        dialect = connection.dialect
        yield Checked("ok", f"{dialect.name} {'.'.join(map(str, dialect.server_version_info or ()))} answers")
        if revision != newest_revision():
            yield Checked("note", f"tables of revision {revision}; the next start brings them to {newest_revision()}")
            return
        yield Checked("ok", f"tables of revision {revision}")
        if database.embedded:
            yield from _file(database)
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            yield Checked("ok" if found == "ok" else "fault", f"integrity of the database file: {found}")
        counts = [connection.execute(select(func.count()).select_from(table)).scalar() for table in (patient, resource, submission)]
        yield Checked("ok", f"{counts[0]} patients, {counts[1]} versions of resources, {counts[2]} submissions")
        trail = chain.verify(connection)
        yield Checked("ok" if trail.fault is None else "fault", f"audit trail: {trail.fault or f'whole, head {trail.head}'}")
        known = anybody(connection)
    why_not = refusal(settings, anybody=known)
    yield Checked("ok" if why_not is None else "fault", why_not or "may be started with these settings")
    if why_not is None and not known:
        yield Checked("note", "neither accounts nor tokens: whoever uses this machine can read everything")


def _fetching(settings: ServeSettings) -> Iterator[Checked]:
    """Whether the FHIR server can be reached and lets in. Nothing is fetched."""
    if not settings.fetch_server:
        return
    try:
        server = open_server(settings, tries=1)
    except ServeError as fault:
        yield Checked("fault", str(fault))
        return
    path = settings.fetch_key
    if path is not None and os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Checked("fault", f"others on this machine can read the key of fetching: chmod 600 {path}")
    try:
        server.let_in()
        stated = server.ask_json(f"{server.base}/metadata?_elements=fhirVersion")
    except RemoteError as fault:
        yield Checked("fault", f"fetching: {fault}")
    else:
        version = stated.get("fhirVersion")
        good = isinstance(version, str) and version.startswith("4.0")
        told = "" if good else "; it does not say that it speaks FHIR 4.0 (R4), which is what is read"
        yield Checked("ok" if good else "note", f"fetching: the FHIR server answers and lets in{told}")
    finally:
        server.close()


def _file(database: Database) -> Iterator[Checked]:
    folder = database.file.parent
    if os.name == "posix" and stat.S_IMODE(database.file.stat().st_mode) & 0o077:
        yield Checked("fault", f"others on this machine can read the database: chmod 600 {database.file}")
    free = shutil.disk_usage(folder).free // MEGABYTE
    yield Checked("ok" if free * MEGABYTE >= LEAST_SPACE else "fault", f"{free} MB free on the disk of the data folder")
    if not os.access(folder, os.W_OK):
        yield Checked("fault", "the data folder cannot be written to")
