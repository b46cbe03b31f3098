"""Cut-offs of the gate before loading exercise, windows, and the age from which falls are asked for."""

from osteon.engine.nodes import Parameter
from osteon.pathway.asking import parameter


def _default(id: str, value: str, unit: str, label: str) -> Parameter:
    return parameter(id, value, unit, "OSTEON", "product default; no source", "2026", "derived", label)


_GATE = "cut-off as one secondary summary of exercise with bone metastases gives it"

SINS_HOLD = parameter(
    "exercise-sins",
    "13",
    "{score}",
    "CAMPBELL22",
    _GATE,
    "2022",
    "secondary",
    "instability score of the spine from which loading exercise waits",
)
MIRELS_HOLD = parameter(
    "exercise-mirels",
    "9",
    "{score}",
    "CAMPBELL22",
    _GATE,
    "2022",
    "secondary",
    "Mirels score from which loading exercise waits",
)
NEW_PAIN_WINDOW = _default("exercise-new-pain-window", "14", "d", "time for which an entry of bone pain counts as new")
CLEARANCE_WINDOW = _default(
    "exercise-clearance-window", "90", "d", "time for which a clearance for loading exercise holds"
)
PROGRAMME_WINDOW = _default(
    "exercise-programme-window", "182", "d", "time for which an exercise programme counts as present"
)
ECOG_LIMIT = _default("exercise-ecog", "2", "{score}", "ECOG up to which an exercise programme is proposed")
FALL_WINDOW = _default(
    "fall-window", "365", "d", "time for which a fall counts, and for which a falls assessment holds"
)
FALL_AGE = parameter(
    "fall-age",
    "65",
    "a",
    "STEADI",
    "adults 65 years and older, yearly",
    "2019",
    "secondary",
    "age from which falls are asked for",
)
PAIN_LIMIT = _default("rehabilitation-pain", "4", "{score}", "worst pain from which physiotherapy is proposed")
REHABILITATION_WINDOW = _default(
    "rehabilitation-window", "90", "d", "time for which weakness, surgery or physiotherapy counts as recent"
)
