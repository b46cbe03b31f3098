"""Many records in one place: NDJSON and bundles into a store of columns, and back into tables or timelines.

What is asked for is loaded then: the process that only hands out the work of an ingest needs no table library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from osteon.record.store.ingesting import Ingested, ingest
    from osteon.record.store.manifest import StoreError
    from osteon.record.store.opening import Store, open_store, read_common, read_shard, timelines

__all__ = ["Ingested", "Store", "StoreError", "ingest", "open_store", "read_common", "read_shard", "timelines"]

_PLACES = {
    "Ingested": "ingesting",
    "ingest": "ingesting",
    "Store": "opening",
    "StoreError": "manifest",
    "open_store": "opening",
    "read_common": "opening",
    "read_shard": "opening",
    "timelines": "opening",
}


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(import_module(f"osteon.record.store.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
