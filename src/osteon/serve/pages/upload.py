"""Records taken in from a browser: a form for files, and a page that says what was kept of each and what was not."""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final, NamedTuple

import orjson
from fastapi import APIRouter, Depends
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import translated, translated_count
from osteon.serve.access.asking import allowed
from osteon.serve.access.forms import TOKEN_FIELD, check_token, from_own_page
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.failures import Issue, RequestError
from osteon.serve.pages.page import language_of, page
from osteon.serve.records.receiving import LINES, MEDIA_TYPES, Receipt
from osteon.serve.records.taking import take, turn
from osteon.serve.site import site_of

__all__ = ["routes"]

routes = APIRouter()
MOST_FILES: Final = 20
MOST_ROWS: Final = 200
LOOKED_AT: Final = 64 * 1024
"""Bytes of a file that are looked at to tell lines of JSON from one JSON."""
ENTRY: Final = re.compile(r"entry\[(\d+)\]")


class Sent(NamedTuple):
    """One file as it came."""

    name: str
    body: bytes


@routes.get("/upload", response_class=Response)
def show_upload(request: Request, asker: Annotated[Asker, allowed(Permission.SEND)]) -> Response:
    """The form."""
    return _page(request, [])


async def files_of(request: Request) -> AsyncIterator[list[Sent]]:
    """The files of a form that a page of this server sent. Raises RequestError."""
    if not from_own_page(request, site_of(request).settings):
        raise RequestError(403, Issue("", "Forms are taken from pages of this server only.", "forbidden"))
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise RequestError(415, Issue("", "Files come as a form with files (multipart/form-data).", "not-supported"))
    async with turn(request):
        try:
            form = await request.form(max_files=MOST_FILES, max_fields=10)
        except (HTTPException, MultiPartException):
            told = f"The form cannot be read, or has more than {MOST_FILES} files. Nothing was kept."
            raise RequestError(400, Issue("", told, "invalid")) from None
        try:
            token = form.get(TOKEN_FIELD)
            check_token(request, token if isinstance(token, str) else None)
            files = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
            yield [Sent(one.filename or "", await one.read()) for one in files if one.size]
        finally:
            await form.close()


@routes.post("/upload", response_class=Response)
def take_files(
    request: Request,
    asker: Annotated[Asker, allowed(Permission.SEND)],
    files: Annotated[list[Sent], Depends(files_of)],
) -> Response:
    """Keep what the files hold, each by itself, and say what became of it."""
    if not files:
        return _page(request, [], fault=True)
    site, language = site_of(request), language_of(request)
    told = []
    for file in files:
        try:
            told.append(_kept(file.name, take(site, request, asker, file.body, _media_type(file)), language))
        except RequestError as refusal:
            told.append(_refused(file.name, refusal.issues, language))
    return _page(request, told)


def _page(request: Request, results: list[dict[str, Any]], *, fault: bool = False) -> Response:
    most = site_of(request).settings.body_megabytes
    title = translated(language_of(request), "Take in records")
    return page(request, "upload.html.j2", title=title, results=results, fault=fault, most=most, most_files=MOST_FILES)


def _media_type(file: Sent) -> str:
    """JSON, or lines of JSON: by the name of the file, otherwise by what its first line is."""
    if re.search(r"\.(ndjson|jsonl)(\.gz)?$", file.name.lower()):
        return LINES[0]
    begin = file.body[:LOOKED_AT]
    if begin[:2] == b"\x1f\x8b":
        try:
            begin = zlib.decompressobj(wbits=31).decompress(begin, LOOKED_AT)
        except zlib.error:
            return MEDIA_TYPES[0]
    first, _, rest = begin.strip().partition(b"\n")
    try:
        whole = isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        whole = False
    return LINES[0] if whole and rest.strip() else MEDIA_TYPES[0]


def _kept(name: str, receipt: Receipt, language: str) -> dict[str, Any]:
    """What became of a file, in words, and of each of its entries."""
    counts = [
        ("{count} new", "{count} new", receipt.count("created")),
        ("{count} changed", "{count} changed", receipt.count("updated")),
        ("{count} known already", "{count} known already", receipt.count("unchanged")),
        ("{count} older than what is known", "{count} older than what is known", receipt.count("older")),
        ("{count} withdrawn", "{count} withdrawn", receipt.count("withdrawn")),
        ("{count} with nothing to withdraw", "{count} with nothing to withdraw", receipt.count("absent")),
    ]
    words = {
        "created": translated(language, "new"),
        "updated": translated(language, "changed"),
        "unchanged": translated(language, "known already"),
        "older": translated(language, "older than what is known: kept, does not count"),
        "withdrawn": translated(language, "withdrawn"),
        "absent": translated(language, "nothing to withdraw"),
        "conflict": translated(language, "not done: whose it is, is not clear"),
    }
    return {
        "name": name,
        "kept": True,
        "number": receipt.submission,
        "counts": [translated_count(language, one, many, count) for one, many, count in counts if count],
        "patients": receipt.patients[:MOST_ROWS],
        "patients_more": max(len(receipt.patients) - MOST_ROWS, 0),
        "rows": [
            (_place(item.where, language), f"{item.type}/{item.id}", words[outcome.what])
            for item, outcome in receipt.kept[:MOST_ROWS]
        ],
        "rows_more": max(len(receipt.kept) - MOST_ROWS, 0),
        **_issues(receipt.issues, language),
    }


def _refused(name: str, issues: tuple[Issue, ...], language: str) -> dict[str, Any]:
    return {"name": name, "kept": False, **_issues(list(issues), language)}


def _issues(issues: list[Issue], language: str) -> dict[str, Any]:
    """What was not kept, place by place; and what else is to be known."""
    errors = [one for one in issues if one.severity == "error"]
    return {
        "errors": [(_place(one.where, language), one.message) for one in errors[:MOST_ROWS]],
        "errors_more": max(len(errors) - MOST_ROWS, 0),
        "notes": [(_place(one.where, language), one.message) for one in issues if one.severity != "error"][:MOST_ROWS],
    }


def _place(where: str, language: str) -> str:
    """`entry[3]` as people count: from one."""
    match = ENTRY.match(where)
    if match:
        return translated(language, "Entry {number}", number=int(match[1]) + 1)
    if where.startswith("line "):
        return translated(language, "Line {number}", number=where.removeprefix("line "))
    return where
