"""Is the calcium what it seems, is it an emergency, and why is it high?"""

from osteon.engine.nodes import all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC
from osteon.pathway.calcium import parameters as p
from osteon.pathway.calcium.facts import (
    ALBUMIN,
    CALCIUM,
    CALCIUM_CORRECTED,
    CALCIUM_CORRECTED_MMOL,
    CALCIUM_DATE,
    CALCIUM_IONISED,
    CALCIUM_RECORDED,
    CORRECTION_UNRELIABLE,
    GRADE,
    HYPERCALCAEMIA,
    HYPERCALCAEMIA_SYMPTOMS,
    HYPOCALCAEMIA,
    IS_SEVERE,
    OUT_OF_RANGE,
    PTH,
    PTHRP,
    SEVERITY,
    UNWELL,
    VERY_LOW,
)
from osteon.pathway.calcium.readings import ALBUMIN_USED, USE_IONISED, USE_REPORTED

_CONCERNED = all_of(BREAST_CANCER, any_of(METASTATIC, CALCIUM_RECORDED))
"""Whose calcium matters here: anyone with metastatic breast cancer, and anyone with breast cancer whose calcium was measured."""

_VALUES = (CALCIUM_CORRECTED, CALCIUM_CORRECTED_MMOL, GRADE, SEVERITY)

PREFER_IONISED = Recommendation(
    id="calcium-prefer-ionised",
    title="Confirm with ionised calcium",
    applies=all_of(_CONCERNED, OUT_OF_RANGE),
    when=all_of(~USE_IONISED, CORRECTION_UNRELIABLE),
    unless=any_of(IS_SEVERE, UNWELL, shown(VERY_LOW)),
    advise="Measure ionised calcium before acting on the corrected value: with albumin below 3.0 g/dL, clearance below "
    "30 mL/min, dialysis or an acid-base disorder the correction misleads.",
    urgency="soon",
    evidence=(
        evidence(
            "SMITH18",
            "abstract: agreement with ionised calcium by albumin and kidney function",
            "observational study",
            "secondary",
        ),
        evidence("ALBERTA25", "summary: 22,658 adults", "observational study", "secondary"),
    ),
    purpose="Correcting for albumin puts many people in the wrong class, above all with low albumin or kidney failure.",
    misuse="It must not delay treatment of somebody who is unwell or whose calcium is in the emergency band.",
    asks=False,
    shows=(CALCIUM, ALBUMIN, CALCIUM_CORRECTED),
)

CORRECTED_DOWN = Recommendation(
    id="calcium-corrected-down",
    title="Calcium was corrected downwards",
    applies=all_of(_CONCERNED, known(CALCIUM), ~USE_REPORTED, known(ALBUMIN_USED)),
    when=all_of(p.ALBUMIN_ABOVE_NORMAL.one_of("correct-and-flag"), ALBUMIN_USED > p.ALBUMIN_NORMAL),
    advise="Read the total calcium beside the corrected one: albumin is above 4.0 g/dL, so the formula lowered it, which it "
    "was not made for.",
    urgency="info",
    evidence=(evidence("OSTEON", "bounds of the formula; policy albumin_above_normal", "product default", "derived"),),
    purpose="High albumin, often from lack of fluid or a tight tourniquet, can hide a high calcium behind the formula.",
    misuse="It does not say that calcium is high; where it matters ionised calcium decides.",
    asks=False,
    shows=(CALCIUM, ALBUMIN, CALCIUM_CORRECTED, CALCIUM_IONISED),
)

EMERGENCY = Recommendation(
    id="hcm-emergency",
    title="Dangerously high calcium: hospital now",
    applies=_CONCERNED,
    when=any_of(IS_SEVERE, all_of(known(HYPERCALCAEMIA), HYPERCALCAEMIA, HYPERCALCAEMIA_SYMPTOMS)),
    advise="Send to hospital the same day: ECG, intravenous fluids and an antiresorptive drug.",
    urgency="emergency",
    evidence=(
        evidence("WALSH16", "severity: above 3.5 mmol/L urgent correction", "expert guidance", "primary"),
        evidence(
            "CTCAE5", "hypercalcaemia: grade 3 hospital care, grade 4 life-threatening", "grade definition", "secondary"
        ),
        evidence("OSTEON", "danger signs at any high calcium", "product default", "derived"),
    ),
    purpose="Above 3.5 mmol/L (14 mg/dL) arrhythmia and coma threaten; danger signs make a lower value just as urgent.",
    misuse="In somebody who is dying, treating high calcium may not help: follow what has been agreed with her.",
    says_more_than=("hcm-admit-ctcae3", "hcm-moderate-symptomatic", "hcm-antiresorptive"),
    shows=(*_VALUES, CALCIUM_DATE),
)

