"""What programs and people may do. A role is a set of permissions; a route asks for one permission."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar

__all__ = ["CLIENTS", "LOCAL", "PEOPLE", "TAKEN", "Asker", "Permission", "asks_for", "permission_of"]


class Permission(StrEnum):
    """One thing that somebody may be allowed to do."""

    SEND = "send-records"
    READ = "read-reviews"
    LIST = "list-patients"
    DECIDE = "decide-on-findings"
    ASSESS = "record-assessments"
    COHORT = "see-cohort"
    AUDIT = "read-audit"
    METRICS = "read-metrics"
    ASK = "ask-for-cards"
    OWN = "keep-own-account"
    ACCOUNTS = "manage-accounts"
    EMERGENCY = "read-in-emergency"


Function = TypeVar("Function", bound=Callable[..., Any])


def asks_for(permission: Permission) -> Callable[[Function], Function]:
    """Say of a route, or of what it depends on, which permission it asks for. It says so only: whoever is marked does the asking."""

    def marked(function: Function) -> Function:
        vars(function)["permission"] = permission
        return function

    return marked


def permission_of(function: object) -> Permission | None:
    """What was said with `asks_for`; None where nothing was."""
    return getattr(function, "permission", None)


CLIENTS: Final[dict[str, frozenset[Permission]]] = {
    "sender": frozenset((Permission.SEND,)),
    "reader": frozenset((Permission.READ, Permission.LIST)),
    "patient": frozenset((Permission.READ,)),
    "auditor": frozenset((Permission.AUDIT,)),
    "operator": frozenset((Permission.METRICS,)),
    "ehr": frozenset((Permission.ASK,)),
}
"""Roles of programs. `sender`: an interface engine, which need not read. `reader`: shows reviews to those who treat. `patient`: acts for
one patient. `ehr`: asks for cards about records that it brings along, and can read none that is kept here."""

VIEWER: Final = frozenset((Permission.READ, Permission.LIST, Permission.OWN))
NURSE: Final = VIEWER | {Permission.ASSESS}
PEOPLE: Final[dict[str, frozenset[Permission]]] = {
    "viewer": VIEWER,
    "nurse": NURSE,
    "clinician": NURSE | {Permission.DECIDE, Permission.SEND},
    "patient": frozenset((Permission.READ, Permission.OWN)),
    "researcher": frozenset((Permission.COHORT, Permission.OWN, Permission.EMERGENCY)),
    "administrator": frozenset(
        (Permission.ACCOUNTS, Permission.AUDIT, Permission.METRICS, Permission.OWN, Permission.EMERGENCY)
    ),
}
"""Roles of people with an account. `patient`: she herself, bound to one record. Researchers and administrators read no record but in an
emergency, for a reason and a short time."""


class Asker(NamedTuple):
    """Who asks: a program by its token, or a person by her session."""

    name: str
    roles: frozenset[str]
    """Of PEOPLE where there is an account, otherwise of CLIENTS."""
    patient: str | None = None
    """The only one whose record may be seen, if it is bound to one."""
    account: str | None = None
    """Id of the person's account; nothing for a program."""
    session: str | None = None
    """Key of the person's session, which is no secret."""
    emergencies: frozenset[str] = frozenset()
    """Patients whose records may be read for a while by emergency access."""

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles allows it."""
        if self == LOCAL:
            return True
        allows = PEOPLE if self.account else CLIENTS
        return any(permission in allows.get(role, ()) for role in self.roles)

    def may_see(self, patient: str) -> bool:
        """Whether this patient's record is hers to see, provided that she may read at all."""
        return self.patient is None or self.patient == patient


LOCAL: Final = Asker("local", frozenset((*CLIENTS, *PEOPLE)) - {"patient"})
"""Whoever sits at the machine of an embedded server that has neither accounts nor clients yet: may do everything."""
TAKEN: Final = frozenset(("osteon", "command line", "local", "unknown"))
"""Names by which the audit trail calls somebody else: no account and no client has one of them."""
