"""Cord signs, clocks, pictures and treatment.

Each sign is looked at in a window: *new* is an entry within the window, or one that has no date. An entry older than the
window is no alarm, and no answer either: the sign is asked again. What is never asked directly (an incontinence code,
a diagnosis) counts when it stands in the record, and its absence says nothing more.
"""

from typing import Any, NamedTuple

from osteon.engine.events import Events, earliest, exists, latest, present
from osteon.engine.nodes import (
    Absence,
    DaysSince,
    Fact,
    HoursSince,
    Node,
    Parameter,
    absent,
    all_of,
    any_of,
    choose,
    known,
    unknown,
)
from osteon.pathway.asking import finding, number, recorded, sign
from osteon.pathway.cord_compression.parameters import (
    COMPRESSION_WINDOW,
    DECOMPRESSION_WINDOW,
    PAIN_WINDOW,
    SIGN_WINDOW,
)

_NO = ("absent", "negative")
_DONE = ("done", "final")
_SAID = ("active", "final", "suspected")
_SPINE = (
    "spine",
    "spine.cervical",
    "spine.thoracic",
    "spine.lumbar",
    "sacrum",
    "spinal-cord",
    "cauda-equina",
    *(
        f"vertebra.{part}{level}"
        for part, levels in (("C", 7), ("T", 12), ("L", 5), ("S", 5))
        for level in range(1, levels + 1)
    ),
)
_EXAMINED = "a sign that nobody looked for is not written down"
_DIAGNOSIS = "it would be among the diagnoses"
_PICTURES = "imaging would be recorded"
_TREATMENT = "treatment of the spine would be recorded"


def _shown(node: Node) -> Node:
    """True only where the record settles it: for alarms that must not hang on a question."""
    return all_of(known(node), node)


class _Sign(NamedTuple):
    recent: Fact
    """Newest word within the window."""
    new: Node
    """New, worse or without a date."""


def _sign(
    id: str, label: str, concepts: tuple[str, ...], window: Parameter, silence: Absence, ask: str = "", **filters: Any
) -> _Sign:
    word = Events(concepts=concepts, **filters)
    recent = Fact(
        id=id, label=label, absence=silence, ask=ask, reads=present(Events(concepts=concepts, within=window, **filters))
    )
    ever = Fact(id=f"{id}-ever", label=f"{label}, whenever", absence=silence, reads=present(word), ask=ask)
    since = Fact(
        id=f"{id}-since",
        label=f"{label}, newest entry",
        absence=unknown("an entry may have no date"),
        reads=latest(Events(concepts=concepts, not_answers=_NO, **filters), "start"),
        ask=f"Since when: {label}?",
    )
    old = DaysSince(of=since) > window
    return _Sign(recent, any_of(recent, all_of(_shown(ever), ~_shown(old))))


def _asked(id: str, label: str, *concepts: str, ask: str) -> _Sign:
    return _sign(id, label, concepts, SIGN_WINDOW, unknown(_EXAMINED), ask)


def _noted(id: str, label: str, *concepts: str, why: str, window: Parameter, **filters: Any) -> _Sign:
    return _sign(id, label, concepts, window, absent(why), **filters)


# --- signs ------------------------------------------------------------------------------------------------------------

