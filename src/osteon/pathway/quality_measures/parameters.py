"""Windows of the measures. What a source gives stands with the advice; here are the windows that it leaves open."""

from osteon.engine.nodes import Parameter
from osteon.pathway.asking import parameter


def _default(id: str, value: str, unit: str, label: str, locator: str = "product default; no source") -> Parameter:
    return parameter(id, value, unit, "OSTEON", locator, "2026", "derived", label)


AGENT_START = _default(
    "measure-agent-start",
    "92",
    "d",
    "time from the first record of bone metastasis by which a bone agent should have begun (3 months)",
    "product default; guidelines say as soon as bone metastases are known",
)
SUPPLEMENT_START = _default(
    "measure-supplement-start",
    "28",
    "d",
    "time from the start of a bone agent by which calcium and vitamin D should be on her list",
    "product default; labels say daily, without a start",
)
ZA_DOSE_LEEWAY = parameter(
    "measure-zoledronic-acid-leeway",
    "0.05",
    "mg",
    "LBL-ZA-US",
    "renal dose table: the volumes of concentrate printed with it make 3.52, 3.28 and 3.04 mg (0.8 mg in 1 mL)",
    "",
    "derived",
    "difference from the dose of the table that measuring out its volume makes",
)
CALCIUM_EPISODE = _default(
    "measure-hypercalcaemia-episode",
    "14",
    "d",
    "time after a dangerously high calcium within which another one belongs to the same episode",
)
COURSE_GAP = _default(
    "measure-radiotherapy-gap",
    "7",
    "d",
    "time between fractions to one place up to which they are one course, where a record lists them one by one",
)
