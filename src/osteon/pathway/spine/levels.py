"""Levels of the spine: which they are, which part of the spine they belong to, and whether they carry a metastasis."""

from osteon.engine.nodes import Fact, all_of, any_of, choose
from osteon.pathway.asking import places, recorded, shown
from osteon.pathway.lesions.facts import IN_SPINE, LESION_SITE, PROVEN
from osteon.terminology import is_within, site, skeletal_sites

NO = ("absent", "negative")
SPINE_SITES = (
    *(name for name in skeletal_sites() if is_within(name, "spine")),
    "spinal-cord",
    "cauda-equina",
)
"""Every name under which a record may put something into the spine."""


# --- the level --------------------------------------------------------------------------------------------------------

VERTEBRAL = IN_SPINE

_SUSPECTED = recorded(
    "spinal-lesion-suspected",
    "metastasis suspected at the level",
    "finding.metastasis-imaging",
    "condition.metastasis.bone",
    "condition.bone-lytic-lesion",
    statuses=("suspected",),
    per_lesion=True,
    why="a suspicion would be recorded",
)
_DENIED = recorded(
    "spinal-lesion-denied",
    "imaging saw no metastasis at the level",
    "finding.metastasis-imaging",
    answers=NO,
    per_lesion=True,
    why="the answer to a suspicion would be recorded",
)
METASTATIC_LEVEL = Fact(
    id="metastatic-level",
    label="metastasis, proven or suspected, of the spine or the occiput",
    computes=all_of(
        shown(any_of(IN_SPINE, LESION_SITE.one_of("skull.occipital"))),
        ~shown(LESION_SITE.one_of("coccyx")),
        any_of(PROVEN, all_of(_SUSPECTED, ~_DENIED)),
    ),
    note="A hot spot on a bone scan alone is no metastasis of the level. The coccyx has no place in the score.",
)


def _segment(word: str) -> tuple[str, ...]:
    return tuple(name for name in places("spine", "skull.occipital") if site(name).sins_location == word)


SEGMENT = Fact(
    id="spine-segment",
    label="part of the spine",
    computes=choose(
        (
            LESION_SITE.one_of(*places("spine.thoracic")),
            choose((LESION_SITE.one_of(*_segment("semirigid")), "semirigid"), otherwise="junctional"),
        ),
        (
            LESION_SITE.one_of(*places("sacrum")),
            choose((LESION_SITE.one_of(*_segment("rigid")), "rigid"), otherwise="junctional"),
        ),
        otherwise=choose((LESION_SITE.one_of(*_segment("mobile")), "mobile"), otherwise="junctional"),
    ),
    note="Junctional: occiput to C2, C7 to T2, T11 to L1, L5 and S1. Mobile: C3 to C6, L2 to L4. Semirigid: T3 to T10. "
    "Rigid: S2 to S5. A region named without its level leaves all parts inside it possible.",
)
