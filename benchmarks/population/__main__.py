"""Writes the cohort as a FHIR bulk export: NDJSON, one file for each resource type and block of patients."""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

from benchmarks.population.people import lines

PATIENTS_IN_A_BLOCK = 1000
PATIENTS_AT_ONCE = 20
"""As many as stay in the memory of the processor while they are written."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.population", description=__doc__)
    parser.add_argument("--patients", type=int, default=1000, help="how many patients (default: 1000)")
    parser.add_argument("--first-patient", type=int, default=0, help="number of the first one (default: 0)")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another cohort (default: 1)")
    parser.add_argument("--out", type=Path, required=True, help="folder for the files; made when it does not exist")
    parser.add_argument("--files-by-type", action="store_true", help="one file for each resource type, without blocks")
    parser.add_argument("--gz", action="store_true", help="compress the files")
    parser.add_argument("--processes", type=int, default=1, help="how many processes write blocks (default: 1)")
    chosen = parser.parse_args(arguments)
    if chosen.patients < 1 or chosen.first_patient < 0 or chosen.processes < 1:
        parser.error("--patients and --processes are at least 1, --first-patient at least 0.")
    if chosen.out.exists() and not chosen.out.is_dir():
        parser.error("--out is a file; name a folder.")
    if chosen.files_by_type and any(chosen.out.glob("*.ndjson*")):
        parser.error("--files-by-type adds to its files: --out holds some already. Name an empty or a new folder.")
    chosen.out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    blocks = list(blocks_of(chosen.first_patient, chosen.patients))
    jobs = [
        (chosen.seed, block, first, past, chosen.out, chosen.files_by_type, chosen.gz) for block, first, past in blocks
    ]
    if chosen.processes == 1 or chosen.files_by_type:
        counted = [write_block(*job) for job in jobs]
    else:
        with ProcessPoolExecutor(chosen.processes) as workers:
            counted = list(workers.map(write_block, *zip(*jobs, strict=True)))
    entries, size = (sum(column) for column in zip(*counted, strict=True))
    seconds = time.perf_counter() - started
    print(
        f"{chosen.patients} patients, {entries} resources, {size / 1e6:.1f} MB ({size / chosen.patients / 1000:.1f} kB and "
        f"{entries / chosen.patients:.1f} resources each) in {seconds:.1f} s: {chosen.patients / seconds:.0f} patients/s",
        file=sys.stderr,
    )
    return 0


def blocks_of(first: int, patients: int) -> Iterator[tuple[int, int, int]]:
    """(block, first patient, first patient of the next): blocks have the same borders wherever one starts."""
    past = first + patients
    while first < past:
        block = first // PATIENTS_IN_A_BLOCK
        border = min((block + 1) * PATIENTS_IN_A_BLOCK, past)
        yield block, first, border
        first = border


def write_block(seed: int, block: int, first: int, past: int, folder: Path, by_type: bool, gz: bool) -> tuple[int, int]:
    """Writes the patients of one block; returns how many resources and bytes (before compression)."""
    entries = size = 0
    files: dict[str, IO[bytes]] = {}
    with ExitStack() as opened:
        for start in range(first, past, PATIENTS_AT_ONCE):
            texts: dict[str, list[str]] = {}
            for number in range(start, min(start + PATIENTS_AT_ONCE, past)):
                for kind, found in lines(seed, number).items():
                    if found:
                        texts.setdefault(kind, []).extend(found)
            for kind, found in texts.items():
                if kind not in files:
                    name = f"{kind}.ndjson" if by_type else f"{kind}-{block:04d}.ndjson"
                    files[kind] = opened.enter_context(_file(folder / name, by_type, gz))
                body = ("\n".join(found) + "\n").encode()
                files[kind].write(body)
                entries += len(found)
                size += len(body)
    return entries, size


def _file(path: Path, by_type: bool, gz: bool) -> IO[bytes]:
    """A gzip file may hold several parts one after the other, so files by type grow block by block."""
    mode = "ab" if by_type else "wb"
    return cast(IO[bytes], gzip.open(f"{path}.gz", mode, 1)) if gz else open(path, mode)


if __name__ == "__main__":
    raise SystemExit(main())
