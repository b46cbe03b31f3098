"""What to look for behind fatigue, what helps, and what does not."""

from osteon.engine.nodes import ALWAYS, all_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.calcium.facts import CALCIUM_CORRECTED
from osteon.pathway.distress.facts import PHQ9
from osteon.pathway.fatigue.facts import (
    ACTIVE_TREATMENT,
    ADVISED_AGAINST,
    FATIGUE,
    FATIGUE_ASKED,
    FATIGUE_SEVERITY,
    FATIGUED,
    LAST_WEEKS,
    TOUCH_THERAPY,
)
from osteon.pathway.fatigue.parameters import FATIGUE_MODERATE
from osteon.pathway.general_condition.facts import HAEMOGLOBIN
from osteon.pathway.pain.facts import WORST_PAIN

_NCCN = "summary of version 1.2011"

SCREEN = Recommendation(
    id="fat-screen",
    title="Fatigue: moderate or severe",
    applies=all_of(BREAST_CANCER, FATIGUE_ASKED),
    when=FATIGUE_SEVERITY.one_of("moderate", "severe"),
    advise="Take a focused history of the fatigue: since when, what pattern, what makes it better or worse, what it keeps "
    "the patient from doing; and ask whether the disease is progressing.",
    urgency="routine",
    evidence=(
        evidence("WANG14", "cut-points 4 (moderate) and 7 (severe) of 0 to 10", "cross-sectional study", "primary"),
        evidence("NCCN-FATIGUE", f"{_NCCN}: focused history at 4 to 10", "category 2A", "secondary"),
    ),
    purpose="Fatigue is the symptom that is told least and weighs most.",
    misuse="A number alone says nothing about the cause; and it is no measure of how ill somebody is.",
    asks=False,
    shows=(FATIGUE,),
)

CAUSES = Recommendation(
    id="fat-causes",
    title="Fatigue: look for causes that can be treated",
    applies=all_of(BREAST_CANCER, FATIGUE_ASKED, FATIGUE >= FATIGUE_MODERATE),
    when=ALWAYS,
    advise="Take a focused history of the fatigue (onset, pattern, what it keeps the patient from doing) and look for what can "
    "be treated: other symptoms beside it, anaemia, disturbed sleep, side effects of medicines, other illness, too little "
    "activity; and ask whether the disease is progressing.",
    urgency="routine",
    evidence=(
        evidence("NCCN-FATIGUE", f"{_NCCN}: assessment of treatable factors", "category 2A", "secondary"),
        evidence("WANG14", "cut-point 4 of 0 to 10", "cross-sectional study", "primary"),
    ),
    purpose="Before fatigue is called cancer-related, what else causes it has to be looked for.",
    misuse="It is no order set; which tests are needed depends on what the history shows.",
    asks=False,
    says_more_than=("fat-screen",),
    shows=(FATIGUE, HAEMOGLOBIN, CALCIUM_CORRECTED, WORST_PAIN, PHQ9),
)

CAUSES_TESTS = Recommendation(
    id="fat-causes-tests",
    title="Fatigue: blood tests and nutrition",
    applies=all_of(BREAST_CANCER, FATIGUE_ASKED),
    when=FATIGUE >= FATIGUE_MODERATE,
    advise="Look for causes of the fatigue: check TSH and calcium, look for infection, and ask about eating and weight.",
    urgency="routine",
    evidence=(
        evidence("NCCN-FATIGUE", "treatable factors; this part of the list was not read", "category 2A", "memory"),
    ),
    purpose="Thyroid disease after immunotherapy and high calcium both show as fatigue.",
    misuse="Not for every mild tiredness.",
    asks=False,
)

TREAT = Recommendation(
    id="fat-treat",
    title="Fatigue during treatment: what helps",
    applies=all_of(BREAST_CANCER, FATIGUED),
    when=ACTIVE_TREATMENT,
    advise="Against fatigue recommend exercise adapted to the bone lesions, cognitive behavioural therapy, a mindfulness-based "
    "programme, or tai chi or qigong. Psychoeducation may be offered.",
    urgency="routine",
    asks=False,
    evidence=(evidence("BOWER24", "during treatment", "recommended; low to moderate certainty", "primary"),),
    purpose="What is best shown against fatigue is not a drug.",
    misuse="Exercise follows the places of the metastases (see the topic on activity). American ginseng, which the guideline "
    "allows, is left out here until its interactions were read.",
)

END_OF_LIFE = Recommendation(
    id="fat-endoflife",
    title="Fatigue in the last weeks of life",
    applies=all_of(BREAST_CANCER, FATIGUED),
    when=LAST_WEEKS,
    asks=False,
    advise="Against fatigue in the last weeks of life cognitive behavioural therapy or a corticosteroid may be offered.",
    urgency="info",
    evidence=(evidence("BOWER24", "patients at the end of life", "may be offered", "primary"),),
    purpose="A short gain can be worth a steroid when time is short.",
    misuse="Not earlier in the disease, where the harm of steroids outweighs it.",
)

NOT = Recommendation(
    id="fat-not",
    title="Drug against fatigue that does not help",
    applies=all_of(BREAST_CANCER, FATIGUED),
    when=ADVISED_AGAINST,
    advise="Do not use L-carnitine, an antidepressant or a wakefulness drug against fatigue, and no psychostimulant as a routine; "
    "ask what the order was meant for.",
    urgency="info",
    asks=False,
    evidence=(evidence("BOWER24", "agents not recommended", "should not", "primary"),),
    purpose="It spares side effects that buy nothing.",
    misuse="An antidepressant for depression or neuropathic pain, or a stimulant for another illness, is not meant.",
)

INSUFFICIENT = Recommendation(
    id="fat-insufficient",
    title="Massage or Reiki against fatigue",
    applies=all_of(BREAST_CANCER, TOUCH_THERAPY),
    when=FATIGUED,
    advise="Allow massage or Reiki as comfort, and say that the evidence is too thin to recommend it for or against as a "
    "treatment of fatigue.",
    urgency="info",
    asks=False,
    evidence=(evidence("BOWER24", "other integrative therapies", "insufficient evidence", "primary"),),
    purpose="It lets people have what does them good without promising an effect.",
    misuse="It says nothing about the safety of pressure on bones with metastases.",
)

INSUFFICIENT_PRESSURE = Recommendation(
    id="fat-insufficient-pressure",
    title="Massage: no deep pressure over lesions",
    applies=all_of(BREAST_CANCER, TOUCH_THERAPY),
    when=ALWAYS,
    advise="Tell whoever gives the massage where the metastases are: no deep pressure over them.",
    urgency="info",
    evidence=(evidence("OSTEON", "practice; no source was read", "practice", "memory"),),
    purpose="A weak bone can break under pressure.",
    misuse="Light touch is not meant.",
)
