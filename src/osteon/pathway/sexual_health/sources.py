"""Sources that only this topic brings."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="CARTER18",
        title="Carter and others: interventions to address sexual problems in people with cancer, ASCO adaptation of Cancer Care Ontario",
        year="2018",
        identifier="J Clin Oncol 2018",
        read="abstract, and a news summary of the recommendations",
    ),
    Source(
        id="NAMS18",
        title="Faubion and others: genitourinary syndrome of menopause in women with or at high risk for breast cancer, NAMS and ISSWSH "
        "consensus",
        year="2018",
        identifier="Menopause 2018;25(6), doi:10.1097/GME.0000000000001121",
        read="abstract; the recommendations as tabulated in a later review (PMC8894268, table 5)",
    ),
)
