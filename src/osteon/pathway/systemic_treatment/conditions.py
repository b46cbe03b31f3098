"""What options require and what they warn of, each with its words: written once, used by many options."""

from __future__ import annotations

from osteon.engine.nodes import Node, all_of, any_of, known
from osteon.engine.options import Caution
from osteon.pathway.pain.facts import HALOPERIDOL, QT_DRUG
from osteon.pathway.renal_function.facts import SEX
from osteon.pathway.systemic_treatment.facts import (
    ADJUVANT_HER2_LATE,
    BRAIN_METASTASIS,
    CORTICOSTEROID,
    DIABETES,
    EJECTION_FRACTION_CHECKED,
    GLUCOSE_CHECKED,
    HEART_FAILURE,
    LUNG_DISEASE,
    VISCERAL_CRISIS,
)
from osteon.pathway.systemic_treatment.parameters import TWO_TREATMENTS
from osteon.pathway.tumour import facts as t
from osteon.pathway.tumour.drugs import used

Requirement = tuple[str, Node]


def unused(name: str, words: str = "") -> Requirement:
    """A drug that was given once is not offered again."""
    return (f"{words or name.replace('-', ' ')} not used so far", ~used(name))


# --- line of treatment ------------------------------------------------------------------------------------------------

FIRST_LINE: Requirement = ("no systemic treatment of metastatic disease so far", ~t.SYSTEMIC_METASTATIC)
NO_CDK46: Requirement = ("no CDK4/6 inhibitor for metastatic disease so far", ~t.CDK46_METASTATIC)
AFTER_CDK46: Requirement = ("CDK4/6 inhibitor for metastatic disease used", t.CDK46_METASTATIC)
NO_RELAPSE_ON_ADJUVANT: Requirement = (
    "no relapse on adjuvant endocrine therapy or within a year of it",
    ~t.RELAPSE_ON_ADJUVANT,
)
RELAPSE_ON_ADJUVANT: Requirement = (
    "relapse on adjuvant endocrine therapy or within a year of it",
    t.RELAPSE_ON_ADJUVANT,
)
NOT_PROGRESSED: Requirement = (
    "no progression on endocrine therapy of metastatic disease",
    ~t.ENDOCRINE_PROGRESSED,
)
ENDOCRINE_PROGRESSED: Requirement = (
    "progression on endocrine therapy of metastatic disease",
    t.ENDOCRINE_PROGRESSED,
)
ENDOCRINE_FAILED: Requirement = (
    "progression on endocrine therapy of metastatic disease, or relapse on adjuvant endocrine therapy or within a year of it",
    any_of(t.ENDOCRINE_PROGRESSED, t.RELAPSE_ON_ADJUVANT),
)
ENDOCRINE_USED: Requirement = ("endocrine therapy for metastatic disease used", t.ENDOCRINE_METASTATIC)
NO_CHEMOTHERAPY: Requirement = ("no chemotherapy for metastatic disease so far", ~t.CHEMOTHERAPY_METASTATIC)
AFTER_CHEMOTHERAPY: Requirement = ("chemotherapy for metastatic disease used", t.CHEMOTHERAPY_METASTATIC)
TWO_MORE: Requirement = (
    "two systemic treatments of metastatic disease besides endocrine therapy with or without a CDK4/6 inhibitor",
    t.CLASSES_METASTATIC >= TWO_TREATMENTS,
)
TWO_IN_ALL: Requirement = (
    "two systemic treatments, one of them for metastatic disease",
    any_of(
        t.CLASSES_METASTATIC >= TWO_TREATMENTS, all_of(t.CHEMOTHERAPY_METASTATIC, t.CHEMOTHERAPY_ADJUVANT)
    ),  # fmt: skip
)
NO_ANTI_HER2: Requirement = ("no treatment against HER2 for metastatic disease so far", ~t.ANTI_HER2_METASTATIC)
ANTI_HER2_PROGRESSED: Requirement = (
    "progression on treatment against HER2 of metastatic disease",
    t.ANTI_HER2_PROGRESSED,
)
IN_CRISIS: Requirement = ("visceral crisis, judged by the team", VISCERAL_CRISIS)

# --- tests ------------------------------------------------------------------------------------------------------------

