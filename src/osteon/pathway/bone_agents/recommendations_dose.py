"""Dose, infusion and interval of the bone agents, and the kidneys under intravenous bisphosphonates."""

from osteon.engine.nodes import ALWAYS, all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_agents.checks import CREATININE_CHECKED, DEHYDRATED, NEPHROTOXIC_DRUG
from osteon.pathway.bone_agents.dosing import (
    DOSED_LATELY,
    DOSES_TOO_CLOSE,
    IV_DUE,
    PAMIDRONATE_TOO_FAST,
    PAMIDRONATE_TOO_MUCH,
    ZA_DOSE_WRITTEN,
    ZA_INTERVAL,
    ZA_TOO_FAST,
    ZA_TOO_MUCH,
)
from osteon.pathway.bone_agents.kidneys import (
    CLEARANCE_AT_START,
    CREATININE_BACK,
    CREATININE_BASELINE,
    CREATININE_RISEN,
    IBANDRONATE_DOSE_RECOMMENDED,
    RISE_SHOWN,
    ZA_BARRED,
    ZA_BARRED_SHOWN,
    ZA_CLEARANCE,
    ZA_DOSE_AT_START,
    ZA_DOSE_NOW,
    ZA_DOSE_RECOMMENDED,
)
from osteon.pathway.bone_agents.parameters import (
    IBANDRONATE_CLEARANCE,
    ZA_CLEARANCE_FLOOR,
    ZA_CLEARANCE_FULL,
    ZA_LABEL_INTERVAL,
)
from osteon.pathway.bone_agents.use import (
    HYPERCALCAEMIA_TREATED,
    IBANDRONATE_IV_CURRENT,
    IBANDRONATE_IV_PLANNED,
    IV_HELD,
    PAMIDRONATE_CURRENT,
    PAMIDRONATE_PLANNED,
    ZOLEDRONIC_ACID_CURRENT,
    ZOLEDRONIC_ACID_PLANNED,
    ZOLEDRONIC_ACID_STARTED,
)
from osteon.pathway.bone_agents.whose import HAS_METASTASES, IV_STARTED, ZA_FOR_BONE, ZA_USER
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.calcium.facts import HYPERCALCAEMIA, REACHES_LABEL
from osteon.pathway.renal_function.facts import CREATININE, CREATININE_CLEARANCE, ON_DIALYSIS

_ZA_KIDNEYS = all_of(ZA_FOR_BONE, ~ON_DIALYSIS)
_WITHHELD = all_of(IV_STARTED, ~ON_DIALYSIS, RISE_SHOWN)
_NOT_NOW = any_of(_WITHHELD, ZA_BARRED_SHOWN)
"""A dose that is withheld or barred has no size and no interval to advise."""
_AGAINST_CALCIUM = all_of(
    ZOLEDRONIC_ACID_PLANNED, known(HYPERCALCAEMIA), HYPERCALCAEMIA, known(REACHES_LABEL), REACHES_LABEL
)
"""The open dose meets a calcium from which the label gives 4 mg whatever the clearance."""
_ZA_BOTH_DOSES = (ZA_DOSE_RECOMMENDED, ZA_DOSE_AT_START, ZA_DOSE_NOW, CREATININE_CLEARANCE, CLEARANCE_AT_START)
_ZA_TABLE = (
    evidence("LBL-ZA-US", "dose table by Cockcroft-Gault clearance, bone metastases", "label", "secondary"),
    evidence("LBL-ZA-EU", "posology, renal impairment", "label", "secondary"),
)

# --- interval ---------------------------------------------------------------------------------------------------------

