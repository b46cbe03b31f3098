"""The topic, put together."""

from osteon.engine.nodes import all_of, any_of
from osteon.engine.rules import Due, Recommendation, Topic, named_in
from osteon.pathway.asking import shown
from osteon.pathway.bone_agents import (
    checks,
    dosing,
    facts,
    kidneys,
    parameters,
    recommendations_calcium,
    recommendations_dose,
    recommendations_start,
    use,
    whose,
)
from osteon.pathway.bone_agents.sources import SOURCES
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.calcium.facts import HYPOCALCAEMIA

_USER = all_of(BREAST_CANCER, any_of(use.AGENT_CURRENT, use.AGENT_START_PLANNED))

DUE = (
    Due(
        id="due-zoledronic-acid",
        what="zoledronic acid",
        last=use.ZOLEDRONIC_ACID_LAST_DOSE,
        every=dosing.ZA_INTERVAL,
        applies=all_of(
            whose.ZA_FOR_BONE,
            use.ZOLEDRONIC_ACID_CURRENT,
            use.ZOLEDRONIC_ACID_STARTED,
            ~kidneys.ZA_BARRED_SHOWN,
            ~kidneys.RISE_SHOWN,
        ),
        finding="bma-za-interval-12w-allowed",
    ),
    Due(
        id="due-pamidronate",
        what="pamidronate",
        last=use.PAMIDRONATE_LAST_DOSE,
        every=parameters.PAMIDRONATE_INTERVAL,
        applies=all_of(whose.HAS_METASTASES, use.PAMIDRONATE_CURRENT, use.PAMIDRONATE_STARTED),
        finding="bma-duration-continue",
    ),
    Due(
        id="due-denosumab",
        what="denosumab 120 mg",
        last=use.DENOSUMAB_LAST_DOSE,
        every=parameters.DENOSUMAB_INTERVAL,
        applies=all_of(
            whose.HAS_METASTASES,
            use.DENOSUMAB_120_CURRENT,
            use.DENOSUMAB_STARTED,
            ~shown(HYPOCALCAEMIA),
        ),
        finding="bma-denosumab-interval-4w",
    ),
    Due(
        id="due-creatinine",
        what="creatinine before the infusion",
        last=checks.CREATININE_DAY,
        every=parameters.CREATININE_LOOK_BACK,
        applies=all_of(BREAST_CANCER, dosing.IV_DUE),
        finding="bma-creatinine-each-iv-dose",
    ),
    Due(
        id="due-calcium",
        what="calcium with albumin",
        last=checks.CALCIUM_DAY,
        every=checks.CALCIUM_EVERY,
        applies=whose.DENOSUMAB_USER,
        finding="denosumab-calcium-monitoring",
    ),
    Due(
        id="due-phosphate",
        what="phosphate",
        last=checks.PHOSPHATE_DAY,
        every=parameters.MINERAL_LOOK_BACK,
        applies=_USER,
        finding="bma-electrolytes-low",
    ),
    Due(
        id="due-magnesium",
        what="magnesium",
        last=checks.MAGNESIUM_DAY,
        every=parameters.MINERAL_LOOK_BACK,
        applies=_USER,
        finding="bma-electrolytes-low",
    ),
    Due(
        id="due-vitamin-d",
        what="25-OH vitamin D",
        last=checks.VITAMIN_D_DAY,
        every=parameters.VITAMIN_D_LOOK_BACK,
        applies=_USER,
        finding="bma-baseline-labs",
    ),
)

TOPIC = Topic(
    id="bone-agents",
    title="Bone agents",
    purpose="Whom to offer a bone agent, which dose and interval, what the kidneys and calcium allow, and what follows a stop.",
    recommendations=(
        *named_in(recommendations_start, Recommendation),
        *named_in(recommendations_dose, Recommendation),
        *named_in(recommendations_calcium, Recommendation),
    ),
    due=DUE,
    shown=(
        facts.LAST_DOSE,
        facts.FIRST_DOSE,
        facts.CLODRONATE_CURRENT,
        facts.IBANDRONATE_ORAL_CURRENT,
        kidneys.CREATININE_RATIO,
        facts.CREATININE_BASELINE,
        facts.ZA_DOSE_RECOMMENDED,
    ),
    sources=SOURCES,
)