_MOTOR = ("neuro.motor-deficit", "symptom.leg-weakness", "condition.paraplegia")
_GAIT = ("neuro.gait-change", "symptom.gait-difficulty")
_SENSORY = ("neuro.sensory-deficit",)
_BLADDER = ("neuro.bladder-bowel-change",)
_SADDLE = "symptom.saddle-numbness"
_RETENTION, _URINE, _STOOL = "symptom.urinary-retention", "symptom.urinary-incontinence", "symptom.faecal-incontinence"
_SIGNS = (*_MOTOR, *_GAIT, *_SENSORY, *_BLADDER, _SADDLE, _RETENTION, _URINE, _STOOL)
_COMPRESSION = ("condition.spinal-cord-compression", "condition.cauda-equina")
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
_saddle = _noted("saddle-numbness", "saddle numbness", _SADDLE, why=_SYMPTOM, window=SIGN_WINDOW)
_retention = _noted("urinary-retention", "urinary retention", _RETENTION, why=_SYMPTOM, window=SIGN_WINDOW)
_urine = _noted("urinary-incontinence", "urinary incontinence", _URINE, why=_SYMPTOM, window=SIGN_WINDOW)
_stool = _noted("faecal-incontinence", "faecal incontinence", _STOOL, why=_SYMPTOM, window=SIGN_WINDOW)
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
    id="cord-signs-shown", label="a new cord sign stands in the record", computes=_shown(CORD_SIGNS)
)
NEUROLOGY_SHOWN = Fact(
    id="neurology-shown", label="a new neurological sign stands in the record", computes=_shown(NEUROLOGY)
)

FIRST_SIGN = Fact(
    id="cord-sign-first",
    label="first entry of the cord signs",
    absence=unknown("an entry may have no date"),
    reads=earliest(Events(concepts=_SIGNS, statuses=_SAID, not_answers=_NO, within=SIGN_WINDOW)),
    ask="When did the signs begin?",
)
FIRST_SIGN_MOMENT = Fact(
    id="cord-sign-moment",
    label="moment of the first cord sign",
    absence=unknown("an entry may have no hour"),
    reads=earliest(Events(concepts=_SIGNS, statuses=_SAID, not_answers=_NO, within=SIGN_WINDOW), "moment"),
    ask="At what hour did the signs begin?",
)
# A suspicion counts here too: only what came after it can answer it.
_ANY_SIGN = Events(concepts=(*_SIGNS, *_COMPRESSION), statuses=_SAID, not_answers=_NO)
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

# --- the diagnosis ----------------------------------------------------------------------------------------------------

