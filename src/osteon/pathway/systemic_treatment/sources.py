"""What options and checks rest on and no other topic cited before. Approvals are of the United States unless a region is named."""

from osteon.engine.rules import Source

__all__ = ["SOURCES"]

NOTE = "approval note as reprinted by a society or trade journal"
NOT_READ = "not read; what is cited is from memory"


def _source(id: str, title: str, year: str, read: str, identifier: str = "") -> Source:
    return Source(id=id, title=title, year=year, identifier=identifier, read=read)


_GUIDELINES = (
    _source(
        "ASCO24-HR",
        "ASCO rapid recommendation update: endocrine and targeted therapy of hormone receptor-positive, HER2-negative "
        "metastatic breast cancer, capivasertib with fulvestrant",
        "2024",
        "recommendations on the society's page",
    ),
    _source(
        "ASCO21-HR",
        "Burstein and others: endocrine treatment and targeted therapy of hormone receptor-positive, HER2-negative "
        "metastatic breast cancer, ASCO guideline update",
        "2021",
        "abstract",
        "doi:10.1200/JCO.21.01392",
    ),
    _source(
        "ASCO23-ESR1",
        "ASCO rapid recommendation update: testing for ESR1 mutations in metastatic breast cancer",
        "2023",
        "recommendation as printed by a guideline summary site and a society journal",
    ),
    _source(
        "ASCO16-HR",
        "ASCO guideline 2016: endocrine therapy of hormone receptor-positive metastatic breast cancer",
        "2016",
        "recommendations that the 2021 update left unchanged, as printed by a guideline summary site",
    ),
    _source(
        "ASCO21-CHEMO",
        "Moy and others: chemotherapy and targeted therapy of HER2-negative metastatic breast cancer that is endocrine-"
        "pretreated or hormone receptor-negative, ASCO guideline update, with the rapid updates of 2022",
        "2022",
        "abstract, and the rapid updates on the society's page",
    ),
    _source(
        "ASCO22-HER2",
        "Giordano and others: systemic therapy of advanced HER2-positive breast cancer, ASCO guideline update",
        "2022",
        "recommendations as printed by a guideline summary site, those of the third line in part",
    ),
    _source(
        "ABC5",
        "Cardoso and others: 5th ESO-ESMO international consensus guidelines for advanced breast cancer",
        "2020",
        "not read on this point; the example is from memory",
        "doi:10.1016/j.annonc.2020.09.010",
    ),
    _source(
        "BENVENUTI23",
        "Benvenuti and others: visceral crisis in advanced breast cancer, review",
        "2023",
        "abstract",
        "PMC10136132",
    ),
)
_LUMINAL = (
    _source("MONALEESA", "MONALEESA-2, -3 and -7: survival with ribociclib", "2022", NOT_READ),
    _source("PALOMA2", "PALOMA-2: palbociclib with letrozole", "2022", NOT_READ),
    _source("MONARCH3", "MONARCH-3: abemaciclib with an aromatase inhibitor", "2023", NOT_READ),
    _source(
        "LBL-RIBOCICLIB-EU",
        "Ribociclib, European product information (January 2024)",
        "2024",
        "indication, in the French text",
    ),
    _source("LBL-ABEMACICLIB", "Abemaciclib, US prescribing information", "2023", "indications, on the maker's page"),
    _source(
        "LILLY-CREATININE",
        "Maker's medical information: abemaciclib and serum creatinine",
        "edition not seen",
        "pages for Britain and Europe, which cite the product information",
    ),
    _source("INAVO120", "INAVO120: inavolisib with palbociclib and fulvestrant", "2025", "figures in a trade report"),
    _source(
        "LBL-INAVOLISIB",
        "Inavolisib, US prescribing information",
        "2024",
        "indication and warnings, as printed by a drug monograph site",
    ),  # fmt: skip
    _source("LBL-INAVOLISIB-CH", "Inavolisib, Swiss product information", "edition not seen", "indication"),
    _source(
        "SERENA6",
        "SERENA-6: camizestrant when ESR1 mutations emerge, and the advisory vote of 30 April 2026",
        "2026",
        "trade reports, also of the extended review",
    ),  # fmt: skip
    _source("FDA-ELACESTRANT23", "FDA approval of elacestrant, 27 January 2023", "2023", NOTE),
    _source(
        "SPS-ELACESTRANT",
        "Specialist Pharmacy Service (United Kingdom): licence of elacestrant",
        "edition not seen",
        "comment on the page",
    ),  # fmt: skip
    _source("FDA-IMLUNESTRANT25", "FDA approval of imlunestrant, 25 September 2025", "2025", "approval note"),
    _source(
        "FDA-VEPDEGESTRANT26",
        "FDA approval of vepdegestrant, 1 May 2026",
        "2026",
        "two news reports; the note itself was not seen",
    ),  # fmt: skip
    _source("EVERA", "evERA: giredestrant with everolimus, application accepted", "2026", "trade report"),
    _source("FDA-CAPIVASERTIB23", "FDA approval of capivasertib with fulvestrant, 16 November 2023", "2023", NOTE),
    _source(
        "LBL-CAPIVASERTIB",
        "Capivasertib, product information (United States, Singapore)",
        "2023",
        "warnings on glucose, as printed by monograph sites",
    ),  # fmt: skip
    _source("SOLAR1", "SOLAR-1: alpelisib with fulvestrant", "2019", NOT_READ),
    _source(
        "VIKTORIA1",
        "VIKTORIA-1: gedatolisib with fulvestrant, with or without palbociclib",
        "2026",
        "trade reports; the decision due on 17 July 2026 was not found",
    ),  # fmt: skip
    _source(
        "POSTMONARCH",
        "Kalinsky and others: abemaciclib with fulvestrant after progression on a CDK4/6 inhibitor",
        "2025",
        "abstract",
        "doi:10.1200/JCO-24-02086",
    ),  # fmt: skip
    _source("FDA-TALAZOPARIB18", "FDA approval of talazoparib, 16 October 2018", "2018", NOTE),
    _source("OLYMPIAD", "OlympiAD: olaparib against chemotherapy", "2017", NOT_READ),
    _source(
        "DB06",
        "DESTINY-Breast06: trastuzumab deruxtecan after endocrine therapy",
        "2024",
        "figures in the approval note",
    ),  # fmt: skip
    _source(
        "LBL-TDXD",
        "Trastuzumab deruxtecan, US prescribing information",
        "2025",
        "indications and warnings on the maker's page",
    ),  # fmt: skip
    _source(
        "DB04",
        "DESTINY-Breast04: trastuzumab deruxtecan in HER2-low disease",
        "2022",
        "figures in the guideline update",
    ),  # fmt: skip
    _source(
        "FDA-SACITUZUMAB23",
        "FDA approval of sacituzumab govitecan in hormone receptor-positive disease, 3 February 2023",
        "2023",
        NOTE,
    ),  # fmt: skip
    _source(
        "FDA-DATO25",
        "FDA approval of datopotamab deruxtecan, 17 January 2025, and the European opinion of that month",
        "2025",
        NOTE,
    ),  # fmt: skip
    _source(
        "RIGHT-CHOICE",
        "Lu and others: RIGHT Choice, ribociclib with endocrine therapy against combination chemotherapy",
        "2024",
        "abstract",
        "doi:10.1200/JCO.24.00144",
    ),  # fmt: skip
    _source(
        "DILAURO15",
        "Di Lauro and others: GnRH analogues in metastatic breast cancer of men, pooled analysis",
        "2015",
        "abstract; year from memory",
    ),  # fmt: skip
)
_HER2 = (
    _source(
        "FDA-TDXD-PERTUZUMAB25",
        "FDA approval of trastuzumab deruxtecan with pertuzumab, 15 December 2025",
        "2025",
        NOTE,
    ),  # fmt: skip
    _source(
        "PATINA26",
        "PATINA: palbociclib in maintenance of hormone receptor-positive, HER2-positive disease",
        "2026",
        "summaries of the article",
    ),  # fmt: skip
    _source("HER2CLIMB05", "HER2CLIMB-05: tucatinib in maintenance", "2025", "society journal and trade reports"),
    _source(
        "LBL-TUCATINIB",
        "Tucatinib, US and Canadian indication",
        "2021",
        "as quoted by an information page and a database of approvals",
    ),  # fmt: skip
    _source("DB12", "DESTINY-Breast12: trastuzumab deruxtecan with brain metastases", "2024", NOT_READ),
    _source(
        "BREDIN20",
        "Bredin and others: systemic therapy of metastatic HER2-positive breast cancer, review",
        "2020",
        "abstract; year from memory",
    ),  # fmt: skip
    _source(
        "HER2-LATER",
        "Later lines against HER2: margetuximab, lapatinib, neratinib, trastuzumab with other chemotherapy",
        "2020",
        NOT_READ,
    ),  # fmt: skip
)
_TRIPLE_NEGATIVE = (
    _source(
        "ASCENT04",
        "Tolaney and others: ASCENT-04/KEYNOTE-D19, sacituzumab govitecan with pembrolizumab",
        "2026",
        "abstract (N Engl J Med 2026;394:354)",
    ),  # fmt: skip
    _source("FDA-SACITUZUMAB26", "FDA approval of sacituzumab govitecan in the first line, 24 June 2026", "2026", NOTE),
    _source("KEYNOTE355", "KEYNOTE-355: pembrolizumab with chemotherapy, final survival", "2022", "abstract"),
    _source(
        "FDA-DATO26", "FDA approval of datopotamab deruxtecan in triple-negative disease, 22 May 2026", "2026", NOTE
    ),
    _source(
        "FDA-SACITUZUMAB21",
        "FDA approval of sacituzumab govitecan in triple-negative disease, 7 April 2021",
        "2021",
        NOTE,
    ),  # fmt: skip
    _source("PLATINUM-BRCA", "Platinum in carriers of a BRCA variant", "2018", NOT_READ),
)
_SAFETY = (
    _source(
        "LBL-RIBOCICLIB-US",
        "Ribociclib, US prescribing information of 2017",
        "2017",
        "highlights, in a copy of the first edition",
    ),
    _source(
        "LBL-LETROZOLE",
        "Letrozole, US prescribing information",
        "edition not seen",
        "warning on bone effects as quoted by information pages",
    ),  # fmt: skip
    _source(
        "MHRA-ONJ11",
        "Drug Safety Update (United Kingdom), January 2011: bevacizumab, sunitinib and osteonecrosis of the jaw",
        "2011",
        "the article",
    ),  # fmt: skip
    _source(
        "TAMOXIFEN-CALCIUM81",
        "Tamoxifen-induced hypercalcaemia in breast cancer (Cancer 1981;47:2803)",
        "1981",
        "abstract",
    ),  # fmt: skip
    _source(
        "GNANT13",
        "Gnant and others: everolimus and bone in BOLERO-2 (J Natl Cancer Inst 2013;105:654)",
        "2013",
        "abstract",
    ),  # fmt: skip
    _source("CARE", "Good practice without a source of its own", "2026", NOT_READ),
)
SOURCES = (*_GUIDELINES, *_LUMINAL, *_HER2, *_TRIPLE_NEGATIVE, *_SAFETY)
