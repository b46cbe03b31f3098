"""Cancer drugs where they meet bone care: bone loss, calcium, jaw, kidney figures, QT, glucose, lung."""

from __future__ import annotations

from osteon.engine.nodes import AnyLesion, all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, places
from osteon.pathway.bone_agents.facts import (
    AGENT_CURRENT,
    AGENT_PLANNED,
    CREATININE_RISEN,
    DENOSUMAB_120_CURRENT,
    ZOLEDRONIC_ACID_CURRENT,
    ZOLEDRONIC_ACID_PLANNED,
)
from osteon.pathway.bone_disease.facts import BONE_METASTASIS
from osteon.pathway.calcium.facts import CALCIUM, HYPERCALCAEMIA
from osteon.pathway.lesions.facts import LESION_SITE, RADIOTHERAPY_PLANNED
from osteon.pathway.renal_function.facts import CREATININE, CREATININE_CLEARANCE
from osteon.pathway.systemic_treatment.facts import (
    ANTIANGIOGENIC,
    CALCIUM_CHECKED_LATELY,
    CALCIUM_SINCE_TAMOXIFEN,
    CORTICOSTEROID,
    DENSITY_MEASURED,
    ECG_SINCE_RIBOCICLIB,
    EJECTION_FRACTION_CHECKED,
    GLUCOSE_CHECKED,
    HER2_ANTIBODY_OR_TDXD,
    METASTATIC_BREAST,
    RIBOCICLIB_JUST_STARTED,
    TAMOXIFEN_JUST_STARTED,
    THIAZIDE_OR_LITHIUM,
)
from osteon.pathway.tumour import facts as t

_THORAX = places("spine.thoracic", "rib", "sternum", "clavicle", "scapula")

BONE_DENSITY = Recommendation(
    id="safety-ai-bone-density",
    title="Bone density on oestrogen deprivation",
    applies=all_of(
        any_of(t.AROMATASE_INHIBITOR_CURRENT, t.OVARIES_SUPPRESSED), METASTATIC_BREAST, ~AGENT_CURRENT
    ),  # fmt: skip
    when=~DENSITY_MEASURED,
    advise="Measure bone density: an aromatase inhibitor or ovarian suppression costs bone, and no bone agent protects it.",
    urgency="routine",
    evidence=(
        evidence("LBL-LETROZOLE", "bone effects: bone density may fall; consider monitoring it", "label", "secondary"),
        evidence("OSTEON", "two years between measurements", "product default", "derived"),
    ),
    purpose="Bone loss from treatment adds to what metastases do.",
    misuse="Density of a bone with a metastasis tells nothing; and it does not decide whether a bone agent for metastases is due.",
)

RIBOCICLIB_ECG = Recommendation(
    id="safety-ribociclib-ecg",
    title="ECG after starting ribociclib",
    applies=all_of(t.RIBOCICLIB_CURRENT, METASTATIC_BREAST, RIBOCICLIB_JUST_STARTED),
    when=~ECG_SINCE_RIBOCICLIB,
    advise="Do the ECG of about day 14 and of the second cycle, with potassium, magnesium and calcium, or enter it: ribociclib "
    "lengthens QT, and low calcium or magnesium on a bone agent adds to it.",
    urgency="routine",
    evidence=(
        evidence(
            "LBL-RIBOCICLIB-US",
            "highlights: ECG and electrolytes before the start, ECG at about day 14 and in the second cycle",
            "label",
            "secondary",
        ),  # fmt: skip
        evidence("OSTEON", "8 weeks of watchfulness", "product default", "derived"),
    ),
    purpose="Bone agents lower calcium and magnesium, which lengthens QT further.",
    misuse="Many ECGs are not coded: look before another is done. Drugs that lengthen QT are a rule of their own.",
)

