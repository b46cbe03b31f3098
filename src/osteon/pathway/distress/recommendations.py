"""Screening, and steps of treatment by severity."""

from osteon.engine.nodes import all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC
from osteon.pathway.distress.facts import (
    ANXIOUS,
    DEPRESSIVE,
    GAD7,
    GAD7_ANSWERED,
    GAD7_SEVERITY,
    LAST_SCREEN,
    PHQ9,
    PHQ9_ANSWERED,
    PHQ9_MOOD,
    PHQ9_SEVERITY,
    PROCEDURE_PLANNED,
    REASON_FOR_DRUG,
    SCREENING_DUE,
)
from osteon.pathway.fatigue.facts import ACTIVE_TREATMENT

_ANSWERED = any_of(PHQ9_ANSWERED, GAD7_ANSWERED)
_BANDS = evidence("ANDERSEN14", "bands of the oncology pathway, as reported by a third party", "score", "secondary")
_GAD_BANDS = evidence("GAD7-PAGES", "cut-points 10 and 15", "score", "secondary")
_SEVERE = ("moderate-to-severe", "moderately-severe", "severe")

SCREEN = Recommendation(
    id="psy-screen",
    title="Ask about mood and anxiety",
    applies=all_of(BREAST_CANCER, METASTATIC),
    when=SCREENING_DUE,
    advise="Ask about mood and anxiety with the PHQ-9 and the GAD-7: now, and again at a new line of treatment, at "
    "progression, when palliative care begins, or after three months. The first two items of the PHQ-9 come first; if either "
    "is at least 2, ask the rest.",
    urgency="info",
    evidence=(
        evidence("ANDERSEN14", "screening at periodic times across the trajectory of care", "recommended", "primary"),
        evidence("ANDERSEN14", "two items first, the others if either scores 2 or more", "suggested", "primary"),
        evidence("OSTEON", "three months", "product default; the guideline says periodically", "derived"),
    ),
    purpose="Who is not asked does not tell.",
    misuse="A questionnaire is no substitute for being asked by a person; and asking needs somebody who acts on the answer.",
    asks=False,
    shows=(LAST_SCREEN,),
)

MODERATE = Recommendation(
    id="psy-moderate",
    title="Moderate depression or anxiety",
    applies=all_of(BREAST_CANCER, _ANSWERED),
    when=any_of(
        all_of(PHQ9_ANSWERED, PHQ9_SEVERITY.one_of("moderate")), all_of(GAD7_ANSWERED, GAD7_SEVERITY.one_of("moderate"))
    ),
    advise="For moderate depression or anxiety offer cognitive behavioural therapy, behavioural activation, structured "
    "physical activity or a psychosocial intervention; for depression also mindfulness-based stress reduction, for anxiety "
    "also acceptance and commitment therapy.",
    urgency="routine",
    evidence=(
        evidence("ANDERSEN23", "moderate symptoms, stepped care", "should offer", "primary"),
        _BANDS,
        _GAD_BANDS,
    ),
    purpose="The least that is known to work, offered to those who need it.",
    misuse="Sleep, energy and appetite count in the PHQ-9 and suffer from the cancer too: look at the sum without them. A band is "
    "not a diagnosis.",
    asks=False,
    says_more_than=("psy-anx-mbi", "psy-anx-yoga", "psy-anx-other", "psy-dep-integrative"),
    shows=(PHQ9, PHQ9_MOOD, GAD7),
)

