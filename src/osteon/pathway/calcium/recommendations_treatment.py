"""Treating hypercalcaemia of malignancy: which drug, how much, when again, and what to watch."""

from osteon.engine.nodes import DaysSince, all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_agents.facts import (
    PAMIDRONATE_PLANNED,
    ZOLEDRONIC_ACID_FOR_HYPERCALCAEMIA,
    ZOLEDRONIC_ACID_PLANNED,
)
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC
from osteon.pathway.calcium import parameters as p
from osteon.pathway.calcium.facts import (
    CALCITRIOL,
    CALCITRIOL_HIGH,
    CALCIUM_CORRECTED,
    CALCIUM_CORRECTED_MMOL,
    GRADE,
    HYPERCALCAEMIA,
    HYPERCALCAEMIA_OF_MALIGNANCY,
    HYPERCALCAEMIA_SYMPTOMS,
    IS_SEVERE,
    PTH_RAISED,
    REACHES_LABEL,
    SEVERITY,
)
from osteon.pathway.calcium.treatment import (
    ANTIRESORPTIVE_JUST_GIVEN,
    BISPHOSPHONATE_LAST,
    BISPHOSPHONATE_RECENT,
    CREATININE_WITHIN_TRIALS,
    DENOSUMAB_GIVEN_RECENTLY,
    GLUCOCORTICOID,
    HYPERCALCAEMIA_TREATED,
    PERSISTS,
    RECHECKED,
)
from osteon.pathway.renal_function.facts import CREATININE

_METASTATIC = all_of(BREAST_CANCER, METASTATIC)
_VALUES = (CALCIUM_CORRECTED, CALCIUM_CORRECTED_MMOL, GRADE, SEVERITY)
_VERY_LOW = "conditional (2), very low certainty"

ANTIRESORPTIVE = Recommendation(
    id="hcm-antiresorptive",
    title="Antiresorptive drug for high calcium",
    applies=_METASTATIC,
    when=HYPERCALCAEMIA_OF_MALIGNANCY,
    unless=ANTIRESORPTIVE_JUST_GIVEN,
    advise="Give denosumab or an intravenous bisphosphonate in addition to fluids.",
    urgency="soon",
    evidence=(
        evidence(
            "ES23",
            "recommendation on denosumab or intravenous bisphosphonate",
            "strong (1), very low certainty",
            "primary",
        ),
    ),
    purpose="Fluids alone lower calcium for hours; the bone that dissolves goes on feeding it.",
    misuse="The cause must be the cancer; in parathyroid disease these drugs are not the treatment.",
    shows=_VALUES,
)

DENOSUMAB_PREFERRED = Recommendation(
    id="hcm-denosumab-over-bp",
    title="Which drug for high calcium",
    applies=all_of(_METASTATIC, ~BISPHOSPHONATE_RECENT),
    when=HYPERCALCAEMIA_OF_MALIGNANCY,
    unless=ANTIRESORPTIVE_JUST_GIVEN,
    advise="Prefer denosumab 120 mg to an intravenous bisphosphonate; the United States label keeps denosumab for high calcium "
    "that a bisphosphonate did not bring down.",
    urgency="info",
    evidence=(
        evidence("ES23", "suggestion on denosumab rather than intravenous bisphosphonate", _VERY_LOW, "primary"),
        evidence("LBL-DEN-US", "1: hypercalcaemia of malignancy refractory to bisphosphonate", "label", "secondary"),
    ),
    purpose="Guideline and label differ; whoever chooses should know both, and denosumab does not depend on the kidneys.",
    misuse="With little vitamin D or poor kidneys denosumab can bring calcium too low: check both.",
    shows=_VALUES,
)

CALCITONIN = Recommendation(
    id="hcm-severe-add-calcitonin",
    title="Severe hypercalcaemia: start with calcitonin, too",
    applies=_METASTATIC,
    when=IS_SEVERE,
    advise="Start calcitonin together with denosumab or a bisphosphonate, for no longer than 48 to 72 hours.",
    urgency="urgent",
    evidence=(
        evidence("ES23", "suggestion on severe hypercalcaemia: above 14 mg/dL (3.5 mmol/L)", _VERY_LOW, "primary"),
    ),
    purpose="Calcitonin works within hours and bridges the days until the other drug does; then it wears off.",
    misuse="It replaces neither fluids nor the antiresorptive drug.",
    gives="calcitonin",
    shows=_VALUES,
)

REFRACTORY = Recommendation(
    id="hcm-refractory-denosumab",
    title="High calcium despite a bisphosphonate: denosumab",
    applies=all_of(_METASTATIC, BISPHOSPHONATE_RECENT, ~DENOSUMAB_GIVEN_RECENTLY),
    when=all_of(HYPERCALCAEMIA_OF_MALIGNANCY, PERSISTS, DaysSince(of=BISPHOSPHONATE_LAST) >= p.RETREAT_AFTER),
    advise="Give denosumab 120 mg: calcium stays high, or is high again, at least 7 days after an intravenous bisphosphonate.",
    urgency="soon",
    evidence=(
        evidence("ES23", "suggestion on refractory or recurrent hypercalcaemia", _VERY_LOW, "primary"),
        evidence("SEISA22", "abstract: about two thirds responded", "systematic review", "secondary"),
    ),
    purpose="About two thirds of those whom a bisphosphonate failed responded to denosumab.",
    misuse="Before 7 days the bisphosphonate may not have had its full effect.",
    says_more_than=("hcm-antiresorptive",),
    shows=_VALUES,
)

