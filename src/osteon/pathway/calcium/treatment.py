"""What was given against high calcium, and what was measured since."""

from osteon.engine.events import Events, latest
from osteon.engine.nodes import Fact, all_of, any_of, choose, constant, known, unknown
from osteon.pathway.asking import lab, number, recorded
from osteon.pathway.calcium import parameters as p
from osteon.pathway.calcium.facts import DECIDING_DATE, HYPERCALCAEMIA, HYPERCALCAEMIA_DIAGNOSED
from osteon.pathway.calcium.readings import CORRECTED, IONISED, TOTAL
from osteon.pathway.renal_function.facts import CREATININE

_BISPHOSPHONATES = ("drug.zoledronic-acid", "drug.pamidronate")
_DENOSUMAB = ("drug.denosumab-120", "drug.denosumab")
_ANTIRESORPTIVES = (*_BISPHOSPHONATES, "drug.ibandronate", *_DENOSUMAB)
_STEROIDS = tuple(f"drug.{name}" for name in ("dexamethasone", "prednisone", "methylprednisolone"))
_GIVEN = "a dose would be recorded"

BISPHOSPHONATE_RECENT = recorded(
    "bisphosphonate-recent",
    "intravenous bisphosphonate within the last weeks",
    *_BISPHOSPHONATES,
    kinds=("dose",),
    within=p.COURSE_WINDOW,
    why=_GIVEN,
)
BISPHOSPHONATE_LAST = number(
    "bisphosphonate-iv-last-dose",
    "last dose of zoledronic acid or pamidronate",
    Events(concepts=_BISPHOSPHONATES, kinds=("dose",)),
    "start",
    "date",
    absence=unknown("without a dose there is no date"),
)
DENOSUMAB_GIVEN_RECENTLY = recorded(
    "denosumab-recent",
    "denosumab within the last weeks",
    *_DENOSUMAB,
    kinds=("dose",),
    within=p.COURSE_WINDOW,
    why=_GIVEN,
)
ANTIRESORPTIVE_JUST_GIVEN = recorded(
    "antiresorptive-just-given",
    "bone agent given within a week",
    *_ANTIRESORPTIVES,
    kinds=("dose",),
    within=p.RETREAT_AFTER,
    why=_GIVEN,
)
ANTIRESORPTIVE_RECENT = recorded(
    "antiresorptive-recent",
    "bone agent given within two weeks",
    *_ANTIRESORPTIVES,
    kinds=("dose",),
    within=p.MONITOR_WINDOW,
    why=_GIVEN,
)
_ANTIRESORPTIVE_LAST = number(
    "antiresorptive-last-dose",
    "last dose of a bone agent",
    Events(concepts=_ANTIRESORPTIVES, kinds=("dose",)),
    "start",
    "date",
    absence=unknown("without a dose there is no date"),
)
_GIVEN_FOR_CALCIUM = recorded(
    "antiresorptive-for-hypercalcaemia",
    "bone agent given for high calcium",
    *_ANTIRESORPTIVES,
    kinds=("dose",),
    within=p.MONITOR_WINDOW,
    why=_GIVEN,
    indications=("condition.hypercalcaemia", "condition.hypercalcaemia-malignancy"),
)
HYPERCALCAEMIA_TREATED = Fact(
    id="hypercalcaemia-treated",
    label="hypercalcaemia treated within two weeks",
    computes=all_of(ANTIRESORPTIVE_RECENT, any_of(_GIVEN_FOR_CALCIUM, HYPERCALCAEMIA_DIAGNOSED, HYPERCALCAEMIA)),
)
PERSISTS = Fact(
    id="calcium-after-bisphosphonate",
    label="calcium measured after the last intravenous bisphosphonate",
    computes=any_of(~known(DECIDING_DATE), DECIDING_DATE > BISPHOSPHONATE_LAST),
    note="An inexact date does not rule it out.",
)


def _measured_after(id: str, label: str, *concepts: str) -> Fact:
    return recorded(
        id,
        f"{label} after the dose",
        *concepts,
        with_value=True,
        since=_ANTIRESORPTIVE_LAST + constant(1, "date"),
        why="a result would be recorded",
    )


RECHECKED = Fact(
    id="rechecked-after-hypercalcaemia",
    label="calcium, creatinine, phosphate and magnesium rechecked",
    computes=all_of(
        _measured_after("calcium-after-dose", "calcium", TOTAL, CORRECTED, IONISED),
        _measured_after("creatinine-after-dose", "creatinine", "lab.creatinine"),
        _measured_after("phosphate-after-dose", "phosphate", "lab.phosphate"),
        _measured_after("magnesium-after-dose", "magnesium", "lab.magnesium"),
    ),
)
_STEROID_ORDERED = recorded(
    "glucocorticoid-ordered",
    "glucocorticoid prescribed",
    *_STEROIDS,
    kinds=("order", "statement"),
    statuses=("active",),
    why="a prescription would be recorded",
)
_STEROID_GIVEN = recorded(
    "glucocorticoid-given",
    "glucocorticoid given lately",
    *_STEROIDS,
    kinds=("dose",),
    within=p.GLUCOCORTICOID_WINDOW,
    why=_GIVEN,
)
GLUCOCORTICOID = Fact(
    id="glucocorticoid", label="treated with a glucocorticoid", computes=any_of(_STEROID_ORDERED, _STEROID_GIVEN)
)

# --- creatinine in the unit of its report -----------------------------------------------------------------------------

_CREATININE_UMOL = lab(
    "creatinine-reported-umol",
    "creatinine in µmol/L",
    "lab.creatinine",
    unit="umol/L",
    digits=0,
    absence=unknown("stands beside `creatinine`, which knows its age"),
)
_CREATININE_UNIT = Fact(
    id="creatinine-reported-unit",
    label="unit of the creatinine report",
    absence=unknown("stands beside `creatinine`"),
    reads=latest(
        Events(concepts=("lab.creatinine",), with_value=True), "reported_unit", categories=("mg/dL", "umol/L")
    ),
)
CREATININE_WITHIN_TRIALS = Fact(
    id="creatinine-within-trials",
    label="creatinine below 4.5 mg/dL or 400 µmol/L",
    computes=choose(
        (
            all_of(known(CREATININE), known(_CREATININE_UNIT), _CREATININE_UNIT.one_of("umol/L")),
            _CREATININE_UMOL < p.ZA_CREATININE_UMOL,
        ),
        otherwise=CREATININE < p.ZA_CREATININE,
    ),
    note="The limit of the trials of zoledronic acid in hypercalcaemia, in the unit of the report.",
)
