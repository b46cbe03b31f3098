"""What to do about insomnia before and instead of sleeping pills."""

from osteon.engine.nodes import all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.activity.facts import FALL_TRIGGER
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.pain.facts import BENZODIAZEPINE, OPIOID_CURRENT
from osteon.pathway.patient_reports.items import ANSWERED, NEWEST
from osteon.pathway.sleep.facts import (
    DEXAMETHASONE,
    HYPNOTIC,
    INSOMNIA,
    INSOMNIA_CHRONIC,
    ISI,
    ISI_GIVEN,
    ISI_SEVERITY,
    Z_DRUG,
)
from osteon.pathway.sleep.parameters import INSOMNIA_REPORTED

_REPORTED = all_of(ANSWERED, NEWEST["insomnia", "severity"] >= INSOMNIA_REPORTED)

SCREEN = Recommendation(
    id="sleep-screen",
    title="Insomnia: ask in full",
    applies=all_of(BREAST_CANCER, any_of(INSOMNIA, _REPORTED)),
    when=~ISI_GIVEN,
    advise="Ask about sleep in full, with the Insomnia Severity Index where it is licensed; look for pain, hot flushes, steroids late "
    "in the day, and sleep apnoea.",
    urgency="info",
    evidence=(evidence("GRASSI23", "assessment; not read", "level not read", "memory"),),
    purpose="The cause decides the treatment.",
    misuse="One bad night is not insomnia.",
    asks=False,
)

CBTI = Recommendation(
    id="sleep-cbti",
    title="Insomnia: behavioural therapy first",
    applies=all_of(BREAST_CANCER, any_of(ISI_GIVEN, INSOMNIA)),
    when=any_of(all_of(ISI_GIVEN, ISI_SEVERITY.one_of("subthreshold", "moderate", "severe")), INSOMNIA_CHRONIC),
    advise="Offer cognitive behavioural therapy for insomnia first, face to face or digital.",
    urgency="routine",
    evidence=(
        evidence("GRASSI23", "first treatment of insomnia, through others", "first line", "secondary"),
        evidence("CBTI25", "review of trials in people with cancer, through others", "review", "secondary"),
        evidence("ISI-FORM", "bands from 8", "score", "secondary"),
    ),
    purpose="It works longer than any pill and harms less.",
    misuse="Advice on sleep hygiene alone is not this therapy. What keeps the patient awake (pain, flushes, steroids) comes first.",
    asks=False,
    shows=(ISI,),
)

MINDFULNESS = Recommendation(
    id="sleep-mindfulness",
    title="Insomnia: mindfulness or yoga",
    applies=all_of(BREAST_CANCER, any_of(ISI_GIVEN, INSOMNIA)),
    when=any_of(INSOMNIA, ISI_SEVERITY.one_of("subthreshold", "moderate", "severe")),
    advise="Mindfulness or yoga may help those who want no medicine.",
    urgency="info",
    evidence=(evidence("GRASSI23", "other treatments; not read", "level not read", "memory"),),
    purpose="A choice beside behavioural therapy.",
    misuse="Not instead of it.",
    asks=False,
)

HYPNOTIC_CAUTION = Recommendation(
    id="sleep-hypnotic-caution",
    title="Benzodiazepine for sleep together with an opioid",
    applies=all_of(BREAST_CANCER, BENZODIAZEPINE, any_of(ISI_GIVEN, INSOMNIA)),
    when=OPIOID_CURRENT,
    advise="Reserve the two together for when nothing else will do, at the lowest dose and for the shortest time; check sedation and "
    "breathing. For sleep, offer behavioural therapy instead.",
    urgency="soon",
    evidence=(
        evidence("LBL-BENZODIAZEPINE", "boxed warning: concomitant use with opioids", "boxed warning", "secondary"),
    ),
    purpose="Together they stop breathing at doses that neither does alone.",
    misuse="Never stop a benzodiazepine of long standing at once; in the last days of life the balance is another.",
    says_more_than=("pain-opioid-benzo",),
)

HYPNOTIC_FALLS = Recommendation(
    id="sleep-hypnotic-falls",
    title="Sleeping pill and falls, or zolpidem and an opioid",
    applies=all_of(BREAST_CANCER, HYPNOTIC),
    when=any_of(FALL_TRIGGER, all_of(Z_DRUG, OPIOID_CURRENT)),
    advise="Avoid the sleeping pill or keep it to the shortest course; check sedation and falls.",
    urgency="routine",
    evidence=(evidence("OSTEON", "labels of sleeping pills; not read", "safety", "memory"),),
    purpose="A fall at night on a weak bone is a fracture.",
    misuse="Never stop one of long standing at once.",
    asks=False,
)

STEROID_TIMING = Recommendation(
    id="sleep-steroid-timing",
    title="Dexamethasone in the morning",
    applies=all_of(BREAST_CANCER, DEXAMETHASONE),
    when=INSOMNIA,
    advise="Give dexamethasone in the morning, not after midday.",
    urgency="info",
    evidence=(evidence("OSTEON", "practice; no source was read", "practice", "memory"),),
    purpose="A steroid in the evening keeps awake.",
    misuse="A split dose for cord compression or brain metastases goes first.",
    asks=False,
)
