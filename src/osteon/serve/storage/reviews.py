"""Reviews that were made before. Each follows from the record, the pathway, the settings and the date: all of them may be deleted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, delete, func, insert, or_, select

from osteon.serve.making import Kept
from osteon.serve.storage.moments import now
from osteon.serve.storage.records import record_version
from osteon.serve.storage.tables import patient, review

__all__ = [
    "Key",
    "Wanted",
    "count_met",
    "find_review",
    "forget_reviews",
    "keep_review",
    "list_patients",
    "waiting_patients",
]

DATES_KEPT: Final = 3
"""Dates for which the reviews of one patient are kept: today, and what somebody last looked back at."""


class Key(NamedTuple):
    """What a review follows from, besides the record."""

    pathway: str
    settings: str
    as_of: str


class Wanted(NamedTuple):
    """Whom a list is to show; each word left out means everybody."""

    rank: int | None = None
    """Leave out those who are less urgent."""
    topic: str | None = None
    """Only those for whom a recommendation of this topic is met and open."""
    undecided: bool = False
    """Only those for whom something urgent is not decided."""
    reviewed: bool | None = None
    died: bool = True
    """Those who died too."""
    words: str = ""
    """Part of the name, or the id."""


def find_review(connection: Connection, id: str, version: int, key: Key) -> Kept | None:
    """The review of this version of a record, if it was made before."""
    row = connection.execute(
        select(review.c.rank, review.c.summary, review.c.body).where(
            review.c.patient == id, review.c.version == version, *_made_with(key)
        )
    ).one_or_none()
    if row is None:
        return None
    return Kept(row.rank, orjson.loads(row.summary), None if row.body is None else zlib.decompress(row.body))


def keep_review(connection: Connection, id: str, version: int, key: Key, made: Kept) -> None:
    """Keep a review, and let go of those of this patient that nobody will ask for again."""
    mine = review.c.patient == id
    same = and_(mine, review.c.version == version, *_made_with(key))
    if connection.execute(select(review.c.version).where(same)).first() is not None:
        return
    current = and_(review.c.version == version, review.c.pathway == key.pathway, review.c.settings == key.settings)
    connection.execute(delete(review).where(mine, ~current))
    newest = select(review.c.as_of).where(mine).order_by(review.c.made.desc()).limit(DATES_KEPT - 1)
    kept = list(connection.execute(newest).scalars())
    connection.execute(delete(review).where(mine, review.c.as_of.not_in(kept)))
    connection.execute(
        insert(review).values(
            patient=id,
            version=version,
            **key._asdict(),
            made=now(),
            body=None if made.body is None else zlib.compress(made.body, 1),
            rank=made.rank,
            summary=orjson.dumps(made.summary).decode(),
        )
    )


def count_met(connection: Connection, key: Key, rule: str) -> tuple[int, int]:
    """(for how many patients a recommendation is met, of how many), over the reviews of one day that are at hand."""
    here = select(func.count()).where(*_made_with(key))
    told = review.c.summary.contains('"rules":[', autoescape=True)
    met = review.c.summary.contains(f'"{rule}"', autoescape=True)
    return connection.execute(here.where(told, met)).scalar() or 0, connection.execute(here.where(told)).scalar() or 0


def forget_reviews(connection: Connection, id: str) -> None:
    """Let go of the reviews of a patient: what was decided on her findings has changed, and her place in the list with it."""
    connection.execute(delete(review).where(review.c.patient == id))


def _made_with(key: Key) -> tuple[ColumnElement[bool], ...]:
    return (review.c.pathway == key.pathway, review.c.settings == key.settings, review.c.as_of == key.as_of)


def _with_reviews(connection: Connection, key: Key, *columns: Any) -> Select[Any]:
    shared = record_version(connection, 0)
    version = case((patient.c.newest > shared, patient.c.newest), else_=shared)
    return select(*columns).select_from(
        patient.outerjoin(review, and_(review.c.patient == patient.c.id, review.c.version == version, *_made_with(key)))
    )


def waiting_patients(connection: Connection, key: Key) -> list[str]:
    """Ids of those whose record has no review yet as it is now."""
    query = _with_reviews(connection, key, patient.c.id).where(review.c.version.is_(None))
    return list(connection.execute(query.order_by(patient.c.newest.desc())).scalars())


def list_patients(
    connection: Connection, key: Key, wanted: Wanted, *, limit: int, offset: int
) -> tuple[int, list[Row[Any]]]:
    """(how many, rows of id, name, birth_date, rank, summary), the most urgent first.

    Those without a review, or whose record cannot be reviewed, come before all others: nothing is known of them, and nothing is
    not "fine".
    """
    columns = (patient.c.id, patient.c.name, patient.c.birth_date, review.c.rank, review.c.summary)
    query = _with_reviews(connection, key, *columns)
    urgency = func.coalesce(review.c.rank, -1)
    query = query.where(*_conditions(wanted, urgency))
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar() or 0
    rows = connection.execute(query.order_by(urgency, patient.c.id).limit(limit).offset(offset)).all()
    return total, list(rows)


def _conditions(wanted: Wanted, urgency: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
    # The summary is JSON that this program wrote without a blank, and its words hold no quotation mark: each of these marks is exact.
    if wanted.rank is not None:
        yield urgency <= wanted.rank
    if wanted.topic is not None:
        yield review.c.summary.contains(f'"topic:{wanted.topic}"', autoescape=True)
    if wanted.undecided:
        yield review.c.body.is_not(None)
        yield ~review.c.summary.contains('"undecided_urgent":0', autoescape=True)
    if wanted.reviewed is not None:
        yield review.c.body.is_not(None) if wanted.reviewed else review.c.body.is_(None)
    if not wanted.died:
        yield or_(review.c.summary.is_(None), ~review.c.summary.contains('"died":true', autoescape=True))
    if wanted.words:
        # SQLite knows capital letters of English only; the others are tried as they are usually written.
        forms = {wanted.words, wanted.words.lower(), wanted.words.upper(), wanted.words.title()}
        yield or_(patient.c.id == wanted.words, *(patient.c.name.icontains(form, autoescape=True) for form in sorted(forms)))
