"""What a patient told at home, sign by sign: in a diary, a questionnaire, or a call that somebody wrote down.

The concepts `report.*` hold a patient's own word, apart from what a clinician found: other topics alarm on findings, this one on
words, and steps aside where a finding has taken over. Where a symptom has a concept of its own (`symptom.thirst`), the diary
uses that one, and only entries of the kind observation are read as reports. The newest word within the window counts, so
that a later *no* takes a *yes* back; silence is no report and raises no question.
"""

from osteon.engine.events import Events
from osteon.engine.nodes import (
    DaysSince,
    Fact,
    Node,
    Parameter,
    all_of,
    any_of,
    choose,
    constant,
    stale,
    unknown,
)
from osteon.pathway.asking import finding, lab, number, recorded, shown
from osteon.pathway.pain.facts import WORST_PAIN
from osteon.pathway.pain.parameters import PAIN_DIFFERENCE
from osteon.pathway.patient_reports.parameters import (
    AGENT_WINDOW,
    CALCIUM_SIGNS,
    COMPARE_WINDOW,
    FEVER_37_5,
    FEVER_38,
    FEVER_LIMIT,
    NOW_WINDOW,
    REPORT_WINDOW,
    TREATMENT_LATELY,
)
from osteon.pathway.tumour.drugs import CDK46, CHEMOTHERAPY, CONJUGATES, PARP
from osteon.pathway.tumour.facts import CDK46_CURRENT, CHEMOTHERAPY_CURRENT, PARP_CURRENT

_NO = ("absent", "negative")
_WORD = ("observation",)
_KEPT = "a report is kept as it was sent"


def _told(id: str, label: str, concept: str, window: Parameter = REPORT_WINDOW) -> Fact:
    """Whether the newest word says so."""
    return finding(id, label, concept, within=window, kinds=_WORD, why=_KEPT)


def _asked(id: str, label: str, *concepts: str, window: Parameter = REPORT_WINDOW) -> Fact:
    """Whether there is any word on it, yes or no."""
    return recorded(id, label, *concepts, within=window, kinds=_WORD, why=_KEPT)


def _newest(*concepts: str) -> Events:
    return Events(concepts=concepts, kinds=_WORD, not_answers=_NO, within=REPORT_WINDOW)


def _day(id: str, label: str, *concepts: str) -> Fact:
    return number(id, label, _newest(*concepts), "start", "date", absence=unknown("without a report there is no day"))


def _moment(id: str, label: str, *concepts: str) -> Fact:
    return number(id, label, _newest(*concepts), "moment", "moment", absence=unknown("a report may have no hour"))


# --- cord and spine ---------------------------------------------------------------------------------------------------

_CORD = ("report.new-weakness", "report.unsteady-walking", "report.numb-legs-or-saddle", "report.bladder-bowel-change")


def _cord(id: str, label: str, concept: str) -> Fact:
    return finding(id, label, concept, kinds=_WORD, why=_KEPT)


# A report without a date counts as new, as a sign of the cord without a date does: these are read without a window.
CORD_ASKED = recorded(
    "cord-report-asked",
    "reported on weakness, walking, numbness, bladder and bowel",
    *_CORD,
    kinds=_WORD,
    why=_KEPT,
)
CORD_REPORT_DAY = number(
    "cord-report-day",
    "day of the newest report of a cord sign",
    Events(concepts=_CORD, kinds=_WORD, not_answers=_NO),
    "start",
    "date",
    absence=unknown("a report may have no date"),
)
CORD_REPORT_MOMENT = number(
    "cord-report-moment",
    "moment of the newest report of a cord sign",
    Events(concepts=_CORD, kinds=_WORD, not_answers=_NO),
    "moment",
    "moment",
    absence=unknown("a report may have no hour"),
)
CORD_REPORTED = Fact(
    id="cord-report",
    label="a new sign of cord compression reported by the patient",
    computes=all_of(
        any_of(
            _cord("report-weakness", "new weakness of a leg or arm, self-reported", _CORD[0]),
            _cord("report-unsteady", "newly unsteady walking, self-reported", _CORD[1]),
            _cord("report-numb-legs", "new numbness of both legs or the saddle, self-reported", _CORD[2]),
            _cord("report-bladder-bowel", "new change of bladder or bowel control, self-reported", _CORD[3]),
        ),
        ~shown(DaysSince(of=CORD_REPORT_DAY) > REPORT_WINDOW),
    ),
)

