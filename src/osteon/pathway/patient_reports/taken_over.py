"""Where another topic or a later finding has taken a report over, so that nothing is said twice.

Each condition is true only where the record settles it: a report alarms while that is open.
"""

from osteon.engine.events import Events
from osteon.engine.nodes import AnyLesion, Fact, all_of, any_of, unknown
from osteon.pathway.asking import number, recorded, shown
from osteon.pathway.atypical_femoral_fracture.facts import FEMUR_IMAGED, THIGH_PAIN
from osteon.pathway.calcium.facts import HYPERCALCAEMIA, HYPOCALCAEMIA
from osteon.pathway.cord_compression.compression import COMPRESSION, COMPRESSION_SUSPECTED, CORD_CLEARED, PAIN_IMAGED
from osteon.pathway.cord_compression.signs import (
    CORD_SIGNS_SHOWN,
    LAST_SIGN,
    LAST_SIGN_MOMENT,
    SPINAL_PAIN,
    SUGGESTIVE_PAIN,
)
from osteon.pathway.cord_compression.treatment import TREATED
from osteon.pathway.distress.facts import AT_RISK, RISK_ASSESSED, SELF_HARM_ASKED
from osteon.pathway.fracture.facts import IMPENDING_FRACTURE
from osteon.pathway.jaw.facts import EXPOSED_BONE, FISTULA, JAW_PAIN, LOOSE_TOOTH, OSTEONECROSIS
from osteon.pathway.patient_reports.signs import (
    BREAK_DAY,
    CORD_REPORT_DAY,
    CORD_REPORT_MOMENT,
    HIGH_CALCIUM_DAY,
    LOADING_DAY,
    LOW_CALCIUM_DAY,
    SELF_HARM_DAY,
    SELF_HARM_MOMENT,
    SPINE_PAIN_DAY,
    THIGH_DAY,
)

_DONE = ("done", "final")
_PICTURES = "imaging would be recorded"
_LIMBS = (
    "femur", "femur.proximal", "femur.head", "femur.neck", "femur.trochanter", "femur.lesser-trochanter", "femur.shaft",
    "femur.distal", "pelvis", "acetabulum", "humerus", "humerus.proximal", "humerus.shaft", "humerus.distal",
    "lower-limb", "upper-limb",
)  # fmt: skip
_CALCIUM = ("lab.calcium", "lab.calcium-corrected", "lab.calcium-ionised")

# --- cord compression -------------------------------------------------------------------------------------------------

_COMPRESSION = "condition.spinal-cord-compression"
_RULED_OUT = recorded(
    "cord-report-ruled-out",
    "compression ruled out since the report",
    _COMPRESSION,
    answers=("absent", "negative"),
    since=CORD_REPORT_DAY,
    why="the word would be recorded",
)
_RULED_OUT_MOMENT = number(
    "cord-report-ruled-out-moment",
    "moment of the word that rules compression out",
    Events(concepts=(_COMPRESSION,), answers=("absent", "negative"), since=CORD_REPORT_DAY),
    "moment",
    "moment",
    absence=unknown("an entry may have no hour"),
)
CORD_ALARM = Fact(
    id="cord-alarm",
    label="the cord compression alarm rings for a finding",
    computes=shown(
        all_of(any_of(CORD_SIGNS_SHOWN, COMPRESSION, COMPRESSION_SUSPECTED), ~any_of(CORD_CLEARED, TREATED))
    ),
)
CORD_ANSWERED = Fact(
    id="cord-report-answered",
    label="the report was followed by a finding that was cleared or treated",
    computes=any_of(
        shown(all_of(_RULED_OUT, ~COMPRESSION, ~shown(_RULED_OUT_MOMENT < CORD_REPORT_MOMENT))),
        shown(
            all_of(
                LAST_SIGN >= CORD_REPORT_DAY,
                any_of(CORD_CLEARED, TREATED),
                ~shown(LAST_SIGN_MOMENT < CORD_REPORT_MOMENT),
            )
        ),
    ),
    note="A word of the same day counts, unless the hours show that the report came after it.",
)
_MRI = recorded(
    "spine-pain-report-mri",
    "MRI of the spine since the report",
    "proc.mri-spine",
    statuses=_DONE,
    since=SPINE_PAIN_DAY,
    why=_PICTURES,
)
SPINE_PAIN_TAKEN = any_of(_MRI, CORD_ALARM, shown(all_of(SPINAL_PAIN, SUGGESTIVE_PAIN, ~PAIN_IMAGED)))

# --- bones ------------------------------------------------------------------------------------------------------------

_FRACTURE_SAID = recorded(
    "fracture-report-answered",
    "a word on a fracture since the report, yes or no",
    "fracture.pathological-neoplastic",
    "fracture.pathological",
    "fracture.osteoporotic",
    "fracture.atypical-femoral",
    "fracture.symptomatic",
    since=BREAK_DAY,
    why="a fracture that was found or ruled out would be recorded",
)
FRACTURE_TAKEN = _FRACTURE_SAID


def _pictured(id: str, day: Fact) -> tuple[Fact, Fact]:
    return (
        recorded(
            f"{id}-film", "film, CT or MRI of the limb since the report", "proc.xray", "proc.ct", "proc.mri",
            sites=_LIMBS, statuses=_DONE, since=day, why=_PICTURES,
        ),
        recorded(
            f"{id}-femur", "femur imaged since the report", "imaging.femur",
            statuses=_DONE, not_answers=("absent", "negative"), since=day, why=_PICTURES,
        ),
    )  # fmt: skip


LOADING_TAKEN = any_of(*_pictured("loading-report", LOADING_DAY), shown(AnyLesion(of=IMPENDING_FRACTURE)))
THIGH_TAKEN = any_of(*_pictured("thigh-report", THIGH_DAY), shown(all_of(THIGH_PAIN, ~FEMUR_IMAGED)))
JAW_TAKEN = any_of(*(shown(node) for node in (OSTEONECROSIS, EXPOSED_BONE, FISTULA, LOOSE_TOOTH, JAW_PAIN)))

# --- calcium ----------------------------------------------------------------------------------------------------------


def _measured(id: str, day: Fact) -> Fact:
    return recorded(
        id, "calcium measured since the report", *_CALCIUM, with_value=True, since=day, why="a result would be recorded"
    )


HIGH_CALCIUM_TAKEN = any_of(_measured("high-calcium-report-measured", HIGH_CALCIUM_DAY), shown(HYPERCALCAEMIA))
LOW_CALCIUM_TAKEN = any_of(_measured("low-calcium-report-measured", LOW_CALCIUM_DAY), shown(HYPOCALCAEMIA))

# --- self-harm --------------------------------------------------------------------------------------------------------

_ASSESSMENT = "care.suicide-risk-assessment"
_ASSESSED = recorded(
    "self-harm-words-assessed",
    "risk of suicide assessed since the words",
    _ASSESSMENT,
    since=SELF_HARM_DAY,
    why="an assessment would be recorded, and one that is not recorded cannot be relied on",
)
_ASSESSED_MOMENT = number(
    "self-harm-words-assessed-moment",
    "moment of the newest assessment of the risk",
    Events(concepts=(_ASSESSMENT,), since=SELF_HARM_DAY),
    "moment",
    "moment",
    absence=unknown("an entry may have no hour"),
)
SELF_HARM_TAKEN = any_of(
    shown(all_of(SELF_HARM_ASKED, AT_RISK, ~RISK_ASSESSED)),
    all_of(_ASSESSED, ~shown(_ASSESSED_MOMENT < SELF_HARM_MOMENT)),
)
