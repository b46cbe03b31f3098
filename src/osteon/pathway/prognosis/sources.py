"""Papers behind the scores and the cohorts, with what of each was read."""

from osteon.engine.rules import Source

__all__ = ["SOURCES"]

ABSTRACT = "abstract"


def _source(id: str, title: str, year: str, identifier: str, read: str) -> Source:
    return Source(id=id, title=title, year=year, identifier=identifier, read=read)


_SCORES = (
    _source(
        "TOKUHASHI05",
        "Tokuhashi and others: revised scoring system for metastatic spine tumour prognosis",
        "2005",
        "Spine 2005;30:2186-91",
        "table as reproduced in NICE CG75, appendix 3, the missing cells from two other pages; paper not read",
    ),
    _source(
        "TOKUHASHI-REVIEW16",
        "Review of the predictive accuracy of the revised Tokuhashi score",
        "2016",
        "Eur Spine J 2016",
        "abstract; authors and pages not noted",
    ),
    _source(
        "TOMITA01",
        "Tomita and others: surgical strategy for spinal metastases",
        "2001",
        "Spine 2001;26:298-306, PMID 11224867",
        "factors, points and bands of treatment as two public programs print them; survival of the groups not read",
    ),
    _source(
        "VANDERLINDEN05",
        "Van der Linden and others: prediction of survival in painful spinal metastases, Dutch Bone Metastasis Study",
        "2005",
        "Cancer 2005;103:320-8, PMID 15593360",
        "abstract, and the points on a page of medical formulas; the medians of the groups wait for a clinician, as two readings differ",
    ),
    _source(
        "BOLLEN14",
        "Bollen and others: prognostic factors in symptomatic spinal bone metastases, 1043 people",
        "2014",
        "Neuro Oncol 2014;16:991-8, PMID 24470544",
        "abstract and pages of the thesis; the flow chart itself was not seen, so the middle group is from memory",
    ),
    _source(
        "BOLLEN-THESIS",
        "Bollen: predicting survival in patients with spinal bone metastases, thesis",
        "2017",
        "chapter VI, six models compared; year of the thesis from memory",
        "abstract page and method pages of the chapter",
    ),
    _source(
        "WILLEUMIER18",
        "Willeumier and others: easy-to-use prognostic model for symptomatic long bone metastases",
        "2018",
        "J Bone Joint Surg Am 2018;100, doi:10.2106/JBJS.16.01514",
        "abstract; the flow chart that leads to the four groups was not seen, so it is not computed here",
    ),
    _source(
        "KATAGIRI14",
        "Katagiri and others: new prognostic factors and scoring system for skeletal metastasis",
        "2014",
        "Cancer Med 2014;3:1359-67, PMID 25044999",
        "abstract; points and cut-offs as a public program prints them, which took them from the open article",
    ),
    _source(
        "KUBOTA19",
        "Kubota and others: validation of the Katagiri score in people treated with radiotherapy",
        "2019",
        "Radiat Oncol 2019;14:13",
        "abstract; it names four time points and prints three figures, so none is repeated here",
    ),
    _source(
        "NESMS15",
        "Ghori and others: predictive score after surgery for spinal metastases (New England Spinal Metastasis Score)",
        "2015",
        "Spine J 2015",
        "weights of the three items through a summary by a trade journal; cut-offs of the items not seen",
    ),
    _source(
        "NESMS21",
        "Schoenfeld and others: prospective validation of the New England Spinal Metastasis Score",
        "2021",
        "Spine J 2021;21:28-36, doi:10.1016/j.spinee.2020.02.009",
        ABSTRACT,
    ),
    _source(
        "NESMS22",
        "Schoenfeld and others: the New England Spinal Metastasis Score compared with older scores",
        "2022",
        "Spine J 2022;22:39-48, PMID 33741509",
        ABSTRACT,
    ),
    _source(
        "BAUER08",
        "Leithner and others: predictive value of seven prognostic scoring systems for spinal metastases (modified Bauer)",
        "2008",
        "Eur Spine J 2008;17:1488-95, doi:10.1007/s00586-008-0763-1",
        "introduction and methods; items and bands through a page for surgeons and a public program",
    ),
    _source(
        "MAKITA23",
        "Makita and others: prognostic assessment of radiotherapy for bone metastases from breast cancer",
        "2023",
        "Oncol Lett 2023;25:188, doi:10.3892/ol.2023.13775",
        "abstract without its end: points were read, groups of points and their survival were not",
    ),
    _source(
        "PATHFX20",
        "Anderson and others: PATHFx 3.0, survival in metastatic bone disease",
        "2020",
        "Clin Orthop Relat Res 2020;478:808-18",
        "abstract; the networks are not open and are not computed here",
    ),
    _source(
        "SORG", "SORG machine-learning tools for surgery of spinal metastases", "", "", "existence of the web tools"
    ),
    _source(
        "BMETS", "Alcorn and others: bone metastases ensemble trees for survival", "", "", "existence of a web tool"
    ),
    _source(
        "DUTCH18",
        "Summary of the Dutch guideline on spinal metastases",
        "2018",
        "Eur J Cancer 2018;104:81-90, doi:10.1016/j.ejca.2018.08.028",
        ABSTRACT,
    ),
)

