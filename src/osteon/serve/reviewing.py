"""Reviews of the patients whose records are kept here: asked from `osteon.review`, kept until the record or the day changes."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import Connection

from osteon.engine.rules import URGENCIES
from osteon.engine.settings import Settings
from osteon.pathway import pathway
from osteon.record.limits import RecordError
from osteon.review import Review, review_record
from osteon.serve.audit.noting import note
from osteon.serve.failures import Issue, RequestError
from osteon.serve.making import Kept, make_review, make_review_in_fhir
from osteon.serve.storage.database import Database, reading
from osteon.serve.storage.decisions import decisions_of
from osteon.serve.storage.records import current_record, find_patient, record_version
from osteon.serve.storage.reviews import Key, Wanted, find_review, keep_review, list_patients, waiting_patients
from osteon.serve.workers import Workers

__all__ = ["Reviewed", "Reviewer", "moment_of", "patients_by_urgency", "rank_of", "review_in_fhir", "review_now", "review_patient"]

MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
"""A day, or a day with a time."""
EVERYBODY: Final = Wanted()
SUMMARY: Final = 2
"""Counts up when `make_review` tells something else, so that what an older program kept is made anew."""



@dataclass(frozen=True)
class Reviewer:
    """How this site reviews: its settings, over those of the pathway, and the processes that do it."""

    settings: Settings
    workers: Workers = field(default_factory=Workers)

    def key(self, at: date | datetime) -> Key:
        """What a review on this date follows from, besides the record."""
        text = repr((SUMMARY, self.settings.key(), sorted(self.settings.provenance.items())))
        return Key(pathway().version, hashlib.sha256(text.encode()).hexdigest()[:16], at.isoformat())


@dataclass(frozen=True)
class Reviewed:
    """A review as JSON. `version`: the sequence of the newest change that it rests on. `made_now`: it was not kept before."""

    body: bytes
    summary: dict[str, Any]
    version: int
    made_now: bool


def moment_of(text: str | None) -> date | datetime:
    """The date of a review as it was asked for; the day of today in UTC without. Raises RequestError."""
    if text is None:
        return datetime.now(UTC).date()
    try:
        # Python reads more than that: weeks, days without a dash, and any sign between day and time.
        if not MOMENT.fullmatch(text):
            raise ValueError
        if len(text) == 10:
            return date.fromisoformat(text)
        at = datetime.fromisoformat(text)
        return at if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise RequestError(400, Issue("as_of", "This is no date. Write 2025-06-01 or 2025-06-01T14:30.", "value")) from None


def rank_of(urgency: str | None) -> int | None:
    """The rank of an urgency as it was asked for. Raises RequestError."""
    if urgency is None:
        return None
    if urgency not in URGENCIES:
        raise RequestError(400, Issue("urgency", f"Known are {', '.join(URGENCIES)}.", "value"))
    return URGENCIES.index(urgency)


def review_patient(database: Database, reviewer: Reviewer, id: str, at: date | datetime) -> Reviewed:
    """The review of a patient on a date, kept or made now. Raises RequestError when there is no such patient, or no review of her."""
    kept, version, made_now = _review(database, reviewer, id, reviewer.key(at), at)
    if kept.body is None:
        raise RequestError(422, Issue("", f"The record cannot be reviewed: {kept.summary['error']}", "processing"))
    return Reviewed(kept.body, kept.summary, version, made_now)


def review_in_fhir(database: Database, reviewer: Reviewer, id: str, at: date | datetime) -> tuple[bytes, int]:
    """The review of a patient as a FHIR Bundle in JSON, made now, and the version of the record that it rests on. Raises RequestError."""
    record, version = _record(database, id)
    try:
        return reviewer.workers.do(make_review_in_fhir, reviewer.settings, record, at), version
    except RecordError as fault:
        raise RequestError(422, Issue("", f"The record cannot be reviewed: {fault}", "processing")) from None


def review_now(
    database: Database, reviewer: Reviewer, id: str, at: date | datetime, *, upto: int | None = None
) -> tuple[Review, int]:
    """The review itself, with the timeline that it rests on, made now, and the version of the record.

    `upto`: of the record as it was after the change of this sequence. Raises RequestError.
    """
    record, version = _record(database, id, upto)
    try:
        return review_record(record, as_of=at, settings=reviewer.settings), version if upto is None else upto
    except RecordError as fault:
        raise RequestError(422, Issue("", f"The record cannot be reviewed: {fault}", "processing")) from None


def _record(database: Database, id: str, upto: int | None = None) -> tuple[bytes, int]:
    """The record of a patient as a Bundle in JSON, and its version. Raises RequestError."""
    with reading(database) as connection:
        row = find_patient(connection, id)
        if row is None:
            raise RequestError(404, Issue("", "No patient of this id is known here.", "not-found"))
        return current_record(connection, id, upto), record_version(connection, row.newest)


def _review(database: Database, reviewer: Reviewer, id: str, key: Key, at: date | datetime) -> tuple[Kept, int, bool]:
    with reading(database) as connection:
        row = find_patient(connection, id)
        if row is None:
            raise RequestError(404, Issue("", "No patient of this id is known here.", "not-found"))
        version = record_version(connection, row.newest)
        kept = find_review(connection, id, version, key)
        if kept is not None:
            return kept, version, False
        record, decisions = current_record(connection, id), decisions_of(connection, id)
    made = reviewer.workers.do(make_review, reviewer.settings, record, at, decisions)

    def keep(connection: Connection) -> None:
        # Whoever decided on a finding in the meantime let go of what was kept: this must not come back in its place.
        if decisions_of(connection, id) == decisions:
            keep_review(connection, id, version, key, made)

    note(database, work=keep)
    return made, version, True


def patients_by_urgency(
    database: Database,
    reviewer: Reviewer,
    at: date | datetime,
    *,
    wanted: Wanted = EVERYBODY,
    limit: int = 100,
    offset: int = 0,
    seconds: float = 2.0,
) -> dict[str, Any]:
    """All patients, the most urgent first: the data of a worklist.

    Reviews that are missing are made, for at most `seconds`; `pending` says how many still are. Whoever is not reviewed yet has
    `review` null and stands at the top, because nothing is known of her. Findings that people have decided on do not count.
    """
    key = reviewer.key(at)
    with reading(database) as connection:
        waiting = waiting_patients(connection, key)
    end = time.monotonic() + seconds
    done = 0
    for id in waiting:
        if time.monotonic() >= end:
            break
        _review(database, reviewer, id, key, at)
        done += 1
    with reading(database) as connection:
        total, rows = list_patients(connection, key, wanted, limit=limit, offset=offset)
        pending = len(waiting_patients(connection, key)) if done < len(waiting) else 0
    return {
        "as_of": key.as_of,
        "pathway": key.pathway,
        "total": total,
        "pending": pending,
        "patients": [_listed(row) for row in rows],
    }


def _listed(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name or None,
        "birth_year": None if row.birth_date is None else row.birth_date[:4],
        "review": None if row.summary is None else _summary(row.summary),
    }


def _summary(text: str) -> dict[str, Any]:
    """What a list shows of a review; the ids of what is met and the topics are for counting and finding only."""
    return {name: value for name, value in orjson.loads(text).items() if name not in ("rules", "topics")}
