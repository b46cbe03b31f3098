"""How long a picture of the posterior wall speaks for today."""

from osteon.pathway.asking import parameter

WALL_WINDOW = parameter(
    "posterior-wall-window",
    "90",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age up to which a picture of the posterior wall speaks for today",
)
