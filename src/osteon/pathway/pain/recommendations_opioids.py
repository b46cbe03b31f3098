"""Opioids: rescue doses, bowel, nausea, kidneys, changing the drug, and the antidote."""

from osteon.engine.nodes import ALWAYS, all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.pain.facts import (
    ANTIEMETIC,
    BENZODIAZEPINE,
    GABAPENTINOID,
    LAXATIVE,
    NALOXONE,
    NAUSEA,
    OMED,
    OMED_LEAST,
    OPIOID_AS_NEEDED,
    OPIOID_CURRENT,
    OPIOID_DAYS,
    OPIOID_REGULAR,
    OPIOID_STARTED_LATELY,
    RENAL_OPIOID_CURRENT,
    RESCUE_COUNT,
    RESCUE_COUNT_BEFORE,
    RESCUE_COUNT_RECORDED,
    RESCUE_COUNTED,
    RESCUE_SHARE,
    ROTATION_PLANNED,
    SEROTONERGIC,
    SEROTONERGIC_OPIOID,
    SLEEP_APNOEA,
    STRONG_OPIOID_REGULAR,
)
from osteon.pathway.pain.kidneys import KIDNEYS
from osteon.pathway.pain.parameters import (
    LAXATIVE_AFTER,
    OMED_NALOXONE,
    RENAL_OPIOID,
    RESCUE_DOSES,
    RESCUE_SHARE_HIGH,
    RESCUE_SHARE_LOW,
)
from osteon.pathway.pain.recommendations import WITH_METASTASES as _WITH_METASTASES
from osteon.pathway.renal_function.facts import ON_DIALYSIS

_NEWS = "as summarised by others"

RESCUE_MISSING = Recommendation(
    id="pain-breakthrough-missing",
    title="Strong opioid without a rescue dose",
    applies=all_of(_WITH_METASTASES, STRONG_OPIOID_REGULAR),
    when=~OPIOID_AS_NEEDED,
    advise="Order a rescue dose of an opioid that acts quickly, beside the regular strong opioid.",
    urgency="routine",
    evidence=(
        evidence("CG140", "recommendation 1.1.4: rescue doses of immediate-release morphine", "offer", "primary"),
        evidence("ESMO18-PAIN", f"provision of a rescue dose for all patients, {_NEWS}", "level not read", "secondary"),
    ),
    purpose="Pain breaks through in most patients, and usually outside office hours.",
    misuse="A rescue dose that the patient has at home from an older prescription looks like none.",
    shows=(OMED,),
)

RESCUE_SIZE = Recommendation(
    id="pain-breakthrough-size",
    title="Rescue dose out of proportion",
    applies=all_of(_WITH_METASTASES, OPIOID_REGULAR, RESCUE_COUNTED),
    when=any_of(RESCUE_SHARE < RESCUE_SHARE_LOW, RESCUE_SHARE > RESCUE_SHARE_HIGH),
    advise="Check the rescue dose: usual are 10 to 20 % of the opioid of a day.",
    urgency="soon",
    evidence=(
        evidence("NCCN-PAIN", f"10 to 20 % of the scheduled dose of 24 hours, {_NEWS}", "guideline", "secondary"),
        evidence("ESMO18-PAIN", f"usually 10 to 20 % of the total daily dose, {_NEWS}", "level not read", "secondary"),
    ),
    purpose="When the regular dose rises, the rescue dose is forgotten; too small does nothing, too large harms.",
    misuse="Does not hold for fentanyl through the mucosa, which is titrated by itself. Both doses are counted as oral "
    "morphine, and conversion is an estimate.",
    asks=False,
    shows=(RESCUE_SHARE, OMED),
)

RESCUE_OFTEN = Recommendation(
    id="pain-rescue-frequent",
    title="Many rescue doses: raise the background",
    applies=all_of(_WITH_METASTASES, RESCUE_COUNT_RECORDED),
    when=all_of(RESCUE_COUNT > RESCUE_DOSES, RESCUE_COUNT_BEFORE > RESCUE_DOSES),
    advise="Raise the regular opioid after many rescue doses, and look for a new cause of the pain.",
    urgency="soon",
    evidence=(
        evidence("ESMO18-PAIN", f"more than four rescue doses a day, {_NEWS}", "level not read", "secondary"),
        evidence("OSTEON", "on two days in a row", "product default", "derived"),
    ),
    purpose="Rescue doses all day are a background dose that is too low.",
    misuse="Doses taken before moving or dressing are no failure of the background.",
    shows=(OMED,),
)

LAXATIVE_MISSING = Recommendation(
    id="pain-laxative",
    title="Opioid without a laxative",
    applies=all_of(_WITH_METASTASES, OPIOID_REGULAR),
    when=all_of(~LAXATIVE, OPIOID_DAYS > LAXATIVE_AFTER),
    advise="Give a laxative at regular times with the opioid; add an opioid antagonist of the gut (PAMORA) where laxatives fail.",
    urgency="routine",
    evidence=(
        evidence("CG140", f"laxative treatment for all who start strong opioids, {_NEWS}", "prescribe", "secondary"),
        evidence("OSTEON", "missed after two days", "product default", "derived"),
    ),
    purpose="Constipation under opioids does not pass by itself, and it makes people stop the opioid.",
    misuse="Oxycodone with naloxone in one tablet, diarrhoea, and laxatives bought without a prescription are reasons to have none "
    "on record.",
    asks=False,
)

