"""Lines of treatment of metastatic disease, progression, and resistance to endocrine therapy."""

from __future__ import annotations

from typing import Any, NamedTuple

from osteon.engine.events import Events, earliest, exists, latest
from osteon.engine.nodes import (
    ALWAYS,
    NEVER,
    DaysSince,
    Fact,
    Greatest,
    Node,
    absent,
    all_of,
    any_of,
    choose,
    constant,
    known,
    unknown,
)
from osteon.pathway.asking import category, recorded
from osteon.pathway.bone_agents.agents import day_after
from osteon.pathway.bone_disease.facts import METASTATIC_FIRST_SEEN
from osteon.pathway.tumour import drugs
from osteon.pathway.tumour.course import (
    ANTI_HER2_METASTATIC,
    ENDOCRINE_METASTATIC,
    SINCE_METASTASIS,
    SYSTEMIC_METASTATIC,
)
from osteon.pathway.tumour.drugs import RECORDED, USED, given
from osteon.pathway.tumour.parameters import ADJUVANT_GAP, EARLY_PROGRESSION, EARLY_RELAPSE

# --- the line ---------------------------------------------------------------------------------------------------------

_LINE_TOLD = Fact(
    id="systemic-line-told",
    label="start of a line of systemic treatment, as recorded",
    reads=latest(Events(concepts=("treatment.systemic-line",)), "start"),
    absence=unknown("most records do not number the lines"),
    ask="When did the present systemic treatment begin?",
)


class _Step(NamedTuple):
    """A class of drugs whose first use in metastatic disease is a step from one line to the next."""

    used: Fact
    first: Fact
    endocrine: bool
    """Endocrine therapy, or what is given with it in the same line."""


def _step(id: str, label: str, concepts: tuple[str, ...]) -> _Step:
    events = Events(concepts=concepts, kinds=USED, within=SINCE_METASTASIS)
    return _Step(
        Fact(
            id=f"{id}-in-metastatic",
            label=f"{label} used in metastatic disease",
            reads=exists(events),
            absence=absent(RECORDED),
        ),
        Fact(
            id=f"{id}-in-metastatic-first",
            label=f"first use of {label} in metastatic disease",
            reads=earliest(events),
            absence=unknown("a drug that was never used has no first day"),
        ),
        concepts[0] in (*drugs.ENDOCRINE, *drugs.CDK46),
    )


_STEPS = tuple(_step(*one) for one in drugs.CLASSES)


_NEWEST_START = Greatest(of=(_LINE_TOLD, *(step.first for step in _STEPS)))
"""The latest of the recorded start and the days on which a class of drugs was first used in metastatic disease."""

SYSTEMIC_LINE_START = Fact(
    id="systemic-line-start",
    label="start of the present systemic treatment",
    computes=choose((SYSTEMIC_METASTATIC, _NEWEST_START), otherwise=_LINE_TOLD),
    ask="When did the present systemic treatment begin?",
    note="The newer of the recorded start and the day on which the newest class of drugs was first used in metastatic disease.",
)


def _number_of_classes() -> Node:
    total: Node = constant(0, "{count}")
    for step in _STEPS:
        if not step.endocrine:
            total = total + choose((step.used, constant(1, "{count}")), otherwise=constant(0, "{count}"))
    return total


CLASSES_METASTATIC = Fact(
    id="systemic-classes-metastatic",
    label="classes of drugs used in metastatic disease besides endocrine ones and CDK4/6 inhibitors",
    computes=_number_of_classes(),
    digits=0,
    note="Counted by class: a combination of two classes counts twice. A CDK4/6 inhibitor belongs to the endocrine therapy with "
    "which it is given.",
)

# --- progression ------------------------------------------------------------------------------------------------------

_PROGRESSION = ("disease.progression", "disease.progression-endocrine", "obs.disease-status")
_WORSE = ("present", "positive", "worsened")
_WOULD_BE_TOLD = "progression would be recorded"
PROGRESSION_DATE = Fact(
    id="progression-date",
    label="newest progression",
    reads=latest(Events(concepts=_PROGRESSION, answers=_WORSE), "start"),
    absence=unknown("without an entry of progression there is no day of it"),
    ask="When did the cancer last progress?",
)


def _first_use(id: str, label: str, concepts: tuple[str, ...]) -> Fact:
    return Fact(
        id=id,
        label=label,
        reads=earliest(Events(concepts=concepts, kinds=USED, within=SINCE_METASTASIS)),
        absence=unknown("the record may begin later"),
    )


_ENDOCRINE_FIRST = _first_use(
    "endocrine-metastatic-first", "first endocrine therapy for metastatic disease", drugs.ENDOCRINE
)
_ANTI_HER2_FIRST = _first_use(
    "anti-her2-metastatic-first", "first treatment against HER2 for metastatic disease", drugs.ANTI_HER2
)
ENDOCRINE_PROGRESSED = Fact(
    id="progression-on-endocrine",
    label="progression on endocrine therapy of metastatic disease",
    computes=any_of(
        recorded(
            "progression-on-endocrine-told",
            "progression on endocrine therapy recorded",
            "disease.progression-endocrine",
            why=_WOULD_BE_TOLD,
            answers=_WORSE,
        ),
        all_of(
            ENDOCRINE_METASTATIC,
            recorded(
                "progression-since-endocrine",
                "progression recorded since endocrine therapy of metastatic disease began",
                "disease.progression",
                "obs.disease-status",
                why=_WOULD_BE_TOLD,
                answers=_WORSE,
                since=day_after(_ENDOCRINE_FIRST),
            ),
        ),
    ),
    note="Progression that is recorded as such, or any progression after endocrine therapy of metastatic disease began.",
)
ANTI_HER2_PROGRESSED = Fact(
    id="progression-on-anti-her2",
    label="progression on treatment against HER2 of metastatic disease",
    computes=all_of(
        ANTI_HER2_METASTATIC,
        recorded(
            "progression-since-anti-her2",
            "progression recorded since treatment against HER2 of metastatic disease began",
            *_PROGRESSION,
            why=_WOULD_BE_TOLD,
            answers=_WORSE,
            since=day_after(_ANTI_HER2_FIRST),
        ),
    ),
)
PROGRESSED_ON_LINE = Fact(
    id="progression-on-present-line",
    label="progression recorded since the present treatment began",
    computes=all_of(
        SYSTEMIC_METASTATIC,
        recorded(
            "progression-since-line-start",
            "progression after the day on which the present line began",
            *_PROGRESSION,
            why=_WOULD_BE_TOLD,
            answers=_WORSE,
            since=day_after(SYSTEMIC_LINE_START),
        ),
    ),
)

