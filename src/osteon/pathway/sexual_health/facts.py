"""What was said about sexual health, and what is wished or ordered."""

from osteon.engine.nodes import AnyLesion, Fact, all_of, any_of
from osteon.pathway.asking import finding, places, recorded
from osteon.pathway.lesions.facts import LESION_SITE, PROVEN
from osteon.pathway.sexual_health.parameters import TALK_WINDOW

_TOLD = "it counts where somebody wrote it down"

TALKED = recorded(
    "sexual-health-talked",
    "sexual health talked about",
    "care.sexual-health-discussion",
    within=TALK_WINDOW,
    why="a talk that nobody recorded cannot be relied on",
)
_PROBLEM = finding(
    "sexual-problem-told", "sexual problem in words", "symptom.sexual-problem", within=TALK_WINDOW, why=_TOLD
)
_DRYNESS = finding("vaginal-dryness", "vaginal dryness", "symptom.vaginal-dryness", within=TALK_WINDOW, why=_TOLD)
_PAIN = finding("vaginal-pain", "pain with vaginal sex", "symptom.vaginal-pain", within=TALK_WINDOW, why=_TOLD)
VAGINAL_SYMPTOM = Fact(
    id="vaginal-symptom", label="vaginal dryness, or pain with vaginal sex", computes=any_of(_DRYNESS, _PAIN)
)
SEXUAL_PROBLEM = Fact(id="sexual-problem", label="sexual problem", computes=any_of(_PROBLEM, VAGINAL_SYMPTOM))
VAGINAL_OESTROGEN = recorded(
    "vaginal-oestrogen",
    "vaginal oestrogen ordered or proposed",
    "drug.vaginal-oestrogen",
    statuses=("active", "planned", "given"),
    why="an order or a proposal would be recorded",
)
LOADED_LESION = Fact(
    id="lesion-pelvis-spine-hip",
    label="bone metastasis of the pelvis, the spine or the hip",
    computes=AnyLesion(
        of=all_of(PROVEN, LESION_SITE.one_of(*places("pelvis", "spine", "hip", "femur.proximal"))),
    ),
)
