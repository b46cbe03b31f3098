"""When to take pictures of the skeleton, which, and when not to."""

from osteon.engine.nodes import all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER, CANCER_HISTORY, METASTATIC
from osteon.pathway.calcium.facts import HYPERCALCAEMIA
from osteon.pathway.cord_compression.compression import COMPRESSION, CORD_CLEARED, PAIN_IMAGED, SPINE_IMAGED
from osteon.pathway.cord_compression.signs import CORD_SIGNS_SHOWN, FIRST_SIGN, SPINAL_PAIN, SUGGESTIVE_PAIN
from osteon.pathway.cord_compression.treatment import TREATED
from osteon.pathway.diagnostics import imaging as p
from osteon.pathway.diagnostics.accuracy import beside
from osteon.pathway.diagnostics.parameters import LARGE_TUMOUR

SYMPTOM = Recommendation(
    id="img-symptom-trigger",
    title="Pain or blood points to bone: image the skeleton",
    applies=all_of(BREAST_CANCER, any_of(p.BONE_PAIN_RECORDED, p.BLOOD_SUSPECT), ~BONE_METASTASIS),
    unless=CORD_SIGNS_SHOWN,
    when=any_of(
        all_of(p.BONE_PAIN_RECORDED, ~p.IMAGED_SINCE_PAIN),
        all_of(p.BLOOD_SUSPECT, ~p.IMAGED_RECENTLY),
    ),
    advise="Image the skeleton with bone scintigraphy or PET/CT, and add X-ray, CT or MRI of the place that hurts.",
    urgency="soon",
    evidence=(
        evidence(
            "NCCN15",
            "discussion, additional workup of stage I to IIB: bone scan for localised bone pain or raised alkaline phosphatase, "
            "read in a copy",
            "guideline, outdated edition",
            "secondary",
        ),
        evidence(
            "ACR-SUMMARY", "bone scan where metastasis is suspected", "usually appropriate, by a summary", "secondary"
        ),
        *beside("scan-breast", "pet-breast", "scan-staging", "pet-staging"),
    ),
    purpose="Bone metastases show first as pain at one place, or as a blood result that nobody can explain.",
    misuse="Joint pain under an aromatase inhibitor is common and often coded as bone pain. Spinal pain is asked about with cord "
    "compression. Where bone metastases are known, new pain is a matter of response. New neurological signs are an emergency "
    "and belong to cord compression.",
    says_more_than=("lab-alp-rise",),
    shows=(p.ALP, HYPERCALCAEMIA, p.LAST_BONE_SCAN, p.LAST_PETCT),
)

NOT_STAGE_1 = Recommendation(
    id="img-no-stage1-asymptomatic",
    title="Stage I without symptoms: no bone imaging",
    applies=all_of(BREAST_CANCER, p.SKELETON_PLANNED, ~METASTATIC, known(p.STAGE), p.STAGE.one_of("I")),
    when=all_of(~p.BLOOD_SUSPECT, ~p.BONE_PAIN),
    advise="Do not image for bone metastases in stage I without symptoms: cancel the bone scan or PET/CT unless something else "
    "asks for it.",
    urgency="info",
    evidence=(
        evidence("ECIBC", "stage 1, PET-CT, page read", "strong against, very low certainty", "primary"),
        evidence("ECIBC", "stage 1, conventional staging, page read", "conditional against, low certainty", "primary"),
        evidence("ACR-SUMMARY", "imaging in stage I without symptoms", "usually not appropriate", "secondary"),
        evidence(
            "CHEN14",
            "bone metastases at diagnosis: none in stage I, 0.6 % in stage II, 2.7 % in stage III",
            "one series",
            "secondary",
        ),
        evidence(
            "NCCN15",
            "discussion: another series found 5.1, 5.6 and 14 % on bone scan in stage I, II and III; read in a copy",
            "guideline, outdated edition",
            "secondary",
        ),
    ),
    purpose="In stage I nearly everything that lights up is something else, and every false spot costs weeks and biopsies.",
    misuse="The two series differ widely, since a bone scan counts what it shows and not what it proves. Not for anyone with pain "
    "or an unexplained blood result. The European panel advises against imaging in stage II too; other guidelines go by risk.",
    shows=(p.STAGE,),
)

