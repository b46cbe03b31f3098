"""The audit trail as AuditEvent resources of FHIR R4."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

import orjson
from sqlalchemy import Connection, RowMapping, select

from osteon.serve.storage.tables import audit

__all__ = ["audit_events"]

TYPES: Final = "http://terminology.hl7.org/CodeSystem/audit-event-type"
ENTITY_TYPES: Final = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
ENTITY_ROLES: Final = "http://terminology.hl7.org/CodeSystem/object-role"
ACTIONS: Final = {
    "import": "C",
    "add-account": "C",
    "add-client": "C",
    "read-review": "R",
    "emergency-read": "R",
    "list-patients": "R",
    "read-audit": "R",
    "backup": "R",
    "change-roles": "U",
    "change-password": "U",
    "disable-account": "U",
    "enable-account": "U",
    "revoke-client": "U",
}
"""What each action is to FHIR: create, read, update; everything else executes."""
DICOM: Final = "http://dicom.nema.org/resources/ontology/DCM"
WHO_SHE_IS: Final = {"system": DICOM, "code": "110114", "display": "User Authentication"}
SECURITY: Final = {"system": DICOM, "code": "110113", "display": "Security Alert"}
LOGIN: Final = {"system": DICOM, "code": "110122", "display": "Login"}
LOGOUT: Final = {"system": DICOM, "code": "110123", "display": "Logout"}
OVERRIDE: Final = {"system": DICOM, "code": "110127", "display": "Emergency Override Started"}
OVERRIDE_END: Final = {"system": DICOM, "code": "110138", "display": "Emergency Override Stopped"}
ROLES: Final = {"system": DICOM, "code": "110136", "display": "Security Roles Changed"}
PERSON: Final = {"system": DICOM, "code": "110137", "display": "User security Attributes Changed"}
TYPES_OF_PEOPLE: Final = {
    "sign-in": (WHO_SHE_IS, LOGIN),
    "confirm": (WHO_SHE_IS, LOGIN),
    "sign-out": (WHO_SHE_IS, LOGOUT),
    "end-sessions": (WHO_SHE_IS, LOGOUT),
    "emergency-access": (SECURITY, OVERRIDE),
    "emergency-read": (SECURITY, OVERRIDE),
    "emergency-end": (SECURITY, OVERRIDE_END),
    "change-roles": (SECURITY, ROLES),
    **dict.fromkeys(
        (
            "add-account",
            "disable-account",
            "enable-account",
            "make-link",
            "use-link",
            "change-password",
            "new-recovery-codes",
            "add-client",
            "revoke-client",
        ),
        (SECURITY, PERSON),
    ),
}
"""Type and subtype of what concerns people and programs that may ask; everything else is an operation of the server."""
OUTCOMES: Final = {"done": "0", "refused": "4", "denied": "4", "failed": "8"}


def audit_events(connection: Connection, *, after: int = 0, patient: str | None = None) -> Generator[dict[str, Any], None, None]:
    """Entries after number `after`, oldest first; of one patient only, where she is named."""
    query = select(audit).where(audit.c.number > after).order_by(audit.c.number)
    if patient is not None:
        query = query.where(audit.c.patient == patient)
    with connection.execute(query.execution_options(yield_per=1000)) as rows:
        for row in rows.mappings():
            yield _event(row)


def _event(row: RowMapping) -> dict[str, Any]:
    type, *subtypes = TYPES_OF_PEOPLE.get(row["action"], ({"system": TYPES, "code": "rest", "display": "RESTful Operation"},))
    event: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": str(row["number"]),
        "type": type,
        "subtype": [{"display": row["action"]}, *subtypes],
        "action": ACTIONS.get(row["action"], "E"),
        "recorded": row["at"],
        "outcome": OUTCOMES.get(row["outcome"], "8"),
        "outcomeDesc": row["outcome"],
        "agent": [{"who": {"display": row["who"]}, "requestor": True}],
        "source": {"observer": {"display": "Osteon"}},
    }
    detail = orjson.loads(row["detail"])
    entities: list[dict[str, Any]] = []
    if row["patient"] is not None:
        entities.append(
            {
                "what": {"reference": f"Patient/{row['patient']}"},
                "type": {"system": ENTITY_TYPES, "code": "1", "display": "Person"},
                "role": {"system": ENTITY_ROLES, "code": "1", "display": "Patient"},
            }
        )
    chain = {"hash": row["hash"], "previous": row["previous"], **detail}
    entities.append(
        {
            "type": {"system": ENTITY_TYPES, "code": "2", "display": "System Object"},
            "detail": [{"type": name, "valueString": str(value)} for name, value in chain.items()],
        }
    )
    event["entity"] = entities
    return event