GLUCOSE = Recommendation(
    id="safety-pi3k-glucose",
    title="Glucose on a PI3K or AKT inhibitor",
    applies=all_of(t.PI3K_CURRENT, METASTATIC_BREAST),
    when=~GLUCOSE_CHECKED,
    advise="Check fasting glucose now, and HbA1c every three months: alpelisib, inavolisib and capivasertib raise glucose, "
    "mostly in the first weeks.",
    urgency="soon",
    evidence=(
        evidence(
            "LBL-INAVOLISIB",
            "5.1: fasting glucose every 3 days, then weekly, then every 2 weeks; HbA1c every 3 months",
            "label",
            "secondary",
        ),  # fmt: skip
        evidence(
            "LBL-CAPIVASERTIB",
            "fasting glucose every 2 weeks in the first month, then monthly; HbA1c every 3 months",
            "label",
            "secondary",
        ),  # fmt: skip
    ),
    purpose="Ketoacidosis has occurred.",
    misuse="Home measurements do not show here.",
)
STEROID_ON_PI3K = Recommendation(
    id="safety-pi3k-dexamethasone",
    title="Corticosteroid on a PI3K or AKT inhibitor",
    applies=all_of(t.PI3K_CURRENT, METASTATIC_BREAST),
    when=CORTICOSTEROID,
    advise="Measure glucose daily while a corticosteroid is given with a PI3K or AKT inhibitor, and agree on a pause of the "
    "inhibitor; dexamethasone for cord compression is not to wait.",
    urgency="urgent",
    evidence=(
        evidence(
            "LBL-CAPIVASERTIB", "steroids raise the risk that hyperglycaemia becomes ketoacidosis", "label", "secondary"
        ),
    ),
    purpose="Dexamethasone is given for the cord, for nausea and for pain flare.",
    misuse="It is no reason to withhold dexamethasone in an emergency.",
)

IMLUNESTRANT_CALCIUM = Recommendation(
    id="safety-imlunestrant-calcium",
    title="Calcium on imlunestrant with denosumab",
    applies=all_of(t.IMLUNESTRANT_CURRENT, METASTATIC_BREAST, DENOSUMAB_120_CURRENT),
    when=~CALCIUM_CHECKED_LATELY,
    advise="Check calcium: imlunestrant and denosumab both lower it.",
    urgency="soon",
    evidence=(
        evidence(
            "FDA-IMLUNESTRANT25",
            "low calcium among the reactions of 10% or more (26% in one report)",
            "approval",
            "primary",
        ),
        evidence("OSTEON", "28 days between checks", "product default", "derived"),
    ),
    purpose="Two mild causes of low calcium add up.",
    misuse="It does not say that the two must not be combined.",
    shows=(CALCIUM,),
)

TDXD_THORAX = Recommendation(
    id="safety-tdxd-thorax",
    title="Trastuzumab deruxtecan and radiotherapy to the chest",
    applies=all_of(t.TRASTUZUMAB_DERUXTECAN_CURRENT, METASTATIC_BREAST),
    when=AnyLesion(of=all_of(RADIOTHERAPY_PLANNED, LESION_SITE.one_of(*_THORAX))),
    advise="Ask radiotherapy and oncology to agree before thoracic spine, ribs or sternum are irradiated on trastuzumab "
    "deruxtecan: lung inflammation of both may add up.",
    urgency="soon",
    evidence=(evidence("CARE", "do not irradiate thoracic spine or ribs without asking", "practice", "memory"),),
    purpose="Lung inflammation under this drug can be fatal.",
    misuse="Never delay emergency radiotherapy for cord compression.",
    asks=False,
)

ANTIANGIOGENIC_JAW = Recommendation(
    id="safety-antiangiogenic-jaw",
    title="Bevacizumab with a bone agent: the jaw",
    applies=all_of(ANTIANGIOGENIC, METASTATIC_BREAST),
    when=any_of(AGENT_CURRENT, AGENT_PLANNED),
    advise="Have teeth examined and dental care brought up to date, and avoid dental surgery where possible: bevacizumab or "
    "sunitinib with a bone agent raises the risk of osteonecrosis of the jaw.",
    urgency="soon",
    evidence=(
        evidence(
            "MHRA-ONJ11",
            "dental examination and preventive dentistry before treatment; most cases had intravenous bisphosphonates",
            "regulator",
            "primary",
        ),
    ),  # fmt: skip
    purpose="The two risks add up, and both are forgotten at the dentist.",
    misuse="Reports are rare; it is no contraindication.",
)