HIGH_RISK = Recommendation(
    id="img-early-high-risk",
    title="Early cancer at high risk: consider staging",
    applies=all_of(BREAST_CANCER, p.EARLY_NEW),
    unless=all_of(known(p.STAGE), p.STAGE.one_of("III", "IV")),
    when=all_of(
        ~p.STAGED,
        any_of(p.NODE_POSITIVE, p.AGGRESSIVE, all_of(known(p.TUMOUR_SIZE), p.TUMOUR_SIZE >= LARGE_TUMOUR)),
    ),
    advise="Consider CT of the chest, imaging of the abdomen and a bone scan; FDG PET/CT where these leave doubt.",
    urgency="routine",
    evidence=(evidence("ESMO-EBC", "staging of high-risk early disease; not read", "III, A and II, B", "memory"),),
    purpose="Large tumours, affected nodes and aggressive biology make distant disease likely enough to look for it.",
    misuse="The European panel advises against imaging in stage II without symptoms; the two guidelines disagree.",
)

STAGE_3 = Recommendation(
    id="img-stage3-petct",
    title="Stage III: image before treatment",
    applies=all_of(BREAST_CANCER, p.EARLY_NEW, known(p.STAGE), p.STAGE.one_of("III")),
    unless=any_of(p.BONE_PAIN_RECORDED, p.BLOOD_SUSPECT),
    when=~p.STAGED,
    advise="Stage this stage III breast cancer before treatment: with PET/CT alone where it is at hand, otherwise with CT of "
    "chest and abdomen and a bone scan.",
    urgency="soon",
    evidence=(
        evidence(
            "ECIBC",
            "stage 3, conventional staging where PET-CT is not readily available, page read",
            "strong, moderate certainty",
            "primary",
        ),
        evidence(
            "ECIBC",
            "stage 3, PET-CT alone rather than conventional staging or both, page read",
            "conditional, low certainty",
            "primary",
        ),
        *beside("pet-staging", "scan-staging"),
    ),
    purpose="Distant metastases change what the treatment is for; in stage III they are common enough to be looked for.",
    misuse="The recommendation is for clinical stage III; the stage on record may be the pathological one. A CT counts as staging "
    "whatever part of the body its code names.",
    shows=(p.STAGE,),
)

MINIMUM = Recommendation(
    id="img-mbc-minimum-staging",
    title="New metastatic disease: complete the staging",
    applies=all_of(BREAST_CANCER, p.METASTATIC_NOW),
    when=~p.STAGED,
    advise="Complete the staging of the newly found metastatic disease: history, examination, blood count and biochemistry, CT "
    "of chest and abdomen, and bone scintigraphy. FDG PET/CT can take the place of CT and bone scan.",
    urgency="soon",
    evidence=(
        evidence(
            "ABC4",
            "table on image and disease assessment in the journal article: chest, abdomen and bone",
            "II/A, 67 % consensus",
            "primary",
        ),
        evidence("ESMO21", "staging, through a national adaptation", "strong; PET-CT conditional", "secondary"),
        *beside("scan-breast", "pet-breast", "pet-breast-2025", "scan-breast-2025"),
    ),
    purpose="Treatment is chosen, and later judged, against where the disease was at the start.",
    misuse="Pictures from elsewhere that do not reach this record look like none. A CT counts for chest and abdomen whatever part "
    "of the body its code names.",
    says_more_than=("img-mbc-baseline-window",),
    shows=(p.LAST_CT, p.LAST_PETCT, p.LAST_BONE_SCAN),
)

BASELINE = Recommendation(
    id="img-mbc-baseline-window",
    title="Staging pictures too old for the start of treatment",
    applies=all_of(BREAST_CANCER, METASTATIC, p.STARTS_NOW),
    when=any_of(~p.STAGED_EVER, p.BASELINE_OLD),
    advise="Take new pictures of the known sites before treatment starts, or now if it has just begun: they should be no older "
    "than 4 weeks at the start.",
    urgency="soon",
    evidence=(
        evidence(
            "ESMO21", "imaging to start of treatment, through a national adaptation", "good practice", "secondary"
        ),
    ),
    purpose="Growth between an old picture and the first dose is later read as failure of the treatment.",
    misuse="It must not delay treatment of somebody who is deteriorating.",
    shows=(p.LAST_STAGING,),
)

PETCT_ENOUGH = Recommendation(
    id="img-petct-replaces-bone-scan",
    title="PET/CT answers it: no bone scan needed",
    applies=all_of(BREAST_CANCER, p.BONE_SCAN_PLANNED, p.PETCT_DONE, BONE_METASTASIS),
    when=p.ON_BOTH,
    advise="Consider leaving out the bone scan (and a sodium fluoride PET): the PET/CT shows the bone metastases on both parts.",
    urgency="info",
    evidence=(
        evidence("NCCN15", "footnote on PET/CT in metastatic disease", "guideline, outdated edition", "secondary"),
        *beside("pet-staging", "scan-staging"),
    ),
    purpose="It spares a journey and a dose that change nothing.",
    misuse="The skull was better seen on the bone scan in the cohort cited. Disease that takes up little glucose can be missed.",
    shows=(p.LAST_PETCT,),
)

