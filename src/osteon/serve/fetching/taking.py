"""Takes a file of an export in: in parts, each kept in one transaction with the note how far the file is."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, NamedTuple

import httpx2
import orjson
from sqlalchemy import Connection

from osteon.record.limits import Limits
from osteon.serve.audit import chain
from osteon.serve.failures import RequestError
from osteon.serve.fetching.clock import pause, retry_after
from osteon.serve.fetching.failures import CutError, RemoteError, outcome_counts
from osteon.serve.fetching.lines import LONGEST_LINE, PART_BYTES, PART_LINES, START, ChangedError, Part, Place, parts
from osteon.serve.fetching.server import BUSY, TRIES, Server, unpacked
from osteon.serve.records.receiving import LINES, Receipt, keep, unpack
from osteon.serve.storage.database import Database, reading, writing
from osteon.serve.storage.exports import Progress, begin_file_again, files_of, move_on

__all__ = ["CLIENT", "SEVERE", "GoneError", "Taken", "told", "take_file", "take_in"]

CLIENT: Final = "fetch"
"""How the audit trail and the submissions call this program."""
ACCEPT: Final = "application/fhir+ndjson"
TYPES: Final = frozenset(
    (
        *LINES,
        "application/fhir+json",
        "application/json",
        "application/gzip",
        "application/x-gzip",
        "application/octet-stream",
        "binary/octet-stream",
        "text/plain",
        "",
    )
)
"""Media types under which servers and stores of files hand out NDJSON. A page for people (text/html) is none."""
GONE: Final = (400, 401, 403, 404, 410)
LIMITS: Final = Limits(bytes=LONGEST_LINE + PART_BYTES, decompressed=LONGEST_LINE + PART_BYTES, resources=100 * PART_LINES)
SEVERE: Final = "error: The FHIR server says of the export"
SHORT: Final = "error: A file has fewer lines than the manifest of the export says."
SPOILED: Final = (400, 413)
"""Refusals of all lines that one line of them may have caused."""


class GoneError(RemoteError):
    """A file is not at its address any more, or the address does not let in any more."""


class Taken(NamedTuple):
    """What became of some lines: how many were kept, what was new, and what was wrong with the rest, and how often."""

    kept: int = 0
    new: int = 0
    problems: Counter[str] = Counter()

    def plus(self, other: Taken) -> Taken:
        """Both together."""
        return Taken(self.kept + other.kept, self.new + other.new, self.problems + other.problems)


def told(issues: Any) -> Counter[str]:
    """Issues by their words, without the places: `error: It does not say whose it is.`"""
    return Counter(f"{issue.severity}: {issue.message}" for issue in issues if issue.where)


def take_in(connection: Connection, body: bytes, *, media_type: str, base: str) -> Taken:
    """Keep lines, or one document, as a submission; of lines that cannot be parsed together each for itself.

    A line that is refused is told, and does not keep out the others.
    """
    try:
        arrivals = unpack(body, media_type=media_type, limits=LIMITS, base=base)
        with connection.begin_nested():
            receipt = keep(connection, body, arrivals, media_type=media_type, client=CLIENT, base=base)
    except RequestError as refusal:
        lines = body.splitlines(keepends=True)
        if refusal.status in SPOILED and media_type in LINES and len(lines) > 1:
            middle = len(lines) // 2
            halves = (b"".join(lines[:middle]), b"".join(lines[middle:]))
            taken = Taken()
            for half in halves:
                if half.strip():
                    taken = taken.plus(take_in(connection, half, media_type=media_type, base=base))
            return taken
        # Told even where it has no place: it is about all of it.
        problems = Counter(f"{issue.severity}: {issue.message}" for issue in refusal.issues)
        chain.add(connection, [chain.Deed(CLIENT, "import", None, "refused", {"status": refusal.status})])
        return Taken(0, 0, problems)
    return Taken(_kept_lines(receipt), receipt.count("created", "updated", "withdrawn"), told(receipt.issues))


def _kept_lines(receipt: Receipt) -> int:
    return len({item.where.partition(".")[0] for item, outcome in receipt.kept if outcome.what != "conflict"})


def take_file(server: Server, database: Database, number: int, file: int, *, protected: bool, most_bytes: int) -> None:
    """Take in what is missing of a file, and again from where it was cut.

    Raises GoneError when its address does not serve any more, RemoteError when it cannot be had as a whole, StorageError.
    """
    short, refused, attempt, before = "", False, 0, -1
    while True:
        row = _row(database, number, file)
        # Who gets further with each attempt may go on.
        attempt, before = (0 if row.position > before else attempt), row.position
        wait: float | None = None
        try:
            with server.opened(row.address, accept=ACCEPT, token=protected) as response:
                status = response.status_code
                if status == 401 and protected and not refused:
                    refused = True  # the token ended in the middle; the next attempt brings a new one
                    continue
                if status != 200:
                    wait = _busy(server, response)
                    problem = RemoteError(f"A file of the export was answered with {status}.", status)
                else:
                    refused = False
                    _check(response)
                    end = _take(server, database, row, response, most_bytes, short)
                    if end is None:
                        return
                    short, problem = end, CutError("A file has fewer lines than the manifest of the export says.")
        except ChangedError:
            with writing(database) as connection:
                begin_file_again(connection, number, file, START.digest)
            problem = CutError("A file of the export changes while it is read.")
            before = -1
        except CutError as fault:
            problem = fault
        except httpx2.TransportError:
            problem = CutError("A file of the export broke off while it was read.")
        attempt += 1
        if attempt >= TRIES:
            raise problem
        server.wait(pause(attempt - 1, server.clock) if wait is None else wait)


def _row(database: Database, number: int, file: int) -> Any:
    with reading(database) as connection:
        return next(row for row in files_of(connection, number) if row.number == file)


def _busy(server: Server, response: httpx2.Response) -> float | None:
    """How long to wait before the next attempt, where the server says. Raises GoneError, RemoteError where none makes sense."""
    status = response.status_code
    if status in GONE:
        raise GoneError(f"A file of the export is not to be had any more ({status}).", status)
    if status in BUSY or status >= 500:
        return retry_after(response.headers.get("retry-after"), server.clock.now())
    raise RemoteError(f"A file of the export was answered with {status}.", status)


def _check(response: httpx2.Response) -> None:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in TYPES:
        raise RemoteError("A file of the export comes as something else than NDJSON: a page for people, it may be. It was not read.")


def _take(
    server: Server, database: Database, row: Any, response: httpx2.Response, most_bytes: int, short: str
) -> str | None:
    """Take in the parts that are missing. None once the file is complete, or the digest of an end that comes too early."""
    place = Place(row.position, row.digest, row.lines)
    for part in parts(unpacked(response), place, most_bytes):
        server.check_time()
        ends_early = part.last and row.promised is not None and part.after.lines < row.promised
        # Twice the same end: then it is the manifest that is wrong, or the server lost something. Either way it is told.
        for_good = ends_early and part.after.digest == short
        _keep_part(database, server.base, row, part, complete=part.last and (not ends_early or for_good), short=for_good)
        if ends_early and not for_good:
            return part.after.digest
    return None


def _keep_part(database: Database, base: str, row: Any, part: Part, *, complete: bool, short: bool) -> None:
    with writing(database) as connection:
        taken = Taken(problems=told(part.issues))
        if row.kind == "error":
            taken = taken.plus(Taken(problems=_messages(part.body)))
        elif part.body.strip():
            taken = taken.plus(take_in(connection, part.body, media_type=LINES[0], base=base))
        if short:
            taken = taken.plus(Taken(problems=Counter((SHORT,))))
        after = part.after
        progress = Progress(after.position, after.digest, after.lines, taken.kept, taken.new, taken.problems, complete)
        move_on(connection, row.export, row.number, progress)


def _messages(body: bytes) -> Counter[str]:
    """What the server's own messages about the export say: how severe, and their code. Their words may be about patients."""
    found: Counter[str] = Counter()
    for line in body.splitlines():
        try:
            counts = outcome_counts(orjson.loads(line)) if line.strip() else {}
        except orjson.JSONDecodeError:
            counts = {("error", "structure"): 1}
        for (severity, code), count in counts.items():
            kind = SEVERE if severity in ("fatal", "error") else "note: The FHIR server says of the export"
            found[f"{kind}: {severity}, {code}."] += count
    return found
