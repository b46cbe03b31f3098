"""Biopsy, receptors, bone markers, and blood at the start of metastatic disease."""

from osteon.engine.nodes import all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER, METASTATIC
from osteon.pathway.diagnostics import blood, tissue
from osteon.pathway.diagnostics.imaging import ALP, ALP_RAISED, IMAGED_RECENTLY, METASTATIC_NOW
from osteon.pathway.diagnostics.parameters import NTX_HIGH
from osteon.pathway.tumour.facts import AKT1, ESR1, GERMLINE_BRCA, PDL1_POSITIVE, PIK3CA, PTEN

_TABLE = "table on biopsy in the journal article"
_ASCO = "recommendations as reproduced by a guideline archive"

FIRST_METASTASIS = Recommendation(
    id="bx-first-metastasis",
    title="First metastasis: biopsy it",
    applies=all_of(BREAST_CANCER, METASTATIC_NOW),
    unless=tissue.BIOPSY_PLANNED,
    when=all_of(~tissue.METASTASIS_BIOPSIED, ~tissue.RECEPTORS_OF_METASTASIS, tissue.ACCESSIBLE),
    advise="Biopsy the metastasis that is easiest to reach, for histology and for ER, PR and HER2.",
    urgency="soon",
    evidence=(
        evidence("ABC4", f"{_TABLE}: a metastatic lesion, if easily accessible", "I/B, 98 % consensus", "primary"),
        evidence("ASCO15", f"recommendation 1, {_ASCO}", "standard of care", "secondary"),
        evidence("ESMO21", "biopsy at first metastasis, through a national adaptation", "strong", "secondary"),
        evidence("NCCN15", "biopsy at first recurrence", "guideline, outdated edition", "secondary"),
    ),
    purpose="Some first metastases are something else, and receptors change on the way.",
    misuse="Treatment of somebody in danger does not wait for it. A biopsy after metastases were seen counts as one of a "
    "metastasis unless it names the breast or the armpit. Whether a lesion is within reach is for whoever takes the biopsy.",
)

RETEST = Recommendation(
    id="bx-retest-receptors",
    title="Test the metastasis for ER, PR and HER2",
    applies=all_of(BREAST_CANCER, METASTATIC, tissue.METASTASIS_BIOPSIED),
    when=any_of(~tissue.ER_OF_METASTASIS, ~tissue.PR_OF_METASTASIS, ~tissue.HER2_OF_METASTASIS),
    advise="Have ER, PR and HER2 tested on the metastasis that was biopsied, or look for the report: not all three are on record "
    "since metastases were seen.",
    urgency="soon",
    evidence=(
        evidence("ABC4", f"{_TABLE}: at least once in the metastatic setting", "I/B, 98 % consensus", "primary"),
        evidence("ASCO15", f"recommendation 1, {_ASCO}", "on at least one metastasis", "secondary"),
        evidence(
            "SCHRIJVER18",
            "change between primary and metastasis: ER 19.3 %, PR 30.9 %, HER2 10.3 %",
            "meta-analysis, as quoted by a later article",
            "secondary",
        ),
    ),
    purpose="Receptors change in one to three of ten, and they choose the treatment.",
    misuse="A result that waits in another laboratory looks like none. Results count by their date or by the site of the specimen.",
)

BONE_CAUTION = Recommendation(
    id="bx-bone-caution",
    title="Receptor lost in bone: doubt the test first",
    applies=all_of(BREAST_CANCER, METASTATIC, tissue.BONE_BIOPSIED),
    when=any_of(tissue.ER_LOST, tissue.PR_LOST, tissue.HER2_LOST),
    advise="Ask the pathologist how the bone was decalcified before acting on the negative receptor. Prefer tissue "
    "decalcified by EDTA or not at all, or a metastasis outside bone.",
    urgency="soon",
    evidence=(
        evidence(
            "ASCO15",
            f"recommendation 1, {_ASCO}: attention to assay performance, bone above all",
            "careful attention",
            "secondary",
        ),
        evidence("ABC4", f"{_TABLE}: discuss bone with the pathologist", "I/B, 98 % consensus", "primary"),
        evidence(
            "VANES19",
            "abstract: EDTA left ER, PR and HER2 as they were, and in situ hybridisation failed in 1 of 16; acids altered ER and "
            "PR, and in situ hybridisation failed in 94 to 100 %",
            "laboratory study, 12 tumours, and paired metastases",
            "primary",
        ),
        evidence(
            "SCHRIJVER-EDTA",
            "abstract: nuclei stained for ER on average fewer after EDTA, agreement good overall",
            "laboratory study, 23 tumours",
            "primary",
        ),
    ),
    purpose="A receptor that acid has destroyed takes endocrine or HER2 treatment away from somebody who needs it.",
    misuse="A receptor can be truly lost. Only results written as positive or negative are compared, not shares of cells.",
)

