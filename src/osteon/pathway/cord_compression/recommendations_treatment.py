"""Cord compression that is confirmed: surgery, radiotherapy, and what follows."""

from osteon.engine.nodes import all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_agents.facts import LIFE_EXPECTANCY
from osteon.pathway.bone_disease.facts import BREAST_CANCER, CANCER_HISTORY
from osteon.pathway.cord_compression.compression import (
    COMPLETE_PARAPLEGIA,
    COMPRESSION,
    COMPRESSION_EVER,
    CORD_DISPLACED,
    FIT_FOR_SURGERY,
    NON_AMBULANT,
    PARAPLEGIA_HOURS,
    SINGLE_LEVEL,
)
from osteon.pathway.cord_compression.parameters import (
    GOOD_PROGNOSIS,
    PARAPLEGIA_LIMIT,
    POOR_PROGNOSIS,
    SURGERY_LIFE_EXPECTANCY,
    TAPER_DOSE,
    TAPER_TIME,
)
from osteon.pathway.cord_compression.treatment import (
    CORD_TREATED,
    DECOMPRESSION,
    DEXAMETHASONE_DOSE,
    LAST_TREATMENT_DAYS,
    RT_AFTER_SURGERY,
    RT_DECIDED,
    SPINE_IRRADIATED,
)

SURGERY = Recommendation(
    id="mscc-surgery-candidate",
    title="Refer for decompression",
    applies=all_of(BREAST_CANCER, COMPRESSION),
    unless=any_of(DECOMPRESSION, SPINE_IRRADIATED),
    when=all_of(
        CORD_DISPLACED,
        SINGLE_LEVEL,
        LIFE_EXPECTANCY >= SURGERY_LIFE_EXPECTANCY,
        any_of(~COMPLETE_PARAPLEGIA, PARAPLEGIA_HOURS < PARAPLEGIA_LIMIT),
        FIT_FOR_SURGERY,
    ),
    advise="Refer at once to a spinal surgeon for decompression and stabilisation, with radiotherapy afterwards.",
    urgency="urgent",
    evidence=(
        evidence("PATCHELL05", "trial: who was operated, through reviews", "randomised trial", "secondary"),
        evidence("ASTRO24", "surgery with radiotherapy over radiotherapy alone", "conditional, low quality", "primary"),
    ),
    purpose="In the trial 84 % walked after surgery and radiotherapy, 57 % after radiotherapy alone.",
    misuse="The trial left out very radiosensitive tumours, several separate levels, and compression of roots or cauda alone; "
    "therefore it is asked for breast cancer only.",
)

COMPLETE_LOSS = Recommendation(
    id="mscc-complete-loss",
    title="Complete paraplegia for over 48 hours",
    applies=all_of(CANCER_HISTORY, COMPRESSION),
    when=all_of(COMPLETE_PARAPLEGIA, PARAPLEGIA_HOURS > PARAPLEGIA_LIMIT),
    advise="Expect that function is unlikely to return; consider surgery only for pain or an unstable spine, and plan care for "
    "comfort and dignity.",
    urgency="soon",
    evidence=(
        evidence(
            "PATCHELL05", "exclusion of paraplegia beyond 48 hours, through reviews", "trial exclusion", "secondary"
        ),
    ),
    purpose="It spares an operation that cannot help.",
    misuse="Weakness that is not complete does not belong here, and the hours must be sure.",
    asks=False,
)

RT_DOSE = Recommendation(
    id="mscc-rt-dose",
    title="Radiotherapy of the cord: schedules",
    applies=all_of(CANCER_HISTORY, COMPRESSION),
    unless=DECOMPRESSION,
    when=~SPINE_IRRADIATED,
    advise="Where no surgery is done, use 8 Gy in 1, 16 Gy in 2, 20 Gy in 5 or 30 Gy in 10 fractions.",
    urgency="urgent",
    evidence=(
        evidence(
            "ASTRO24",
            "compression of cord or cauda equina, conventional radiotherapy",
            "strong, high quality",
            "primary",
        ),
    ),
    purpose="All four hold up equally well; the choice goes by prognosis.",
    misuse="For conventional external beam only, and for a spine not irradiated before.",
)

RT_SINGLE = Recommendation(
    id="mscc-rt-single",
    title="Poor prognosis: one fraction",
    applies=all_of(CANCER_HISTORY, COMPRESSION),
    unless=any_of(DECOMPRESSION, SPINE_IRRADIATED),
    when=LIFE_EXPECTANCY < POOR_PROGNOSIS,
    advise="Use a single fraction of 8 Gy: with weeks to few months to live, walking is kept nearly as often as after 20 Gy in 5.",
    urgency="urgent",
    evidence=(
        evidence(
            "SCORAD19",
            "walking at 8 weeks 69.3 % against 72.7 %",
            "randomised trial, non-inferiority narrowly missed",
            "primary",
        ),
        evidence("RADES18", "one against several fractions", "matched pairs", "primary"),
    ),
    purpose="It gives back the days that a longer course would take.",
    misuse="The estimate of life expectancy decides, and estimates err; 13 weeks is our reading of weeks to few months.",
    says_more_than=("mscc-rt-dose",),
    asks=False,
)

