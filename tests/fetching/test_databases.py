"""Fetching into either kind of database."""

from __future__ import annotations

from pathlib import Path

import pytest

from fetching.conftest import Fetching
from fetching.hospital import Hospital, Said
from fetching.test_exports import NDJSON, deletion, taken_in, two_people
from osteon.serve.failures import ServeError
from osteon.serve.storage.database import open_database
from osteon.serve.storage.exports import alone
from osteon.serve.storage.migrating import migrate
from serve.conftest import address, postgres
from serve.small import creatinine

__all__ = ["address", "postgres"]


def test_an_export_in_either_database(address: str | Path, hospital: Hospital, key: Path):
    database = open_database(address)
    migrate(database)
    fetching = Fetching(hospital, database, key)
    two_people(fetching)
    body = hospital.files["observations"]
    hospital.fault("/files/observations", Said(200, NDJSON, body, cut=5))
    assert fetching().whole
    taken_in(fetching)
    # One line spoils a part, and is left out of it alone.
    hospital.manifest = None
    hospital.output("o", "Observation", creatinine("c3"), b'{"resourceType":"Observation","x":' + b"[" * 200 + b"]" * 200 + b"}")
    hospital.output("d", "Bundle", deletion("Observation/c1"), into="deleted")
    assert fetching().kept == 2
    assert {name[2] for name in fetching.current()} == {"ann", "bea", "c2", "c3"}
    with alone(database), pytest.raises(ServeError, match="Another fetch"):
        fetching()
    assert fetching().kept == 2
    database.close()
