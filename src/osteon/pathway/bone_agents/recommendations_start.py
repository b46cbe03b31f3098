"""Choice, start and duration of a bone agent."""

from osteon.engine.nodes import ALWAYS, all_of, any_of, constant, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.atypical_femoral_fracture.facts import FRACTURE_SUSPECTED
from osteon.pathway.bone_agents.checks import (
    AGENT_HARM,
    BASELINE_INCOMPLETE,
    BONE_PAIN,
    CALCIUM_CHECKED_EARLY,
    CREATININE_CHECKED,
    FERTILE,
    LIFE_EXPECTANCY,
    MAGNESIUM_CHECKED,
    MARKER_ORDERED,
    OTHER_PAIN_RELIEF,
    PHOSPHATE_CHECKED,
    PREGNANCY_POSSIBLE,
    VITAMIN_D_CHECKED,
)
from osteon.pathway.bone_agents.kidneys import RISE_SHOWN, ZA_BARRED_SHOWN
from osteon.pathway.bone_agents.parameters import MIN_LIFE_EXPECTANCY
from osteon.pathway.bone_agents.use import (
    AGENT_CURRENT,
    AGENT_PLANNED,
    AGENT_START_PLANNED,
    AGENTS_IN_USE,
    DENOSUMAB_120_CURRENT,
    DENOSUMAB_120_PLANNED,
    IBANDRONATE_ORAL_CURRENT,
    PAMIDRONATE_CURRENT,
    PAMIDRONATE_PLANNED,
    ZOLEDRONIC_ACID_CURRENT,
    ZOLEDRONIC_ACID_PLANNED,
)
from osteon.pathway.bone_agents.whose import (
    CHOOSING,
    FIRST_DOSE_AHEAD,
    HAS_METASTASES,
    IV_STARTED,
    TREATED,
    ZA_FOR_BONE,
)
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.calcium.facts import HYPOCALCAEMIA, VERY_LOW
from osteon.pathway.jaw.facts import EXPOSED_BONE, FISTULA, JAW_PAIN, LOOSE_TOOTH
from osteon.pathway.renal_function.facts import CREATININE_CLEARANCE

START = Recommendation(
    id="bma-start-on-bone-mets",
    title="Offer a bone agent",
    applies=CHOOSING,
    when=~all_of(known(LIFE_EXPECTANCY), LIFE_EXPECTANCY < MIN_LIFE_EXPECTANCY),
    advise="Offer a bone-modifying agent now that bone metastases are known, whether or not they hurt.",
    urgency="soon",
    evidence=(
        evidence("ASCO17", "recommendation on indication", "strong, evidence-based, high quality", "primary"),
        evidence("ESMO20", "zoledronate or denosumab in breast cancer, symptomatic or not", "I, A", "secondary"),
        evidence(
            "NCCN15",
            "discussion: expected survival of 3 months or more",
            "category 1 for intravenous bisphosphonates",
            "secondary",
        ),
    ),
    purpose="Bone agents delay fractures, radiotherapy to bone and cord compression.",
    misuse="It does not choose the agent, and an unknown life expectancy is no reason to wait.",
    gives="bone-agent",
    shows=(CREATININE_CLEARANCE,),
)

NO_PREFERENCE = Recommendation(
    id="bma-no-agent-preferred",
    title="No bone agent is preferred",
    applies=CHOOSING,
    when=ALWAYS,
    advise="Choose between denosumab, zoledronic acid and pamidronate by kidneys, route, cost, and the risks to calcium and jaw: "
    "ASCO prefers none.",
    urgency="info",
    evidence=(evidence("ASCO17", "choice of agent", "evidence insufficient to prefer one", "primary"),),
    purpose="Keeps the choice open for what matters to this patient.",
    misuse="It does not say that the agents are alike in low kidney function.",
    shows=(CREATININE_CLEARANCE,),
)