RT_MULTI = Recommendation(
    id="mscc-rt-multi-good-prognosis",
    title="Good prognosis: several fractions",
    applies=all_of(CANCER_HISTORY, COMPRESSION),
    unless=any_of(DECOMPRESSION, SPINE_IRRADIATED),
    when=LIFE_EXPECTANCY >= GOOD_PROGNOSIS,
    advise="Prefer several fractions: after 6 months the same field was irradiated again in 14 % after 8 Gy in 1, and in 3 % after "
    "20 Gy in 5.",
    urgency="urgent",
    evidence=(evidence("RADES18", "re-irradiation of the field at 6 months", "matched pairs", "primary"),),
    purpose="Who lives longer needs local control that lasts.",
    misuse="26 weeks is our limit: the source compares people who lived to see the difference.",
    says_more_than=("mscc-rt-dose",),
    asks=False,
)

RT_WITHIN_A_DAY = Recommendation(
    id="mscc-rt-24h",
    title="Start radiotherapy within 24 hours",
    applies=all_of(CANCER_HISTORY, COMPRESSION, RT_DECIDED),
    unless=DECOMPRESSION,
    when=~SPINE_IRRADIATED,
    advise="Start radiotherapy within 24 hours of the decision to treat.",
    urgency="urgent",
    evidence=(evidence("NICE-QS56", "statement 6", "quality standard", "primary"),),
    purpose="Every day of waiting costs walking ability.",
    misuse="It runs from the decision, not from the first sign; surgery that was chosen instead ends it.",
)

POSTOPERATIVE = Recommendation(
    id="mscc-postop-rt",
    title="Radiotherapy after decompression",
    applies=all_of(CANCER_HISTORY, COMPRESSION_EVER, DECOMPRESSION),
    when=~RT_AFTER_SURGERY,
    advise="Plan radiotherapy of the operated levels once the wound has healed.",
    urgency="soon",
    evidence=(evidence("ASTRO24", "radiotherapy after surgery of the spine", "conditional, low quality", "primary"),),
    purpose="Surgery frees the cord, and leaves tumour behind.",
    misuse="A decompression for another reason than a metastasis is not meant.",
)

DEXAMETHASONE_TAPER = Recommendation(
    id="mscc-dex-no-taper",
    title="Taper dexamethasone",
    applies=all_of(CANCER_HISTORY, COMPRESSION_EVER, CORD_TREATED),
    when=all_of(known(DEXAMETHASONE_DOSE), DEXAMETHASONE_DOSE >= TAPER_DOSE, LAST_TREATMENT_DAYS > TAPER_TIME),
    advise="Begin to taper dexamethasone: still 8 mg or more, and more than 14 days since the cord was treated.",
    urgency="soon",
    evidence=(
        evidence(
            "WMPC-MSCC",
            "after surgery or the start of radiotherapy the dose is lowered step by step",
            "regional guideline after NICE",
            "secondary",
        ),
        evidence("LETTER14", "tail off after treatment, and high doses for long do harm", "letter, audit", "primary"),
        evidence("OSTEON", "8 mg and 14 days as the point to ask", "product default", "derived"),
    ),
    purpose="Weeks of high doses weaken muscles and invite infection.",
    misuse="Some need it longer; taper by the signs, and go back up when they worsen. How fast is not agreed: one cancer centre ends "
    "within two weeks, a hospice letter within four to six.",
)

CARE = Recommendation(
    id="mscc-vte-pressure-bladder",
    title="Care when walking is lost",
    applies=all_of(CANCER_HISTORY, COMPRESSION),
    when=NON_AMBULANT,
    advise="See to thromboprophylaxis, pressure areas, bladder scan or catheter, a bowel plan, and rehabilitation.",
    urgency="urgent",
    evidence=(
        evidence(
            "BMJBP-MSCC",
            "complications: pressure points, thrombosis and its prevention, poor emptying of the bladder",
            "point-of-care summary",
            "secondary",
        ),
        evidence(
            "WOS13",
            "contents: pressure areas, stockings, anticoagulants, bladder, bowel",
            "regional guideline",
            "secondary",
        ),
        evidence(
            "CHRISTIE-MSCC", "physiotherapy within 24 and occupational therapy within 48 hours", "pathway", "secondary"
        ),
    ),
    purpose="What harms after the cord is clots, pressure sores and a full bladder.",
    misuse="No substitute for the service's own plan. It names what to see to, not which drug or dose.",
)
