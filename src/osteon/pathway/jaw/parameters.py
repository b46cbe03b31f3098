"""Numbers of dental care under bone agents."""

from osteon.pathway.asking import parameter

DENTAL_EXAM_MAX_AGE = parameter(
    "dental-exam-max-age",
    "180",
    "d",
    "OSTEON",
    "product default; the guideline names no age",
    "2026",
    "derived",
    "age up to which a dental examination counts before the first dose",
)
DENTAL_REVIEW_INTERVAL = parameter(
    "dental-review-interval",
    "183",
    "d",
    "MASCC19",
    "dental review about every 6 months during treatment",
    "2019",
    "secondary",
    "time between dental reviews",
)
JAW_SIGN_WINDOW = parameter(
    "jaw-sign-window",
    "180",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age up to which a sign of the jaw counts; older ones are asked again",
)
