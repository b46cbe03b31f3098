"""Doses and intervals: what was given, what is ordered, how far apart, and when the next is due."""

from osteon.engine.events import Events
from osteon.engine.nodes import (
    ALWAYS,
    DaysSince,
    Fact,
    Node,
    Parameter,
    all_of,
    any_of,
    choose,
    first_known,
    known,
    unknown,
)
from osteon.pathway.asking import number
from osteon.pathway.bone_agents.agents import dated, is_recorded
from osteon.pathway.bone_agents.parameters import (
    DENOSUMAB_INTERVAL,
    DOSE_ERROR_WINDOW,
    DOSE_LEAD,
    PAMIDRONATE_INFUSION,
    PAMIDRONATE_INTERVAL,
    PAMIDRONATE_MAX_DOSE,
    SHORTEST_INTERVAL,
    ZA_FULL_DOSE,
    ZA_INFUSION,
    ZA_LABEL_INTERVAL,
)
from osteon.pathway.bone_agents.use import (
    DENOSUMAB_120_CURRENT,
    DENOSUMAB_120_PLANNED,
    DENOSUMAB_LAST_DOSE,
    PAMIDRONATE_CURRENT,
    PAMIDRONATE_LAST_DOSE,
    PAMIDRONATE_PLANNED,
    ZOLEDRONIC_ACID_CURRENT,
    ZOLEDRONIC_ACID_LAST_DOSE,
    ZOLEDRONIC_ACID_PLANNED,
)

_ZA = ("drug.zoledronic-acid",)
_PAM = ("drug.pamidronate",)
_DEN = ("drug.denosumab-120", "drug.denosumab")
_WRITTEN = unknown("doses, intervals and infusion times are often left out of a record")

# --- intervals --------------------------------------------------------------------------------------------------------


def _interval(id: str, name: str, concepts: tuple[str, ...], last: Fact) -> tuple[Fact, Fact, Fact]:
    """The ordered interval, the distance of the last two doses, and the interval that counts: the first of them known."""
    before = dated(
        f"{id}-dose-before",
        f"dose of {name} before the last one",
        Events(concepts=concepts, kinds=("dose",), before=last),
        ask=f"When was {name} given the time before?",
    )
    ordered = number(
        f"{id}-interval-ordered",
        f"ordered interval of {name}",
        Events(concepts=concepts, kinds=("order", "statement"), statuses=("active", "planned")),
        "interval_days",
        "d",
        absence=_WRITTEN,
        ask=f"How many days apart is {name} given?",
        digits=0,
    )
    gap = Fact(
        id=f"{id}-dose-gap", label=f"days between the last two doses of {name}", computes=last - before, digits=0
    )
    interval = Fact(
        id=f"{id}-interval",
        label=f"interval of {name}",
        digits=0,
        computes=choose((known(ordered), ordered), (known(gap), gap), otherwise=ordered),
        note="From the order; without one, the time between the last two doses.",
    )
    return ordered, gap, interval


_, ZA_GAP, ZA_INTERVAL = _interval("zoledronic-acid", "zoledronic acid", _ZA, ZOLEDRONIC_ACID_LAST_DOSE)
_, PAMIDRONATE_GAP, _ = _interval("pamidronate", "pamidronate", _PAM, PAMIDRONATE_LAST_DOSE)
_, DENOSUMAB_GAP_BETWEEN, DENOSUMAB_INTERVAL_NOW = _interval("denosumab", "denosumab", _DEN, DENOSUMAB_LAST_DOSE)

ZA_DUE_INTERVAL = Fact(
    id="zoledronic-acid-due-interval",
    label="interval of zoledronic acid, or the labelled one",
    digits=0,
    computes=first_known(ZA_INTERVAL, ZA_LABEL_INTERVAL),
)


def _due(id: str, name: str, current: Node, planned: Node, last: Fact, interval: Node) -> Fact:
    return Fact(
        id=id,
        label=f"{name} due",
        computes=any_of(planned, all_of(current, DaysSince(of=last) + DOSE_LEAD >= interval)),
        note="An order is open, or the next dose is due within days.",
    )


