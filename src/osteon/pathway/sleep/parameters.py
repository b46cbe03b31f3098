"""When insomnia is treated, and how old an answer may be."""

from osteon.pathway.asking import parameter

ISI_TREAT = parameter(
    "isi-treat",
    "8",
    "{score}",
    "ISI-FORM",
    "bands printed on the form: 8 to 14 subthreshold, 15 to 21 moderate, 22 to 28 severe",
    "",
    "secondary",
    "Insomnia Severity Index from which treatment is offered",
)
ISI_MODERATE = parameter(
    "isi-moderate", "15", "{score}", "ISI-FORM", "bands printed on the form", "", "secondary", "moderate insomnia from"
)
ISI_SEVERE = parameter(
    "isi-severe", "22", "{score}", "ISI-FORM", "bands printed on the form", "", "secondary", "severe insomnia from"
)
INSOMNIA_LONG = parameter(
    "insomnia-long",
    "91",
    "d",
    "OSTEON",
    "three months of the reference in days",
    "2026",
    "derived",
    "time after which insomnia counts as chronic (3 months)",
)
INSOMNIA_REPORTED = parameter(
    "insomnia-reported",
    "2",
    "{score}",
    "GRASSI23",
    "severity of trouble sleeping in a symptom survey (0 to 4); not read",
    "2023",
    "memory",
    "self-reported trouble sleeping from which sleep is asked about in full",
)
SLEEP_WINDOW = parameter(
    "sleep-window",
    "90",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "age at which a word on sleep is too old",
)
EPISODE_WINDOW = parameter(
    "insomnia-episode-window",
    "365",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "time in which entries of insomnia are one episode",
)
HYPNOTIC_WINDOW = parameter(
    "hypnotic-window",
    "30",
    "d",
    "OSTEON",
    "product default; no source",
    "2026",
    "derived",
    "time for which a dose of a sleeping pill means that it is taken",
)
