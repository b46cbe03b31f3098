"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.diagnostics import facts, recommendations_imaging, recommendations_tissue
from osteon.pathway.diagnostics.sources import SOURCES

TOPIC = Topic(
    id="diagnostics",
    title="Diagnostics",
    purpose="Which picture, biopsy or blood test finds bone disease, when to ask for it, and when to leave it.",
    recommendations=(
        *named_in(recommendations_imaging, Recommendation),
        *named_in(recommendations_tissue, Recommendation),
    ),
    shown=(
        facts.STAGE,
        facts.LAST_BONE_SCAN,
        facts.LAST_PETCT,
        facts.LAST_CT,
        facts.LAST_MRI,
        facts.LAST_XRAY,
        facts.NTX_LEVEL,
    ),
    sources=SOURCES,
)
