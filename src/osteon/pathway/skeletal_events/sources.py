"""Papers on skeletal events that no other topic cites before this one."""

from osteon.engine.rules import Source

__all__ = ["SOURCES"]

SOURCES = (
    Source(
        id="VONMOOS16",
        title="Von Moos and others: skeletal-related events and symptomatic skeletal events",
        year="2016",
        identifier="",
        read="definitions through later papers; paper not read",
    ),
    Source(
        id="YANAE17",
        title="Yanae and others: symptomatic skeletal events on zoledronic acid, Japan",
        year="2017",
        identifier="J Bone Oncol 2017;8:18-22",
        read="abstract",
    ),
)
