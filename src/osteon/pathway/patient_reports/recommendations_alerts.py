"""Alerts on symptom surveys: when they are raised, when they may rest, and when nobody answered."""

from osteon.engine.nodes import all_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.patient_reports.alerts import (
    ACKNOWLEDGED,
    ALERT_OVERDUE,
    ALERT_RAISED,
    CAN_WAIT,
    LAST_SURVEY,
    MONITORED,
    NO_ANSWER,
)
from osteon.pathway.patient_reports.items import ANSWERED, NEW_OR_WORSE, SEVERE, SURVEY_DAY, WORSE
from osteon.pathway.patient_reports.signs import RED_FLAG
from osteon.pathway.patient_reports.taken_over import CORD_ALARM

_SURVEYED = all_of(ANSWERED, BREAST_CANCER)
_TRIALS = (
    evidence("BASCH16", "abstract: nurses were alerted to severe or worsening symptoms", "randomised trial", "primary"),
    evidence("BASCH22", "abstract: alerts on severe or worsening symptoms", "randomised trial", "primary"),
)
_NO_PROMISE = (
    "Do not promise longer life: in the larger trial survival was the same, though emergency visits came later."
)
_SURVIVAL = evidence(
    "BASCH25", "abstract: death, hazard ratio 0.99; first emergency visit, 0.84", "randomised trial, final", "primary"
)

SUPPRESSED = Recommendation(
    id="watch-alert-suppress",
    title="Known severe symptom: it can wait",
    applies=all_of(_SURVEYED, SEVERE),
    unless=RED_FLAG | CORD_ALARM,
    when=all_of(ACKNOWLEDGED, CAN_WAIT, ~NEW_OR_WORSE),
    advise="Show the severe symptom at the next visit, and do not page anybody for it: it is unchanged, somebody has seen it within "
    "the last week, and the patient says that it can wait.",
    urgency="info",
    evidence=(
        evidence(
            "AFT39", "abstract: 38 % of alerts could rest, sensitivity 80 %, specificity 52 %", "model study", "primary"
        ),
        evidence("OSTEON", "the rule itself is simpler than the model of the study", "product decision", "derived"),
    ),
    purpose="One survey in three raised an alert in the trial; alerts that repeat what is known hide those that do not.",
    misuse="The model of the study erred often, and this simpler rule was not measured at all. An alert never rests beside a red flag, "
    "a rise, or a symptom that is newly severe.",
    excepts=("watch-alert-severe",),
    asks=False,
    shows=(SURVEY_DAY,),
)

SEVERE_ALERT = Recommendation(
    id="watch-alert-severe",
    title="Severe symptom reported: alert the nurse",
    applies=_SURVEYED,
    when=SEVERE,
    advise="Have a nurse call about the severe answers: within 24 hours for pain, within 72 hours for the others, and write down what was "
    "done.",
    urgency="soon",
    evidence=(
        *_TRIALS,
        _SURVIVAL,
        evidence("PRO-CTCAE-NCI", "step 3 of 0 to 4: severe, frequently, quite a bit", "scale", "primary"),
        evidence("PROTECT-REGISTRY", "actions written down within 72 hours", "trial process", "primary"),
        evidence("OSTEON", "step 3 for every question; 24 hours for pain", "product default", "derived"),
    ),
    purpose="A severe symptom that waits for the next visit is treated weeks late.",
    misuse=_NO_PROMISE
    + " Which step raised an alert in the trials was not read. Numbness, loss of urine or of bowel control in a survey "
    "can be the cord: ask about legs and walking first.",
    says_more_than=("watch-alert-worse-2",),
    asks=False,
    shows=(SURVEY_DAY,),
)

WORSE_ALERT = Recommendation(
    id="watch-alert-worse-2",
    title="Symptom growing: alert the nurse",
    applies=_SURVEYED,
    when=WORSE,
    advise="Have a nurse call within 72 hours about what grew since the last survey, and write down what was done.",
    urgency="soon",
    evidence=(
        *_TRIALS,
        _SURVIVAL,
        evidence("OSTEON", "a rise of 2 steps within 14 days", "product default", "derived"),
    ),
    purpose="A symptom that climbs fast is easier to stop half way.",
    misuse=_NO_PROMISE + " By how much a symptom had to grow in the trials was not read.",
    asks=False,
    shows=(SURVEY_DAY,),
)

NO_SURVEY = Recommendation(
    id="watch-nonresponse",
    title="No symptom survey for two weeks: call",
    applies=all_of(MONITORED, BREAST_CANCER),
    when=NO_ANSWER,
    advise="Phone the patient, or the caregiver: two weekly surveys are missing.",
    urgency="soon",
    evidence=(
        evidence("OSTEON", "two weekly surveys missed", "product decision", "derived"),
        evidence("AFT39", "abstract: 91 % of the expected surveys were completed", "randomised trial", "primary"),
    ),
    purpose="Those who stop answering are often those who have become too ill to answer.",
    misuse="A holiday or a broken phone looks the same; ask before you worry. Record it when somebody leaves the programme.",
    asks=False,
    shows=(LAST_SURVEY,),
)

OVERDUE = Recommendation(
    id="watch-ack-overdue",
    title="Alert without an answer: escalate",
    applies=all_of(ALERT_RAISED, BREAST_CANCER),
    when=ALERT_OVERDUE,
    advise="Escalate to the person in charge now, and call the patient: an alert has had no answer in time (72 hours, 24 hours for severe "
    "pain, none for a red flag).",
    urgency="urgent",
    evidence=(
        evidence("PROTECT-REGISTRY", "actions written down within 72 hours", "trial process", "primary"),
        evidence("OSTEON", "24 hours for severe pain, at once for red flags", "product decision", "derived"),
    ),
    purpose="An alert that nobody reads is worse than none: the patient believes that somebody knows.",
    misuse="It counts entries: a call that nobody wrote down looks like none, and any action after the alert counts as its answer.",
    asks=False,
)
