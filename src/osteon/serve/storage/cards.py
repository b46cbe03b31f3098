"""Cards that were given out, what became of them by rule, and the tokens of EHRs that were used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from osteon.serve.cds_hooks.answer import Shown
from osteon.serve.cds_hooks.feedback import Count, Feedback
from osteon.serve.storage.moments import now
from osteon.serve.storage.tables import card, card_told, tally, used_token

__all__ = ["count_rules", "first_use", "forget", "keep_cards", "take_feedback"]

DAYS_KEPT: Final = 30
"""How long a card is remembered: what is told about it later is passed over. The counts stay."""
REASON: Final = "reason "
BY_NAME: Final[dict[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _counted(name: str) -> Any:
    new = BY_NAME[name](tally)
    added = {"number": tally.c.number + new.excluded.number}
    return new.on_conflict_do_update(index_elements=[tally.c.rule, tally.c.what], set_=added)


# Written once: putting a statement together costs more than carrying it out.
COUNTED: Final = {name: _counted(name) for name in BY_NAME}
USED: Final = {name: new(used_token).on_conflict_do_nothing().returning(used_token.c.id) for name, new in BY_NAME.items()}
KNOWN: Final = select(card.c.id).where(card.c.id.in_(bindparam("ids", expanding=True)))


def keep_cards(connection: Connection, shown: Iterable[Shown]) -> None:
    """Remember cards, and count them. One that is known is not counted again."""
    new = {item.card: item for item in shown}
    if not new:
        return
    known = set(connection.execute(KNOWN, {"ids": list(new)}).scalars())
    rows = [item for id, item in new.items() if id not in known]
    if rows:
        at = now()
        connection.execute(
            insert(card),
            [{"id": item.card, "service": item.service, "rules": orjson.dumps(item.rules).decode(), "shown": at} for item in rows],
        )
        _count(connection, Counter((rule, "shown") for item in rows for rule in item.rules))


def forget(connection: Connection, at: float) -> None:
    """Let go of tokens that have ended (`at`: seconds since 1970) and of cards that are too old. The connection has to be a writer's."""
    connection.execute(delete(used_token).where(used_token.c.until < at))
    oldest = (datetime.now(UTC) - timedelta(days=DAYS_KEPT)).isoformat(timespec="microseconds").replace("+00:00", "Z")
    too_old = card.c.shown < oldest
    connection.execute(delete(card_told).where(card_told.c.card.in_(select(card.c.id).where(too_old))))
    connection.execute(delete(card).where(too_old))


def take_feedback(connection: Connection, items: Iterable[Feedback]) -> None:
    """Count what became of cards: each card once for each outcome and reason. One that is not known is passed over."""
    wanted = {(item.card, what) for item in items for what in (item.outcome, f"{REASON}{item.reason}" if item.reason else "") if what}
    if not wanted:
        return
    ids = sorted({id for id, _ in wanted})
    rules = {
        row.id: orjson.loads(row.rules)
        for row in connection.execute(select(card.c.id, card.c.rules).where(card.c.id.in_(ids)))
    }
    told = select(card_told.c.card, card_told.c.what).where(card_told.c.card.in_(ids))
    known = {(row.card, row.what) for row in connection.execute(told)}
    new = sorted(pair for pair in wanted - known if pair[0] in rules)
    if new:
        connection.execute(insert(card_told), [{"card": id, "what": what} for id, what in new])
        _count(connection, Counter((rule, what) for id, what in new for rule in rules[id]))


def _count(connection: Connection, more: Counter[tuple[str, str]]) -> None:
    if more:
        rows = [{"rule": rule, "what": what, "number": number} for (rule, what), number in sorted(more.items())]
        connection.execute(COUNTED[connection.dialect.name], rows)


def count_rules(connection: Connection, rule: str | None = None) -> list[Count]:
    """By rule, in the order of their ids; or of one rule."""
    found: dict[str, dict[str, Any]] = {}
    query = select(tally.c.rule, tally.c.what, tally.c.number).order_by(tally.c.rule, tally.c.what)
    for row in connection.execute(query if rule is None else query.where(tally.c.rule == rule)):
        found.setdefault(row.rule, {})[row.what] = row.number
    return [
        Count(
            rule,
            told.get("shown", 0),
            told.get("accepted", 0),
            told.get("overridden", 0),
            {what.removeprefix(REASON): number for what, number in told.items() if what.startswith(REASON)},
        )
        for rule, told in found.items()
    ]


def first_use(connection: Connection, issuer: str, id: str, until: float) -> bool:
    """Remember a token (`until`: when it ends, seconds since 1970); false when it was used before. The connection has to be a writer's."""
    return connection.execute(USED[connection.dialect.name], {"issuer": issuer, "id": id, "until": until}).first() is not None
