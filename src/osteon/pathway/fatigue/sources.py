"""Sources that only this topic brings."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="BOWER24",
        title="Bower and others: management of fatigue in adult survivors of cancer, ASCO and Society for Integrative Oncology",
        year="2024",
        identifier="J Clin Oncol 2024;42:2456-87, doi:10.1200/JCO.24.00541",
        read="abstract",
    ),
    Source(
        id="NCCN-FATIGUE",
        title="NCCN guideline cancer-related fatigue, version 1.2011",
        year="2011",
        identifier="",
        read="summary by the Oncology Nursing Society: screening on a 0 to 10 scale, focused evaluation at 4 to 10, and the "
        "beginning of the list of contributing factors; the current version was not read",
    ),
    Source(
        id="WANG14",
        title="Prevalence and characteristics of moderate to severe fatigue: a multicentre study in outpatients",
        year="2014",
        identifier="PMC3949157",
        read="abstract",
    ),
)
