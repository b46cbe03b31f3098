"""Mouth and jaw: examinations, procedures, signs. Silence about a mouth says nothing; it is asked."""

from osteon.engine.events import Events, exists
from osteon.engine.nodes import Fact, any_of, unknown
from osteon.pathway.asking import finding, number, recorded, shown, sign
from osteon.pathway.calcium.facts import HYPERCALCAEMIA
from osteon.pathway.jaw.parameters import JAW_SIGN_WINDOW

_AGENTS = (
    "drug.zoledronic-acid",
    "drug.denosumab-120",
    "drug.denosumab",
    "drug.pamidronate",
    "drug.ibandronate",
    "drug.clodronate",
)
_NOT_ASKED = "mouths are rarely described in an oncology record"

# --- treatment --------------------------------------------------------------------------------------------------------

EXPOSED = recorded(
    "antiresorptive-exposure",
    "ever treated with an antiresorptive drug",
    *_AGENTS,
    "drug.zoledronic-acid-5mg",
    "drug.denosumab-60",
    statuses=("given", "active", "completed", "stopped", "on-hold"),
    why="treatment with a bone agent would be recorded",
)
_FOR_HYPERCALCAEMIA = recorded(
    "bone-agent-for-hypercalcaemia",
    "bone agent ordered for hypercalcaemia",
    *_AGENTS,
    statuses=("planned", "active"),
    indications=("condition.hypercalcaemia",),
    why="the order would name the reason",
)
URGENT_START = Fact(
    id="bone-agent-urgent-start",
    label="bone agent cannot wait (hypercalcaemia)",
    computes=any_of(_FOR_HYPERCALCAEMIA, shown(HYPERCALCAEMIA)),
    note="Only hypercalcaemia that is known makes a start urgent: an exception has to be shown.",
)

# --- examinations and procedures --------------------------------------------------------------------------------------

DENTAL_EXAM = number(
    "dental-exam",
    "last dental examination",
    Events(concepts=("dental.exam",), statuses=("done", "final")),
    "start",
    "date",
    absence=unknown(_NOT_ASKED),
    ask="When did a dentist last examine the mouth?",
)
DENTAL_EXAM_EVER = Fact(
    id="dental-exam-ever",
    label="a dental examination",
    absence=unknown(_NOT_ASKED),
    reads=exists(Events(concepts=("dental.exam",), statuses=("done", "final"))),
    ask="Has a dentist examined the mouth?",
)
_PROCEDURE_ASKED = sign(
    "dental-procedure-planned",
    "invasive dental procedure planned",
    "dental.invasive-procedure-planned",
    within=JAW_SIGN_WINDOW,
    why=_NOT_ASKED,
    ask="Is a tooth extraction, an implant or other surgery of the jaw planned?",
)
_EXTRACTION_PLANNED = recorded(
    "tooth-extraction-planned",
    "tooth extraction planned",
    "proc.tooth-extraction",
    statuses=("planned",),
    why="a plan that this clinic made would be recorded",
)
PROCEDURE_PLANNED = Fact(
    id="dental-surgery-planned",
    label="surgery of teeth or jaw planned",
    computes=any_of(_PROCEDURE_ASKED, _EXTRACTION_PLANNED),
)
PROCEDURE_ELECTIVE = sign(
    "dental-procedure-elective",
    "dental procedure is elective",
    "dental.procedure-elective",
    within=JAW_SIGN_WINDOW,
    why="whether a procedure can be avoided is a dentist's judgement",
    ask="Could the dental procedure be avoided?",
)
SURGERY_DONE = recorded(
    "dental-surgery-done",
    "surgery of teeth or jaw",
    "dental.surgery-done",
    "proc.tooth-extraction",
    statuses=("done", "final"),
    within=JAW_SIGN_WINDOW,
    why="surgery would be reported",
)
MUCOSA_CLOSED = sign(
    "dental-mucosa-closed",
    "mucosa closed after surgery",
    "dental.mucosa-closed",
    within=JAW_SIGN_WINDOW,
    why=_NOT_ASKED,
    ask="Has the mucosa closed over the site?",
)
MUCOSA_UNHEALED = sign(
    "dental-mucosa-unhealed",
    "open wound of the oral mucosa",
    "dental.mucosa-unhealed",
    within=JAW_SIGN_WINDOW,
    why=_NOT_ASKED,
    ask="Is there an open wound in the mouth?",
)

# --- signs ------------------------------------------------------------------------------------------------------------

EXPOSED_BONE = sign(
    "jaw-exposed-bone",
    "exposed bone in the mouth",
    "jaw.exposed-bone",
    within=JAW_SIGN_WINDOW,
    why=_NOT_ASKED,
    ask="Is bone visible anywhere in the mouth?",
)
FISTULA = sign(
    "jaw-fistula",
    "fistula of mouth or jaw",
    "jaw.fistula",
    within=JAW_SIGN_WINDOW,
    why=_NOT_ASKED,
    ask="Is there a fistula in the mouth or at the jaw?",
)
LOOSE_TOOTH = sign(
    "jaw-loose-tooth",
    "loose tooth",
    "jaw.loose-tooth",
    within=JAW_SIGN_WINDOW,
    why=_NOT_ASKED,
    ask="Has a tooth become loose?",
)
JAW_PAIN = sign(
    "jaw-pain", "jaw pain", "symptom.jaw-pain", within=JAW_SIGN_WINDOW, why=_NOT_ASKED, ask="Does the jaw hurt?"
)
OSTEONECROSIS = finding(
    "jaw-osteonecrosis",
    "osteonecrosis of the jaw",
    "condition.onj",
    why="osteonecrosis of the jaw would be among the diagnoses",
)

# --- risks ------------------------------------------------------------------------------------------------------------

SMOKER = sign(
    "smoker", "smokes", "status.smoker", why="smoking is often not written down", ask="Does the patient smoke?"
)
DIABETES_UNCONTROLLED = sign(
    "diabetes-uncontrolled",
    "diabetes not under control",
    "condition.diabetes-uncontrolled",
    within=JAW_SIGN_WINDOW,
    why="control of diabetes is a judgement of its own",
    ask="If the patient has diabetes: is it out of control?",
)
DENTURES_ILL_FITTING = sign(
    "dentures-ill-fitting",
    "dentures do not fit",
    "dental.dentures-ill-fitting",
    within=JAW_SIGN_WINDOW,
    why=_NOT_ASKED,
    ask="If the patient wears dentures: do they rub or move?",
)
