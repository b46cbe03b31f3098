"""Creatinine, weight, clearance. Cockcroft-Gault in mL/min is what dosing tables ask for; eGFR is shown beside it."""

from osteon.engine.events import patient
from osteon.engine.nodes import Choose, Fact, Node, all_of, any_of, choose, constant, known, stale, unknown
from osteon.pathway.asking import finding, lab, recorded
from osteon.pathway.renal_function.parameters import (
    CLEARANCE_POLICY,
    CREATININE_MAX_AGE,
    DIALYSIS_SESSION_WINDOW,
    FEMALE_FACTOR,
    WEIGHT_MAX_AGE,
    WEIGHT_POLICY,
)

_CHANGES = stale(CREATININE_MAX_AGE, "kidney function changes under treatment")

AGE = Fact(
    id="birth-date",
    label="age",
    reads=patient("age"),
    absence=unknown("formulas need the age"),
    digits=0,
    ask="When was the patient born?",
)
SEX = Fact(
    id="sex",
    label="sex",
    reads=patient("sex"),
    absence=unknown("formulas need the sex"),
    ask="Which sex do the formulas use?",
    note="While it is open, formulas give the span between the value for women and the value for men.",
)
WEIGHT = lab(
    "weight",
    "body weight",
    "body.weight",
    absence=stale(WEIGHT_MAX_AGE, "weight changes under treatment"),
    ask="What does the patient weigh today?",
    digits=1,
)
HEIGHT = lab(
    "height",
    "body height",
    "body.height",
    absence=unknown("only ideal weight needs it"),
    ask="How tall is the patient?",
    digits=0,
)
CREATININE = lab(
    "creatinine", "serum creatinine", "lab.creatinine", absence=_CHANGES, ask="What is the serum creatinine?"
)
CLEARANCE_REPORTED = lab(
    "creatinine-clearance-reported",
    "creatinine clearance from the laboratory",
    "lab.creatinine-clearance",
    absence=_CHANGES,
    ask="Did the laboratory report a Cockcroft-Gault clearance?",
    digits=1,
    note="Only a result coded as Cockcroft-Gault (LOINC 35591-7).",
)
EGFR_REPORTED = lab(
    "egfr-reported",
    "eGFR from the laboratory",
    "lab.egfr",
    absence=_CHANGES,
    ask="What eGFR did the laboratory report?",
    digits=0,
    note="Indexed to 1.73 m²; not the figure that dosing tables ask for.",
)

_DIALYSIS_DEPENDENT = finding(
    "dialysis-dependence",
    "dependence on dialysis",
    "condition.dialysis",
    kinds=("condition", "observation"),
    why="dependence on dialysis would be among the diagnoses",
)
_DIALYSIS_SESSION = recorded(
    "dialysis-session",
    "recent dialysis session",
    "condition.dialysis",
    kinds=("procedure",),
    statuses=("done",),
    within=DIALYSIS_SESSION_WINDOW,
    why="a dialysis session would be recorded",
)
ON_DIALYSIS = Fact(id="dialysis", label="on dialysis", computes=any_of(_DIALYSIS_DEPENDENT, _DIALYSIS_SESSION))


def _ideal_weight() -> Node:
    """Ideal weight: 50 kg (men) or 45.5 kg (women) and 2.3 kg per inch above 60 inches."""
    base = choose((SEX.one_of("female"), constant("45.5", "kg")), otherwise=constant(50, "kg"))
    inches = HEIGHT.per(constant("2.54", "cm"), "1") - constant(60)
    return base + constant("2.3", "kg").times(inches, "kg")


def _formula_weight() -> Choose:
    ideal = _ideal_weight()
    adjusted = choose((ideal < WEIGHT, ideal + constant("0.4").times(WEIGHT - ideal, "kg")), otherwise=WEIGHT)
    return choose((WEIGHT_POLICY.one_of("actual"), WEIGHT), (WEIGHT_POLICY.one_of("ideal"), ideal), otherwise=adjusted)


def _clearance() -> Choose:
    """Cockcroft-Gault: (140 - age) x weight x (0.85 if female) / (72 x creatinine in mg/dL). Invalid on dialysis.

    Everything is multiplied before the one division, so that a clearance that is exactly on a cut-point stays on it.
    """
    factor = choose((SEX.one_of("female"), FEMALE_FACTOR), otherwise=constant(1))
    above = (constant(140, "a") - AGE).times(_formula_weight(), "a.kg").times(factor, "a.kg")
    return choose((~ON_DIALYSIS, above.per(constant(72).times(CREATININE, "mg/dL"), "mL/min")))


_COMPUTED = _clearance()

CREATININE_CLEARANCE = Fact(
    id="creatinine-clearance",
    label="creatinine clearance (Cockcroft-Gault)",
    digits=1,
    computes=choose(
        (known(_COMPUTED), _COMPUTED),
        (all_of(CLEARANCE_POLICY.one_of("used"), ~ON_DIALYSIS, known(CLEARANCE_REPORTED)), CLEARANCE_REPORTED),
        otherwise=_COMPUTED,
    ),
    note="Cockcroft-Gault with actual body weight unless the site says otherwise; not indexed to body surface; not valid "
    "on dialysis. While the sex is open it is the span between both formulas.",
)


def _ckd_epi(kappa: str, alpha: str, factor: str) -> Node:
    """142 x min(creatinine/kappa, 1)^alpha x max(creatinine/kappa, 1)^-1.2 x 0.9938^age x factor."""
    one, surface = constant(1), "mL/min/{1.73_m2}"
    ratio = CREATININE.per(constant(kappa, "mg/dL"), "1")
    low = choose((ratio < one, ratio), otherwise=one).power(constant(alpha))
    high = choose((ratio > one, ratio), otherwise=one).power(constant("-1.200"))
    ageing = constant("0.9938").power(AGE.per(constant(1, "a"), "1"))
    return (
        constant(142, surface)
        .times(low, surface)
        .times(high, surface)
        .times(ageing, surface)
        .times(constant(factor), surface)
    )


EGFR = Fact(
    id="egfr",
    label="eGFR (CKD-EPI 2021)",
    digits=0,
    computes=choose(
        (
            ~ON_DIALYSIS,
            choose(
                (SEX.one_of("female"), _ckd_epi("0.7", "-0.241", "1.012")), otherwise=_ckd_epi("0.9", "-0.302", "1")
            ),
        )
    ),
    note="CKD-EPI 2021 from creatinine, for adults, without race; indexed to 1.73 m²: it tells the stage of kidney disease, "
    "and is not the figure that dosing tables ask for. Not valid on dialysis.",
)
