"""Anti-inflammatory painkillers, paracetamol, and painkillers that do not go with the treatment of the cancer."""

from osteon.engine.nodes import all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_agents.facts import (
    PAMIDRONATE_CURRENT,
    PAMIDRONATE_PLANNED,
    ZOLEDRONIC_ACID_CURRENT,
    ZOLEDRONIC_ACID_PLANNED,
)
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.general_condition.facts import PLATELETS
from osteon.pathway.pain.facts import (
    ACID_BLOCKER,
    ANTICOAGULANT,
    CYP2D6_STRONG,
    DIURETIC,
    DULOXETINE,
    HALOPERIDOL,
    LIVER_DISEASE,
    NSAID_CURRENT,
    PARACETAMOL_DAY,
    PARACETAMOL_DAY_LEAST,
    PARACETAMOL_REGULAR,
    QT_DRUG,
    RAAS_BLOCKER,
    STEROID,
)
from osteon.pathway.pain.kidneys import KIDNEYS, KIDNEYS_VERY_WEAK, KIDNEYS_WEAK
from osteon.pathway.pain.parameters import (
    NSAID_PLATELETS,
    PARACETAMOL_DAY_REDUCED,
    PARACETAMOL_WEIGHT,
)
from osteon.pathway.pain.parameters import PARACETAMOL_DAY as PARACETAMOL_MAXIMUM
from osteon.pathway.pain.recommendations import WITH_METASTASES as _WITH_METASTASES
from osteon.pathway.renal_function.facts import CREATININE_CLEARANCE, ON_DIALYSIS, WEIGHT
from osteon.pathway.tumour.facts import RIBOCICLIB_CURRENT, TAMOXIFEN_CURRENT

_ON_NSAID = all_of(_WITH_METASTASES, NSAID_CURRENT)
_GEL = "A gel on the skin counts like a tablet here, as the record seldom tells them apart."

NSAID_BISPHOSPHONATE = Recommendation(
    id="pain-nsaid-za",
    title="Anti-inflammatory painkiller and a bisphosphonate infusion",
    applies=_ON_NSAID,
    when=any_of(ZOLEDRONIC_ACID_CURRENT, ZOLEDRONIC_ACID_PLANNED, PAMIDRONATE_CURRENT, PAMIDRONATE_PLANNED),
    advise="Pause the anti-inflammatory painkiller around each infusion of zoledronic acid or pamidronate, see that the "
    "patient has drunk enough, and check creatinine before each dose.",
    urgency="soon",
    evidence=(
        evidence(
            "LBL-ZA-US", "precautions: other nephrotoxic drugs, hydration, creatinine before each dose",
            "label precaution", "secondary",
        ),
    ),
    purpose="Two drugs that harm the kidneys on the same day.",
    misuse=f"It asks for a pause, not for pain without treatment. {_GEL}",
    says_more_than=("ivbp-hydration-nephrotoxins",),
)  # fmt: skip

NSAID_KIDNEYS = Recommendation(
    id="pain-nsaid-renal",
    title="Anti-inflammatory painkiller and weak kidneys",
    applies=_ON_NSAID,
    when=any_of(ON_DIALYSIS, all_of(RAAS_BLOCKER, DIURETIC), KIDNEYS_WEAK),
    advise="Avoid the anti-inflammatory painkiller, or keep it short; the weaker the kidneys, the more so. With an ACE "
    "inhibitor or angiotensin blocker and a diuretic check creatinine and potassium within a week.",
    urgency="soon",
    evidence=(
        evidence("LBL-NSAID", "ketorolac: contraindicated in advanced renal impairment and volume depletion", "boxed warning",
                 "secondary"),
    ),
    purpose="Kidneys that are weak live on what these drugs take away, and the bone agent needs them.",
    misuse=f"Abemaciclib raises creatinine without harm to the kidneys. {_GEL}",
    says_more_than=("pain-nsaid-za", "ivbp-hydration-nephrotoxins"),
    shows=(CREATININE_CLEARANCE, KIDNEYS),
)  # fmt: skip