CALCIUM_RAISERS = Recommendation(
    id="safety-hypercalcaemia-drugs",
    title="Thiazide or lithium in hypercalcaemia",
    # Calcium and vitamin D have a rule of their own, with the bone agents.
    applies=all_of(THIAZIDE_OR_LITHIUM, METASTATIC_BREAST),
    when=HYPERCALCAEMIA,
    advise="Calcium is high, and a thiazide or lithium on record can raise it: stop a thiazide while calcium is high; speak to "
    "whoever prescribes lithium before lithium is changed.",
    urgency="urgent",
    evidence=(
        evidence(
            "WALSH16",
            "list of causes: thiazides and lithium among them",
            "guideline",
            "primary",
        ),
    ),  # fmt: skip
    purpose="A cause that can be stopped.",
    misuse="Cancer stays the likelier cause; stopping a drug is not the treatment.",
    shows=(CALCIUM, THIAZIDE_OR_LITHIUM),
)

ABEMACICLIB_CREATININE = Recommendation(
    id="safety-abemaciclib-creatinine",
    title="Creatinine on abemaciclib",
    applies=all_of(
        t.ABEMACICLIB_CURRENT, METASTATIC_BREAST, any_of(ZOLEDRONIC_ACID_CURRENT, ZOLEDRONIC_ACID_PLANNED)
    ),  # fmt: skip
    when=CREATININE_RISEN,
    advise="Measure cystatin C before zoledronic acid is reduced for good: abemaciclib raises creatinine without loss of kidney "
    "function. Until the result is there, follow the hold that the rise asks for.",
    urgency="soon",
    evidence=(
        evidence(
            "LILLY-CREATININE",
            "reversible rise by less tubular secretion, 20 to 35% in healthy people; cystatin C as an alternative",
            "maker's information, citing the label",
            "secondary",
        ),  # fmt: skip
    ),
    purpose="A false fall of clearance would cost protection of bone.",
    misuse="A real kidney injury happens on abemaciclib too, often from diarrhoea.",
    asks=False,
    shows=(CREATININE, CREATININE_CLEARANCE),
)

TAMOXIFEN_FLARE = Recommendation(
    id="safety-tamoxifen-calcium",
    title="Calcium after starting tamoxifen",
    applies=all_of(t.TAMOXIFEN_CURRENT, METASTATIC_BREAST, BONE_METASTASIS, TAMOXIFEN_JUST_STARTED),
    when=~CALCIUM_SINCE_TAMOXIFEN,
    advise="Check calcium in the first two weeks of tamoxifen, and at once with thirst, vomiting or confusion: it can rise within days.",
    urgency="soon",
    evidence=(
        evidence(
            "TAMOXIFEN-CALCIUM81",
            "10 of 470 people, all with lytic or mixed bone metastases, after a median of 7 days (4 to 11)",
            "case series",
            "primary",
        ),  # fmt: skip
        evidence("OSTEON", "28 days of watchfulness", "product default", "derived"),
    ),
    purpose="Hypercalcaemic flare is short, treatable, and looks like progression.",
    misuse="It is no reason to stop tamoxifen by itself.",
)

EJECTION_FRACTION = Recommendation(
    id="safety-her2-ejection-fraction",
    title="Ejection fraction on treatment against HER2",
    applies=all_of(HER2_ANTIBODY_OR_TDXD, METASTATIC_BREAST),
    when=~EJECTION_FRACTION_CHECKED,
    advise="Measure the ejection fraction, or enter the last one: on treatment against HER2 it is due before the start and about "
    "every three months.",
    urgency="routine",
    evidence=(
        evidence(
            "LBL-TDXD", "left ventricular dysfunction: before the start and at regular intervals", "label", "secondary"
        ),
        evidence("OSTEON", "about every three months", "product default", "derived"),
    ),
    purpose="These drugs can weaken the heart without symptoms.",
    misuse="Echo reports are often not coded: look before ordering another.",
)

EVEROLIMUS_MOUTH = Recommendation(
    id="safety-everolimus-mouth",
    title="Sore mouth on everolimus with a bone agent",
    applies=all_of(t.EVEROLIMUS_CURRENT, METASTATIC_BREAST),
    when=AGENT_CURRENT,
    advise="Look for bare bone before a sore mouth is put down to everolimus: its ulcers heal, osteonecrosis does not.",
    urgency="info",
    evidence=(evidence("CARE", "stomatitis confuses the screening of the jaw", "practice", "memory"),),
    purpose="Two causes of a sore mouth in one patient.",
    misuse="Most sore mouths on everolimus are stomatitis.",
)