CALCITRIOL_MEDIATED = Recommendation(
    id="hcm-calcitriol-mediated",
    title="High calcitriol despite a glucocorticoid",
    applies=all_of(BREAST_CANCER, HYPERCALCAEMIA, GLUCOCORTICOID),
    when=all_of(CALCITRIOL_HIGH, any_of(IS_SEVERE, HYPERCALCAEMIA_SYMPTOMS)),
    advise="Add an intravenous bisphosphonate or denosumab: calcium is severe or gives symptoms although a glucocorticoid is given.",
    urgency="urgent",
    evidence=(evidence("ES23", "suggestion on high calcitriol", "conditional (2)", "primary"),),
    purpose="When calcitriol drives the calcium a glucocorticoid comes first; this says what to add when it is not enough.",
    misuse="Dexamethasone given for another reason counts as glucocorticoid here: read why it was given.",
    shows=(*_VALUES, CALCITRIOL),
)

ZA_THRESHOLD = Recommendation(
    id="hcm-za-threshold",
    title="Zoledronic acid: calcium high enough",
    applies=all_of(_METASTATIC, ZOLEDRONIC_ACID_PLANNED, HYPERCALCAEMIA, ~PTH_RAISED),
    when=REACHES_LABEL,
    advise="Give zoledronic acid 4 mg once, over at least 15 minutes, after rehydration; below 12 mg/dL (3.0 mmol/L) and without "
    "symptoms fluids may be enough.",
    urgency="soon",
    evidence=(
        evidence("LBL-ZA-US", "1.1 and 2.1: hypercalcaemia of malignancy", "label", "secondary"),
        evidence("LBL-ZA-EU", "posology, tumour-induced hypercalcaemia", "label", "secondary"),
    ),
    purpose="The label names the calcium from which the single dose for hypercalcaemia is meant.",
    misuse="Not before fluids, and not as a reason for a second dose within a week.",
    gives="intravenous-bisphosphonate",
    shows=_VALUES,
)

ZA_NO_RENAL_REDUCTION = Recommendation(
    id="hcm-za-no-renal-reduction",
    title="High calcium: no dose table by clearance",
    applies=all_of(
        _METASTATIC, ZOLEDRONIC_ACID_PLANNED, HYPERCALCAEMIA, any_of(ZOLEDRONIC_ACID_FOR_HYPERCALCAEMIA, REACHES_LABEL)
    ),
    when=CREATININE_WITHIN_TRIALS,
    advise="If this dose is for high calcium, do not reduce it for the kidneys while creatinine is below 4.5 mg/dL (400 µmol/L); "
    "at or above that weigh risk and benefit.",
    urgency="info",
    evidence=(
        evidence(
            "LBL-ZA-US", "2.1: hypercalcaemia of malignancy; trials excluded higher creatinine", "label", "secondary"
        ),
    ),
    purpose="The dose table by clearance belongs to bone metastases; in hypercalcaemia the label does not use it.",
    misuse="It does not hold for the regular dose for bone metastases.",
    shows=(CREATININE, *_VALUES),
)

ZA_RETREAT = Recommendation(
    id="hcm-za-retreat",
    title="Zoledronic acid again is possible",
    applies=all_of(_METASTATIC, BISPHOSPHONATE_RECENT),
    when=all_of(HYPERCALCAEMIA_OF_MALIGNANCY, PERSISTS, DaysSince(of=BISPHOSPHONATE_LAST) >= p.RETREAT_AFTER),
    advise="Consider repeating 4 mg, now that 7 days have passed, after looking at the kidneys again.",
    urgency="info",
    evidence=(evidence("LBL-ZA-US", "2.1: retreatment after at least 7 days", "label", "secondary"),),
    purpose="A first dose needs a week for its full effect; after that a second one may be tried.",
    misuse="The guideline suggests denosumab in this situation.",
    shows=(BISPHOSPHONATE_LAST, CREATININE, *_VALUES),
)

ZA_TOO_EARLY = Recommendation(
    id="hcm-za-retreat-too-early",
    title="Bisphosphonate again too early",
    applies=all_of(
        _METASTATIC, BISPHOSPHONATE_RECENT, any_of(ZOLEDRONIC_ACID_PLANNED, PAMIDRONATE_PLANNED), HYPERCALCAEMIA
    ),
    when=DaysSince(of=BISPHOSPHONATE_LAST) < p.RETREAT_AFTER,
    advise="Hold the repeat dose: allow 7 days after zoledronic acid or pamidronate for the full effect.",
    urgency="urgent",
    evidence=(
        evidence("LBL-ZA-US", "2.1: retreatment after at least 7 days", "label", "secondary"),
        evidence("LBL-PAM", "dosage: retreatment after at least 7 days", "label", "secondary"),
    ),
    purpose="A second dose within days adds harm to the kidneys before the first could work.",
    misuse="Fluids, calcitonin and denosumab need not wait.",
    excepts=("hcm-za-threshold",),
    withholds="intravenous-bisphosphonate",
    shows=(BISPHOSPHONATE_LAST, *_VALUES),
)

MONITOR = Recommendation(
    id="hcm-post-treatment-monitor",
    title="Recheck after treating high calcium",
    applies=all_of(BREAST_CANCER, HYPERCALCAEMIA_TREATED),
    when=~RECHECKED,
    advise="Recheck calcium, creatinine, phosphate and magnesium, and watch for calcium falling too low.",
    urgency="soon",
    evidence=(
        evidence("LBL-ZA-US", "5.2: metabolic parameters after treatment", "label", "secondary"),
        evidence("OSTEON", "14 days", "product default", "derived"),
    ),
    purpose="After the drug calcium, phosphate and magnesium can fall too low, and the kidneys can suffer.",
    misuse="One normal calcium does not end it: high calcium often returns within weeks.",
    asks=False,
    shows=_VALUES,
)
