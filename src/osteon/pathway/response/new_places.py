"""Metastases in bone at a place of which the record did not speak before, though other places were known."""

from osteon.engine.events import Events, earliest
from osteon.engine.nodes import AnyLesion, Fact, all_of, any_of, choose, unknown
from osteon.pathway.asking import places, recorded
from osteon.pathway.bone_disease.parameters import NEW_DISEASE_WINDOW
from osteon.pathway.diagnostics.imaging import NO, dated_within
from osteon.pathway.lesions.facts import LESION_SITE, PROVEN
from osteon.pathway.response.parameters import FLARE_LONG, PICTURE_WINDOW
from osteon.pathway.tumour.facts import SYSTEMIC_LINE_START
from osteon.terminology import is_within, site, skeletal_sites

_SAID = (
    "condition.metastasis.bone",
    "condition.bone-lytic-lesion",
    "fracture.pathological-neoplastic",
    "finding.metastasis-imaging",
    "finding.bone-destruction",
    "finding.bone-scan-positive",
    "lesion.type",
)
"""What says that there is a lesion."""
_SKELETON = tuple(name for name in skeletal_sites() if name != "skeleton")
_PARENTS = frozenset(site(name).parent for name in _SKELETON)
_ASK = "When was this metastasis first seen?"

HERE_SINCE = Fact(
    id="lesion-first-recorded",
    label="first entry of the lesion",
    reads=earliest(Events(concepts=_SAID, not_answers=NO, per_lesion=True)),
    absence=unknown("an entry may have no date"),
    ask=_ASK,
)
_FIRST_PLACE = Fact(
    id="bone-lesion-first-recorded",
    label="first entry of any place of bone metastases",
    reads=earliest(Events(concepts=_SAID, not_answers=NO, sites=_SKELETON)),
    absence=unknown("an entry may have no date"),
    ask=_ASK,
)


def _named_widely(region: str, label: str) -> Fact:
    """Whether an older entry says no more than `spine`, so that the place may be an old one, told more exactly."""
    return Fact(
        id=f"{region}-named-widely",
        label=f"lesion of the {label}, of which an older entry speaks as a whole",
        computes=all_of(
            recorded(
                f"{region}-as-a-whole",
                f"metastases of the {label} as a whole",
                *_SAID,
                not_answers=NO,
                sites=tuple(name for name in _SKELETON if is_within(name, region) and name in _PARENTS),
                before=HERE_SINCE,
                why="what was seen before is in the record",
            ),
            LESION_SITE.one_of(*places(region)),
        ),
    )


_PROVEN_SINCE = Fact(
    id="lesion-proven-first-recorded",
    label="first entry of the lesion, which is proven by now",
    computes=choose((PROVEN, HERE_SINCE)),
)
_LATELY = recorded(
    "bone-lesion-lately",
    "a place of bone metastases recorded in the last months",
    *_SAID,
    not_answers=NO,
    sites=_SKELETON,
    within=PICTURE_WINDOW,
    why="what was seen is in the record",
)
NEW_PLACE = Fact(
    id="bone-metastasis-at-new-place",
    label="new place of bone metastases, more than six months after the treatment began",
    computes=all_of(
        _LATELY,
        AnyLesion(
            of=all_of(
                dated_within(_PROVEN_SINCE, PICTURE_WINDOW),
                HERE_SINCE - SYSTEMIC_LINE_START > FLARE_LONG,
                HERE_SINCE - _FIRST_PLACE > NEW_DISEASE_WINDOW,
                ~any_of(
                    _named_widely("spine", "spine"), _named_widely("pelvis", "pelvis"), _named_widely("rib", "ribs")
                ),
            )
        ),
    ),
    note="Places written down within three months of the first one belong to the same staging, and a vertebra, rib or part of the "
    "pelvis is not new where an older entry names the spine, the ribs or the pelvis as a whole.",
)
