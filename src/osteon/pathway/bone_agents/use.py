"""Which bone agents are in use, planned, held or stopped."""

from osteon.engine.events import Events, earliest, latest
from osteon.engine.nodes import Fact, Node, Parameter, all_of, any_of, choose, constant, known, unknown
from osteon.pathway.asking import finding, number
from osteon.pathway.bone_agents.agents import Agent, agent, dated, is_recorded
from osteon.pathway.bone_agents.parameters import (
    DENOSUMAB_60_DOSE,
    DENOSUMAB_60_WINDOW,
    DENOSUMAB_120_DOSE,
    DENOSUMAB_WINDOW,
    HYPERCALCAEMIA_WINDOW,
    IBANDRONATE_ORAL_DOSE,
    INTRAVENOUS_WINDOW,
    ORAL_WINDOW,
    STOP_WINDOW,
    TOGETHER_WINDOW,
)

_HYPERCALCAEMIA = ("condition.hypercalcaemia", "condition.hypercalcaemia-malignancy")
_ENTRY = ("active", "planned", "given", "on-hold", "completed", "stopped")


def _agent(id: str, name: str, *concepts: str, window: Parameter) -> Agent:
    return agent(id, name, *concepts, window=window, together=TOGETHER_WINDOW)


_ZA = _agent("zoledronic-acid", "zoledronic acid", "drug.zoledronic-acid", window=INTRAVENOUS_WINDOW)
_PAM = _agent("pamidronate", "pamidronate", "drug.pamidronate", window=INTRAVENOUS_WINDOW)
_DEN = _agent("denosumab", "denosumab", "drug.denosumab-120", "drug.denosumab", window=DENOSUMAB_WINDOW)
_DEN_60 = _agent("denosumab-60", "denosumab 60 mg", "drug.denosumab-60", window=DENOSUMAB_60_WINDOW)
_IBA_IV = _agent("ibandronate-iv", "ibandronate", "drug.ibandronate", window=INTRAVENOUS_WINDOW)
_IBA_ORAL = _agent("ibandronate-oral", "ibandronate", "drug.ibandronate", window=ORAL_WINDOW)
_CLO = _agent("clodronate", "clodronate", "drug.clodronate", window=ORAL_WINDOW)
_ZA_5 = _agent(
    "zoledronic-acid-5mg", "yearly zoledronic acid 5 mg", "drug.zoledronic-acid-5mg", window=INTRAVENOUS_WINDOW
)
_OTHER = _agent(
    "oral-bisphosphonate",
    "an oral bisphosphonate for osteoporosis",
    "drug.alendronate",
    "drug.risedronate",
    window=ORAL_WINDOW,
)

# --- denosumab: 120 mg, 60 mg, or not told ----------------------------------------------------------------------------

DENOSUMAB_DOSE = number(
    "denosumab-dose",
    "denosumab single dose",
    Events(concepts=("drug.denosumab",), statuses=_ENTRY),
    "dose",
    "mg",
    digits=0,
    absence=unknown("the ingredient alone does not tell the product family"),
    ask="Which denosumab does the patient get: 120 mg every 4 weeks or 60 mg every 6 months?",
)
_ENTRY_120 = is_recorded(
    "denosumab-120-entry", "an entry of denosumab 120 mg", Events(concepts=("drug.denosumab-120",), statuses=_ENTRY)
)
_ENTRY_60 = is_recorded(
    "denosumab-60-entry", "an entry of denosumab 60 mg", Events(concepts=("drug.denosumab-60",), statuses=_ENTRY)
)
_SMALL_ORDER = is_recorded(
    "denosumab-small-order",
    "active order of denosumab below 120 mg",
    Events(
        concepts=("drug.denosumab",), kinds=("order", "statement"), statuses=("active",), dose_below=DENOSUMAB_120_DOSE
    ),
)
_SMALL_DOSE = is_recorded(
    "denosumab-small-dose",
    "denosumab below 120 mg given",
    Events(concepts=("drug.denosumab",), kinds=("dose",), within=DENOSUMAB_60_WINDOW, dose_below=DENOSUMAB_120_DOSE),
)
_SMALL_DOSE_NOW = is_recorded(
    "denosumab-small-dose-now",
    "denosumab below 120 mg given in the last days",
    Events(concepts=("drug.denosumab",), kinds=("dose",), within=TOGETHER_WINDOW, dose_below=DENOSUMAB_120_DOSE),
)
_FAMILY_120 = any_of(
    _ENTRY_120,
    all_of(any_of(~_ENTRY_60, known(DENOSUMAB_DOSE)), DENOSUMAB_DOSE > DENOSUMAB_60_DOSE),
)

