"""Cord signs: the picture within a day."""

from dataclasses import replace
from typing import Any

from osteon.engine.events import Events, earliest
from osteon.engine.measures import Exclusion, Measure, each
from osteon.engine.nodes import Arithmetic, Fact, Node, all_of, any_of, constant, unknown
from osteon.pathway.asking import evidence, recorded
from osteon.pathway.bone_disease.facts import CANCER_HISTORY
from osteon.pathway.cord_compression.parameters import COMPRESSION_WINDOW, MRI_CLOCK, SIGN_WINDOW
from osteon.pathway.cord_compression.signs import CORD_SIGNS_SHOWN, FIRST_SIGN
from osteon.pathway.quality_measures.strata import STRATIFIERS
from osteon.pathway.spine.levels import SPINE_SITES

# Counted back from the day on which the row is due: since the day of the signs. 23 hours round the clock up to whole days.
_SINCE_SIGNS = (MRI_CLOCK + constant(23, "h")).per(constant(24, "h/d"), "d")
_SIGNS = FIRST_SIGN.events
_NO_DATE, _NO_HOUR = unknown("an entry may have no date"), unknown("an entry may have no hour")


def _sign(id: str, label: str, field: str) -> Fact:
    return Fact(id=id, label=label, absence=_NO_HOUR, reads=earliest(replace(_SIGNS, within=_SINCE_SIGNS), field))


_SIGN_DAY = _sign("measured-cord-sign-day", "day of the cord signs", "start")
_SIGN_MOMENT = _sign("measured-cord-sign-moment", "moment of the cord signs", "moment")


def _in_time(id: str, label: str, *concepts: str, **filters: Any) -> Node:
    """A picture of some kind so soon after the signs. By hours; where only days are written, by what they leave possible."""
    pictures = Events(concepts=concepts, since=_SIGN_DAY, **filters)
    there = recorded(
        f"{id}-since-sign", f"{label} since the signs", *concepts, **filters, since=_SIGN_DAY, why="imaging would be recorded"
    )
    day = Fact(id=f"{id}-day", label=f"day of the first {label}", absence=_NO_DATE, reads=earliest(pictures))
    moment = Fact(
        id=f"{id}-moment", label=f"moment of the first {label}", absence=_NO_HOUR, reads=earliest(pictures, "moment")
    )
    hours = Arithmetic(operator="-", left=moment, right=_SIGN_MOMENT, result="h")
    return all_of(there, day - _SIGN_DAY <= _SINCE_SIGNS, hours <= MRI_CLOCK)


_DONE = ("done", "final")
_KNOWN_BEFORE = recorded(
    "cord-compression-before-signs",
    "compression of cord or cauda equina on record before the signs",
    "condition.spinal-cord-compression",
    "condition.cauda-equina",
    not_answers=("absent", "negative"),
    within=COMPRESSION_WINDOW,
    before=FIRST_SIGN,
    why="it would be among the diagnoses",
)

MRI_WITHIN_24_HOURS = Measure(
    id="measure-mri-within-24-hours",
    title="MRI of the spine within 24 hours of cord signs",
    why="Who can still walk when treatment begins usually keeps walking; hours decide.",
    row="each episode of cord signs, on the day of its first entry",
    rows=each(replace(_SIGNS, within=None)),
    population=all_of(CANCER_HISTORY, CORD_SIGNS_SHOWN),
    exclusions=(Exclusion("compression was known before the signs", _KNOWN_BEFORE),),
    episode=SIGN_WINDOW,
    after=MRI_CLOCK,
    numerator=any_of(
        _in_time("measured-mri-spine", "MRI of the spine", "proc.mri-spine", statuses=_DONE),
        _in_time("measured-mri-site", "MRI with the spine as its site", "proc.mri", statuses=_DONE, sites=SPINE_SITES),
        _in_time("measured-mri-read", "word on the cord from a picture", "finding.cord-displaced"),
    ),
    numerator_says="the spine was imaged by MRI within 24 hours of the first sign",
    stratifiers=STRATIFIERS,
    evidence=(
        evidence("NG234", "recommendation 1.5.2: always within 24 hours", "offer; standard", "secondary"),
    ),
    misuse="Where only days are written, a picture of the next day may have come within 24 hours or not: such a row is undecided. A "
    "picture of the same day counts even if it was taken before the sign was entered. CT because MRI was barred counts as none.",
    recommendations=("mscc-immediate", "mscc-mri-overdue"),
)