DENOSUMAB_TRIAL = Recommendation(
    id="bma-denosumab-delays-sre-vs-za",
    title="Denosumab delays skeletal events more",
    applies=CHOOSING,
    when=~shown(HYPOCALCAEMIA),
    advise="Where fewer skeletal events count most: under 4-weekly denosumab 120 mg 31 % had one, under 4-weekly zoledronic acid "
    "36 %; hazard ratio to the first event or hypercalcaemia 0.82 (0.70 to 0.95), survival the same.",
    urgency="info",
    evidence=(evidence("MARTIN12", "abstract", "phase III trial, n = 2046", "primary"),),
    purpose="Puts the size of the difference beside the choice.",
    misuse="It compares 4-weekly schedules only and shows no gain in survival.",
)

NOT_ANALGESIC = Recommendation(
    id="bma-not-analgesic-alone",
    title="A bone agent is no painkiller",
    applies=TREATED,
    when=all_of(BONE_PAIN, ~OTHER_PAIN_RELIEF),
    advise="Treat the bone pain itself (analgesics, radiotherapy): a bone agent relieves pain only modestly.",
    urgency="soon",
    evidence=(evidence("ASCO17", "pain control", "weak, evidence-based, low quality", "primary"),),
    purpose="Pain that only a bone agent is meant to treat stays untreated.",
    misuse="Painkillers bought without a prescription may not be on record: ask first. It needs bone pain recorded as such; whether "
    "anything hurts is asked by the topic on pain.",
    asks=False,
)

_QUESTIONED = any_of(
    all_of(ZA_FOR_BONE, ZA_BARRED_SHOWN),
    all_of(IV_STARTED, RISE_SHOWN),
    all_of(known(AGENTS_IN_USE), AGENTS_IN_USE > constant(1, "{count}")),
    FRACTURE_SUSPECTED,
    shown(VERY_LOW),
    *(shown(sign) for sign in (EXPOSED_BONE, FISTULA, LOOSE_TOOTH, JAW_PAIN)),
)
"""Another rule says not to go on as before, or to weigh a break."""

CONTINUE = Recommendation(
    id="bma-duration-continue",
    title="Continue the bone agent",
    applies=all_of(TREATED, ~AGENT_START_PLANNED),
    unless=_QUESTIONED,
    when=~AGENT_HARM,
    advise="Continue the bone agent long term while it does more good than harm; no fixed duration is defined.",
    urgency="info",
    evidence=(
        evidence(
            "ASCO17", "duration, as a monograph reports it", "optimal duration not defined, continue", "secondary"
        ),
        evidence("PAMID-MONO", "duration of therapy", "monograph", "secondary"),
    ),
    purpose="Treatment is not stopped at an arbitrary date.",
    misuse="It is no reason to go on against the patient's wish or when her general condition fails.",
)

NO_DOUBLE = Recommendation(
    id="bma-no-double",
    title="Two bone agents at once",
    applies=all_of(BREAST_CANCER, any_of(AGENT_CURRENT, AGENT_PLANNED)),
    when=AGENTS_IN_USE > constant(1, "{count}"),
    advise="Stop one: do not combine denosumab with a bisphosphonate, two bisphosphonates, or two products of the same substance.",
    urgency="urgent",
    evidence=(
        evidence(
            "LBL-ZA-US", "warnings: other zoledronic acid products and bisphosphonates", "label warning", "secondary"
        ),
        evidence("LBL-DEN-US", "warnings: the 60 mg product of the same substance", "label warning", "secondary"),
        evidence(
            "LBL-DEN-EU", "special warnings: other denosumab products, bisphosphonates", "label warning", "secondary"
        ),
    ),
    purpose="Doubling adds harm to jaw, calcium and kidneys and no benefit.",
    misuse="A switch from one agent to the next leaves an old order behind: check whether it was only forgotten.",
    shows=(AGENTS_IN_USE,),
)

MARKERS = Recommendation(
    id="bma-markers-not-for-monitoring",
    title="Bone markers do not steer treatment",
    applies=all_of(BREAST_CANCER, AGENT_CURRENT),
    when=MARKER_ORDERED,
    advise="Do not use bone turnover markers routinely to steer the bone agent.",
    urgency="info",
    evidence=(
        evidence("ASCO17", "bone turnover markers", "not recommended for routine care", "primary"),
        evidence("ESMO20", "bone markers in follow-up", "III, B", "secondary"),
    ),
    purpose="Spares a test that does not change treatment.",
    misuse="It does not apply to trials or to a marker ordered for another question.",
)

