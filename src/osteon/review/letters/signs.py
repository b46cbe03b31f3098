"""Signs to watch for, and how fast to call."""

from __future__ import annotations

from typing import Final

from osteon.language import N_
from osteon.review.letters.sentence import Sentence, Sign

__all__ = ["ELSE", "SIGNS"]

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
