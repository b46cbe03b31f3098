"""Facts about the lesion in question that more than one topic asks for.

They are recorded on the lesion (see the manual, `docs/lesions.md`); silence about a picture or a pain says nothing.
"""

from osteon.engine.events import Events
from osteon.engine.nodes import Fact, unknown
from osteon.pathway.asking import category, finding, group, lesion_site, number, places, recorded
from osteon.terminology import site, skeletal_sites

_PICTURED = "a picture is described only where somebody looked at it"
_DONE = "a procedure at the lesion would be recorded"

LESION_SITE = lesion_site("lesion-site", "place of the lesion")

_LONG = places(*(name for name in skeletal_sites() if site(name).long_bone))
_BEARING = places(*(name for name in skeletal_sites() if site(name).weight_bearing))

LONG_BONE = Fact(id="lesion-in-long-bone", label="lesion in a long bone", computes=LESION_SITE.one_of(*_LONG))
IN_FEMUR = Fact(id="lesion-in-femur", label="lesion in the femur", computes=LESION_SITE.one_of(*places("femur")))
IN_SPINE = Fact(
    id="lesion-in-spine", label="lesion in the spine", computes=LESION_SITE.one_of(*places("spine", "sacrum"))
)
WEIGHT_BEARING = Fact(
    id="lesion-in-weight-bearing-bone", label="lesion in a weight-bearing bone", computes=LESION_SITE.one_of(*_BEARING)
)

PROVEN = finding(
    "lesion-proven",
    "metastasis said by a diagnosis, CT, MRI or film of this place",
    "condition.metastasis.bone",
    "finding.metastasis-imaging",
    "condition.bone-lytic-lesion",
    "finding.bone-destruction",
    "fracture.pathological-neoplastic",
    "lesion.type",
    why="a lesion that was proven is recorded as one; a hot spot on a bone scan alone proves none",
    per_lesion=True,
)
FRACTURED = finding(
    "lesion-fractured",
    "pathological fracture at the lesion",
    "fracture.pathological-neoplastic",
    "fracture.pathological",
    why="a fracture would be recorded",
    per_lesion=True,
)

LESION_TYPE = category(
    "lesion-type",
    "kind of lesion",
    Events(concepts=("lesion.type",), per_lesion=True),
    "lytic",
    "mixed",
    "blastic",
    absence=unknown(_PICTURED),
    ask="Is the lesion lytic, mixed or blastic on film or CT?",
)
LESION_PAIN = category(
    "lesion-pain",
    "pain of the lesion",
    Events(concepts=("lesion.pain",), per_lesion=True),
    "none",
    "mild",
    "moderate",
    "functional",
    absence=unknown("pain that nobody asked about is not written down"),
    ask="How much does the lesion hurt: not at all, mildly, moderately, or when the limb is used?",
)

RADIOTHERAPY = group("proc.ebrt.", "proc.rt.course", "proc.sbrt")
IRRADIATED = recorded(
    "lesion-irradiated",
    "radiotherapy to the lesion",
    *RADIOTHERAPY,
    why=_DONE,
    statuses=("done", "active", "final"),
    per_lesion=True,
)
LAST_RADIOTHERAPY = number(
    "lesion-last-radiotherapy",
    "last radiotherapy to the lesion",
    Events(concepts=RADIOTHERAPY, statuses=("done", "active", "final"), per_lesion=True),
    "start",
    "date",
    absence=unknown("radiotherapy may be recorded without a date"),
    ask="When was this place irradiated?",
)
RADIOTHERAPY_PLANNED = recorded(
    "lesion-radiotherapy-planned",
    "radiotherapy to the lesion planned or asked for",
    *RADIOTHERAPY,
    why="a plan or a request would be recorded",
    statuses=("planned", "active"),
    kinds=("request", "order", "procedure", "decision"),
    per_lesion=True,
)
SURGERY = (
    "proc.intramedullary-fixation",
    "proc.hip-arthroplasty",
    "proc.bone-fixation",
    "proc.spinal-decompression",
    "proc.spinal-fixation",
)
OPERATED = recorded(
    "lesion-operated",
    "surgery to the lesion",
    *SURGERY,
    why=_DONE,
    statuses=("done", "active", "final"),
    per_lesion=True,
)
LAST_SURGERY = number(
    "lesion-last-surgery",
    "last surgery to the lesion",
    Events(concepts=SURGERY, statuses=("done", "active", "final"), per_lesion=True),
    "start",
    "date",
    absence=unknown("surgery may be recorded without a date"),
    ask="When was this place operated?",
)
