"""Sleep as told or as a total, sleeping pills, and steroids late in the day."""

from osteon.engine.events import Events, earliest
from osteon.engine.nodes import Band, DaysSince, Fact, all_of, any_of, stale, unknown
from osteon.pathway.asking import finding, lab, recorded
from osteon.pathway.pain.facts import BENZODIAZEPINE
from osteon.pathway.sleep.parameters import (
    EPISODE_WINDOW,
    HYPNOTIC_WINDOW,
    INSOMNIA_LONG,
    ISI_MODERATE,
    ISI_SEVERE,
    ISI_TREAT,
    SLEEP_WINDOW,
)

_NO = ("absent", "negative")
_ORDERED = "an order would be recorded"

ISI = lab(
    "isi",
    "Insomnia Severity Index",
    "obs.isi",
    absence=stale(SLEEP_WINDOW, "sleep changes, and a questionnaire speaks for two weeks"),
    ask="What is the total of the Insomnia Severity Index?",
    digits=0,
)
ISI_GIVEN = recorded(
    "isi-given",
    "Insomnia Severity Index recorded",
    "obs.isi",
    with_value=True,
    within=SLEEP_WINDOW,
    why="a total would be recorded",
)
ISI_SEVERITY = Fact(
    id="isi-severity",
    label="severity of insomnia",
    computes=Band(
        of=ISI,
        edges=(ISI_TREAT, ISI_MODERATE, ISI_SEVERE),
        labels=("none", "subthreshold", "moderate", "severe"),
        upper_inclusive=False,
    ),
)
INSOMNIA = finding(
    "insomnia",
    "insomnia in words",
    "symptom.insomnia",
    within=SLEEP_WINDOW,
    why="it counts where somebody wrote it down",
)
INSOMNIA_SINCE = Fact(
    id="insomnia-since",
    label="insomnia first recorded",
    reads=earliest(Events(concepts=("symptom.insomnia",), not_answers=_NO, within=EPISODE_WINDOW)),
    absence=unknown("an entry may have no date"),
    ask="Since when does the patient sleep badly?",
)
INSOMNIA_CHRONIC = Fact(
    id="insomnia-chronic",
    label="insomnia for three months or longer",
    computes=all_of(INSOMNIA, DaysSince(of=INSOMNIA_SINCE) >= INSOMNIA_LONG),
)

_Z_ORDERED = recorded(
    "z-hypnotic-ordered", "sleeping pill ordered", "drug.z-hypnotic", statuses=("active",), why=_ORDERED
)
_Z_GIVEN = recorded(
    "z-hypnotic-given",
    "sleeping pill given lately",
    "drug.z-hypnotic",
    statuses=("given",),
    within=HYPNOTIC_WINDOW,
    why=_ORDERED,
)
Z_DRUG = Fact(id="z-hypnotic", label="sleeping pill of the zolpidem group", computes=any_of(_Z_ORDERED, _Z_GIVEN))
HYPNOTIC = Fact(id="hypnotic", label="benzodiazepine or similar sleeping pill", computes=any_of(BENZODIAZEPINE, Z_DRUG))
DEXAMETHASONE = recorded(
    "dexamethasone-lately",
    "dexamethasone in the last weeks",
    "drug.dexamethasone",
    statuses=("active", "given"),
    within=HYPNOTIC_WINDOW,
    why=_ORDERED,
)
