"""Breast cancer, metastases, and what shows that bone is affected.

A diagnosis that is only suspected never counts. A hot spot on a bone scan is kept apart: by itself it makes no metastasis.
Entries that say `absent` or `negative` are the denial of a finding and never the finding.
"""

from osteon.engine.events import Events, earliest
from osteon.engine.nodes import AnyLesion, DaysSince, Fact, all_of, any_of, known, unknown
from osteon.pathway.asking import finding, group, recorded
from osteon.pathway.bone_disease.parameters import NEW_DISEASE_WINDOW

_DENIED = ("absent", "negative", "equivocal")
_DIAGNOSED = "the diagnosis would be in the record"
_REPORTED = "a conclusion of imaging would be recorded"

_VERTEBRAE = tuple(
    f"vertebra.{region}{number}"
    for region, last in (("C", 7), ("T", 12), ("L", 5), ("S", 5))
    for number in range(1, last + 1)
)
_SKELETON = (
    "skeleton",
    "skull",
    "skull.frontal",
    "skull.parietal",
    "skull.occipital",
    "skull.temporal",
    "skull.sphenoid",
    "face",
    "mandible",
    "maxilla",
    "orbit",
    "spine",
    "spine.cervical",
    "spine.thoracic",
    "spine.lumbar",
    *_VERTEBRAE,
    "sacrum",
    "coccyx",
    "pelvis",
    "ilium",
    "ischium",
    "pubis",
    "acetabulum",
    "rib",
    *(f"rib.{number}" for number in range(1, 13)),
    "sternum",
    "sternum.manubrium",
    "clavicle",
    "scapula",
    "humerus",
    "humerus.proximal",
    "humerus.shaft",
    "humerus.distal",
    "radius",
    "ulna",
    "carpal",
    "metacarpal",
    "femur",
    "femur.proximal",
    "femur.head",
    "femur.neck",
    "femur.trochanter",
    "femur.lesser-trochanter",
    "femur.shaft",
    "femur.distal",
    "tibia",
    "fibula",
    "patella",
    "tarsal",
    "talus",
    "metatarsal",
    "upper-limb",
    "lower-limb",
)

_BREAST = group("condition.breast-cancer", "condition.breast-cancer.", "history.breast-cancer")
_VISCERA = tuple(
    f"condition.metastasis.{organ}"
    for organ in (
        "liver",
        "lung",
        "brain",
        "pleura",
        "meninges",
        "meninges-spinal",
        "nervous-system",
        "spinal-cord",
        "cauda-equina",
        "adrenal",
        "ovary",
        "peritoneum",
    )
)
_REGIONAL = ("condition.metastasis.axillary-nodes",)
_ANY_METASTASIS = (
    "condition.metastasis",
    "history.metastasis",
    "condition.breast-cancer.gbrca-her2neg-metastatic",
    *(name for name in group("condition.metastasis.") if name not in _REGIONAL),
)

# --- breast cancer and its history ------------------------------------------------------------------------------------

_BREAST_DIAGNOSIS = recorded(
    "breast-cancer-diagnosis", "diagnosis of breast cancer", *_BREAST, not_answers=_DENIED, why=_DIAGNOSED
)
_CANCER_OF_BREAST = recorded(
    "cancer-of-breast",
    "cancer with the breast as its site",
    "condition.cancer",
    sites=("breast",),
    not_answers=_DENIED,
    why=_DIAGNOSED,
)
BREAST_CANCER = Fact(id="breast-cancer", label="breast cancer", computes=any_of(_BREAST_DIAGNOSIS, _CANCER_OF_BREAST))

_OTHER_CANCER = recorded(
    "other-cancer",
    "diagnosis of cancer",
    "condition.cancer",
    "condition.cancer-other-organ",
    not_answers=_DENIED,
    why=_DIAGNOSED,
)

# --- bone -------------------------------------------------------------------------------------------------------------

_BONE_DIAGNOSIS = recorded(
    "bone-metastasis-diagnosis",
    "diagnosis of bone metastasis",
    "condition.metastasis.bone",
    not_answers=_DENIED,
    why=_DIAGNOSED,
)
_METASTASIS_IN_BONE = recorded(
    "metastasis-at-bone-site",
    "metastasis with a bone as its site",
    "condition.metastasis",
    sites=_SKELETON,
    not_answers=_DENIED,
    why=_DIAGNOSED,
)
_NEOPLASTIC_FRACTURE = recorded(
    "pathological-fracture-neoplastic",
    "pathological fracture from cancer",
    "fracture.pathological-neoplastic",
    not_answers=_DENIED,
    why="a fracture would be recorded",
)

# Newest word at the same place, or newest word of all: a later MRI that clears one spot clears that spot only.
_IMAGED_AT_SITE = finding(
    "metastasis-imaging-at-site",
    "metastasis seen on imaging at a place in the skeleton",
    "finding.metastasis-imaging",
    "condition.bone-lytic-lesion",
    not_answers=("equivocal",),
    per_lesion=True,
    why=_REPORTED,
)
_IMAGED = finding(
    "metastasis-imaging",
    "bone metastasis or lytic lesion seen on imaging",
    "finding.metastasis-imaging",
    "condition.bone-lytic-lesion",
    not_answers=("equivocal",),
    why=_REPORTED,
)
_SEEN_ON_IMAGING = any_of(_IMAGED, AnyLesion(of=_IMAGED_AT_SITE))

