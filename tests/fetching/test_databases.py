"""Fetching into either kind of database."""

from __future__ import annotations

from pathlib import Path

import pytest

from fetching.conftest import Fetching
from fetching.hospital import Hospital, Said
from fetching.test_exports import NDJSON, deletion, taken_in, two_people
from osteon.serve.failures import ServeError
from osteon.serve.storage.database import Database
from osteon.serve.storage.exports import alone
from serve.small import creatinine


def test_an_export_in_either_database(either: Database, hospital: Hospital, key: Path):
    fetching = Fetching(hospital, either, key)
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
    with alone(either), pytest.raises(ServeError, match="Another fetch"):
        fetching()
    assert fetching().kept == 2
