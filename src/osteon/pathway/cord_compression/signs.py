"""Cord signs and pain of the spine.

Each sign is looked at in a window: *new* is an entry within the window, or one that has no date. An entry older than the
window is no alarm, and no answer either: the sign is asked again. What is never asked directly (an incontinence code,
a diagnosis) counts when it stands in the record, and its absence says nothing more.
"""

from typing import Any, NamedTuple

from osteon.engine.events import Events, earliest, latest, present
from osteon.engine.nodes import Absence, DaysSince, Fact, Node, Parameter, absent, all_of, any_of, unknown
from osteon.pathway.asking import finding, recorded, shown, sign
from osteon.pathway.cord_compression.parameters import PAIN_WINDOW, SIGN_WINDOW

NO = ("absent", "negative")
_SAID = ("active", "final", "suspected")
_EXAMINED = "a sign that nobody looked for is not written down"


class Sign(NamedTuple):
    """One sign, as it is asked for and as it counts."""

    recent: Fact
    """Newest word within the window."""
    new: Node
    """New, worse or without a date."""


def _sign(
    id: str, label: str, concepts: tuple[str, ...], window: Parameter, silence: Absence, ask: str = "", **filters: Any
) -> Sign:
    word = Events(concepts=concepts, **filters)
    recent = Fact(
        id=id, label=label, absence=silence, ask=ask, reads=present(Events(concepts=concepts, within=window, **filters))
    )
    ever = Fact(id=f"{id}-ever", label=f"{label}, whenever", absence=silence, reads=present(word), ask=ask)
    since = Fact(
        id=f"{id}-since",
        label=f"{label}, newest entry",
        absence=unknown("an entry may have no date"),
        reads=latest(Events(concepts=concepts, not_answers=NO, **filters), "start"),
        ask=f"Since when: {label}?",
    )
    old = DaysSince(of=since) > window
    return Sign(recent, any_of(recent, all_of(shown(ever), ~shown(old))))


def _asked(id: str, label: str, *concepts: str, ask: str) -> Sign:
    return _sign(id, label, concepts, SIGN_WINDOW, unknown(_EXAMINED), ask)


def noted(id: str, label: str, *concepts: str, why: str, window: Parameter, **filters: Any) -> Sign:
    """What is never asked directly: it counts when it stands in the record, and its absence says nothing more."""
    return _sign(id, label, concepts, window, absent(why), **filters)


# --- signs ------------------------------------------------------------------------------------------------------------

_MOTOR = ("neuro.motor-deficit", "symptom.leg-weakness", "condition.paraplegia")
_GAIT = ("neuro.gait-change", "symptom.gait-difficulty")
_SENSORY = ("neuro.sensory-deficit",)
_BLADDER = ("neuro.bladder-bowel-change",)
_SADDLE = "symptom.saddle-numbness"
_RETENTION, _URINE, _STOOL = "symptom.urinary-retention", "symptom.urinary-incontinence", "symptom.faecal-incontinence"
_SIGNS = (*_MOTOR, *_GAIT, *_SENSORY, *_BLADDER, _SADDLE, _RETENTION, _URINE, _STOOL)
COMPRESSION_CONCEPTS = ("condition.spinal-cord-compression", "condition.cauda-equina")
_SYMPTOM = "a symptom code is an entry of its own; the question that it belongs to is asked beside it"

