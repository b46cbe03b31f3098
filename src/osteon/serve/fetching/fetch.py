"""What is asked for, done: a group, all patients, the whole server, or single patients."""

from __future__ import annotations

from typing import Any, Final

from osteon.record.fhir.references import tail_of
from osteon.serve.failures import ServeError
from osteon.serve.fetching.bulk import Scope
from osteon.serve.fetching.exports import LAST, Show, Summary, fetch_export
from osteon.serve.fetching.failures import RemoteError
from osteon.serve.fetching.patients import fetch_patients
from osteon.serve.fetching.server import Server
from osteon.serve.records.arriving import ID
from osteon.serve.settings import ServeSettings
from osteon.serve.storage.database import Database, reading
from osteon.serve.storage.exports import alone, known_from, last_moment, open_export

__all__ = ["fetch"]

MOST_NEW: Final = 200
"""New members of a group who are read one by one; for more of them everything is fetched."""
NOT_TOLD: Final = "note: The FHIR server does not tell who is in the group: of who joined it, what is older may be missing (--whole)."


def fetch(
    database: Database, server: Server, settings: ServeSettings, scope: Scope, *, since: str | None = LAST, show: Show | None = None
) -> Summary:
    """Fetch a scope: of level `patient` by itself, all others as an export. `since`: as for `fetch_export`.

    Who joined a group since the last fetch is read as a whole first: an export of what changed may leave out what is older.

    Raises RemoteError, ServeError, StorageError.
    """
    if scope.level in ("patient", "group") and not ID.fullmatch(scope.id):
        raise ServeError("An id is at most 128 letters, digits, or `-`, `.`, `_`, `~`, `:`; a path or an address is none.")
    server.let_in()
    if scope.level == "patient":
        with alone(database):
            return fetch_patients(database, server, [scope.id], settings, show)
    before: Summary | None = None
    note: list[str] = []
    if scope.level == "group" and since == LAST and _comes_back(database, server, scope):
        members = _members(server, scope.id)
        if members is None:
            note = [NOT_TOLD]
        else:
            with reading(database) as connection:
                known = known_from(connection, server.base, sorted(members))
            new = sorted(members - known)
            if len(new) > MOST_NEW:
                since = None
            elif new:
                with alone(database):
                    before = fetch_patients(database, server, new, settings, show)
    summary = fetch_export(database, server, scope, settings, since=since, show=show)
    summary.problems.update(note)
    return summary if before is None else _both(before, summary)


def _comes_back(database: Database, server: Server, scope: Scope) -> bool:
    """Whether only what changed would be asked for."""
    with reading(database) as connection:
        going = open_export(connection, server.base, str(scope))
        return going is None and last_moment(connection, server.base, str(scope)) is not None


def _members(server: Server, id: str) -> set[str] | None:
    try:
        group: Any = server.ask_json(f"{server.base}/Group/{id}")
    except RemoteError:
        return None
    found = group.get("member")
    if not isinstance(found, list) or group.get("resourceType") != "Group":
        return None
    members = set()
    for member in found:
        entity = member.get("entity") if isinstance(member, dict) and member.get("inactive") is not True else None
        reference = entity.get("reference") if isinstance(entity, dict) else None
        if isinstance(reference, str):
            kind, _, identity = tail_of(reference).partition("/")
            members |= {identity} if kind == "Patient" and ID.fullmatch(identity) else set()
    return members


def _both(one: Summary, other: Summary) -> Summary:
    return Summary(
        one.lines + other.lines,
        one.kept + other.kept,
        one.new + other.new,
        one.problems + other.problems,
        one.missing + other.missing,
        other.resumed,
    )