NSAID_KIDNEYS_SEVERE = Recommendation(
    id="pain-nsaid-renal-severe",
    title="Anti-inflammatory painkiller and very weak kidneys: stop",
    applies=_ON_NSAID,
    when=any_of(ON_DIALYSIS, KIDNEYS_VERY_WEAK),
    advise="Stop the anti-inflammatory painkiller: the kidneys are too weak for it. Give another painkiller that fits them, "
    "and check creatinine and potassium.",
    urgency="urgent",
    evidence=(
        evidence(
            "LBL-NSAID", "ketorolac: contraindicated in advanced renal impairment and volume depletion", "boxed warning",
            "secondary",
        ),
        evidence("OSTEON", "the limit of 30 and dialysis; the label text names no number", "product default", "derived"),
    ),
    purpose="What is left of the kidneys is lost to a drug that others can replace.",
    misuse=f"On dialysis with no urine left the kidneys have nothing to lose; bleeding and the heart remain. {_GEL}",
    says_more_than=("pain-nsaid-renal", "pain-nsaid-za", "ivbp-hydration-nephrotoxins"),
    asks=False,
    shows=(CREATININE_CLEARANCE, KIDNEYS),
)  # fmt: skip

NSAID_BLOOD = Recommendation(
    id="pain-nsaid-platelets",
    title="Anti-inflammatory painkiller and few platelets",
    applies=_ON_NSAID,
    when=PLATELETS < NSAID_PLATELETS,
    advise="Avoid anti-inflammatory painkillers while platelets are low.",
    urgency="urgent",
    evidence=(
        evidence(
            "LOW-PLATELETS",
            "few platelets under cancer treatment: no aspirin, ibuprofen or naproxen",
            "advice",
            "secondary",
        ),
        evidence("RISSER09", "care in people whose platelets do not work well", "review", "primary"),
        evidence("OSTEON", "the count itself; no text that was read names one", "product default", "derived"),
    ),
    purpose="They stop the platelets that are left.",
    misuse="Celecoxib hardly touches platelets. Above the limit the advice of the sources still holds while platelets are low.",
)

NSAID_BLEEDING = Recommendation(
    id="pain-nsaid-bleeding",
    title="Anti-inflammatory painkiller and a risk of bleeding",
    applies=_ON_NSAID,
    when=any_of(ANTICOAGULANT, all_of(STEROID, ~ACID_BLOCKER)),
    advise="Avoid the anti-inflammatory painkiller with an anticoagulant; with a corticosteroid change the painkiller, or add "
    "a proton pump inhibitor.",
    urgency="soon",
    evidence=(
        evidence(
            "LBL-NSAID",
            "ketorolac: corticosteroids and anticoagulants raise the risk of bleeding",
            "warning",
            "secondary",
        ),
    ),
    purpose="A bleeding stomach is the commonest way in which painkillers kill.",
    misuse=f"A short course before surgery is another matter. {_GEL}",
)

PARACETAMOL = Recommendation(
    id="pain-paracetamol-max",
    title="Too much paracetamol",
    applies=all_of(_WITH_METASTASES, PARACETAMOL_REGULAR),
    when=any_of(PARACETAMOL_DAY_LEAST > PARACETAMOL_MAXIMUM, PARACETAMOL_DAY > PARACETAMOL_MAXIMUM),
    advise="Lower paracetamol to its daily maximum or less, all products together.",
    urgency="urgent",
    evidence=(
        evidence(
            "LBL-PARACETAMOL", "4.2 posology: not more than eight tablets of 500 mg in 24 hours", "label", "primary"
        ),
        evidence(
            "CANADA-PARACETAMOL", "maximum of 4,000 mg a day; more can be fatal to the liver", "regulator", "primary"
        ),
    ),
    purpose="It hides in combinations, and two products make an overdose.",
    misuse="Counts what is ordered by the clock; tablets on demand and from the pharmacy come on top.",
    asks=False,
    shows=(PARACETAMOL_DAY,),
)

