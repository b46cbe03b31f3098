"""Sources that no other topic cites before this one."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="SINS10",
        title="Fisher and others: spinal instability neoplastic score",
        year="2010",
        identifier="doi:10.1097/BRS.0b013e3181e16ae2",
        read="through validation papers and reviews",
    ),
    Source(
        id="FOURNEY11",
        title="Fourney and others: reliability and validity of the spinal instability score",
        year="2011",
        identifier="doi:10.1200/JCO.2010.34.3897, PMID 21709187",
        read="abstract",
    ),
    Source(
        id="BILSKY10",
        title="Bilsky and others: reliability of the epidural cord compression scale",
        year="2010",
        identifier="doi:10.3171/2010.3.SPINE09459, PMID 20809724",
        read="abstract",
    ),
    Source(
        id="FISHER14",
        title="Fisher and others: the spinal instability score among radiation oncologists",
        year="2014",
        identifier="doi:10.1186/1748-717X-9-69",
        read="abstract, and the background section in part",
    ),
    Source(
        id="PENNINGTON19",
        title="Pennington and others: reliability of the spinal instability score, meta-analysis",
        year="2019",
        identifier="Ann Transl Med 2019;7(10)",
        read="abstract",
    ),
    Source(
        id="LEE21",
        title="Lee and others: does the spinal instability score predict vertebral fracture, systematic review",
        year="2021",
        identifier="doi:10.3340/jkns.2020.0105, PMC7819788",
        read="abstract",
    ),
    Source(
        id="NOMS13",
        title="Laufer and others: the NOMS frame (neurologic, oncologic, mechanical, systemic) for spinal metastases",
        year="2013",
        identifier="doi:10.1634/theoncologist.2012-0293",
        read="abstract in part, and two summaries by third parties; the table of plans was not read",
    ),
    Source(
        id="RADELEMENT",
        title="RadElement common data elements, sets RDES21 (spinal instability) and RDES288 (epidural compression)",
        year="",
        identifier="radelement.org",
        read="names of attributes and values in a public mirror; the mirror prints the set numbers, not the element numbers",
    ),
)
