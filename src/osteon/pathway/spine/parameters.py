"""Cut-points of the instability score, windows, and two choices on which sources disagree."""

from osteon.engine.nodes import Policy
from osteon.pathway.asking import parameter

POTENTIAL_FROM = parameter(
    "sins-potentially-unstable-from",
    "7",
    "{score}",
    "FOURNEY11",
    "abstract: 7 to 12 potentially unstable",
    "2011",
    "primary",
    "total of the spinal instability score from which a level is potentially unstable",
)
UNSTABLE_FROM = parameter(
    "sins-unstable-from",
    "13",
    "{score}",
    "FOURNEY11",
    "abstract: 13 to 18 unstable",
    "2011",
    "primary",
    "total of the spinal instability score from which a level is unstable",
)
HALF_COLLAPSE = parameter(
    "sins-half-collapse",
    "50",
    "%",
    "SINS10",
    "table of points, through validation papers and reviews",
    "2010",
    "secondary",
    "loss of height above which collapse scores 3, and below which it scores 2; the table leaves exactly half open",
)
SINS_WINDOW = parameter(
    "sins-window",
    "90",
    "d",
    "OSTEON",
    "product default for 3 months; no source",
    "2026",
    "derived",
    "age up to which pain of a level, or a picture of it, counts as today's",
)
ESCC_WINDOW = parameter(
    "escc-window",
    "90",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age up to which an epidural grade on MRI speaks for today",
)
NEUROLOGY_GRADE_WINDOW = parameter(
    "neurology-grade-window",
    "28",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age up to which a Frankel or ASIA grade speaks for today",
)
ESCC_1C = Policy(
    id="escc_grade_1c",
    options=("open", "low", "high"),
    default="open",
    question="Is epidural grade 1c (cord touched, not compressed) treated as low or as high grade?",
    reason="The frame calls 0, 1a and 1b low and 2 and 3 high, and leaves 1c debated: by default it is put before people.",
)
HIGH_GRADE_BREAST = Policy(
    id="high_grade_breast",
    options=("surgery", "radiotherapy"),
    default="surgery",
    question="High-grade epidural compression from breast cancer, stable, not irradiated: surgery or radiotherapy first?",
    reason="The trial of surgery left out only very radiosensitive tumours, and breast cancer was among those operated; the NOMS "
    "frame counts breast cancer as sensitive to conventional radiotherapy. The trial is the stronger evidence.",
)
