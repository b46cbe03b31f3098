"""Red flags of the rest of the body, and of mood, that patients report."""

from osteon.engine.nodes import all_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC
from osteon.pathway.pain.facts import OMED, OPIOID_CURRENT
from osteon.pathway.patient_reports.parameters import CALCIUM_SIGNS
from osteon.pathway.patient_reports.signs import (
    AGENT_LATELY,
    FEVER_ASKED,
    FEVER_REPORTED,
    HEAD_ASKED,
    HEAD_REPORTED,
    HIGH_CALCIUM_ASKED,
    HIGH_CALCIUM_SIGNS,
    LEG_ASKED,
    LEG_REPORTED,
    LOW_CALCIUM_ASKED,
    LOW_CALCIUM_REPORTED,
    LUNG_ASKED,
    LUNG_REPORTED,
    OPIOID_ASKED,
    OPIOID_REPORTED,
    SELF_HARM_REPORTED,
    SELF_HARM_TOLD,
    STOMACH_ASKED,
    STOMACH_REPORTED,
    TEMPERATURE,
    TREATED_LATELY,
)
from osteon.pathway.patient_reports.taken_over import HIGH_CALCIUM_TAKEN, LOW_CALCIUM_TAKEN, SELF_HARM_TAKEN

_ALERTS = ("watch-alert-severe", "watch-alert-worse-2")

FEVER = Recommendation(
    id="rf-fever",
    title="Fever under cancer treatment: hospital now",
    applies=all_of(FEVER_ASKED, BREAST_CANCER, TREATED_LATELY),
    when=FEVER_REPORTED,
    advise="Phone the patient now and send to hospital as suspected neutropenic sepsis: blood count and cultures, and antibiotics without "
    "waiting for the count.",
    urgency="emergency",
    evidence=(
        evidence(
            "CG151", "key priorities: suspected neutropenic sepsis is an acute medical emergency", "offer", "primary"
        ),
        evidence(
            "CG151", "information for the public: refer to hospital immediately; above 38 degrees", "refer", "primary"
        ),
        evidence("SACT-LINES", "call at 37.5 or above, up to six weeks after treatment", "practice", "primary"),
    ),
    purpose="Without white cells an infection kills within hours, and fever may be its only sign.",
    misuse="Steroids and paracetamol hide fever: somebody who is unwell under treatment needs the same call without it. CDK4/6 inhibitors "
    "lead to sepsis far more rarely than chemotherapy.",
    says_more_than=_ALERTS,
    shows=(TEMPERATURE,),
)

OPIOID = Recommendation(
    id="rf-opioid",
    title="Signs of too much opioid: now",
    applies=all_of(OPIOID_ASKED, BREAST_CANCER, OPIOID_CURRENT),
    when=OPIOID_REPORTED,
    advise="Phone now. Slow breathing or hard to wake: emergency call, and naloxone for breathing only. Otherwise hold the next dose until "
    "a physician has seen the patient today; check kidneys and liver.",
    urgency="emergency",
    evidence=(
        evidence("OPIOID-LABEL-PAGES", "boxed warning: respiratory depression; when to call", "label", "secondary"),
        evidence("OPIOID-TOXICITY", "signs of toxicity: sedation, myoclonus, slow breathing", "practice", "secondary"),
    ),
    purpose="An overdose at home is treatable while somebody can still be woken.",
    misuse="In the last days of life drowsiness and slow breathing are part of dying: follow what was agreed. Jerks alone are a sign "
    "that opioid builds up, and need a change of dose today rather than an ambulance.",
    says_more_than=_ALERTS,
    shows=(OMED,),
)

CLOT = Recommendation(
    id="rf-vte",
    title="Sudden breathlessness or chest pain: now",
    applies=all_of(LUNG_ASKED, BREAST_CANCER),
    when=LUNG_REPORTED,
    advise="Make the emergency call now: a clot in the lung, or the heart.",
    urgency="emergency",
    evidence=(
        evidence("SACT-LINES", "chest pain or struggling to breathe: emergency number", "practice", "primary"),
        evidence(
            "DVT-PAGES", "sudden breathlessness or chest pain: emergency number", "advice to patients", "secondary"
        ),
    ),
    purpose="Cancer and its drugs make clots, and a clot in the lung kills within hours.",
    misuse="A broken or painful rib hurts on breathing as well; that is for whoever examines.",
    says_more_than=(*_ALERTS, "rf-vte-leg"),
)

LEG = Recommendation(
    id="rf-vte-leg",
    title="One swollen leg: look for a clot today",
    applies=all_of(LEG_ASKED, BREAST_CANCER),
    when=LEG_REPORTED,
    advise="See the patient today and look for a clot by ultrasound.",
    urgency="urgent",
    evidence=(
        evidence("DVT-PAGES", "swelling of one leg: help the same day", "advice to patients", "secondary"),
        evidence("SACT-LINES", "sudden swelling or pain of a limb: call", "practice", "primary"),
    ),
    purpose="A clot of the leg that is treated does not reach the lung.",
    misuse="Swelling of long standing, on both sides, or of an arm after surgery of the breast is another matter.",
)

