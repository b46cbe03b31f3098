"""Brings a database to the tables of this program, step by step, in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from osteon.serve.failures import ServeError
from osteon.serve.storage.database import Database, reading, writing

__all__ = ["migrate", "newest_revision", "revision_of", "revisions"]


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def revisions() -> list[str]:
    """All revisions of the tables that this program knows, oldest first."""
    script = ScriptDirectory.from_config(_config())
    return [step.revision for step in script.walk_revisions()][::-1]


def newest_revision() -> str:
    """The revision that this program works with."""
    return revisions()[-1]


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(database: Database, to: str | None = None) -> tuple[str | None, str]:
    """Bring the database to the newest revision (or `to`); (revision before, revision now).

    All steps together or none of them: broken off at any moment, the database is as it was. Of an embedded database that holds an
    older revision a copy is put beside it first, `osteon.db.before-REVISION`.

    Raises ServeError when the database was made by a newer program, StorageError when it does not answer.
    """
    wanted = to or newest_revision()
    with reading(database) as connection:
        before = revision_of(connection)
    if before == wanted:
        return before, before
    known = revisions()
    if before is not None and before not in known:
        raise ServeError(
            f"The database has tables of revision {before}, which a newer Osteon made; this one knows {known[-1]}. "
            "Install the newer version."
        )
    if before is not None and database.embedded:
        _keep_copy(database, before, wanted)
    with writing(database) as connection:
        # Another process may have been quicker while we waited for our turn.
        if revision_of(connection) == before:
            command.upgrade(_config(connection), wanted)
    return before, wanted


def _keep_copy(database: Database, revision: str, wanted: str) -> None:
    copy = database.file.with_name(f"{database.file.name}.before-{wanted}")
    copy.unlink(missing_ok=True)
    try:
        copy.touch(mode=0o600)
        with closing(sqlite3.connect(database.file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except (sqlite3.Error, OSError):
        copy.unlink(missing_ok=True)
        raise ServeError(
            f"The database has tables of revision {revision} and needs {wanted}, but no copy of it can be put beside it. "
            "Free some space in the data folder, or make it writable."
        ) from None
