"""Decisions on findings, as they were made. None is changed or removed; one may be withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, func, insert, select, update

from osteon.serve.decisions.decision import Decision
from osteon.serve.storage.moments import now
from osteon.serve.storage.reviews import forget_reviews
from osteon.serve.storage.tables import decision

__all__ = ["Use", "add_decision", "count_decisions", "decisions_of", "withdraw_decision"]


class Use(NamedTuple):
    """What became of one rule on the pages of this server. `decided`: (what, reason, how often); withdrawn ones are not counted."""

    rule: str
    decided: tuple[tuple[str, str, int], ...]

    def count(self, what: str) -> int:
        """How often this was decided."""
        return sum(number for one, _, number in self.decided if one == what)


def add_decision(connection: Connection, made: Decision, token: str) -> Decision:
    """Keep a decision under the next number; one whose form was sent before is given back as it was kept. For a writer's connection."""
    known = connection.execute(select(decision).where(decision.c.token == token)).one_or_none()
    if known is not None:
        return _decision(known)
    number = (connection.execute(select(func.max(decision.c.number))).scalar() or 0) + 1
    kept = made._replace(number=number, made=now())
    row = kept._asdict() | {
        "as_of": kept.as_of.isoformat(),
        "until": None if kept.until is None else kept.until.isoformat(),
        "until_change": int(kept.until_change),
        "rests_on": orjson.dumps(kept.rests_on).decode(),
        "token": token,
    }
    connection.execute(insert(decision).values(**row))
    forget_reviews(connection, kept.patient)
    return kept


def decisions_of(connection: Connection, patient: str) -> list[Decision]:
    """All decisions on the findings of a patient, those that were withdrawn too, in the order in which they were made."""
    query = select(decision).where(decision.c.patient == patient).order_by(decision.c.number)
    return [_decision(row) for row in connection.execute(query)]


def withdraw_decision(connection: Connection, patient: str, number: int, who: str) -> bool:
    """From now on it does not count; false when there is none of this patient, or it was withdrawn before."""
    mine = (decision.c.number == number, decision.c.patient == patient, decision.c.withdrawn.is_(None))
    forget_reviews(connection, patient)
    return connection.execute(update(decision).where(*mine).values(withdrawn=now(), withdrawn_by=who)).rowcount == 1


def count_decisions(connection: Connection, rule: str | None = None) -> list[Use]:
    """How often what was decided on each rule, in the order of their ids, or on one. Numbers only."""
    columns = (decision.c.finding, decision.c.what, decision.c.reason)
    query = select(*columns, func.count()).where(decision.c.withdrawn.is_(None)).group_by(*columns).order_by(*columns)
    if rule is not None:
        query = query.where(decision.c.finding == rule)
    found: dict[str, list[tuple[str, str, int]]] = {}
    for name, what, reason, number in connection.execute(query):
        found.setdefault(name, []).append((what, reason, number))
    return [Use(name, tuple(decided)) for name, decided in found.items()]


def _decision(row: Row[Any]) -> Decision:
    values = {name: row._mapping[name] for name in Decision._fields}
    values |= {
        "as_of": date.fromisoformat(row.as_of),
        "until": None if row.until is None else date.fromisoformat(row.until),
        "until_change": bool(row.until_change),
        "rests_on": orjson.loads(row.rests_on),
    }
    return Decision(**values)
