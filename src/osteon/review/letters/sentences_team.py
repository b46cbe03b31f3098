"""Plain sentences about what the team looks at, what is most pressing first."""

from __future__ import annotations

from typing import Final

from osteon.language import N_
from osteon.review.letters.sentence import Sentence

__all__ = ["TEAM"]

TEAM: Final = (
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
