"""What this topic rests on and no other topic cited before."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="ASCO-CAP20",
        title="Allison and others: estrogen and progesterone receptor testing in breast cancer, ASCO and College of "
        "American Pathologists guideline update",
        year="2020",
        identifier="doi:10.5858/arpa.2019-0904-SA",
        read="abstract, as printed by the journal",
    ),
    Source(
        id="FDA-TDXD25",
        title="FDA approval of trastuzumab deruxtecan for HER2-low and HER2-ultralow breast cancer, 27 January 2025",
        year="2025",
        identifier="",
        read="approval note; the definitions once more in a trade report",
    ),
    Source(
        id="LBL-PEMBROLIZUMAB",
        title="Pembrolizumab, US prescribing information",
        year="2025",
        identifier="BLA 125514",
        read="indication as quoted in a public database of approvals (revision of April 2025)",
    ),
    Source(
        id="INAVO121-PAGE",
        title="Trial INAVO121, eligibility criteria on the page of a hospital group",
        year="edition not seen",
        identifier="",
        read="criteria of menopause",
    ),
)
