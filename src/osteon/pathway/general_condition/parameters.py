"""How long a word on general condition stays good."""

from osteon.pathway.asking import parameter

PERFORMANCE_WINDOW = parameter(
    "performance-status-window",
    "90",
    "d",
    "OSTEON",
    "how long a performance status is taken as today's",
    "2026",
    "derived",
    label="age at which a performance status is too old",
)
BLOOD_WINDOW = parameter(
    "blood-result-window",
    "90",
    "d",
    "OSTEON",
    "how long a blood count or liver test is taken as today's",
    "2026",
    "derived",
    label="age at which a blood result is too old",
)
