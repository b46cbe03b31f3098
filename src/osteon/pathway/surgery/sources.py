"""Sources that no other topic cites before this one."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="NICE-IPG12",
        title="NICE IPG12: percutaneous vertebroplasty, with the recommendations of CG75 (2008) on vertebral metastases",
        year="2008",
        identifier="nice.org.uk/guidance/IPG12",
        read="overview page, which prints the two recommendations of CG75; CG75 was replaced by NG234 in 2023, whose text on cement "
        "was not seen",
    ),
    Source(
        id="CIANFONI15",
        title="Cianfoni and others: vertebral augmentation of lesions with posterior wall erosion and epidural mass",
        year="2015",
        identifier="doi:10.3174/ajnr.A4096, PMID 25213884, PMC7965913",
        read="abstract",
    ),
    Source(
        id="BERENSON11",
        title="Berenson and others: balloon kyphoplasty against non-surgical care of painful vertebral fractures in cancer (CAFE)",
        year="2011",
        identifier="Lancet Oncol 2011;12:225-35, doi:10.1016/S1470-2045(11)70008-0",
        read="abstract, without its last sentences",
    ),
)
