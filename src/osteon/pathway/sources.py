"""Guidelines, labels and papers that the pathway rests on, each once, with what of it was really read.

`read` is honest on purpose: almost everything was read as an abstract, a summary or a copy, and a site should check
doses, holds and thresholds against the current primary text before it relies on them.
"""

from osteon.engine.rules import Source

__all__ = ["SOURCES"]

ABSTRACT = "abstract"
SUMMARY = "summary by a third party"
COPY = "copy of the label text, revision date not seen"
MEMORY = "not read; bibliographic details from memory"


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

_BONE_AGENTS = (
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
        "ASCO07", "Harris and others: tumour markers in breast cancer, ASCO update", "2007", "", SUMMARY + ", in part"
    ),
    _source(
        "CALGB70604",
        "Himelstein and others: longer-interval against standard dosing of zoledronic acid",
        "2017",
        "doi:10.1001/jama.2016.19425, PMID 28030702",
        ABSTRACT,
    ),
    _source(
        "OPTIMIZE2",
        "Hortobagyi and others: continued zoledronic acid every 4 or every 12 weeks",
        "2017",
        "doi:10.1001/jamaoncol.2016.6316, PMID 28125763",
        ABSTRACT,
    ),
    _source(
        "ZOOM",
        "Amadori and others: zoledronic acid every 12 weeks after about a year of monthly treatment",
        "2013",
        "doi:10.1016/S1470-2045(13)70174-8",
        "summary; first author from memory",
    ),
    _source(
        "REACT-BTA",
        "Clemons and others: bone-targeted agents every 4 or every 12 weeks",
        "2021",
        "J Bone Oncol 2021;30:100388",
        ABSTRACT,
    ),
    _source(
        "REDUSE", "SAKK 96/12: reduced dosing of denosumab", "2025", "NCT02051218", "registry copies; no results posted"
    ),
    _source(
        "STOPECK10",
        "Stopeck and others: denosumab against zoledronic acid in breast cancer with bone metastases",
        "2010",
        "J Clin Oncol 2010;28:5132-9",
        MEMORY,
    ),
    _source(
        "MARTIN12",
        "Martin and others: denosumab in breast cancer with bone metastases, further results",
        "2012",
        "Clin Cancer Res 2012;18:4841-9",
        "abstract; first author from memory",
    ),
    _source(
        "ZICE14",
        "Barrett-Lee and others: oral ibandronic acid against zoledronic acid",
        "2014",
        "Lancet Oncol 2014;15:114-22",
        "report in a society's journal (ASCO Post), and the beginning of the abstract; the figures were not read",
    ),
    _source(
        "AAPRO08",
        "Aapro and others: bisphosphonates in solid tumours, expert panel",
        "2008",
        "Ann Oncol 2008;19:420-32",
        "table on the kidney as reprinted in a review (PMC3459591)",
    ),
    _source("PAMID-MONO", "Pamidronate drug monograph", "2024", "", "monograph text"),
    _source(
        "BIOSIMILARS",
        "Notes on denosumab biosimilars in the United States",
        "2025",
        "",
        "trade press and law firm notes",
    ),
)

_JAW_AND_FEMUR = (
    _source(
        "MASCC19",
        "Yarom and others: medication-related osteonecrosis of the jaw, MASCC, ISOO and ASCO guideline",
        "2019",
        "J Clin Oncol 2019;37:2270-90",
        "abstract; grades and details through summaries by third parties",
    ),
    _source(
        "ASBMR13",
        "Shane, Burr and others: atypical femoral fractures, second task force report",
        "2014",
        "J Bone Miner Res 2014;29:1-23",
        "the case definition",
    ),
    _source(
        "ECTS20",
        "Tsourdi and others: fracture risk and management after stopping denosumab, ECTS",
        "2021",
        "J Clin Endocrinol Metab 2021;106:264",
        ABSTRACT,
    ),
    _source("NPRA17", "Malaysian regulator: multiple vertebral fractures after stopping Xgeva", "2017", "", "notice"),
)

