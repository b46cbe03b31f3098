"""Radiotherapy of much of the skeleton, radionuclides, and drugs that meet radiotherapy."""

from osteon.engine.nodes import ALWAYS, AnyLesion, CountLesions, all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.cord_compression.compression import COMPRESSION
from osteon.pathway.cord_compression.signs import CORD_SIGNS_SHOWN
from osteon.pathway.fracture.facts import IMPENDING_FRACTURE
from osteon.pathway.general_condition.facts import HAEMOGLOBIN, LEUKOCYTES, NEUTROPHILS, PLATELETS
from osteon.pathway.radiotherapy.facts import (
    RADIONUCLIDE_AHEAD,
    RADIOTHERAPY_AHEAD,
    RADIOTHERAPY_PLANNED_ANY,
    RADIUM_AHEAD,
)
from osteon.pathway.radiotherapy.painful import PAINFUL_LESIONS, RADIONUCLIDE_TARGET
from osteon.pathway.radiotherapy.parameters import (
    DIFFUSE,
    FILTRATION_FLOOR,
    HAEMOGLOBIN_FLOOR,
    LEUKOCYTE_FLOOR,
    MULTIFOCAL,
    PLATELET_FLOOR,
)
from osteon.pathway.renal_function.facts import EGFR
from osteon.pathway.tumour.facts import (
    CDK46_CURRENT,
    EVEROLIMUS_CURRENT,
    PARP_CURRENT,
    TRASTUZUMAB_DERUXTECAN_CURRENT,
)

_TARGETS = CountLesions(of=RADIONUCLIDE_TARGET)
_BONE_IN_DANGER = AnyLesion(of=shown(IMPENDING_FRACTURE))

HALF_BODY = Recommendation(
    id="rt-hemibody",
    title="Pain in many places: half-body radiotherapy",
    applies=all_of(BREAST_CANCER, PAINFUL_LESIONS >= DIFFUSE),
    when=~RADIOTHERAPY_PLANNED_ANY,
    advise="Where few other options are left, a single half-body fraction exists: 6 Gy to the upper or 8 Gy to the lower half, with "
    "premedication. It is rarely used now.",
    urgency="info",
    evidence=(
        evidence(
            "SALAZAR86",
            "abstract: pain relieved in 73 % (over 80 % in breast cancer), 6 and 8 Gy the safest doses",
            "dose-finding study, 168 patients",
            "primary",
        ),
    ),
    purpose="One treatment reaches many places, and works within days.",
    misuse="It lowers blood counts for weeks and gets in the way of systemic treatment; the lung needs its own correction of dose.",
)

RADIONUCLIDE = Recommendation(
    id="rt-radionuclide",
    title="Many painful blastic lesions: radionuclide",
    applies=all_of(BREAST_CANCER, _TARGETS >= MULTIFOCAL),
    unless=any_of(COMPRESSION, CORD_SIGNS_SHOWN, _BONE_IN_DANGER),
    when=~RADIOTHERAPY_PLANNED_ANY,
    advise="Where external radiotherapy is not practical, ask nuclear medicine about strontium-89 or samarium-153. Check blood counts "
    "and kidney function first.",
    urgency="info",
    evidence=(
        evidence("EANM18", "abstract: bone pain treated with beta-emitting radionuclides", "guideline", "primary"),
        evidence(
            "RADIONUCLIDE-PRACTICE", "uptake on a recent bone scan at the painful places", "practice", "secondary"
        ),
    ),
    purpose="One injection reaches all places that take up the tracer.",
    misuse="Lytic lesions without uptake do not respond. It lowers platelets for months, and chemotherapy may then have to wait.",
    gives="bone-seeking-radionuclide",
)

RADIONUCLIDE_COUNTS = Recommendation(
    id="rt-radionuclide-counts",
    title="No radionuclide now: counts, cord or bone",
    applies=all_of(BREAST_CANCER, RADIONUCLIDE_AHEAD),
    when=any_of(
        PLATELETS < PLATELET_FLOOR, LEUKOCYTES < LEUKOCYTE_FLOOR, COMPRESSION, CORD_SIGNS_SHOWN, _BONE_IN_DANGER
    ),
    advise="Do not give the bone-seeking radionuclide as it stands: blood counts are too low for it, or the cord or a bone is in "
    "danger. Deal with that first.",
    urgency="urgent",
    evidence=(
        evidence(
            "RADIONUCLIDE-PRACTICE", "counts, compression, impending fracture", "practice, label caution", "secondary"
        ),
    ),
    purpose="It stays in the bone and lowers counts for months; it does nothing against compression.",
    misuse="Sources differ: platelets from 60 to 100, white cells from 2.4 to 3.5 (both x10^9/L). The most careful are used here.",
    excepts=("rt-radionuclide",),
    withholds="bone-seeking-radionuclide",
)

