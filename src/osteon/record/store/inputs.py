"""The files that an ingest reads: found in folders and manifests, told apart by their first bytes, and known again later."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from osteon.record.limits import MEGABYTE, RecordError
from osteon.record.sources import BYTE_ORDER_MARK, GZIP_MAGIC, LINE_SUFFIXES

__all__ = ["Input", "find_inputs"]

SUFFIXES: Final = (".json", ".ndjson", ".jsonl", ".json.gz", ".ndjson.gz", ".jsonl.gz", ".fhir", ".bundle")
"""Files of a folder that are read; a file that is named itself is read whatever it is called."""
PROBE: Final = 64 * 1024
LARGEST_MANIFEST: Final = 16 * MEGABYTE
LINES, DOCUMENT = "lines", "document"


class Input(NamedTuple):
    """One file. Two inputs that are equal hold the same bytes, as far as their size, time and ends tell."""

    path: str
    size: int
    changed: int
    """Time of the last change, in nanoseconds."""
    digest: str
    """Of the first and the last 64 KB."""
    form: str
    """`lines` (NDJSON) or `document` (one JSON value)."""
    packed: bool
    """Whether it is gzipped."""


def find_inputs(given: Iterable[str | os.PathLike[str]]) -> list[Input]:
    """Every file that `given` (files, folders, manifests of a bulk export) stands for, each once, in their order.

    Raises RecordError, with the place among the given ones: file names may hold the name of a patient.
    """
    found: dict[str, Input] = {}
    for position, name in enumerate(given, 1):
        path = Path(name)
        try:
            for file in sorted(_files_below(path)) if path.is_dir() else _of_manifest(path, position) or [path]:
                real = os.path.realpath(file)
                if real not in found:
                    found[real] = _probe(Path(real))
        except OSError as error:
            reason = error.strerror or "the name is not usable"
            raise RecordError(
                f"Input {position} cannot be opened: {reason}. Check the path and the permissions."
            ) from None
    if not found:
        raise RecordError("There is no file to read. Folders are searched for .json, .ndjson and .jsonl, plain or .gz.")
    return list(found.values())


def _files_below(folder: Path) -> Iterator[Path]:
    """Files of a folder and of those inside it; a link that leads back to a folder on the way is not followed."""
    seen: set[str] = set()
    for here, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(here)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        for name in names:
            path = Path(here, name)
            if (
                name.lower().endswith(SUFFIXES)
                and not name.startswith(".")
                and path.is_file()
                and not _is_manifest(path)
            ):
                yield path


def _is_manifest(path: Path) -> bool:
    return path.suffix.lower() == ".json" and bool(_listed(path))


def _of_manifest(path: Path, position: int) -> list[Path]:
    """The files that a bulk export lists, by their names beside the manifest; empty when `path` is no manifest."""
    listed = _listed(path)
    beside = [path.parent / name for name in listed]
    missing = sum(not file.is_file() for file in beside)
    if missing:
        raise RecordError(
            f"Input {position} is the manifest of a bulk export; {missing} of its {len(beside)} files "
            "are not in its folder. Download them there first."
        )
    return beside


def _listed(path: Path) -> list[str]:
    if path.stat().st_size > LARGEST_MANIFEST:
        return []
    with path.open("rb") as file:
        head = file.read(PROBE)
        if b'"transactionTime"' not in head and b'"output"' not in head or head.lstrip()[:1] != b"{":
            return []
        data = head + file.read()
    try:
        content = orjson.loads(data)
    except orjson.JSONDecodeError:
        return []
    if not isinstance(content, dict) or "resourceType" in content or not isinstance(content.get("output"), list):
        return []
    urls = [one.get("url") for one in content["output"] if isinstance(one, dict)]
    return [url.split("?")[0].rstrip("/").rsplit("/", 1)[-1] for url in urls if isinstance(url, str) and url]


def _probe(path: Path) -> Input:
    status = path.stat()
    with path.open("rb") as file:
        head = file.read(PROBE)
        if status.st_size > 2 * PROBE:
            file.seek(-PROBE, os.SEEK_END)
        tail = file.read(PROBE)
    packed = head[:2] == GZIP_MAGIC
    digest = hashlib.blake2b(head + tail, digest_size=16).hexdigest()
    name = path.name.lower().removesuffix(".gz")
    form = LINES if name.endswith(LINE_SUFFIXES) or _is_lines(_unpacked(head) if packed else head) else DOCUMENT
    return Input(os.fspath(path), status.st_size, status.st_mtime_ns, digest, form, packed)


def _unpacked(head: bytes) -> bytes:
    import zlib  # rare

    try:
        return zlib.decompressobj(wbits=31).decompress(head, PROBE)
    except zlib.error:
        return b""


def _is_lines(head: bytes) -> bool:
    """Whether the first line is an object by itself and another one begins behind it."""
    first, line_end, rest = head.removeprefix(BYTE_ORDER_MARK).lstrip().partition(b"\n")
    if not line_end or not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False