# --- ibandronate: into a vein or by mouth -----------------------------------------------------------------------------

_ROUTE = Fact(
    id="ibandronate-route",
    label="route of ibandronate",
    absence=unknown("the substance alone does not tell the route"),
    reads=latest(
        Events(concepts=("drug.ibandronate",), statuses=_ENTRY), "route", categories=("intravenous", "oral", "other")
    ),
)
_IBANDRONATE_DOSE = number(
    "ibandronate-dose",
    "ibandronate single dose",
    Events(concepts=("drug.ibandronate",), statuses=_ENTRY),
    "dose",
    "mg",
    digits=0,
    absence=unknown("without route or dose the form is not told"),
    ask="Does the patient get ibandronate into a vein or as tablets?",
)
_INTO_VEIN = choose((known(_ROUTE), _ROUTE.one_of("intravenous")), otherwise=_IBANDRONATE_DOSE < IBANDRONATE_ORAL_DOSE)

# --- current and planned ----------------------------------------------------------------------------------------------


def _state(id: str, label: str, computes: Node, note: str = "") -> Fact:
    return Fact(id=id, label=label, computes=computes, note=note)


ZOLEDRONIC_ACID_CURRENT = _state("zoledronic-acid-current", "on zoledronic acid", _ZA.current)
DENOSUMAB_120_CURRENT = _state("denosumab-120-current", "on denosumab 120 mg", all_of(_DEN.current, _FAMILY_120))
PAMIDRONATE_CURRENT = _state("pamidronate-current", "on pamidronate", _PAM.current)
IBANDRONATE_IV_CURRENT = _state(
    "ibandronate-iv-current", "on intravenous ibandronate", all_of(_IBA_IV.current, _INTO_VEIN)
)
IBANDRONATE_ORAL_CURRENT = _state(
    "ibandronate-oral-current", "on oral ibandronate", all_of(_IBA_ORAL.current, ~_INTO_VEIN)
)
CLODRONATE_CURRENT = _state("clodronate-current", "on clodronate", _CLO.current)
DENOSUMAB_60_CURRENT = _state(
    "denosumab-60-current",
    "on denosumab 60 mg",
    any_of(_DEN_60.current, all_of(_DEN.current, any_of(_SMALL_ORDER, _SMALL_DOSE, ~_FAMILY_120))),
    note="The family for osteoporosis, given every 6 months.",
)
AGENT_CURRENT = _state(
    "bone-agent-current",
    "on a bone agent",
    any_of(
        ZOLEDRONIC_ACID_CURRENT,
        DENOSUMAB_120_CURRENT,
        PAMIDRONATE_CURRENT,
        IBANDRONATE_IV_CURRENT,
        IBANDRONATE_ORAL_CURRENT,
        CLODRONATE_CURRENT,
    ),
    note="An order is active, or the last dose is recent, and nothing newer says stopped.",
)
ZOLEDRONIC_ACID_PLANNED = _state("zoledronic-acid-planned", "zoledronic acid planned", _ZA.planned)
DENOSUMAB_120_PLANNED = _state("denosumab-120-planned", "denosumab 120 mg planned", all_of(_DEN.planned, _FAMILY_120))
PAMIDRONATE_PLANNED = _state("pamidronate-planned", "pamidronate planned", _PAM.planned)
IBANDRONATE_IV_PLANNED = _state(
    "ibandronate-iv-planned", "intravenous ibandronate planned", all_of(_IBA_IV.planned, _INTO_VEIN)
)
AGENT_PLANNED = _state(
    "bone-agent-planned",
    "bone agent planned",
    any_of(ZOLEDRONIC_ACID_PLANNED, DENOSUMAB_120_PLANNED, PAMIDRONATE_PLANNED, _IBA_IV.planned, _CLO.planned),
    note="An order is open that no dose has followed.",
)
ZOLEDRONIC_ACID_HELD = _state("zoledronic-acid-on-hold", "zoledronic acid on hold", _ZA.held)
IV_HELD = _state(
    "intravenous-bisphosphonate-on-hold",
    "zoledronic acid or pamidronate on hold",
    any_of(ZOLEDRONIC_ACID_HELD, _PAM.held),
)
AGENT_HELD = _state("bone-agent-on-hold", "bone agent on hold", any_of(IV_HELD, _DEN.held, _IBA_IV.held, _CLO.held))

