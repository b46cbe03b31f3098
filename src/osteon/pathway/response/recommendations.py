"""Flare or progression, tumour markers, and the next pictures."""

from osteon.engine.nodes import ALWAYS, all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER, METASTATIC
from osteon.pathway.cord_compression.signs import CORD_SIGNS_SHOWN
from osteon.pathway.diagnostics.imaging import LAST_BONE_SCAN, LAST_STAGING
from osteon.pathway.diagnostics.tissue import CHANGE_DECIDED, CHANGE_REASON
from osteon.pathway.response import facts as f
from osteon.pathway.response.criteria import beside
from osteon.pathway.response.new_places import NEW_PLACE
from osteon.pathway.response.parameters import FLARE_LONG, FLARE_WINDOW, MARKER_WINDOW
from osteon.pathway.response.restaging import LAST_RESTAGED, RESTAGED, RESTAGING_NEAR
from osteon.pathway.tumour.facts import SYSTEMIC_CURRENT, SYSTEMIC_LINE_START

_TABLE = "table on image and disease assessment in the journal article"
_ASCO = "recommendations as reproduced by a guideline summary"

FLARE = Recommendation(
    id="resp-flare-window-bone-scan",
    title="Worse bone scan soon after the start: think of flare",
    applies=all_of(BREAST_CANCER, BONE_METASTASIS, known(SYSTEMIC_LINE_START), f.SCAN_WORSE),
    unless=shown(f.SOFT_TISSUE_GROWTH),
    when=all_of(f.SCAN_WORSE_DAYS <= FLARE_WINDOW, f.BETTER_OR_STABLE),
    advise="Do not call the worse bone scan progression by itself: it may be flare. Compare with CT or MRI and the symptoms, "
    "and repeat the scan in 8 to 12 weeks.",
    urgency="soon",
    evidence=(
        *beside("flare-scan", "flare-frequency", "mda-pd"),
        evidence(
            "ESMO21",
            "warning of flare in the first months, through a national adaptation",
            "good practice",
            "secondary",
        ),
    ),
    purpose="A healing skeleton takes up more tracer; a treatment that works must not be stopped for it.",
    misuse="Growth on CT or MRI, or somebody who gets worse, is no flare. In the first 3 months a worse scan meant healing as "
    "often as progression, so neither may be taken for granted. 8 to 12 weeks is ours.",
    shows=(f.SCAN_WORSE_DAYS, SYSTEMIC_LINE_START),
)

NEW_FOCUS = Recommendation(
    id="resp-new-lesion-after-6-months",
    title="New focus after six months: progression until proven otherwise",
    applies=all_of(BREAST_CANCER, BONE_METASTASIS, known(SYSTEMIC_LINE_START), any_of(f.NEW_FOCUS, NEW_PLACE)),
    when=any_of(all_of(f.NEW_FOCUS, f.NEW_FOCUS_DAYS > FLARE_LONG), NEW_PLACE),
    advise="Treat the new focus in bone as progression until proven otherwise: confirm it with CT, MRI or PET/CT, and review "
    "the treatment.",
    urgency="soon",
    evidence=beside("flare-scan"),
    purpose="By then the flare is over.",
    misuse="An old fracture, arthritis or a tooth lights up too; one spot on one scan is not enough to change a treatment. A "
    "place counts as new when nothing older speaks of it: an old one that is only now written down, or that older pictures "
    "from elsewhere showed, looks the same.",
    shows=(f.NEW_FOCUS_DAYS, SYSTEMIC_LINE_START),
)

NEW_SCLEROSIS = Recommendation(
    id="resp-new-sclerosis-is-not-progression",
    title="New sclerosis alone may be healing",
    applies=all_of(BREAST_CANCER, BONE_METASTASIS, known(SYSTEMIC_LINE_START), f.NEW_SCLEROSIS),
    when=all_of(f.NEW_SCLEROSIS_DAYS <= FLARE_LONG, ~f.SOFT_TISSUE_GROWTH),
    advise="Do not call new sclerotic lesions progression by themselves: they may be the healing of metastases that did not show "
    "before. Look for confirmation by FDG PET/CT or MRI.",
    urgency="routine",
    evidence=(
        *beside("mda-pr"),
        evidence("OSTEON", "the window of 6 months and the step to PET or MRI", "product decision", "derived"),
    ),
    purpose="Lytic lesions that were too small to see become visible when they calcify.",
    misuse="Blastic metastases also grow by sclerosis; somebody who gets worse needs an answer, not a window.",
    shows=(f.NEW_SCLEROSIS_DAYS,),
)

NOT_MARKER_ALONE = Recommendation(
    id="resp-marker-not-alone",
    title="No change of treatment for a tumour marker alone",
    applies=all_of(BREAST_CANCER, CHANGE_DECIDED, METASTATIC),
    when=shown(CHANGE_REASON.one_of("tumour-marker-alone")),
    advise="Do not change the systemic treatment for a rising tumour marker alone: examine, image, and decide on those.",
    urgency="soon",
    evidence=(
        evidence("ABC4", f"{_TABLE}: tumour markers", "II/C, 89 % consensus", "primary"),
        evidence("ASCO15", f"circulating markers, {_ASCO}", "moderate, intermediate quality", "secondary"),
    ),
    purpose="Markers move for many reasons, and no trial has shown that acting on them alone helps.",
    misuse="A rise is a good reason to look.",
    says_more_than=("resp-marker-early-rise",),
    asks=False,
)

