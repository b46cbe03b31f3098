"""Which plain orders stand behind a recommendation's advice, what comes round as an order, and which drugs it wants left out.

Only where the advice names one: "measure creatinine" has an order behind it, "find the cause" has none. Whoever shows the
advice can offer these as drafts for a clinician to sign; nothing here decides whether the advice holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from osteon.engine.nodes import Fact
from osteon.pathway.bone_agents.kidneys import IBANDRONATE_DOSE_RECOMMENDED, ZA_DOSE_RECOMMENDED

__all__ = ["DUE_ORDERS", "ORDERS", "WITHHELD", "Order"]

LOINC, RXNORM, SNOMED = (
    "http://loinc.org",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://snomed.info/sct",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing to order: its concept, a public code where one is at hand, and for a drug the fact that tells the dose in mg.

    `replaces`: it makes no sense by itself, only in the place of an order of the same drug that is being written (a
    smaller dose).
    """

    concept: str
    words: str
    system: str = ""
    code: str = ""
    dose: Fact | None = None
    replaces: bool = False

    @property
    def drug(self) -> bool:
        """Whether it is a drug, not a test."""
        return self.concept.startswith("drug.")


def _lab(name: str, words: str, code: str) -> Order:
    return Order(concept=f"lab.{name}", words=words, system=LOINC, code=code)


CREATININE = _lab("creatinine", "Creatinine in serum or plasma", "2160-0")
CALCIUM = _lab("calcium", "Calcium, total, in serum or plasma", "17861-6")
IONISED = _lab("calcium-ionised", "Calcium, ionised", "1995-0")
ALBUMIN = _lab("albumin", "Albumin in serum or plasma", "1751-7")
PHOSPHATE = _lab("phosphate", "Phosphate in serum or plasma", "2777-1")
MAGNESIUM = _lab("magnesium", "Magnesium in serum or plasma", "19123-9")
POTASSIUM = _lab("potassium", "Potassium in serum or plasma", "2823-3")
VITAMIN_D = _lab("vitamin-d", "25-OH vitamin D", "1989-3")
PTH = _lab("pth", "Parathyroid hormone", "2731-8")
GLUCOSE = _lab("glucose", "Glucose, fasting", "2345-7")
HBA1C = _lab("hba1c", "Haemoglobin A1c", "4548-4")
SPINE_MRI = Order(concept="proc.mri-spine", words="MRI of the whole spine")
DENSITY = Order(concept="proc.dxa", words="Bone density (DXA)", system=SNOMED, code="241686001")
ECG = Order(concept="proc.ecg", words="ECG with QTc")
FEMUR = Order(concept="imaging.femur", words="Imaging of the whole femur")
BOTH_FEMORA = (FEMUR, Order(concept="imaging.femur-contralateral", words="Imaging of the opposite femur"))
WHOLE_BONE = Order(concept="imaging.whole-bone-films", words="Films of the whole bone in two planes")
ZOLEDRONIC_ACID = Order(
    concept="drug.zoledronic-acid",
    words="Zoledronic acid, dose by clearance",
    system=RXNORM,
    code="77655",
    dose=ZA_DOSE_RECOMMENDED,
    replaces=True,
)
IBANDRONATE = Order(
    concept="drug.ibandronate",
    words="Ibandronate, dose by clearance",
    dose=IBANDRONATE_DOSE_RECOMMENDED,
    replaces=True,
)

ORDERS: dict[str, tuple[Order, ...]] = {
    "calcium-prefer-ionised": (IONISED,),
    "hcm-workup": (PTH,),
    "hcm-post-treatment-monitor": (CALCIUM, CREATININE, PHOSPHATE, MAGNESIUM),
    "bma-baseline-labs": (CREATININE, CALCIUM, ALBUMIN, PHOSPHATE, MAGNESIUM, VITAMIN_D),
    "bma-creatinine-each-iv-dose": (CREATININE,),
    "bma-low-calcium-look-for-magnesium": (MAGNESIUM,),
    "denosumab-calcium-monitoring": (CALCIUM, ALBUMIN),
    "denosumab-calcium-within-2-weeks": (CALCIUM,),
    "za-dose-by-crcl": (ZOLEDRONIC_ACID,),
    "za-dose-above-table": (ZOLEDRONIC_ACID,),
    "ibandronate-iv-renal": (IBANDRONATE,),
    "mscc-immediate": (SPINE_MRI,),
    "mscc-mri-overdue": (SPINE_MRI,),
    "mscc-pain-only": (SPINE_MRI,),
    "img-cord-mri-24h": (SPINE_MRI,),
    "aff-thigh-pain-image": (FEMUR,),
    "fx-atypical-femur": BOTH_FEMORA,
    "fx-whole-bone-films": (WHOLE_BONE,),
    "rf-thigh-bma": BOTH_FEMORA,
    "rf-calcium": (CALCIUM, ALBUMIN, CREATININE),
    "rf-low-calcium": (CALCIUM, ALBUMIN, MAGNESIUM, CREATININE),
    "safety-ai-bone-density": (DENSITY,),
    "safety-ribociclib-ecg": (ECG, POTASSIUM, MAGNESIUM, CALCIUM),
    "safety-pi3k-glucose": (GLUCOSE, HBA1C),
    "safety-imlunestrant-calcium": (CALCIUM,),
    "safety-tamoxifen-calcium": (CALCIUM,),
}
"""By the id of the recommendation."""

DUE_ORDERS: dict[str, tuple[Order, ...]] = {
    "due-creatinine": (CREATININE,),
    "due-calcium": (CALCIUM, ALBUMIN),
    "due-phosphate": (PHOSPHATE,),
    "due-magnesium": (MAGNESIUM,),
    "due-vitamin-d": (VITAMIN_D,),
}
"""By the id of what comes round. A drug that is due is a task and no order: whether it is given is decided on the day."""

_DENOSUMAB = ("drug.denosumab", "drug.denosumab-60", "drug.denosumab-120")
_INTRAVENOUS = ("drug.zoledronic-acid", "drug.zoledronic-acid-5mg", "drug.pamidronate", "drug.ibandronate")

WITHHELD: dict[str, tuple[str, ...]] = {
    "intravenous-bisphosphonate": _INTRAVENOUS,
    "denosumab": _DENOSUMAB,
    "bone agent": (*_DENOSUMAB, *_INTRAVENOUS, "drug.clodronate"),
    "supplement.calcium": ("supplement.calcium", "supplement.vitamin-d"),
}
"""What a recommendation's `withholds` means as drugs, for orders that are being written. The other words mean no drug."""
