"""Compression itself: the diagnosis, what it does, and the pictures that show it or rule it out."""

from osteon.engine.events import Events, earliest
from osteon.engine.nodes import Fact, HoursSince, Node, all_of, any_of, unknown
from osteon.pathway.asking import number, recorded, shown, sign
from osteon.pathway.cord_compression.parameters import COMPRESSION_WINDOW, SIGN_WINDOW
from osteon.pathway.cord_compression.signs import (
    COMPRESSION_CONCEPTS,
    FIRST_SIGN,
    LAST_SIGN,
    LAST_SIGN_MOMENT,
    NO,
    PAIN_SINCE,
    noted,
)

_DONE = ("done", "final")
SPINE = (
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

# --- the diagnosis ----------------------------------------------------------------------------------------------------

_cord = noted(
    "cord-compression-recorded",
    "compression of the spinal cord",
    COMPRESSION_CONCEPTS[0],
    why=_DIAGNOSIS,
    window=COMPRESSION_WINDOW,
)
_cauda = noted(
    "cauda-equina-recorded",
    "compression of the cauda equina",
    COMPRESSION_CONCEPTS[1],
    why=_DIAGNOSIS,
    window=COMPRESSION_WINDOW,
)
_suspected = noted(
    "cord-compression-unconfirmed",
    "compression suspected",
    *COMPRESSION_CONCEPTS,
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
    computes=any_of(_cord.new, _cauda.new, shown(CORD_DISPLACED)),
)
COMPRESSION_DAY = Fact(
    id="cord-compression-since",
    label="first entry of the compression",
    absence=unknown("an entry may have no date"),
    reads=earliest(
        Events(concepts=(*COMPRESSION_CONCEPTS, "finding.cord-displaced"), not_answers=NO, within=COMPRESSION_WINDOW)
    ),
    ask="When was the compression found?",
)
COMPRESSION_SUSPECTED = Fact(id="cord-compression-suspected", label="compression suspected", computes=_suspected.new)
COMPRESSION_EVER = recorded(
    "cord-compression-ever",
    "compression of cord or cauda equina at any time",
    *COMPRESSION_CONCEPTS,
    not_answers=NO,
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
        Events(concepts=("neuro.complete-paraplegia",), not_answers=NO, within=COMPRESSION_WINDOW), "moment"
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
            sites=SPINE,
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
    computes=_pictured("mri-since-pain", "since the pain began", PAIN_SINCE),
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
        shown(~_COMPRESSED_NOW),
        ~COMPRESSION,
        ~shown(HoursSince(of=LAST_SIGN_MOMENT) < HoursSince(of=_PICTURE_MOMENT)),
    ),
    note="A word of the same day counts, unless the hours show that the sign came after it. It clears nothing where a "
    "compression is recorded. A cord that is merely not displaced is not enough: the cauda equina may be compressed below it.",
)