_SPINE = "report.spine-pain-alarming"
SPINE_PAIN_ASKED = _asked("spine-pain-report-asked", "reported on pain of the spine", _SPINE)
SPINE_PAIN_REPORTED = _told("spine-pain-report", "alarming pain of the spine, self-reported", _SPINE)
SPINE_PAIN_DAY = _day("spine-pain-report-day", "day of the report", _SPINE)

# --- bones ------------------------------------------------------------------------------------------------------------

_BREAK = ("report.sudden-bone-pain", "report.cannot-use-limb", "report.limb-deformed")
BREAK_ASKED = _asked("fracture-report-asked", "reported on sudden pain and use of limbs", *_BREAK)
BREAK_REPORTED = Fact(
    id="fracture-report",
    label="signs of a fracture reported by the patient",
    computes=any_of(
        _told("report-sudden-pain", "sudden severe bone pain, self-reported", _BREAK[0]),
        _told("report-cannot-use-limb", "cannot bear weight or use a limb, self-reported", _BREAK[1]),
        _told("report-deformed", "a limb out of shape, self-reported", _BREAK[2]),
    ),
)
BREAK_DAY = _day("fracture-report-day", "day of the report", *_BREAK)

_LOADING = "report.pain-on-loading"
LOADING_ASKED = _asked("loading-report-asked", "reported on pain when loading a limb", _LOADING)
LOADING_REPORTED = _told("loading-report", "new pain of hip, thigh or upper arm when loaded, self-reported", _LOADING)
LOADING_DAY = _day("loading-report-day", "day of the report", _LOADING)

AGENTS = (
    "drug.zoledronic-acid",
    "drug.zoledronic-acid-5mg",
    "drug.denosumab-120",
    "drug.denosumab-60",
    "drug.denosumab",
    "drug.pamidronate",
    "drug.ibandronate",
    "drug.clodronate",
)
AGENT_LATELY = Fact(
    id="bone-agent-lately",
    label="a bone agent of any dose, ordered or given in the last months",
    computes=any_of(
        recorded(
            "bone-agent-order-any-dose",
            "active order of a bone agent of any dose",
            *AGENTS,
            kinds=("order", "statement"),
            statuses=("active",),
            why="treatment with a bone agent would be recorded",
        ),
        recorded(
            "bone-agent-dose-lately",
            "bone agent of any dose given in the last months",
            *AGENTS,
            statuses=("given",),
            within=AGENT_WINDOW,
            why="treatment with a bone agent would be recorded",
        ),
    ),
    note="Doses for osteoporosis count as well: they do the same to calcium and to the thigh, if less often.",
)

_THIGH = "report.thigh-ache"
THIGH_ASKED = _asked("thigh-report-asked", "reported on aching thighs", _THIGH)
THIGH_REPORTED = _told("thigh-report", "dull ache of thigh or groin, self-reported", _THIGH)
THIGH_DAY = _day("thigh-report-day", "day of the report", _THIGH)

_JAW = "report.jaw-trouble"
JAW_ASKED = _asked("jaw-report-asked", "reported on the jaw", _JAW)
JAW_REPORTED = _told("jaw-report", "trouble with jaw or teeth, self-reported", _JAW)

# --- calcium ----------------------------------------------------------------------------------------------------------

_HIGH = tuple(
    f"symptom.{name}"
    for name in (
        "thirst", "polyuria", "nausea", "vomiting", "constipation", "confusion", "drowsiness", "muscle-weakness",
    )
)  # fmt: skip
HIGH_CALCIUM_ASKED = _asked("high-calcium-report-asked", "reported on symptoms of high calcium", *_HIGH)
_THIRST, _URINE, _NAUSEA, _VOMITING, _CONSTIPATION, _CONFUSION, _DROWSY, _WEAK = (
    _told(f"report-{name.partition('.')[2]}", f"{name.partition('.')[2].replace('-', ' ')}, self-reported", name)
    for name in _HIGH
)


def _one(condition: Node) -> Node:
    return choose((condition, constant(1, "{count}")), otherwise=constant(0, "{count}"))