INTERVAL_12_WEEKS = Recommendation(
    id="bma-za-interval-12w-allowed",
    title="Zoledronic acid every 12 weeks is an option",
    applies=all_of(ZA_FOR_BONE, ZOLEDRONIC_ACID_CURRENT),
    unless=_NOT_NOW,
    when=ALWAYS,
    advise="Zoledronic acid may be given every 12 weeks or every 3 to 4 weeks, from the start.",
    urgency="info",
    evidence=(
        evidence("ASCO17", "interval", "option within a strong recommendation", "primary"),
        evidence(
            "CALGB70604",
            "skeletal event in 2 years: 28.6 % against 29.5 %",
            "non-inferiority trial, n = 1822",
            "secondary",
        ),
        evidence("OPTIMIZE2", "23.2 % against 22.0 %", "non-inferiority trial, n = 416", "secondary"),
        evidence("ZOOM", "skeletal morbidity rate 0.26 against 0.22", "non-inferiority trial, n = 425", "secondary"),
    ),
    purpose="Fewer infusions with the same protection.",
    misuse="The trials were of zoledronic acid; they say nothing about denosumab.",
    shows=(ZA_INTERVAL,),
)

LABEL_INTERVAL = Recommendation(
    id="bma-za-label-interval-flag",
    title="Zoledronic acid interval outside its label",
    applies=all_of(ZA_FOR_BONE, ZOLEDRONIC_ACID_CURRENT),
    unless=_NOT_NOW,
    when=ZA_INTERVAL > ZA_LABEL_INTERVAL,
    advise="Know that an interval beyond 4 weeks (every 12 weeks is supported by guidelines and trials) lies outside the label's 3 to 4 "
    "weeks.",
    urgency="info",
    evidence=(
        evidence("LBL-ZA-US", "dosage: every 3 to 4 weeks", "label", "secondary"),
        evidence("LBL-ZA-EU", "posology: every 3 to 4 weeks", "label", "secondary"),
        evidence("ASCO17", "interval", "option within a strong recommendation", "primary"),
    ),
    purpose="Label and guideline differ, and the patient may be told so.",
    misuse="It is no reason to return to 4-weekly infusions.",
    asks=False,
    says_more_than=("bma-za-interval-12w-allowed",),
    shows=(ZA_INTERVAL,),
)

DUPLICATE = Recommendation(
    id="bma-duplicate-dose",
    title="Two doses too close together",
    applies=all_of(HAS_METASTASES, DOSED_LATELY),
    unless=any_of(HYPERCALCAEMIA_TREATED, shown(HYPERCALCAEMIA)),
    when=DOSES_TOO_CLOSE,
    advise="Check the last two doses: for bone metastases the shortest interval is 3 weeks, so one of them is a duplicate or an error.",
    urgency="urgent",
    evidence=(
        evidence(
            "LBL-DEN-US",
            "dosage: every 4 weeks for bone metastases; days 8 and 15 only in hypercalcaemia",
            "label",
            "secondary",
        ),
        evidence("LBL-ZA-US", "dosage: every 3 to 4 weeks", "label", "secondary"),
        evidence("OSTEON", "the tolerance of 3 days", "product default", "derived"),
    ),
    purpose="A dose given twice lowers calcium and harms the kidneys.",
    misuse="Extra doses in the first weeks are right in hypercalcaemia; one dose recorded twice on two days looks the same.",
)

# --- zoledronic acid --------------------------------------------------------------------------------------------------

REDUCED_DOSE = Recommendation(
    id="za-dose-by-crcl",
    title="Reduce zoledronic acid for the kidneys",
    applies=_ZA_KIDNEYS,
    unless=any_of(_WITHHELD, _AGAINST_CALCIUM),
    when=all_of(ZA_CLEARANCE >= ZA_CLEARANCE_FLOOR, ZA_CLEARANCE <= ZA_CLEARANCE_FULL),
    advise="Give the reduced dose of zoledronic acid: 3.5 mg at a clearance of 50 to 60 mL/min, 3.3 mg from 40, 3.0 mg from 30.",
    urgency="soon",
    evidence=_ZA_TABLE,
    purpose="The reduced dose gives the exposure of 4 mg in healthy kidneys.",
    misuse="The table is for bone metastases and Cockcroft-Gault; a single dose against hypercalcaemia is not reduced by it.",
    shows=_ZA_BOTH_DOSES,
)

