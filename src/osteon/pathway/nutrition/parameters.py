"""Cut-offs of screening, targets, and loss of weight."""

from osteon.engine.nodes import Parameter
from osteon.pathway.asking import parameter


def _default(id: str, value: str, unit: str, label: str) -> Parameter:
    return parameter(id, value, unit, "OSTEON", "product default; no source", "2026", "derived", label)


NRS_RISK = parameter(
    "nrs-2002-risk",
    "3",
    "{score}",
    "NRS-2002",
    "at nutritional risk from 3, in a table and on calculator pages",
    "2003",
    "secondary",
    "NRS-2002 from which a patient is at nutritional risk",
)
MUST_RISK = parameter(
    "must-risk", "2", "{score}", "MUST", "high risk from 2", "2003", "secondary", "MUST from which the risk is high"
)
ENERGY_LOW = parameter(
    "energy-low",
    "25",
    "kcal/kg",
    "ESPEN17",
    "energy, 25 to 30 kcal/kg/day",
    "2017",
    "secondary",
    "energy a day, lower target",
)
ENERGY_HIGH = parameter(
    "energy-high",
    "30",
    "kcal/kg",
    "ESPEN17",
    "energy, 25 to 30 kcal/kg/day",
    "2017",
    "secondary",
    "energy a day, upper target",
)
PROTEIN_LOW = parameter(
    "protein-low",
    "1",
    "g/kg",
    "ESPEN17",
    "protein, 1 to 1.5 g/kg/day",
    "2017",
    "secondary",
    "protein a day, lower target",
)
PROTEIN_HIGH = parameter(
    "protein-high",
    "1.5",
    "g/kg",
    "ESPEN17",
    "protein, 1 to 1.5 g/kg/day",
    "2017",
    "secondary",
    "protein a day, upper target",
)
LOSS_LIMIT = parameter(
    "weight-loss-limit",
    "5",
    "%",
    "FEARON11",
    "abstract: weight loss greater than 5 %",
    "2011",
    "primary",
    "loss of weight above which cachexia is spoken of",
)
LOSS_LIMIT_THIN = parameter(
    "weight-loss-limit-thin",
    "2",
    "%",
    "FEARON11",
    "abstract: weight loss greater than 2 % in people already depleted",
    "2011",
    "primary",
    "loss of weight above which cachexia is spoken of in somebody thin",
)
THIN = parameter(
    "thin-bmi",
    "20",
    "kg/m2",
    "FEARON11",
    "body mass index of depletion; cut off in the copy read",
    "2011",
    "memory",
    "BMI below which somebody is thin",
)
LOSS_WINDOW = _default("weight-loss-window", "183", "d", "time over which weight loss is measured (6 months)")
SCREEN_WINDOW = _default("nutrition-screen-window", "90", "d", "age at which a nutrition screen is too old")
