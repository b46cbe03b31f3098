"""The tables that tell what happened to each patient, column by column. docs/registry.md describes them."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from osteon.pathway.skeletal_events.strata import STRATA

__all__ = ["ASIDES", "DIAGNOSED", "EVENTS", "FOLLOW_UP", "TABLES"]

WORD: Final = pa.dictionary(pa.int32(), pa.string())

FOLLOW_UP: Final = pa.schema(
    [
        ("patient", pa.string()),
        ("index", pa.date32()),
        ("index_precision", WORD),
        ("index_source", pa.string()),
        ("end", pa.date32()),
        ("ended_by", WORD),
        ("days", pa.int32()),
        ("events", pa.int32()),
        ("low", pa.int32()),
        ("high", pa.int32()),
        ("prevalent_events", pa.int32()),
        *((name, WORD) for name in STRATA),
    ]
)
EVENTS: Final = pa.schema(
    [
        ("patient", pa.string()),
        ("definition", WORD),
        ("number", pa.int32()),
        ("day", pa.date32()),
        ("days", pa.int32()),
        ("component", WORD),
        ("components", pa.list_(pa.string())),
        ("site", WORD),
        ("laterality", WORD),
        ("precision", WORD),
        ("sources", pa.list_(pa.string())),
    ]
)
ASIDES: Final = pa.schema(
    [
        ("patient", pa.string()),
        ("definition", WORD),
        ("day", pa.date32()),
        ("component", WORD),
        ("site", WORD),
        ("laterality", WORD),
        ("became", WORD),
        ("into", pa.date32()),
        ("why", WORD),
        ("precision", WORD),
        ("sources", pa.list_(pa.string())),
    ]
)
DIAGNOSED: Final = pa.schema([("patient", pa.string()), ("days", pa.int32()), ("onset", pa.int32())])

TABLES: Final = {
    "follow_up": FOLLOW_UP,
    "skeletal_events": EVENTS,
    "prevalent_events": EVENTS,
    "possible_events": EVENTS,
    "asides": ASIDES,
    "diagnosed": DIAGNOSED,
}