CRANIAL = Recommendation(
    id="rf-cranial",
    title="New signs of skull base or brain: today",
    applies=all_of(HEAD_ASKED, BREAST_CANCER),
    when=HEAD_REPORTED,
    advise="See the patient today and examine the cranial nerves; ask for MRI of the head with the base of the skull.",
    urgency="urgent",
    evidence=(
        evidence(
            "GREENBERG81", "abstract: double vision, numb face, hoarseness and swallowing", "case series", "primary"
        ),
        evidence("LAIGLE05", "abstract: MRI is the most useful examination", "review", "primary"),
        evidence("BRAIN-PAGES", "headache that goes on or grows, vomiting, sight: the same day", "advice", "primary"),
    ),
    purpose="The nerve tells where the metastasis sits; radiotherapy is the usual treatment, and it needs a picture first.",
    misuse="Migraine, a cold and reflux do the same; a fit or a sudden palsy is for the emergency number.",
)

STOMACH = Recommendation(
    id="rf-vomit-intake",
    title="Nothing stays down for a day: see today",
    applies=all_of(STOMACH_ASKED, BREAST_CANCER),
    when=STOMACH_REPORTED,
    advise="See the patient today: fluids, medicines by another route, and the cause. Ask which doses were lost.",
    urgency="urgent",
    evidence=(
        evidence(
            "SACT-LINES",
            "vomiting for more than a day; drugs or fluids that do not stay down: call",
            "practice",
            "primary",
        ),
    ),
    purpose="Drugs that come up again are drugs not taken, and a day without fluids dries out.",
    misuse="Vomiting once is not meant. Calcium, brain and bowel are causes that a drug against vomiting hides.",
)

HIGH_CALCIUM = Recommendation(
    id="rf-calcium",
    title="Symptoms of high calcium: measure today",
    applies=all_of(HIGH_CALCIUM_ASKED, BREAST_CANCER, METASTATIC),
    unless=HIGH_CALCIUM_TAKEN,
    when=HIGH_CALCIUM_SIGNS >= CALCIUM_SIGNS,
    advise="Measure calcium with albumin, and creatinine, today.",
    urgency="urgent",
    evidence=(
        evidence("CALCIUM-PAGES", "symptoms; measure calcium when they are not explained", "practice", "secondary"),
        evidence("OSTEON", "two of five groups of symptoms", "product default", "derived"),
    ),
    purpose="High calcium feels like the side effects of everything else, until it is dangerous.",
    misuse="Nausea and constipation under chemotherapy and opioids are usually just that; the test is cheap. It rests once calcium was "
    "measured after the report. A single symptom that nobody can explain is reason enough.",
    asks=False,
)

LOW_CALCIUM = Recommendation(
    id="rf-low-calcium",
    title="Tingling or cramps under a bone agent",
    applies=all_of(LOW_CALCIUM_ASKED, BREAST_CANCER, AGENT_LATELY),
    unless=LOW_CALCIUM_TAKEN,
    when=LOW_CALCIUM_REPORTED,
    advise="Measure calcium with albumin, magnesium and creatinine today, and no further dose of the bone agent before the result.",
    urgency="urgent",
    evidence=(
        evidence(
            "XGEVA-PAGE", "spasms, cramps, numbness or tingling: tell the doctor right away", "label", "secondary"
        ),
        evidence("LBL-DEN-US", "warnings: hypocalcaemia", "label", "secondary"),
        evidence("OSTEON", "the same for other bone agents", "product decision", "derived"),
    ),
    purpose="Calcium that falls after denosumab can stop the heart, weeks after the injection.",
    misuse="Taxanes make fingers tingle as well, without the mouth. It rests once calcium was measured after the report.",
)

SELF_HARM = Recommendation(
    id="rf-suicide",
    title="Words of self-harm in a diary: speak today",
    applies=all_of(SELF_HARM_TOLD, BREAST_CANCER),
    unless=SELF_HARM_TAKEN,
    when=SELF_HARM_REPORTED,
    advise="Have a person speak with the patient today and assess the risk in a structured way; show the number of the crisis line at "
    "once. With a plan, an intent or means: emergency services now, and nobody leaves the patient alone.",
    urgency="urgent",
    evidence=(
        evidence("OSTEON", "product decision: words count like an answer", "safety rule of this product", "derived"),
        evidence("PHQ9-MII", "any positive answer to item 9, whatever the total", "clinical note", "secondary"),
        evidence(
            "HQO-DEPRESSION", "statement 2: full suicide risk assessment, documented", "quality statement", "primary"
        ),
    ),
    purpose="Words that are typed into a form at night must reach a person by day.",
    misuse="Words of dying in advanced illness have many meanings; the talk tells them apart. The rule on item 9 of the PHQ-9 speaks in "
    "its place where that was answered; this one rests once the risk was assessed.",
    says_more_than=_ALERTS,
)
