"""The sentences of the letter to the patient: what a finding means in plain words.

Each stands for rules of the pathway and takes its facts from their sources. A finding without a sentence here is not in the
letter. Whole sentences, short words; no number that frightens, no chance of living, no dose. Who has read a sentence stands
beside it: empty means that nobody has, and the letter says so.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from osteon.language import N_

__all__ = ["ELSE", "PARTS", "SENTENCES", "SIGNS", "SPOKEN_ONLY", "Sentence", "Sign"]

PARTS: Final = ("now", "team", "do", "ask")
"""Call now; what the team looks at; what she can do; what to ask."""


class Sentence(NamedTuple):
    """One plain sentence, or two that belong together.

    It stands in the letter when one of its `rules` is met; a sentence with `when` stands there whenever that holds (`bone`: bone
    metastases are on record; `agent`: a bone agent is in use; `denosumab`: it is in use; `always`), and its rules say where it is from.
    """

    id: str
    part: str
    text: str
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    when: str = ""
    clinician: str = ""
    """Who of the clinicians has read it and stands by it."""
    reader: str = ""
    """Which reader without medical training has read and understood it."""


class Sign(NamedTuple):
    """Something to watch for, and how fast to call: `now`, `today`, `days`. `when`: as for sentences, and `fever`."""

    id: str
    pace: str
    text: str
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    when: str
    clinician: str = ""
    reader: str = ""


SPOKEN_ONLY: Final = ("psy-item9-active", "psy-item9", "rf-suicide")
"""Findings after which a person speaks with her before any paper: while one of them is met there is no letter."""

_NOW = (
    Sentence(
        "now-cord",
        "now",
        N_("There may be pressure on the nerves in your spine. This needs care at once. Lie flat if it hurts to move."),
        ("mscc-immediate", "mscc-mri-overdue", "mscc-dex-16", "rf-cord", "sp-escc-high"),
        ("NG234", "BILSKY10"),
    ),
    Sentence(
        "now-calcium-today",
        "now",
        N_("The calcium in your blood is too high. You need care in hospital today."),
        ("hcm-emergency",),
        ("WALSH16",),
    ),
    Sentence(
        "now-calcium",
        "now",
        N_("The calcium in your blood is too high. You need care in hospital."),
        ("hcm-admit-ctcae3",),
        ("CTCAE5",),
    ),
    Sentence(
        "now-calcium-soon",
        "now",
        N_("The calcium in your blood is too high. It needs care soon."),
        ("hcm-moderate-symptomatic",),
        ("WALSH16",),
    ),
    Sentence(
        "now-calcium-low",
        "now",
        N_("The calcium in your blood is too low. You need care in hospital."),
        ("hypocalcaemia-admit-ctcae3",),
        ("CTCAE5",),
    ),
    Sentence(
        "now-fracture-signs",
        "now",
        N_("You told us about signs of a broken bone. Do not put weight on that arm or leg."),
        ("rf-fracture",),
        ("BMJ21-BONE", "OSTEON"),
    ),
    Sentence(
        "now-fracture",
        "now",
        N_("A bone is broken. A bone surgeon should see you today."),
        ("fx-complete-long-bone",),
        ("MSTS20",),
    ),
    Sentence(
        "now-fever",
        "now",
        N_("You told us about a fever. With cancer treatment, a fever needs care at once."),
        ("rf-fever",),
        ("CG151",),
    ),
    Sentence(
        "now-opioid",
        "now",
        N_("You told us about signs that your strong pain medicine may be too much for you."),
        ("rf-opioid",),
        ("OPIOID-LABEL-PAGES",),
    ),
    Sentence(
        "now-breath",
        "now",
        N_("You told us about sudden trouble with your breath, or pain in your chest. Call the emergency number."),
        ("rf-vte",),
        ("SACT-LINES",),
    ),
    Sentence(
        "now-leg",
        "now",
        N_("You told us about one leg that is swollen. You should be seen today."),
        ("rf-vte-leg",),
        ("DVT-PAGES",),
    ),
    Sentence(
        "now-head",
        "now",
        N_("You told us about new signs of the face, the eyes or the head. You should be seen today."),
        ("rf-cranial",),
        ("BRAIN-PAGES",),
    ),
    Sentence(
        "now-vomiting",
        "now",
        N_("You told us that nothing stays down. You should be seen today."),
        ("rf-vomit-intake",),
        ("SACT-LINES",),
    ),
    Sentence(
        "now-calcium-signs",
        "now",
        N_("You told us about signs of high calcium. You need a blood test today."),
        ("rf-calcium",),
        ("CALCIUM-PAGES",),
    ),
    Sentence(
        "now-tingling",
        "now",
        N_("You told us about tingling or cramps. You need a blood test today, before your next bone medicine."),
        ("rf-low-calcium",),
        ("LBL-DEN-US", "OSTEON"),
    ),
)

_TEAM = (
    Sentence(
        "team-cord-scan",
        "team",
        N_("You need a scan (MRI) of your whole back within one day."),
        ("mscc-immediate", "mscc-mri-overdue", "rf-cord"),
        ("NG234",),
    ),
    Sentence(
        "team-spine-pain",
        "team",
        N_("Your back pain should be looked at with a scan (MRI) within one week."),
        ("mscc-pain-only", "rf-spine-pain"),
        ("NG234",),
    ),
    Sentence(
        "team-bone-may-break",
        "team",
        N_("One of your bones may be weak. A bone surgeon should look at it now. Keep weight off it until then."),
        ("fx-impending-fracture", "fx-mirels-high"),
        ("MIRELS89",),
    ),
    Sentence(
        "team-weak-bone",
        "team",
        N_("One of your bones may be weak. A bone surgeon should look at it."),
        ("fx-femur-axial-30", "fx-mirels-borderline", "fx-periacetabular"),
        ("MIRELS89", "VANDERLINDEN04", "MULLER15"),
    ),
    Sentence(
        "team-new-limb-pain",
        "team",
        N_("You told us about new pain when you use an arm or leg. Keep weight off it. It needs an X-ray within days."),
        ("rf-impending",),
        ("BMJ21-BONE", "OSTEON"),
    ),
    Sentence(
        "team-bone-strength",
        "team",
        N_("Your team wants to know how strong one of your bones is. They will ask about pain and may take X-rays."),
        ("fx-mirels-incomplete",),
        ("OSTEON",),
    ),
    Sentence(
        "team-spine-unsteady",
        "team",
        N_("A part of your spine may not be steady. A spine surgeon should look at it soon. Ask how to protect your back."),
        ("sp-sins-unstable",),
        ("SINS10",),
    ),
    Sentence(
        "team-spine-maybe-unsteady",
        "team",
        N_("A part of your spine may not be steady. A spine surgeon should look at your scans."),
        ("sp-sins-potential",),
        ("SINS10",),
    ),
    Sentence(
        "team-thigh",
        "team",
        N_("The pain in your thigh, hip or groin needs a picture of the thigh bone."),
        ("rf-thigh-bma", "aff-thigh-pain-image"),
        ("LBL-DEN-US",),
    ),
    Sentence(
        "team-jaw",
        "team",
        N_("A dentist who knows about bone medicines should look at your jaw within days."),
        ("rf-jaw", "mronj-suspected-refer"),
        ("LBL-DEN-US",),
    ),
    Sentence(
        "team-pain-strong",
        "team",
        N_("Your pain is strong. Your team should call you within one day to help with it."),
        ("pain-severe", "rf-pain-severe"),
        ("OSTEON",),
    ),
    Sentence(
        "team-pain",
        "team",
        N_("Your pain can be treated better. Your team will look at it within three days."),
        ("pain-moderate",),
        ("OSTEON",),
    ),
    Sentence(
        "team-kidneys",
        "team",
        N_("Your kidneys are weak. Your team will check which bone medicine fits you."),
        ("za-avoid-crcl-lt30", "ivbp-hold-creatinine-rise", "za-dose-by-crcl"),
        ("LBL-ZA-US",),
    ),
    Sentence(
        "team-pain-tablets",
        "team",
        N_("Some pain tablets, such as ibuprofen, can harm the kidneys. Your team will check which ones fit you."),
        ("pain-nsaid-renal-severe", "pain-nsaid-renal", "pain-nsaid-za"),
        ("LBL-NSAID", "LBL-ZA-US"),
    ),
    Sentence(
        "team-low-calcium",
        "team",
        N_("The calcium in your blood is low. It should be put right before your next bone medicine."),
        ("denosumab-correct-hypocalcaemia-first",),
        ("LBL-DEN-US",),
    ),
    Sentence(
        "team-calcium-cause",
        "team",
        N_("Blood tests will look for the cause of the high calcium."),
        ("hcm-workup",),
        ("CROWLEY13",),
    ),
    Sentence(
        "team-new-place",
        "team",
        N_("A new spot was seen in a bone. Your team will check what it means."),
        ("resp-new-lesion-after-6-months",),
        ("FLARE88",),
    ),
    Sentence(
        "team-radiotherapy",
        "team",
        N_("Radiation can ease pain in a bone. Your team will talk with you about it."),
        ("rt-painful-refer", "rt-reirradiate", "fx-femur-rt"),
        ("ASTRO24", "MSTS20"),
    ),
    Sentence(
        "team-bone-medicine",
        "team",
        N_("There are medicines that protect bones. Your team will talk with you about them."),
        ("bma-start-on-bone-mets", "fx-femur-bma"),
        ("ASCO17",),
    ),
    Sentence(
        "team-dentist-first",
        "team",
        N_("A dentist should check your mouth before you start a bone medicine."),
        ("mronj-dental-exam-before-bma",),
        ("MASCC19",),
    ),
    Sentence(
        "team-mouth-heals",
        "team",
        N_("The sore place in your mouth should heal before you start a bone medicine."),
        ("mronj-delay-start-unhealed",),
        ("LBL-DEN-EU",),
    ),
    Sentence(
        "team-blood-tests",
        "team",
        N_("You need blood tests for your bone medicine."),
        (
            *("bma-baseline-labs", "bma-creatinine-each-iv-dose", "denosumab-calcium-monitoring"),
            *("denosumab-calcium-within-2-weeks", "denosumab-severe-ckd-monitoring", "denosumab-hypocalcaemia-risk-high"),
        ),
        ("LBL-ZA-US", "LBL-ZA-EU", "LBL-DEN-US", "LBL-DEN-EU", "BODY15"),
    ),
    Sentence(
        "team-after-injections",
        "team",
        N_("Your bone injections have stopped. Your team will look at what should come next."),
        ("denosumab-stop-vertebral-fracture-risk", "denosumab-stop-follow-on-bisphosphonate"),
        ("LBL-DEN-US", "ECTS20"),
    ),
    Sentence(
        "team-dentist-again",
        "team",
        N_("It is time for a check at the dentist."),
        ("mronj-dental-follow-up",),
        ("MASCC19",),
    ),
    Sentence(
        "team-pictures",
        "team",
        N_("You need new scans. They show if your treatment helps."),
        ("mon-imaging-interval",),
        ("ABC4",),
    ),
    Sentence(
        "team-sample",
        "team",
        N_("A small sample from the spot (a biopsy) can show which drugs fit you."),
        ("bx-first-metastasis",),
        ("ABC4",),
    ),
    Sentence(
        "team-tests",
        "team",
        N_("Tests of your blood or of a sample can help to choose your treatment."),
        ("st-esr1-test", "st-her2-score"),
        ("ASCO24-HR", "FDA-TDXD25"),
    ),
    Sentence(
        "team-goes-on",
        "team",
        N_("Your bone medicine goes on as long as it does you more good than harm."),
        ("bma-duration-continue",),
        ("ASCO17",),
    ),
    Sentence("team-food", "team", N_("A dietitian can help you to eat enough."), ("nut-screen",), ("ESPEN17",)),
    Sentence("team-mood", "team", N_("Your team will ask how you feel."), ("psy-screen",), ("ANDERSEN14",)),
)

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

SENTENCES: Final = (*_NOW, *_TEAM, *_DO, *_ASK)
"""In the order in which they stand in a letter: within a part, what is most pressing first."""

ELSE: Final = Sentence(
    "else-emergency",
    "else",
    N_("No answer? Call the emergency number, or go to a hospital now."),
    ("rf-fracture", "rf-vte"),
    ("OSTEON", "SACT-LINES"),
    when="always",
)
"""What to do when the number of the team does not answer."""

SIGNS: Final = (
    Sign("sign-weak", "now", N_("New weakness in a leg or arm, or trouble walking"), ("rf-cord",), ("NG234",), "bone"),
    Sign("sign-numb", "now", N_("Numb legs, or numb between the legs"), ("rf-cord",), ("NG234",), "bone"),
    Sign("sign-bladder", "now", N_("New trouble with your bladder or bowels"), ("rf-cord",), ("NG234",), "bone"),
    Sign(
        "sign-fracture",
        "now",
        N_("Sudden strong pain in a bone, or an arm or leg that you cannot use. Put no weight on it."),
        ("rf-fracture",),
        ("BMJ21-BONE", "OSTEON"),
        "bone",
    ),
    Sign("sign-fever", "now", N_("A fever of 38 °C (100.4 °F) or more"), ("rf-fever",), ("CG151",), "fever"),
    Sign(
        "sign-calcium",
        "today",
        N_(
            "Two of these at once: great thirst or passing a lot of water; feeling sick; hard stools; being weak; "
            "being very sleepy or mixed up. Your calcium may be high."
        ),
        ("rf-calcium",),
        ("CALCIUM-PAGES",),
        "bone",
    ),
    Sign(
        "sign-back",
        "today",
        N_("Back pain that is very strong, gets worse, wakes you at night, or goes round you like a band"),
        ("rf-spine-pain",),
        ("CG75", "NG234"),
        "bone",
    ),
    Sign(
        "sign-load",
        "today",
        N_("New pain in the hip, thigh or upper arm when you use it. Put no weight on it."),
        ("rf-impending",),
        ("BMJ21-BONE", "OSTEON"),
        "bone",
    ),
    Sign(
        "sign-tingling",
        "today",
        N_("Tingling round the mouth or in the fingers, or cramps"),
        ("rf-low-calcium",),
        ("LBL-DEN-US", "XGEVA-PAGE"),
        "agent",
    ),
    Sign(
        "sign-jaw",
        "days",
        N_("Pain or swelling of the jaw, a loose tooth, or bone that you can see in your mouth"),
        ("rf-jaw",),
        ("LBL-DEN-US", "XGEVA-PAGE"),
        "agent",
    ),
    Sign("sign-thigh", "days", N_("A dull ache in the thigh or groin"), ("rf-thigh-bma",), ("LBL-DEN-US", "XGEVA-PAGE"), "agent"),
)
"""Signs to watch for, the fastest first."""
