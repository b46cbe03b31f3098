"""Sources that only this topic brings."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="ESPEN17",
        title="Arends and others: nutrition in cancer patients, ESPEN guideline",
        year="2017",
        identifier="Clin Nutr 2017",
        read="first page, and a summary of the recommendations by a society on cachexia",
    ),
    Source(
        id="FEARON11",
        title="Fearon and others: definition and classification of cancer cachexia, international consensus",
        year="2011",
        identifier="Lancet Oncol 2011;12:489-95",
        read="abstract, in a copy that breaks off at the body mass index; it names no period for the loss",
    ),
    Source(
        id="NRS-2002",
        title="Nutritional risk screening 2002, after Kondrup and others",
        year="2003",
        identifier="PMC9482444 (table 1) and calculator pages",
        read="table of the parts in a later article, and the cut-off on calculator pages",
    ),
    Source(
        id="MUST",
        title="Malnutrition universal screening tool",
        year="2003",
        identifier="",
        read="cut-off and what to do at high risk on two public pages",
    ),
)
