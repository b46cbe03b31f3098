"""What was done for the cord: radiotherapy, decompression, dexamethasone, lying still."""

from osteon.engine.events import Events, earliest, exists
from osteon.engine.nodes import DaysSince, Fact, HoursSince, absent, any_of, choose, known, unknown
from osteon.pathway.asking import finding, number, recorded
from osteon.pathway.cord_compression.compression import COMPRESSION_DAY, SPINE
from osteon.pathway.cord_compression.parameters import COMPRESSION_WINDOW, DECOMPRESSION_WINDOW
from osteon.pathway.cord_compression.signs import COMPRESSION_CONCEPTS, FIRST_SIGN, LAST_SIGN, NO

_TREATMENT = "treatment of the spine would be recorded"

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
    sites=SPINE,
    statuses=("done", "active"),
    since=COMPRESSION_DAY,
    why=_TREATMENT,
)
RT_AFTER_SURGERY = recorded(
    "radiotherapy-after-surgery",
    "radiotherapy of the spine since the decompression",
    *_RADIOTHERAPY,
    sites=SPINE,
    statuses=("done", "active"),
    since=_DECOMPRESSION_DAY,
    why=_TREATMENT,
)
_TREATED = (
    recorded(
        "radiotherapy-since-sign",
        "radiotherapy of the spine since the newest sign",
        *_RADIOTHERAPY,
        sites=SPINE,
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
    not_answers=NO,
    within=COMPRESSION_WINDOW,
    why="the decision would be recorded",
)
_RT_PLANNED = recorded(
    "radiotherapy-planned",
    "radiotherapy of the spine planned",
    *_RADIOTHERAPY,
    sites=SPINE,
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
    indications=COMPRESSION_CONCEPTS,
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
    Events(concepts=(*COMPRESSION_CONCEPTS, "finding.cord-displaced"), not_answers=NO),
    "start",
    "date",
    absence=unknown("an entry may have no date"),
    ask="When was the compression found?",
)
# Counted from the newest compression however old it is: the acute one ends after weeks, the dexamethasone may not; and
# radiotherapy of years ago did not treat a compression of today.
_RT_SINCE = Events(concepts=_RADIOTHERAPY, statuses=("done", "active"), sites=SPINE, since=_NEWEST_COMPRESSION)
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
_IMMOBILE = Events(concepts=("care.immobilised",), not_answers=NO, within=COMPRESSION_WINDOW)
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
    not_answers=NO,
    why="the advice would be recorded",
)
