"""The drawing of the skeleton: every site has its place and its side, and state is never told by colour alone."""

import re
from xml.etree import ElementTree

import pytest

from faces.samples import RICH
from osteon.drawing.body import STANDS_FOR
from osteon.drawing.shapes import VERTEBRAE, shapes
from osteon.review.body_map import body_map, is_drawn, legend, marker_icon
from osteon.review.wording import STATES

SVG = "{http://www.w3.org/2000/svg}"
PAIRED = (
    *(f"rib.{number}" for number in range(1, 13)), "clavicle", "scapula", "humerus", "humerus.proximal", "humerus.shaft",
    "humerus.distal", "radius", "ulna", "carpal", "metacarpal", "pelvis", "ilium", "ischium", "pubis", "acetabulum",
    "femur", "femur.head", "femur.neck", "femur.trochanter", "femur.shaft", "femur.distal", "patella", "tibia", "fibula",
    "tarsal", "talus", "metatarsal", "orbit", "skull.parietal", "skull.temporal",
)  # fmt: skip
MIDDLE = (
    *(f"vertebra.{name}" for name in VERTEBRAE), *(f"vertebra.S{number}" for number in range(1, 6)), "sacrum", "coccyx",
    "sternum", "sternum.manubrium", "skull", "skull.frontal", "skull.occipital", "mandible", "maxilla",
)  # fmt: skip


def entry(site: str, laterality: str | None = None, state: str = "metastasis", **more: object) -> dict:
    return {"site": site, "label": site, "laterality": laterality, "state": state, **more}


def tree(skeleton: list, view: str = "front") -> ElementTree.Element:
    return ElementTree.fromstring(body_map(skeleton, view=view))


def filled(skeleton: list, view: str = "front") -> list[float]:
    """The x of the first point of every path that carries a pattern."""
    found = []
    for one in tree(skeleton, view).iter():
        if one.tag in (f"{SVG}path", f"{SVG}polygon") and one.get("fill", "").startswith("url("):
            found.append(float(re.match(r"M?(-?[\d.]+)", one.get("d") or one.get("points")).group(1)))
    return found


@pytest.mark.parametrize("site", [*PAIRED, *MIDDLE, *STANDS_FOR])
def test_every_site_is_drawn_in_some_view(site: str):
    assert is_drawn(entry(site))
    assert any(filled([entry(site)], view) for view in ("front", "back"))


@pytest.mark.parametrize("site", PAIRED)
def test_the_right_side_is_on_the_left_of_the_front_view_and_on_the_right_of_the_back_view(site: str):
    for view, sign in (("front", -1), ("back", 1)):
        places = filled([entry(site, "right")], view)
        assert all(x * sign >= 0 for x in places), view
        if places:
            assert len(filled([entry(site, "bilateral")], view)) == 2 * len(places)


def test_a_side_that_is_not_recorded_is_said_and_both_are_shown_broken():
    text = body_map([entry("femur")], view="front")
    assert "side not recorded" in text and 'stroke-dasharray="5 3"' in text
    assert len(filled([entry("femur")])) == 2


def test_a_group_shades_all_that_belongs_to_it():
    assert len(filled([entry("spine.thoracic")])) == 12
    assert len(filled([entry("rib", "left")], "front")) == 22, "ten ribs are drawn before and behind, two only behind"


def test_an_unknown_site_is_not_drawn():
    assert not is_drawn(entry("skeleton")) and not is_drawn({}) and not is_drawn(entry("liver"))
    assert filled([entry("skeleton")]) == []


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_its_letter_and_its_shape(state: str):
    letter = STATES[state][0]
    assert f">{letter}1</text>" in body_map([entry("vertebra.L3", state=state)], view="front")
    outlines = {re.search(r"<g [^>]*>(<[^>]*>)", marker_icon(one, "")).group(1) for one in STATES}
    assert len(outlines) == len(STATES)
    assert f"{letter} = " in legend([state])


def test_patterns_differ_between_states():
    tiles = [re.search(r"<pattern.*?</pattern>", legend([state])) for state in STATES if state != "excluded"]
    drawings = {re.sub(r"#[0-9a-f]{6}|legend-[\w-]+", "", tile.group()) for tile in tiles}
    assert len(drawings) == len(STATES) - 1


def test_two_states_of_one_place_share_a_label_and_both_have_a_marker():
    text = body_map([entry("vertebra.T8"), entry("vertebra.T8", state="fracture")], view="front")
    assert ">M1</text>" in text and ">F2</text>" in text
    assert text.count("<a ") == 1


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_drawing_has_words_and_links_to_the_table(view: str):
    root = tree(RICH["skeleton"], view)
    ids = {one.get("id") for one in root.iter()}
    assert set(root.get("aria-labelledby").split()) <= ids
    assert "Left neck of femur: Metastasis since 1 March 2024" in root.find(f"{SVG}desc").text
    links = root.findall(f".//{SVG}a")
    assert {link.get("href") for link in links} == {"#site-1", "#site-2", "#site-4", "#site-5", "#site-6"}
    assert all(link.get("aria-label") for link in links)


def labels(root: ElementTree.Element) -> list[tuple[float, float, float]]:
    """Side, top and bottom of the box of every label."""
    boxes = [link.find(f"{SVG}rect") for link in root.iter(f"{SVG}a")]
    return [(float(box.get("x")), float(box.get("y")), float(box.get("y")) + float(box.get("height"))) for box in boxes]


def test_labels_stay_in_the_drawing_and_texts_do_not_overlap():
    skeleton = [entry(f"vertebra.{name}") for name in list(VERTEBRAE)[:17]]
    root = tree(skeleton)
    left, top, width, height = (float(number) for number in root.get("viewBox").split())
    assert len(labels(root)) == 17
    assert all(top <= above and below <= top + height for _, above, below in labels(root))
    rows: dict[str, list[float]] = {}
    for text in root.findall(f".//{SVG}a/{SVG}text"):
        rows.setdefault(text.get("text-anchor"), []).append(float(text.get("y")))
    for column in rows.values():
        assert all(after - before >= 18 for before, after in zip(sorted(column), sorted(column)[1:], strict=False))


def test_many_places_lead_to_the_table_instead_of_crossing_lines():
    text = body_map([entry(f"vertebra.{name}") for name in VERTEBRAE], view="front")
    assert "see the table" in text and "<a " not in text
    assert text.count('class="pin"') == len(VERTEBRAE)


def test_hostile_text_stays_text():
    text = body_map([entry("ilium", "left") | {"label": '<script>"x"</script>', "since": "<b>"}], view="front")
    assert "<script" not in text and "<b>" not in text
    ElementTree.fromstring(text)


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_drawing_itself(view: str):
    found = shapes(view)
    assert {f"vertebra.{name}" for name in VERTEBRAE} <= {one.site for one in found}
    assert {f"rib.{number}" for number in range(1, 13)} <= {one.site for one in found}
    for one in found:
        assert re.fullmatch(r"[MCLVHZ\d.\- ]+", one.path), one.site
        x, y = one.anchor
        assert -180 <= x <= 180 and 0 <= y <= 900
        assert not one.side or (x < 0) == ((one.side == "right") == (view == "front"))
