"""How far the canal is invaded, how the cord works, and what the NOMS frame would plan for a level.

The grade is read at its worst: of two levels on one day, and of an older grade that no newer one of the same level replaced.
"""

from osteon.engine.events import Events
from osteon.engine.nodes import AnyLesion, Fact, Node, all_of, any_of, choose, known, stale, unknown
from osteon.pathway.asking import category, number, recorded, shown
from osteon.pathway.cord_compression.compression import FIT_FOR_SURGERY
from osteon.pathway.lesions.facts import IRRADIATED, RADIOTHERAPY
from osteon.pathway.spine.levels import SPINE_SITES
from osteon.pathway.spine.parameters import ESCC_1C, ESCC_WINDOW, HIGH_GRADE_BREAST, NEUROLOGY_GRADE_WINDOW
from osteon.pathway.spine.stability import SINS_CATEGORY

_GRADE = "finding.escc-grade"
_GRADES = ("0", "1a", "1b", "1c", "2", "3")
_READ = "what a picture shows has to be read from the report"
_BEGUN = ("done", "active")

# --- the grade --------------------------------------------------------------------------------------------------------

GRADED = recorded(
    "escc-graded",
    "epidural compression graded on MRI",
    _GRADE,
    within=ESCC_WINDOW,
    why="a grade that was given would be recorded",
    ask="Which epidural compression grade does the MRI show at its worst level (0, 1a, 1b, 1c, 2 or 3)?",
)
_GRADE_DAY = number(
    "escc-day",
    "newest epidural grade",
    Events(concepts=(_GRADE,), within=ESCC_WINDOW),
    "start",
    "date",
    absence=unknown("without a grade there is no day"),
)
LEVEL_ESCC = category(
    "level-escc-grade",
    "epidural compression grade of the level",
    Events(concepts=(_GRADE,), within=ESCC_WINDOW, per_lesion=True),
    *_GRADES,
    absence=unknown(_READ),
    ask="Which epidural compression grade does the MRI show at this level (0, 1a, 1b, 1c, 2 or 3)?",
)


def _found(grade: str) -> Node:
    """The grade stands on the newest day of grading, or is the newest of some level."""
    return all_of(
        GRADED,
        any_of(
            recorded(
                f"escc-{grade}-newest",
                f"epidural grade {grade} on the newest MRI",
                _GRADE,
                answers=(grade,),
                since=_GRADE_DAY,
                why="a grade that was given would be recorded",
            ),
            AnyLesion(of=shown(LEVEL_ESCC.one_of(grade))),
        ),
    )


ESCC = Fact(
    id="escc-grade",
    label="worst epidural compression grade",
    computes=choose(*((_found(grade), grade) for grade in reversed(_GRADES))),
    note="0 bone only; 1a epidural, sac not deformed; 1b sac deformed; 1c cord touched; 2 cord compressed, fluid still seen; "
    "3 no fluid seen. Read on axial T2 pictures of the worst level.",
)


def _class(grade: Node) -> Node:
    return choose(
        (grade.one_of("2", "3"), "high"),
        (grade.one_of("0", "1a", "1b"), "low"),
        (ESCC_1C.one_of("high"), "high"),
        (ESCC_1C.one_of("low"), "low"),
        otherwise="open",
    )


ESCC_CLASS = Fact(id="escc-class", label="epidural compression, low or high grade", computes=_class(ESCC))
# The worst grade speaks for a level that was not graded by itself only when even the worst is low.
LEVEL_CLASS = Fact(
    id="level-escc-class",
    label="epidural compression of the level, low or high grade",
    computes=choose(
        (known(LEVEL_ESCC), _class(LEVEL_ESCC)),
        (shown(ESCC_CLASS.one_of("low")), "low"),
        otherwise=_class(LEVEL_ESCC),
    ),
)
EPIDURAL_TREATED = any_of(
    recorded(
        "spine-irradiated-since-grade",
        "radiotherapy of the spine since the epidural grade",
        *RADIOTHERAPY,
        sites=SPINE_SITES,
        statuses=_BEGUN,
        since=_GRADE_DAY,
        why="radiotherapy would be recorded",
    ),
    recorded(
        "spine-operated-since-grade",
        "surgery of the spine since the epidural grade",
        "proc.spinal-decompression",
        "proc.spinal-fixation",
        statuses=_BEGUN,
        since=_GRADE_DAY,
        why="surgery would be recorded",
    ),
)

# --- the cord ---------------------------------------------------------------------------------------------------------

FRANKEL = category(
    "frankel-grade",
    "Frankel or ASIA grade",
    Events(concepts=("neuro.asia-grade",)),
    "A",
    "B",
    "C",
    "D",
    "E",
    absence=stale(
        NEUROLOGY_GRADE_WINDOW, "the grade is written down where the cord was examined, and it changes within days"
    ),
    ask="Which Frankel or ASIA grade does the examination give (A to E)?",
    note="A complete: nothing felt or moved below the level. B feeling only. C movement that is of no use. D useful movement. "
    "E normal. D and E walk in most trials.",
)

# --- radiotherapy that is planned -------------------------------------------------------------------------------------

RADIOTHERAPY_ASKED = recorded(
    "spinal-radiotherapy-planned",
    "radiotherapy of the spine planned or asked for",
    *RADIOTHERAPY,
    sites=SPINE_SITES,
    statuses=("planned",),
    why="the plan would be recorded",
)
_ASKED_DAY = number(
    "spinal-radiotherapy-plan-day",
    "day on which radiotherapy of the spine was planned",
    Events(concepts=RADIOTHERAPY, sites=SPINE_SITES, statuses=("planned",)),
    "start",
    "date",
    absence=unknown("a plan may have no date"),
)
_BEGUN_DAY = number(
    "spinal-radiotherapy-begun-day",
    "newest radiotherapy of the spine that has begun",
    Events(concepts=RADIOTHERAPY, sites=SPINE_SITES, statuses=_BEGUN),
    "start",
    "date",
    absence=unknown("a course may have no date"),
)
RADIOTHERAPY_BEGUN = shown(_BEGUN_DAY >= _ASKED_DAY)

# --- the frame --------------------------------------------------------------------------------------------------------

NOMS_PLAN = Fact(
    id="noms-plan",
    label="usual plan of the NOMS frame for the level",
    computes=choose(
        (shown(~FIT_FOR_SURGERY), "conventional-unfit"),
        (SINS_CATEGORY.one_of("unstable"), "stabilise"),
        (LEVEL_CLASS.one_of("open"), "discuss"),
        (all_of(LEVEL_CLASS.one_of("high"), IRRADIATED), "separation"),
        (all_of(LEVEL_CLASS.one_of("high"), HIGH_GRADE_BREAST.one_of("surgery")), "decompress"),
        (LEVEL_CLASS.one_of("high"), "conventional"),
        (SINS_CATEGORY.one_of("potentially-unstable"), "discuss"),
        (IRRADIATED, "stereotactic"),
        otherwise="conventional",
    ),
    note="The frame has rows for stable and for unstable levels; between the two, and at grade 1c, people decide. Fitness counts "
    "only where it was denied.",
)