PARACETAMOL_LOW = Recommendation(
    id="pain-paracetamol-max-reduced",
    title="Too much paracetamol for weight or liver",
    applies=all_of(_WITH_METASTASES, PARACETAMOL_REGULAR),
    when=all_of(PARACETAMOL_DAY > PARACETAMOL_DAY_REDUCED, any_of(LIVER_DISEASE, WEIGHT <= PARACETAMOL_WEIGHT)),
    advise="Lower paracetamol to the maximum for low weight or a sick liver.",
    urgency="soon",
    evidence=(
        evidence("LBL-PARACETAMOL-IV", "at most 3 g a day to 50 kg, or with a risk to the liver", "label", "secondary"),
        evidence(
            "LEICESTER-PARACETAMOL",
            "lower the dose of tablets with a risk to the liver",
            "hospital guideline",
            "secondary",
        ),
    ),
    purpose="A light body and a sick liver clear less.",
    misuse="The figures are those of the infusion, which also allows no more than 60 mg/kg a day to 50 kg: below 50 kg that is "
    "less than 3 g. Labels of tablets name no lower dose, and some name 2 g for a failing liver.",
    asks=False,
)

TAMOXIFEN = Recommendation(
    id="pain-tamoxifen-cyp2d6",
    title="Tamoxifen and an inhibitor of CYP2D6",
    applies=all_of(BREAST_CANCER, TAMOXIFEN_CURRENT),
    when=any_of(CYP2D6_STRONG, DULOXETINE),
    advise="With tamoxifen change paroxetine, fluoxetine or bupropion, and preferably duloxetine, to venlafaxine, "
    "desvenlafaxine or escitalopram.",
    urgency="soon",
    evidence=(
        evidence("MHRA-TAMOXIFEN", "strong inhibitors should be avoided", "regulator's conclusion", "primary"),
        evidence("LBL-TAMOXIFEN", "interactions: potent CYP2D6 inhibitors should be avoided", "label", "secondary"),
        evidence(
            "KELLY10", "abstract: more deaths with paroxetine, by duration of overlap", "cohort, n = 2430", "primary"
        ),
    ),
    purpose="Tamoxifen works through endoxifen, which these drugs keep from being made.",
    misuse="Another cohort saw no difference in survival. Never stop an antidepressant at once. Escitalopram lengthens QT.",
)

QT = Recommendation(
    id="pain-qt",
    title="Ribociclib with a drug that lengthens QT",
    applies=all_of(BREAST_CANCER, RIBOCICLIB_CURRENT),
    when=QT_DRUG,
    advise="Replace the drug that lengthens QT beside ribociclib, methadone first of all; if that cannot be, do an ECG and "
    "check potassium, magnesium and calcium.",
    urgency="soon",
    evidence=(
        evidence("LBL-RIBOCICLIB", "ECG and electrolytes; other drugs that lengthen QT, in an interaction list", "label",
                 "secondary"),
        evidence("LBL-OPIOID", "methadone: life-threatening QT prolongation, in a copy", "boxed warning", "secondary"),
        evidence("MHRA-CITALOPRAM", "QT interval prolongation", "regulator's warning", "secondary"),
    ),
    purpose="Two drugs that lengthen QT add up.",
    misuse="It knows methadone, citalopram, escitalopram and ondansetron only; many other drugs lengthen QT.",
)  # fmt: skip

QT_HALOPERIDOL = Recommendation(
    id="pain-qt-haloperidol",
    title="Ribociclib with haloperidol",
    applies=all_of(BREAST_CANCER, RIBOCICLIB_CURRENT),
    when=HALOPERIDOL,
    advise="Replace haloperidol beside ribociclib, or do an ECG and check potassium, magnesium and calcium.",
    urgency="soon",
    evidence=(evidence("LBL-RIBOCICLIB", "haloperidol; not read", "label", "memory"),),
    purpose="Two drugs that lengthen QT add up.",
    misuse="A single low dose against nausea is another matter than a course.",
)