# --- relapse on adjuvant treatment, and resistance --------------------------------------------------------------------

_RELAPSE_TOLD = category(
    "relapse-on-adjuvant-endocrine-told",
    "relapse on adjuvant endocrine therapy or within a year of it, as recorded",
    Events(concepts=("tumour.relapse-on-adjuvant-endocrine",)),
    "present",
    "absent",
    absence=unknown("older records do not say when adjuvant treatment ended"),
    ask="Did the cancer come back during adjuvant endocrine therapy or within 12 months of its end?",
)
_BEFORE_RELAPSE: dict[str, Any] = {"before": METASTATIC_FIRST_SEEN}
_ADJUVANT_ENDOCRINE = given(
    "adjuvant-endocrine", "endocrine therapy before metastatic disease", drugs.ENDOCRINE, **_BEFORE_RELAPSE
)
_ADJUVANT_LATE = recorded(
    "adjuvant-endocrine-late",
    "endocrine therapy given in the year before metastatic disease",
    *drugs.ENDOCRINE,
    why=RECORDED,
    kinds=("dose",),
    within=DaysSince(of=METASTATIC_FIRST_SEEN) + ADJUVANT_GAP,
    **_BEFORE_RELAPSE,
)
_ADJUVANT_END = Fact(
    id="adjuvant-endocrine-end",
    label="end of adjuvant endocrine therapy",
    reads=latest(Events(concepts=drugs.ENDOCRINE, kinds=("order", "statement"), **_BEFORE_RELAPSE), "end"),
    absence=unknown("an order may have no end"),
    ask="When did adjuvant endocrine therapy end?",
)
RELAPSE_ON_ADJUVANT = Fact(
    id="relapse-on-adjuvant-endocrine",
    label="relapse on adjuvant endocrine therapy or within a year of it",
    computes=choose(
        (known(_RELAPSE_TOLD), _RELAPSE_TOLD.one_of("present")),
        (~_ADJUVANT_ENDOCRINE, NEVER),
        (_ADJUVANT_LATE, ALWAYS),
        (known(_ADJUVANT_END), DaysSince(of=_ADJUVANT_END) - DaysSince(of=METASTATIC_FIRST_SEEN) <= ADJUVANT_GAP),
        otherwise=_RELAPSE_TOLD.one_of("present"),
    ),
    note="As recorded; else from the end of adjuvant endocrine therapy and the day when metastases were first seen.",
)
_RESISTANCE_TOLD = category(
    "endocrine-resistance-told",
    "endocrine resistance, as judged by the team",
    Events(concepts=("tumour.endocrine-resistance",)),
    "sensitive",
    "primary-resistance",
    "secondary-resistance",
    absence=unknown("it is a judgement that few records hold"),
    ask="Is the tumour endocrine sensitive, or is there primary or secondary resistance?",
)
_ADJUVANT_FIRST = Fact(
    id="adjuvant-endocrine-first",
    label="first adjuvant endocrine therapy",
    reads=earliest(Events(concepts=drugs.ENDOCRINE, kinds=USED, **_BEFORE_RELAPSE)),
    absence=unknown("the record may begin later"),
)
_FIRST_PROGRESSION = Fact(
    id="first-progression-on-endocrine",
    label="first progression after endocrine therapy of metastatic disease began",
    reads=earliest(Events(concepts=_PROGRESSION, answers=_WORSE, since=day_after(_ENDOCRINE_FIRST))),
    absence=unknown("without an entry of progression there is no day of it"),
)
ENDOCRINE_RESISTANCE = Fact(
    id="endocrine-resistance",
    label="endocrine resistance",
    computes=choose(
        (known(_RESISTANCE_TOLD), _RESISTANCE_TOLD),
        (
            all_of(ENDOCRINE_PROGRESSED, known(_FIRST_PROGRESSION), known(_ENDOCRINE_FIRST)),
            choose(
                (
                    DaysSince(of=_ENDOCRINE_FIRST) - DaysSince(of=_FIRST_PROGRESSION) < EARLY_PROGRESSION,
                    "primary-resistance",
                ),
                otherwise="secondary-resistance",
            ),
        ),
        (ENDOCRINE_PROGRESSED, _RESISTANCE_TOLD),
        (
            RELAPSE_ON_ADJUVANT,
            choose(
                (
                    DaysSince(of=_ADJUVANT_FIRST) - DaysSince(of=METASTATIC_FIRST_SEEN) < EARLY_RELAPSE,
                    "primary-resistance",
                ),
                otherwise="secondary-resistance",
            ),
        ),
        otherwise="sensitive",
    ),
    note="As judged by the team; else from the dates: primary when the cancer came back within the first two years of adjuvant "
    "endocrine therapy, or progressed within six months of the first such therapy of metastatic disease.",
)
