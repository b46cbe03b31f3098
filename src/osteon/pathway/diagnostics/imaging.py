"""Pictures of the skeleton: the newest of each kind, what asks for one, and the stage that makes one worth while.

Pictures are read with a closed world: one that was taken is in the record. What a reader should check first when a
recommendation here surprises is therefore whether pictures from elsewhere reach this record at all.
"""

from typing import Any

from osteon.engine.events import Events, earliest
from osteon.engine.nodes import DaysSince, Fact, Node, all_of, any_of, constant, known, stale, unknown
from osteon.pathway.asking import category, finding, group, lab, number, recorded, shown, sign
from osteon.pathway.bone_disease.facts import METASTATIC, METASTATIC_FIRST_SEEN
from osteon.pathway.bone_disease.parameters import NEW_DISEASE_WINDOW
from osteon.pathway.calcium.facts import HYPERCALCAEMIA
from osteon.pathway.cord_compression.parameters import PAIN_WINDOW as SPINAL_PAIN_WINDOW
from osteon.pathway.cord_compression.signs import FIRST_SIGN
from osteon.pathway.diagnostics.parameters import (
    BASELINE_WINDOW,
    EARLY_WINDOW,
    IMAGED_WINDOW,
    PAIN_WINDOW,
    STAGING_WINDOW,
)
from osteon.pathway.diagnostics.tissue import CHANGE_DECIDED
from osteon.pathway.general_condition.parameters import BLOOD_WINDOW
from osteon.pathway.lesions.facts import IN_SPINE, LESION_PAIN, LONG_BONE, WEIGHT_BEARING
from osteon.pathway.tumour.drugs import SYSTEMIC
from osteon.pathway.tumour.facts import SYSTEMIC_CURRENT, SYSTEMIC_LINE_START
from osteon.terminology import is_within, skeletal_sites

NO = ("absent", "negative")
DONE = ("done", "final")
PICTURES = "a picture that was taken is recorded"
_ASKED_FOR = "a request would be recorded"
_DIAGNOSED = "the diagnosis would be in the record"
_NO_DATE = "a picture may have no date"

SKELETON_SCANS = ("proc.bone-scan", "proc.pet-ct")
TRUNK = ("proc.ct", "proc.pet-ct")
SECTIONS = ("proc.bone-scan", "proc.pet-ct", "proc.ct", "proc.mri")
ALL_OF_SKELETON = (*SECTIONS, "proc.ct-spine", "proc.mri-spine")
_SPINE = tuple(name for name in skeletal_sites() if is_within(name, "spine") or is_within(name, "sacrum"))


_EVER = constant(100_000, "d")


def dated_within(date: Node, window: Node) -> Node:
    """Within so many days of a date; false where there is no date, open where its month or year alone is known."""
    age = DaysSince(of=date)
    return all_of(known(age <= _EVER), age <= window)


def _newest(id: str, label: str, *concepts: str) -> Fact:
    events = Events(concepts=concepts, statuses=DONE)
    return number(id, label, events, "start", "date", absence=unknown(_NO_DATE), ask=f"When was the {label}?")


# --- the newest picture of each kind ----------------------------------------------------------------------------------

LAST_BONE_SCAN = _newest("bone-scan-last", "newest bone scan", "proc.bone-scan")
LAST_PETCT = _newest("pet-ct-last", "newest PET/CT", "proc.pet-ct")
LAST_CT = _newest("ct-last", "newest CT", "proc.ct", "proc.ct-spine")
LAST_MRI = _newest("mri-last", "newest MRI", "proc.mri", "proc.mri-spine")
LAST_XRAY = _newest("xray-last", "newest plain film", "proc.xray")
LAST_STAGING = _newest("staging-last", "newest CT, MRI, PET/CT or bone scan", *SECTIONS)
STAGED_EVER = recorded(
    "staged-ever", "CT, MRI, PET/CT or bone scan at any time", *SECTIONS, statuses=DONE, why=PICTURES
)

# --- what asks for a picture ------------------------------------------------------------------------------------------

