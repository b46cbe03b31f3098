"""Style sheets and other files of the pages. The address of each holds a hash of its content: a browser may keep it for ever."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter
from fastapi import Path as InPath
from starlette.responses import Response

from osteon.review.html import STYLE_SHEET
from osteon.review.letters.paper import LETTER_STYLE
from osteon.serve.failures import Issue, RequestError

__all__ = ["address_of_asset", "routes"]

routes = APIRouter()
HERE: Final = Path(__file__).parent
MEDIA_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}


class _Asset(NamedTuple):
    address: str
    content: bytes
    media_type: str


@cache
def _assets() -> dict[str, _Asset]:
    """Each by its plain name."""
    found = {}
    for file in (STYLE_SHEET, LETTER_STYLE, *sorted((HERE / "static").iterdir())):
        if file.suffix in MEDIA_TYPES:
            content = file.read_bytes()
            address = f"{file.stem}.{sha256(content).hexdigest()[:16]}{file.suffix}"
            found[file.name] = _Asset(address, content, MEDIA_TYPES[file.suffix])
    return found


@cache
def _by_address() -> dict[str, _Asset]:
    return {one.address: one for one in _assets().values()}


def address_of_asset(name: str) -> str:
    """Address of a file of `static`, such as `pages.css`."""
    return f"/static/{_assets()[name].address}"


@routes.get("/static/{name}", response_class=Response)
def send_asset(name: Annotated[str, InPath(pattern=r"^[a-z.0-9-]{1,80}$")]) -> Response:
    """A style sheet or a script of the pages."""
    asset = _by_address().get(name)
    if asset is None:
        raise RequestError(404, Issue("", "There is no such file.", "not-found"))
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": "public, max-age=31536000, immutable"})
