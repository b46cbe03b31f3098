"""What to do about kidney function that is not known in the right form."""

from osteon.engine.nodes import all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_agents.facts import (
    AGENT_CURRENT,
    AGENT_PLANNED,
    ZOLEDRONIC_ACID_CURRENT,
    ZOLEDRONIC_ACID_PLANNED,
)
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER
from osteon.pathway.renal_function.facts import (
    CLEARANCE_REPORTED,
    CREATININE_CLEARANCE,
    EGFR,
    EGFR_REPORTED,
    ON_DIALYSIS,
    WEIGHT,
)

FORMULA_FOR_ZOLEDRONIC_ACID = Recommendation(
    id="renal-formula-for-za",
    title="eGFR does not set the zoledronic acid dose",
    applies=all_of(
        BREAST_CANCER, BONE_METASTASIS, any_of(ZOLEDRONIC_ACID_CURRENT, ZOLEDRONIC_ACID_PLANNED), ~ON_DIALYSIS
    ),
    when=all_of(~known(CREATININE_CLEARANCE), any_of(known(EGFR), known(EGFR_REPORTED))),
    advise="Do not read the zoledronic acid dose from an eGFR indexed to 1.73 m²: weigh the patient and compute the "
    "Cockcroft-Gault clearance in mL/min.",
    urgency="soon",
    evidence=(
        evidence("LBL-ZA-US", "dosage, renal impairment: clearance by Cockcroft-Gault", "label", "secondary"),
        evidence("LBL-ZA-EU", "posology, renal impairment: clearance by Cockcroft-Gault", "label", "secondary"),
    ),
    purpose="The dose table was written for clearance in mL/min; in small or large people eGFR leads to another band.",
    misuse="It does not say that eGFR is wrong: for staging kidney disease eGFR stays the better figure.",
    says_more_than=("renal-missing-weight",),
    shows=(EGFR, EGFR_REPORTED, CLEARANCE_REPORTED),
)

MISSING_WEIGHT = Recommendation(
    id="renal-missing-weight",
    title="Weight missing or too old",
    applies=all_of(BREAST_CANCER, BONE_METASTASIS, any_of(AGENT_CURRENT, AGENT_PLANNED), ~ON_DIALYSIS),
    when=~known(WEIGHT),
    advise="Record the body weight of today: without a recent one the creatinine clearance cannot be computed.",
    urgency="info",
    evidence=(evidence("OSTEON", "product default", "engineering default; the 90 days have no source", "derived"),),
    purpose="Every dose by kidney function needs a weight that still holds.",
    misuse="It is no reason to hold a bone agent; it asks for a figure.",
)