MARKERS_ADJUNCT = Recommendation(
    id="resp-markers-adjunct-ok",
    title="Tumour markers may help where nothing can be measured",
    applies=all_of(BREAST_CANCER, f.BONE_ONLY, SYSTEMIC_CURRENT),
    when=f.MARKER_RAISED,
    advise="CA 15-3, CA 27.29 or CEA may be used beside pictures and examination. Not using them is reasonable too.",
    urgency="info",
    evidence=(
        evidence(
            "ABC4", f"{_TABLE}: tumour markers where disease cannot be measured", "II/C, 89 % consensus", "primary"
        ),
        evidence("ASCO15", f"circulating markers, {_ASCO}", "moderate, informal consensus, insufficient", "secondary"),
    ),
    purpose="In bone alone there is often nothing to measure, and a marker that was high can show a trend.",
    misuse="Only for a marker above the limit of its own report. Metastases in bone only count as not measurable here, though one "
    "with soft tissue of 10 mm or more can be measured.",
)

MARKER_EARLY = Recommendation(
    id="resp-marker-early-rise",
    title="Tumour marker up in the first weeks: repeat it",
    applies=all_of(BREAST_CANCER, METASTATIC, known(SYSTEMIC_LINE_START), f.MARKER_TESTED),
    when=all_of(f.MARKER_ROSE, f.MARKER_DAYS <= MARKER_WINDOW),
    advise="Take an isolated rise of a tumour marker in the first 6 weeks of a new treatment for no answer: repeat the marker "
    "after week 6.",
    urgency="info",
    evidence=(
        *beside("flare-markers"),
        evidence(
            "ASCO-MARKERS",
            "table, CEA in colorectal cancer: caution in the first 4 to 6 weeks of a new treatment",
            "guideline, for another cancer",
            "secondary",
        ),
    ),
    purpose="Dying cells let go of what they hold.",
    misuse="Not when pain, pictures or the course say otherwise: in one cohort people with an early surge had a higher risk of "
    "progression (SURGE09, odds ratio 2.62). Any rise counts here, also one within the error of the test.",
    shows=(f.MARKER_DAYS,),
    asks=False,
)

INTERVAL = Recommendation(
    id="mon-imaging-interval",
    title="Response not judged for four months",
    applies=all_of(BREAST_CANCER, METASTATIC, SYSTEMIC_CURRENT),
    unless=f.LINE_YOUNG,
    when=~RESTAGED,
    advise="Judge the response of the metastases: pictures every 2 to 4 months on endocrine treatment, or every 2 to 4 cycles "
    "of chemotherapy. Longer gaps are acceptable in indolent disease.",
    urgency="routine",
    evidence=(
        evidence("ABC4", f"{_TABLE}: evaluation of response", "expert opinion/B, 81 % consensus", "primary"),
        evidence("ESMO21", "interval of imaging, through a national adaptation", "good practice", "secondary"),
    ),
    purpose="A treatment that has stopped working costs time and harms.",
    misuse="Pictures from elsewhere that do not reach this record look like none; what is described of one counts as a "
    "picture. In long stable disease, or when no further treatment is wanted, the team may have decided otherwise.",
    shows=(LAST_RESTAGED,),
)

EARLIER = Recommendation(
    id="mon-imaging-earlier-if-suspect",
    title="Something new: look now, not at the next date",
    applies=all_of(BREAST_CANCER, METASTATIC, any_of(f.PROGRESSION_SUSPECTED, f.NEW_PAIN)),
    unless=CORD_SIGNS_SHOWN,
    when=any_of(f.NEW_PAIN, all_of(f.PROGRESSION_SUSPECTED, ~f.IMAGED_SINCE_SUSPICION)),
    advise="Examine and image now for suspected progression or new bone pain, irrespective of the planned interval, with a picture "
    "of the place that hurts.",
    urgency="soon",
    evidence=(
        evidence(
            "ABC4", f"{_TABLE}: evaluation of response, new symptoms", "expert opinion/B, 81 % consensus", "primary"
        ),
        evidence("ESMO21", "imaging on suspicion, through a national adaptation", "good practice", "secondary"),
    ),
    purpose="New pain can be progression, and it can be the fracture before it happens.",
    misuse="Pain counts as new when no entry before the last pictures speaks of bone pain. In the first weeks of endocrine "
    "treatment pain can flare. New neurological signs are an emergency and belong to cord compression.",
    says_more_than=("mon-imaging-interval", "mon-bone-only"),
    shows=(LAST_STAGING,),
)

HOW_IN_BONE = Recommendation(
    id="mon-bone-only",
    title="Bone only: how to follow it",
    applies=all_of(BREAST_CANCER, f.BONE_ONLY, SYSTEMIC_CURRENT, RESTAGING_NEAR),
    unless=f.LINE_NEW,
    when=ALWAYS,
    advise="Follow disease in bone with repeated bone scans, and add CT or MRI (or FDG PET/CT early on) where flare or doubt is in "
    "play.",
    urgency="info",
    evidence=(
        evidence(
            "ESMO21", "bone-only disease, through a national adaptation", "conditional, low certainty", "secondary"
        ),
        *beside("recist-measurable", "mda-when", "who-no-change"),
    ),
    purpose="What size alone cannot measure is judged by several pictures together.",
    misuse="A statement on FDG PET/CT for early response stands in a summary of ESMO20 beside one on myeloma, so that its "
    "population is not sure.",
    shows=(LAST_BONE_SCAN,),
)
