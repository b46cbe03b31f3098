"""How stable a level of the spine is.

Every level has a score of its own; levels are never added. What is said of the whole spine is its worst level.
"""

from osteon.engine.events import Events, latest
from osteon.engine.nodes import (
    AnyLesion,
    Band,
    CountLesions,
    DaysSince,
    Fact,
    Hull,
    Node,
    Points,
    all_of,
    any_of,
    choose,
    constant,
    known,
    stale,
    unknown,
)
from osteon.pathway.asking import category, lab, number, recorded, shown, sign
from osteon.pathway.lesions.facts import LESION_TYPE
from osteon.pathway.spine.levels import METASTATIC_LEVEL, NO, SEGMENT
from osteon.pathway.spine.parameters import HALF_COLLAPSE, POTENTIAL_FROM, SINS_WINDOW, UNSTABLE_FROM

_PICTURED = "a picture is described only where somebody looked at it"
_DONE = ("done", "active", "final")

# --- pain of the level ------------------------------------------------------------------------------------------------

_LEVEL_PAIN = category(
    "spinal-level-pain",
    "pain of the level",
    Events(concepts=("lesion.spinal-pain",), per_lesion=True),
    "mechanical",
    "occasional",
    "none",
    absence=stale(SINS_WINDOW, "pain that nobody asked about is not written down, and it changes with treatment"),
    ask="Does this level of the spine hurt on movement or loading, or ease on lying down (mechanical); only now and then; "
    "or not at all?",
)
_MECHANICAL_HERE = sign(
    "mechanical-pain-of-level",
    "mechanical pain of the level",
    "spine.mechanical-pain",
    within=SINS_WINDOW,
    per_lesion=True,
    why="the kind of pain has to be asked",
    ask="",
)
_MECHANICAL = sign(
    "mechanical-spinal-pain",
    "mechanical pain of the spine, whatever the level",
    "spine.mechanical-pain",
    within=SINS_WINDOW,
    why="the kind of pain has to be asked",
    ask="",
)
_ONLY_LEVEL = CountLesions(of=METASTATIC_LEVEL) <= constant(1, "{count}")
PAIN = Fact(
    id="sins-pain",
    label="kind of pain of the level",
    computes=choose(
        (shown(_MECHANICAL_HERE), "mechanical"),
        (known(_LEVEL_PAIN), _LEVEL_PAIN),
        (all_of(shown(_MECHANICAL), _ONLY_LEVEL), "mechanical"),
        (shown(~_MECHANICAL_HERE), choose((_LEVEL_PAIN.one_of("occasional"), "occasional"), otherwise="none")),
        otherwise=_LEVEL_PAIN,
    ),
    note="Mechanical spinal pain without a level counts for the level where only one is affected.",
)
LEVEL_HURTS = any_of(
    recorded(
        "level-pain-recorded",
        "pain of the level written down",
        "lesion.spinal-pain",
        "lesion.pain",
        "spine.mechanical-pain",
        answers=("mechanical", "occasional", "mild", "moderate", "functional", "present"),
        within=SINS_WINDOW,
        per_lesion=True,
        why="without an entry there is no pain to ask about",
    ),
    shown(
        lab(
            "level-pain-score",
            "recent pain at the level (0 to 10)",
            "obs.pain",
            within=SINS_WINDOW,
            per_lesion=True,
            absence=unknown("pain that nobody asked about is not written down"),
            digits=0,
        )
        > constant(0, "{score}")
    ),
)

# --- the picture ------------------------------------------------------------------------------------------------------

