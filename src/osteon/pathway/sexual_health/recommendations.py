"""To raise the subject, and what to offer first."""

from osteon.engine.nodes import all_of, any_of
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BREAST_CANCER, METASTATIC
from osteon.pathway.sexual_health.facts import (
    LOADED_LESION,
    SEXUAL_PROBLEM,
    TALKED,
    VAGINAL_OESTROGEN,
    VAGINAL_SYMPTOM,
)
from osteon.pathway.tumour.facts import AROMATASE_INHIBITOR_CURRENT

ASK = Recommendation(
    id="sex-ask",
    title="Raise sexual health",
    applies=all_of(BREAST_CANCER, METASTATIC),
    when=~TALKED,
    advise="Let a member of the team raise sexual health, with the partner if the patient wishes, and say where help is to be had.",
    urgency="info",
    evidence=(
        evidence("CARTER18", "discussion initiated by a member of the team", "recommended", "primary"),
        evidence("OSTEON", "once in 12 months", "product default", "derived"),
    ),
    purpose="Few patients begin this talk themselves.",
    misuse="An offer to talk, never an examination of private life.",
    asks=False,
)

COUNSEL = Recommendation(
    id="sex-counsel",
    title="Sexual problem: counselling",
    applies=all_of(BREAST_CANCER, METASTATIC),
    when=SEXUAL_PROBLEM,
    advise="Look first for medical causes that can be treated, and offer psychosocial or psychosexual counselling.",
    urgency="info",
    evidence=(evidence("CARTER18", "counselling; contributing factors first", "should be offered", "primary"),),
    purpose="Counselling is the treatment with the broadest effect.",
    misuse="No one kind of counselling was shown to be better than another.",
    says_more_than=("sex-ask",),
)

DRYNESS = Recommendation(
    id="sex-dryness-first",
    title="Vaginal dryness: lubricant and moisturiser first",
    applies=all_of(BREAST_CANCER, METASTATIC),
    when=VAGINAL_SYMPTOM,
    advise="Lubricant together with a vaginal moisturiser first. If that is not enough: lidocaine, or in selected cases low-dose vaginal "
    "oestrogen or DHEA.",
    urgency="info",
    evidence=(evidence("CARTER18", "vaginal and vulvar atrophy, stepwise", "may be tried first", "primary"),),
    purpose="What helps without a hormone comes first in breast cancer.",
    misuse="Hormones at the vagina under an aromatase inhibitor are for the oncologist to decide.",
    says_more_than=("sex-ask", "sex-counsel"),
)

OESTROGEN = Recommendation(
    id="sex-vaginal-oestrogen-ai",
    title="Vaginal oestrogen under an aromatase inhibitor",
    applies=all_of(BREAST_CANCER, VAGINAL_OESTROGEN),
    when=AROMATASE_INHIBITOR_CURRENT,
    advise="Have the treating oncologist decide on vaginal oestrogen: a passing rise of oestradiol may matter under an aromatase "
    "inhibitor. Non-hormonal treatment should have failed first.",
    urgency="soon",
    evidence=(
        evidence(
            "NAMS18",
            "involve the oncologist; women with ER-positive cancer on an aromatase inhibitor, as tabulated in a review",
            "consensus",
            "secondary",
        ),
    ),
    purpose="The drug works by keeping oestradiol out; what brings it in has to be weighed.",
    misuse="No ban: women with severe symptoms may still be candidates.",
)

POSITION = Recommendation(
    id="sex-position-bone",
    title="Positions that do not load the lesion",
    applies=all_of(BREAST_CANCER, LOADED_LESION),
    when=any_of(SEXUAL_PROBLEM, TALKED),
    advise="Advise positions that do not load pelvis, spine or hip with metastases, and refer to physiotherapy.",
    urgency="info",
    evidence=(evidence("OSTEON", "practice; no source was read", "practice", "memory"),),
    purpose="Fear of breaking a bone ends intimacy more often than pain does.",
    misuse="Not for a bone that is about to break: that one has to be treated first.",
    asks=False,
)
