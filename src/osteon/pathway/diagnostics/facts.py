"""Facts of this topic that others ask for."""

from osteon.pathway.diagnostics.blood import GGT, NTX, NTX_LEVEL
from osteon.pathway.diagnostics.imaging import (
    ALP,
    ALP_RAISED,
    ALP_UPPER,
    BONE_PAIN,
    BRAIN_METASTASIS,
    LAST_BONE_SCAN,
    LAST_CT,
    LAST_MRI,
    LAST_PETCT,
    LAST_STAGING,
    LAST_XRAY,
    STAGE,
)
from osteon.pathway.diagnostics.tissue import METASTASIS_BIOPSIED, RECEPTORS_OF_METASTASIS

__all__ = [
    "ALP",
    "ALP_RAISED",
    "ALP_UPPER",
    "BONE_PAIN",
    "BRAIN_METASTASIS",
    "GGT",
    "LAST_BONE_SCAN",
    "LAST_CT",
    "LAST_MRI",
    "LAST_PETCT",
    "LAST_STAGING",
    "LAST_XRAY",
    "METASTASIS_BIOPSIED",
    "NTX",
    "NTX_LEVEL",
    "RECEPTORS_OF_METASTASIS",
    "STAGE",
]