_cord = _noted(
    "cord-compression-recorded",
    "compression of the spinal cord",
    _COMPRESSION[0],
    why=_DIAGNOSIS,
    window=COMPRESSION_WINDOW,
)
_cauda = _noted(
    "cauda-equina-recorded",
    "compression of the cauda equina",
    _COMPRESSION[1],
    why=_DIAGNOSIS,
    window=COMPRESSION_WINDOW,
)
_suspected = _noted(
    "cord-compression-unconfirmed",
    "compression suspected",
    *_COMPRESSION,
    why="a suspicion would be recorded",
    window=SIGN_WINDOW,
    statuses=("suspected",),
)
CORD_DISPLACED = sign(
    "cord-displaced",
    "cord displaced on MRI",
    "finding.cord-displaced",
    within=COMPRESSION_WINDOW,
    why="what a picture shows has to be read from the report",
    ask="Does the MRI show the cord displaced?",
)
COMPRESSION = Fact(
    id="cord-compression",
    label="acute compression of cord or cauda equina",
    computes=any_of(_cord.new, _cauda.new, _shown(CORD_DISPLACED)),
)
_COMPRESSION_DAY = Fact(
    id="cord-compression-since",
    label="first entry of the compression",
    absence=unknown("an entry may have no date"),
    reads=earliest(
        Events(concepts=(*_COMPRESSION, "finding.cord-displaced"), not_answers=_NO, within=COMPRESSION_WINDOW)
    ),
    ask="When was the compression found?",
)
COMPRESSION_SUSPECTED = Fact(id="cord-compression-suspected", label="compression suspected", computes=_suspected.new)
COMPRESSION_EVER = recorded(
    "cord-compression-ever",
    "compression of cord or cauda equina at any time",
    *_COMPRESSION,
    not_answers=_NO,
    why=_DIAGNOSIS,
)
SINGLE_LEVEL = sign(
    "cord-compression-single-level",
    "one level, or levels that touch",
    "finding.cord-compression-single-level",
    within=COMPRESSION_WINDOW,
    why="what a picture shows has to be read from the report",
    ask="Is the cord compressed at one level only, or at levels that touch?",
)
COMPLETE_PARAPLEGIA = sign(
    "complete-paraplegia",
    "complete paraplegia",
    "neuro.complete-paraplegia",
    within=COMPRESSION_WINDOW,
    why=_EXAMINED,
    ask="Are the legs completely paralysed?",
)
_PARAPLEGIA_MOMENT = Fact(
    id="complete-paraplegia-moment",
    label="begin of complete paraplegia",
    absence=unknown("an entry may have no hour"),
    reads=earliest(
        Events(concepts=("neuro.complete-paraplegia",), not_answers=_NO, within=COMPRESSION_WINDOW), "moment"
    ),
    ask="At what hour were the legs first completely paralysed?",
)
NON_AMBULANT = sign(
    "non-ambulant",
    "cannot walk",
    "neuro.non-ambulant",
    within=COMPRESSION_WINDOW,
    why=_EXAMINED,
    ask="Is the patient unable to walk?",
)
PARAPLEGIA_HOURS = HoursSince(of=_PARAPLEGIA_MOMENT)
FIT_FOR_SURGERY = sign(
    "fit-for-surgery",
    "fit for spinal surgery",
    "status.fit-for-surgery",
    within=COMPRESSION_WINDOW,
    why="fitness is a judgement of the day",
    ask="Is the patient fit for spinal surgery?",
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
    not_answers=_NO,
    within=PAIN_WINDOW,
    why="without an entry there is no pain to ask about",
)
SPINAL_PAIN = Fact(id="spinal-pain", label="recent spinal pain", computes=any_of(_SPINAL_PAIN, _shown(SUGGESTIVE_PAIN)))
_PAIN_SINCE = Fact(
    id="spinal-pain-since",
    label="first entry of the spinal pain",
    absence=unknown("an entry may have no date"),
    reads=earliest(Events(concepts=("spine.pain-suggestive", *_PAIN), not_answers=_NO, within=PAIN_WINDOW)),
    ask="When did the pain begin?",
)

# --- pictures ---------------------------------------------------------------------------------------------------------


def _pictured(id: str, label: str, since: Fact) -> Node:
    return any_of(
        recorded(
            f"{id}-spine", f"MRI of the spine {label}", "proc.mri-spine", statuses=_DONE, since=since, why=_PICTURES
        ),
        recorded(
            f"{id}-site",
            f"MRI {label}, spine named as its site",
            "proc.mri",
            sites=_SPINE,
            statuses=_DONE,
            since=since,
            why=_PICTURES,
        ),
        recorded(f"{id}-read", f"word on the cord {label}", "finding.cord-displaced", since=since, why=_PICTURES),
    )


SPINE_IMAGED = Fact(
    id="spine-mri",
    label="MRI of the spine since the signs began",
    computes=_pictured("mri-since-sign", "since the signs began", FIRST_SIGN),
)
PAIN_IMAGED = Fact(
    id="spine-mri-pain",
    label="MRI of the spine since the pain began",
    computes=_pictured("mri-since-pain", "since the pain began", _PAIN_SINCE),
)
_COMPRESSED_NOW = sign(
    "cord-compression-after-sign",
    "compression said to be there after the newest sign",
    "condition.spinal-cord-compression",
    since=LAST_SIGN,
    within=SIGN_WINDOW,
    ask="",
    why="only a word on compression after the newest sign can clear it, and not for long",
)
_PICTURE_MOMENT = number(
    "cord-compression-word-moment",
    "moment of the word on compression",
    Events(concepts=("condition.spinal-cord-compression",), since=LAST_SIGN, within=SIGN_WINDOW),
    "moment",
    "moment",
    absence=unknown("an entry may have no hour"),
)
CORD_CLEARED = Fact(
    id="cord-cleared",
    label="compression ruled out after the newest sign",
    computes=all_of(
        _shown(~_COMPRESSED_NOW),
        ~COMPRESSION,
        ~_shown(HoursSince(of=LAST_SIGN_MOMENT) < HoursSince(of=_PICTURE_MOMENT)),
    ),
    note="A word of the same day counts, unless the hours show that the sign came after it. It clears nothing where a "
    "compression is recorded. A cord that is merely not displaced is not enough: the cauda equina may be compressed below it.",
)

