"""Whose question the rules of this topic are."""

from osteon.engine.nodes import all_of, any_of
from osteon.pathway.bone_agents.use import (
    AGENT_CURRENT,
    AGENT_HELD,
    AGENT_PLANNED,
    AGENT_START_PLANNED,
    DENOSUMAB_120_CURRENT,
    DENOSUMAB_120_PLANNED,
    DENOSUMAB_120_STOPPED,
    PAMIDRONATE_CURRENT,
    PAMIDRONATE_FOR_HYPERCALCAEMIA,
    PAMIDRONATE_PLANNED,
    PAMIDRONATE_STARTED,
    ZOLEDRONIC_ACID_CURRENT,
    ZOLEDRONIC_ACID_FOR_HYPERCALCAEMIA,
    ZOLEDRONIC_ACID_HELD,
    ZOLEDRONIC_ACID_PLANNED,
    ZOLEDRONIC_ACID_STARTED,
)
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER

__all__ = [
    "CHOOSING",
    "DENOSUMAB_USER",
    "FIRST_DOSE_AHEAD",
    "HAS_METASTASES",
    "IV_STARTED",
    "STOPPED_DENOSUMAB",
    "TREATED",
    "ZA_FOR_BONE",
    "ZA_USER",
]

HAS_METASTASES = all_of(BREAST_CANCER, BONE_METASTASIS)
CHOOSING = all_of(HAS_METASTASES, ~AGENT_CURRENT, ~AGENT_PLANNED, ~AGENT_HELD)
"""Bone metastases, and no bone agent in use, ordered or on hold."""
FIRST_DOSE_AHEAD = all_of(BREAST_CANCER, any_of(AGENT_START_PLANNED, CHOOSING))
"""The first dose of a bone agent is ordered, or is what the pathway advises next."""
TREATED = all_of(HAS_METASTASES, AGENT_CURRENT)
ZA_USER = all_of(BREAST_CANCER, any_of(ZOLEDRONIC_ACID_CURRENT, ZOLEDRONIC_ACID_PLANNED))
ZA_FOR_BONE = all_of(
    HAS_METASTASES,
    any_of(ZOLEDRONIC_ACID_CURRENT, ZOLEDRONIC_ACID_PLANNED, ZOLEDRONIC_ACID_HELD),
    ~ZOLEDRONIC_ACID_FOR_HYPERCALCAEMIA,
)
"""Zoledronic acid for bone metastases; a dose against hypercalcaemia follows other rules."""
IV_STARTED = all_of(
    HAS_METASTASES,
    any_of(
        all_of(
            any_of(ZOLEDRONIC_ACID_CURRENT, ZOLEDRONIC_ACID_PLANNED),
            ZOLEDRONIC_ACID_STARTED,
            ~ZOLEDRONIC_ACID_FOR_HYPERCALCAEMIA,
        ),
        all_of(any_of(PAMIDRONATE_CURRENT, PAMIDRONATE_PLANNED), PAMIDRONATE_STARTED, ~PAMIDRONATE_FOR_HYPERCALCAEMIA),
    ),
)
"""An intravenous bisphosphonate for bone metastases of which a dose was given before."""
DENOSUMAB_USER = all_of(BREAST_CANCER, any_of(DENOSUMAB_120_CURRENT, DENOSUMAB_120_PLANNED))
STOPPED_DENOSUMAB = all_of(BREAST_CANCER, DENOSUMAB_120_STOPPED)
