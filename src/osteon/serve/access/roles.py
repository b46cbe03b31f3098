"""What a client may do. A role is a set of permissions; a route asks for one permission."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

__all__ = ["LOCAL", "ROLES", "Asker", "Permission"]


class Permission(StrEnum):
    """One thing that a client may be allowed to do."""

    SEND = "send-records"
    READ = "read-reviews"
    LIST = "list-patients"
    AUDIT = "read-audit"
    METRICS = "read-metrics"
    ASK = "ask-for-cards"


ROLES: Final[dict[str, frozenset[Permission]]] = {
    "sender": frozenset((Permission.SEND,)),
    "reader": frozenset((Permission.READ, Permission.LIST)),
    "patient": frozenset((Permission.READ,)),
    "auditor": frozenset((Permission.AUDIT,)),
    "operator": frozenset((Permission.METRICS,)),
    "ehr": frozenset((Permission.ASK,)),
}
"""`sender`: an interface engine, which need not read. `reader`: those who treat. `patient`: she herself, bound to one record. `ehr`:
asks for cards about records that it brings along, and can read none that is kept here."""


class Asker(NamedTuple):
    """Who asks. `patient`: the only one whose record she may see, if it is bound to one."""

    name: str
    roles: frozenset[str]
    patient: str | None = None

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles allows it."""
        return any(permission in ROLES.get(role, ()) for role in self.roles)

    def may_see(self, patient: str) -> bool:
        """Whether this patient's record is hers to see, provided that she may read at all."""
        return self.patient is None or self.patient == patient


LOCAL: Final = Asker("local", frozenset(ROLES) - {"patient"})
"""Whoever sits at the machine of an embedded server that has no clients yet."""