RADIONUCLIDE_KIDNEYS = Recommendation(
    id="rt-radionuclide-counts-hb-gfr",
    title="No radionuclide now: anaemia or kidneys",
    applies=all_of(BREAST_CANCER, RADIONUCLIDE_AHEAD),
    when=any_of(HAEMOGLOBIN < HAEMOGLOBIN_FLOOR, EGFR < FILTRATION_FLOOR),
    advise="Do not give the bone-seeking radionuclide: haemoglobin or kidney function is too low for it.",
    urgency="urgent",
    evidence=(evidence("EANM18", "limits of haemoglobin and filtration not read", "contraindication", "memory"),),
    purpose="It leaves through the kidneys and lowers all counts.",
    misuse="The limits were not read; another source asks for a haemoglobin of 10 g/dL.",
    withholds="bone-seeking-radionuclide",
)

RADIUM = Recommendation(
    id="rt-radium-not-breast",
    title="Radium-223 is not for breast cancer",
    applies=all_of(RADIUM_AHEAD, BREAST_CANCER),
    when=ALWAYS,
    advise="Question radium-223: it is licensed for castration-resistant prostate cancer only; in breast cancer it belongs in a trial.",
    urgency="soon",
    evidence=(evidence("RADIUM223", "indication, through public pages", "label", "secondary"),),
    purpose="Outside its indication neither benefit nor harm is known.",
    misuse="Not meant for a man who has prostate cancer as well.",
)

OVERLAP = Recommendation(
    id="rt-cdk46-overlap",
    title="Radiotherapy meets a targeted drug: agree on a pause",
    applies=all_of(RADIOTHERAPY_AHEAD, BREAST_CANCER),
    when=any_of(CDK46_CURRENT, PARP_CURRENT, EVEROLIMUS_CURRENT),
    advise="Agree with the radiation oncologist whether the drug pauses, and name the field: bowel, lung, gullet and marrow of the "
    "pelvis matter most. Emergency radiotherapy for cord compression never waits for it.",
    urgency="soon",
    evidence=(
        evidence(
            "ESMO-ESTRO25",
            "abstract: caution in most scenarios with CDK4/6, PARP or mTOR inhibitors",
            "consensus, 74 scenarios",
            "primary",
        ),
    ),
    purpose="Both lower blood counts and irritate the same tissues.",
    misuse="Series of palliative radiotherapy found little added harm; it asks for agreement, not for stopping by yourself. A "
    "request that nobody closed counts for 90 days.",
)

PAUSE = Recommendation(
    id="rt-cdk46-pause",
    title="Usual length of the pause",
    applies=all_of(RADIOTHERAPY_AHEAD, BREAST_CANCER),
    when=CDK46_CURRENT,
    advise="Commonly the drug is held from 1 to 2 days before radiotherapy (up to 7 before stereotactic) until about a week after it.",
    urgency="info",
    evidence=(evidence("ESMO-ESTRO25", "length of the pause not read", "practice", "memory"),),
    purpose="A starting point for the agreement.",
    misuse="Practice differs between departments.",
)

NEUTROPHILS_FIRST = Recommendation(
    id="rt-cdk46-neutrophils",
    title="Neutrophils before radiotherapy",
    applies=all_of(RADIOTHERAPY_AHEAD, CDK46_CURRENT, BREAST_CANCER),
    when=~known(NEUTROPHILS),
    advise="Check neutrophils before radiotherapy begins: none are recent under a CDK4/6 inhibitor.",
    urgency="info",
    evidence=(evidence("ESMO-ESTRO25", "blood counts before radiotherapy not read", "practice", "memory"),),
    purpose="Both treatments lower neutrophils.",
    misuse="It does not delay urgent radiotherapy.",
)

WIDE_FIELD = Recommendation(
    id="rt-parp-adc-counts",
    title="Wide field: blood counts first",
    applies=all_of(RADIOTHERAPY_AHEAD, BREAST_CANCER),
    when=any_of(PARP_CURRENT, TRASTUZUMAB_DERUXTECAN_CURRENT),
    advise="Check blood counts before wide-field radiotherapy: PARP inhibitors and antibody-drug conjugates cause anaemia and "
    "neutropenia.",
    urgency="info",
    evidence=(evidence("ESMO-ESTRO25", "wide-field radiotherapy not read", "practice", "memory"),),
    purpose="Marrow in the field no longer makes up for it.",
    misuse="A single small field seldom matters.",
)