ZA_DUE = _due(
    "zoledronic-acid-due",
    "zoledronic acid",
    ZOLEDRONIC_ACID_CURRENT,
    ZOLEDRONIC_ACID_PLANNED,
    ZOLEDRONIC_ACID_LAST_DOSE,
    ZA_DUE_INTERVAL,
)
PAMIDRONATE_DUE = _due(
    "pamidronate-due",
    "pamidronate",
    PAMIDRONATE_CURRENT,
    PAMIDRONATE_PLANNED,
    PAMIDRONATE_LAST_DOSE,
    PAMIDRONATE_INTERVAL,
)
DENOSUMAB_DUE = _due(
    "denosumab-due",
    "denosumab 120 mg",
    DENOSUMAB_120_CURRENT,
    DENOSUMAB_120_PLANNED,
    DENOSUMAB_LAST_DOSE,
    DENOSUMAB_INTERVAL,
)
IV_DUE = Fact(
    id="intravenous-bisphosphonate-due",
    label="zoledronic acid or pamidronate due",
    computes=any_of(ZA_DUE, PAMIDRONATE_DUE),
)

# --- single doses and infusions ---------------------------------------------------------------------------------------


def _open(concepts: tuple[str, ...], dose_above: Node | None = None) -> Events:
    return Events(concepts=concepts, kinds=("order",), statuses=("active", "planned"), dose_above=dose_above)


def _too_much(id: str, name: str, concepts: tuple[str, ...], limit: Parameter) -> Node:
    ordered = is_recorded(
        f"{id}-order-too-large",
        f"order of {name} above {limit.value.normalize():f} mg",
        _open(concepts, dose_above=limit),
        why="a dose is looked at where it is written",
    )
    given = is_recorded(
        f"{id}-dose-too-large",
        f"{name} above {limit.value.normalize():f} mg given",
        Events(concepts=concepts, kinds=("dose",), within=DOSE_ERROR_WINDOW, dose_above=limit),
        why="a dose is looked at where it is written",
    )
    return any_of(ordered, given)


def _too_fast(id: str, name: str, concepts: tuple[str, ...], limit: Parameter) -> Node:
    """By the order where one is open, and by the last dose; unknown where neither tells the infusion time."""
    ordered = number(
        f"{id}-infusion-ordered",
        f"ordered infusion time of {name}",
        _open(concepts),
        "duration_minutes",
        "min",
        absence=_WRITTEN,
        ask=f"Over how many minutes is {name} infused?",
        digits=0,
    )
    given = number(
        f"{id}-infusion",
        f"infusion time of the last {name}",
        Events(concepts=concepts, kinds=("dose",), within=DOSE_ERROR_WINDOW),
        "duration_minutes",
        "min",
        absence=_WRITTEN,
        digits=0,
    )
    return choose(
        (all_of(known(ordered), ordered < limit), ALWAYS), (known(given), given < limit), otherwise=ordered < limit
    )


ZA_TOO_MUCH = _too_much("zoledronic-acid", "zoledronic acid", _ZA, ZA_FULL_DOSE)
PAMIDRONATE_TOO_MUCH = _too_much("pamidronate", "pamidronate", _PAM, PAMIDRONATE_MAX_DOSE)
ZA_TOO_FAST = _too_fast("zoledronic-acid", "zoledronic acid", _ZA, ZA_INFUSION)
PAMIDRONATE_TOO_FAST = _too_fast("pamidronate", "pamidronate", _PAM, PAMIDRONATE_INFUSION)
ZA_DOSE_WRITTEN = number(
    "zoledronic-acid-dose",
    "single dose of zoledronic acid, as ordered or last given",
    Events(concepts=_ZA, statuses=("active", "planned", "given", "on-hold")),
    "dose",
    "mg",
    digits=1,
    absence=_WRITTEN,
    ask="How many mg of zoledronic acid does the patient get?",
)

# --- two doses too close together -------------------------------------------------------------------------------------


def _lately(id: str, name: str, concepts: tuple[str, ...]) -> Fact:
    return is_recorded(
        f"{id}-given-this-month",
        f"{name} given within the last weeks",
        Events(concepts=concepts, kinds=("dose",), within=DOSE_ERROR_WINDOW),
    )


_ZA_LATELY = _lately("zoledronic-acid", "zoledronic acid", _ZA)
_PAM_LATELY = _lately("pamidronate", "pamidronate", _PAM)
_DEN_LATELY = _lately("denosumab", "denosumab", _DEN)
DOSED_LATELY = any_of(_ZA_LATELY, _PAM_LATELY, all_of(_DEN_LATELY, DENOSUMAB_120_CURRENT))


def _close(lately: Fact, gap: Fact) -> Node:
    return all_of(lately, known(gap), gap < SHORTEST_INTERVAL)


DOSES_TOO_CLOSE = any_of(
    _close(_ZA_LATELY, ZA_GAP),
    _close(_PAM_LATELY, PAMIDRONATE_GAP),
    all_of(_close(_DEN_LATELY, DENOSUMAB_GAP_BETWEEN), DENOSUMAB_120_CURRENT),
)