ADMIT = Recommendation(
    id="hcm-admit-ctcae3",
    title="High calcium grade 3 or 4: hospital",
    applies=_CONCERNED,
    when=GRADE.one_of("3", "4"),
    advise="Treat in hospital: the calcium is grade 3 or 4.",
    urgency="urgent",
    evidence=(evidence("CTCAE5", "hypercalcaemia, grades 3 and 4", "grade definition", "secondary"),),
    purpose="Above 12.5 mg/dL (3.1 mmol/L, ionised 1.6 mmol/L) the grade itself means hospital care.",
    misuse="The grade comes from the laboratory value alone; a lower grade does not rule out hospital care.",
    says_more_than=("hcm-moderate-symptomatic",),
    shows=(*_VALUES, CALCIUM_DATE),
)

ADMIT_LOW = Recommendation(
    id="hypocalcaemia-admit-ctcae3",
    title="Low calcium grade 3 or 4: hospital",
    applies=all_of(BREAST_CANCER, CALCIUM_RECORDED, HYPOCALCAEMIA),
    when=VERY_LOW,
    advise="Treat in hospital: the calcium is low at grade 3 or 4 (corrected below 7.0 mg/dL or 1.75 mmol/L, ionised below "
    "0.9 mmol/L).",
    urgency="urgent",
    evidence=(evidence("CTCAE5", "hypocalcaemia, grade 3, read in version 4.03", "grade definition", "secondary"),),
    purpose="So low a calcium can bring cramps and arrhythmia; after denosumab it can stay low for weeks.",
    misuse="The grade comes from the laboratory value alone: cramps, tingling or arrhythmia at a higher value are as urgent.",
    asks=False,
    says_more_than=("bma-electrolytes-low",),
    shows=(CALCIUM_CORRECTED, CALCIUM_CORRECTED_MMOL, CALCIUM_IONISED, CALCIUM_DATE),
)

MODERATE = Recommendation(
    id="hcm-moderate-symptomatic",
    title="Moderate hypercalcaemia: treat promptly",
    applies=_CONCERNED,
    when=SEVERITY.one_of("moderate"),
    advise="Treat promptly, even when symptoms are few: corrected calcium is between 3.0 and 3.5 mmol/L (12 to 14 mg/dL).",
    urgency="urgent",
    evidence=(
        evidence("WALSH16", "severity: 3.0 to 3.5 mmol/L", "expert guidance", "primary"),
        evidence("BMJ-BP", "severity criteria in mg/dL", "textbook", "secondary"),
    ),
    purpose="How well it is borne depends on how fast it rose, which the value does not show.",
    misuse="A long known, stable value from the parathyroids is another matter: look at earlier results.",
    shows=(*_VALUES, CALCIUM_DATE),
)

WORKUP = Recommendation(
    id="hcm-workup",
    title="Find the cause of high calcium",
    applies=all_of(BREAST_CANCER, HYPERCALCAEMIA),
    when=any_of(~known(PTH), ~known(PTHRP)),
    advise="Measure PTH first, then PTHrP; add 25-OH vitamin D and calcitriol where they could explain it.",
    urgency="soon",
    evidence=(
        evidence("CROWLEY13", "key points: PTH is the most important test for the cause", "review", "primary"),
        evidence(
            "STERNLICHT15",
            "abstract: confirmed by raised PTHrP or bone metastasis; about 20 % from bone itself",
            "review",
            "secondary",
        ),
    ),
    purpose="Metastases do not rule out a parathyroid adenoma, and the cause decides what works.",
    misuse="It must not delay fluids and treatment when calcium is dangerously high.",
    shows=(PTH, PTHRP, CALCIUM_CORRECTED),
)
