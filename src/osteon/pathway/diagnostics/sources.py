"""Sources of this topic that no other topic cites before it."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="PETSCAN25",
        title="FDG PET/CT against bone scintigraphy in breast cancer, systematic review and meta-analysis to February 2025",
        year="2025",
        identifier="authors not seen",
        read="abstract, through an index of abstracts",
    ),
    Source(
        id="LIPOON88",
        title="Li and Poon: sensitivity and specificity of MRI in cord compression",
        year="1988",
        identifier="",
        read="not read; bibliographic details from memory",
    ),
    Source(
        id="VANES19",
        title="van Es and others: decalcification of breast cancer bone metastases with EDTA",
        year="2019",
        identifier="Am J Surg Pathol 2019;43:1355-60, doi:10.1097/PAS.0000000000001321",
        read="abstract",
    ),
    Source(
        id="SCHRIJVER-EDTA",
        title="Schrijver and others: decalcification, immunohistochemistry and molecular pathology in breast cancer",
        year="not seen",
        identifier="university record of the article",
        read="abstract",
    ),
    Source(
        id="GGT76",
        title="Gamma-glutamyl transpeptidase to tell liver from bone isoenzymes of alkaline phosphatase",
        year="1976",
        identifier="Clin Biochem, October 1976",
        read="abstract",
    ),
)