PAIN = ("symptom.bone-pain", "symptom.hip-pain", "symptom.rib-pain", "symptom.pelvic-bone-pain", "symptom.thigh-pain")
BONE_PAIN = sign(
    "bone-pain-localised",
    "bone pain at one place",
    *PAIN,
    within=PAIN_WINDOW,
    why="pain that nobody asked about is not written down",
    ask="Does any one place in the skeleton hurt?",
)
BONE_PAIN_RECORDED = recorded(
    "bone-pain-recorded",
    "recent bone pain at one place in the record",
    *PAIN,
    statuses=("active", "final"),
    not_answers=NO,
    within=PAIN_WINDOW,
    why="the question of asking for pain is another one",
)
BONE_PAIN_SINCE = Fact(
    id="bone-pain-since",
    label="first recent entry of the bone pain",
    reads=earliest(Events(concepts=PAIN, not_answers=NO, within=PAIN_WINDOW)),
    absence=unknown("an entry may have no date"),
    ask="When did the bone pain begin?",
)
_TESTED = stale(BLOOD_WINDOW, "a test that was not done gives no result, and an old one does not speak for today")
ALP = lab("alkaline-phosphatase", "alkaline phosphatase", "lab.alp", absence=_TESTED, digits=0)
ALP_UPPER = lab(
    "alkaline-phosphatase-upper-limit",
    "upper limit of alkaline phosphatase on the report",
    "lab.alp",
    field="high",
    absence=_TESTED,
    digits=0,
)
ALP_RAISED = Fact(
    id="alkaline-phosphatase-raised",
    label="alkaline phosphatase above the limit of the report",
    computes=ALP > ALP_UPPER,
    note="Only against the limit that the report prints: laboratories differ too much for a limit of our own.",
)
BLOOD_SUSPECT = Fact(
    id="blood-suggests-bone",
    label="raised alkaline phosphatase or calcium",
    computes=any_of(shown(ALP_RAISED), shown(HYPERCALCAEMIA)),
)
IMAGED_SINCE_PAIN = recorded(
    "imaged-since-bone-pain",
    "skeleton imaged since the pain began",
    *ALL_OF_SKELETON,
    statuses=DONE,
    since=BONE_PAIN_SINCE,
    why=PICTURES,
)
IMAGED_RECENTLY = recorded(
    "skeleton-imaged-recently",
    "skeleton imaged in the last three months",
    *ALL_OF_SKELETON,
    statuses=DONE,
    within=IMAGED_WINDOW,
    why=PICTURES,
)
SKELETON_PLANNED = recorded(
    "skeleton-imaging-planned",
    "bone scan or PET/CT asked for",
    *SKELETON_SCANS,
    statuses=("planned",),
    why=_ASKED_FOR,
)
BONE_SCAN_PLANNED = recorded(
    "bone-scan-planned", "bone scan asked for", "proc.bone-scan", statuses=("planned",), why=_ASKED_FOR
)

# --- early disease ----------------------------------------------------------------------------------------------------

