"""How long a word on sexual health holds."""

from osteon.pathway.asking import parameter

TALK_WINDOW = parameter(
    "sexual-health-talk-window",
    "365",
    "d",
    "OSTEON",
    "product default; the guideline says at diagnosis and again from time to time",
    "2026",
    "derived",
    "time after which sexual health is raised again (12 months)",
)
