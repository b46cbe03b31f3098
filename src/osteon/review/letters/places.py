"""Places of the skeleton in plain words. Each with its side as a word of its own, because other languages bend both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from osteon.language import N_
from osteon.terminology import is_within
from osteon.terminology import site as site_of

__all__ = ["plain_place"]

SINGLE: Final = {
    "spine.cervical": N_("spine, at the neck"),
    "spine.thoracic": N_("spine, at the chest"),
    "spine.lumbar": N_("spine, at the lower back"),
    "sacrum": N_("base of the spine"),
    "coccyx": N_("tail bone"),
    "spine": N_("spine"),
    "skull": N_("skull"),
    "mandible": N_("lower jaw"),
    "maxilla": N_("upper jaw"),
    "face": N_("face"),
    "sternum": N_("breast bone"),
    "pubis": N_("front of the pelvis"),
}
"""Bones in the middle of the body. Innermost first: the first that holds a place names it."""

PAIRED: Final = {
    "clavicle": (N_("collar bone"), N_("left collar bone"), N_("right collar bone"), N_("both collar bones")),
    "scapula": (N_("shoulder blade"), N_("left shoulder blade"), N_("right shoulder blade"), N_("both shoulder blades")),
    "rib": (N_("ribs"), N_("ribs on the left"), N_("ribs on the right"), N_("ribs on both sides")),
    "humerus": (N_("upper arm"), N_("left upper arm"), N_("right upper arm"), N_("both upper arms")),
    "forearm": (N_("lower arm"), N_("left lower arm"), N_("right lower arm"), N_("both lower arms")),
    "hand": (N_("hand"), N_("left hand"), N_("right hand"), N_("both hands")),
    "shoulder": (N_("shoulder"), N_("left shoulder"), N_("right shoulder"), N_("both shoulders")),
    "upper-limb": (N_("arm"), N_("left arm"), N_("right arm"), N_("both arms")),
    "acetabulum": (N_("hip joint"), N_("left hip joint"), N_("right hip joint"), N_("both hip joints")),
    "hip": (N_("hip"), N_("left hip"), N_("right hip"), N_("both hips")),
    "pelvis": (N_("pelvis"), N_("left side of the pelvis"), N_("right side of the pelvis"), N_("both sides of the pelvis")),
    "femur.proximal": (
        N_("thigh bone, near the hip"),
        N_("left thigh bone, near the hip"),
        N_("right thigh bone, near the hip"),
        N_("both thigh bones, near the hip"),
    ),
    "femur": (N_("thigh bone"), N_("left thigh bone"), N_("right thigh bone"), N_("both thigh bones")),
    "patella": (N_("knee cap"), N_("left knee cap"), N_("right knee cap"), N_("both knee caps")),
    "lower-leg": (N_("lower leg"), N_("left lower leg"), N_("right lower leg"), N_("both lower legs")),
    "ankle": (N_("ankle"), N_("left ankle"), N_("right ankle"), N_("both ankles")),
    "foot": (N_("foot"), N_("left foot"), N_("right foot"), N_("both feet")),
    "lower-limb": (N_("leg"), N_("left leg"), N_("right leg"), N_("both legs")),
}
"""Bones on both sides: without a side, left, right, both. Innermost first."""

SIDES: Final = ("", "left", "right", "bilateral")
SOMEWHERE: Final = N_("a bone")


def plain_place(site: str, side: str, said: Callable[[str], str]) -> str:
    """A place in plain words; `said` gives a word in the language of the letter."""
    try:
        site_of(site)
    except KeyError:
        return said(SOMEWHERE)
    for place, name in SINGLE.items():
        if is_within(site, place):
            return said(name)
    for place, names in PAIRED.items():
        if is_within(site, place):
            return said(names[SIDES.index(side) if side in SIDES else 0])
    return said(SOMEWHERE)
