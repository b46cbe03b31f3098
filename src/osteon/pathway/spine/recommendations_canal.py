"""The invaded canal: the epidural grade, the NOMS frame, and prognosis before an operation."""

from osteon.engine.nodes import all_of, any_of, known
from osteon.engine.rules import Evidence, Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER, CANCER_HISTORY
from osteon.pathway.cord_compression.signs import NEUROLOGY
from osteon.pathway.lesions.facts import IRRADIATED, OPERATED
from osteon.pathway.prognosis.estimates import (
    BMETS_12,
    PATHFX_1,
    PATHFX_3,
    PATHFX_6,
    PATHFX_12,
    PATHFX_18,
    PATHFX_24,
    SORG_1,
    SORG_90,
)
from osteon.pathway.prognosis.scores import TOKUHASHI_GROUP, VAN_DER_LINDEN_GROUP
from osteon.pathway.spine.epidural import (
    EPIDURAL_TREATED,
    ESCC,
    ESCC_CLASS,
    GRADED,
    LEVEL_CLASS,
    LEVEL_ESCC,
    NOMS_PLAN,
)
from osteon.pathway.spine.levels import METASTATIC_LEVEL
from osteon.pathway.spine.stability import RATED, SINS_CATEGORY
from osteon.pathway.surgery.facts import SURGERY_ASKED

_BILSKY = "classes of the grades, through reviews"

HIGH = Recommendation(
    id="sp-escc-high",
    title="High-grade epidural compression",
    applies=all_of(GRADED, CANCER_HISTORY),
    unless=EPIDURAL_TREATED,
    when=ESCC_CLASS.one_of("high"),
    advise="Treat as cord compression now: phone the service, with a spinal surgeon. Surgery comes first unless the tumour is very "
    "radiosensitive or the patient is unfit for it.",
    urgency="emergency",
    evidence=(
        evidence("BILSKY10", _BILSKY, "expert frame", "secondary"),
        evidence(
            "NOMS13", "grades 2 and 3: decompression before radiation, as summarised", "expert frame", "secondary"
        ),
    ),
    purpose="The cord is compressed on the picture, whether or not the patient can still walk.",
    misuse="Whether breast cancer counts as very radiosensitive is disputed: see the policy on high-grade compression. The grades "
    "speak of the cord, so they say little about levels below its end.",
    shows=(ESCC,),
)

OPEN = Recommendation(
    id="sp-escc-open",
    title="Epidural grade 1c: decide together",
    applies=all_of(GRADED, CANCER_HISTORY),
    unless=EPIDURAL_TREATED,
    when=ESCC_CLASS.one_of("open"),
    advise="The tumour touches the cord without compressing it: let spinal surgeon and radiation oncologist decide together which "
    "comes first, and say which new signs mean phoning at once.",
    urgency="soon",
    evidence=(
        evidence("BILSKY10", "grade 1c is debated, through reviews", "expert frame", "secondary"),
        evidence("OSTEON", "product decision: a debated grade goes to people", "no source", "derived"),
    ),
    purpose="The frame leaves this grade between radiotherapy and surgery.",
    misuse="A site that treats 1c as low or as high grade sets the policy, and this stays silent.",
    asks=False,
)

LOW = Recommendation(
    id="sp-escc-low",
    title="Low-grade and stable: radiotherapy before surgery",
    applies=all_of(
        GRADED,
        BREAST_CANCER,
        METASTATIC_LEVEL,
        any_of(known(LEVEL_ESCC), RATED),
        shown(LEVEL_CLASS.one_of("low")),
    ),
    unless=any_of(IRRADIATED, OPERATED, EPIDURAL_TREATED),
    when=all_of(SINS_CATEGORY.one_of("stable"), ~NEUROLOGY),
    advise="If this level is treated, radiotherapy comes before surgery: the canal is invaded at low grade at most, the level "
    "is stable, and there is no neurological deficit.",
    urgency="routine",
    evidence=(
        evidence("BILSKY10", _BILSKY, "expert frame", "secondary"),
        evidence("NOMS13", "grades 1a and 1b: radiation, as summarised", "expert frame", "secondary"),
    ),
    purpose="It spares an operation where none is called for.",
    misuse="It needs all three: grade, stability and a cord that was examined. It does not say whether the level needs treatment at "
    "all. A level that was irradiated or operated before is another question.",
    shows=(LEVEL_ESCC, SINS_CATEGORY),
)

