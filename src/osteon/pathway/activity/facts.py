"""What the places of the metastases allow, what has to be reviewed first, and who may fall.

Only proven lesions restrict. A place that is named widely may fall in and out of a row: what is possible stays open. A lesion
outside the table never loosens what another lesion forbids; what would be allowed then has to be asked of somebody who knows.
"""

from osteon.engine.nodes import AnyLesion, Fact, Node, all_of, any_of, choose
from osteon.pathway.activity import modules as m
from osteon.pathway.activity import parameters as p
from osteon.pathway.asking import finding, places, recorded, shown
from osteon.pathway.calcium.facts import HYPERCALCAEMIA
from osteon.pathway.cord_compression.signs import NEUROLOGY
from osteon.pathway.fracture.facts import MIRELS_TOTAL, UNFIXED_LONG_BONE
from osteon.pathway.lesions.facts import FRACTURED, IN_SPINE, LESION_SITE, OPERATED, PROVEN
from osteon.pathway.renal_function.facts import AGE
from osteon.pathway.spine.facts import METASTATIC_LEVEL, SINS_TOTAL, STABILISED

_OUTSIDE = "not-in-table"
_ASK = "ask-first"
_NO = ("absent", "negative")

# --- the table --------------------------------------------------------------------------------------------------------

EXERCISE_ROW = Fact(
    id="exercise-row",
    label="row of the exercise table",
    computes=choose(*((LESION_SITE.one_of(*places(*row.places)), row.name) for row in m.MODULES), otherwise=_OUTSIDE),
)
_EVERYWHERE = finding(
    "bone-metastases-all-regions",
    "bone metastases in all regions",
    "finding.bone-metastases-all-regions",
    why="somebody has to say so; many lesions are not all regions",
)
_SOME = AnyLesion(of=PROVEN)
PLACES_KNOWN = Fact(
    id="exercise-places-known", label="places of the bone metastases recorded", computes=any_of(_EVERYWHERE, _SOME)
)


def _lies_in(*rows: str) -> Node:
    """Some lesion lies in one of these rows; the row of all regions is said by somebody, not by a lesion."""
    places_said = [row for row in rows if row != m.ALL_REGIONS.name]
    parts: list[Node] = [_EVERYWHERE] if m.ALL_REGIONS.name in rows else []
    if places_said:
        parts.append(AnyLesion(of=all_of(PROVEN, EXERCISE_ROW.one_of(*places_said))))
    return any_of(*parts)


def _column(id: str, label: str, column: str, *words: tuple[Node, str], note: str = "") -> Fact:
    """What is forbidden goes first; a lesion outside the table comes next, so that nothing is allowed beside it."""
    not_free = tuple(row.name for row in m.MODULES if getattr(row, column) != m.ALLOWED)
    return Fact(
        id=id,
        label=label,
        computes=choose(
            (~PLACES_KNOWN, "places-not-known"),
            *words,
            (_lies_in(*not_free, _OUTSIDE), _ASK),
            otherwise=m.ALLOWED,
        ),
        note=note,
    )


def _says(column: str, word: str) -> Node:
    return _lies_in(*m.restricted(column, word))


EXERCISE_ARMS = _column(
    "exercise-arms",
    "resistance exercise of the arms",
    "upper",
    (_says("upper", m.ELBOW_ONLY), m.ELBOW_ONLY),
    note="elbow-only: no movement of the shoulder against resistance",
)
EXERCISE_TRUNK = _column(
    "exercise-trunk", "resistance exercise of the trunk", "trunk", (_says("trunk", m.NOT_ALLOWED), m.NOT_ALLOWED)
)
EXERCISE_LEGS = _column(
    "exercise-legs",
    "resistance exercise of the legs",
    "lower",
    (_says("lower", m.KNEE_ONLY), m.KNEE_ONLY),
    note="knee-only: no bending or stretching of the hip against resistance",
)
EXERCISE_WALKING = _column(
    "exercise-weight-bearing",
    "aerobic exercise on the feet",
    "weight_bearing",
    (_says("weight_bearing", m.NOT_ALLOWED), m.NOT_ALLOWED),
    note="walking as a training, not walking in daily life",
)
EXERCISE_CYCLING = _column("exercise-non-weight-bearing", "aerobic exercise off the feet", "non_weight_bearing")
_STIFF_SPINE, _SHOULDER_OUT = _says("stretch", m.NO_SPINE), _says("stretch", m.NO_SHOULDER)
EXERCISE_STRETCH = _column(
    "exercise-stretch",
    "static stretching",
    "stretch",
    (all_of(_STIFF_SPINE, _SHOULDER_OUT), "no-spine-no-shoulder"),
    (_STIFF_SPINE, m.NO_SPINE),
    (_SHOULDER_OUT, m.NO_SHOULDER),
    note="no-spine: no bending, stretching or turning of the spine; no-shoulder: the shoulder left out",
)
EXERCISE = (
    EXERCISE_ARMS,
    EXERCISE_TRUNK,
    EXERCISE_LEGS,
    EXERCISE_WALKING,
    EXERCISE_CYCLING,
    EXERCISE_STRETCH,
)

