"""What the figures about many people ask of each: whose events are counted, from which day on, and which group she is in.

A group is what she was on the index day: what came later must not decide it, or the group would choose its own outcome. Words stand
as a reader reads them. `questions` makes of these facts a pathway of their own: they are no part of a review.
"""

from osteon.engine.events import Events, earliest
from osteon.engine.nodes import Band, Choose, Fact, Node, all_of, choose, constant, unknown
from osteon.engine.rules import Pathway, Topic
from osteon.pathway import pathway
from osteon.pathway.asking import group
from osteon.pathway.bone_agents.checks import BONE_METASTASES
from osteon.pathway.bone_agents.use import FIRST_DOSE
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER, METASTASIS_FIRST_SEEN
from osteon.pathway.lesions.facts import PROVEN
from osteon.pathway.renal_function.facts import AGE, SEX
from osteon.pathway.response.facts import BONE_ONLY
from osteon.pathway.tumour.receptors import HER2_POSITIVE, HORMONE_RECEPTOR_POSITIVE

__all__ = ["FOLLOWED", "INDEX_DAYS", "LESION", "SINCE", "STRATA", "questions"]

_DENIED = ("absent", "negative", "equivocal")

FOLLOWED: dict[str, Fact] = {"breast cancer": BREAST_CANCER, "bone metastasis": BONE_METASTASIS}
"""Whose skeletal events are counted: all of this must hold. In the order of the attrition."""

_DIAGNOSED = Fact(
    id="breast-cancer-first-recorded",
    label="breast cancer first recorded",
    reads=earliest(Events(concepts=group("condition.breast-cancer", "condition.breast-cancer."), not_answers=_DENIED)),
    absence=unknown("an entry without a date does not date it"),
)

SINCE: dict[str, Fact] = {"breast cancer": _DIAGNOSED, "bone metastasis": METASTASIS_FIRST_SEEN}
"""Of each of them the day on which it was first recorded."""

INDEX_DAYS: dict[str, Fact] = {"bone-metastasis": METASTASIS_FIRST_SEEN, "bone-agent": FIRST_DOSE}
"""The day from which on she is followed, the usual one first; never before bone metastasis was first recorded. Whoever were followed
from an earlier day could not have left before it, and that time would be taken for time at risk."""

LESION = PROVEN
"""What makes a place in the skeleton one with a metastasis."""

SUBTYPE: Choose = choose(
    (all_of(HORMONE_RECEPTOR_POSITIVE, HER2_POSITIVE), "HR+ HER2+"),
    (all_of(HORMONE_RECEPTOR_POSITIVE, ~HER2_POSITIVE), "HR+ HER2-"),
    (all_of(~HORMONE_RECEPTOR_POSITIVE, HER2_POSITIVE), "HR- HER2+"),
    (all_of(~HORMONE_RECEPTOR_POSITIVE, ~HER2_POSITIVE), "triple negative"),
)
AGES = tuple(range(30, 90, 10))
AGE_BAND = Band(
    of=AGE,
    edges=tuple(constant(age, "a") for age in AGES),
    labels=("under 30", *(f"{age} to {age + 9}" for age in AGES[:-1]), f"{AGES[-1]} and over"),
    upper_inclusive=False,
)
PLACES = Band(
    of=BONE_METASTASES,
    edges=tuple(constant(count, BONE_METASTASES.unit or "") for count in (1, 2, 6)),
    labels=("none named", "1", "2 to 5", "6 and more"),
    upper_inclusive=False,
)
SPREAD: Choose = choose((BONE_ONLY, "bone only"), (BONE_METASTASIS, "other organs too"))

STRATA: dict[str, Node] = {"sex": SEX, "age": AGE_BAND, "subtype": SUBTYPE, "bone_sites": PLACES, "spread": SPREAD}
"""By the name of its column, what puts a patient into a group. The cut-points of the bands are ours."""


def questions() -> Pathway:
    """The facts behind all this as a pathway of one topic, under the edition of the whole one."""
    whole = pathway()
    days = (*INDEX_DAYS.values(), *SINCE.values())
    asked = (*FOLLOWED.values(), *days, LESION, AGE, SEX, BONE_METASTASES, BONE_ONLY)
    topic = Topic(
        id="outcomes",
        title="What happened to them",
        purpose="Whose skeletal events are counted, from which day on, in which groups.",
        recommendations=(),
        shown=(*asked, HORMONE_RECEPTOR_POSITIVE, HER2_POSITIVE),
    )
    return Pathway(edition=whole.edition, topics=(topic,), sources=whole.sources)
