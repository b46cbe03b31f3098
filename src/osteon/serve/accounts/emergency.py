"""Emergency access ("break-glass"): a person without the role reads one record, for a reason and a short time, and it is written down."""

from __future__ import annotations

import secrets
from typing import Final, NamedTuple

from sqlalchemy import Connection, insert, select, update

from osteon.language import N_
from osteon.serve.access.roles import Asker
from osteon.serve.failures import Issue, RequestError
from osteon.serve.storage.moments import later, now
from osteon.serve.storage.tables import account, emergency

__all__ = ["REASONS", "Emergency", "begin_emergency", "emergencies", "end_emergency", "until"]

REASONS: Final = {
    "treating": N_("I am treating her now"),
    "asked": N_("Somebody who treats her asked me for help"),
    "safety": N_("Her safety is at stake for another reason"),
}
SHORTEST: Final = 10
LONGEST: Final = 500


class Emergency(NamedTuple):
    """One use of it: account and patient by name and id, moments in UTC."""

    who: str
    patient: str
    reason: str
    explanation: str
    begun: str
    ends: str


def begin_emergency(connection: Connection, asker: Asker, patient: str, reason: str, explanation: str, minutes: int) -> None:
    """Let a person read this record for so many minutes. Raises RequestError without a reason in words and code."""
    words = " ".join(explanation.split())
    if reason not in REASONS or not SHORTEST <= len(words) <= LONGEST:
        told = N_("Choose a reason, and say in 10 to 500 characters why you need to see this record.")
        raise RequestError(400, Issue("", told, "required"))
    row = {"id": secrets.token_hex(8), "account": asker.account, "patient": patient, "reason": reason, "explanation": words}
    connection.execute(insert(emergency).values(**row, begun=now(), ends=later(minutes=minutes)))


def end_emergency(connection: Connection, asker: Asker, patient: str) -> bool:
    """End it before its time; whether there was one."""
    at = now()
    here = (emergency.c.account == asker.account) & (emergency.c.patient == patient) & (emergency.c.ends > at)
    return bool(connection.execute(update(emergency).where(here).values(ends=at)).rowcount)


def until(connection: Connection, asker: Asker, patient: str) -> str | None:
    """When the person's emergency access to this record ends; None when she has none."""
    query = select(emergency.c.ends).where(emergency.c.account == asker.account, emergency.c.patient == patient)
    return connection.execute(query.where(emergency.c.ends > now()).order_by(emergency.c.ends.desc()).limit(1)).scalar()


def emergencies(connection: Connection, most: int = 50) -> list[Emergency]:
    """The last uses, newest first, for those who look over them."""
    columns = (account.c.name, emergency.c.patient, emergency.c.reason, emergency.c.explanation, emergency.c.begun, emergency.c.ends)
    query = select(*columns).join(account, account.c.id == emergency.c.account).order_by(emergency.c.begun.desc()).limit(most)
    return [Emergency(*row) for row in connection.execute(query)]
