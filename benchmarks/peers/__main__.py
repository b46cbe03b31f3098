"""Compare the cells of all competitors: on patients of a folder of NDJSON, and on odd records made here.

    python -m benchmarks.peers [--folder DIR] [--patients 2000] [--odd 2000] [--day 2024-06-30 ...]

Exit code 1 when a cell differs.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers import race
from benchmarks.peers.cells import Cell, differences
from benchmarks.peers.measure import Run
from benchmarks.peers.odd import write_odd_cohort

SHOWN = 5


def compare(folder: Path, day: date, work: Path) -> int:
    """Run everybody on a small folder, print the time and the differences to the reference; how many cells differ."""
    measured, reference = race.one_by_one(folder, day, work)
    known = {name: sum(getattr(cell, name) not in (None, False) for cell in reference.values()) for name in Cell._fields}
    print(f"{day}: {len(reference)} patients; known or true: {', '.join(f'{name} {count}' for name, count in known.items())}")
    _tell("Osteon, one patient after the other (the reference)", measured, len(reference), [])
    wrong = 0
    competitors = {
        "Osteon, from NDJSON": lambda: race.ours(folder, day, work),
        "DuckDB, hand-written SQL": lambda: race.sql(folder, day, work),
        "cql-execution, written for speed": lambda: race.cql([folder], day, work)[1:],
        "cql-execution, written as measures usually are": lambda: race.cql([folder], day, work, "as_published")[1:],
    }
    for name, compete in competitors.items():
        try:
            measured, cells = compete()
        except (race.CqlMissing, race.NotThere) as missing:
            print(f"  {name}: left out: {missing}")
            continue
        found = differences(reference, cells)
        wrong += len(found)
        _tell(name, measured, len(cells), found)
    return wrong


def _tell(name: str, measured: Run, patients: int, found: list[str]) -> None:
    print(f"  {name}: {measured.seconds:.2f} s, {patients / measured.seconds:.0f} patients/s, {len(found)} cells differ")
    for line in found[:SHOWN]:
        print(f"    {line}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--folder", type=Path, help="NDJSON of a cohort, such as benchmarks.population writes")
    parser.add_argument("--patients", type=int, default=2000, help="how many of its patients (default: %(default)s)")
    parser.add_argument("--odd", type=int, default=2000, help="how many odd patients (default: %(default)s; 0: none)")
    parser.add_argument("--day", type=date.fromisoformat, action="append", help="date of the measures; may be given again")
    choice = parser.parse_args()
    wrong = 0
    with TemporaryDirectory() as place:
        work = Path(place)
        for number, day in enumerate(choice.day or [date(2024, 6, 30)]):
            if choice.folder is not None:
                chosen = race.split(choice.folder, work / f"cohort-{number}", patients=choice.patients)[0]
                print(f"patients of {choice.folder}")
                wrong += compare(chosen, day, work)
            if choice.odd:
                print("odd patients")
                wrong += compare(write_odd_cohort(work / f"odd-{number}", choice.odd, day), day, work)
    print("all cells are equal" if not wrong else f"{wrong} cells differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