ESR1_MUTATED: Requirement = ("ESR1 mutation in a test since the last progression", t.ESR1)
PIK3CA_MUTATED: Requirement = ("PIK3CA mutation", t.PIK3CA)
PIK3CA_WILD_TYPE: Requirement = ("no PIK3CA mutation", ~t.PIK3CA)
PATHWAY_ALTERED: Requirement = ("PIK3CA or AKT1 mutation, or PTEN loss", any_of(t.PIK3CA, t.AKT1, t.PTEN))
GERMLINE_VARIANT: Requirement = ("germline variant in BRCA1, BRCA2 or PALB2", t.GERMLINE_BRCA)
HER2_LOW: Requirement = ("HER2 low", t.HER2_LOW)
HER2_LOW_OR_ULTRALOW: Requirement = ("HER2 low or ultralow", any_of(t.HER2_LOW, t.HER2_ULTRALOW))
HORMONE_RECEPTOR: Requirement = ("hormone receptor positive", t.HORMONE_RECEPTOR_POSITIVE)
PDL1_POSITIVE: Requirement = ("PD-L1 combined positive score of 10 or more", t.PDL1_POSITIVE)
PDL1_NEGATIVE: Requirement = ("PD-L1 combined positive score below 10", ~t.PDL1_POSITIVE)
NO_OVARIAN_FUNCTION: Requirement = (
    "postmenopausal, ovaries suppressed, or a man",
    any_of(SEX.one_of("male"), t.OVARIES_SUPPRESSED, t.MENOPAUSE.one_of("postmenopausal")),
)

# --- cautions ---------------------------------------------------------------------------------------------------------

OVARIES = Caution(
    "premenopausal without ovarian suppression",
    all_of(~t.OVARIES_SUPPRESSED, t.PREMENOPAUSAL),
    "Suppress or remove the ovaries first: an aromatase inhibitor or fulvestrant needs the hormones of menopause.",
)
MAN = Caution(
    "a man without a GnRH analogue",
    all_of(SEX.one_of("male"), ~t.OVARIES_SUPPRESSED),
    "Give a GnRH analogue with an aromatase inhibitor.",
)
QT = Caution(
    "a drug that prolongs QT is in use",
    any_of(QT_DRUG, HALOPERIDOL),
    "Replace methadone, ondansetron, haloperidol or citalopram first, or choose another CDK4/6 inhibitor; ECG before the start.",
)
SUGAR = Caution(
    "diabetes, a corticosteroid, or no recent glucose",
    any_of(DIABETES, CORTICOSTEROID, ~GLUCOSE_CHECKED),
    "Check fasting glucose and HbA1c before the start and bring them in order; dexamethasone makes high glucose worse.",
)
LUNG = Caution(
    "interstitial lung disease or pneumonitis on record",
    LUNG_DISEASE,
    "Weigh it with the lung team: the drug can cause fatal lung inflammation.",
)
HEART = Caution(
    "heart failure, or no recent ejection fraction",
    any_of(HEART_FAILURE, ~EJECTION_FRACTION_CHECKED),
    "Measure the ejection fraction before the start and about every three months.",
)
NEEDS_CHEMOTHERAPY_BEFORE = Caution(
    "no chemotherapy on record",
    ~t.CHEMOTHERAPY_EVER,
    "The US label was written for people who had chemotherapy before, at any stage; check what the regulator asks for.",
)
ONLY_PALB2 = Caution(
    "the variant is in PALB2",
    all_of(known(t.PALB2), t.PALB2),
    "Labels name BRCA1 and BRCA2; for PALB2 there are small studies only.",
)
PARP_FIRST = Caution(
    "germline BRCA variant",
    all_of(known(t.GERMLINE_BRCA), t.GERMLINE_BRCA),
    "The trial left out people who could have a PARP inhibitor.",
)
BRAIN = Caution(
    "brain metastasis", BRAIN_METASTASIS, "Prefer a regimen that was tested in brain metastases, with the brain team."
)
EARLY_HER2_RELAPSE = Caution(
    "trastuzumab in the year before metastatic disease",
    ADJUVANT_HER2_LATE,
    "After a relapse within 12 months of adjuvant trastuzumab the guideline goes to the second-line options.",
)
COMBINATIONS = Caution(
    "earlier treatments are counted by class",
    t.CHEMOTHERAPY_METASTATIC,
    "A combination counts twice here: check that there were really two lines.",
)