# --- treatment --------------------------------------------------------------------------------------------------------

_RADIOTHERAPY = ("proc.rt.course", "proc.ebrt.photon", "proc.ebrt.electron", "proc.ebrt.proton", "proc.sbrt")
_DRUG = ("dose", "order", "statement")
DECOMPRESSION = recorded(
    "spinal-decompression",
    "decompression of the spine",
    "proc.spinal-decompression",
    statuses=("done",),
    within=DECOMPRESSION_WINDOW,
    why=_TREATMENT,
)
_DECOMPRESSION_DAY = number(
    "spinal-decompression-day",
    "day of the decompression",
    Events(concepts=("proc.spinal-decompression",), statuses=("done",)),
    "start",
    "date",
    absence=unknown("a procedure may have no date"),
)
SPINE_IRRADIATED = recorded(
    "spinal-radiotherapy",
    "radiotherapy of the spine since the compression",
    *_RADIOTHERAPY,
    sites=_SPINE,
    statuses=("done", "active"),
    since=_COMPRESSION_DAY,
    why=_TREATMENT,
)
RT_AFTER_SURGERY = recorded(
    "radiotherapy-after-surgery",
    "radiotherapy of the spine since the decompression",
    *_RADIOTHERAPY,
    sites=_SPINE,
    statuses=("done", "active"),
    since=_DECOMPRESSION_DAY,
    why=_TREATMENT,
)
_TREATED = (
    recorded(
        "radiotherapy-since-sign",
        "radiotherapy of the spine since the newest sign",
        *_RADIOTHERAPY,
        sites=_SPINE,
        statuses=("done", "active"),
        since=LAST_SIGN,
        within=COMPRESSION_WINDOW,
        why=_TREATMENT,
    ),
    recorded(
        "decompression-since-sign",
        "decompression since the newest sign",
        "proc.spinal-decompression",
        statuses=("done",),
        since=LAST_SIGN,
        within=COMPRESSION_WINDOW,
        why=_TREATMENT,
    ),
)
TREATED = Fact(id="cord-treated", label="cord treated since the newest sign", computes=any_of(*_TREATED))
_DECISION = recorded(
    "radiotherapy-decision",
    "decision to irradiate the cord",
    "decision.radiotherapy",
    not_answers=_NO,
    within=COMPRESSION_WINDOW,
    why="the decision would be recorded",
)
_RT_PLANNED = recorded(
    "radiotherapy-planned",
    "radiotherapy of the spine planned",
    *_RADIOTHERAPY,
    sites=_SPINE,
    statuses=("planned",),
    why="the plan would be recorded",
)
RT_DECIDED = Fact(
    id="radiotherapy-decided", label="decided to irradiate the cord", computes=any_of(_DECISION, _RT_PLANNED)
)

_DEX_SINCE = recorded(
    "dexamethasone-since-sign",
    "dexamethasone since the signs began",
    "drug.dexamethasone",
    kinds=_DRUG,
    statuses=("given", "active", "completed"),
    since=FIRST_SIGN,
    why="drugs given here are recorded",
)
_DEX_FOR_CORD = recorded(
    "dexamethasone-for-cord",
    "dexamethasone for cord compression",
    "drug.dexamethasone",
    kinds=_DRUG,
    statuses=("given", "active", "completed"),
    indications=_COMPRESSION,
    within=COMPRESSION_WINDOW,
    why="drugs given here are recorded",
)
DEXAMETHASONE = Fact(
    id="dexamethasone", label="dexamethasone given since the signs began", computes=any_of(_DEX_SINCE, _DEX_FOR_CORD)
)
DEXAMETHASONE_BARRED = Fact(
    id="dexamethasone-barred",
    label="contraindication to dexamethasone recorded",
    absence=absent("the guideline's advice waits for no allergy list; only what is recorded stops it"),
    reads=exists(Events(concepts=("drug.dexamethasone",), kinds=("allergy",))),
)
DEXAMETHASONE_DOSE = number(
    "dexamethasone-dose",
    "newest dose of dexamethasone",
    Events(concepts=("drug.dexamethasone",), kinds=_DRUG, statuses=("given", "active")),
    "dose",
    "mg",
    absence=unknown("an order may name no dose"),
    ask="What is the dose of dexamethasone?",
)

