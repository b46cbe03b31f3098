"""The broken or operated bone, what comes before an operation, and bone agents where a bone may break."""

from osteon.engine.nodes import AnyLesion, all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.atypical_femoral_fracture.facts import FEMUR_IMAGED, OTHER_SIDE_IMAGED, THIGH_PAIN
from osteon.pathway.bone_agents.dosing import ZA_INTERVAL
from osteon.pathway.bone_agents.facts import (
    AGENT_CURRENT,
    AGENT_STARTED,
    LIFE_EXPECTANCY,
    ZOLEDRONIC_ACID_CURRENT,
)
from osteon.pathway.bone_agents.kidneys import RISE_SHOWN, ZA_BARRED_SHOWN
from osteon.pathway.bone_agents.parameters import MIN_LIFE_EXPECTANCY, ZA_LABEL_INTERVAL
from osteon.pathway.bone_agents.whose import CHOOSING, IV_STARTED, ZA_FOR_BONE
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC_NEW
from osteon.pathway.diagnostics.tissue import BIOPSY_PLANNED, METASTASIS_BIOPSIED
from osteon.pathway.fracture.facts import IMPENDING_FRACTURE, RISK_SIGN, UNFIXED_LONG_BONE
from osteon.pathway.fracture.measures import (
    FRACTURE_DAY,
    FRACTURE_UNTREATED,
    IRRADIATED_SINCE_SURGERY,
    LATERAL_CORTEX,
    OPERATED_LATELY,
    SOLITARY,
    SURGERY_PLANNED,
    WHOLE_BONE_FILMED,
)
from osteon.pathway.fracture.parameters import SURVIVAL_GATE
from osteon.pathway.lesions.facts import (
    IN_SPINE,
    LAST_SURGERY,
    LESION_SITE,
    LONG_BONE,
    OPERATED,
    PROVEN,
    RADIOTHERAPY_PLANNED,
)
from osteon.pathway.renal_function.facts import CREATININE_CLEARANCE, ON_DIALYSIS

# --- broken, operated -------------------------------------------------------------------------------------------------

COMPLETE = Recommendation(
    id="fx-complete-long-bone",
    title="Broken long bone: stabilise",
    applies=all_of(LONG_BONE, PROVEN, BREAST_CANCER),
    when=FRACTURE_UNTREATED,
    advise="Unless it is treated elsewhere already, have orthopaedic surgery see this fracture today and stabilise it if the "
    "patient is fit for it; plan radiotherapy of the operated bone afterwards.",
    urgency="urgent",
    evidence=(
        evidence(
            "MSTS20",
            "abstract of the chapter drawn from the guideline: femoral fractures almost always require surgery",
            "stated as background",
            "secondary",
        ),
        evidence("ASTRO24", "postoperative radiotherapy of non-spine metastases", "strong, low quality", "primary"),
    ),
    purpose="A bone broken through a metastasis seldom heals by rest.",
    misuse="The statement on surgery is about the femur; an arm may be treated in a brace. Surgery that was recorded at another place "
    "of the bone looks like none, and an entry repeated at each visit looks fresh.",
    shows=(FRACTURE_DAY,),
)

SPLINT = Recommendation(
    id="fx-complete-long-bone-splint",
    title="Broken long bone: splint and pain relief",
    applies=all_of(LONG_BONE, PROVEN, BREAST_CANCER, FRACTURE_UNTREATED),
    when=~SURGERY_PLANNED,
    advise="Until it is stabilised, splint the limb, keep load off it and treat the pain.",
    urgency="urgent",
    evidence=(evidence("MSTS20", "not read", "good practice", "memory"),),
    purpose="Movement of the broken ends is what hurts.",
    misuse="It replaces no surgeon's opinion.",
)

