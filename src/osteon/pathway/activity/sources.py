"""Sources that only this topic brings."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="CAMPBELL22",
        title="Campbell and others: exercise recommendation for people with bone metastases, expert consensus of the International Bone "
        "Metastases Exercise Working Group",
        year="2022",
        identifier="JCO Oncol Pract 2022, doi:10.1200/OP.21.00454",
        read="abstract and a news summary of it; the wording of the five recommendations was not read, and the cut-offs of SINS and Mirels "
        "come from one secondary summary",
    ),
    Source(
        id="GALVAO11",
        title="Galvao and others: modular exercise programme by place of the metastases",
        year="2011",
        identifier="as tabulated in PMC9335464 (table 2) and by Hart 2018",
        read="the table in two later articles, not the protocol itself",
    ),
    Source(
        id="HART18",
        title="Hart and others: exercise in men with bone metastases of prostate cancer, trial protocol with the modular table",
        year="2018",
        identifier="Trials 2018, doi:10.1186/s13063-018-3091-8, table 4",
        read="the table with its footnotes",
    ),
    Source(
        id="STEADI",
        title="CDC STEADI: screening, assessment and intervention for falls in adults 65 years and older",
        year="2019",
        identifier="",
        read="beginning of the algorithm in a copy by a third party: who is screened and how often; cut-offs of the tests not read",
    ),
    Source(
        id="WFG22",
        title="Montero-Odasso and others: world guidelines for falls prevention and management",
        year="2022",
        identifier="Age Ageing 2022;51:afac205, PMC9523684",
        read="abstract; the cut-off of more than 15 seconds of its timed up-and-go through the abstract of a later study (PMID 39348910)",
    ),
    Source(
        id="ASCO22-EXERCISE",
        title="Ligibel and others: exercise, diet and weight management during cancer treatment, ASCO guideline",
        year="2022",
        identifier="doi:10.1200/JCO.22.00687, PMID 35576506",
        read="abstract and recommendation 1.1: exercise during active treatment with curative intent",
    ),
)
