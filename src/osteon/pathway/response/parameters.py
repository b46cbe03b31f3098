"""Windows in which a worse picture or marker may be healing, and how often response is judged."""

from osteon.engine.nodes import Policy, choose
from osteon.pathway.asking import parameter

FLARE_SHORT = parameter(
    "flare-window-three-months",
    "90",
    "d",
    "FLARE88",
    "abstract: worse scans after 3 months in 12 of 16 people whose metastases healed",
    "1988",
    "primary",
    "time after the start of a line in which a worse bone scan may be a flare, by the scans of the first series",
)
FLARE_LONG = parameter(
    "flare-window-six-months",
    "180",
    "d",
    "FLARE88",
    "abstract: new lesions after 6 months meant progression",
    "1988",
    "primary",
    "time after the start of a line from which a new focus means progression",
)
FLARE_POLICY = Policy(
    id="flare_window",
    options=("six-months", "three-months"),
    default="six-months",
    question="Until when may a worse bone scan be a flare?",
    reason="The first series saw the flare on scans at 3 months and called new lesions progression only after 6. A larger one saw "
    "it 3.2 months (standard deviation 1.4) after the start: a limit of 3 months would call about half of the flares "
    "progression. The advice asks for confirmation within 8 to 12 weeks, so that real progression is not lost.",
)
FLARE_WINDOW = choose((FLARE_POLICY.one_of("three-months"), FLARE_SHORT), otherwise=FLARE_LONG)
MARKER_WINDOW = parameter(
    "marker-early-rise-window",
    "42",
    "d",
    "OSTEON",
    "6 weeks: YASASEVER97 found CEA and CA 15-3 raised on days 15 and 30 and back on day 60; ASCO07 is remembered as 4 to 6 weeks",
    "2026",
    "derived",
    "time after the start of a line in which a rising tumour marker says little",
)
RESTAGING_EARLIEST = parameter(
    "restaging-earliest",
    "61",
    "d",
    "ABC4",
    "table on image and disease assessment: every 2 to 4 months on endocrine therapy; 2 months",
    "2018",
    "primary",
    "time after the last pictures from which response can be judged",
)
RESTAGING_LIMIT = parameter(
    "restaging-limit",
    "122",
    "d",
    "ABC4",
    "table on image and disease assessment: every 2 to 4 months on endocrine therapy; 4 months",
    "2018",
    "primary",
    "time after the last pictures at which response should have been judged",
)
PICTURE_WINDOW = parameter(
    "worse-picture-window",
    "120",
    "d",
    "OSTEON",
    "product default: a worse picture is repeated within 12 weeks",
    "2026",
    "derived",
    "age up to which a worse picture is the question of today",
)
SUSPICION_WINDOW = parameter(
    "progression-suspicion-window",
    "90",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age up to which a suspicion of progression waits for an answer",
)
