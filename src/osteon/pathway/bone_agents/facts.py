"""Bone agents: which is in use, planned or held, its doses and intervals, and what the kidneys did since it began.

For other topics: `AGENT_CURRENT` (any agent at the doses used in bone metastases), `AGENT_PLANNED` (an order is open that no
dose has followed), `AGENT_START_PLANNED` (the same, and no agent was given lately: the first dose lies ahead).
"""

from osteon.pathway.bone_agents.checks import CALCIUM_SUPPLEMENT, LIFE_EXPECTANCY, VITAMIN_D_SUPPLEMENT
from osteon.pathway.bone_agents.kidneys import CLEARANCE_AT_START, CREATININE_BASELINE, CREATININE_RISEN, ZA_DOSE_RECOMMENDED
from osteon.pathway.bone_agents.use import (
    AGENT_CURRENT,
    AGENT_HELD,
    AGENT_PLANNED,
    AGENT_START_PLANNED,
    AGENT_STARTED,
    AGENTS_IN_USE,
    CLODRONATE_CURRENT,
    DENOSUMAB_60_CURRENT,
    DENOSUMAB_120_CURRENT,
    DENOSUMAB_120_PLANNED,
    DENOSUMAB_120_STOPPED,
    DENOSUMAB_DOSE,
    DENOSUMAB_FIRST_DOSE,
    DENOSUMAB_LAST_DOSE,
    DENOSUMAB_STARTED,
    FIRST_DOSE,
    FOLLOW_ON,
    IBANDRONATE_IV_CURRENT,
    IBANDRONATE_IV_PLANNED,
    IBANDRONATE_ORAL_CURRENT,
    IV_HELD,
    LAST_DOSE,
    PAMIDRONATE_CURRENT,
    PAMIDRONATE_FIRST_DOSE,
    PAMIDRONATE_FOR_HYPERCALCAEMIA,
    PAMIDRONATE_LAST_DOSE,
    PAMIDRONATE_PLANNED,
    PAMIDRONATE_STARTED,
    ZOLEDRONIC_ACID_CURRENT,
    ZOLEDRONIC_ACID_FIRST_DOSE,
    ZOLEDRONIC_ACID_FOR_HYPERCALCAEMIA,
    ZOLEDRONIC_ACID_LAST_DOSE,
    ZOLEDRONIC_ACID_PLANNED,
    ZOLEDRONIC_ACID_STARTED,
)
