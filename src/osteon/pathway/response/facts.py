"""What pictures, markers and the course say about the present line of treatment.

What a picture shows has to be recorded as a finding (more uptake, a new focus, new sclerosis); reports in words are not
searched for it. A finding is judged by the days between the start of the line and the picture, not by today.
"""

from osteon.engine.events import Events, earliest
from osteon.engine.nodes import Fact, Node, all_of, any_of, unknown
from osteon.pathway.asking import category, finding, lab, number, recorded, shown, sign
from osteon.pathway.bone_agents.agents import day_after
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, VISCERAL_METASTASIS
from osteon.pathway.diagnostics.imaging import (
    BONE_PAIN_RECORDED,
    DONE,
    LAST_STAGING,
    NO,
    PAIN,
    PICTURES,
    SECTIONS,
    STAGED_EVER,
    dated_within,
)
from osteon.pathway.diagnostics.parameters import PAIN_WINDOW
from osteon.pathway.response.parameters import PICTURE_WINDOW, RESTAGING_EARLIEST, RESTAGING_LIMIT, SUSPICION_WINDOW
from osteon.pathway.tumour.facts import SYSTEMIC_LINE_START

_REPORTED = "a conclusion of imaging would be recorded"
_NO_DATE = "an entry may have no date"
_SCAN = ("finding.bone-scan-worse", "finding.bone-new-focus")


def _since_line(id: str, label: str, *concepts: str) -> Fact:
    """The newest word since the present line began, while it is the question of today."""
    return finding(
        id,
        f"{label} since the treatment began",
        *concepts,
        since=SYSTEMIC_LINE_START,
        within=PICTURE_WINDOW,
        why=_REPORTED,
    )


def _day(id: str, label: str, *concepts: str) -> Fact:
    return number(
        id,
        f"{label}, newest entry",
        Events(concepts=concepts, not_answers=NO, since=SYSTEMIC_LINE_START, within=PICTURE_WINDOW),
        "start",
        "date",
        absence=unknown(_NO_DATE),
    )


# --- pictures since the line began ------------------------------------------------------------------------------------

SCAN_WORSE = _since_line("bone-scan-worse", "more uptake or new foci on the bone scan", *_SCAN)
SCAN_WORSE_DAYS = Fact(
    id="bone-scan-worse-days",
    label="days from the start of the treatment to the worse scan",
    computes=_day("bone-scan-worse-day", "worse bone scan", *_SCAN) - SYSTEMIC_LINE_START,
    digits=0,
)
NEW_FOCUS = _since_line("bone-new-focus", "new focus in bone", "finding.bone-new-focus")
NEW_FOCUS_DAYS = Fact(
    id="bone-new-focus-days",
    label="days from the start of the treatment to the new focus",
    computes=_day("bone-new-focus-day", "new focus in bone", "finding.bone-new-focus") - SYSTEMIC_LINE_START,
    digits=0,
)
NEW_SCLEROSIS = _since_line("bone-new-sclerosis", "new sclerotic lesion on CT", "finding.bone-new-sclerosis")
NEW_SCLEROSIS_DAYS = Fact(
    id="bone-new-sclerosis-days",
    label="days from the start of the treatment to the new sclerosis",
    computes=_day("bone-new-sclerosis-day", "new sclerotic lesion", "finding.bone-new-sclerosis") - SYSTEMIC_LINE_START,
    digits=0,
)
SOFT_TISSUE_GROWTH = sign(
    "soft-tissue-growth",
    "growing lysis or soft tissue on CT or MRI since the treatment began",
    "finding.soft-tissue-growth",
    since=SYSTEMIC_LINE_START,
    why="what a picture shows has to be read from the report",
    ask="Does CT or MRI show growing lysis or soft tissue since the treatment began?",
)
COURSE = category(
    "clinical-course",
    "clinical course since the treatment began",
    Events(concepts=("status.clinical-course", "obs.disease-status"), since=SYSTEMIC_LINE_START),
    "better",
    "improved",
    "stable",
    "worse",
    "worsened",
    "undetermined",
    absence=unknown("how somebody fares has to be asked"),
    ask="Is the patient better, stable or worse since the treatment began (pain, strength, appetite)?",
)
BETTER_OR_STABLE = COURSE.one_of("better", "improved", "stable")

# --- tumour markers ---------------------------------------------------------------------------------------------------

_MARKERS = (("ca15-3", "CA 15-3"), ("ca27-29", "CA 27.29"), ("cea", "CEA"))
_CONCEPTS = tuple(f"lab.{name}" for name, _ in _MARKERS)
_UNTESTED = unknown("a test that was not done gives no result")


