"""Cut-points of the scores and measurements, windows, and the choices where sources disagree."""

from osteon.engine.nodes import Policy
from osteon.pathway.asking import parameter

_TABLE = "table of the four items, as printed on teaching pages"

# --- Mirels -----------------------------------------------------------------------------------------------------------

THIRD = parameter(
    "mirels-size-one-third", "33.33", "%", "MIRELS89", _TABLE, "1989", "secondary", "one third of the bone's width"
)
TWO_THIRDS = parameter(
    "mirels-size-two-thirds", "66.67", "%", "MIRELS89", _TABLE, "1989", "secondary", "two thirds of the bone's width"
)
MIRELS_EIGHT = parameter(
    "mirels-borderline",
    "8",
    "{score}",
    "MIRELS89",
    "abstract: up to 7 irradiate, from 8 on fix first",
    "1989",
    "primary",
    "Mirels score from which the paper fixes the bone",
)
MIRELS_NINE = parameter(
    "mirels-high",
    "9",
    "{score}",
    "MIRELS89",
    "later practice, as quoted on teaching pages: 8 is judged, from 9 on the bone is fixed",
    "1989",
    "secondary",
    "Mirels score from which later practice fixes the bone",
)
MIRELS_POLICY = Policy(
    id="mirels_policy",
    options=("original", "consensus"),
    default="consensus",
    question="What does a Mirels score of 8 mean: fix the bone (original), or judge (consensus)?",
    reason="The paper fixes from 8 on. Later practice judges at 8 and fixes from 9 on, because the score calls too many "
    "lesions dangerous (specificity 35 % in 12 femoral cases): a lytic lesion near the trochanters reaches 8 by site and "
    "type alone.",
)
NECK_POLICY = Policy(
    id="mirels_femoral_neck",
    options=("peritrochanteric", "lower-limb"),
    default="peritrochanteric",
    question="Does a lesion of the femoral neck score 3 for its site (peritrochanteric) or 2 (lower limb)?",
    reason="The texts that were read say `peritrochanteric`, one says `intertrochanteric`, and none names the neck. To score 3 "
    "errs on the side of a surgeon's opinion. The head scores 2, the trochanters and the part below them 3.",
)

# --- other measurements -----------------------------------------------------------------------------------------------

AXIAL_LIMIT = parameter(
    "axial-cortex-limit",
    "30",
    "mm",
    "VANDERLINDEN04",
    "abstract: longitudinal cortical involvement of the femur on plain film",
    "2004",
    "primary",
    "length of femoral cortex above which the bone is at risk",
)
AXIAL_POLICY = Policy(
    id="axial_cortex_edge",
    options=("above", "from"),
    default="above",
    question="Is a femur with exactly 30 mm of cortex involved at risk (from), or only above that (above)?",
    reason="The first study speaks of more than 30 mm, its validation counts 30 mm itself among the dangerous ones. The "
    "default keeps the definition of the first study.",
)
CIRCUMFERENCE_FILM = parameter(
    "circumference-limit-film",
    "50",
    "%",
    "VANDERLINDEN04",
    "abstract: circumferential cortical involvement on plain film, p = 0.03",
    "2004",
    "primary",
    "share of the circumference on film above which the bone is at risk",
)
CIRCUMFERENCE_CT = parameter(
    "circumference-limit-ct",
    "30",
    "%",
    "CTFRACTURE14",
    "abstract: circumferential cortical involvement on CT, odds ratio 62 (6.5 to 595)",
    "2014",
    "primary",
    "share of the circumference on CT from which the bone is at risk",
)
RIGIDITY_LIMIT = parameter(
    "rigidity-loss-limit",
    "35",
    "%",
    "NAZARIAN15",
    "cut-off not seen",
    "2015",
    "memory",
    "loss of rigidity on CT above which the bone is at risk",
)
HARRINGTON_CORTEX = parameter(
    "harrington-cortex", "50", "%", "HARRINGTON", "criteria as listed on a teaching page", "not seen", "secondary",
    "cortical destruction that Harrington counts",
)  # fmt: skip
HARRINGTON_DIAMETER = parameter(
    "harrington-diameter", "25", "mm", "HARRINGTON", "criteria as listed on a teaching page", "not seen", "secondary",
    "diameter that Harrington counts",
)  # fmt: skip
STRENGTH_HIGH = parameter(
    "strength-fraction-high", "75", "%", "MODMIRELS23", "abstract: above 75 % scores 1", "2023", "primary"
)
STRENGTH_MIDDLE = parameter(
    "strength-fraction-middle", "51", "%", "MODMIRELS23", "abstract: 51 to 75 % scores 2", "2023", "primary"
)
STRENGTH_LOW = parameter(
    "strength-fraction-low", "50", "%", "MODMIRELS23", "abstract: 0 to 50 % scores 3", "2023", "primary"
)

# --- windows ----------------------------------------------------------------------------------------------------------

SURVIVAL_GATE = parameter(
    "surgery-survival-gate",
    "4",
    "wk",
    "MSTS20",
    "rationale on survival and reconstruction, as shown on orthoguidelines.org: about one month",
    "2020",
    "primary",
    "life expectancy up to which fixing a bone beforehand seldom helps",
)
_DEFAULT = ("OSTEON", "product default; no source", "2026", "derived")
FRACTURE_WINDOW = parameter(
    "fracture-fresh-window", "90", "d", *_DEFAULT, "age up to which a fracture of a long bone waits for its treatment"
)
POSTOPERATIVE_WINDOW = parameter(
    "postoperative-radiotherapy-window", "180", "d", *_DEFAULT,
    "age up to which an operation of a metastasis waits for its radiotherapy",
)  # fmt: skip
FILMS_WINDOW = parameter(
    "whole-bone-films-window", "90", "d", *_DEFAULT, "age up to which films of the whole bone serve an operation"
)
