"""What is measured or recorded at a lesion: size, cortex, circumference, rigidity, and what was done or planned there."""

from osteon.engine.events import Events, exists, latest
from osteon.engine.nodes import (
    CountLesions,
    DaysSince,
    Fact,
    absent,
    all_of,
    any_of,
    choose,
    constant,
    known,
    unknown,
)
from osteon.pathway.asking import category, finding, lab, number, recorded, shown
from osteon.pathway.fracture.parameters import (
    FILMS_WINDOW,
    FRACTURE_WINDOW,
    HARRINGTON_CORTEX,
    HARRINGTON_DIAMETER,
    POSTOPERATIVE_WINDOW,
    THIRD,
    TWO_THIRDS,
)
from osteon.pathway.lesions.facts import (
    FRACTURED,
    LAST_RADIOTHERAPY,
    LAST_SURGERY,
    LONG_BONE,
    PROVEN,
    RADIOTHERAPY,
    SURGERY,
)

_MEASURED = unknown("a measurement that was not made gives no result")
_REPORTED = "a finding of imaging would be reported"
_DONE = ("done", "final")
_NO = ("absent", "negative")

# --- size -------------------------------------------------------------------------------------------------------------

CORTEX_SHARE = lab(
    "lesion-cortex-share",
    "share of the bone's width taken by the lesion",
    "lesion.cortex-share",
    absence=_MEASURED,
    digits=0,
    per_lesion=True,
)
SIZE_IN_WORDS = category(
    "lesion-size",
    "size of the lesion against the bone's width",
    Events(concepts=("lesion.cortex-share",), per_lesion=True),
    "under-one-third",
    "one-to-two-thirds",
    "over-two-thirds",
    absence=_MEASURED,
    ask="Which share of the bone's width does the lesion take, at its widest on films in two planes (per cent, or thirds)?",
)
SIZE = Fact(
    id="lesion-size-class",
    label="size of the lesion in thirds of the bone's width",
    computes=choose(
        (all_of(known(CORTEX_SHARE), CORTEX_SHARE > TWO_THIRDS), "over-two-thirds"),
        (all_of(known(SIZE_IN_WORDS), SIZE_IN_WORDS.one_of("over-two-thirds")), "over-two-thirds"),
        (all_of(known(CORTEX_SHARE), CORTEX_SHARE >= THIRD), "one-to-two-thirds"),
        (all_of(known(SIZE_IN_WORDS), SIZE_IN_WORDS.one_of("one-to-two-thirds")), "one-to-two-thirds"),
        (any_of(known(CORTEX_SHARE), known(SIZE_IN_WORDS)), "under-one-third"),
        otherwise=SIZE_IN_WORDS,
    ),
    note="From the figure in per cent or from the words in thirds; where both are recorded, the larger counts.",
)
LARGEST_DIAMETER = lab(
    "lesion-largest-diameter",
    "largest diameter of the lesion",
    "lesion.largest-diameter",
    absence=_MEASURED,
    digits=0,
    per_lesion=True,
)

# --- cortex and circumference -----------------------------------------------------------------------------------------

AXIAL_CORTEX = lab(
    "axial-cortex",
    "length of cortex involved along the femur",
    "lesion.axial-cortex",
    absence=_MEASURED,
    ask="How many millimetres of cortex are involved along the femur on plain film?",
    digits=0,
    per_lesion=True,
)
CIRCUMFERENCE_ON_FILM = lab(
    "circumference-film",
    "share of the circumference involved on film",
    "lesion.circumferential-share-film",
    absence=_MEASURED,
    digits=0,
    per_lesion=True,
)
CIRCUMFERENCE_ON_CT = lab(
    "circumference-ct",
    "share of the circumference involved on CT",
    "lesion.circumferential-share-ct",
    absence=_MEASURED,
    ask="Which share of the circumference is involved on CT, in per cent?",
    digits=0,
    per_lesion=True,
)
CIRCUMFERENCE = lab(
    "circumference",
    "share of the circumference involved, film or CT not told",
    "lesion.circumferential-share",
    absence=_MEASURED,
    digits=0,
    per_lesion=True,
)

# --- what computers made of it: recorded, never computed here -----------------------------------------------------------

RIGIDITY_LOSS = lab(
    "rigidity-loss",
    "loss of rigidity on CT against the other side",
    "lesion.rigidity-loss",
    absence=_MEASURED,
    digits=0,
    per_lesion=True,
)
STRENGTH_FRACTION = lab(
    "strength-fraction",
    "strength left with a lesion at this place of the femur",
    "lesion.strength-fraction",
    absence=_MEASURED,
    digits=0,
    per_lesion=True,
)
FINITE_ELEMENT_RISK = category(
    "finite-element-risk",
    "fracture risk by finite elements, as reported",
    Events(concepts=("lesion.finite-element-risk",), per_lesion=True),
    "high",
    "low",
    absence=_MEASURED,
    ask="What did the finite element model say?",
    note="In a study of 39 patients with 9 fractures such models found 89 %, clinicians up to 33 %. Osteon records the result and "
    "computes none.",
)

# --- Harrington -------------------------------------------------------------------------------------------------------

