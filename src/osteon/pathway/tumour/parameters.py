"""Cut-points of receptors, and how long a dose or a result speaks for today."""

from osteon.engine.nodes import Parameter
from osteon.pathway.asking import parameter


def _default(id: str, value: str, label: str) -> Parameter:
    return parameter(id, value, "d", "OSTEON", "product default; no source", "2026", "derived", label)


RECEPTOR_POSITIVE = parameter(
    "receptor-positive-share",
    "1",
    "%",
    "ASCO-CAP20",
    "abstract: positive from 1% of tumour nuclei, negative below",
    "2020",
    "primary",
    "share of stained nuclei from which a hormone receptor is positive",
)
RECEPTOR_LOW = parameter(
    "receptor-low-share",
    "10",
    "%",
    "ASCO-CAP20",
    "abstract: 1 to 10% is reported as low positive",
    "2020",
    "primary",
    "share of stained nuclei up to which a positive oestrogen receptor is called low",
)
CPS_POSITIVE = parameter(
    "pdl1-cps-positive",
    "10",
    "{score}",
    "LBL-PEMBROLIZUMAB",
    "indication in triple-negative breast cancer (label text as quoted in a database of approvals)",
    "2025",
    "secondary",
    "PD-L1 combined positive score from which pembrolizumab is an option",
)
MENOPAUSE_AGE = parameter(
    "menopause-age",
    "60",
    "a",
    "INAVO121-PAGE",
    "eligibility criteria: postmenopausal at 60 years or older",
    "edition not seen",
    "secondary",
    "age from which a woman is taken as postmenopausal",
)

ORAL_WINDOW = _default(
    "oral-cancer-drug-window", "100", "time after a dose or supply for which a drug by mouth is current (three months)"
)
INFUSION_WINDOW = _default(
    "infusion-cancer-drug-window", "42", "time after a dose for which a drug by vein or injection is current (6 weeks)"
)
SUPPRESSION_WINDOW = _default(
    "ovarian-suppression-window", "98", "time after an injection for which the ovaries count as suppressed (14 weeks)"
)
HER2_TOGETHER = _default(
    "her2-specimen-window", "42", "time within which HER2 results belong to one specimen (6 weeks)"
)
LINE_LEAD = _default(
    "line-lead",
    "30",
    "time before metastatic disease was first recorded from which a treatment counts as treatment of it",
)
ESR1_LEAD = _default(
    "esr1-lead", "30", "time before a progression or a new line for which an ESR1 test still belongs to it"
)
ADJUVANT_GAP = parameter(
    "adjuvant-endocrine-gap",
    "365",
    "d",
    "ABC4",
    "table of definitions: relapse on adjuvant endocrine therapy or within 12 months of completing it",
    "2018",
    "primary",
    "time after adjuvant endocrine therapy within which a relapse counts as resistance",
)
EARLY_RELAPSE = parameter(
    "early-relapse",
    "730",
    "d",
    "ABC4",
    "table of definitions: relapse in the first 2 years of adjuvant endocrine therapy",
    "2018",
    "primary",
    "relapse within this time of adjuvant endocrine therapy is primary resistance",
)
EARLY_PROGRESSION = parameter(
    "early-progression",
    "183",
    "d",
    "ABC4",
    "table of definitions: progression in the first 6 months of first-line endocrine therapy",
    "2018",
    "primary",
    "progression within this time of endocrine therapy for metastatic disease is primary resistance",
)
