"""Guidelines and labels that several topics rest on, each once, with what of it was really read. Other sources stand in the
`sources.py` of the topic that cites them first.

`read` is honest on purpose: almost everything was read as an abstract, a summary or a copy, and a site should check
doses, holds and thresholds against the current primary text before it relies on them.
"""

from osteon.engine.rules import Source

__all__ = ["SOURCES"]

_COPY = "copy of the label text, revision date not seen"


def _source(id: str, title: str, year: str, identifier: str, read: str) -> Source:
    return Source(id=id, title=title, year=year, identifier=identifier, read=read)


_PRODUCT = (
    _source(
        "OSTEON",
        "Osteon product default: a setting that no source gives and that a site can change",
        "2026",
        "",
        "ours",
    ),
)

_GUIDELINES = (
    _source(
        "ASCO17",
        "Van Poznak and others: bone-modifying agents in metastatic breast cancer, ASCO and Cancer Care "
        "Ontario focused guideline update",
        "2017",
        "doi:10.1200/JCO.2017.75.4614, PMID 29035643",
        "abstract, Cancer Care Ontario page, and a guideline summary; the 2011 guideline as abstract",
    ),
    _source(
        "ESMO20",
        "Coleman and others: bone health in cancer, ESMO guideline",
        "2020",
        "doi:10.1016/j.annonc.2020.07.019",
        "reference record and part of a summary of key recommendations",
    ),
    _source(
        "ESMO21",
        "Gennari and others: metastatic breast cancer, ESMO guideline",
        "2021",
        "doi:10.1016/j.annonc.2021.09.019",
        "title page; recommendations through a national adaptation, so without ESMO's own level letters",
    ),
    _source(
        "ABC4",
        "Cardoso and others: fourth ESO-ESMO consensus on advanced breast cancer",
        "2018",
        "doi:10.1093/annonc/mdy192",
        "table of statements with levels",
    ),
    _source(
        "NCCN15",
        "NCCN guideline breast cancer, version 2.2015",
        "2015",
        "",
        "pages on bone disease of this edition, which is outdated; the current one was not read",
    ),
    _source(
        "ASCO15",
        "Van Poznak and others: biomarkers to guide systemic therapy in metastatic breast cancer, ASCO",
        "2015",
        "doi:10.1200/JCO.2015.61.1459",
        "guideline text in part",
    ),
    _source(
        "ASCO07", "Harris and others: tumour markers in breast cancer, ASCO update", "2007", "", "summary by a third party, in part"
    ),
    _source(
        "ASTRO24",
        "Alcorn and others: external beam radiation for painful bone metastases, ASTRO guideline",
        "2024",
        "doi:10.1016/j.prro.2024.04.018, PMID 38788923",
        "abstract",
    ),
)

_LABELS = (
    _source(
        "LBL-ZA-US",
        "Zometa (zoledronic acid), United States prescribing information",
        "",
        "",
        _COPY + "; the hypercalcaemia indication also in the open label data of the FDA, September 2026",
    ),
    _source(
        "LBL-ZA-EU",
        "Zometa (zoledronic acid), European and British product information",
        "",
        "",
        _COPY + "; pregnancy once more in the text of an Asian country",
    ),
    _source(
        "LBL-DEN-US",
        "Xgeva (denosumab 120 mg), United States prescribing information",
        "2020",
        "",
        "copy of the text of February 2020; safety information of 2018",
    ),
    _source(
        "LBL-DEN-EU",
        "Xgeva (denosumab 120 mg), European product information",
        "2013",
        "",
        "copy of 2013, European product site, labels of Asian countries; warnings of a later Polish text on a pharmacy's page",
    ),
    _source("LBL-PAM", "Pamidronate, United States prescribing information", "", "", _COPY),
    _source(
        "LBL-IBA-PO",
        "Bondronat (oral ibandronic acid), European product information",
        "2024",
        "",
        "copies of 2019 and 2024",
    ),
    _source(
        "LBL-IBA-IV",
        "Bondronat (intravenous ibandronic acid), European product information",
        "2024",
        "",
        "copies of 2019 and 2024",
    ),
    _source("LBL-CLO", "Bonefos (clodronate), British product information", "2017", "", "copy of 2017"),
)

SOURCES: tuple[Source, ...] = (*_PRODUCT, *_GUIDELINES, *_LABELS)
