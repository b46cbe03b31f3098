"""What the kidneys did since the intravenous bisphosphonate began, and the dose of zoledronic acid that follows."""

from osteon.engine.events import Events, latest
from osteon.engine.nodes import DaysSince, Fact, Node, all_of, any_of, choose, constant, first_known, known, unknown
from osteon.pathway.asking import lab, shown
from osteon.pathway.bone_agents.agents import day_after
from osteon.pathway.bone_agents.parameters import (
    CREATININE_NORMAL,
    CREATININE_NORMAL_UMOL,
    IBANDRONATE_CLEARANCE,
    IBANDRONATE_CLEARANCE_LOW,
    IBANDRONATE_DOSE_30,
    IBANDRONATE_DOSE_LOW,
    IBANDRONATE_FULL_DOSE,
    RESUME_RATIO,
    RISE_FROM_ABNORMAL,
    RISE_FROM_ABNORMAL_UMOL,
    RISE_FROM_NORMAL,
    RISE_FROM_NORMAL_UMOL,
    ZA_CLEARANCE_40,
    ZA_CLEARANCE_50,
    ZA_CLEARANCE_FLOOR,
    ZA_CLEARANCE_FULL,
    ZA_CREATININE_CEILING,
    ZA_DOSE_30,
    ZA_DOSE_40,
    ZA_DOSE_50,
    ZA_DOSE_BASIS,
    ZA_FULL_DOSE,
    ZA_NO_DOSE,
)
from osteon.pathway.bone_agents.use import (
    PAMIDRONATE_FIRST_DOSE,
    ZOLEDRONIC_ACID_CURRENT,
    ZOLEDRONIC_ACID_FIRST_DOSE,
    ZOLEDRONIC_ACID_HELD,
    ZOLEDRONIC_ACID_PLANNED,
)
from osteon.pathway.renal_function.facts import AGE, CREATININE, CREATININE_CLEARANCE, ON_DIALYSIS, SEX
from osteon.pathway.renal_function.parameters import FEMALE_FACTOR, WEIGHT_MAX_AGE, WEIGHT_POLICY

_CREATININE = ("lab.creatinine",)
_UMOL_PER_MG = constant("88.4")
_YEAR = constant("365.25", "d")
_BEFORE = unknown("without a value from before the first dose there is no baseline")

# --- baseline: the last creatinine up to the day of the first dose of the agent in question ---------------------------

_FIRST = choose(
    (any_of(ZOLEDRONIC_ACID_CURRENT, ZOLEDRONIC_ACID_PLANNED, ZOLEDRONIC_ACID_HELD), ZOLEDRONIC_ACID_FIRST_DOSE),
    otherwise=PAMIDRONATE_FIRST_DOSE,
)
_AFTER_FIRST = day_after(_FIRST)
CREATININE_BASELINE = lab(
    "creatinine-baseline",
    "creatinine before the first dose",
    "lab.creatinine",
    absence=_BEFORE,
    before=_AFTER_FIRST,
    ask="What was the creatinine before the first dose of the agent?",
    note="The last one up to the day of the first recorded dose of the current agent.",
)
_BASELINE_UMOL_READ = lab(
    "creatinine-baseline-umol",
    "creatinine before the first dose",
    "lab.creatinine",
    unit="umol/L",
    absence=_BEFORE,
    before=_AFTER_FIRST,
)
_BASELINE_UNIT = Fact(
    id="creatinine-baseline-unit",
    label="unit of the creatinine before the first dose",
    absence=_BEFORE,
    reads=latest(
        Events(concepts=_CREATININE, with_value=True, before=_AFTER_FIRST),
        "reported_unit",
        categories=("mg/dL", "umol/L", "other"),
    ),
)
_SINCE = unknown("a value from before the first dose does not tell what the drug did")
_SINCE_FIRST = lab(
    "creatinine-since-first-dose",
    "creatinine since the first dose",
    "lab.creatinine",
    absence=_SINCE,
    since=_AFTER_FIRST,
    ask="What is the serum creatinine now?",
)
_SINCE_FIRST_UMOL = lab(
    "creatinine-since-first-dose-umol",
    "creatinine since the first dose",
    "lab.creatinine",
    unit="umol/L",
    absence=_SINCE,
    since=_AFTER_FIRST,
)
# Never known, and `creatinine` is what is missing: one from before the first dose says nothing about the time since.
_NOT_SINCE_FIRST = choose((~known(CREATININE), CREATININE))
_NOW = choose((all_of(known(CREATININE), known(_SINCE_FIRST)), _SINCE_FIRST), otherwise=_NOT_SINCE_FIRST)

# In umol/L only where the older value was reported so; a missing value is named by its own fact.
_IN_UMOL = all_of(known(CREATININE_BASELINE), known(_BASELINE_UNIT), _BASELINE_UNIT.one_of("umol/L"))
_BASELINE_UMOL = choose(
    (known(CREATININE_BASELINE), _BASELINE_UMOL_READ), otherwise=CREATININE_BASELINE.times(_UMOL_PER_MG, "umol/L")
)
_NOW_UMOL = choose(
    (all_of(known(CREATININE), known(_SINCE_FIRST)), _SINCE_FIRST_UMOL), otherwise=_NOW.times(_UMOL_PER_MG, "umol/L")
)


def _risen(baseline: Node, now: Node, normal: Node, small: Node, large: Node) -> Node:
    return any_of(all_of(baseline <= normal, now - baseline >= small), now - baseline >= large)


