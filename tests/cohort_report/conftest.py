"""Stores to report about: the deck that was worked out by hand, many copies of it under other names, one patient, nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cohort import registry_deck
from osteon.record.store import ingest

DECK = registry_deck.deck()
COPIES = 4


def store_of(folder: Path, patients: list[list[dict]]) -> Path:
    """A store of some records."""
    lines = [json.dumps(one) for some in patients for one in some]
    (folder / "records.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest([folder / "records.ndjson"], folder / "store", workers=1)
    return folder / "store"


def records(copies: int = 1) -> list[list[dict]]:
    """The patients of the deck, several times."""
    return [
        registry_deck.resources({**patient, "id": f"{patient['id']}{copy or ''}"})
        for copy in range(copies)
        for patient in DECK["patients"]
    ]


@pytest.fixture(scope="session")
def deck(tmp_path_factory) -> Path:
    return store_of(tmp_path_factory.mktemp("deck"), records())


@pytest.fixture(scope="session")
def many(tmp_path_factory) -> Path:
    return store_of(tmp_path_factory.mktemp("many"), records(COPIES))


@pytest.fixture(scope="session")
def one(tmp_path_factory) -> Path:
    return store_of(tmp_path_factory.mktemp("one"), records()[:1])


@pytest.fixture(scope="session")
def nobody(tmp_path_factory) -> Path:
    """A person who has no cancer."""
    person = {"resourceType": "Patient", "id": "well", "gender": "female", "birthDate": "1970-01-01"}
    return store_of(tmp_path_factory.mktemp("nobody"), [[person]])
