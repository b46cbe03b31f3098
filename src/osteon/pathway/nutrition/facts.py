"""Nutrition screens, loss of weight between two weights, targets by weight."""

from osteon.engine.events import Events, earliest, latest
from osteon.engine.nodes import DaysSince, Fact, any_of, choose, constant, stale, unknown
from osteon.pathway.asking import lab, recorded
from osteon.pathway.nutrition import parameters as p
from osteon.pathway.renal_function.facts import HEIGHT, WEIGHT

_SCREENED = "eating and weight change within weeks"

NRS = lab("nrs-2002", "NRS-2002 total", "obs.nrs-2002", absence=stale(p.SCREEN_WINDOW, _SCREENED), digits=0)
MUST = lab("must", "MUST total", "obs.must", absence=stale(p.SCREEN_WINDOW, _SCREENED), digits=0)
_NRS_GIVEN = recorded(
    "nrs-2002-given",
    "NRS-2002 recorded",
    "obs.nrs-2002",
    with_value=True,
    within=p.SCREEN_WINDOW,
    why="a screen would be recorded",
)
_MUST_GIVEN = recorded(
    "must-given", "MUST recorded", "obs.must", with_value=True, within=p.SCREEN_WINDOW, why="a screen would be recorded"
)
SCREENED = any_of(_NRS_GIVEN, _MUST_GIVEN)
AT_RISK = Fact(
    id="nutritional-risk",
    label="at nutritional risk by a screen",
    computes=any_of(_NRS_GIVEN & (NRS >= p.NRS_RISK), _MUST_GIVEN & (MUST >= p.MUST_RISK)),
)

_WEIGHTS = Events(concepts=("body.weight",), with_value=True, within=p.LOSS_WINDOW)
WEIGHED = recorded(
    "weighed-lately",
    "weight recorded in the last months",
    "body.weight",
    with_value=True,
    within=p.LOSS_WINDOW,
    why="a weight would be recorded",
)
_FIRST = Fact(
    id="weight-earlier",
    label="oldest weight of the last 6 months",
    digits=1,
    reads=earliest(_WEIGHTS, "value", unit="kg"),
    absence=unknown("a weight that was not measured gives no figure"),
    ask="What did the patient weigh half a year ago?",
)
_FIRST_DAY = Fact(
    id="weight-earlier-day",
    label="day of the oldest weight of the last 6 months",
    reads=earliest(_WEIGHTS, "start"),
    absence=unknown("an entry may have no date"),
    ask="When was that weight measured?",
)
_LAST_DAY = Fact(
    id="weight-day",
    label="day of the newest weight",
    reads=latest(_WEIGHTS, "start"),
    absence=unknown("an entry may have no date"),
    ask="When was the weight last measured?",
)
WEIGHT_LOSS = Fact(
    id="weight-loss",
    label="loss of weight in the last 6 months",
    digits=1,
    computes=choose(
        (
            DaysSince(of=_LAST_DAY) < DaysSince(of=_FIRST_DAY),
            (_FIRST - WEIGHT).times(constant(100, "%"), "%.kg").per(_FIRST, "%"),
        )
    ),
    note="In per cent of the oldest weight of the last 6 months; a gain is negative. One weight alone tells nothing. Fluid, oedema and "
    "scales are not told apart.",
)
BMI = Fact(
    id="body-mass-index",
    label="body mass index",
    digits=1,
    computes=WEIGHT.times(constant(10000, "cm2/m2"), "kg.cm2/m2").per(HEIGHT, "kg.cm/m2").per(HEIGHT, "kg/m2"),
    note="Weight in kg by the square of the height in m.",
)

ENERGY_FROM = Fact(
    id="energy-from", label="energy a day, from (kcal)", digits=0, computes=WEIGHT.times(p.ENERGY_LOW, "kcal")
)
ENERGY_TO = Fact(
    id="energy-to", label="energy a day, up to (kcal)", digits=0, computes=WEIGHT.times(p.ENERGY_HIGH, "kcal")
)
PROTEIN_FROM = Fact(
    id="protein-from", label="protein a day, from (g)", digits=0, computes=WEIGHT.times(p.PROTEIN_LOW, "g")
)
PROTEIN_TO = Fact(
    id="protein-to", label="protein a day, up to (g)", digits=0, computes=WEIGHT.times(p.PROTEIN_HIGH, "g")
)
