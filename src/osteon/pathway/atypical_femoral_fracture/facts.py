"""Pain of the thigh, pictures of the femur, and the fracture itself."""

from osteon.engine.events import Events, earliest
from osteon.engine.nodes import Fact, any_of, unknown
from osteon.pathway.asking import finding, recorded, sign
from osteon.pathway.atypical_femoral_fracture.parameters import THIGH_PAIN_WINDOW

_FEMUR = (
    "femur",
    "femur.proximal",
    "femur.head",
    "femur.neck",
    "femur.trochanter",
    "femur.lesser-trochanter",
    "femur.shaft",
    "femur.distal",
    "lower-limb",
)
_PAIN = ("symptom.thigh-pain", "symptom.hip-pain")
_NO = ("absent", "negative")
_DONE = ("done", "final")
_PICTURES = "imaging would be recorded"

THIGH_PAIN = sign(
    "thigh-pain",
    "new pain of thigh, hip or groin",
    *_PAIN,
    within=THIGH_PAIN_WINDOW,
    why="a pain that nobody asked for is not written down",
    ask="Is there new pain in thigh, hip or groin?",
)
THIGH_PAIN_SINCE = Fact(
    id="thigh-pain-since",
    label="first entry of the pain",
    absence=unknown("only dated entries tell when it began"),
    reads=earliest(Events(concepts=_PAIN, not_answers=_NO, within=THIGH_PAIN_WINDOW)),
    ask="When did the pain begin?",
)
_FEMUR_SHOWN = recorded(
    "femur-shown",
    "femur imaged since the pain",
    "imaging.femur",
    statuses=_DONE,
    since=THIGH_PAIN_SINCE,
    not_answers=_NO,
    why=_PICTURES,
)
_FEMUR_PICTURE = recorded(
    "femur-picture",
    "X-ray, CT or MRI of the femur since the pain",
    "proc.xray",
    "proc.ct",
    "proc.mri",
    sites=_FEMUR,
    statuses=_DONE,
    since=THIGH_PAIN_SINCE,
    why=_PICTURES,
)
FEMUR_IMAGED = Fact(
    id="femur-imaged", label="femur imaged since the pain began", computes=any_of(_FEMUR_SHOWN, _FEMUR_PICTURE)
)

FRACTURE = recorded(
    "atypical-femoral-fracture",
    "atypical femoral fracture",
    "fracture.atypical-femoral",
    not_answers=_NO,
    why="a fracture would be recorded",
)
_SUSPECTED_DIAGNOSIS = recorded(
    "atypical-femoral-fracture-unconfirmed",
    "atypical femoral fracture not yet confirmed",
    "fracture.atypical-femoral",
    statuses=("suspected",),
    not_answers=_NO,
    why="a suspicion would be recorded",
)
_SUSPECTED_FINDING = finding(
    "atypical-femoral-fracture-on-film",
    "atypical femoral fracture suspected on imaging",
    "finding.atypical-femoral-fracture-suspected",
    why="a suspicion on imaging would be reported",
)
FRACTURE_SUSPECTED = Fact(
    id="atypical-femoral-fracture-suspected",
    label="atypical femoral fracture suspected",
    computes=any_of(_SUSPECTED_DIAGNOSIS, _SUSPECTED_FINDING),
)
OTHER_SIDE_IMAGED = recorded(
    "contralateral-femur-imaged",
    "opposite femur assessed",
    "imaging.femur-contralateral",
    statuses=_DONE,
    not_answers=_NO,
    why=_PICTURES,
)