HIGH_CALCIUM_SIGNS = Fact(
    id="high-calcium-report",
    label="groups of symptoms of high calcium that were reported",
    digits=0,
    computes=_one(any_of(_THIRST, _URINE))
    + _one(any_of(_NAUSEA, _VOMITING))
    + _one(_CONSTIPATION)
    + _one(any_of(_CONFUSION, _DROWSY))
    + _one(_WEAK),
    note="Thirst or much urine; nausea or vomiting; constipation; confusion or drowsiness; weakness.",
)
HIGH_CALCIUM_DAY = _day("high-calcium-report-day", "day of the newest of these symptoms", *_HIGH)

_LOW = ("report.tingling", "report.muscle-cramps", "symptom.tetany")
LOW_CALCIUM_ASKED = _asked("low-calcium-report-asked", "reported on tingling and cramps", *_LOW)
LOW_CALCIUM_REPORTED = Fact(
    id="low-calcium-report",
    label="symptoms of low calcium reported",
    computes=any_of(
        _told("report-tingling", "tingling around the mouth or in fingers, self-reported", _LOW[0]),
        _told("report-cramps", "muscle cramps, self-reported", _LOW[1]),
        _told("report-tetany", "tetany, told or seen", _LOW[2]),
    ),
)
LOW_CALCIUM_DAY = _day("low-calcium-report-day", "day of the newest of these symptoms", *_LOW)

# --- fever, opioids, clots, head, stomach -----------------------------------------------------------------------------

_FEVER, _TEMPERATURE = "report.fever", "body.temperature"
FEVER_ASKED = _asked("fever-asked", "fever or a temperature reported", _FEVER, _TEMPERATURE, window=NOW_WINDOW)
TEMPERATURE = lab(
    "temperature",
    "body temperature",
    _TEMPERATURE,
    absence=stale(NOW_WINDOW, "a temperature speaks for its day"),
    ask="What is the temperature?",
    digits=1,
)
_LIMIT = choose((FEVER_LIMIT.one_of("from-37.5"), FEVER_37_5), otherwise=FEVER_38)
FEVERISH = Fact(
    id="temperature-high",
    label="temperature at or above the limit",
    computes=choose(
        (FEVER_LIMIT.one_of("above-38"), shown(TEMPERATURE > FEVER_38)), otherwise=shown(TEMPERATURE >= _LIMIT)
    ),
)
FEVER_REPORTED = Fact(
    id="fever-report",
    label="fever",
    computes=any_of(FEVERISH, _told("report-fever", "fever or shivering, self-reported", _FEVER, NOW_WINDOW)),
)

_WHITE_CELLS = (*CHEMOTHERAPY, *CDK46, *CONJUGATES, *PARP)
TREATED_LATELY = any_of(
    CHEMOTHERAPY_CURRENT,
    CDK46_CURRENT,
    PARP_CURRENT,
    recorded(
        "white-cell-treatment-lately",
        "chemotherapy, a conjugate, a CDK4/6 or a PARP inhibitor in the last weeks",
        *_WHITE_CELLS,
        kinds=("dose", "order", "statement"),
        statuses=("given", "active", "completed", "stopped", "on-hold"),
        within=TREATMENT_LATELY,
        why="treatment of the cancer would be recorded",
    ),
)

_OPIOID = ("report.hard-to-wake", "report.slow-breathing", "report.pinpoint-pupils", "report.muscle-jerks")
OPIOID_ASKED = _asked("opioid-report-asked", "reported on signs of too much opioid", *_OPIOID, window=NOW_WINDOW)
OPIOID_REPORTED = Fact(
    id="opioid-report",
    label="signs of too much opioid reported",
    computes=any_of(
        _told("report-hard-to-wake", "very drowsy or hard to wake", _OPIOID[0], NOW_WINDOW),
        _told("report-slow-breathing", "slow or shallow breathing", _OPIOID[1], NOW_WINDOW),
        _told("report-pinpoint-pupils", "very small pupils", _OPIOID[2], NOW_WINDOW),
        _told("report-muscle-jerks", "sudden jerks of muscles", _OPIOID[3], NOW_WINDOW),
    ),
)

