"""Exercise: what has to be reviewed first, what the places of the metastases allow, and who helps."""

from osteon.engine.nodes import all_of
from osteon.engine.rules import Recommendation
from osteon.pathway.activity import facts as f
from osteon.pathway.activity.parameters import ECOG_LIMIT
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER
from osteon.pathway.general_condition.facts import ECOG

GATE = Recommendation(
    id="ex-gate",
    title="Review before loading exercise",
    applies=all_of(BREAST_CANCER, BONE_METASTASIS),
    when=f.EXERCISE_HOLD,
    advise="Hold exercise that loads the bones until this has been reviewed; record a clearance when it has.",
    urgency="routine",
    evidence=(
        evidence(
            "CAMPBELL22",
            "screening before exercise: factors of the lesion, of cancer and treatment, and of the person",
            "expert consensus",
            "primary",
        ),
        evidence("CAMPBELL22", "cut-offs of SINS and Mirels through one secondary summary", "opinion", "secondary"),
        evidence(
            "OSTEON",
            "product decision: what another topic treats as urgent (cord signs, high calcium, new bone pain, fracture) holds exercise",
            "no source",
            "derived",
        ),
    ),
    purpose="Exercise is safe for most; these are the few in whom it may not be.",
    misuse="It stops loading, not moving: bed rest harms too. Bone metastases alone are no reason to keep anybody from exercise. A "
    "clearance outweighs scores and an old fracture, never new neurology, high calcium or new pain.",
    asks=False,
    says_more_than=("ex-refer",),
)

SITE_MODULE = Recommendation(
    id="ex-site-module",
    title="Exercise by place of the metastases",
    applies=all_of(BREAST_CANCER, BONE_METASTASIS, f.PLACES_KNOWN),
    when=f.EXERCISE_CLEAR,
    advise="Train what the table allows for these places together; begin low and go slowly, up to 10 to 12 repetitions. Avoid 6 to 8 "
    "repetitions at 80 to 85 % of the maximum on a region with metastases. Stop if pain rises.",
    urgency="info",
    evidence=(
        evidence("GALVAO11", "modular programme, as tabulated in PMC9335464", "protocol", "secondary"),
        evidence("HART18", "table 4, after the same programme", "protocol", "secondary"),
    ),
    purpose="It keeps load off the bones that are weak and trains everything else.",
    misuse="A protocol of trials in supervised people, mostly men with prostate cancer, not a guideline; a later group asks for more "
    "attention to posture, control and technique and calls such tables conservative. The neck, the sacrum, the breastbone and the "
    "shafts of long bones are not in the table.",
    asks=False,
    shows=f.EXERCISE,
)

REFER = Recommendation(
    id="ex-refer",
    title="Refer to an exercise professional",
    applies=all_of(BREAST_CANCER, BONE_METASTASIS),
    unless=f.EXERCISE_PROGRAMME,
    when=ECOG <= ECOG_LIMIT,
    advise="Offer supervised exercise: refer to a physiotherapist or exercise professional with training in oncology, and tell them the "
    "places of the metastases.",
    urgency="info",
    evidence=(
        evidence(
            "CAMPBELL22",
            "weigh risk and benefit with the medical team; alignment, control and technique; metastases alone exclude nobody",
            "expert consensus",
            "primary",
        ),
        evidence("OSTEON", "who is proposed a programme (ECOG up to 2)", "product default", "derived"),
    ),
    purpose="Function that is kept is easier than function won back.",
    misuse="The strong recommendation of ASCO 2022 for exercise is for treatment with curative intent and is not claimed here.",
    asks=False,
)

REFER_VOLUME = Recommendation(
    id="ex-refer-volume",
    title="Exercise: 150 minutes a week as able",
    applies=all_of(BREAST_CANCER, BONE_METASTASIS, f.EXERCISE_PROGRAMME),
    when=ECOG <= ECOG_LIMIT,
    advise="Aim toward 150 minutes a week of moderate activity, as the patient is able.",
    urgency="info",
    evidence=(evidence("CAMPBELL22", "weekly volume; not read", "consensus", "memory"),),
    purpose="A number to grow toward.",
    misuse="Less is worth doing too.",
    asks=False,
)