STAGES = ("0", "I", "II", "III", "IV")
STAGE = category(
    "cancer-stage",
    "stage of the breast cancer",
    Events(concepts=("condition.stage",)),
    *STAGES,
    absence=unknown("many records hold no stage"),
    ask="What is the stage of the breast cancer?",
    note="The newest stage group on record, clinical or pathological; substages are not kept.",
)
BREAST_CANCER_FIRST_SEEN = Fact(
    id="breast-cancer-first-seen",
    label="breast cancer first recorded",
    reads=earliest(Events(concepts=group("condition.breast-cancer", "condition.breast-cancer."), not_answers=NO)),
    absence=unknown("a diagnosis may have no date"),
    ask="When was breast cancer found?",
)
EARLY_NEW = Fact(
    id="early-breast-cancer-new",
    label="newly found breast cancer without metastases",
    computes=all_of(dated_within(BREAST_CANCER_FIRST_SEEN, EARLY_WINDOW), ~METASTATIC),
)
METASTATIC_NOW = Fact(
    id="metastatic-disease-just-found",
    label="metastatic disease found in the last three months",
    computes=all_of(METASTATIC, dated_within(METASTATIC_FIRST_SEEN, NEW_DISEASE_WINDOW)),
    note="Open where only the month or the year of its first entry is known and the rest would decide.",
)
_SCANNED_NOW = recorded(
    "skeleton-scanned-at-staging",
    "bone scan or PET/CT of the staging",
    *SKELETON_SCANS,
    statuses=DONE,
    within=STAGING_WINDOW,
    why=PICTURES,
)
TRUNK_IMAGED = recorded(
    "trunk-imaged-at-staging",
    "CT or PET/CT of the staging",
    *TRUNK,
    statuses=DONE,
    within=STAGING_WINDOW,
    why=PICTURES,
)
STAGED = Fact(
    id="staged",
    label="chest, abdomen and bone imaged",
    computes=all_of(TRUNK_IMAGED, _SCANNED_NOW),
    note="A PET/CT counts for all three; a CT counts for chest and abdomen whatever part of the body its code names.",
)
NODE_POSITIVE = finding(
    "axillary-nodes-positive",
    "lymph nodes of the armpit affected",
    "status.node-positive",
    "condition.metastasis.axillary-nodes",
    why=_DIAGNOSED,
)
TUMOUR_SIZE = lab(
    "tumour-size",
    "size of the primary tumour",
    "obs.tumour-size",
    absence=unknown("the size stands in reports more often than in results"),
    digits=0,
)
AGGRESSIVE = finding(
    "aggressive-biology", "aggressive biology", "status.aggressive-biology", why="the judgement would be recorded"
)

# --- before treatment -------------------------------------------------------------------------------------------------

_PLANNED_START = number(
    "systemic-start-planned",
    "planned start of systemic treatment",
    Events(concepts=SYSTEMIC, kinds=("order", "statement"), statuses=("planned",)),
    "start",
    "date",
    absence=unknown("a plan may have no date"),
)
_START_PLANNED = recorded(
    "systemic-treatment-planned",
    "systemic treatment planned",
    *SYSTEMIC,
    kinds=("order", "statement"),
    statuses=("planned",),
    why="a plan would be recorded",
)
_STARTED_NOW = Fact(
    id="systemic-treatment-just-begun",
    label="systemic treatment began in the last four weeks",
    computes=dated_within(SYSTEMIC_LINE_START, BASELINE_WINDOW),
)
STARTS_NOW = Fact(
    id="systemic-treatment-starts",
    label="systemic treatment begins or has just begun",
    computes=any_of(all_of(_START_PLANNED, any_of(~SYSTEMIC_CURRENT, CHANGE_DECIDED)), _STARTED_NOW),
    note="A plan counts for somebody who is on no systemic treatment, or whose treatment is to be changed.",
)
BASELINE_OLD = Fact(
    id="staging-too-old",
    label="staging pictures too old for the start of treatment",
    computes=any_of(
        all_of(_START_PLANNED, DaysSince(of=LAST_STAGING) > BASELINE_WINDOW),
        all_of(known(_PLANNED_START), _PLANNED_START - LAST_STAGING > BASELINE_WINDOW),
        all_of(known(SYSTEMIC_LINE_START), SYSTEMIC_LINE_START - LAST_STAGING > BASELINE_WINDOW),
    ),
)

# --- PET/CT instead of a bone scan ------------------------------------------------------------------------------------

PETCT_DONE = recorded(
    "pet-ct-recent", "recent PET/CT", "proc.pet-ct", statuses=DONE, within=STAGING_WINDOW, why=PICTURES
)
ON_BOTH = sign(
    "bone-metastasis-on-pet-and-ct",
    "bone metastasis on both the PET and the CT",
    "finding.bone-metastasis-on-pet-and-ct",
    within=STAGING_WINDOW,
    why="what a picture shows has to be read from the report",
    ask="Does the PET/CT show the bone metastases on both parts, PET and CT?",
)

# --- the spine --------------------------------------------------------------------------------------------------------


def _spine_ct(id: str, label: str, **filters: Any) -> Node:
    return any_of(
        recorded(f"{id}-ct", f"CT of the spine {label}", "proc.ct-spine", statuses=DONE, why=PICTURES, **filters),
        recorded(
            f"{id}-ct-site",
            f"CT {label}, spine named as its site",
            "proc.ct",
            sites=_SPINE,
            statuses=DONE,
            why=PICTURES,
            **filters,
        ),
    )