_COHORTS = (
    _source(
        "WANG19",
        "Wang and others: metastatic site and survival in newly diagnosed stage IV breast cancer",
        "2019",
        "BMC Cancer 2019;19:1091, doi:10.1186/s12885-019-6311-z",
        "abstract and a summary by a third party; the paper's own tables were not read",
    ),
    _source(
        "GONG18",
        "Gong and others: bone metastases at diagnosis of breast cancer",
        "2018",
        "Cancer Med 2018;7:4156",
        ABSTRACT,
    ),
    _source(
        "SEER20",
        "Stage IV breast cancer with bone metastases in the SEER registries",
        "2020",
        "BMC Cancer 2020, s12885-020-07593-8",
        "abstract; authors not noted",
    ),
    _source(
        "TASKINDOUST21",
        "Taskindoust and others: survival in de novo metastatic breast cancer",
        "2021",
        "Ann Surg Oncol 2021;28:7441",
        ABSTRACT,
    ),
    _source(
        "CARDOSO20",
        "Cardoso and others: fifth ESO-ESMO consensus on advanced breast cancer, figures on survival",
        "2020",
        "ABC5",
        "figures on survival in the consensus text",
    ),
    _source(
        "ACS-SURVIVAL",
        "American Cancer Society: five-year relative survival by stage",
        "",
        "",
        "figures as an insurer's page quotes them",
    ),
    _source(
        "LEE11", "Lee and others: bone-only metastatic breast cancer", "2011", "Cancer Res Treat 2011;43", ABSTRACT
    ),
    _source("GANGNAM13", "Bone-only metastatic breast cancer, Gangnam", "2013", "Yonsei Med J 2013;54:1168", ABSTRACT),
    _source("TIANJIN19", "Bone-only metastatic breast cancer, Tianjin", "2019", "Chin J Clin Oncol 2019", ABSTRACT),
    _source("GIFU", "Bone-only and visceral metastases compared, Gifu", "", "Arch Breast Cancer", ABSTRACT),
    _source(
        "ROSS03", "Ross and others: bisphosphonates in metastatic cancer, review", "2003", "BMJ 2003;327:469", ABSTRACT
    ),
    _source("BODY04", "Body and others: oral ibandronate", "2004", "Br J Cancer 2004;90:1133", ABSTRACT),
    _source("LIPTON00", "Lipton and others: pamidronate in breast cancer with bone metastases", "2000", "", "not read"),
    _source(
        "KOHNO05", "Kohno and others: zoledronic acid against placebo, Japan", "2005", "J Clin Oncol 2005", "not read"
    ),
    _source(
        "STOCKHOLM14",
        "Distant metastasis after breast cancer, Stockholm 1990-2006",
        "2014",
        "Br J Cancer 2014, PMC3950882",
        ABSTRACT,
    ),
    _source(
        "NETHERLANDS17", "Recurrence of breast cancer, Netherlands", "2017", "PMC5602040", "abstract; year not noted"
    ),
    _source("LIU21", "Liu and others: risk factors for bone metastasis", "2021", "Ann Palliat Med 2021", ABSTRACT),
)

SOURCES = _SCORES + _COHORTS