ANTIEMETIC_MISSING = Recommendation(
    id="pain-antiemetic",
    title="Nausea under a new opioid",
    applies=all_of(_WITH_METASTASES, NAUSEA, OPIOID_STARTED_LATELY),
    when=~ANTIEMETIC,
    advise="Explain that nausea under a new opioid usually passes. Where it persists give a drug against it before changing "
    "the opioid.",
    urgency="routine",
    evidence=(evidence("CG140", f"management of nausea, {_NEWS}", "prescribe and optimise", "secondary"),),
    purpose="Nausea of the first days is the commonest reason to give an opioid up.",
    misuse="Chemotherapy, high calcium and constipation cause nausea too.",
)

RENAL = Recommendation(
    id="pain-opioid-renal",
    title="Opioid that builds up when kidneys fail",
    applies=all_of(_WITH_METASTASES, RENAL_OPIOID_CURRENT),
    when=any_of(ON_DIALYSIS, KIDNEYS < RENAL_OPIOID),
    advise="With weak kidneys change morphine, codeine, dihydrocodeine or pethidine to fentanyl or buprenorphine with somebody "
    "who knows them. Give tramadol or oxycodone in lower doses at longer intervals. Watch for drowsiness and jerks.",
    urgency="urgent",
    evidence=(
        evidence("SPS-OPIOIDS", "summary: which to avoid, which with caution, which are safest", "advice", "secondary"),
        evidence("CG140", "recommendation 1.1.7: specialist advice in renal impairment", "seek", "primary"),
    ),
    purpose="Their products build up for days before anyone notices.",
    misuse="A systematic review found no evidence to prefer one opioid; the advice rests on how they leave the body.",
    shows=(KIDNEYS, OMED),
)

ROTATION = Recommendation(
    id="pain-rotation",
    title="Change of opioid: lower the computed dose",
    applies=all_of(_WITH_METASTASES, ROTATION_PLANNED),
    when=ALWAYS,
    advise="Lower the computed dose of the new opioid by 25 to 50 % and titrate. Do not take the dose in morphine equivalents "
    "that is shown here as the dose of the new drug.",
    urgency="soon",
    evidence=(
        evidence("NCCN-PAIN", f"reduction by 25 to 50 %, {_NEWS}", "practice", "secondary"),
        evidence("CDC22", "caution of the table: not for choosing the dose of another opioid", "caution", "secondary"),
    ),
    purpose="Tolerance does not carry over in full from one opioid to the next.",
    misuse="Methadone and patches have rules of their own, and are for those who use them often.",
    shows=(OMED,),
)

NALOXONE_MISSING = Recommendation(
    id="pain-naloxone",
    title="Opioid with a risk to breathing: offer naloxone",
    applies=all_of(_WITH_METASTASES, OPIOID_CURRENT),
    when=all_of(~NALOXONE, any_of(BENZODIAZEPINE, SLEEP_APNOEA, OMED_LEAST >= OMED_NALOXONE, OMED >= OMED_NALOXONE)),
    advise="Offer naloxone to take home with this opioid, show those around how to use it, and check for sedation.",
    urgency="routine",
    evidence=(
        evidence(
            "CDC22", "recommendation 8: whom to offer naloxone, as listed by others", "category not read", "secondary"
        ),
    ),
    purpose="An antidote in the house is harmless until it is needed.",
    misuse="The guideline leaves out pain of cancer and palliative care: the dose is a reason for an antidote, never a reason to "
    "give less. In the last days of life it is not offered.",
    asks=False,
    shows=(OMED,),
)

NALOXONE_GABAPENTINOID = Recommendation(
    id="pain-naloxone-gabapentinoid",
    title="Opioid with gabapentin or pregabalin: offer naloxone",
    applies=all_of(_WITH_METASTASES, OPIOID_CURRENT),
    when=all_of(~NALOXONE, GABAPENTINOID),
    advise="With an opioid and gabapentin or pregabalin offer naloxone to take home and check for sedation.",
    urgency="info",
    evidence=(evidence("CDC22", "gabapentinoids; not read", "category not read", "memory"),),
    purpose="Both slow breathing.",
    misuse="The pair is common and often right in pain of nerves.",
    asks=False,
)

BENZODIAZEPINES = Recommendation(
    id="pain-opioid-benzo",
    title="Opioid together with a benzodiazepine",
    applies=all_of(_WITH_METASTASES, OPIOID_CURRENT),
    when=BENZODIAZEPINE,
    advise="Review whether both the opioid and the benzodiazepine are needed; together they can cause deep sedation and stop "
    "breathing. If both stay: lowest doses, and watch breathing and sedation.",
    urgency="soon",
    evidence=(evidence("LBL-OPIOID", "boxed warning, methadone injection (FDA, 2023)", "boxed warning", "primary"),),
    purpose="The pair is behind many deaths from opioids.",
    misuse="Stopping a benzodiazepine of many years at once is dangerous too. In the last days of life the pair is often right.",
    shows=(OMED,),
)

SEROTONIN = Recommendation(
    id="pain-serotonin",
    title="Opioid and antidepressant: serotonin",
    applies=all_of(_WITH_METASTASES, SEROTONERGIC_OPIOID),
    when=SEROTONERGIC,
    advise="Tell the patient that the opioid and the antidepressant both raise serotonin, and watch for agitation, tremor, "
    "sweating, fever, a fast pulse and diarrhoea, most of all after a change of dose; tramadol is the commonest culprit.",
    urgency="info",
    evidence=(
        evidence("LBL-OPIOID", "tramadol, warning 5.3: SSRIs, SNRIs, tricyclics", "warning", "secondary"),
        evidence("BALDO18", "abstract: tramadol, tapentadol, pethidine, methadone, fentanyl", "review", "primary"),
    ),
    purpose="Serotonin syndrome is rare, and missed because it looks like infection or fear.",
    misuse="A warning, not a ban: many patients take both for years.",
)
