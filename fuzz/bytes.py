"""Fuzzing by bytes, guided by coverage (needs atheris): whatever comes in, a review or a clear error comes out.

pip install atheris
python fuzz/bytes.py -max_total_time=300 CORPUS
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["osteon"]):
    from osteon.record import RecordError
    from osteon.review import review_record


def one(data: bytes) -> None:
    """One input."""
    try:
        review_record(data).to_json()
    except RecordError as fault:
        if not str(fault):
            raise AssertionError("an error without words") from fault


def main() -> None:
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
