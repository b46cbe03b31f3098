"""Sources that no other topic cites before this one, with what of each was really read."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="ASBMR13",
        title="Shane, Burr and others: atypical femoral fractures, second task force report",
        year="2014",
        identifier="J Bone Miner Res 2014;29:1-23",
        read="the case definition",
    ),
)
