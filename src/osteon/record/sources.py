"""From a path, bytes, text or Python objects to parsed JSON; nothing of FHIR is known here."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from osteon.record.limits import MEGABYTE, Limits, RecordError

__all__ = ["BrokenLine", "Parsed", "fault_of", "parse_lines", "parse_source"]

GZIP_MAGIC: Final = b"\x1f\x8b"
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
OTHER_ENCODINGS: Final = (b"\xff\xfe", b"\xfe\xff")
LINE_SUFFIXES: Final = (".ndjson", ".jsonl")
CHUNK: Final = 1 << 20


class BrokenLine(NamedTuple):
    """A line of an NDJSON file that is not JSON."""

    number: int
    message: str


class Parsed(NamedTuple):
    """`roots` are (where, value): `where` is empty for a whole document and `line 7` in an NDJSON file."""

    roots: list[tuple[str, Any]]
    broken: list[BrokenLine]


def parse_source(source: Any, limits: Limits) -> Parsed:
    """Parsed JSON or NDJSON from a path, bytes, text, a dict or a list; gzip is unpacked up to the limit.

    Raises RecordError for what is neither, cannot be opened, or passes the limits.
    """
    if isinstance(source, dict):
        return Parsed([("", source)], [])
    if isinstance(source, (list, tuple)):
        return Parsed([("", list(source))], [])
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _parse_bytes(bytes(source), "", limits)
    if isinstance(source, str):
        start = source.lstrip("\ufeff \t\r\n")
        if start[:1] in ("{", "["):
            _check_size(len(source), limits.bytes, "the text")
            return _parse_bytes(source.encode("utf-8", "surrogatepass"), "", limits)
        if not start:
            raise RecordError("The text is empty. Give a FHIR Bundle, a list of resources or a path.")
        return _parse_path(Path(source), limits)
    if isinstance(source, Path):
        return _parse_path(source, limits)
    raise RecordError(
        f"A record cannot be read from {type(source).__name__}. Give a path, bytes, JSON text, a dict or a list of resources."
    )


def parse_lines(data: bytes, limits: Limits) -> Parsed:
    """NDJSON, plain or gzip, that its sender has named as such: also a single line, also one that begins with a broken line.

    Raises RecordError when no line is JSON, or the limits are passed.
    """
    return _parse_bytes(data, LINE_SUFFIXES[0], limits)


def _parse_path(path: Path, limits: Limits) -> Parsed:
    # The path itself is left out of every message: file names often hold the name of a patient.
    try:
        if path.is_dir():
            raise RecordError("This is a folder, not a file. Give one file per record.")
        with path.open("rb") as file:
            size = path.stat().st_size
            _check_size(size, limits.bytes, "the file")
            data = file.read(limits.bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not usable"
        raise RecordError(f"The file cannot be opened: {reason}. Check the path and the permissions.") from None
    name = path.name.lower()
    return _parse_bytes(data, name.removesuffix(".gz"), limits)


def _check_size(size: int, bound: int, what: str) -> None:
    if size > bound:
        raise RecordError(
            f"Too large: {what} has more than {_megabytes(bound)}. "
            "Split it into one file per patient, or raise the limit if the record is really this long."
        )


def _megabytes(size: int) -> str:
    return f"{size // MEGABYTE} MB" if size >= MEGABYTE else f"{size} bytes"


def _parse_bytes(data: bytes, name: str, limits: Limits) -> Parsed:
    _check_size(len(data), limits.bytes, "the record")
    if data[:2] == GZIP_MAGIC:
        data = _gunzip(data, limits)
    if data[:3] == BYTE_ORDER_MARK:
        data = data[3:]
    elif data[:2] in OTHER_ENCODINGS:
        raise RecordError("The text is not UTF-8 (it looks like UTF-16). Save it as UTF-8 and try again.")
    if name.endswith(LINE_SUFFIXES):
        return _parse_lines(data)
    try:
        return Parsed([("", orjson.loads(data))], [])
    except orjson.JSONDecodeError as error:
        if _looks_like_lines(data):
            return _parse_lines(data)
        raise RecordError(_json_message(data, error)) from None


def _gunzip(data: bytes, limits: Limits) -> bytes:
    """Unpack in steps, so that a small file which unpacks to gigabytes is refused at the limit."""
    import zlib  # rare

    pieces: list[bytes] = []
    size = 0
    rest = data
    while rest:
        unpacker = zlib.decompressobj(wbits=31)
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(rest, CHUNK)
            except zlib.error:
                raise RecordError("The gzip file is damaged. Send it again.") from None
            size += len(piece)
            _check_size(size, limits.decompressed, "the unpacked file")
            pieces.append(piece)
            rest = unpacker.unconsumed_tail
            if not piece and not rest and not unpacker.eof:
                raise RecordError(f"The gzip file is truncated after {size} unpacked bytes. Send it again.")
        rest = unpacker.unused_data.lstrip(b"\x00")
    return b"".join(pieces)


def _looks_like_lines(data: bytes) -> bool:
    """Several JSON objects, one a line: the first line opens and closes an object, and some line is a resource."""
    head, _, tail = data.lstrip().partition(b"\n")
    head = head.strip()
    if not tail.strip() or head[:1] != b"{" or head[-1:] != b"}":
        return False
    for line in data.splitlines():
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        if isinstance(value, dict) and "resourceType" in value:
            return True
    return False


def _parse_lines(data: bytes) -> Parsed:
    roots: list[tuple[str, Any]] = []
    broken: list[BrokenLine] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        line = line.strip()
        if not line:
            continue
        try:
            roots.append((f"line {number}", orjson.loads(line)))
        except orjson.JSONDecodeError as error:
            broken.append(BrokenLine(number, fault_of(line, error)))
    if not roots:
        if broken:
            raise RecordError(f"No line is JSON. Line {broken[0].number} is {broken[0].message}.")
        raise RecordError("The file is empty.")
    return Parsed(roots, broken)


def fault_of(line: bytes, error: orjson.JSONDecodeError) -> str:
    """What is wrong with a line that is not JSON, and where."""
    return f"not valid JSON at column {error.colno}: {_fault(line, error)}"


def _fault(data: bytes, error: orjson.JSONDecodeError) -> str:
    """What is wrong, in words; never the text of the record."""
    message = error.msg
    if "end of data" in message:
        return "it ends before it is complete (truncated)"
    if "depth" in message or "recursion" in message:
        return "it is nested too deep (more than 1,024 levels)"
    if "UTF-8" in message:
        return "it is not UTF-8 text"
    if "infinity" in message:
        return "a number is too large"
    # The position counts characters; near enough to look at for the usual ASCII text.
    near = data.decode("utf-8", "replace")[error.pos : error.pos + 9]
    if near.lstrip("-").startswith(("NaN", "Infinity")):
        return "NaN and Infinity are not JSON numbers"
    if near.startswith(("//", "/*")):
        return "comments are not allowed in JSON"
    return message


def _json_message(data: bytes, error: orjson.JSONDecodeError) -> str:
    if not data.strip():
        return "The record is empty. Give a FHIR Bundle, a list of resources or NDJSON."
    if data.lstrip()[:1] == b"<":
        return "This is XML or HTML, not JSON. Export the record as FHIR JSON."
    fault = _fault(data, error)
    if data.lstrip()[:1] not in (b"{", b"["):
        return f"This is not JSON: line {error.lineno}, column {error.colno}: {fault}. Export the record as FHIR JSON."
    hint = "Send it again in full" if "truncated" in fault else "Mend it there and try again"
    return f"The JSON is broken at line {error.lineno}, column {error.colno}: {fault}. {hint}."
