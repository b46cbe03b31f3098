"""The tables: upgrade from every earlier revision, the chain of the audit trail, backup and restore, two writers at once."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pyrage
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, inspect, text

import osteon
from osteon.engine.settings import Settings
from osteon.record.limits import Limits
from osteon.serve.audit import chain
from osteon.serve.failures import ServeError, StorageError
from osteon.serve.operation.backup import backup, key_of, make_key, restore
from osteon.serve.records.receiving import receive
from osteon.serve.reviewing import Reviewer, review_patient
from osteon.serve.storage.database import Database, open_database, reading, writing
from osteon.serve.storage.migrating import migrate, newest_revision, revision_of, revisions
from osteon.serve.storage.records import current_record
from osteon.serve.storage.tables import METADATA
from serve.conftest import EXAMPLES, count
from serve.small import bundle, creatinine, patient

HEX = "0" * 64
EARLIER: dict[str, list[str]] = {
    # What each revision brought, filled as that version filled it.
    "0001": [
        "INSERT INTO submission (id, received, client, media_type, sha256, size, body) "
        "VALUES (1, '2026-01-01T00:00:00.000000Z', 'engine', 'application/fhir+json', 'ab', 2, :body)",
        "INSERT INTO patient (id, name, birth_date, base, newest) VALUES ('ann', 'Ann', '1957-03-14', NULL, 1)",
        "INSERT INTO resource (sequence, owner, type, id, url, submission, place, body, superseded) "
        "VALUES (1, 'ann', 'Patient', 'ann', NULL, 1, 0, :body, NULL)",
    ],
    "0002": [
        "INSERT INTO audit (number, at, who, action, patient, outcome, detail, previous, hash) VALUES (1, "
        "'2026-01-01T00:00:00.000000Z', 'engine', 'import', 'ann', 'done', '{}', "
        f"'{HEX}', 'f00ddb3a67d5be47d8b6e1b1f0d3bb35d25e2a1f6de46e16e8a9ba1a6f83ccb4')"
    ],
    "0003": [],
    "0004": [],
    "0005": [
        "INSERT INTO decision (number, patient, finding, what, reason, words, who, made, as_of, until_change, rests_on, token) "
        "VALUES (1, 'ann', 'fx-mirels-high', 'snoozed', 'later', '', 'local', '2026-01-01T00:00:00.000000Z', '2026-01-01', 1, '{}', 'a')"
    ],
    "0006": [],
    "0007": [
        "INSERT INTO export (id, server, scope, since, state, address, moment, protected, complete, began) "
        "VALUES (1, 'https://a/fhir', 'group x', NULL, 'listed', 'https://a/job', NULL, 1, 0, '2026-01-01T00:00:00.000000Z')",
        "INSERT INTO export_file (export, number, kind, type, address, promised, position, digest, lines, kept, new, problems, complete) "
        "VALUES (1, 1, 'output', 'Patient', 'https://a/1', NULL, 0, 'ab', 0, 0, 0, '{}', 0)",
    ],
}


def send(database: Database, body: bytes) -> Any:
    """Take in a submission."""
    return receive(database, body, media_type="application/fhir+json", client="tester", limits=Limits())


def differences(database: Database) -> list[Any]:
    """How the tables differ from what the program expects."""
    with reading(database) as connection:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA)


def test_every_revision_is_tried():
    assert list(EARLIER) == revisions()


def test_from_nothing(address: str | Path):
    database = open_database(address)
    assert migrate(database) == (None, newest_revision())
    assert differences(database) == []
    assert migrate(database) == (newest_revision(), newest_revision())
    database.close()


@pytest.mark.parametrize("revision", list(EARLIER))
def test_from_each_earlier_revision_with_what_it_held(address: str | Path, revision: str):
    database = open_database(address)
    migrate(database, revision)
    filled = [statement for known in revisions()[: revisions().index(revision) + 1] for statement in EARLIER[known]]
    with writing(database) as connection:
        for statement in filled:
            values = {"body": b'{"resourceType":"Patient","id":"ann","birthDate":"1957-03-14"}'} if ":body" in statement else {}
            connection.execute(text(statement), values)
    before = migrate(database)[0]
    assert before == revision
    assert differences(database) == []
    with reading(database) as connection:
        assert b'"ann"' in current_record(connection, "ann")
    assert send(database, bundle(patient(), creatinine())).count("created") == 1
    assert review_patient(database, Reviewer(Settings()), "ann", date(2025, 6, 1)).made_now
    if database.embedded and revision != newest_revision():
        copy = database.file.with_name(f"osteon.db.before-{newest_revision()}")
        assert copy.stat().st_mode & 0o077 == 0
        (folder := copy.parent / "copy").mkdir()
        copy.rename(folder / "osteon.db")
        kept = open_database(folder)
        with reading(kept) as connection:
            assert revision_of(connection) == revision
        kept.close()
    database.close()


def test_a_newer_database_is_left_alone(database: Database):
    with writing(database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ServeError, match="newer Osteon"):
        migrate(database)


def test_two_processes_may_bring_it_up_to_date_at_once(address: str | Path):
    databases = [open_database(address) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert {now for _, now in pool.map(migrate, databases)} == {newest_revision()}
    assert differences(databases[0]) == []
    for database in databases:
        database.close()


def add(database: Database, *actions: str) -> chain.Head:
    """Entries of the audit trail."""
    with writing(database) as connection:
        return chain.add(connection, [chain.Deed("tester", action, "ann") for action in actions])


def fault(database: Database, known: chain.Head | None = None) -> str | None:
    """What is wrong with the trail."""
    with reading(database) as connection:
        return chain.verify(connection, known).fault


def unlocked(database: Database, statement: str) -> None:
    """Change the trail as somebody could who owns the database."""
    with writing(database) as connection:
        if database.embedded:
            connection.execute(text("DROP TRIGGER audit_no_update"))
            connection.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER audit_only_grows ON audit"))
        connection.execute(text(statement))


def test_the_trail_is_whole(database: Database):
    assert fault(database) is None
    first = add(database, "a", "b")
    head = add(database, "c")
    assert (first.number, head.number) == (2, 3)
    assert fault(database) is None
    assert fault(database, first) is None
    assert fault(database, head) is None


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit WHERE number = 3"])
def test_the_database_itself_only_adds_to_it(database: Database, statement: str):
    add(database, "a", "b", "c")
    with pytest.raises(StorageError), writing(database) as connection:
        connection.execute(text(statement))
    assert fault(database) is None


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE audit SET who = 'nobody' WHERE number = 2", "entry 2 was changed"),
        ("UPDATE audit SET patient = NULL WHERE number = 1", "entry 1 was changed"),
        ("UPDATE audit SET hash = '" + HEX + "' WHERE number = 4", "entry 4 was changed"),
        ("DELETE FROM audit WHERE number = 2", "entry 2 is missing"),
        ("DELETE FROM audit WHERE number = 1", "entry 1 is missing"),
        ("UPDATE audit SET previous = '" + HEX + "' WHERE number = 3", "entry 3 does not hold"),
        ("UPDATE audit SET number = 9 WHERE number = 4", "entry 4 is missing"),
    ],
)
def test_whoever_changes_it_is_found_out(database: Database, statement: str, says: str):
    add(database, "a", "b", "c", "d")
    unlocked(database, statement)
    assert says in (fault(database) or "")


def test_a_trail_that_was_cut_off_or_written_anew_does_not_have_the_head_that_was_kept(database: Database):
    add(database, "a", "b")
    head = add(database, "c")
    unlocked(database, "DELETE FROM audit WHERE number = 3")
    assert fault(database) is None
    assert "missing" in (fault(database, head) or "")
    add(database, "something else")
    assert "not the one" in (fault(database, head) or "")


def test_many_writers_make_one_chain(database: Database):
    def work(number: int) -> None:
        send(database, bundle(patient(f"p{number}"), creatinine(f"c{number}", f"p{number}")))
        add(database, "a", "b")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(24)))
    assert fault(database) is None
    assert count(database, "SELECT count(*) FROM resource") == 48
    assert count(database, "SELECT count(DISTINCT sequence) FROM resource") == 48
    assert count(database, "SELECT count(*) FROM audit") == 24 * 3


def test_reviews_on_many_threads_are_those_of_one(database: Database):
    for file in EXAMPLES:
        send(database, file.read_bytes())
    expected = {
        (review.timeline.patient.id, day): review.to_json_bytes()
        for file in EXAMPLES
        for day in (date(2025, 6, 1), date(2026, 6, 1))
        if (review := osteon.review_record(file, as_of=day))
    }
    reviewer = Reviewer(Settings())
    start = threading.Barrier(8)

    def work(number: int) -> None:
        start.wait()
        for (id, day), body in sorted(expected.items(), key=lambda item: hash((item[0], number))):
            assert review_patient(database, reviewer, id, day).body == body

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))


def test_old_reviews_do_not_pile_up(database: Database):
    send(database, bundle(patient(), creatinine()))
    for day in range(1, 10):
        review_patient(database, Reviewer(Settings()), "ann", date(2025, 6, day))
    assert count(database, "SELECT count(*) FROM review") == 3
    send(database, bundle(patient(), creatinine(value=2)))
    review_patient(database, Reviewer(Settings()), "ann", date(2025, 6, 1))
    assert count(database, "SELECT count(*) FROM review") == 1


def test_a_backup_restores_into_either_database(database: Database, tmp_path: Path, postgres: str):
    from databases import new_postgres

    for file in EXAMPLES:
        send(database, file.read_bytes())
    make_key(tmp_path / "key")
    key = key_of(tmp_path / "key", {})
    made = backup(database, tmp_path / "copy.age", key)
    assert (tmp_path / "copy.age").stat().st_mode & 0o077 == 0
    content = (tmp_path / "copy.age").read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert b"Example" not in content and b"resourceType" not in content
    with new_postgres(postgres) as other:
        for address in (tmp_path / "other", other):
            target = open_database(address)
            assert restore(target, tmp_path / "copy.age", key) == made
            assert fault(target) is None
            assert differences(target) == []
            for table in ("submission", "resource", "patient", "audit"):
                query = f"SELECT count(*) FROM {table}"
                assert count(target, query) == count(database, query)
            review = review_patient(target, Reviewer(Settings()), "ruth", date(2025, 6, 1)).body
            assert review == review_patient(database, Reviewer(Settings()), "ruth", date(2025, 6, 1)).body
            assert send(target, bundle(patient(), creatinine())).count("created") == 2
            with pytest.raises(ServeError, match="not empty"):
                restore(target, tmp_path / "copy.age", key)
            target.close()


@pytest.mark.parametrize("revision", revisions()[:-1])
def test_a_backup_of_an_earlier_revision_restores(tmp_path: Path, revision: str, monkeypatch: pytest.MonkeyPatch):
    from osteon.serve.operation import backup as module

    old = open_database(tmp_path / "old")
    migrate(old, revision)
    with writing(old) as connection:
        for known in revisions()[: revisions().index(revision) + 1]:
            for statement in EARLIER[known]:
                values = {"body": b'{"resourceType":"Patient","id":"ann"}'} if ":body" in statement else {}
                if "audit" not in statement:
                    connection.execute(text(statement), values)
        tables = MetaData()
        tables.reflect(connection)
        present = set(inspect(connection).get_table_names())
    key_path = tmp_path / "key"
    make_key(key_path)
    key = key_of(key_path, {})
    # As the version of that revision wrote it: the tables that it had.
    monkeypatch.setattr(module, "KEPT", tuple(table for table in module.KEPT if table.name in present))
    monkeypatch.setattr(module.chain, "add", lambda *_: None)
    if "audit" not in present:
        monkeypatch.setattr(module.chain, "head_of", lambda _: chain.Head(0, chain.BEGINNING))
    backup(old, tmp_path / "copy.age", key)
    monkeypatch.undo()
    new = open_database(tmp_path / "new")
    restore(new, tmp_path / "copy.age", key)
    assert differences(new) == []
    with reading(new) as connection:
        assert b'"ann"' in current_record(connection, "ann")
    old.close()
    new.close()


def test_backups_that_cannot_be_read(database: Database, tmp_path: Path):
    send(database, bundle(patient(), creatinine()))
    for name in ("key", "other"):
        make_key(tmp_path / name)
    key, other = (key_of(tmp_path / name, {}) for name in ("key", "other"))
    backup(database, tmp_path / "copy.age", key)
    whole = (tmp_path / "copy.age").read_bytes()
    (tmp_path / "cut.age").write_bytes(whole[:-40])
    (tmp_path / "changed.age").write_bytes(whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:])
    (tmp_path / "none.age").write_bytes(b"none")
    (tmp_path / "foreign.age").write_bytes(pyrage.encrypt(b'{"a": 1}\n', [key.recipient]))
    target = open_database(tmp_path / "target")
    damaged = ("copy", "cut", "changed", "none")
    for file, with_key in (("copy", other), ("cut", key), ("changed", key), ("none", key), ("foreign", key), ("absent", key)):
        with pytest.raises(ServeError, match="another key, or the file is damaged" if file in damaged else "no (such )?backup"):
            restore(target, tmp_path / f"{file}.age", with_key)
    public = key_of(None, {"OSTEON_BACKUP_KEY": str(key.recipient)})
    with pytest.raises(ServeError, match="public half"):
        restore(target, tmp_path / "copy.age", public)
    with pytest.raises(ServeError, match="already"):
        backup(database, tmp_path / "copy.age", key)
    backup(database, tmp_path / "second.age", public)
    restore(target, tmp_path / "second.age", key_of(None, {"OSTEON_BACKUP_KEY": (tmp_path / "key").read_text()}))
    assert fault(target) is None
    target.close()
    for text_ in ("", "AGE-SECRET-KEY-1NONE", "age1none", "password"):
        with pytest.raises(ServeError):
            key_of(None, {"OSTEON_BACKUP_KEY": text_})
    with pytest.raises(ServeError):
        make_key(tmp_path / "key")


def test_a_backup_of_large_submissions(database: Database, tmp_path: Path):
    for number in range(3):
        noise = [{"text": os.urandom(3_000_000).hex()}]
        send(database, bundle(patient(), creatinine(f"c{number}", note=noise)))
    make_key(tmp_path / "key")
    key = key_of(tmp_path / "key", {})
    backup(database, tmp_path / "copy.age", key)
    target = open_database(tmp_path / "target")
    restore(target, tmp_path / "copy.age", key)
    with reading(target) as copy, reading(database) as original:
        assert current_record(copy, "ann") == current_record(original, "ann")
    target.close()


def test_a_backup_whose_trail_was_changed_is_not_restored(database: Database, tmp_path: Path):
    send(database, bundle(patient(), creatinine()))
    add(database, "a", "b")
    unlocked(database, "UPDATE audit SET who = 'nobody' WHERE number = 2")
    make_key(tmp_path / "key")
    key = key_of(tmp_path / "key", {})
    backup(database, tmp_path / "copy.age", key)
    target = open_database(tmp_path / "target")
    with pytest.raises(ServeError, match="not whole"):
        restore(target, tmp_path / "copy.age", key)
    assert count(target, "SELECT count(*) FROM submission") == 0
    target.close()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_reads_the_files(tmp_path: Path):
    database = open_database(tmp_path / "data")
    migrate(database)
    send(database, bundle(patient()))
    for file in (tmp_path / "data").iterdir():
        assert file.stat().st_mode & 0o077 == 0, file.name
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    database.close()


@pytest.mark.parametrize("address", ["postgresql://nobody@localhost:1/none", "mysql://a/b", "none", "sqlite:///x"], indirect=False)
def test_addresses_that_lead_nowhere(address: str):
    with pytest.raises((ServeError, StorageError)) as caught:
        found = open_database(address)
        migrate(found)
    assert "nobody" not in str(caught.value)