SEVERE = Recommendation(
    id="psy-severe",
    title="Severe depression or anxiety: refer",
    applies=all_of(BREAST_CANCER, _ANSWERED),
    when=any_of(
        all_of(PHQ9_ANSWERED, PHQ9_SEVERITY.one_of(*_SEVERE)), all_of(GAD7_ANSWERED, GAD7_SEVERITY.one_of("severe"))
    ),
    advise="Refer severe depression or anxiety to psychology or psychiatry for diagnosis and treatment: cognitive therapy, "
    "behavioural activation, cognitive behavioural therapy, mindfulness-based stress reduction or interpersonal therapy.",
    urgency="soon",
    evidence=(
        evidence("ANDERSEN23", "severe symptoms", "should offer", "primary"),
        evidence(
            "ANDERSEN14",
            "referral to psychology or psychiatry, as reported by a third party",
            "recommended",
            "secondary",
        ),
        _BANDS,
        _GAD_BANDS,
    ),
    purpose="Severe symptoms seldom go by themselves, and they shorten what treatment can do.",
    misuse="Look at item 9 apart from the total; it has a rule of its own. A band is not a diagnosis.",
    asks=False,
    says_more_than=("psy-moderate", "psy-anx-mbi", "psy-anx-yoga", "psy-anx-other", "psy-dep-integrative"),
    shows=(PHQ9, PHQ9_MOOD, GAD7),
)

DRUG = Recommendation(
    id="psy-drug",
    title="Antidepressant may be offered",
    applies=all_of(BREAST_CANCER, any_of(DEPRESSIVE, ANXIOUS)),
    when=REASON_FOR_DRUG,
    advise="An antidepressant may be offered for depression or anxiety where psychological treatment cannot be had, did not "
    "help, or is not wanted, or where a medicine helped before.",
    urgency="info",
    asks=False,
    evidence=(evidence("ANDERSEN23", "pharmacotherapy", "may offer", "primary"),),
    purpose="It keeps a way open for those whom the first steps do not reach.",
    misuse="Which drug is not said here: the checks of drug interactions have rules of their own.",
)

ANXIETY_MINDFULNESS = Recommendation(
    id="psy-anx-mbi",
    title="Anxiety on treatment: mindfulness",
    applies=all_of(BREAST_CANCER, ANXIOUS),
    when=ACTIVE_TREATMENT,
    advise="Offer a mindfulness-based intervention against anxiety.",
    urgency="info",
    asks=False,
    evidence=(evidence("CARLSON23", "recommendation 1.1", "strong; evidence high", "primary"),),
    purpose="The integrative treatment with the best evidence against anxiety.",
    misuse="It does not replace psychological treatment of severe anxiety.",
    says_more_than=("psy-anx-yoga", "psy-anx-other"),
)

ANXIETY_YOGA = Recommendation(
    id="psy-anx-yoga",
    title="Anxiety: yoga",
    applies=BREAST_CANCER,
    when=ANXIOUS,
    advise="Yoga may be offered against anxiety, adapted to the places of the metastases.",
    urgency="info",
    asks=False,
    evidence=(
        evidence(
            "CARLSON23", "recommendation 1.2: people with breast cancer", "moderate; evidence intermediate", "primary"
        ),
    ),
    purpose="A way of moving that calms.",
    misuse="Positions that load or twist a bone with metastases are not meant: see the topic on activity.",
)

ANXIETY_OTHER = Recommendation(
    id="psy-anx-other",
    title="Anxiety: relaxation, music, hypnosis",
    applies=all_of(BREAST_CANCER, ANXIOUS),
    when=any_of(PROCEDURE_PLANNED, ACTIVE_TREATMENT),
    advise="Relaxation or music may be offered against anxiety (moderate), reflexology or lavender too (weak); hypnosis for a "
    "diagnostic or surgical procedure.",
    urgency="info",
    asks=False,
    evidence=(evidence("CARLSON23", "recommendations 1.3 to 1.7", "moderate to weak, as stated", "primary"),),
    purpose="Small things that some people like better than talking.",
    misuse="None of them treats an anxiety disorder.",
)

DEPRESSION_INTEGRATIVE = Recommendation(
    id="psy-dep-integrative",
    title="Depressive symptoms on treatment: integrative care",
    applies=all_of(BREAST_CANCER, DEPRESSIVE),
    when=ACTIVE_TREATMENT,
    advise="Against depressive symptoms a mindfulness-based intervention, yoga, music, relaxation or reflexology may be added.",
    urgency="info",
    asks=False,
    evidence=(
        evidence(
            "CARLSON23", "depressive symptoms during treatment", "recommended; strength per item not read", "primary"
        ),
    ),
    purpose="Added to the treatment of depression, not put in its place.",
    misuse="It does not replace psychological treatment or a drug.",
)
