"""Cut-points of the published scores, and how long a finding is good enough to be scored."""

from osteon.engine.nodes import Parameter
from osteon.pathway.asking import parameter

_KATAGIRI = "table of points as public code prints it, taken there from the open article; article not opened here"


def _default(id: str, value: str, label: str) -> Parameter:
    return parameter(id, value, "d", "OSTEON", "product default; no source", "2026", "derived", label)


COUNT_WINDOW = _default(
    "metastases-number-window", "180", "time for which a stated number of metastases is taken as today's"
)
NEUROLOGY_WINDOW = _default("walking-window", "30", "time for which a word on walking is taken as today's")
ESTIMATE_WINDOW = _default("external-estimate-window", "90", "time for which an estimate computed elsewhere is shown")
ASKED_WINDOW = _default(
    "prognosis-asked-window", "90", "time for which a wish for an estimate of prognosis is looked after"
)

KPS_FAIR = parameter(
    "karnofsky-fair",
    "50",
    "{score}",
    "TOKUHASHI05",
    "table as reproduced in NICE CG75, appendix 3; van der Linden's classes are the same",
    "2005",
    "secondary",
    "Karnofsky status from which the general condition is moderate",
)
KPS_GOOD = parameter(
    "karnofsky-good",
    "80",
    "{score}",
    "TOKUHASHI05",
    "table as reproduced in NICE CG75, appendix 3; van der Linden's and Bollen's classes are the same",
    "2005",
    "secondary",
    "Karnofsky status from which the general condition is good",
)

KATAGIRI_ECOG = parameter(
    "katagiri-ecog", "3", "{score}", "KATAGIRI14", _KATAGIRI, "2014", "secondary", "ECOG status that costs a point"
)
KATAGIRI_CRP = parameter(
    "katagiri-crp", "4", "mg/L", "KATAGIRI14", f"0.4 mg/dL; {_KATAGIRI}", "2014", "secondary",
    "C-reactive protein from which it is abnormal",
)  # fmt: skip
KATAGIRI_LDH = parameter(
    "katagiri-ldh", "250", "U/L", "KATAGIRI14", _KATAGIRI, "2014", "secondary",
    "lactate dehydrogenase from which it is abnormal",
)  # fmt: skip
KATAGIRI_ALBUMIN = parameter(
    "katagiri-albumin",
    "3.7",
    "g/dL",
    "KATAGIRI14",
    _KATAGIRI,
    "2014",
    "secondary",
    "albumin below which it is abnormal",
)
KATAGIRI_PLATELETS = parameter(
    "katagiri-platelets", "100", "10*3/uL", "KATAGIRI14", _KATAGIRI, "2014", "secondary",
    "platelets below which they are critical",
)  # fmt: skip
KATAGIRI_CALCIUM = parameter(
    "katagiri-calcium", "10.3", "mg/dL", "KATAGIRI14", _KATAGIRI, "2014", "secondary",
    "serum calcium from which it is critical",
)  # fmt: skip
KATAGIRI_BILIRUBIN = parameter(
    "katagiri-bilirubin", "1.4", "mg/dL", "KATAGIRI14", _KATAGIRI, "2014", "secondary",
    "total bilirubin from which it is critical",
)  # fmt: skip

MAKITA_ECOG = parameter(
    "makita-ecog", "2", "{score}", "MAKITA23", "abstract: performance status 2 or more", "2023", "primary",
    "ECOG status that costs a point",
)  # fmt: skip

NESMS_ALBUMIN = parameter(
    "nesms-albumin", "3.5", "g/dL", "NESMS15", "cut-off not seen in a text; sources say `normal albumin`", "2015",
    "memory", "albumin from which it is normal",
)  # fmt: skip
NESMS_BAUER = parameter(
    "nesms-bauer", "3", "{score}", "NESMS15", "cut-off not seen in a text; sources say `favourable`", "2015", "memory",
    "modified Bauer score from which it is favourable",
)  # fmt: skip