_LUNG = ("report.sudden-breathlessness", "report.chest-pain")
LUNG_ASKED = _asked("clot-report-asked", "reported on breath and chest pain", *_LUNG, window=NOW_WINDOW)
LUNG_REPORTED = Fact(
    id="clot-report",
    label="sudden breathlessness or chest pain reported",
    computes=any_of(
        _told("report-breathlessness", "sudden breathlessness, self-reported", _LUNG[0], NOW_WINDOW),
        _told("report-chest-pain", "chest pain, self-reported", _LUNG[1], NOW_WINDOW),
    ),
)
_LEG = "report.one-leg-swollen"
LEG_ASKED = _asked("leg-report-asked", "reported on swollen legs", _LEG, window=NOW_WINDOW)
LEG_REPORTED = _told("leg-report", "one leg swollen, self-reported", _LEG, NOW_WINDOW)

_HEAD = ("report.double-vision", "report.face-numbness", "report.hoarse-or-choking", "report.headache-vomiting")
HEAD_ASKED = _asked("cranial-report-asked", "reported on sight, face, voice and headache", *_HEAD)
HEAD_REPORTED = Fact(
    id="cranial-report",
    label="signs of the base of the skull or the brain reported",
    computes=any_of(
        _told("report-double-vision", "new double vision, self-reported", _HEAD[0]),
        _told("report-face-numbness", "new numbness of the face, self-reported", _HEAD[1]),
        _told("report-hoarse", "new hoarseness or trouble swallowing, self-reported", _HEAD[2]),
        _told("report-headache-vomiting", "new headache with vomiting, self-reported", _HEAD[3]),
    ),
)

_STOMACH = ("report.cannot-keep-down", "symptom.unable-to-drink")
STOMACH_ASKED = _asked("stomach-report-asked", "reported on keeping food and drugs down", *_STOMACH, window=NOW_WINDOW)
STOMACH_REPORTED = Fact(
    id="stomach-report",
    label="cannot keep medicines or fluids down",
    computes=any_of(
        _told("report-cannot-keep-down", "kept nothing down for a day, self-reported", _STOMACH[0], NOW_WINDOW),
        _told("report-cannot-drink", "unable to keep fluids down, self-reported", _STOMACH[1], NOW_WINDOW),
    ),
)

# --- pain -------------------------------------------------------------------------------------------------------------

_SCORES = Events(concepts=("obs.pain",), with_value=True)
_PAIN_DAY = number(
    "pain-report-day",
    "day of the newest pain score",
    _SCORES,
    "start",
    "date",
    absence=unknown("without a score there is no day"),
)
_PAIN_BEFORE = lab(
    "pain-report-before",
    "pain score of the two weeks before the newest",
    "obs.pain",
    since=_PAIN_DAY + COMPARE_WINDOW.times(constant(-1), "date"),
    before=_PAIN_DAY,
    absence=unknown("pain may not have been scored before"),
    digits=0,
)
PAIN_RISEN = Fact(
    id="pain-risen",
    label="worst pain has risen noticeably within two weeks",
    computes=shown(WORST_PAIN - _PAIN_BEFORE >= PAIN_DIFFERENCE),
    note="By 2 points or more, the smallest change that patients with bone metastases notice.",
)

# --- self-harm --------------------------------------------------------------------------------------------------------

_WORDS = "report.self-harm-words"
SELF_HARM_TOLD = _asked("self-harm-words-asked", "words of self-harm were looked for or found", _WORDS)
SELF_HARM_REPORTED = _told("self-harm-words", "words of self-harm in a diary or message", _WORDS)
SELF_HARM_DAY = _day("self-harm-words-day", "day of the words", _WORDS)
SELF_HARM_MOMENT = _moment("self-harm-words-moment", "moment of the words", _WORDS)

RED_FLAG = Fact(
    id="red-flag-reported",
    label="a red flag among the reports",
    computes=any_of(
        CORD_REPORTED,
        SPINE_PAIN_REPORTED,
        BREAK_REPORTED,
        LOADING_REPORTED,
        THIGH_REPORTED,
        JAW_REPORTED,
        LOW_CALCIUM_REPORTED,
        FEVER_REPORTED,
        OPIOID_REPORTED,
        LUNG_REPORTED,
        LEG_REPORTED,
        HEAD_REPORTED,
        STOMACH_REPORTED,
        SELF_HARM_REPORTED,
        HIGH_CALCIUM_SIGNS >= CALCIUM_SIGNS,
    ),
    note="Whoever it belongs to: an alert never rests beside a red flag.",
)