_AVULSION = finding(
    "lesser-trochanter-avulsion",
    "lesser trochanter torn off",
    "finding.lesser-trochanter-avulsion",
    per_lesion=True,
    why=_REPORTED,
)
_PAIN_AFTER_RADIOTHERAPY = Fact(
    id="lesion-pain-after-radiotherapy",
    label="functional pain recorded after radiotherapy of the lesion",
    absence=absent("pain that persists would be recorded again"),
    reads=exists(
        Events(concepts=("lesion.pain",), answers=("functional",), since=LAST_RADIOTHERAPY, per_lesion=True)
    ),
)  # fmt: skip
HARRINGTON = Fact(
    id="harrington-criteria",
    label="one of Harrington's criteria of an impending fracture",
    computes=all_of(
        LONG_BONE,
        any_of(
            all_of(known(CORTEX_SHARE), CORTEX_SHARE > HARRINGTON_CORTEX),
            all_of(known(LARGEST_DIAMETER), LARGEST_DIAMETER > HARRINGTON_DIAMETER),
            _AVULSION,
            all_of(known(LAST_RADIOTHERAPY), _PAIN_AFTER_RADIOTHERAPY),
        ),
    ),
    note="More than half of the cortex, more than 25 mm, the lesser trochanter torn off, or functional pain after radiotherapy. "
    "Never validated and older than Mirels' score: shown, and nothing is decided by it.",
)

# --- a fracture that has happened -------------------------------------------------------------------------------------

_FRACTURE = Events(
    concepts=("fracture.pathological-neoplastic", "fracture.pathological"),
    not_answers=(*_NO, "subsequent", "sequela"),
    per_lesion=True,
)
FRACTURE_DAY = Fact(
    id="lesion-fracture-day",
    label="newest entry of the fracture",
    absence=unknown("an entry may have no date"),
    reads=latest(_FRACTURE, "start"),
    ask="When did the bone break?",
)
_FRACTURE_ENTRY = Fact(
    id="lesion-fracture-entry",
    label="fracture recorded as one under first treatment",
    absence=absent("a fracture would be recorded"),
    reads=exists(_FRACTURE),
)
_FRACTURE_OLD = all_of(known(FRACTURE_DAY), DaysSince(of=FRACTURE_DAY) > FRACTURE_WINDOW)
_OPERATED_SINCE = recorded(
    "lesion-operated-since-fracture",
    "surgery to the lesion since the fracture",
    *SURGERY,
    statuses=("done", "active", "final"),
    since=FRACTURE_DAY,
    per_lesion=True,
    why="surgery would be recorded",
)
FRACTURE_UNTREATED = Fact(
    id="lesion-fracture-untreated",
    label="bone broken, no surgery of it since",
    computes=all_of(FRACTURED, _FRACTURE_ENTRY, ~_FRACTURE_OLD, ~_OPERATED_SINCE),
)

# --- surgery ----------------------------------------------------------------------------------------------------------

_PLAN = Events(concepts=SURGERY, statuses=("planned",), per_lesion=True)
_PLANNED = Fact(
    id="lesion-surgery-plan",
    label="plan or request of surgery to the lesion",
    absence=absent("a plan or a request would be recorded"),
    reads=exists(_PLAN),
)
_PLAN_DAY = number(
    "lesion-surgery-plan-day",
    "day of the plan of surgery to the lesion",
    _PLAN,
    "start",
    "date",
    absence=unknown("a plan may have no date"),
)
_SETTLED = LAST_SURGERY >= _PLAN_DAY
SURGERY_PLANNED = Fact(
    id="lesion-surgery-asked-for",
    label="surgery to the lesion planned or asked for",
    computes=all_of(_PLANNED, ~shown(_SETTLED)),
    note="Until surgery of this place is on record on the day of the plan or later.",
)
OPERATED_LATELY = Fact(
    id="lesion-operated-lately",
    label="surgery to the lesion within the window for radiotherapy",
    computes=DaysSince(of=LAST_SURGERY) <= POSTOPERATIVE_WINDOW,
)
IRRADIATED_SINCE_SURGERY = recorded(
    "lesion-irradiated-since-surgery",
    "radiotherapy to the lesion since its surgery",
    *RADIOTHERAPY,
    statuses=("done", "active", "final"),
    since=LAST_SURGERY,
    per_lesion=True,
    why="radiotherapy of the place would be recorded",
)
WHOLE_BONE_FILMED = recorded(
    "whole-bone-filmed",
    "films of the whole bone in two planes",
    "imaging.whole-bone-films",
    statuses=_DONE,
    not_answers=_NO,
    within=FILMS_WINDOW,
    per_lesion=True,
    why="imaging would be recorded",
)

# --- one lesion only; the other fracture -------------------------------------------------------------------------------

_HOT = finding(
    "place-hot-on-scan",
    "hot spot of the bone scan at this place",
    "finding.bone-scan-positive",
    per_lesion=True,
    why=_REPORTED,
)
SOLITARY = Fact(
    id="lesion-solitary",
    label="no more than one place in the skeleton recorded as affected",
    computes=CountLesions(of=any_of(PROVEN, _HOT)) <= constant(1, "{count}"),
)
LATERAL_CORTEX = finding(
    "lateral-cortex-thickened",
    "outer cortex of the femur thickened on imaging",
    "finding.lateral-cortex-thickened",
    why=_REPORTED,
)
