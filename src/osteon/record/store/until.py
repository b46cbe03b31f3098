"""The tables of a shard as they were on a day (see `osteon.record.until`)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from osteon.record.until import PLANNED

__all__ = ["tables_until"]


def tables_until(tables: dict[str, Any], day: date) -> dict[str, Any]:
    """The tables of a shard (docs/store.md) without the events, gaps and lesions of later days."""
    last = pa.scalar(day, pa.date32())

    def by_then(column: Any) -> Any:
        return pc.fill_null(pc.less_equal(column, last), True)

    events = tables["events"]
    seen = pc.or_(by_then(events["start"]), pc.equal(events["status"], PLANNED))
    return {
        **tables,
        "events": events.filter(seen),
        "lesions": tables["lesions"].filter(by_then(tables["lesions"]["first_seen"])),
        "gaps": tables["gaps"].filter(by_then(tables["gaps"]["start"])),
    }
