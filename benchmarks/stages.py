"""Processor time of an ingest by stage, in one process: where the time goes (`docs/limits.md`).

    python -m benchmarks.stages --folder DIR [--pieces 4] [--three-measures]

`DIR` holds NDJSON as `benchmarks.population` writes it, in pieces of 1,000 patients; `--pieces` says how many of them are read.
A stage that lies in another one is taken off it. Looking at the clock is part of what is measured.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.peers.measures import MEASURES
from osteon.cohort.evaluation import concepts_of
from osteon.record.store import building, ingest, sieve, working

STAGES: tuple[tuple[Any, str, str], ...] = (
    (working, "stage_task", "first half: files, lines, whose each is"),
    (sieve.Sieve, "wants", "lines told apart by what they are about"),
    (working, "write_part", "parts written"),
    (working, "build_shard", "second half: accounts, the rest"),
    (working, "build", "parts read, resources parsed and read, their objects given back"),
    (building, "events_table", "events into columns"),
    (building, "patients_table", "patients into columns"),
    (working, "_write", "Parquet"),
)
"""Only what a compiled module calls by its name can be put under the clock: with the wheel, the stages of `building` count to `build`."""


class Clock:
    """Processor time by stage; `watch` puts a function under it."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._inner: list[float] = []

    def watch(self, holder: Any, name: str, stage: str) -> None:
        """Replace a function by itself under the clock."""
        function = getattr(holder, name)

        def timed(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            self._inner.append(0.0)
            try:
                return function(*given, **named)
            finally:
                whole = time.process_time() - start
                self.spent[stage] += whole - self._inner.pop()
                if self._inner:
                    self._inner[-1] += whole

        setattr(holder, name, timed)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stages", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="NDJSON of a cohort, in pieces of 1,000 patients")
    parser.add_argument("--pieces", type=int, default=4, help="how many pieces are read (default: %(default)s)")
    parser.add_argument("--three-measures", action="store_true", help="read only what the three measures ask")
    choice = parser.parse_args()
    clock = Clock()
    for holder, name, stage in STAGES:
        clock.watch(holder, name, stage)
    files = [path for path in sorted(choice.folder.glob("*.ndjson")) if int(path.stem.rpartition("-")[2]) < choice.pieces]
    concepts = concepts_of(MEASURES.roots()) if choice.three_measures else None
    with TemporaryDirectory(prefix="osteon-") as store:
        start = time.process_time()
        done = ingest(files, store, concepts=concepts, workers=1)
        whole = time.process_time() - start
    for stage, seconds in clock.spent.most_common():
        print(f"{seconds / done.patients * 1e6:7.0f} us  {stage}")
    print(f"{whole / done.patients * 1e6:7.0f} us  all, for each of {done.patients} patients")


if __name__ == "__main__":
    main()
