"""Fuzzing by structure: real shapes, broken at random places. Finds what escapes as anything but a clear error.

    python fuzz/structure.py --seconds 300 --seed 1

Each input is the example patient with one to six mutations (types swapped, keys dropped, values replaced, subtrees moved or
repeated), given as dict, bytes or NDJSON. A run ends with the number of inputs and the number of faults, each with its seed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import orjson

from osteon.record import RecordError
from osteon.review import review_record

EXAMPLES = sorted((Path(__file__).resolve().parent.parent / "examples").glob("*.json"))
ODD: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1e308,
    -0.0,
    10**30,
    "",
    " ",
    "\u0000",
    "NaN",
    "2024",
    "2024-13",
    "0000-00-00",
    "9999-12-31",
    "2024-02-30T25:61:00Z",
    "<script>",
    "é" * 300,
    [],
    {},
    [[]],
    [None],
    {"value": None},
    {"coding": None},
    {"coding": [None]},
    {"reference": 7},
    {"reference": "#"},
    {"reference": "urn:uuid:"},
    "Patient/ruth",
    "Bundle",
]


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """Paths of all values inside a document."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += places(inner, (*path, index))
    return found


def parent(document: Any, path: tuple) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document


def mutate(document: Any, chance: random.Random) -> Any:
    """One change at a random place."""
    paths = places(document)
    if not paths:
        return document
    path = chance.choice(paths)
    holder, key = parent(document, path), path[-1]
    match chance.randrange(6):
        case 0:
            holder[key] = chance.choice(ODD)
        case 1:
            del holder[key]
        case 2:
            holder[key] = [holder[key]]
        case 3:
            holder[key] = str(holder[key])[:200]
        case 4:
            other = chance.choice(paths)
            try:
                holder[key] = deepcopy(parent(document, other)[other[-1]])
            except (KeyError, IndexError, TypeError):
                holder[key] = None
        case 5:
            if isinstance(holder, list):
                holder.extend(deepcopy(holder[key : key + 1]) * chance.randrange(1, 4))
            else:
                holder[chance.choice(["resourceType", "id", "status", "code", "value", "extension"])] = chance.choice(
                    ODD
                )
    return document


def given(document: Any, chance: random.Random) -> Any:
    """The document as one of the shapes that a reader takes."""
    try:
        match chance.randrange(4):
            case 0:
                return orjson.dumps(document)
            case 1:
                return orjson.dumps(document).decode()
            case 2:
                entries = document.get("entry") if isinstance(document, dict) else None
                rows = [entry["resource"] for entry in entries if isinstance(entry, dict) and "resource" in entry]
                return b"\n".join(orjson.dumps(row) for row in rows)
    except (TypeError, ValueError, AttributeError):
        pass
    return document


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    choice = parser.parse_args()
    originals = [orjson.loads(path.read_bytes()) for path in EXAMPLES]
    end, seed = time.monotonic() + choice.seconds, choice.seed * 10_000_000
    outcome: Counter[str] = Counter()
    while time.monotonic() < end:
        chance = random.Random(seed)
        document = deepcopy(chance.choice(originals))
        try:
            for _ in range(chance.randrange(1, 7)):
                document = mutate(document, chance)
            source = given(document, chance)
            try:
                review = review_record(source)
                review.to_json()
                if seed % 50 == 0:
                    review.to_text()
                    review.to_html()
                    review.to_fhir()
                timeline = review.timeline
                assert timeline.read == timeline.used + sum(timeline.ignored.values()) + timeline.refused, (
                    "the accounting does not add up"
                )
                outcome["reviewed"] += 1
            except RecordError as fault:
                assert str(fault), "an error without words"
                outcome["refused"] += 1
        except Exception:  # noqa: BLE001 - whatever escapes is what this looks for
            outcome["FAULT"] += 1
            print(f"seed {seed}:", file=sys.stderr)
            traceback.print_exc(limit=-4)
        seed += 1
    print(f"{sum(outcome.values())} inputs: {dict(outcome)}")
    return 1 if outcome["FAULT"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