# --- doses of any agent -----------------------------------------------------------------------------------------------

_ALL = tuple(concept for one in (_ZA, _DEN, _PAM, _IBA_IV, _CLO) for concept in one.concepts)

AGENT_STARTED = is_recorded("bone-agent-given", "bone agent given before", Events(concepts=_ALL, kinds=("dose",)))
AGENT_RECENT = is_recorded(
    "bone-agent-recent", "bone agent given lately", Events(concepts=_ALL, kinds=("dose",), within=INTRAVENOUS_WINDOW)
)
AGENT_START_PLANNED = _state(
    "bone-agent-start-planned", "first dose of a bone agent ahead", all_of(AGENT_PLANNED, ~AGENT_RECENT)
)
LAST_DOSE = dated(
    "bone-agent-last-dose",
    "last dose of a bone agent",
    Events(concepts=_ALL, kinds=("dose",)),
    ask="When was the last dose of the bone agent?",
)
FIRST_DOSE = Fact(
    id="bone-agent-first-dose",
    label="first dose of a bone agent",
    reads=earliest(Events(concepts=_ALL, kinds=("dose",))),
    absence=unknown("the record may begin later"),
    ask="When was the first dose of the bone agent?",
)

ZOLEDRONIC_ACID_LAST_DOSE = _ZA.last_dose
ZOLEDRONIC_ACID_STARTED = _ZA.started
ZOLEDRONIC_ACID_FIRST_DOSE = Fact(
    id="zoledronic-acid-first-dose",
    label="first dose of zoledronic acid",
    absence=unknown("the record may begin later"),
    reads=earliest(Events(concepts=_ZA.concepts, kinds=("dose",))),
    ask="When was zoledronic acid first given?",
)
PAMIDRONATE_LAST_DOSE = _PAM.last_dose
PAMIDRONATE_STARTED = _PAM.started
PAMIDRONATE_FIRST_DOSE = Fact(
    id="pamidronate-first-dose",
    label="first dose of pamidronate",
    absence=unknown("the record may begin later"),
    reads=earliest(Events(concepts=_PAM.concepts, kinds=("dose",))),
    ask="When was pamidronate first given?",
)
DENOSUMAB_LAST_DOSE = _DEN.last_dose
DENOSUMAB_STARTED = _state("denosumab-120-given", "denosumab 120 mg given before", all_of(_DEN.started, _FAMILY_120))
DENOSUMAB_FIRST_DOSE = Fact(
    id="denosumab-first-dose",
    label="first dose of denosumab",
    absence=unknown("the record may begin later"),
    reads=earliest(Events(concepts=_DEN.concepts, kinds=("dose",))),
    ask="When was denosumab first given?",
)

# --- stopped denosumab, and what followed -----------------------------------------------------------------------------

