"""Cut-points of fatigue and what counts as during treatment."""

from osteon.engine.nodes import Parameter
from osteon.pathway.asking import parameter


def _default(id: str, value: str, unit: str, label: str) -> Parameter:
    return parameter(id, value, unit, "OSTEON", "product default; no source", "2026", "derived", label)


_CUTS = "abstract: optimal cut-points on the 0 to 10 scale by interference with daily life"

FATIGUE_MODERATE = parameter(
    "fatigue-moderate", "4", "{score}", "WANG14", _CUTS, "2014", "primary", "fatigue from which it is moderate"
)
FATIGUE_SEVERE = parameter(
    "fatigue-severe", "7", "{score}", "WANG14", _CUTS, "2014", "primary", "fatigue from which it is severe"
)
FATIGUE_WINDOW = _default("fatigue-window", "30", "d", "age at which a word on fatigue is too old")
RADIOTHERAPY_WINDOW = _default(
    "active-radiotherapy-window", "42", "d", "time after radiotherapy for which treatment counts as going on (6 weeks)"
)
END_OF_LIFE = _default("end-of-life-expectancy", "6", "wk", "life expectancy below which life is in its last weeks")
