"""What has to be sure before bones are treated."""

from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BONE_SCAN_POSITIVE, BREAST_CANCER, STRUCTURAL_EVIDENCE

NEED_STRUCTURAL_EVIDENCE = Recommendation(
    id="bma-need-structural-evidence",
    title="Bone scan alone: confirm before treating",
    applies=BREAST_CANCER & BONE_SCAN_POSITIVE & ~BONE_METASTASIS,
    when=~STRUCTURAL_EVIDENCE,
    advise="Confirm the bone scan with X-ray, CT or MRI before a bone agent is started: uptake alone does not show "
    "destruction or metastasis.",
    urgency="soon",
    evidence=(
        evidence(
            "NCCN15",
            "BINV-17: metastatic bone disease confirmed by X-ray, CT or MRI before a bone agent",
            "guideline, outdated edition",
            "secondary",
        ),
    ),
    purpose="Scans light up in arthritis, old fractures and healing; a bone agent has lasting harms.",
    misuse="It does not say that the scan is benign, and it must not delay imaging of a painful bone or of the spine.",
    shows=(BONE_SCAN_POSITIVE,),
)