def _rises(name: str, label: str) -> Node:
    """The newest result since the line began is above the last one before it."""
    now = lab(
        f"{name}-on-treatment",
        f"{label} since the treatment began",
        f"lab.{name}",
        since=SYSTEMIC_LINE_START,
        absence=_UNTESTED,
    )
    then = lab(
        f"{name}-before", f"{label} before the treatment", f"lab.{name}", before=SYSTEMIC_LINE_START, absence=_UNTESTED
    )
    return shown(now > then)


def _raised(name: str, label: str) -> Node:
    """The newest result is above the limit of its report."""
    value = lab(name, label, f"lab.{name}", absence=_UNTESTED)
    limit = lab(
        f"{name}-upper-limit", f"upper limit of {label} on the report", f"lab.{name}", field="high", absence=_UNTESTED
    )
    return shown(value > limit)


MARKER_TESTED = recorded(
    "tumour-marker-since-start",
    "tumour marker tested since the treatment began",
    *_CONCEPTS,
    with_value=True,
    since=SYSTEMIC_LINE_START,
    why="a result would be recorded",
)
MARKER_ROSE = Fact(
    id="tumour-marker-rose",
    label="tumour marker higher than before the treatment",
    computes=any_of(*(_rises(name, label) for name, label in _MARKERS)),
)
MARKER_DAYS = Fact(
    id="tumour-marker-days",
    label="days from the start of the treatment to the newest tumour marker",
    computes=number(
        "tumour-marker-day",
        "newest tumour marker",
        Events(concepts=_CONCEPTS, with_value=True, since=SYSTEMIC_LINE_START),
        "start",
        "date",
        absence=unknown(_NO_DATE),
    )
    - SYSTEMIC_LINE_START,
    digits=0,
)
MARKER_RAISED = Fact(
    id="tumour-marker-raised",
    label="tumour marker above the limit of its report",
    computes=any_of(*(_raised(name, label) for name, label in _MARKERS)),
)

# --- when to look again -----------------------------------------------------------------------------------------------

BONE_ONLY = Fact(
    id="bone-only-disease",
    label="metastases in bone only",
    computes=all_of(
        BONE_METASTASIS,
        ~VISCERAL_METASTASIS,
        ~recorded(
            "soft-tissue-metastasis",
            "metastasis of skin or bone marrow",
            "condition.metastasis.skin",
            "condition.metastasis.bone-marrow",
            not_answers=("absent", "negative", "equivocal"),
            why="the diagnosis would be in the record",
        ),
    ),
    note="Bone metastases and no metastasis of an inner organ, the marrow or the skin on record; nodes of the armpit do not count.",
)
LINE_YOUNG = Fact(
    id="systemic-line-young",
    label="the treatment began within the interval",
    computes=dated_within(SYSTEMIC_LINE_START, RESTAGING_LIMIT),
)
LINE_NEW = Fact(
    id="systemic-line-new",
    label="the treatment began in the last two months",
    computes=dated_within(SYSTEMIC_LINE_START, RESTAGING_EARLIEST),
)
_SUSPICION = Events(
    concepts=("finding.progression-suspected", "status.clinical-course"),
    answers=("present", "positive", "worse"),
    within=SUSPICION_WINDOW,
)
PROGRESSION_SUSPECTED = recorded(
    "progression-suspected",
    "progression suspected, or a worse course on record",
    *_SUSPICION.concepts,
    answers=_SUSPICION.answers,
    within=SUSPICION_WINDOW,
    why="a suspicion would be recorded",
)
_SUSPECTED_SINCE = Fact(
    id="progression-suspected-since",
    label="first entry of the suspicion",
    reads=earliest(_SUSPICION),
    absence=unknown(_NO_DATE),
    ask="Since when is progression suspected?",
)
IMAGED_SINCE_SUSPICION = recorded(
    "imaged-since-suspicion",
    "imaged since progression was suspected",
    *SECTIONS,
    statuses=DONE,
    since=_SUSPECTED_SINCE,
    why=PICTURES,
)
_PAIN_BEFORE = recorded(
    "bone-pain-before-last-pictures",
    "bone pain on record before the last pictures",
    *PAIN,
    not_answers=NO,
    before=LAST_STAGING,
    why="older pain would be in the record",
)
_PAIN_AFTER = recorded(
    "bone-pain-after-last-pictures",
    "bone pain on record after the last pictures",
    *PAIN,
    statuses=("active", "final"),
    not_answers=NO,
    within=PAIN_WINDOW,
    since=day_after(LAST_STAGING),
    why="the question of asking for pain is another one",
)
NEW_PAIN = Fact(
    id="localised-bone-pain-new",
    label="bone pain that the last pictures did not know of",
    computes=all_of(BONE_PAIN_RECORDED, any_of(~STAGED_EVER, all_of(_PAIN_AFTER, ~_PAIN_BEFORE))),
)