_COMPUTED = (TOKUHASHI_GROUP, VAN_DER_LINDEN_GROUP)
_ENTERED = (PATHFX_1, PATHFX_3, PATHFX_6, PATHFX_12, PATHFX_18, PATHFX_24, SORG_90, SORG_1, BMETS_12)

PROGNOSIS = Recommendation(
    id="sp-prognosis-before-surgery",
    title="Estimate survival before surgery",
    applies=all_of(SURGERY_ASKED, BREAST_CANCER, BONE_METASTASIS),
    when=~any_of(*(known(score) for score in (*_COMPUTED, *_ENTERED))),
    advise="Record what at least one validated prognostic score needs before surgery of the spine or of a bone, and read its result "
    "with its accuracy beside it. Never decide by a score alone.",
    urgency="routine",
    evidence=(
        evidence("DUTCH18", "advises a prognostic model, abstract and summary", "conditional opinion", "primary"),
        evidence("NG234", "evidence review L on prognostic tools: that it exists", "evidence review", "primary"),
    ),
    purpose="Whether an operation is worth its recovery depends on the time that is left, and estimates by eye err.",
    misuse="The scores were made before today's drugs. In one series after surgery of the spine the c-statistic was 0.67 for Tokuhashi, "
    "0.69 for Tomita and 0.79 for the New England score.",
)

# --- the rows of the frame --------------------------------------------------------------------------------------------

_FRAME = all_of(GRADED, BREAST_CANCER, RATED, any_of(known(LEVEL_ESCC), shown(ESCC_CLASS.one_of("low"))))
_MISUSE = "The table of the frame was not read, so this row is a draft. It frames a discussion and decides nothing."


def _row(row: str) -> tuple[Evidence, ...]:
    return (evidence("NOMS13", f"table of plans, row: {row}; not read", "expert frame", "memory"),)


NOMS_STABILISE = Recommendation(
    id="sp-noms-stabilise",
    title="NOMS: stabilise, then irradiate",
    applies=_FRAME,
    unless=EPIDURAL_TREATED,
    when=NOMS_PLAN.one_of("stabilise"),
    advise="The frame stabilises an unstable level first (open, percutaneous or with cement) and irradiates afterwards.",
    urgency="info",
    evidence=_row("any grade, unstable"),
    purpose="Instability is a reason for surgery of its own, whatever the grade.",
    misuse=_MISUSE,
    asks=False,
)
NOMS_CONVENTIONAL = Recommendation(
    id="sp-noms-conventional",
    title="NOMS: conventional radiotherapy",
    applies=_FRAME,
    unless=EPIDURAL_TREATED,
    when=NOMS_PLAN.one_of("conventional"),
    advise="The frame irradiates a stable level of a radiosensitive tumour conventionally, and counts breast cancer as such.",
    urgency="info",
    evidence=_row("radiosensitive, stable"),
    purpose="It needs no surgery and no stereotactic planning.",
    misuse=_MISUSE,
    asks=False,
)
NOMS_STEREOTACTIC = Recommendation(
    id="sp-noms-stereotactic",
    title="NOMS: stereotactic radiotherapy",
    applies=_FRAME,
    unless=EPIDURAL_TREATED,
    when=NOMS_PLAN.one_of("stereotactic"),
    advise="The frame irradiates a stable, low-grade level that was irradiated before stereotactically.",
    urgency="info",
    evidence=_row("low grade, previously irradiated, stable"),
    purpose="It spares the cord at a second course.",
    misuse=_MISUSE,
    asks=False,
)
NOMS_SEPARATION = Recommendation(
    id="sp-noms-separation",
    title="NOMS: separation surgery first",
    applies=_FRAME,
    unless=EPIDURAL_TREATED,
    when=NOMS_PLAN.one_of("separation"),
    advise="The frame frees the cord by separation surgery where a high-grade level was irradiated before, and irradiates "
    "stereotactically afterwards, in patients who are fit for it.",
    urgency="info",
    evidence=_row("high grade, previously irradiated, stable, fit"),
    purpose="A gap between tumour and cord lets the dose be given.",
    misuse=_MISUSE,
    asks=False,
)
NOMS_UNFIT = Recommendation(
    id="sp-noms-unfit",
    title="NOMS: not fit for surgery",
    applies=_FRAME,
    unless=EPIDURAL_TREATED,
    when=NOMS_PLAN.one_of("conventional-unfit"),
    advise="The frame irradiates conventionally where surgery cannot be borne, whatever grade and stability.",
    urgency="info",
    evidence=_row("any grade, not fit for surgery"),
    purpose="It keeps a treatment for those who cannot have surgery.",
    misuse=_MISUSE,
    asks=False,
)
