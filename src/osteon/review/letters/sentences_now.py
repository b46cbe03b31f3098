"""Plain sentences about what cannot wait."""

from __future__ import annotations

from typing import Final

from osteon.language import N_
from osteon.review.letters.sentence import Sentence

__all__ = ["NOW"]

NOW: Final = (
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