_LOCAL_TREATMENT = (
    "proc.ebrt.photon",
    "proc.ebrt.electron",
    "proc.ebrt.proton",
    "proc.rt.course",
    "proc.sbrt",
    "proc.radiopharmaceutical",
    "proc.vertebroplasty",
    "proc.intramedullary-fixation",
    "proc.bone-fixation",
    "proc.hip-arthroplasty",
    "proc.spinal-fixation",
    "proc.spinal-decompression",
)
_TREATED_FOR_METASTASIS = recorded(
    "treated-for-bone-metastasis",
    "radiotherapy or surgery for bone metastasis",
    *_LOCAL_TREATMENT,
    indications=("condition.metastasis.bone", "fracture.pathological-neoplastic"),
    why="local treatment would be recorded",
)
_PALLIATED_BONE = recorded(
    "palliative-treatment-of-bone",
    "palliative radiotherapy or surgery at a bone",
    *_LOCAL_TREATMENT,
    sites=_SKELETON,
    answers=("palliative", "proc.intent.palliative"),
    why="local treatment would be recorded",
)
_AGENT_FOR_METASTASIS = recorded(
    "agent-for-bone-metastasis",
    "bone agent given for bone metastasis",
    *(
        f"drug.{name}"
        for name in ("zoledronic-acid", "denosumab-120", "denosumab", "pamidronate", "ibandronate", "clodronate")
    ),
    indications=("condition.metastasis.bone",),
    why="the reason stands in the prescription",
)

BONE_METASTASIS = Fact(
    id="bone-metastasis",
    label="bone metastasis",
    computes=any_of(
        _BONE_DIAGNOSIS,
        _METASTASIS_IN_BONE,
        _SEEN_ON_IMAGING,
        _NEOPLASTIC_FRACTURE,
        _TREATED_FOR_METASTASIS,
        _PALLIATED_BONE,
        _AGENT_FOR_METASTASIS,
    ),
    ask="Are there metastases in bone?",
    note="From diagnoses, imaging conclusions, fractures, and treatment given for it; a positive bone scan alone does not count.",
)
BONE_SCAN_POSITIVE = finding(
    "bone-scan-positive", "positive bone scan", "finding.bone-scan-positive", not_answers=("equivocal",), why=_REPORTED
)
_DESTRUCTION = finding(
    "bone-destruction",
    "bone destruction on X-ray, CT or MRI",
    "finding.bone-destruction",
    not_answers=("equivocal",),
    why=_REPORTED,
)
STRUCTURAL_EVIDENCE = Fact(
    id="structural-evidence",
    label="structural evidence of bone metastasis",
    computes=any_of(_DESTRUCTION, _SEEN_ON_IMAGING, _NEOPLASTIC_FRACTURE),
    ask="Do X-ray, CT or MRI show bone destruction or metastasis?",
)
METASTASIS_FIRST_SEEN = Fact(
    id="bone-metastasis-first-seen",
    label="bone metastasis first recorded",
    reads=earliest(
        Events(
            concepts=(
                "condition.metastasis.bone",
                "finding.metastasis-imaging",
                "condition.bone-lytic-lesion",
                "fracture.pathological-neoplastic",
            ),
            not_answers=_DENIED,
        )
    ),
    absence=unknown("treatment alone does not date it"),
    ask="When was bone metastasis first seen?",
)

# --- elsewhere --------------------------------------------------------------------------------------------------------

VISCERAL_METASTASIS = recorded(
    "visceral-metastasis", "visceral metastasis", *_VISCERA, not_answers=_DENIED, why=_DIAGNOSED
)
_METASTASIS_DIAGNOSIS = recorded(
    "metastasis-diagnosis", "diagnosis of metastasis", *_ANY_METASTASIS, not_answers=_DENIED, why=_DIAGNOSED
)
METASTATIC = Fact(
    id="metastatic-disease",
    label="metastatic disease",
    computes=any_of(BONE_METASTASIS, _METASTASIS_DIAGNOSIS),
    note="Lymph nodes of the armpit are regional and do not count.",
)
METASTATIC_FIRST_SEEN = Fact(
    id="metastatic-disease-first-seen",
    label="metastatic disease first recorded",
    reads=earliest(
        Events(
            concepts=(
                *_ANY_METASTASIS,
                "finding.metastasis-imaging",
                "condition.bone-lytic-lesion",
                "fracture.pathological-neoplastic",
            ),
            not_answers=_DENIED,
        )
    ),
    absence=unknown("an entry without a date does not date it"),
    ask="When was metastatic disease first seen?",
)
METASTATIC_NEW = Fact(
    id="metastatic-disease-new",
    label="newly metastatic",
    computes=all_of(
        METASTATIC, known(METASTATIC_FIRST_SEEN), DaysSince(of=METASTATIC_FIRST_SEEN) <= NEW_DISEASE_WINDOW
    ),
)
CANCER_HISTORY = Fact(
    id="cancer-history", label="cancer, now or in the past", computes=any_of(BREAST_CANCER, _OTHER_CANCER, METASTATIC)
)
