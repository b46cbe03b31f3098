"""The sentences of the letter to the patient: what a finding means in plain words.

Each stands for rules of the pathway and takes its facts from their sources. A finding without a sentence here is not in the
letter. Whole sentences, short words; no number that frightens, no chance of living, no dose. Who has read a sentence stands
beside it: empty means that nobody has, and the letter says so.
"""

from __future__ import annotations

from typing import Final

from osteon.language import N_
from osteon.review.letters.sentence import Sentence
from osteon.review.letters.sentences_now import NOW
from osteon.review.letters.sentences_team import TEAM

__all__ = ["PARTS", "SENTENCES", "SPOKEN_ONLY"]

PARTS: Final = ("now", "team", "do", "ask")
"""Call now; what the team looks at; what she can do; what to ask."""

SPOKEN_ONLY: Final = ("psy-item9-active", "psy-item9", "rf-suicide")
"""Findings after which a person speaks with her before any paper: while one of them is met there is no letter."""

_DO = (
    Sentence(
        "do-pause-calcium",
        "do",
        N_("Ask your team today if you should pause calcium and vitamin D."),
        ("bma-supplement-stop-on-hypercalcaemia",),
        ("LBL-DEN-EU",),
    ),
    Sentence(
        "do-late-injection",
        "do",
        N_("Your bone injection may be late. Ask for a date."),
        ("denosumab-late-dose",),
        ("NPRA17",),
    ),
    Sentence(
        "do-no-stop",
        "do",
        N_("Do not stop the bone injections without asking your team."),
        ("denosumab-late-dose",),
        ("NPRA17",),
        when="denosumab",
    ),
    Sentence(
        "do-no-dental-surgery",
        "do",
        N_("Before a tooth is pulled or an implant is placed, ask your cancer team."),
        ("mronj-no-elective-surgery",),
        ("MASCC19",),
        when="agent",
    ),
    Sentence(
        "do-teeth",
        "do",
        N_("Keep your teeth and mouth clean, and see a dentist about every six months."),
        ("mronj-modifiable-risk", "mronj-dental-follow-up"),
        ("MASCC19",),
        when="agent",
    ),
    Sentence(
        "do-supplements",
        "do",
        N_("Calcium and vitamin D go with your bone medicine. Ask which ones and how much."),
        ("bma-calcium-vitd-supplement",),
        ("LBL-DEN-US",),
    ),
    Sentence(
        "do-ask-before-exercise",
        "do",
        N_("Ask your team first if you want to start a sport that puts load on your bones."),
        ("ex-gate",),
        ("CAMPBELL22",),
    ),
    Sentence(
        "do-exercise",
        "do",
        N_("Exercise with a trained person can do you good. Ask where you can go."),
        ("ex-refer",),
        ("CAMPBELL22",),
    ),
    Sentence("do-falls", "do", N_("Tell your team if you have had a fall."), ("falls-screen",), ("STEADI",)),
    Sentence(
        "do-tell-pain",
        "do",
        N_("Tell your team about any new pain in a bone."),
        ("mscc-pain-only", "rf-impending"),
        ("NG234", "BMJ21-BONE"),
        when="bone",
    ),
)

_ASK = (
    Sentence(
        "ask-weak",
        "ask",
        N_("Is one of my bones weak? What should I not do for now?"),
        ("fx-mirels-high", "fx-impending-fracture", "sp-sins-unstable"),
        ("MIRELS89", "SINS10"),
        when="bone",
    ),
    Sentence(
        "ask-pain",
        "ask",
        N_("What can help with my pain?"),
        ("pain-severe", "pain-moderate", "rf-pain-severe"),
        ("OSTEON", "ASTRO24"),
    ),
    Sentence(
        "ask-bone-medicine",
        "ask",
        N_("Which bone medicine is right for me, and how often?"),
        ("bma-start-on-bone-mets", "fx-femur-bma", "za-avoid-crcl-lt30", "ivbp-hold-creatinine-rise"),
        ("ASCO17", "LBL-ZA-US"),
    ),
    Sentence(
        "ask-next-scan",
        "ask",
        N_("When is my next scan, and what will it show?"),
        ("mon-imaging-interval", "resp-new-lesion-after-6-months"),
        ("ABC4", "FLARE88"),
    ),
    Sentence(
        "ask-whom",
        "ask",
        N_("Whom do I call at night and at weekends?"),
        ("mscc-pain-only",),
        ("NG234",),
        when="always",
    ),
)

SENTENCES: Final = (*NOW, *TEAM, *_DO, *_ASK)
"""In the order in which they stand in a letter: within a part, what is most pressing first."""