_CALCIUM = (
    _source(
        "ES23",
        "El-Hajj Fuleihan and others: treatment of hypercalcaemia of malignancy in adults, Endocrine Society",
        "2023",
        "doi:10.1210/clinem/dgac621, PMID 36545746",
        "society page with the recommendations and their grades",
    ),
    _source(
        "SEISA22",
        "Seisa and others: systematic review beside the Endocrine Society guideline",
        "2022",
        "doi:10.1210/clinem/dgac631",
        ABSTRACT,
    ),
    _source(
        "WALSH16",
        "Walsh, Gittoes and Selby: emergency management of acute hypercalcaemia, Society for Endocrinology",
        "2016",
        "Endocr Connect 2016;5:G9-G11",
        "severity bands and clinical features on the journal's page",
    ),
    _source(
        "CROWLEY13",
        "Crowley and Gittoes: how to approach hypercalcaemia",
        "2013",
        "Clin Med 2013;13:287-90",
        "key points and introduction of the open article; pages from memory",
    ),
    _source(
        "STERNLICHT15",
        "Sternlicht and Glezerman: hypercalcaemia of malignancy and new treatment options",
        "2015",
        "Ther Clin Risk Manag 2015;11:1779-88; treatment table doi:10.2217/fon.15.232",
        "review text in part",
    ),
    _source(
        "CTCAE5",
        "National Cancer Institute: Common Terminology Criteria for Adverse Events",
        "2017",
        "",
        "grades through a handbook (version 4.03) and criteria pages whose version was not confirmed",
    ),
    _source(
        "SMITH18",
        "Smith, Wilson and Schneider: misclassification of calcium status by albumin adjustment",
        "2018",
        "doi:10.1373/clinchem.2018.291377",
        ABSTRACT,
    ),
    _source("ALBERTA25", "Cohort of 22,658 adults: adjusted, total and ionised calcium compared", "2025", "", SUMMARY),
    _source(
        "PAYNE73",
        "Payne and others: interpretation of serum calcium in patients with abnormal serum proteins",
        "1973",
        "BMJ 1973;4:643-6",
        "citation; the formula as labels and textbooks print it",
    ),
    _source(
        "LIAN18",
        "Lian and Asberg: should total calcium be adjusted for albumin?",
        "2018",
        "BMJ Open 2018;8:e017703",
        ABSTRACT,
    ),
    _source(
        "BMJ-BP",
        "BMJ Best Practice and a textbook article: severity bands of hypercalcaemia",
        "2023",
        "",
        "criteria pages",
    ),
    _source(
        "SFE-LOW-CALCIUM16",
        "Turner, Gittoes and Selby: emergency management of acute hypocalcaemia, Society for Endocrinology",
        "2016",
        "Endocr Connect 2016;5:G7-G8",
        "causes, tests and the beginning of treatment on the journal's page; last page from memory",
    ),
    _source(
        "BMJBP-HYPOPARA",
        "BMJ Best Practice: hypoparathyroidism, approach to diagnosis",
        "",
        "topic 132",
        "page in part",
    ),
    _source(
        "BODY15",
        "Body and others: hypocalcaemia in patients with bone metastases treated with denosumab",
        "2015",
        "Eur J Cancer 2015",
        "abstract; journal and year from memory",
    ),
    _source(
        "DEBOER14",
        "De Boer and others: risk of hypocalcaemia with denosumab",
        "2014",
        "COSA 2014, abstract 94",
        ABSTRACT,
    ),
    _source(
        "JPN24",
        "Cohort of 524: hypocalcaemia with denosumab by kidney function",
        "2024",
        "doi:10.1186/s12885-024-11942-2",
        "article text in part",
    ),
    _source(
        "KINOSHITA16",
        "Kinoshita and others: alkaline phosphatase and hypocalcaemia with denosumab",
        "2016",
        "Endocr J 2016, EJ16-0003",
        ABSTRACT,
    ),
)

_KIDNEY = (
    _source(
        "INKER21",
        "Inker and others: new creatinine- and cystatin C-based equations without race",
        "2021",
        "N Engl J Med 2021;385:1737-49",
        "the equation as two kidney institutes print it",
    ),
    _source(
        "COCKCROFT76",
        "Cockcroft and Gault: prediction of creatinine clearance from serum creatinine",
        "1976",
        "Nephron 1976;16:31-41",
        "the equation as labels and textbooks print it; paper not read",
    ),
)