FULL_DOSE = Recommendation(
    id="za-full-dose-crcl-gt60",
    title="Full dose of zoledronic acid",
    applies=_ZA_KIDNEYS,
    unless=_WITHHELD,
    when=ZA_CLEARANCE > ZA_CLEARANCE_FULL,
    advise="Give 4 mg over at least 15 minutes; dose, infusion time and interval need no change.",
    urgency="info",
    evidence=(
        evidence("LBL-ZA-US", "dose table by Cockcroft-Gault clearance, bone metastases", "label", "secondary"),
        evidence("ASCO17", "renal dosing, unchanged from 2011", "guideline", "secondary"),
    ),
    purpose="Spares a needless reduction.",
    misuse="It does not replace a creatinine before the dose.",
    asks=False,
    shows=_ZA_BOTH_DOSES,
)

AVOID = Recommendation(
    id="za-avoid-crcl-lt30",
    title="No zoledronic acid in severe kidney failure",
    applies=ZA_FOR_BONE,
    when=ZA_BARRED,
    advise="Do not give zoledronic acid for bone metastases (clearance below 30 mL/min, dialysis, or creatinine above 3.0 mg/dL); "
    "consider denosumab, with a low calcium corrected first and close checks of calcium.",
    urgency="urgent",
    evidence=(
        evidence(
            "LBL-ZA-US",
            "severe renal impairment; trials excluded creatinine above 3.0 mg/dL",
            "label: not recommended",
            "secondary",
        ),
        evidence("LBL-ZA-EU", "severe renal impairment", "label: not recommended", "secondary"),
        evidence("ASCO17", "renal dosing", "guideline", "secondary"),
    ),
    purpose="Zoledronic acid can destroy what is left of the kidneys.",
    misuse="It does not concern the treatment of hypercalcaemia, where benefit and risk are weighed.",
    withholds="intravenous-bisphosphonate",
    excepts=("za-dose-by-crcl", "za-full-dose-crcl-gt60", "za-dose-above-table", "za-dose-basis-differs"),
)

ABOVE_TABLE = Recommendation(
    id="za-dose-above-table",
    title="Zoledronic acid dose above the table",
    applies=all_of(_ZA_KIDNEYS, known(ZA_DOSE_WRITTEN)),
    unless=any_of(_WITHHELD, _AGAINST_CALCIUM),
    when=ZA_DOSE_WRITTEN > ZA_DOSE_RECOMMENDED,
    advise="Lower the dose of zoledronic acid: what is ordered or was last given is above the dose for this clearance.",
    urgency="urgent",
    evidence=(
        *_ZA_TABLE,
        evidence(
            "OSTEON", "comparison of the written dose with the table", "arithmetic on the label's table", "derived"
        ),
    ),
    purpose="An unchanged 4 mg in weak kidneys is the error that the table is there to prevent.",
    misuse="Read the reason of the order first: against hypercalcaemia 4 mg is right.",
    says_more_than=("za-dose-by-crcl",),
    asks=False,
    shows=(ZA_DOSE_WRITTEN, *_ZA_BOTH_DOSES),
)

BASIS_DIFFERS = Recommendation(
    id="za-dose-basis-differs",
    title="Two clearances, two zoledronic acid doses",
    applies=all_of(_ZA_KIDNEYS, ZOLEDRONIC_ACID_STARTED),
    unless=_WITHHELD,
    when=any_of(ZA_DOSE_AT_START < ZA_DOSE_NOW, ZA_DOSE_AT_START > ZA_DOSE_NOW),
    advise="Decide which clearance sets the dose: the one at the first dose and the one of today lead to different doses.",
    urgency="soon",
    evidence=(
        evidence("LBL-ZA-US", "dose fixed by the clearance at the start", "label", "secondary"),
        evidence("OSTEON", "policy za_dose_basis", "many services compute the dose again each time", "derived"),
    ),
    purpose="The label fixes the dose at the start; kidneys change.",
    misuse="A difference alone is no reason to hold the dose: the rise of creatinine decides about that.",
    asks=False,
    shows=_ZA_BOTH_DOSES,
)