# --- what has to be reviewed first ------------------------------------------------------------------------------------

_UNSTABLE = AnyLesion(of=all_of(METASTATIC_LEVEL, ~STABILISED, SINS_TOTAL >= p.SINS_HOLD))
_NEAR_FRACTURE = AnyLesion(of=all_of(UNFIXED_LONG_BONE, MIRELS_TOTAL >= p.MIRELS_HOLD))
_BROKEN = AnyLesion(of=all_of(FRACTURED, ~OPERATED, ~IN_SPINE))
_NEW_PAIN = recorded(
    "bone-pain-new",
    "bone pain recorded in the last days",
    "symptom.bone-pain",
    "symptom.hip-pain",
    "symptom.rib-pain",
    "symptom.pelvic-bone-pain",
    not_answers=_NO,
    statuses=("active", "final"),
    within=p.NEW_PAIN_WINDOW,
    why="without an entry there is no new pain to explain",
)
EXERCISE_CLEARED = recorded(
    "exercise-cleared",
    "cleared for loading exercise",
    "care.exercise-clearance",
    not_answers=_NO,
    within=p.CLEARANCE_WINDOW,
    why="a clearance would be recorded",
)
EXERCISE_HOLD = Fact(
    id="exercise-hold",
    label="a reason to review before loading exercise",
    computes=any_of(
        NEUROLOGY,
        HYPERCALCAEMIA,
        _NEW_PAIN,
        all_of(any_of(_BROKEN, _UNSTABLE, _NEAR_FRACTURE), ~EXERCISE_CLEARED),
    ),
    note="New neurology, high calcium, new bone pain; and, until somebody cleared the patient, an unfixed fracture outside the spine, an "
    "unstable spine, or a long bone near fracture.",
)
EXERCISE_CLEAR = Fact(
    id="exercise-clear",
    label="nothing stands against loading exercise",
    computes=any_of(all_of(EXERCISE_CLEARED, ~shown(EXERCISE_HOLD)), ~EXERCISE_HOLD),
    note="Either everything was looked at and is in order, or somebody cleared the patient and nothing recorded contradicts it.",
)
EXERCISE_PROGRAMME = recorded(
    "exercise-programme",
    "exercise programme",
    "care.exercise-programme",
    not_answers=_NO,
    statuses=("active", "final", "done", "planned"),
    within=p.PROGRAMME_WINDOW,
    why="a programme would be recorded",
)

# --- falls ------------------------------------------------------------------------------------------------------------

FALL = recorded(
    "fall-lately",
    "fall in the last year",
    "symptom.fall",
    not_answers=_NO,
    within=p.FALL_WINDOW,
    why="a fall counts where somebody wrote it down",
)
FALL_TRIGGER = Fact(
    id="fall-trigger", label="fall in the last year, or the age for it", computes=any_of(FALL, AGE >= p.FALL_AGE)
)
FALLS_ASSESSED = recorded(
    "falls-assessed",
    "falls assessed in the last year",
    "care.falls-assessment",
    "obs.fall-risk",
    within=p.FALL_WINDOW,
    why="an assessment would be recorded",
)
UNSTEADY = recorded(
    "fall-unsteady",
    "neuropathy or dizziness on standing",
    "condition.peripheral-neuropathy",
    "symptom.orthostatic-dizziness",
    not_answers=_NO,
    within=p.FALL_WINDOW,
    why="it counts where somebody wrote it down",
)
# --- rehabilitation ---------------------------------------------------------------------------------------------------

WEAKNESS = recorded(
    "weakness-lately",
    "weakness recorded",
    "symptom.leg-weakness",
    "symptom.muscle-weakness",
    "neuro.motor-deficit",
    not_answers=_NO,
    within=p.REHABILITATION_WINDOW,
    why="weakness counts where somebody wrote it down",
)
OPERATED_LATELY = recorded(
    "bone-surgery-lately",
    "surgery of bone in the last months",
    "proc.intramedullary-fixation",
    "proc.hip-arthroplasty",
    "proc.bone-fixation",
    "proc.spinal-decompression",
    "proc.spinal-fixation",
    statuses=("done",),
    within=p.REHABILITATION_WINDOW,
    why="surgery would be recorded",
)
PHYSIOTHERAPY = recorded(
    "physiotherapy",
    "physiotherapy or occupational therapy",
    "proc.physiotherapy",
    "care.occupational-therapy",
    statuses=("done", "active", "planned", "final"),
    within=p.REHABILITATION_WINDOW,
    why="it would be recorded",
)