_DENOSUMAB_OR_PAMIDRONATE = any_of(
    DENOSUMAB_120_CURRENT, DENOSUMAB_120_PLANNED, PAMIDRONATE_CURRENT, PAMIDRONATE_PLANNED
)
PREGNANCY = Recommendation(
    id="bma-pregnancy",
    title="Exclude pregnancy, advise contraception",
    applies=all_of(BREAST_CANCER, FERTILE, _DENOSUMAB_OR_PAMIDRONATE),
    when=PREGNANCY_POSSIBLE,
    advise="Exclude pregnancy and advise effective contraception during treatment, with denosumab until at least 5 months after the "
    "last dose.",
    urgency="urgent",
    evidence=(
        evidence("LBL-DEN-US", "harm to the fetus; the 5 months as read on a patient page", "label", "secondary"),
        evidence("LBL-PAM", "pregnancy is to be avoided", "label", "secondary"),
    ),
    purpose="Both drugs can harm an unborn child.",
    misuse="It is asked up to an age that a site sets, not by menopausal status.",
)

PREGNANCY_ZOLEDRONIC_ACID = Recommendation(
    id="bma-pregnancy-zoledronic-acid",
    title="Exclude pregnancy before zoledronic acid",
    applies=all_of(BREAST_CANCER, FERTILE, any_of(ZOLEDRONIC_ACID_CURRENT, ZOLEDRONIC_ACID_PLANNED)),
    when=PREGNANCY_POSSIBLE,
    advise="Exclude pregnancy and advise effective contraception during treatment with zoledronic acid.",
    urgency="urgent",
    evidence=(
        evidence(
            "LBL-ZA-EU",
            "4.6: not to be used during pregnancy; women of childbearing age avoid it",
            "label",
            "secondary",
        ),
    ),
    purpose="Bisphosphonates can harm an unborn child.",
    misuse="It is asked up to an age that a site sets, not by menopausal status.",
)

ORAL_IBANDRONATE = Recommendation(
    id="bma-oral-ibandronate-inferior",
    title="Oral ibandronate is the weaker choice",
    applies=all_of(HAS_METASTASES, IBANDRONATE_ORAL_CURRENT),
    when=ALWAYS,
    advise="Prefer treatment into a vein or under the skin where feasible: oral ibandronate did not prove non-inferior to zoledronic "
    "acid.",
    urgency="info",
    evidence=(
        evidence(
            "ZICE14",
            "primary result, in a society's journal: non-inferiority not shown",
            "phase III trial",
            "secondary",
        ),
    ),
    purpose="Against zoledronic acid the tablets were not shown to be as good at preventing skeletal events.",
    misuse="It is no reason to leave a patient without any agent.",
)

BASELINE_LABS = Recommendation(
    id="bma-baseline-labs",
    title="Laboratory before the first dose",
    applies=FIRST_DOSE_AHEAD,
    when=BASELINE_INCOMPLETE,
    advise="Before the first dose measure creatinine (with Cockcroft-Gault clearance), calcium with albumin, phosphate and magnesium, "
    "and check 25-OH vitamin D.",
    urgency="soon",
    evidence=(
        evidence("NCCN15", "discussion: calcium, creatinine, phosphate, magnesium", "guideline", "secondary"),
        evidence("LBL-ZA-EU", "creatinine and clearance before the first dose", "label", "secondary"),
        evidence("BODY15", "vitamin D deficiency corrected first", "pooled analysis of phase III trials", "primary"),
    ),
    purpose="Kidneys set the dose, and low calcium or vitamin D makes the first dose dangerous.",
    misuse="The look-back times are product defaults; a site sets its own.",
    says_more_than=("bma-creatinine-each-iv-dose", "denosumab-calcium-monitoring"),
    shows=(CREATININE_CHECKED, CALCIUM_CHECKED_EARLY, PHOSPHATE_CHECKED, MAGNESIUM_CHECKED, VITAMIN_D_CHECKED),
)
