"""Who is referred to a dietitian, how much to eat, and when loss of weight is cachexia."""

from osteon.engine.nodes import all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC
from osteon.pathway.nutrition.facts import (
    AT_RISK,
    BMI,
    ENERGY_FROM,
    ENERGY_TO,
    MUST,
    NRS,
    PROTEIN_FROM,
    PROTEIN_TO,
    SCREENED,
    WEIGHED,
    WEIGHT_LOSS,
)
from osteon.pathway.nutrition.parameters import LOSS_LIMIT, LOSS_LIMIT_THIN, THIN
from osteon.pathway.renal_function.facts import WEIGHT

SCREEN = Recommendation(
    id="nut-screen",
    title="Nutritional risk: refer to a dietitian",
    applies=all_of(BREAST_CANCER, METASTATIC, SCREENED),
    when=AT_RISK,
    advise="Refer to a dietitian, and repeat the screen at the next visits.",
    urgency="routine",
    evidence=(
        evidence("NRS-2002", "at risk from 3", "score", "secondary"),
        evidence("MUST", "high risk from 2: refer to a dietitian", "score", "secondary"),
        evidence("ESPEN17", "regular screening from diagnosis on", "recommendation; grade not read", "secondary"),
    ),
    purpose="Weight that is lost takes strength and tolerance of treatment with it.",
    misuse="Both screens were made for hospitals; a low total does not rule out poor eating.",
    asks=False,
    shows=(NRS, MUST),
)

TARGET = Recommendation(
    id="nut-target",
    title="How much to eat",
    applies=all_of(BREAST_CANCER, METASTATIC, any_of(SCREENED, WEIGHED)),
    when=any_of(AT_RISK, WEIGHT_LOSS > LOSS_LIMIT),
    advise="Aim for the energy and the protein shown, by body weight; vitamins and minerals about as recommended for healthy people, no "
    "high doses without a deficiency.",
    urgency="info",
    evidence=(
        evidence("ESPEN17", "energy, protein and micronutrients", "recommendation; grade not read", "secondary"),
    ),
    purpose="A figure to plan meals by.",
    misuse="Calcium and vitamin D under a bone agent have rules of their own. Not in the last weeks of life; less protein may be right in "
    "severe kidney disease.",
    asks=False,
    shows=(WEIGHT, ENERGY_FROM, ENERGY_TO, PROTEIN_FROM, PROTEIN_TO),
)

WEIGHT_LOST = Recommendation(
    id="nut-weight-loss",
    title="Loss of weight: cachexia",
    applies=all_of(BREAST_CANCER, METASTATIC, WEIGHED),
    when=WEIGHT_LOSS > LOSS_LIMIT,
    advise="Ask whether the loss was meant; if not, begin the cachexia pathway, with a dietitian.",
    urgency="routine",
    evidence=(
        evidence("FEARON11", "loss of more than 5 %", "international consensus", "primary"),
        evidence("OSTEON", "over 6 months", "product default; the abstract gives no period", "derived"),
    ),
    purpose="Muscle that is lost is not won back by food alone; early is better.",
    misuse="Fluid that was drained, swelling that went, or a loss that was wanted look the same.",
    asks=False,
    says_more_than=("nut-weight-loss-thin",),
    shows=(WEIGHT_LOSS, WEIGHT),
)

WEIGHT_LOST_THIN = Recommendation(
    id="nut-weight-loss-thin",
    title="Loss of weight in somebody thin: cachexia",
    applies=all_of(BREAST_CANCER, METASTATIC, WEIGHED, BMI < THIN),
    when=WEIGHT_LOSS > LOSS_LIMIT_THIN,
    advise="Begin the cachexia pathway already above 2 % of loss when the body mass index is low.",
    urgency="routine",
    evidence=(
        evidence("FEARON11", "loss of more than 2 % in depletion; the index below 20 not read", "consensus", "memory"),
    ),
    purpose="Who has no reserve shows the loss earlier.",
    misuse="The body mass index says nothing of muscle.",
    asks=False,
    shows=(WEIGHT_LOSS, BMI),
)
