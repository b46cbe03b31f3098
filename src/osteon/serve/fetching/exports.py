"""Fetches an export from beginning to end, or from where the last run was broken off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import orjson

from osteon.serve.audit import chain
from osteon.serve.fetching.bulk import TYPES, Manifest, Scope, end_export, kick_off, types_of, wait_for_manifest
from osteon.serve.fetching.failures import RemoteError
from osteon.serve.fetching.lines import START
from osteon.serve.fetching.server import Server
from osteon.serve.fetching.taking import CLIENT, SEVERE, SHORT, GoneError, take_file
from osteon.serve.settings import MEGABYTE, ServeSettings
from osteon.serve.storage.database import Database, reading, writing
from osteon.serve.storage.exports import (
    ASKED,
    DONE,
    FAILED,
    LISTED,
    STORED,
    NewFile,
    add_export,
    alone,
    change_export,
    clear_export,
    files_of,
    find_export,
    last_moment,
    list_files,
    open_export,
    rename_files,
)

__all__ = ["LAST", "Show", "Summary", "fetch_export"]

Show = Callable[[str, int, int], None]
"""Told the step, how much of it is done, and of how much."""
LAST: Final = "last"
"""Since the last complete fetch."""
MOST_IN_A_ROW: Final = 3
"""Files that cannot be read, one after the other."""


class Summary(NamedTuple):
    """What a fetch came to. `problems`: severity and words, and how often; `missing`: files that could not be read, with the reason."""

    lines: int
    kept: int
    new: int
    problems: Counter[str]
    missing: Counter[str]
    resumed: bool = False

    @property
    def left_out(self) -> int:
        """Lines of which nothing was kept."""
        return self.lines - self.kept

    @property
    def whole(self) -> bool:
        """Whether nothing went wrong."""
        return not self.missing and not any(words.startswith("error") for words in self.problems)


def fetch_export(
    database: Database, server: Server, scope: Scope, settings: ServeSettings, *, since: str | None = LAST, show: Show | None = None
) -> Summary:
    """Fetch the records of a scope as an export. `since`: an instant, None for everything, or by itself since the last complete fetch.

    An export that was broken off is gone on with, if it is the one that is asked for. Raises RemoteError, ServeError, StorageError.
    """
    with alone(database):
        found = _going(database, server, scope, since)
        resumed = found is not None
        number = found.id if found is not None else _begin(database, server, scope, settings, since)
        try:
            return _go_on(database, server, number, settings, show, resumed=resumed)
        except ForgottenError as fault:
            _end(database, number, FAILED)
            if not resumed:
                raise RemoteError(str(fault), fault.status) from None
        # What an earlier run had begun the server does not know any more.
        number = _begin(database, server, scope, settings, since)
        return _go_on(database, server, number, settings, show, resumed=False)


class ForgottenError(RemoteError):
    """The server does not know the export any more."""


def _going(database: Database, server: Server, scope: Scope, since: str | None) -> Any:
    """The export to go on with; one that is not what is asked for now is given up."""
    with reading(database) as connection:
        found = open_export(connection, server.base, str(scope))
    if found is not None and since != LAST and found.since != since:
        end_export(server, found.address)
        _end(database, found.id, FAILED)
        return None
    return found


def _begin(database: Database, server: Server, scope: Scope, settings: ServeSettings, since: str | None) -> int:
    if since == LAST:
        with reading(database) as connection:
            since = last_moment(connection, server.base, str(scope))
    types = types_of(server, settings.fetch_type_list or list(TYPES))
    address = kick_off(server, scope, types=types, since=since, filters=settings.fetch_filters.split())
    with writing(database) as connection:
        number = add_export(connection, server=server.base, scope=str(scope), since=since, address=address)
        detail = {"export": number, "level": scope.level, "since": since or "", "types": types}
        chain.add(connection, [chain.Deed(CLIENT, "fetch-begin", None, "done", detail)])
    return number


def _go_on(
    database: Database, server: Server, number: int, settings: ServeSettings, show: Show | None, *, resumed: bool
) -> Summary:
    missing: Counter[str] = Counter()
    row = _export(database, number)
    if row.state == ASKED:
        manifest = _waited(database, server, row, show)
        with writing(database) as connection:
            list_files(connection, number, _new(manifest), START.digest)
            change_export(connection, number, state=LISTED, moment=manifest.moment, protected=int(manifest.protected))
        row = _export(database, number)
    if row.state == LISTED:
        missing = _files(database, server, row, settings.fetch_megabytes * MEGABYTE, show)
        if not missing:
            with writing(database) as connection:
                problems = _problems(files_of(connection, number))
                severe = any(words.startswith((SEVERE, SHORT)) for words in problems)
                change_export(connection, number, state=STORED, complete=int(not severe))
    summary = _summary(database, number, missing)._replace(resumed=resumed)
    # What two runs could not get is asked for anew.
    state = DONE if not missing else FAILED if resumed else None
    if state is not None:
        end_export(server, row.address)
    _end(database, number, state, summary)
    return summary


def _export(database: Database, number: int) -> Any:
    with reading(database) as connection:
        return find_export(connection, number)


def _waited(database: Database, server: Server, row: Any, show: Show | None) -> Manifest:
    def tell(words: str) -> None:
        if show is not None and words:
            show("the server prepares the export", int(words.removesuffix("%")), 100)

    try:
        return wait_for_manifest(server, row.address, tell)
    except RemoteError as fault:
        if fault.status in (404, 410):
            raise ForgottenError(f"The FHIR server does not know the export any more ({fault.status}).", fault.status) from None
        if fault.status:
            # It has failed there: the next fetch asks anew.
            end_export(server, row.address)
            _end(database, row.id, FAILED)
        raise


def _new(manifest: Manifest) -> list[NewFile]:
    return [NewFile(file.kind, file.type, file.address, file.promised) for file in manifest.files]


def _files(database: Database, server: Server, row: Any, most_bytes: int, show: Show | None) -> Counter[str]:
    """Take in all files that are not complete; what is still missing then, and why."""
    with reading(database) as connection:
        files = files_of(connection, row.id)
    missing: Counter[str] = Counter()
    renewed, in_a_row = False, 0
    for place, file in enumerate(files):
        if show is not None:
            show("files", place, len(files))
        if file.complete:
            continue
        try:
            try:
                take_file(server, database, row.id, file.number, protected=bool(row.protected), most_bytes=most_bytes)
            except GoneError:
                if renewed:
                    raise
                # Addresses of files may end sooner than the export: the manifest, asked again, has new ones.
                renewed = True
                _renew(database, server, row)
                take_file(server, database, row.id, file.number, protected=bool(row.protected), most_bytes=most_bytes)
        except ForgottenError:
            raise
        except RemoteError as fault:
            server.check_time()
            missing[str(fault)] += 1
            in_a_row += 1
            # Without the people nothing else may be filed; and a server that is gone need not be asked for each of many files.
            if (file.type == "Patient" and file.kind == "output") or in_a_row == MOST_IN_A_ROW:
                missing["The files behind it were not asked for."] += 1
                break
        else:
            in_a_row = 0
    if show is not None:
        show("files", len(files), len(files))
    return missing


def _renew(database: Database, server: Server, row: Any) -> None:
    try:
        manifest = wait_for_manifest(server, row.address)
    except RemoteError as fault:
        if fault.status in (404, 410):
            raise ForgottenError(f"The FHIR server does not know the export any more ({fault.status}).", fault.status) from None
        raise
    with writing(database) as connection:
        same = rename_files(connection, row.id, _new(manifest)) and manifest.moment == row.moment
    if not same:
        raise ForgottenError("The files of the export are not those any more that they were.")


def _problems(files: list[Any]) -> Counter[str]:
    found: Counter[str] = Counter()
    for file in files:
        found.update(orjson.loads(file.problems))
    return found


def _summary(database: Database, number: int, missing: Counter[str]) -> Summary:
    with reading(database) as connection:
        files = files_of(connection, number)
    records = [file for file in files if file.kind != "error"]
    counts = [sum(getattr(file, name) for file in records) for name in ("lines", "kept", "new")]
    return Summary(counts[0], counts[1], counts[2], _problems(files), missing)


def _end(database: Database, number: int, state: str | None, summary: Summary | None = None) -> None:
    detail: dict[str, Any] = {"export": number}
    if summary is not None:
        detail |= {"lines": summary.lines, "kept": summary.kept, "new": summary.new, "missing": summary.missing.total()}
    outcome = "done" if state == DONE else "failed"
    with writing(database) as connection:
        if state is not None:
            clear_export(connection, number, state)
        chain.add(connection, [chain.Deed(CLIENT, "fetch-end", None, outcome, detail)])