_GIVEN_IN_STOP_WINDOW = is_recorded(
    "denosumab-given-lately",
    "denosumab given in the last years",
    Events(concepts=_DEN.concepts, kinds=("dose",), within=STOP_WINDOW),
)
DENOSUMAB_120_STOPPED = _state(
    "denosumab-120-stopped",
    "denosumab 120 mg stopped",
    all_of(_GIVEN_IN_STOP_WINDOW, _FAMILY_120, ~DENOSUMAB_120_CURRENT, ~_DEN.held),
    note="It was given, and is neither current nor on hold.",
)
FOLLOW_ON = _state(
    "follow-on-antiresorptive",
    "another antiresorptive since denosumab 120 mg",
    any_of(
        _ZA.current,
        _PAM.current,
        _IBA_IV.current,
        _CLO.current,
        _ZA_5.current,
        _OTHER.current,
        _DEN_60.current,
        all_of(_DEN.current, any_of(_SMALL_ORDER, _SMALL_DOSE)),
    ),
)

# --- two at once ------------------------------------------------------------------------------------------------------


def _one_if(condition: Node) -> Node:
    return choose((condition, constant(1, "{count}")), otherwise=constant(0, "{count}"))


AGENTS_IN_USE = Fact(
    id="bone-agents-in-use",
    label="antiresorptive drugs in use at once",
    digits=0,
    computes=_one_if(_ZA.in_use)
    + _one_if(_ZA_5.in_use)
    + _one_if(_PAM.in_use)
    + _one_if(_IBA_IV.in_use)
    + _one_if(_CLO.in_use)
    + _one_if(_OTHER.in_use)
    + _one_if(all_of(_DEN.in_use, _FAMILY_120))
    + _one_if(any_of(_DEN_60.in_use, _SMALL_ORDER, _SMALL_DOSE_NOW)),
    note="Active orders, and doses of the last days; an agent that another has replaced does not count.",
)

# --- for hypercalcaemia, not for bone metastases ----------------------------------------------------------------------


def _for_hypercalcaemia(id: str, one: Agent, name: str) -> Fact:
    """The newest order decides, and where none is active the newest dose: whether its reason is hypercalcaemia."""
    by_order = is_recorded(
        f"{id}-order-for-hypercalcaemia",
        f"newest order of {name} is for hypercalcaemia",
        Events(
            concepts=one.concepts,
            indications=_HYPERCALCAEMIA,
            kinds=("order", "statement"),
            statuses=("active", "planned"),
            since=one.order_date,
        ),
    )
    by_dose = is_recorded(
        f"{id}-dose-for-hypercalcaemia",
        f"last dose of {name} was for hypercalcaemia",
        Events(concepts=one.concepts, indications=_HYPERCALCAEMIA, kinds=("dose",), since=one.last_dose),
    )
    return _state(
        f"{id}-for-hypercalcaemia",
        f"{name} is for hypercalcaemia",
        choose((any_of(one.ordered, one.planned), by_order), otherwise=by_dose),
    )


ZOLEDRONIC_ACID_FOR_HYPERCALCAEMIA = _for_hypercalcaemia("zoledronic-acid", _ZA, "zoledronic acid")
PAMIDRONATE_FOR_HYPERCALCAEMIA = _for_hypercalcaemia("pamidronate", _PAM, "pamidronate")
HYPERCALCAEMIA_TREATED = any_of(
    is_recorded(
        "agent-for-hypercalcaemia",
        "bone agent given or ordered for hypercalcaemia",
        Events(concepts=_ALL, indications=_HYPERCALCAEMIA, within=HYPERCALCAEMIA_WINDOW),
    ),
    finding(
        "agent-hypercalcaemia-diagnosis",
        "recent diagnosis of hypercalcaemia",
        *_HYPERCALCAEMIA,
        within=HYPERCALCAEMIA_WINDOW,
        why="treated hypercalcaemia would be among the diagnoses",
    ),
)