_motor = _asked(
    "motor-deficit", "new weakness of limbs", *_MOTOR, ask="Is there new or worse weakness of legs or arms?"
)
_gait = _asked("gait-change", "new difficulty walking", *_GAIT, ask="Has walking become unsteady or difficult?")
_sensory = _asked(
    "sensory-level",
    "sensory level or saddle numbness",
    *_SENSORY,
    ask="Is there numbness up to a level of the trunk, in both legs, or in the saddle?",
)
_bladder = _asked(
    "bladder-bowel-change",
    "new trouble with bladder or bowel",
    *_BLADDER,
    ask="Has control of bladder or bowel changed?",
)
_saddle = noted("saddle-numbness", "saddle numbness", _SADDLE, why=_SYMPTOM, window=SIGN_WINDOW)
_retention = noted("urinary-retention", "urinary retention", _RETENTION, why=_SYMPTOM, window=SIGN_WINDOW)
_urine = noted("urinary-incontinence", "urinary incontinence", _URINE, why=_SYMPTOM, window=SIGN_WINDOW)
_stool = noted("faecal-incontinence", "faecal incontinence", _STOOL, why=_SYMPTOM, window=SIGN_WINDOW)
SENSORY_LEVEL = _sensory.recent
NUMBNESS = finding(
    "numbness",
    "new numbness or paraesthesia",
    "symptom.numbness",
    within=SIGN_WINDOW,
    why="numbness without a place is a side effect more often than a sign; its place is what is asked",
)
NEUROLOGY = Fact(
    id="neurology",
    label="new motor, gait, sensory-level or sphincter sign, apart from incontinence as a symptom code",
    computes=any_of(_motor.new, _gait.new, _sensory.new, _bladder.new, _saddle.new, _retention.new),
)
CORD_SIGNS = Fact(id="cord-signs", label="new or worse cord sign", computes=any_of(NEUROLOGY, _urine.new, _stool.new))
CORD_SIGNS_SHOWN = Fact(
    id="cord-signs-shown", label="a new cord sign stands in the record", computes=shown(CORD_SIGNS)
)
NEUROLOGY_SHOWN = Fact(
    id="neurology-shown", label="a new neurological sign stands in the record", computes=shown(NEUROLOGY)
)

FIRST_SIGN = Fact(
    id="cord-sign-first",
    label="first entry of the cord signs",
    absence=unknown("an entry may have no date"),
    reads=earliest(Events(concepts=_SIGNS, statuses=_SAID, not_answers=NO, within=SIGN_WINDOW)),
    ask="When did the signs begin?",
)
FIRST_SIGN_MOMENT = Fact(
    id="cord-sign-moment",
    label="moment of the first cord sign",
    absence=unknown("an entry may have no hour"),
    reads=earliest(Events(concepts=_SIGNS, statuses=_SAID, not_answers=NO, within=SIGN_WINDOW), "moment"),
    ask="At what hour did the signs begin?",
)
# A suspicion counts here too: only what came after it can answer it.
_ANY_SIGN = Events(concepts=(*_SIGNS, *COMPRESSION_CONCEPTS), statuses=_SAID, not_answers=NO)
LAST_SIGN = Fact(
    id="cord-sign-last",
    label="newest entry of the cord signs",
    absence=unknown("an entry may have no date"),
    reads=latest(_ANY_SIGN, "start"),
    ask="When did the signs last change?",
)
LAST_SIGN_MOMENT = Fact(
    id="cord-sign-last-moment",
    label="moment of the newest cord sign",
    absence=unknown("an entry may have no hour"),
    reads=latest(_ANY_SIGN, "moment"),
    ask="At what hour did the signs last change?",
)

# --- pain -------------------------------------------------------------------------------------------------------------

_PAIN = (
    "symptom.back-pain",
    "symptom.low-back-pain",
    "symptom.thoracic-pain",
    "symptom.neck-pain",
    "symptom.radicular-pain",
)
SUGGESTIVE_PAIN = sign(
    "spinal-pain-suggestive",
    "spinal pain that suggests metastasis",
    "spine.pain-suggestive",
    within=PAIN_WINDOW,
    why="the kind of pain has to be asked",
    ask="Is the spinal pain severe and unremitting, progressing, nightly, band-like, or worse on straining?",
)
_SPINAL_PAIN = recorded(
    "spinal-pain-recent",
    "recent pain of the spine",
    *_PAIN,
    statuses=("active", "final"),
    not_answers=NO,
    within=PAIN_WINDOW,
    why="without an entry there is no pain to ask about",
)
SPINAL_PAIN = Fact(id="spinal-pain", label="recent spinal pain", computes=any_of(_SPINAL_PAIN, shown(SUGGESTIVE_PAIN)))
PAIN_SINCE = Fact(
    id="spinal-pain-since",
    label="first entry of the spinal pain",
    absence=unknown("an entry may have no date"),
    reads=earliest(Events(concepts=("spine.pain-suggestive", *_PAIN), not_answers=NO, within=PAIN_WINDOW)),
    ask="When did the pain begin?",
)