_NEWEST_COMPRESSION = number(
    "cord-compression-newest",
    "newest entry of the compression",
    Events(concepts=(*_COMPRESSION, "finding.cord-displaced"), not_answers=_NO),
    "start",
    "date",
    absence=unknown("an entry may have no date"),
    ask="When was the compression found?",
)
# Counted from the newest compression however old it is: the acute one ends after weeks, the dexamethasone may not; and
# radiotherapy of years ago did not treat a compression of today.
_RT_SINCE = Events(concepts=_RADIOTHERAPY, statuses=("done", "active"), sites=_SPINE, since=_NEWEST_COMPRESSION)
_DECOMPRESSED_SINCE = Events(concepts=("proc.spinal-decompression",), statuses=("done",), since=_NEWEST_COMPRESSION)
_RT_DAY = number(
    "spinal-radiotherapy-day",
    "newest radiotherapy of the spine since the compression",
    _RT_SINCE,
    "start",
    "date",
    absence=unknown("a course may have no date"),
)
_DECOMPRESSED_DAY = number(
    "spinal-decompression-day-since-compression",
    "decompression since the newest compression",
    _DECOMPRESSED_SINCE,
    "start",
    "date",
    absence=unknown("a procedure may have no date"),
)
CORD_TREATED = any_of(
    Fact(
        id="cord-irradiated-since-newest",
        label="radiotherapy of the spine since the newest compression",
        reads=exists(_RT_SINCE),
        absence=absent(_TREATMENT),
    ),
    Fact(
        id="cord-decompressed-since-newest",
        label="decompression of the spine since the newest compression",
        reads=exists(_DECOMPRESSED_SINCE),
        absence=absent(_TREATMENT),
    ),
)
LAST_TREATMENT_DAYS = choose((known(_RT_DAY), DaysSince(of=_RT_DAY)), otherwise=DaysSince(of=_DECOMPRESSED_DAY))

# --- immobilisation ---------------------------------------------------------------------------------------------------

IMMOBILISED = finding(
    "immobilised",
    "immobilised for the spine",
    "care.immobilised",
    within=COMPRESSION_WINDOW,
    why="bed rest that was ordered would be recorded",
)
_IMMOBILE = Events(concepts=("care.immobilised",), not_answers=_NO, within=COMPRESSION_WINDOW)
_IMMOBILE_DAY = Fact(
    id="immobilised-day",
    label="day of immobilisation",
    reads=earliest(_IMMOBILE),
    absence=unknown("an entry may have no date"),
    ask="Since when is the patient immobilised?",
)
_IMMOBILE_MOMENT = Fact(
    id="immobilised-moment",
    label="moment of immobilisation",
    reads=earliest(_IMMOBILE, "moment"),
    absence=unknown("an entry may have no hour"),
    ask="Since what hour is the patient immobilised?",
)
IMMOBILE_HOURS = HoursSince(of=_IMMOBILE_MOMENT)
IMMOBILISATION_REVIEWED = recorded(
    "immobilisation-reviewed",
    "expert advice on lifting the immobilisation",
    "care.immobilisation-review",
    since=_IMMOBILE_DAY,
    not_answers=_NO,
    why="the advice would be recorded",
)
