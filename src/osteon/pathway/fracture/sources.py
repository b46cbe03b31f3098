"""Sources on the risk of fracture, with what of each was read."""

from osteon.engine.rules import Source

_ABSTRACT = "abstract"

SOURCES = (
    Source(
        id="MIRELS89",
        title="Mirels: scoring system for metastatic disease in long bones",
        year="1989",
        identifier="Clin Orthop 1989;249:256-64",
        read="through later papers; not read",
    ),
    Source(
        id="DAMRON03",
        title="Damron and others: critical evaluation of Mirels' rating",
        year="2003",
        identifier="PMID 14600611",
        read=_ABSTRACT,
    ),
    Source(
        id="EVANS08",
        title="Evans and others: Mirels' rating for the humerus",
        year="2008",
        identifier="doi:10.1007/s11999-008-0200-0",
        read=_ABSTRACT,
    ),
    Source(
        id="VANDERLINDEN04",
        title="van der Linden and others: fracture risk of femoral metastases",
        year="2004",
        identifier="J Bone Joint Surg Br 2004;86:566-73, PMID 15174555",
        read=_ABSTRACT,
    ),
    Source(
        id="MSTS20",
        title="MSTS, ASTRO and ASCO: metastatic carcinoma and myeloma of the femur",
        year="2020",
        identifier="",
        read="guideline summary",
    ),
    Source(
        id="CTFRACTURE14",
        title="Tatar and others: fractures after radiotherapy of long-bone metastases, CT-based simulation",
        year="2014",
        identifier="Radiat Oncol 2014;9:227, doi:10.1186/s13014-014-0227-1, PMID 25319635",
        read=_ABSTRACT,
    ),
    Source(
        id="VANDERWAL20",
        title="van der Wal and others: axial cortical involvement in femoral metastases, validation",
        year="2020",
        identifier="Radiother Oncol 2020;144:59-64",
        read=_ABSTRACT,
    ),
    Source(
        id="NAZARIAN15",
        title="Nazarian and others: treatment planning and fracture prediction with CT-based rigidity analysis",
        year="2015",
        identifier="Clin Cancer Res 2015",
        read="abstract; the cut-off of the loss of rigidity does not stand in it",
    ),
    Source(
        id="SNYDER09",
        title="Snyder and others: prediction of vertebral fracture in breast cancer by CT-based rigidity analysis",
        year="2009",
        identifier="Clin Cancer Res 2009;15:7676-83",
        read=_ABSTRACT,
    ),
    Source(
        id="EGGERMONT18",
        title="Eggermont and others: finite element models against clinicians for femoral metastases",
        year="2018",
        identifier="Bone Joint Res 2018;7:430-9, doi:10.1302/2046-3758.76.BJR-2017-0325.R2",
        read=_ABSTRACT,
    ),
    Source(
        id="MACNIOCAILL11",
        title="Mac Niocaill and others: variability between and within observers of Mirels' score",
        year="2011",
        identifier="Int Orthop 2011, doi:10.1007/s00264-009-0941-8",
        read=_ABSTRACT,
    ),
    Source(
        id="HUMERUS23",
        title="Prediction of pathological fracture of humeral metastases",
        year="2023",
        identifier="PMC10132712, PMID 37123507",
        read=_ABSTRACT,
    ),
    Source(
        id="MODMIRELS23",
        title="Amendola and others: a modified site item of Mirels' score for the proximal femur",
        year="2023",
        identifier="BMC Musculoskelet Disord 2023, doi:10.1186/s12891-023-06182-7",
        read="abstract; the map of 32 positions was not seen",
    ),
    Source(
        id="HARRINGTON",
        title="Harrington: criteria of impending fracture",
        year="",
        identifier="",
        read="as listed on a radiology teaching page that cites a review of 2014; the original was not read",
    ),
    Source(
        id="BOAST22",
        title="British Orthopaedic Association and British Orthopaedic Oncology Society: management of metastatic bone "
        "disease, BOAST standard",
        year="2022",
        identifier="",
        read="page of the standard, as far as standard 8",
    ),
    Source(
        id="BOOS15",
        title="British Orthopaedic Oncology Society and British Orthopaedic Association: metastatic bone disease, a guide to "
        "good practice",
        year="2015",
        identifier="",
        read="not read",
    ),
    Source(
        id="BASO99",
        title="British Association of Surgical Oncology: management of metastatic bone disease from breast cancer, guideline",
        year="1999",
        identifier="Eur J Surg Oncol 1999;25:3-23, PMID 10188849",
        read=_ABSTRACT,
    ),
    Source(
        id="MULLER15",
        title="Müller and Capanna: surgical treatment of pelvic bone metastases",
        year="2015",
        identifier="Adv Orthop 2015, article 525363",
        read="abstract of the review",
    ),
)