FILM = Recommendation(
    id="img-xray-hot-long-bone",
    title="Film of a bone that hurts or lights up",
    applies=all_of(BREAST_CANCER, any_of(p.HOT_AND_LOADED, p.PAINFUL)),
    when=~p.FILMED_HERE,
    advise="X-ray this bone for the risk of fracture; CT where the film leaves doubt.",
    urgency="soon",
    evidence=(
        evidence(
            "NCCN15",
            "symptomatic bones, and long or weight-bearing bones abnormal on bone scan",
            "2A, outdated edition",
            "secondary",
        ),
        evidence(
            "ESMO21", "risk of fracture by CT or X-ray, through a national adaptation", "good practice", "secondary"
        ),
        evidence("HEINDEL14", "plain film for pain and for stability", "review", "secondary"),
    ),
    purpose="A bone scan says that bone is busy, not that it is about to break.",
    misuse="A film or CT that names another part of the same bone may not be recognised as one of this place. Painful vertebrae "
    "need MRI rather than a film, and are left to cord compression and the spine.",
)

CORD = Recommendation(
    id="img-cord-mri-24h",
    title="A film or CT does not rule out cord compression",
    applies=all_of(CANCER_HISTORY, CORD_SIGNS_SHOWN, p.FILMED_SINCE_SIGN),
    unless=any_of(SPINE_IMAGED, CORD_CLEARED, TREATED),
    when=any_of(~p.MRI_BARRED, ~p.CT_SINCE_SIGN),
    advise="Get MRI of the whole spine (CT where MRI cannot be done) and a plan of treatment within 24 hours of the first sign: a "
    "plain film must not be used to rule out compression, nor a CT where MRI can be done.",
    urgency="urgent",
    evidence=(
        evidence(
            "NICE-QS56",
            "statement 3: MRI of the whole spine and treatment plan within 24 hours; no plain film to exclude",
            "quality standard",
            "secondary",
        ),
        evidence("ESMO21", "MRI for suspected cord compression, through a national adaptation", "strong", "secondary"),
    ),
    purpose="A normal film is the commonest false comfort in cord compression.",
    misuse="It adds to the alarm of cord compression, which says what to do now; without a film or CT that alarm says it all.",
    shows=(FIRST_SIGN,),
)

SPINE_PAIN = Recommendation(
    id="img-spine-pain-mri-1w",
    title="A film or CT does not answer this spinal pain",
    applies=all_of(CANCER_HISTORY, SPINAL_PAIN, p.FILMED_FOR_PAIN),
    unless=any_of(CORD_SIGNS_SHOWN, COMPRESSION, PAIN_IMAGED, p.MRI_BARRED),
    when=SUGGESTIVE_PAIN,
    advise="Get MRI of the spine within 1 week: the film or CT that was taken does not rule out metastases or compression.",
    urgency="soon",
    evidence=(
        evidence(
            "NG234",
            "MRI within 1 week for pain suggestive of spinal metastases, as coded by others",
            "offer",
            "secondary",
        ),
        evidence("NICE-QS56", "statement 3: no plain film to exclude", "quality standard", "secondary"),
        *beside("mri-mixed", "ct-mixed"),
    ),
    purpose="Marrow is replaced long before bone is lost on a film.",
    misuse="It adds to the advice on suggestive spinal pain of cord compression, for somebody whose film was taken as an answer.",
)

BRAIN = Recommendation(
    id="img-brain-not-routine",
    title="No brain imaging without symptoms",
    applies=all_of(BREAST_CANCER, p.BRAIN_IMAGING_PLANNED, METASTATIC, ~p.BRAIN_METASTASIS),
    when=~p.CNS_SYMPTOM,
    advise="Do not image the brain as a routine: nothing on record points to it.",
    urgency="info",
    evidence=(
        evidence(
            "ABC4",
            "table on image and disease assessment in the journal article: all, HER2 positive and triple negative included",
            "II/D, 94 % consensus",
            "primary",
        ),
    ),
    purpose="Finding silent brain metastases has not been shown to help, and incidental spots worry.",
    misuse="Headache, a seizure, confusion or a new deficit is a reason to image at once. Trials may ask for it.",
)