CREATININE_RISEN = Fact(
    id="creatinine-risen",
    label="creatinine risen since the first dose",
    computes=choose(
        (
            _IN_UMOL,
            _risen(_BASELINE_UMOL, _NOW_UMOL, CREATININE_NORMAL_UMOL, RISE_FROM_NORMAL_UMOL, RISE_FROM_ABNORMAL_UMOL),
        ),
        otherwise=_risen(CREATININE_BASELINE, _NOW, CREATININE_NORMAL, RISE_FROM_NORMAL, RISE_FROM_ABNORMAL),
    ),
    note="Computed in the unit of the older value.",
)
CREATININE_RATIO = Fact(
    id="creatinine-ratio",
    label="creatinine over its baseline",
    computes=choose((_IN_UMOL, _NOW_UMOL.per(_BASELINE_UMOL, "1")), otherwise=_NOW.per(CREATININE_BASELINE, "1")),
)
CREATININE_BACK = CREATININE_RATIO <= RESUME_RATIO
RISE_SHOWN = shown(CREATININE_RISEN)
"""A rise that the record settles, for rules that step aside for it: an open question must not silence them."""

# --- clearance at the start and now -----------------------------------------------------------------------------------

_WEIGHT_AT_START = lab(
    "weight-at-first-dose",
    "body weight at the first dose",
    "body.weight",
    digits=1,
    absence=unknown("weight may not have been recorded then"),
    before=day_after(ZOLEDRONIC_ACID_FIRST_DOSE),
    since=ZOLEDRONIC_ACID_FIRST_DOSE - WEIGHT_MAX_AGE.times(constant(1), "date"),
)
_AGE_AT_START = AGE - DaysSince(of=ZOLEDRONIC_ACID_FIRST_DOSE).per(_YEAR, "1").times(constant(1), "a")


def _clearance_at_start() -> Node:
    """Cockcroft-Gault with the entries of the first dose; only for the formula that the site uses now."""
    factor = choose((SEX.one_of("female"), FEMALE_FACTOR), otherwise=constant(1))
    above = (constant(140, "a") - _AGE_AT_START).times(_WEIGHT_AT_START, "a.kg").times(factor, "a.kg")
    return choose(
        (
            all_of(WEIGHT_POLICY.one_of("actual"), ~ON_DIALYSIS),
            above.per(constant(72).times(CREATININE_BASELINE, "mg/dL"), "mL/min"),
        )
    )


CLEARANCE_AT_START = Fact(
    id="creatinine-clearance-at-first-dose",
    label="creatinine clearance at the first dose",
    computes=_clearance_at_start(),
    digits=1,
    note="Cockcroft-Gault with the creatinine and weight from before the first dose; the age then is today's less "
    "the time since.",
)


ZA_BARRED = any_of(ON_DIALYSIS, CREATININE_CLEARANCE < ZA_CLEARANCE_FLOOR, CREATININE > ZA_CREATININE_CEILING)
ZA_BARRED_SHOWN = shown(ZA_BARRED)


def _za_dose(clearance: Node) -> Node:
    """The label's table. Its whole-number bands leave gaps, which belong to the smaller dose; exactly 60 is reduced."""
    return choose(
        (clearance > ZA_CLEARANCE_FULL, ZA_FULL_DOSE),
        (clearance >= ZA_CLEARANCE_50, ZA_DOSE_50),
        (clearance >= ZA_CLEARANCE_40, ZA_DOSE_40),
        (clearance >= ZA_CLEARANCE_FLOOR, ZA_DOSE_30),
        otherwise=ZA_NO_DOSE,
    )


ZA_DOSE_AT_START = Fact(
    id="za-dose-at-first-dose",
    label="zoledronic acid dose by the clearance at the first dose",
    digits=1,
    computes=_za_dose(CLEARANCE_AT_START),
    note="0 mg: not recommended.",
)
ZA_DOSE_NOW = Fact(
    id="za-dose-now",
    label="zoledronic acid dose by the clearance now",
    digits=1,
    computes=_za_dose(CREATININE_CLEARANCE),
    note="0 mg: not recommended.",
)
ZA_CLEARANCE = Fact(
    id="za-dosing-clearance",
    label="clearance that sets the dose of zoledronic acid",
    digits=1,
    computes=choose(
        (ZA_DOSE_BASIS.one_of("baseline"), first_known(CLEARANCE_AT_START, CREATININE_CLEARANCE)),
        otherwise=CREATININE_CLEARANCE,
    ),
    note="Policy za_dose_basis; where the clearance at the first dose cannot be computed, the one of today.",
)
ZA_DOSE_RECOMMENDED = Fact(
    id="za-dose-recommended",
    label="recommended single dose of zoledronic acid",
    digits=1,
    computes=_za_dose(ZA_CLEARANCE),
    note="For bone metastases; 0 mg: not recommended.",
)

IBANDRONATE_DOSE_RECOMMENDED = Fact(
    id="ibandronate-iv-dose-recommended",
    label="recommended single dose of intravenous ibandronate",
    digits=0,
    computes=choose(
        (CREATININE_CLEARANCE >= IBANDRONATE_CLEARANCE, IBANDRONATE_FULL_DOSE),
        (CREATININE_CLEARANCE >= IBANDRONATE_CLEARANCE_LOW, IBANDRONATE_DOSE_30),
        otherwise=IBANDRONATE_DOSE_LOW,
    ),
)
