"""The tree of the skeleton."""

from __future__ import annotations

import pytest

from osteon.terminology import is_skeletal, is_within, site, site_for_code, site_for_text, site_order
from osteon.terminology.store import sites

SNOMED = "http://snomed.info/sct"
REGIONS = {"C": ("cervical", 7, "spine.cervical"), "T": ("thoracic", 12, "spine.thoracic"), "L": ("lumbar", 5, "spine.lumbar"),
           "S": ("sacral", 5, "sacrum")}  # fmt: skip


@pytest.mark.parametrize("letter", REGIONS)
def test_every_vertebra(letter):
    region, last, parent = REGIONS[letter]
    for number in range(1, last + 1):
        level = site(f"vertebra.{letter}{number}")
        assert (level.parent, level.spine_region, level.side_allowed) == (parent, region, False)
        assert is_within(level.id, "spine") and is_skeletal(level.id)


@pytest.mark.parametrize(
    ("location", "levels"),
    [
        ("junctional", ["C1", "C2", "C7", "T1", "T2", "T11", "T12", "L1", "L5", "S1"]),
        ("mobile", ["C3", "C4", "C5", "C6", "L2", "L3", "L4"]),
        ("semirigid", ["T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10"]),
        ("rigid", ["S2", "S3", "S4", "S5"]),
    ],
)
def test_location_class_of_every_level(location, levels):
    assert {site(f"vertebra.{level}").sins_location for level in levels} == {location}


def test_a_region_has_no_location_class_and_the_occiput_has():
    assert [site(name).sins_location for name in ("spine", "spine.thoracic", "sacrum", "femur")] == [None] * 4
    assert site("skull.occipital").sins_location == "junctional"
    assert site("skull.occipital").spine_region is None


@pytest.mark.parametrize(
    ("inner", "outer"),
    [("femur.lesser-trochanter", "femur.trochanter"), ("femur.neck", "femur.proximal"), ("femur.neck", "lower-limb"),
     ("vertebra.S1", "sacrum"), ("acetabulum", "pelvis"), ("rib.9", "rib"), ("mandible", "face"), ("talus", "tarsal"),
     ("humerus.shaft", "upper-limb"), ("femur", "femur"), ("sternum.manubrium", "skeleton")],
)  # fmt: skip
def test_parts(inner, outer):
    assert is_within(inner, outer)
    assert inner == outer or not is_within(outer, inner)


@pytest.mark.parametrize("name", ["bone-marrow", "breast", "spinal-cord", "cauda-equina", "liver", "brain", "lung"])
def test_organs_are_not_skeleton(name):
    assert not is_skeletal(name)
    assert site(name).id == name


def test_unknown_names_are_part_of_nothing():
    assert not is_within("femur.middle", "femur")
    assert not is_within("femur", "nowhere")
    assert not is_skeletal("nowhere")


def test_long_and_weight_bearing_bones():
    long_bones = {name for name in sites()["sites"] if site(name).long_bone and "." not in name}
    assert long_bones == {"humerus", "forearm", "radius", "ulna", "femur", "lower-leg", "tibia", "fibula"}
    assert site("femur.shaft").weight_bearing and site("tibia").weight_bearing and site("acetabulum").weight_bearing
    assert not site("humerus").weight_bearing and not site("rib").weight_bearing and not site("fibula").weight_bearing


def test_order_runs_from_the_head_down_and_a_bone_comes_before_its_parts():
    names = [
        "skull",
        "spine.cervical",
        "vertebra.C1",
        "vertebra.T2",
        "vertebra.T10",
        "sacrum",
        "rib",
        "femur",
        "femur.neck",
        "tibia",
    ]
    shuffled = dict.fromkeys(sorted(names))
    assert sorted(shuffled, key=site_order) == names


@pytest.mark.parametrize(
    ("code", "found"),
    [("14806007", ("vertebra.C1", None)), ("11068009", ("vertebra.T8", None)), ("65985001", ("vertebra.S1", None)),
     ("71341001", ("femur", None)), ("29627003", ("femur.neck", None)), ("22565002", ("rib.9", None)), ("37783008", ("acetabulum", None)),
     ("14016003", ("bone-marrow", None)), ("76752008", ("breast", None)), ("80248007", ("breast", "left")), ("94222008", None)],
)  # fmt: skip
def test_sites_by_code(code, found):
    assert site_for_code(SNOMED, code) == found
    assert site_for_code("http://loinc.org", code) is None


def test_sites_by_our_own_code():
    assert site_for_code("https://osteon.dev/fhir/CodeSystem/osteon", "femur.neck") == ("femur.neck", None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("left femur", ("femur", "left")),
        ("proximal left femur", ("femur.proximal", "left")),
        ("Schenkelhals rechts", ("femur.neck", "right")),
        ("lesser trochanter of right femur", ("femur.lesser-trochanter", "right")),
        ("T8 vertebra", ("vertebra.T8", None)),
        ("Th8", ("vertebra.T8", None)),
        ("BWK 8", ("vertebra.T8", None)),
        ("thoracic vertebra 8", ("vertebra.T8", None)),
        ("eighth thoracic vertebra", ("vertebra.T8", None)),
        ("Lytic lesion in L3, T2 weighted images", ("vertebra.L3", None)),
        ("T8-T10", ("spine.thoracic", None)),
        ("L4/5", ("spine.lumbar", None)),
        ("left and right femur", ("femur", "bilateral")),
        ("9. Rippe rechts", ("rib.9", "right")),
        ("lumbar spine", ("spine.lumbar", None)),
        ("left T8 vertebra", ("vertebra.T8", None)),
        ("Left breast structure", ("breast", "left")),
        ("bone marrow", ("bone-marrow", None)),
        ("femur and humerus", None),
        ("pT2 N1 M1", None),
        ("T2 N0", None),
        ("vitamin D3", None),
        ("C9", None),
        ("unknown", None),
        ("", None),
    ],
)
def test_sites_by_words(words, found):
    assert site_for_text(words) == found
