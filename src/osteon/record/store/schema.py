"""The tables of a store, column by column. `docs/store.md` describes them."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

__all__ = ["DECIMALS", "EVENTS", "GAPS", "LESIONS", "PATIENTS", "PROBLEMS", "TABLES", "WORDS"]

WORD: Final = pa.dictionary(pa.int32(), pa.string())

PATIENTS: Final = pa.schema(
    [
        ("patient", pa.int32()),
        ("id", pa.string()),
        ("sex", WORD),
        ("birth_date", pa.date32()),
        ("birth_precision", WORD),
        ("death_date", pa.date32()),
        ("death_precision", WORD),
        ("deceased", pa.bool_()),
        ("newest", pa.date32()),
        ("read", pa.int32()),
        ("used", pa.int32()),
        ("refused", pa.int32()),
        ("ignored", pa.map_(pa.string(), pa.int32())),
    ]
)

WORDS: Final = (
    "concept",
    "kind",
    "status",
    "precision",
    "unit",
    "reported_unit",
    "answer",
    "site",
    "laterality",
    "route",
    "indication",
    "lesion",
    "tier",
    "label",
    "replaces",
)
"""Fields of an event that are words and come again and again."""

DECIMALS: Final = ("value", "reported", "low", "high", "dose", "duration_minutes", "interval_days", "rate", "per_day")

EVENTS: Final = pa.schema(
    [
        ("patient", pa.int32()),
        ("concept", WORD),
        ("source", pa.string()),
        ("kind", WORD),
        ("status", WORD),
        ("start", pa.date32()),
        ("precision", WORD),
        ("instant", pa.timestamp("us")),
        ("end", pa.date32()),
        ("value", pa.float64()),
        ("unit", WORD),
        ("reported", pa.float64()),
        ("reported_unit", WORD),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("answer", WORD),
        ("site", WORD),
        ("laterality", WORD),
        ("dose", pa.float64()),
        ("route", WORD),
        ("duration_minutes", pa.float64()),
        ("interval_days", pa.float64()),
        ("indication", WORD),
        ("recorded", pa.timestamp("us")),
        ("lesion", WORD),
        ("from_text", pa.bool_()),
        ("tier", WORD),
        ("label", WORD),
        ("fractions", pa.int32()),
        ("as_needed", pa.bool_()),
        ("rate", pa.float64()),
        ("per_day", pa.float64()),
        ("dose_open", pa.bool_()),
        ("replaces", WORD),
        ("exact", pa.string()),
    ]
)

LESIONS: Final = pa.schema(
    [
        ("patient", pa.int32()),
        ("id", pa.string()),
        ("site", WORD),
        ("laterality", WORD),
        ("first_seen", pa.date32()),
        ("sources", pa.list_(pa.string())),
        ("structure", pa.string()),
        ("joined", pa.list_(pa.string())),
    ]
)

GAPS: Final = pa.schema(
    [("patient", pa.int32()), ("concept", WORD), ("start", pa.date32()), ("cause", WORD), ("source", pa.string())]
)

PROBLEMS: Final = pa.schema(
    [
        ("patient", pa.int32()),
        ("source", pa.string()),
        ("path", pa.string()),
        ("message", pa.string()),
        ("input", WORD),
        ("line", pa.int32()),
    ]
)

TABLES: Final = {"patients": PATIENTS, "events": EVENTS, "lesions": LESIONS, "gaps": GAPS, "problems": PROBLEMS}
