"""Which lesions hurt so much that radiotherapy is asked for, and which would be treated before they hurt."""

from osteon.engine.nodes import CountLesions, Fact, all_of, any_of, choose, known
from osteon.pathway.asking import finding, places, shown
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.cord_compression.compression import COMPRESSION
from osteon.pathway.cord_compression.signs import CORD_SIGNS_SHOWN
from osteon.pathway.fracture.facts import IMPENDING_FRACTURE
from osteon.pathway.fracture.measures import LARGEST_DIAMETER, SIZE
from osteon.pathway.lesions.facts import (
    FRACTURED,
    IN_SPINE,
    IRRADIATED,
    LESION_SITE,
    LESION_TYPE,
    LONG_BONE,
    OPERATED,
    PROVEN,
)
from osteon.pathway.pain.facts import OPIOID_CURRENT
from osteon.pathway.radiotherapy.facts import HURTS, PAIN_OF_LESION, PAIN_SCORE, PLANNED
from osteon.pathway.radiotherapy.parameters import ASYMPTOMATIC_PAIN, BULKY
from osteon.pathway.spine.parameters import UNSTABLE_FROM
from osteon.pathway.spine.stability import SINS_TOTAL

UNTREATED_HURTS = Fact(
    id="unirradiated-lesion-hurts",
    label="metastasis that hurts and was never irradiated",
    computes=all_of(HURTS, ~IRRADIATED, PROVEN, BREAST_CANCER),
)
PAINFUL = Fact(
    id="lesion-painful-enough",
    label="pain that asks for radiotherapy: moderate, or any under an opioid",
    computes=any_of(OPIOID_CURRENT, PAIN_OF_LESION.one_of("moderate or worse")),
)
UNCOMPLICATED = Fact(
    id="lesion-uncomplicated",
    label="no fracture, none impending, no unstable level, no compressed cord",
    computes=all_of(
        ~FRACTURED,
        ~all_of(shown(IN_SPINE), any_of(COMPRESSION, CORD_SIGNS_SHOWN, shown(SINS_TOTAL >= UNSTABLE_FROM))),
        ~IMPENDING_FRACTURE,
    ),
    note="A level of the spine counts as unstable only where its score is known to be; whether it was scored is asked elsewhere.",
)

# --- many painful lesions ---------------------------------------------------------------------------------------------

PAINFUL_LESIONS = CountLesions(of=all_of(HURTS, PROVEN))
_HOT = finding(
    "lesion-takes-up-tracer",
    "uptake on the bone scan at the lesion",
    "finding.bone-scan-positive",
    per_lesion=True,
    why="a conclusion of imaging would be recorded",
)
RADIONUCLIDE_TARGET = Fact(
    id="lesion-radionuclide-target",
    label="painful osteoblastic or mixed lesion with uptake on the bone scan",
    computes=all_of(HURTS, PROVEN, _HOT, shown(LESION_TYPE.one_of("blastic", "mixed"))),
)

# --- before it hurts --------------------------------------------------------------------------------------------------

_SACROILIAC = finding(
    "lesion-at-sacroiliac-joint",
    "lesion at the sacroiliac joint",
    "lesion.sacroiliac",
    per_lesion=True,
    why="the joint would be named in the report",
)
HIGH_RISK = Fact(
    id="lesion-high-risk-site",
    label="hip, shoulder or sacroiliac joint, long bone with a third to two thirds of its width, or 2 cm and more",
    computes=any_of(
        LESION_SITE.one_of(
            *places("acetabulum", "hip", "femur.head", "femur.neck", "shoulder", "humerus.proximal", "scapula")
        ),
        _SACROILIAC,
        all_of(LONG_BONE, SIZE.one_of("one-to-two-thirds")),
        LARGEST_DIAMETER >= BULKY,
    ),
    note="As in the trial: acetabulum, head and neck of the femur; acromion, glenoid and head of the humerus (here: scapula and "
    "proximal humerus). Its fourth item, levels of the spine, was not read in full and is left out.",
)
_SILENT = choose((known(PAIN_SCORE), PAIN_SCORE < ASYMPTOMATIC_PAIN), otherwise=PAIN_OF_LESION.one_of("none", "mild"))
SILENT_HIGH_RISK = Fact(
    id="silent-high-risk-lesion",
    label="high-risk metastasis that does not hurt, or little",
    computes=all_of(PROVEN, ~IRRADIATED, ~OPERATED, ~PLANNED, HIGH_RISK, _SILENT, ~all_of(HURTS, PAINFUL)),
)
PROVEN_LESIONS = CountLesions(of=PROVEN)