POSTOPERATIVE = Recommendation(
    id="fx-postop-rt",
    title="Radiotherapy after bone surgery",
    applies=all_of(OPERATED, ~IN_SPINE, PROVEN, BREAST_CANCER, OPERATED_LATELY),
    unless=RADIOTHERAPY_PLANNED,
    when=~IRRADIATED_SINCE_SURGERY,
    advise="Recommend radiotherapy to the operated bone: none is on record since the operation.",
    urgency="soon",
    evidence=(
        evidence("ASTRO24", "postoperative radiotherapy of non-spine metastases", "strong, low quality", "primary"),
    ),
    purpose="The implant holds the bone, and the tumour around it goes on growing.",
    misuse="Radiotherapy that was recorded without its place, or at another place of the bone, looks like none.",
    shows=(LAST_SURGERY,),
)

# --- before an operation ----------------------------------------------------------------------------------------------

WHOLE_BONE = Recommendation(
    id="fx-whole-bone-films",
    title="Films of the whole bone first",
    applies=all_of(SURGERY_PLANNED, LONG_BONE, PROVEN, BREAST_CANCER),
    when=~WHOLE_BONE_FILMED,
    advise="Take films of the whole bone in two planes, from joint to joint, before it is operated on: a second lesion changes the "
    "implant.",
    urgency="soon",
    evidence=(
        evidence("BOAST22", "standard 6: orthogonal radiographs of the whole bone", "standard for practice", "primary"),
    ),
    purpose="An implant that ends at a second lesion breaks there.",
    misuse="The standard asks for these films wherever metastatic bone disease is suspected; here they are asked for when surgery is "
    "planned. Films that were taken and not recorded as such look like none.",
)

SOLITARY_BIOPSY = Recommendation(
    id="fx-solitary-biopsy",
    title="Single bone lesion: tissue before surgery",
    applies=all_of(
        SOLITARY,
        BREAST_CANCER,
        AnyLesion(of=all_of(PROVEN, ~OPERATED, any_of(METASTATIC_NEW, SURGERY_PLANNED, IMPENDING_FRACTURE))),
    ),
    unless=BIOPSY_PLANNED,
    when=~METASTASIS_BIOPSIED,
    advise="Get a definite diagnosis, as a rule by biopsy, before this single bone lesion is nailed or treated otherwise: it need "
    "not be a metastasis. Have ER, PR and HER2 tested on it. If it looks like a primary bone tumour, the biopsy belongs in a bone "
    "sarcoma centre.",
    urgency="soon",
    evidence=(
        evidence(
            "BASO99", "abstract: definitive diagnosis before treatment of a solitary metastasis", "guideline", "primary"
        ),
        evidence("BOAST22", "standards 4 and 5: suspected primary bone tumour", "standard for practice", "primary"),
        evidence("ABC4", "table on biopsy: histology and receptors of a metastasis", "I/B, 98 % consensus", "primary"),
    ),
    purpose="A nail through a sarcoma spreads it along the bone.",
    misuse="Places are counted as they are recorded: one entry for “multiple bone metastases” without places looks like none, and one "
    "lesion under two names looks like two.",
    says_more_than=("bx-first-metastasis",),
    asks=False,
    shows=(LESION_SITE,),
)

SURVIVAL = Recommendation(
    id="fx-survival-gate",
    title="Short life expectancy: weigh the operation",
    applies=all_of(SURGERY_PLANNED, LONG_BONE, PROVEN, BREAST_CANCER),
    when=LIFE_EXPECTANCY <= SURVIVAL_GATE,
    advise="Weigh comfort against this operation: with about a month to live, fixing a bone beforehand seldom helps, and "
    "radiotherapy or ablation may ease the pain. A bone that is already broken may still be worth an operation for comfort. "
    "Estimate survival by a validated method.",
    urgency="soon",
    evidence=(
        evidence(
            "MSTS20",
            "estimating survival and reconstruction method, recommendation and rationale on orthoguidelines.org",
            "consensus recommendation (one star)",
            "primary",
        ),
    ),
    purpose="Recovery from the operation can take longer than the time that is left.",
    misuse="Estimates of survival err; limits of six weeks and more are quoted elsewhere, and a site can set its own. The guideline is "
    "about the femur.",
    shows=(LIFE_EXPECTANCY,),
)

