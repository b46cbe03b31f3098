"""Windows of imaging and the cut-points of bone markers."""

from osteon.engine.nodes import Parameter
from osteon.pathway.asking import parameter


def _default(id: str, value: str, label: str) -> Parameter:
    return parameter(id, value, "d", "OSTEON", "product default; no source", "2026", "derived", label)


PAIN_WINDOW = _default("bone-pain-window", "90", "age up to which bone pain counts as a new complaint")
IMAGED_WINDOW = _default(
    "skeleton-imaged-window", "90", "time for which a picture of the skeleton answers a raised blood result"
)
STAGING_WINDOW = _default(
    "staging-window", "120", "age up to which a picture or a biopsy belongs to the staging of newly metastatic disease"
)
EARLY_WINDOW = _default(
    "early-breast-cancer-window", "90", "days after its first entry during which breast cancer counts as new"
)
DECISION_WINDOW = _default("decision-window", "60", "age up to which a decision on treatment counts as the present one")
BIOPSY_LEAD = _default(
    "biopsy-lead", "30", "time before metastatic disease was first recorded from which a biopsy counts as its proof"
)
BASELINE_WINDOW = parameter(
    "staging-to-start-window",
    "28",
    "d",
    "ESMO21",
    "imaging within 4 weeks of the start of treatment, through a national adaptation",
    "2021",
    "secondary",
    "longest time between the staging pictures and the start of systemic treatment",
)
LARGE_TUMOUR = parameter(
    "large-tumour",
    "50",
    "mm",
    "ESMO-EBC",
    "large tumours, as remembered",
    "2024",
    "memory",
    "size from which a primary tumour is called large",
)
NTX_MODERATE = parameter(
    "ntx-moderate",
    "50",
    "nmol{BCE}/mmol{creat}",
    "COLEMAN05",
    "abstract: low below 50, moderate 50 to 99",
    "2005",
    "primary",
    "urinary N-telopeptide from which resorption is called moderate",
)
NTX_HIGH = parameter(
    "ntx-high",
    "100",
    "nmol{BCE}/mmol{creat}",
    "BROWN03",
    "abstract: 100 or more against below 100; COLEMAN05 uses the same cut-point",
    "2003",
    "primary",
    "urinary N-telopeptide from which resorption is called high",
)