OTHER_BIOMARKERS = Recommendation(
    id="bx-not-change-on-other-biomarkers",
    title="No change of treatment for a tissue biomarker alone",
    applies=all_of(BREAST_CANCER, tissue.CHANGE_DECIDED, METASTATIC),
    unless=any_of(*(shown(fact) for fact in (ESR1, PIK3CA, AKT1, PTEN, GERMLINE_BRCA, PDL1_POSITIVE))),
    when=shown(tissue.CHANGE_REASON.one_of("tissue-biomarker-alone")),
    advise="Do not change the systemic treatment for a tissue biomarker beyond ER, PR and HER2 alone; go by the course, the "
    "pictures and the patient's goals.",
    urgency="routine",
    evidence=(
        evidence(
            "ASCO15",
            "tissue biomarkers, pages of a guideline summary and archive",
            "moderate, low quality",
            "secondary",
        ),
    ),
    purpose="As of 2015 no other tissue marker had been shown to help when treatment was changed on it.",
    misuse="Later guidance acts on changes in PIK3CA, AKT1, PTEN and ESR1, on germline BRCA and on PD-L1; where one of these is "
    "on record this advice is silent and the systemic treatment says what follows.",
    asks=False,
)

NTX = Recommendation(
    id="btm-ntx-high",
    title="High bone resorption: high skeletal risk",
    applies=all_of(BREAST_CANCER, BONE_METASTASIS, known(blood.NTX)),
    when=shown(blood.NTX >= NTX_HIGH),
    advise="Read this high urinary N-telopeptide as a high risk of skeletal events in the coming months. It is an association, "
    "and no reason by itself to change the bone agent.",
    urgency="info",
    evidence=(
        evidence(
            "BROWN03",
            "abstract: skeletal event or death within 3 months 19.48 times (7.55-50.22) as likely from 100 nmol/mmol, 121 people",
            "prognostic cohort",
            "primary",
        ),
        evidence(
            "COLEMAN05",
            "abstract: moderate and high levels, twice the skeletal complications and progression; death 4 to 6 times (high) and "
            "2 to 4 times (moderate), 1824 people",
            "exploratory analysis of trials",
            "primary",
        ),
        evidence("ASCO17", "markers to monitor bone agents: not for routine use", "guideline", "primary"),
    ),
    purpose="It names who needs an eye on pain, fracture and calcium.",
    misuse="Guidelines advise against routine use. The level changes with the hour, with fasting and with supplements; a bone "
    "agent lowers it, by at least 30 to 40 % after 3 months in a laboratory's handbook.",
    shows=(blood.NTX_LEVEL,),
    asks=False,
)

ALP_RISE = Recommendation(
    id="lab-alp-rise",
    title="Raised alkaline phosphatase, normal gamma-GT: think of bone",
    applies=all_of(BREAST_CANCER, shown(ALP_RAISED), ~BONE_METASTASIS),
    unless=IMAGED_RECENTLY,
    when=blood.GGT <= blood.GGT_UPPER,
    advise="Take bone as the likely source of the raised alkaline phosphatase: check bone alkaline phosphatase, and image the "
    "skeleton if nothing else explains it.",
    urgency="routine",
    evidence=(
        evidence("OSTEON", "expert opinion; the reading of the pair is usual practice", "no guideline", "derived"),
        evidence(
            "GGT76",
            "abstract: 61 people with liver or bone disease, gamma-GT together with electrophoresis finds the source",
            "cohort",
            "primary",
        ),
        evidence(
            "FLARE88", "abstract: bone isoenzyme rises for a while when metastases heal", "cohort, 53 people", "primary"
        ),
    ),
    purpose="It tells whether to look at the liver or at the skeleton.",
    misuse="A fracture that heals, low vitamin D, Paget's disease and a bone agent move it as well. It is compared with the limits "
    "of the report only.",
    shows=(ALP,),
)

BASELINE = Recommendation(
    id="lab-mbc-baseline",
    title="New metastatic disease: complete the blood tests",
    applies=all_of(BREAST_CANCER, METASTATIC_NOW),
    when=~blood.BASELINE_COMPLETE,
    advise="Complete the blood tests at the start of metastatic disease: blood count, liver tests with alkaline phosphatase, "
    "creatinine, calcium and albumin.",
    urgency="routine",
    evidence=(
        evidence(
            "ABC4", "table on image and disease assessment: haematology and biochemistry", "II/A, 67 %", "primary"
        ),
        evidence(
            "NCCN15",
            "blood count, liver tests, alkaline phosphatase; creatinine, calcium and albumin come with bone agents",
            "guideline, outdated edition",
            "secondary",
        ),
    ),
    purpose="Every later change of liver, marrow, kidney and calcium is measured against it.",
    misuse="Results older than the windows of each test do not count; results from elsewhere may not reach this record.",
)
