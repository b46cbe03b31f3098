"""A backup, and the way back, where the disk is full or the database fails in the middle: said in words, nothing is left lying about."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import exc

from osteon.serve.failures import ServeError, StorageError
from osteon.serve.operation import backup as here
from osteon.serve.operation.backup import backup, key_of, make_key, restore
from osteon.serve.storage.database import Database, open_database

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full, a disk without room")


@pytest.fixture
def key(tmp_path: Path) -> Any:
    make_key(tmp_path / "key")
    return key_of(tmp_path / "key", {})


def test_a_backup_to_a_disk_without_room(database: Database, tmp_path: Path, key: Any):
    """It need not be the disk of the database, and is not said to be."""
    (tmp_path / ".copy.age.partial").symlink_to(FULL)
    with pytest.raises(ServeError, match="The backup cannot be written: No space left on device"):
        backup(database, tmp_path / "copy.age", key)
    assert sorted(path.name for path in tmp_path.iterdir() if "copy" in path.name) == []
    assert backup(database, tmp_path / "copy.age", key).rows > 0


def test_a_backup_of_a_database_that_fails_in_the_middle(
    database: Database, tmp_path: Path, key: Any, monkeypatch: pytest.MonkeyPatch
):
    def breaks_off(*_: Any) -> Iterator[bytes]:
        yield b"{}\n"
        raise exc.OperationalError("SELECT", {}, Exception("Zanderwick"))

    monkeypatch.setattr(here, "_written", breaks_off)
    with pytest.raises(StorageError, match="The database does not answer"):
        backup(database, tmp_path / "copy.age", key)
    assert not (tmp_path / "copy.age").exists() and not (tmp_path / ".copy.age.partial").exists()


def test_a_backup_that_cannot_be_unpacked_for_want_of_room(
    database: Database, tmp_path: Path, key: Any, monkeypatch: pytest.MonkeyPatch
):
    """It is neither damaged nor of another key."""
    done = backup(database, tmp_path / "copy.age", key)
    new = open_database(tmp_path / "new")
    with monkeypatch.context() as patched, pytest.raises(ServeError, match="cannot be unpacked: No space left on device. It needs room"):
        patched.setattr(tempfile, "TemporaryFile", lambda **_: FULL.open("r+b", buffering=0))
        restore(new, tmp_path / "copy.age", key)
    assert restore(new, tmp_path / "copy.age", key).rows == done.rows, "with room again"
    new.close()
