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
ACTIONS: Final = {"import": "C", "read-review": "R", "list-patients": "R", "read-audit": "R", "backup": "R"}
"""What each action is to FHIR: create, read; everything else executes."""
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
    event: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": str(row["number"]),
        "type": {"system": TYPES, "code": "rest", "display": "RESTful Operation"},
        "subtype": [{"display": row["action"]}],
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