# --- bone agents ------------------------------------------------------------------------------------------------------

BONE_AGENT = Recommendation(
    id="fx-femur-bma",
    title="Bone at risk of fracture: offer a bone agent",
    applies=CHOOSING,
    when=all_of(
        AnyLesion(of=all_of(UNFIXED_LONG_BONE, RISK_SIGN)), ~all_of(known(LIFE_EXPECTANCY), LIFE_EXPECTANCY < MIN_LIFE_EXPECTANCY)
    ),
    advise="Offer a bone-modifying agent now: bone metastases are known, none is in use, and a long bone is at risk of fracture. It is "
    "given whatever the histology and whether or not the bone hurts.",
    urgency="soon",
    evidence=(
        evidence("MSTS20", "bone-modifying agents for various diagnoses", "consensus recommendation (one star)", "primary"),
        evidence("ASCO17", "recommendation on indication", "strong, evidence-based, high quality", "primary"),
    ),
    purpose="Bone agents lower the number of fractures; the bone at risk makes it pressing.",
    misuse="It protects the skeleton over months and holds no bone that is about to break: that needs a surgeon.",
    says_more_than=("bma-start-on-bone-mets",),
    gives="bone-agent",
    asks=False,
    shows=(CREATININE_CLEARANCE,),
)  # fmt: skip

TWELVE_WEEKS = Recommendation(
    id="fx-za-12-weekly",
    title="Zoledronic acid: consider every 12 weeks",
    applies=all_of(ZA_FOR_BONE, ZOLEDRONIC_ACID_CURRENT),
    unless=any_of(all_of(IV_STARTED, ~ON_DIALYSIS, RISE_SHOWN), ZA_BARRED_SHOWN),
    when=ZA_INTERVAL <= ZA_LABEL_INTERVAL,
    advise="Consider giving zoledronic acid every 12 weeks instead of every 3 to 4: skeletal events are not more frequent, "
    "and there are fewer infusions.",
    urgency="routine",
    evidence=(
        evidence("MSTS20", "dosage response of bone-modifying agents", "strong recommendation (four stars)", "primary"),
        evidence(
            "CALGB70604",
            "skeletal event in 2 years: 28.6 % against 29.5 %",
            "non-inferiority trial, n = 1822",
            "secondary",
        ),
    ),
    purpose="The same protection with a third of the infusions.",
    misuse="The trials were of zoledronic acid; they say nothing about denosumab. The label stays at 3 to 4 weeks.",
    says_more_than=("bma-za-interval-12w-allowed",),
    asks=False,
    shows=(ZA_INTERVAL,),
)

ATYPICAL = Recommendation(
    id="fx-atypical-femur",
    title="Think of an atypical fracture: both femora",
    applies=all_of(BREAST_CANCER, any_of(AGENT_CURRENT, AGENT_STARTED)),
    when=any_of(all_of(THIGH_PAIN, ~FEMUR_IMAGED), all_of(LATERAL_CORTEX, ~OTHER_SIDE_IMAGED)),
    advise="Image the whole of both femora: pain of the thigh or groin, or a thickened outer cortex, under or after a bone agent "
    "may be an atypical fracture. Do not count it as a fracture through a metastasis until that is shown.",
    urgency="urgent",
    evidence=(
        evidence(
            "MSTS20",
            "imaging findings and atypical fractures: lateral cortical thickening may mean a higher risk",
            "consensus recommendation (one star)",
            "primary",
        ),
        evidence(
            "LBL-DEN-US",
            "warnings: evaluate thigh or groin pain for an incomplete fracture, and assess the other femur",
            "label",
            "secondary",
        ),
        evidence("OSTEON", "not counted among metastatic fractures until shown", "product decision", "derived"),
    ),
    purpose="An incomplete fracture can be fixed before it breaks, and it comes on both sides.",
    misuse="A lesion that is plainly a metastasis on the film explains the pain; images of one femur alone end the question of pain, "
    "not that of a thickened cortex.",
    says_more_than=("aff-thigh-pain-image",),
)
