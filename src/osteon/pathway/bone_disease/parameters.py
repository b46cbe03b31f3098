"""Numbers of the disease in the skeleton."""

from osteon.pathway.asking import parameter

NEW_DISEASE_WINDOW = parameter(
    "new-metastatic-disease-window",
    "90",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "days after its first entry during which metastatic disease counts as new",
)