def _filmed(id: str, label: str, ct: Node, **filters: Any) -> Node:
    name = f"plain film of the spine {label}"
    film = recorded(f"{id}-film", name, "proc.xray", sites=_SPINE, statuses=DONE, why=PICTURES, **filters)
    return any_of(film, ct)


_SIGN, _HURTS = ("spine-since-sign", "since the signs began"), ("spine-while-painful", "while it hurts")
CT_SINCE_SIGN = Fact(
    id="spine-ct-since-sign",
    label="CT of the spine since the signs began",
    computes=_spine_ct(*_SIGN, since=FIRST_SIGN),
)
FILMED_SINCE_SIGN = Fact(
    id="spine-filmed-since-sign",
    label="film or CT of the spine since the signs began",
    computes=_filmed(*_SIGN, CT_SINCE_SIGN, since=FIRST_SIGN),
)
FILMED_FOR_PAIN = Fact(
    id="spine-filmed-for-pain",
    label="film or CT of the spine while it hurts",
    computes=_filmed(*_HURTS, _spine_ct(*_HURTS, within=SPINAL_PAIN_WINDOW), within=SPINAL_PAIN_WINDOW),
)
MRI_BARRED = finding(
    "mri-contraindicated",
    "MRI contraindicated",
    "status.mri-contraindicated",
    why="the contraindication would be recorded",
)

# --- the brain --------------------------------------------------------------------------------------------------------

BRAIN_METASTASIS = recorded(
    "metastasis-of-brain-or-coverings",
    "metastasis of the brain or its coverings",
    "condition.metastasis.brain",
    "condition.metastasis.meninges",
    not_answers=NO,
    why=_DIAGNOSED,
)
BRAIN_IMAGING_PLANNED = recorded(
    "brain-imaging-planned",
    "imaging of the brain asked for",
    "proc.brain-imaging",
    statuses=("planned",),
    why=_ASKED_FOR,
)
CNS_SYMPTOM = sign(
    "cns-symptom",
    "symptom that points to the brain",
    "neuro.cns-symptom",
    "symptom.confusion",
    within=PAIN_WINDOW,
    why="a symptom that nobody asked about is not written down",
    ask="Is there headache, a seizure, confusion, or another symptom that points to the brain?",
)

# --- one place --------------------------------------------------------------------------------------------------------

_HOT = finding(
    "lesion-hot-on-scan",
    "hot spot on the bone scan at this place",
    "finding.bone-scan-positive",
    not_answers=("equivocal",),
    per_lesion=True,
    why="a conclusion of imaging would be recorded",
)
_HURTS_HERE = recorded(
    "pain-recorded-at-lesion",
    "recent pain recorded at this place",
    *PAIN,
    statuses=("active", "final"),
    not_answers=NO,
    within=PAIN_WINDOW,
    per_lesion=True,
    why="the question of asking for pain is another one",
)
HOT_AND_LOADED = Fact(
    id="hot-spot-in-loaded-bone",
    label="hot spot in a long or weight-bearing bone",
    computes=all_of(_HOT, any_of(LONG_BONE, WEIGHT_BEARING)),
)
PAINFUL = Fact(
    id="lesion-painful",
    label="painful lesion outside the spine",
    computes=all_of(
        any_of(_HURTS_HERE, all_of(known(LESION_PAIN), LESION_PAIN.one_of("mild", "moderate", "functional"))),
        ~IN_SPINE,
    ),
)
FILMED_HERE = recorded(
    "lesion-filmed",
    "film or CT of this place, or what one shows of it",
    "proc.xray",
    "proc.ct",
    "proc.ct-spine",
    "lesion.type",
    "lesion.cortex-share",
    "lesion.axial-cortex",
    "lesion.circumferential-share",
    "lesion.collapse",
    "finding.bone-destruction",
    "condition.bone-lytic-lesion",
    statuses=(*DONE, "active"),
    per_lesion=True,
    why=PICTURES,
)
