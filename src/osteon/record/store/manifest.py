"""`store.json`: which files a store consists of. It is replaced as a whole, at the end; what it does not name is no part of the store."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import orjson

import osteon
from osteon.record.store.inputs import Input

__all__ = [
    "MANIFEST",
    "Manifest",
    "Part",
    "StoreError",
    "first_lines",
    "read_manifest",
    "reader_fingerprint",
    "staging_fingerprint",
    "write_manifest",
]

MANIFEST: Final = "store.json"
FORMAT: Final = 1
PARTS: Final = 5
"""Version of the form of parts."""


class StoreError(Exception):
    """A store that cannot be read or written. The message says what is wrong and what to do."""


@dataclass
class Part:
    """What was staged of some megabytes of input: its resources, under `parts/`."""

    inputs: list[int]
    rows: int
    marks: str
    """Bit by bit, in hexadecimal: which shards have rows here. There are many parts and many shards, and each worker knows all.
    The number of shards itself stands for what belongs to no patient."""
    left_out: int = 0
    """Resources that were not read, because they say nothing about the concepts of the store."""
    start: int = 0
    """Byte of its file where the piece begins of which this is a part."""
    lines: int = 0
    """Lines of the piece up to the end of this part."""

    @property
    def shards(self) -> list[int]:
        """Shards that have rows here."""
        bits = int(self.marks, 16)
        return [number for number in range(bits.bit_length()) if bits >> number & 1]

    def has(self, shard: int) -> bool:
        """Whether a shard has rows here."""
        return bool(int(self.marks, 16) >> shard & 1)


@dataclass
class Manifest:
    """Everything that is known about a store."""

    shards: int
    staging: str
    """Version of the form of parts; another one means that all input has to be read again."""
    reader: str = ""
    """Fingerprint of readers and terminology; another one means that all shards are built anew."""
    generation: int = 0
    next_input: int = 0
    inputs: dict[int, Input] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    files: dict[int, int] = field(default_factory=dict)
    """Generation of the tables of each shard; the number of shards itself stands for what belongs to no patient."""
    accounts: dict[int, dict[str, int]] = field(default_factory=dict)
    patients: dict[int, int] = field(default_factory=dict)
    concepts: list[str] | None = None
    """The concepts that the store is about; None for all, as in every store that is meant to stay."""
    osteon: str = osteon.__version__
    format: int = FORMAT


def first_lines(parts: dict[str, Part]) -> dict[str, int]:
    """How many lines stand before the piece of each part in its file, for the parts of files that were read in pieces."""
    pieces: dict[int, dict[int, int]] = {}
    for part in parts.values():
        if len(part.inputs) == 1:
            known = pieces.setdefault(part.inputs[0], {})
            known[part.start] = max(known.get(part.start, 0), part.lines)
    return {
        name: sum(lines for start, lines in pieces[part.inputs[0]].items() if start < part.start)
        for name, part in parts.items()
        if part.start
    }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in place at once: after a crash it is the old one or the new one."""
    content = asdict(manifest)
    content["inputs"] = {number: one._asdict() for number, one in manifest.inputs.items()}
    path, waiting = folder / MANIFEST, folder / f"{MANIFEST}.new"
    with waiting.open("wb") as file:
        file.write(orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())
    os.replace(waiting, path)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(folder: Path) -> Manifest | None:
    """None when there is no store yet. Raises StoreError for one that another version wrote, or that is damaged."""
    try:
        content: Any = orjson.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, orjson.JSONDecodeError) as error:
        raise StoreError(
            f"The store cannot be read: {MANIFEST} is damaged ({type(error).__name__}). Ingest into a new folder."
        ) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise StoreError("The store has another format than this version of Osteon reads. Ingest into a new folder.")
    try:
        content["inputs"] = {int(number): Input(**one) for number, one in content["inputs"].items()}
        content["parts"] = {name: Part(**one) for name, one in content["parts"].items()}
        for name in ("files", "accounts", "patients"):
            content[name] = {int(number): value for number, value in content[name].items()}
        return Manifest(**content)
    except (KeyError, TypeError, ValueError):
        raise StoreError(f"The store cannot be read: {MANIFEST} is damaged. Ingest into a new folder.") from None


def staging_fingerprint() -> str:
    """Changes when the form of a part does."""
    return str(PARTS)


def reader_fingerprint(codes: Path | None) -> str:
    """Changes when anything changes that decides what a resource means: readers, terminology, codes of the site."""
    found = blake2b(digest_size=8)
    package = Path(osteon.__file__).parent
    for folder in ("record", "terminology"):
        for path in sorted((package / folder).rglob("*")):
            if path.suffix in (".py", ".json", ".tsv", ".csv"):
                found.update(path.name.encode() + path.read_bytes())
    if codes is not None:
        found.update(codes.read_bytes())
    return found.hexdigest()
