"""Clocks and windows of cord compression."""

from osteon.pathway.asking import parameter

SIGN_WINDOW = parameter(
    "cord-sign-window",
    "14",
    "d",
    "OSTEON",
    "product default; guidelines say new or worse without a number",
    "2026",
    "derived",
    "age up to which a neurological sign counts as new or worse; one without a date always does",
)
COMPRESSION_WINDOW = parameter(
    "cord-compression-window",
    "28",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "time for which a recorded compression is an acute one",
)
PAIN_WINDOW = parameter(
    "spinal-pain-window",
    "28",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age up to which spinal pain counts as new or progressing",
)
DECOMPRESSION_WINDOW = parameter(
    "decompression-window",
    "90",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "time after decompression in which radiotherapy is expected",
)
MRI_CLOCK = parameter(
    "cord-mri-clock",
    "24",
    "h",
    "NG234",
    "recommendation 1.5.2, as quoted",
    "2023",
    "secondary",
    "time from cord signs to MRI of the whole spine",
)
REVIEW_CLOCK = parameter(
    "bed-rest-review-clock",
    "24",
    "h",
    "NG234",
    "as summarised in BMJ 2023;383:p1973",
    "2023",
    "secondary",
    "time from immobilisation to expert advice on how to lift it",
)
PARAPLEGIA_LIMIT = parameter(
    "paraplegia-limit",
    "48",
    "h",
    "PATCHELL05",
    "exclusion criterion, through reviews",
    "2005",
    "secondary",
    "complete paraplegia for longer seldom recovers and was not operated in the trial",
)
SURGERY_LIFE_EXPECTANCY = parameter(
    "decompression-life-expectancy",
    "13",
    "wk",
    "PATCHELL05",
    "inclusion criterion of 3 months, through reviews",
    "2005",
    "secondary",
    "life expectancy from which decompression is considered",
)
POOR_PROGNOSIS = parameter(
    "cord-poor-prognosis",
    "13",
    "wk",
    "OSTEON",
    "product default for weeks to few months",
    "2026",
    "derived",
    "life expectancy below which a single fraction is enough",
)
GOOD_PROGNOSIS = parameter(
    "cord-good-prognosis",
    "26",
    "wk",
    "OSTEON",
    "product default: the difference was seen at 6 months",
    "2026",
    "derived",
    "life expectancy from which several fractions are preferred",
)
TAPER_DOSE = parameter(
    "dexamethasone-taper-dose",
    "8",
    "mg",
    "OSTEON",
    "product default: half of the starting dose; a cancer centre's plan reaches it on day 4",
    "2026",
    "derived",
    "single dose of dexamethasone that should have been lowered",
)
TAPER_TIME = parameter(
    "dexamethasone-taper-time",
    "14",
    "d",
    "OSTEON",
    "product default: a cancer centre's plan ends within two weeks, a hospice letter within four to six",
    "2026",
    "derived",
    "time after treatment of the cord by which dexamethasone should have been lowered",
)