ALIGNMENT = category(
    "spinal-alignment",
    "alignment of the level",
    Events(concepts=("lesion.alignment",), per_lesion=True),
    "subluxation",
    "deformity",
    "normal",
    absence=unknown(_PICTURED),
    ask="Is the level aligned normally, newly deformed (kyphosis, scoliosis), or subluxed?",
)
_COLLAPSE_EVENTS = Events(concepts=("lesion.collapse",), per_lesion=True)
COLLAPSE = category(
    "vertebral-collapse",
    "collapse of the vertebral body",
    _COLLAPSE_EVENTS,
    "over-half",
    "under-half",
    "involved-no-collapse",
    "none",
    absence=unknown(_PICTURED),
    ask="Has the vertebral body lost more than half of its height, less than half, none but with more than half of the body "
    "involved, or none of these?",
)
_COLLAPSE_DAY = number(
    "vertebral-collapse-day",
    "day of the word on collapse",
    _COLLAPSE_EVENTS,
    "start",
    "date",
    absence=unknown(_PICTURED),
)
_SHARE_EVENTS = Events(concepts=("lesion.collapse-share",), with_value=True, per_lesion=True)
COLLAPSE_SHARE = lab(
    "vertebral-height-lost",
    "loss of vertebral body height",
    "lesion.collapse-share",
    absence=unknown(_PICTURED),
    digits=0,
    per_lesion=True,
)
_SHARE_DAY = number(
    "vertebral-height-lost-day",
    "day of the figure on collapse",
    _SHARE_EVENTS,
    "start",
    "date",
    absence=unknown(_PICTURED),
)
POSTEROLATERAL = category(
    "posterolateral-elements",
    "posterolateral elements of the level",
    Events(concepts=("lesion.posterolateral",), per_lesion=True),
    "bilateral",
    "unilateral",
    "none",
    absence=unknown(_PICTURED),
    ask="Are facets, pedicles or costovertebral joints broken or replaced by tumour: on both sides, on one, or on neither?",
)
_PICTURE_DAY = Fact(
    id="level-pictured",
    label="newest description of the level",
    reads=latest(
        Events(
            concepts=(
                "lesion.alignment",
                "lesion.collapse",
                "lesion.collapse-share",
                "lesion.posterolateral",
                "lesion.type",
            ),
            per_lesion=True,
        ),
        "start",
    ),
    absence=unknown("a description may have no date"),
    ask="When was this level last described on CT or MRI?",
)

# --- the score --------------------------------------------------------------------------------------------------------


def _score(points: int) -> Node:
    return constant(points, "{score}")


LOCATION_POINTS = Points(of=SEGMENT, table=(("junctional", 3), ("mobile", 2), ("semirigid", 1), ("rigid", 0)))
PAIN_POINTS = Points(of=PAIN, table=(("mechanical", 3), ("occasional", 1), ("none", 0)))
TYPE_POINTS = Points(of=LESION_TYPE, table=(("lytic", 2), ("mixed", 1), ("blastic", 0)))
ALIGNMENT_POINTS = Points(of=ALIGNMENT, table=(("subluxation", 4), ("deformity", 2), ("normal", 0)))
_BY_WORD = Points(of=COLLAPSE, table=(("over-half", 3), ("under-half", 2), ("involved-no-collapse", 1), ("none", 0)))
# The table gives no points to exactly half, and a body of full height may still be involved: the word decides.
_BY_SHARE = choose(
    (COLLAPSE_SHARE > HALF_COLLAPSE, _score(3)),
    (
        COLLAPSE_SHARE >= HALF_COLLAPSE,
        choose(
            (shown(COLLAPSE.one_of("over-half", "under-half")), _BY_WORD),
            otherwise=Hull(low=_score(2), high=_score(3), missing_of=COLLAPSE),
        ),
    ),
    (COLLAPSE_SHARE > constant(0, "%"), _score(2)),
    otherwise=choose(
        (shown(COLLAPSE.one_of("involved-no-collapse", "none")), _BY_WORD),
        otherwise=Hull(low=_score(0), high=_score(1), missing_of=COLLAPSE),
    ),
)
COLLAPSE_POINTS = Fact(
    id="collapse-points",
    label="points for collapse",
    computes=choose(
        (all_of(known(COLLAPSE_SHARE), any_of(~known(COLLAPSE), shown(_COLLAPSE_DAY < _SHARE_DAY))), _BY_SHARE),
        otherwise=_BY_WORD,
    ),
    digits=0,
    note="From the word or from the loss of height, whichever is newer; the word on one day. Exactly 50 % stays between 2 and 3.",
)
POSTEROLATERAL_POINTS = Points(of=POSTEROLATERAL, table=(("bilateral", 3), ("unilateral", 1), ("none", 0)))