_LABELS = (
    _source(
        "LBL-ZA-US",
        "Zometa (zoledronic acid), United States prescribing information",
        "",
        "",
        COPY + "; the hypercalcaemia indication also in the open label data of the FDA, September 2026",
    ),
    _source(
        "LBL-ZA-EU",
        "Zometa (zoledronic acid), European and British product information",
        "",
        "",
        COPY + "; pregnancy once more in the text of an Asian country",
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
    _source("LBL-PAM", "Pamidronate, United States prescribing information", "", "", COPY),
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

_IMAGING = (
    _source(
        "YANG11",
        "Yang and others: FDG PET, CT, MRI and bone scintigraphy for bone metastases",
        "2011",
        "Eur Radiol 2011;21:2604-17, doi:10.1007/s00330-011-2221-4",
        ABSTRACT,
    ),
    _source(
        "ZAMANIAN23",
        "Zamanian and others: FDG PET, NaF PET and scintigraphy in breast cancer",
        "2023",
        "J Imaging 2023;9:274, doi:10.3390/jimaging9120274",
        ABSTRACT,
    ),
    _source("WU11", "Wu and others: whole-body MRI for bone metastases", "2011", "doi:10.1002/jmri.22608", ABSTRACT),
    _source(
        "SURGONCOL13",
        "Whole-body MRI against scintigraphy, meta-analysis",
        "2013",
        "Surg Oncol 2013;22:261-6, PMID 24210143",
        ABSTRACT,
    ),
    _source(
        "GERKE25",
        "Gerke and others: imaging of bone metastases in breast cancer, network meta-analysis",
        "2025",
        "Semin Nucl Med 2025;55:137-51",
        "record only; numbers not seen",
    ),
    _source(
        "PETCT23",
        "Prospective cohort of 410: FDG PET/CT against scintigraphy at staging",
        "2023",
        "PMC10400135",
        ABSTRACT,
    ),
    _source(
        "HEINDEL14",
        "Heindel and others: diagnostic imaging of bone metastases",
        "2014",
        "Dtsch Arztebl 2014",
        "article text in part",
    ),
    _source(
        "MDA13",
        "Hayashi and others: MD Anderson bone response criteria",
        "2013",
        "Clin Breast Cancer 2013;13:24-30, PMID 23098575; also doi:10.7150/jca.1.80",
        "table of criteria",
    ),
    _source(
        "RECIST11",
        "Eisenhauer and others: response criteria in solid tumours, version 1.1",
        "2009",
        "Eur J Cancer 2009;45:228-47",
        "through later reviews",
    ),
    _source(
        "PERCIST",
        "Wahl and others: response criteria for PET",
        "2009",
        "J Nucl Med 2009;50 Suppl 1:122S-50S",
        "article text in part",
    ),
    _source(
        "FLARE88",
        "Coleman and others: bone scan flare predicts successful therapy",
        "1988",
        "J Nucl Med 1988;29:1354-9",
        "abstract; authors and pages from memory",
    ),
    _source("FLARE99", "Markers of the bone scan flare", "1999", "Clin Nucl Med 1999;24:15-20, PMID 9890487", ABSTRACT),
    _source("ACR-SUMMARY", "Appropriateness criteria of the American College of Radiology", "", "", SUMMARY),
    _source(
        "CHEN14",
        "Chen and others: baseline bone scans in early breast cancer",
        "2014",
        "J Exp Clin Cancer Res 2014;33:28",
        ABSTRACT,
    ),
    _source(
        "ECIBC", "European Commission Initiative on Breast Cancer: staging in stage III", "", "", "recommendation page"
    ),
    _source("ESMO-EBC", "Cardoso 2019 and Loibl 2024: early breast cancer, ESMO guideline", "2024", "", MEMORY),
    _source(
        "SCHRIJVER18",
        "Schrijver and others: receptor change between primary tumour and metastasis",
        "2018",
        "through doi:10.1007/s10549-020-05746-8",
        "figures as quoted by a later article",
    ),
)

_MARKERS = (
    _source(
        "BROWN03",
        "Brown and others: bone resorption predicts skeletal complications",
        "2003",
        "Br J Cancer 2003;89:2031-7, PMID 14647134",
        ABSTRACT,
    ),
    _source(
        "COLEMAN05",
        "Coleman and others: bone markers and outcome under bisphosphonates",
        "2005",
        "J Clin Oncol 2005;23:4925-35",
        "abstract; pages from memory",
    ),
    _source(
        "NTX13", "Normal N-telopeptide under zoledronic acid, exploratory analysis", "2013", "PMID 23219232", ABSTRACT
    ),
    _source(
        "CHO20",
        "Cho and others: reference intervals of bone turnover markers",
        "2020",
        "J Bone Metab 2020;27(1)",
        ABSTRACT,
    ),
)

_SPINE = (
    _source(
        "NG234",
        "NICE NG234: spinal metastases and metastatic spinal cord compression",
        "2023",
        "",
        "single recommendations as quoted by others, and the BMJ summary (BMJ 2023;383:p1973)",
    ),
    _source(
        "NICE-QS56", "NICE QS56: metastatic spinal cord compression, quality standard", "2014", "", "statements 3 and 6"
    ),
    _source(
        "WMPC-MSCC",
        "West Midlands Palliative Care Physicians: metastatic spinal cord compression, in the guide to symptom control",
        "",
        "westmidspallcare.co.uk",
        "the page, which repeats NICE CG75: 16 mg a day, lowered step by step after surgery or the start of radiotherapy; the end of "
        "the page was not seen",
    ),
    _source(
        "LETTER14",
        "Letter on corticosteroids in brain metastases and cord compression, with an audit of a hospice in Plymouth",
        "2014",
        "Clin Med 2014, PMC4954510",
        "the letter: tail off over 4 to 6 weeks after radiotherapy or surgery; 40 % of the people on steroids had side effects",
    ),
    _source(
        "WOS13",
        "West of Scotland guidelines for malignant spinal cord compression (2007, updated 2013)",
        "2013",
        "",
        "tables of contents only: which parts of care have a chapter",
    ),
    _source(
        "BMJBP-MSCC",
        "BMJ Best Practice: malignant spinal cord compression",
        "2023",
        "topic 3000286",
        "page on complications, and the beginning of the page on treatment",
    ),
    _source(
        "CHRISTIE-MSCC",
        "The Christie (cancer centre, Manchester): management of metastatic spinal cord compression",
        "",
        "christie.nhs.uk",
        "page for professionals on management, and the list of its guidelines",
    ),
    _source(
        "SINS10",
        "Fisher and others: spinal instability neoplastic score",
        "2010",
        "doi:10.1097/BRS.0b013e3181e16ae2",
        "through validation papers and reviews",
    ),
    _source(
        "FOURNEY11",
        "Fourney and others: reliability and validity of the spinal instability score",
        "2011",
        "doi:10.1200/JCO.2010.34.3897, PMID 21709187",
        ABSTRACT,
    ),
    _source(
        "BILSKY10",
        "Bilsky and others: reliability of the epidural cord compression scale",
        "2010",
        "doi:10.3171/2010.3.SPINE09459, PMID 20809724",
        ABSTRACT,
    ),
    _source(
        "PATCHELL05",
        "Patchell and others: surgery with radiotherapy against radiotherapy for cord compression",
        "2005",
        "Lancet 2005;366:643-8, doi:10.1016/S0140-6736(05)66954-1",
        ABSTRACT,
    ),
    _source(
        "SCORAD19",
        "Hoskin and others: single-fraction against multi-fraction radiotherapy for cord compression",
        "2019",
        "JAMA 2019;322:2084-94, doi:10.1001/jama.2019.17913",
        ABSTRACT,
    ),
    _source(
        "RADES18",
        "Rades and others: radiotherapy for cord compression",
        "2018",
        "doi:10.1186/s13014-018-0968-3",
        ABSTRACT,
    ),
)

_RADIOTHERAPY = (
    _source(
        "ASTRO24",
        "Alcorn and others: external beam radiation for painful bone metastases, ASTRO guideline",
        "2024",
        "doi:10.1016/j.prro.2024.04.018, PMID 38788923",
        ABSTRACT,
    ),
    _source(
        "ASTRO17",
        "Lutz and others: palliative radiation for bone metastases, ASTRO update",
        "2017",
        "doi:10.1016/j.prro.2016.08.001",
        ABSTRACT,
    ),
    _source(
        "CHOW14",
        "Chow and others: single against multiple fractions for repeat irradiation",
        "2014",
        "Lancet Oncol 2014;15:164-71, doi:10.1016/S1470-2045(13)70556-4",
        ABSTRACT,
    ),
    _source(
        "GILLESPIE24",
        "Gillespie and others: prophylactic radiation for high-risk bone metastases",
        "2024",
        "doi:10.1200/JCO.23.00753, PMID 37748124",
        ABSTRACT,
    ),
)

_FRACTURE = (
    _source(
        "MIRELS89",
        "Mirels: scoring system for metastatic disease in long bones",
        "1989",
        "Clin Orthop 1989;249:256-64",
        "through later papers; not read",
    ),
    _source("DAMRON03", "Damron and others: critical evaluation of Mirels' rating", "2003", "PMID 14600611", ABSTRACT),
    _source(
        "EVANS08", "Evans and others: Mirels' rating for the humerus", "2008", "doi:10.1007/s11999-008-0200-0", ABSTRACT
    ),
    _source(
        "VANDERLINDEN04",
        "van der Linden and others: fracture risk of femoral metastases",
        "2004",
        "J Bone Joint Surg Br 2004;86:566-73, PMID 15174555",
        ABSTRACT,
    ),
    _source(
        "MSTS20", "MSTS, ASTRO and ASCO: metastatic carcinoma and myeloma of the femur", "2020", "", "guideline summary"
    ),
)

SOURCES: tuple[Source, ...] = (
    *_PRODUCT,
    *_BONE_AGENTS,
    *_JAW_AND_FEMUR,
    *_CALCIUM,
    *_KIDNEY,
    *_LABELS,
    *_IMAGING,
    *_MARKERS,
    *_SPINE,
    *_RADIOTHERAPY,
    *_FRACTURE,
)
