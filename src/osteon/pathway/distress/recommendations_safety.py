"""Thoughts of self-harm, and confusion that is taken for distress. No total ever silences these rules."""

from osteon.engine.nodes import ALWAYS, all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.calcium.facts import CALCIUM_CORRECTED, CONFUSION
from osteon.pathway.distress.facts import (
    AT_RISK,
    ITEM9,
    PHQ9,
    PLAN,
    PLAN_OPEN,
    RISK_ASSESSED,
    SELF_HARM_ASKED,
    TOTAL_RECORDED,
)

_OWN = evidence(
    "OSTEON",
    "product decision: any answer above zero, or words of self-harm, whatever the total and even without one",
    "safety rule of this product",
    "derived",
)

ITEM_9 = Recommendation(
    id="psy-item9",
    title="Thoughts of self-harm: speak with the patient today",
    applies=all_of(BREAST_CANCER, any_of(SELF_HARM_ASKED, TOTAL_RECORDED)),
    unless=RISK_ASSESSED,
    when=AT_RISK,
    advise="Have a person speak with the patient today and assess the risk in a structured way (thoughts, plan, intent, means, "
    "what protects). Give the number of the crisis line at once. Refer to mental health care; with any immediate risk, to "
    "emergency assessment, and do not leave the patient alone. Do not wait for the next visit.",
    urgency="urgent",
    evidence=(
        _OWN,
        evidence("PHQ9-MII", "any positive answer to item 9, regardless of the total", "clinical note", "secondary"),
        evidence(
            "HQO-DEPRESSION", "statement 2: full suicide risk assessment, documented", "quality statement", "primary"
        ),
    ),
    purpose="An answer that nobody reads is the harm; this one never waits behind a low total.",
    misuse="It is a signal to talk, not a finding of suicidality: wishing to be dead in advanced illness has many meanings, and "
    "the talk is what tells them apart. A total that is recorded without its answers leaves item 9 open from 1 to 24, and tells "
    "that it is not zero from 25 on. It rests once an assessment of the same day or later is recorded.",
    shows=(ITEM9, PHQ9),
)

ITEM_9_ACTIVE = Recommendation(
    id="psy-item9-active",
    title="Plan, intent or means of suicide: emergency now",
    applies=all_of(BREAST_CANCER, PLAN_OPEN),
    when=PLAN,
    advise="Call the crisis team or the emergency services now, or bring the patient to the emergency department. Stay with "
    "the patient, and see to it that means are out of reach.",
    urgency="emergency",
    evidence=(
        evidence(
            "RNAO-DEPRESSION", "active suicidal thoughts: immediate actions", "expert panel recommends", "primary"
        ),
        evidence(
            "HQO-DEPRESSION",
            "statement 2: immediate help, urgent preventive intervention",
            "quality statement",
            "primary",
        ),
        evidence(
            "OSTEON",
            "product decision: a recorded plan, intent or means alarms by itself",
            "safety rule of this product",
            "derived",
        ),
    ),
    purpose="Minutes count, and nothing else on the page does.",
    misuse="Local emergency law and numbers go first. It alarms for as long as the newest word says that there is a plan: record "
    "it as absent when that has changed.",
    says_more_than=("psy-item9", "psy-severe", "psy-moderate"),
    shows=(ITEM9,),
)

DELIRIUM = Recommendation(
    id="psy-delirium",
    title="New confusion is not distress",
    applies=BREAST_CANCER,
    when=shown(CONFUSION),
    advise="Have new confusion assessed by a physician today as a medical emergency until it is explained. Do not score or "
    "treat it as anxiety or depression.",
    urgency="urgent",
    evidence=(
        evidence(
            "SPCG-DELIRIUM",
            "often reversible; the quiet form is missed or taken for depression",
            "guideline",
            "primary",
        ),
        evidence("LOTHIAN-DELIRIUM", "urgent assessment and treatment of the cause", "referral guideline", "secondary"),
        evidence(
            "ESMO18-DELIRIUM",
            "prompt diagnosis and treatment of causes may reverse many episodes",
            "guideline",
            "secondary",
        ),
    ),
    says_more_than=("psy-delirium-causes",),
    purpose="Delirium is taken for low mood or anxiety, and its cause goes untreated.",
    misuse="Not for a memory complaint of long standing. In the last days of life weigh first whether reversal is wanted.",
    shows=(CALCIUM_CORRECTED,),
)

DELIRIUM_CAUSES = Recommendation(
    id="psy-delirium-causes",
    title="Confusion: calcium, opioids, brain, infection",
    applies=all_of(BREAST_CANCER, known(CONFUSION), CONFUSION),
    when=ALWAYS,
    advise="Look for the causes of new confusion: check calcium, the opioid dose and kidney function, think of brain "
    "metastases, and look for infection.",
    urgency="urgent",
    evidence=(
        evidence(
            "SPCG-DELIRIUM",
            "causes: opioids, kidneys, hypercalcaemia, infection, cerebral tumour; check calcium, infection, opioid toxicity",
            "guideline",
            "primary",
        ),
    ),
    purpose="Causes that can be treated within hours come first.",
    misuse="The list is not complete.",
)
