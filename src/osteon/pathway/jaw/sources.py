"""Sources that no other topic cites before this one, with what of each was really read."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="MASCC19",
        title="Yarom and others: medication-related osteonecrosis of the jaw, MASCC, ISOO and ASCO guideline",
        year="2019",
        identifier="J Clin Oncol 2019;37:2270-90",
        read="abstract; grades and details through summaries by third parties",
    ),
)
