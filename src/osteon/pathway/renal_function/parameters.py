"""Numbers and choices of kidney function."""

from osteon.engine.nodes import Policy
from osteon.pathway.asking import parameter

WEIGHT_MAX_AGE = parameter(
    "weight-max-age",
    "90",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age up to which a weight counts",
)
CREATININE_MAX_AGE = parameter(
    "creatinine-max-age",
    "180",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age up to which a creatinine tells about the kidneys",
)
DIALYSIS_SESSION_WINDOW = parameter(
    "dialysis-session-window",
    "30",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age up to which a dialysis session means that she is on dialysis",
)
FEMALE_FACTOR = parameter(
    "cockcroft-gault-female-factor",
    "0.85",
    "1",
    "COCKCROFT76",
    "equation, as printed on calculator pages",
    "1976",
    "secondary",
)

WEIGHT_POLICY = Policy(
    id="weight_policy",
    options=("actual", "ideal", "adjusted"),
    default="actual",
    question="Which weight goes into the Cockcroft-Gault formula?",
    reason="The formula was derived with actual weight, and drug labels follow it; ideal weight, or adjusted weight where "
    "the actual weight is above the ideal one, are local rules for obesity.",
)
CLEARANCE_POLICY = Policy(
    id="reported_clearance_policy",
    options=("shown", "used"),
    default="shown",
    question="May a Cockcroft-Gault clearance printed by the laboratory decide a dose when it cannot be computed here?",
    reason="The laboratory's figure rests on a weight that the record does not show, so by default it is only shown and "
    "the weight is asked for.",
)