ZA_OVERDOSE = Recommendation(
    id="za-overdose-or-fast-infusion",
    title="Zoledronic acid too much or too fast",
    applies=ZA_USER,
    when=any_of(ZA_TOO_MUCH, ZA_TOO_FAST),
    advise="Stop and correct: a single dose of zoledronic acid is at most 4 mg and runs over at least 15 minutes.",
    urgency="urgent",
    evidence=(evidence("LBL-ZA-US", "warnings: renal deterioration", "label warning", "secondary"),),
    purpose="Larger doses and faster infusions cause kidney failure.",
    misuse="The yearly product of 5 mg is another drug for osteoporosis; check which one was meant.",
    asks=False,
    withholds="intravenous-bisphosphonate",
)

PAMIDRONATE_OVERDOSE = Recommendation(
    id="pam-overdose-or-fast-infusion",
    title="Pamidronate too much or too fast",
    applies=all_of(BREAST_CANCER, any_of(PAMIDRONATE_CURRENT, PAMIDRONATE_PLANNED)),
    when=any_of(PAMIDRONATE_TOO_MUCH, PAMIDRONATE_TOO_FAST),
    advise="Stop and correct: a single dose of pamidronate is at most 90 mg and runs over at least 2 hours.",
    urgency="urgent",
    evidence=(
        evidence("LBL-PAM", "warnings: single dose, infusion time", "label", "secondary"),
        evidence("ASCO17", "dose and infusion", "guideline", "secondary"),
    ),
    purpose="Larger doses and faster infusions cause kidney failure.",
    misuse="It does not tell the dose against hypercalcaemia, which depends on calcium.",
    asks=False,
    withholds="intravenous-bisphosphonate",
)

# --- creatinine under intravenous bisphosphonates ---------------------------------------------------------------------

CREATININE_EACH_DOSE = Recommendation(
    id="bma-creatinine-each-iv-dose",
    title="Creatinine before the infusion",
    applies=all_of(BREAST_CANCER, IV_DUE),
    when=~CREATININE_CHECKED,
    advise="Measure serum creatinine before this dose of zoledronic acid or pamidronate.",
    urgency="soon",
    evidence=(
        evidence("LBL-ZA-US", "creatinine before each dose", "label", "secondary"),
        evidence("LBL-PAM", "creatinine before each dose", "label", "secondary"),
        evidence("ASCO17", "monitoring with each intravenous dose", "guideline", "primary"),
    ),
    purpose="Kidney harm shows in the creatinine before it shows in the patient.",
    misuse="The look-back of 7 days is a product default without a source.",
    shows=(CREATININE,),
)

HOLD = Recommendation(
    id="ivbp-hold-creatinine-rise",
    title="Creatinine has risen: withhold the infusion",
    applies=all_of(IV_STARTED, ~ON_DIALYSIS),
    when=CREATININE_RISEN,
    advise="Withhold the dose: creatinine has risen by 0.5 mg/dL (44 µmol/L) or more from a normal baseline, or by 1.0 mg/dL "
    "(88 µmol/L) or more from a raised one.",
    urgency="urgent",
    evidence=(
        evidence(
            "LBL-ZA-US", "treatment withheld for renal deterioration", "label, definition of the trials", "secondary"
        ),
        evidence("LBL-ZA-EU", "treatment withheld for renal deterioration", "label", "secondary"),
        evidence("LBL-PAM", "treatment withheld for renal deterioration", "label", "secondary"),
    ),
    purpose="Another dose on harmed kidneys can cost them.",
    misuse="It does not concern a single dose against hypercalcaemia, nor denosumab.",
    withholds="intravenous-bisphosphonate",
    shows=(CREATININE, CREATININE_BASELINE),
)

