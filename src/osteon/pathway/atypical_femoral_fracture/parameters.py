"""Windows of the questions about the thigh."""

from osteon.pathway.asking import parameter

THIGH_PAIN_WINDOW = parameter(
    "thigh-pain-window",
    "90",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age up to which pain of thigh, hip or groin counts as new",
)
