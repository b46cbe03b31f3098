"""The answer to a submission in FHIR: a response bundle for a transaction or a batch, an OperationOutcome for everything else."""

from __future__ import annotations

import re
from typing import Any, Final

from osteon.serve.answers import operation_outcome
from osteon.serve.failures import Issue
from osteon.serve.records.arriving import Arrived
from osteon.serve.records.receiving import Receipt
from osteon.serve.storage.appending import Outcome

__all__ = ["receipt_in_fhir"]

STATUS: Final = {
    "created": "201 Created",
    "updated": "200 OK",
    "unchanged": "200 OK",
    "older": "200 OK",
    "withdrawn": "204 No Content",
    "absent": "204 No Content",
    "conflict": "409 Conflict",
}
OLDER: Final = Issue("", "A newer version is known. This one is kept, but does not count.", "informational", "warning")
ENTRY: Final = re.compile(r"entry\[(\d+)\]")


def receipt_in_fhir(receipt: Receipt) -> dict[str, Any]:
    """What was kept, told to the sender."""
    if receipt.kind:
        return {"resourceType": "Bundle", "type": f"{receipt.kind}-response", "entry": _entries(receipt)}
    counts = {what: receipt.count(what) for what in STATUS}
    words = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    patients = len(receipt.patients)
    told = f"Kept as submission {receipt.submission}: {words or 'nothing new'}; {patients} patient{'s' if patients != 1 else ''}."
    return operation_outcome([Issue("", told, "informational", "information"), *receipt.issues])


def _entries(receipt: Receipt) -> list[dict[str, Any]]:
    """One for each entry that asked for something, in their order."""
    by_place: dict[int, dict[str, Any]] = {}
    for issue in receipt.issues:
        match = ENTRY.match(issue.where)
        if match and issue.severity == "error":
            status = "409 Conflict" if issue.code == "conflict" else "400 Bad Request"
            by_place[int(match[1])] = {"response": {"status": status, "outcome": operation_outcome([issue])}}
    for item, outcome in receipt.kept:
        match = ENTRY.match(item.where)
        if match and int(match[1]) not in by_place:
            by_place[int(match[1])] = {"response": _response(item, outcome)}
    return [by_place[place] for place in sorted(by_place)]


def _response(item: Arrived, outcome: Outcome) -> dict[str, Any]:
    response: dict[str, Any] = {"status": STATUS[outcome.what]}
    if item.body is not None:
        response["location"] = f"{item.type}/{item.id}"
    if outcome.what == "older":
        response["outcome"] = operation_outcome([OLDER])
    return response
