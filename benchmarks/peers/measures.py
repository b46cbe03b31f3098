"""The three measures of `TASK.md` as trees of our own engine, over the concepts that our own reader finds."""

from __future__ import annotations

from benchmarks.peers.task import (
    AGENT_DAYS,
    AGENTS,
    ALBUMIN_DAYS,
    BONE_METASTASIS,
    CALCIUM_DAYS,
    CREATININE_DAYS,
    RESULTS,
    WEIGHT_DAYS,
)
from osteon.engine.events import Events, latest, patient
from osteon.engine.nodes import (
    Fact,
    Node,
    all_of,
    choose,
    constant,
    first_known,
    known,
    stale,
    unknown,
)
from osteon.engine.rules import Pathway, Topic
from osteon.pathway.asking import lab, number, recorded

__all__ = ["CALCIUM", "CLEARANCE", "MEASURES", "UNTREATED"]

_DAY = constant(1, "date")
_WHY = "the task says so"


def _stale(days: int):
    return stale(constant(days, "d"), _WHY)


def _near(calcium_day: Node, days: int, id: str) -> Fact:
    return lab(
        id, id.replace("-", " "), RESULTS["albumin"], absence=unknown(_WHY),
        since=calcium_day - constant(days, "date"), before=calcium_day + constant(days + 1, "date"),
    )  # fmt: skip


_TOTAL = Events(concepts=(RESULTS["calcium"],), with_value=True)
_MG = lab("calcium-mg", "calcium in mg/dL", RESULTS["calcium"], absence=_stale(CALCIUM_DAYS))
_MMOL = lab("calcium-mmol", "calcium in mmol/L", RESULTS["calcium"], unit="mmol/L", absence=_stale(CALCIUM_DAYS))
_CALCIUM_DAY = number("calcium-day", "day of the calcium", _TOTAL, "start", "date", absence=unknown(_WHY))
_UNIT = Fact(
    id="calcium-unit",
    label="unit of the calcium",
    reads=latest(_TOTAL, "reported_unit", categories=("mg/dL", "mmol/L")),
    absence=unknown(_WHY),
)
_ALBUMIN = first_known(_near(_CALCIUM_DAY, 0, "albumin-same-day"), _near(_CALCIUM_DAY, ALBUMIN_DAYS, "albumin-near"))
_MG_PER_DL = _MG + constant("0.8").times(constant("4.0", "g/dL") - _ALBUMIN, "mg/dL")
_MILLIMOLAR = _MMOL + constant("0.02").times(constant(40, "g/L") - _ALBUMIN.times(constant(10), "g/L"), "mmol/L")

CALCIUM = Fact(
    id="corrected-calcium",
    label="corrected calcium",
    computes=choose(
        (all_of(known(_UNIT), _UNIT.one_of("mmol/L")), _MILLIMOLAR),
        otherwise=_MG_PER_DL.times(constant("0.2495", "mmol/L"), "mmol/L"),
    ),
)

_AGE = Fact(id="age", label="age", reads=patient("age"), absence=unknown(_WHY))
_SEX = Fact(id="sex", label="sex", reads=patient("sex"), absence=unknown(_WHY))
_CREATININE = lab("creatinine", "creatinine", RESULTS["creatinine"], absence=_stale(CREATININE_DAYS))
_WEIGHT = lab("weight", "weight", RESULTS["weight"], absence=_stale(WEIGHT_DAYS))
_FACTOR = choose((_SEX.one_of("female"), constant("0.85")), otherwise=constant(1))

CLEARANCE = Fact(
    id="creatinine-clearance",
    label="creatinine clearance",
    computes=(constant(140, "a") - _AGE)
    .times(_WEIGHT, "a.kg")
    .times(_FACTOR, "a.kg")
    .per(constant(72).times(_CREATININE, "mg/dL"), "mL/min"),
)

_METASTASIS = recorded("bone-metastasis", "bone metastasis", *BONE_METASTASIS, why=_WHY)
_LATELY = constant(AGENT_DAYS, "d")
_GIVEN = recorded("agent-given", "agent given", *AGENTS, kinds=("dose",), within=_LATELY, why=_WHY)
_ORDERED = recorded(
    "agent-ordered", "agent ordered", *AGENTS, kinds=("order",), statuses=("active",), within=_LATELY, why=_WHY
)

UNTREATED = Fact(
    id="bone-metastasis-without-agent",
    label="bone metastasis without a bone agent",
    computes=all_of(_METASTASIS, ~_GIVEN, ~_ORDERED),
)

MEASURES = Pathway(
    edition="three-measures",
    topics=(
        Topic(
            id="three-measures",
            title="Three measures",
            purpose="A task that peers do, too.",
            recommendations=(),
            shown=(CALCIUM, CLEARANCE, UNTREATED),
        ),
    ),
    sources=(),
)