SINS_TOTAL = Fact(
    id="sins-total",
    label="spinal instability score (SINS)",
    computes=LOCATION_POINTS + PAIN_POINTS + TYPE_POINTS + ALIGNMENT_POINTS + COLLAPSE_POINTS + POSTEROLATERAL_POINTS,
    digits=0,
    note="0 to 18; an interval while an item is not known. Meant for levels of the spine only.",
)
SINS_CATEGORY = Fact(
    id="sins-category",
    label="stability of the level",
    computes=Band(
        of=SINS_TOTAL,
        edges=(POTENTIAL_FROM, UNSTABLE_FROM),
        labels=("stable", "potentially-unstable", "unstable"),
        upper_inclusive=False,
    ),
)

_FIXATION = ("proc.spinal-fixation", "proc.vertebroplasty")
_FIXED = recorded(
    "level-fixed",
    "level fixed or cemented",
    *_FIXATION,
    statuses=_DONE,
    per_lesion=True,
    why="treatment of the spine would be recorded",
)
_FIXED_DAY = number(
    "level-fixed-day",
    "day of fixation or cement",
    Events(concepts=_FIXATION, statuses=_DONE, per_lesion=True),
    "start",
    "date",
    absence=unknown("a procedure may have no date"),
)
STABILISED = Fact(
    id="level-stabilised",
    label="level fixed or cemented, and not described since",
    computes=all_of(_FIXED, ~shown(_FIXED_DAY < _PICTURE_DAY)),
)
RATED = Fact(
    id="level-rated",
    label="level described far enough to speak of its stability",
    computes=all_of(
        METASTATIC_LEVEL,
        ~STABILISED,
        any_of(
            known(ALIGNMENT),
            known(COLLAPSE),
            known(COLLAPSE_SHARE),
            known(POSTEROLATERAL),
            # Place and pain come to 6 at most: without the kind of lesion there is nothing to add up.
            all_of(known(LESION_TYPE), shown(SINS_TOTAL >= POTENTIAL_FROM)),
        ),
    ),
    note="Alignment, collapse or the posterolateral elements are described, or place, pain and kind alone come to 7 or more.",
)
ASSESSED = all_of(METASTATIC_LEVEL, any_of(STABILISED, known(SINS_CATEGORY)))
ASSESSED_NOW = all_of(
    METASTATIC_LEVEL, known(SINS_CATEGORY), shown(DaysSince(of=_PICTURE_DAY) <= SINS_WINDOW)
)  # fmt: skip
WORST_SINS = Fact(
    id="worst-sins",
    label="worst stability of any level",
    computes=choose(
        (AnyLesion(of=all_of(RATED, SINS_TOTAL >= UNSTABLE_FROM)), "unstable"),
        (AnyLesion(of=all_of(RATED, SINS_TOTAL >= POTENTIAL_FROM)), "potentially-unstable"),
        (AnyLesion(of=RATED), "stable"),
        otherwise="not-rated",
    ),
    note="Levels are never added. `not-rated` where no level was described.",
)

_OPINION_DAY = number(
    "spinal-opinion-day",
    "newest opinion of a spinal surgeon",
    Events(concepts=("care.spinal-opinion",), not_answers=NO),
    "start",
    "date",
    absence=unknown("an opinion may have no date"),
    ask="When did a spinal surgeon last give an opinion?",
)
OPINION_SINCE_PICTURE = all_of(known(_OPINION_DAY), ~shown(_OPINION_DAY < _PICTURE_DAY))
OPINION_RECENT = recorded(
    "spinal-opinion-recent",
    "recent opinion of a spinal surgeon",
    "care.spinal-opinion",
    not_answers=NO,
    within=SINS_WINDOW,
    why="an opinion that was asked for would be recorded",
)