RESUME = Recommendation(
    id="ivbp-resume-creatinine",
    title="Creatinine is back: resume",
    applies=all_of(HAS_METASTASES, IV_HELD),
    when=CREATININE_BACK,
    advise="If the drug was withheld for the kidneys, resume it now that creatinine is within 10 % of its baseline, at the dose from "
    "before the break.",
    urgency="soon",
    evidence=(
        evidence("LBL-ZA-US", "treatment resumed within 10 % of baseline", "label", "secondary"),
        evidence("LBL-ZA-EU", "treatment resumed within 10 % of baseline", "label", "secondary"),
        evidence("LBL-PAM", "treatment resumed within 10 % of baseline", "label", "secondary"),
    ),
    purpose="A hold has an end, and the end has a number.",
    misuse="A hold for the jaw, for calcium or by the patient's wish has other ends: read why it is on hold.",
    gives="intravenous-bisphosphonate",
    shows=(CREATININE, CREATININE_BASELINE, ZA_DOSE_WRITTEN),
)

HYDRATION = Recommendation(
    id="ivbp-hydration-nephrotoxins",
    title="Fluids and kidney-harming drugs first",
    applies=all_of(BREAST_CANCER, IV_DUE),
    when=any_of(DEHYDRATED, NEPHROTOXIC_DRUG),
    advise="Before the infusion correct dehydration and review drugs that harm the kidneys; do not overhydrate in heart failure.",
    urgency="soon",
    evidence=(
        evidence("LBL-ZA-US", "precautions: hydration, nephrotoxic drugs", "label precaution", "secondary"),
        evidence("LBL-ZA-EU", "special warnings: hydration", "label precaution", "secondary"),
    ),
    purpose="Dry kidneys and a second poison make the infusion dangerous.",
    misuse="Painkillers of this kind may be needed; it asks for a review, not for a stop.",
)

IBANDRONATE = Recommendation(
    id="ibandronate-iv-renal",
    title="Reduce ibandronate for the kidneys",
    applies=all_of(HAS_METASTASES, any_of(IBANDRONATE_IV_CURRENT, IBANDRONATE_IV_PLANNED), ~ON_DIALYSIS),
    when=CREATININE_CLEARANCE < IBANDRONATE_CLEARANCE,
    advise="Give 4 mg of intravenous ibandronate at a clearance of 30 to 49 mL/min and 2 mg below 30, every 3 to 4 weeks, and not as the "
    "15-minute infusion.",
    urgency="soon",
    evidence=(
        evidence("LBL-IBA-IV", "posology, renal impairment", "label", "secondary"),
        evidence("AAPRO08", "table on renal dosing", "expert panel", "secondary"),
    ),
    purpose="The full dose and the short infusion are for clearances of 50 mL/min and more.",
    misuse="A Swiss text does not recommend it below 30 mL/min at all.",
    shows=(IBANDRONATE_DOSE_RECOMMENDED,),
)

IBANDRONATE_ONE_HOUR = Recommendation(
    id="ibandronate-iv-one-hour",
    title="Infuse reduced ibandronate over an hour",
    applies=all_of(HAS_METASTASES, IBANDRONATE_IV_CURRENT, ~ON_DIALYSIS),
    when=CREATININE_CLEARANCE < IBANDRONATE_CLEARANCE,
    advise="Infuse the reduced dose over 1 hour in 500 mL.",
    urgency="info",
    evidence=(evidence("LBL-IBA-IV", "posology, renal impairment", "label", "memory"),),
    purpose="The slow infusion spares the kidneys.",
    misuse="It is written from memory; look it up.",
)
