"""The skeleton with the places that the record names: pattern, marker, letter, and a line to a label.

State is told by the letter, the shape of the marker and the pattern of the bone; colour only repeats it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from osteon.drawing.body import BOTTOM, TOP, VIEWS, anchors, bones, bones_of, filled, sides
from osteon.drawing.ink import FONT
from osteon.drawing.shapes import Shape
from osteon.language import N_, _, ngettext
from osteon.review.wording import STATES, clean, day, items, place, text_of

__all__ = ["body_map", "is_drawn", "legend", "marker_icon"]

# Ink, tint, and the strokes of an 8 x 8 tile.
INKS = {
    "metastasis": ("#a3161a", "#f7cfca", '<path d="M-2 2L2-2M0 8L8 0M6 10L10 6"/>'),
    "suspected": ("#6a3d9a", "#e9def5", '<path d="M2 2h.01M6 6h.01" stroke-width="2.6" stroke-linecap="round"/>'),
    "fracture": ("#8a4b00", "#fbe3c0", '<path d="M0 2L2 0L6 4L8 2M0 6L2 4L6 8L8 6"/>'),
    "treated": ("#1b5a94", "#d5e6f5", '<path d="M0 2H8M0 6H8"/>'),
    "atypical-fracture": ("#7b1250", "#f6d6e8", '<path d="M2 0V8M6 0V8"/>'),
    "excluded": ("#4d5661", "#ffffff", ""),
}
MARKERS = {
    "metastasis": '<circle r="14"/>',
    "suspected": '<path d="M0-18L18 0L0 18L-18 0Z"/>',
    "fracture": '<path d="M0-19L19 14H-19Z"/>',
    "treated": '<path d="M-13-13H13V13H-13Z"/>',
    "atypical-fracture": '<path d="M0-17L15-8.5V8.5L0 17L-15 8.5V-8.5Z"/>',
    "excluded": '<circle r="14" stroke-dasharray="4 3"/>',
}
HOLLOW = frozenset({"suspected", "excluded"})
HALF_WIDTH = 320
SIDES = {"Left": N_("Left"), "Right": N_("Right")}
# Beyond so many places the lines to the labels cross; the markers then lead to the table by their numbers.
MOST_LABELS = 18
LABEL_EDGE, LINE_HEIGHT, LABEL_CHARACTERS = 182, 20, 14


class Place(NamedTuple):
    """All entries of the skeleton list about one site and side, as they are drawn in one view."""

    states: tuple[tuple[int, str], ...]
    """Number of the entry in the list, and its state."""
    label: str
    spoken: str
    anchors: tuple[tuple[float, float], ...]
    drawn: tuple[Shape, ...]
    side_unknown: bool


def is_drawn(entry: Mapping[str, Any]) -> bool:
    """Whether the drawing has a place for this entry in either view."""
    site, side = text_of(entry, "site"), text_of(entry, "laterality").lower()
    return text_of(entry, "state") in STATES and any(bones_of(site, side, view) for view in VIEWS)


def _places(skeleton: Sequence[Any], view: str) -> list[Place]:
    found: dict[tuple[str, str], Place] = {}
    for number, entry in enumerate(items({"skeleton": skeleton}, "skeleton"), start=1):
        site, side, state = text_of(entry, "site"), text_of(entry, "laterality").lower(), text_of(entry, "state")
        drawn = bones_of(site, side, view)
        if not drawn or state not in STATES:
            continue
        paired = {one.side for one in drawn} == {"left", "right"}
        unknown = paired and side not in ("bilateral", "left", "right")
        since = day(entry.get("since"))
        said = _(STATES[state][1])
        said = _("{state} since {day}", state=said, day=since) if since else said
        known = found.get((site, side))
        if known is None:
            label = _("{place}, side not recorded", place=place(entry)) if unknown else place(entry)
            found[site, side] = Place(((number, state),), label, f"{label}: {said}", anchors(drawn), drawn, unknown)
        else:
            found[site, side] = known._replace(
                states=(*known.states, (number, state)), spoken=f"{known.spoken}; {said}"
            )
    return list(found.values())


def _fill(shape: Shape, state: str, name: str, dash: str) -> str:
    """One shape in the pattern of its state."""
    view = name.partition("-")[0]
    paint = "none" if state == "excluded" else f"url(#{view}-{state})"
    return filled(shape, paint, f'stroke="{INKS[state][0]}" stroke-width="2.2"{dash}', name)


def _fills(places: list[Place], view: str) -> str:
    ranked = list(STATES)
    parts = []
    # Larger areas first, so that a group never hides a bone within it; the state that matters most gives the pattern.
    for order, one in sorted(enumerate(places), key=lambda each: -len(each[1].drawn)):
        state = min((state for _, state in one.states), key=ranked.index)
        dash = ' stroke-dasharray="5 3"' if one.side_unknown or state == "excluded" else ""
        parts += [_fill(shape, state, f"{view}-{order}-{index}", dash) for index, shape in enumerate(one.drawn)]
    return "".join(parts)


def _marker(state: str, text: str) -> str:
    ink = INKS[state][0]
    hollow = state in HOLLOW
    body = f'<g fill="{"#fff" if hollow else ink}" stroke="{ink if hollow else "#fff"}" stroke-width="2">{MARKERS[state]}</g>'
    size = 15 if len(text) < 3 else 12
    low = 9 if state == "fracture" else 5.2
    written = f'text-anchor="middle" font-size="{size}" font-weight="700" fill="{ink if hollow else "#fff"}"'
    return f'{body}<text y="{low}" {written}>{text}</text>'


Spot = tuple[float, float]


def _is_free(spot: Spot, taken: list[Spot]) -> bool:
    return all(abs(spot[0] - x) > 33 or abs(spot[1] - y) > 33 for x, y in taken)


def _free_spot(anchor: Spot, outward: int, taken: list[Spot]) -> Spot:
    """Beside the bone, not on it, and not on another marker."""
    x, y = anchor
    for reach in (28, 60, 92):
        for drop in (0, -17, 17, -34, 34, -51, 51):
            for sign in (outward, -outward):
                spot = (x + sign * reach, min(max(y + drop, TOP + 22), BOTTOM - 22))
                if _is_free(spot, taken):
                    return spot
    return x + outward * 28, y


def _spots(anchor: Spot, count: int, outward: int, taken: list[Spot]) -> list[Spot]:
    """A row of free spots for the markers of one place, from the bone outwards; `taken` is told of them."""
    first = _free_spot(anchor, outward, taken)
    taken.append(first)
    found = [first]
    sign = 1 if first[0] > anchor[0] else -1
    for index in range(1, count):
        beside = (first[0] + sign * 35 * index, first[1])
        found.append(beside if _is_free(beside, taken) else _free_spot(anchor, sign, taken))
        taken.append(found[-1])
    return found


class _Label(NamedTuple):
    place: Place
    spot: Spot
    lines: tuple[str, ...]
    top: float


def _stacked(waiting: list[tuple[Place, Spot]]) -> tuple[list[_Label], int]:
    """Labels of one column from top to bottom without overlap, and how many found no room."""
    stack: list[_Label] = []
    floor = TOP + 34.0
    for one, spot in sorted(waiting, key=lambda each: each[1][1]):
        lines = tuple(textwrap.wrap(one.label, LABEL_CHARACTERS, max_lines=3, placeholder="…")) or ("",)
        top = max(floor, spot[1] - LINE_HEIGHT * len(lines) / 2)
        stack.append(_Label(one, spot, lines, top))
        floor = top + LINE_HEIGHT * len(lines) + 8
    ceiling = float(BOTTOM - 6)
    for index in range(len(stack) - 1, -1, -1):
        height = LINE_HEIGHT * len(stack[index].lines)
        top = min(stack[index].top, ceiling - height)
        stack[index] = stack[index]._replace(top=top)
        ceiling = top - 8
    fitting = [one for one in stack if one.top >= TOP + 20]
    return fitting, len(stack) - len(fitting)


def _label(label: _Label, sign: int) -> str:
    edge = sign * LABEL_EDGE
    height = LINE_HEIGHT * len(label.lines)
    middle = label.top + height / 2
    x, y = label.spot
    number, state = label.place.states[0]
    line = f'd="M{x:.1f} {y:.1f}L{edge - sign * 16} {middle:.1f}H{edge - sign * 3}" fill="none"'
    side = "start" if sign > 0 else "end"
    rows = "".join(
        f'<text x="{edge}" y="{label.top + LINE_HEIGHT * (index + 0.75):.1f}" text-anchor="{side}">{escape(row)} </text>'
        for index, row in enumerate(label.lines)
    )
    # Nothing to see: it makes the target of the link large enough for a finger.
    box = (
        f'<rect x="{edge if sign > 0 else -HALF_WIDTH}" y="{middle - max(height, 40) / 2:.1f}"'
        f' width="{HALF_WIDTH - LABEL_EDGE}" height="{max(height, 40)}" fill="#fff" fill-opacity="0"/>'
    )
    return (
        f'<path {line} stroke="#fff" stroke-width="4"/><path {line} stroke="{INKS[state][0]}" stroke-width="1.3"/>'
        f'<a href="#site-{number}" aria-label="{escape(label.place.spoken)}">{box}{rows}</a>'
    )


def _pinned(anchor: Spot, spots: list[Spot], states: tuple[tuple[int, str], ...]) -> str:
    (x, y), ink = anchor, INKS[states[0][1]][0]
    parts = [
        f'<path d="M{x:.1f} {y:.1f}L{spots[0][0]:.1f} {spots[0][1]:.1f}" stroke="{ink}" stroke-width="1.6"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{ink}" stroke="#fff"/>'
    ]
    for (sx, sy), (number, state) in zip(spots, states, strict=True):
        drawn = _marker(state, f"{STATES[state][0]}{number}")
        parts.append(f'<g transform="translate({sx:.1f} {sy:.1f})"><g class="pin">{drawn}</g></g>')
    return "".join(parts)


def _annotations(places: list[Place]) -> str:
    taken: list[Spot] = []
    columns: dict[int, list[tuple[Place, Spot]]] = {-1: [], 1: []}
    markers = []
    for one in sorted(places, key=lambda each: each.anchors[0][1]):
        fewer = -1 if len(columns[-1]) <= len(columns[1]) else 1
        for index, anchor in enumerate(one.anchors):
            outward = fewer if anchor[0] == 0 else -1 if anchor[0] < 0 else 1
            spots = _spots(anchor, len(one.states), outward, taken)
            markers.append(_pinned(anchor, spots, one.states))
            if index == 0:
                columns[1 if spots[0][0] > 0 else -1].append((one, max(spots, key=lambda spot: abs(spot[0]))))
    labels, left_over = [], 0
    for sign, waiting in columns.items():
        fitting, over = _stacked(waiting) if len(places) <= MOST_LABELS else ([], len(waiting))
        left_over += over
        labels += [_label(one, sign) for one in fitting]
    if left_over:
        labels.append(f'<text x="-{HALF_WIDTH - 4}" y="{BOTTOM - 24}">{_more(left_over)}</text>')
        labels.append(f'<text x="-{HALF_WIDTH - 4}" y="{BOTTOM - 4}">{escape(_("see the table"))}</text>')
    return (
        f'<g class="labels" font-size="17" fill="#1c232b">{"".join(labels)}</g>'
        f'<g aria-hidden="true">{"".join(markers)}</g>'
    )


def _more(count: int) -> str:
    return escape(ngettext("{count} place", "{count} places", count))


def _patterns(view: str, states: set[str]) -> str:
    return "".join(
        f'<pattern id="{view}-{state}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="scale(.75)">'
        f'<rect width="8" height="8" fill="{tint}"/><g stroke="{ink}" stroke-width="1.7" fill="none">{tile}</g></pattern>'
        for state, (ink, tint, tile) in INKS.items()
        if state in states and tile
    )


def body_map(skeleton: Sequence[Any], *, view: str) -> str:
    """The skeleton from the `front` or the `back` as one SVG; each marker carries the number of its entry in the list."""
    places = _places(skeleton, view)
    said = "; ".join(one.spoken for one in places) or _("no place is marked")
    left, right = (escape(_(SIDES[side])) for side in sides(view))
    title = _("Skeleton from the front") if view == "front" else _("Skeleton from the back")
    states = {state for one in places for _, state in one.states}
    return (
        f'<svg class="body-map" xmlns="http://www.w3.org/2000/svg" role="group"'
        f' viewBox="{-HALF_WIDTH} {TOP} {2 * HALF_WIDTH} {BOTTOM - TOP}"'
        f' aria-labelledby="map-{view}-title map-{view}-desc" font-family="{FONT}">'
        f'<title id="map-{view}-title">{escape(title)}</title>'
        f'<desc id="map-{view}-desc">{escape(said)}.</desc><defs>{_patterns(view, states)}</defs>'
        f'<g aria-hidden="true"><g stroke-linejoin="round" stroke-linecap="round">{bones(view)}{_fills(places, view)}</g>'
        f'<g class="sides" font-size="18" fill="#4d5661" text-anchor="middle">'
        f'<text x="-110" y="14">{left}</text><text x="110" y="14">{right}</text></g></g>'
        f"{_annotations(places)}</svg>"
    )


def marker_icon(state: str, text: str) -> str:
    """The marker of one state as a small picture for a table or a legend; the words beside it say the same."""
    if state not in STATES:
        return ""
    drawn = _marker(state, escape(clean(text)))
    return f'<svg class="marker" viewBox="-20 -20 40 40" aria-hidden="true" focusable="false">{drawn}</svg>'


def legend(states: Sequence[str]) -> str:
    """Pattern, letter and name of each state that the drawing shows, as items of a list."""
    found = []
    for state in (one for one in STATES if one in states):
        name = f"legend-{state}"
        paint = "none" if state == "excluded" else f"url(#{name}-{state})"
        found.append(
            f'<li><svg class="swatch" viewBox="0 0 26 16" aria-hidden="true" focusable="false">'
            f"<defs>{_patterns(name, {state})}</defs>"
            f'<rect x="1" y="1" width="24" height="14" rx="3" fill="{paint}" stroke="{INKS[state][0]}"/></svg>'
            f"{STATES[state][0]} = {escape(_(STATES[state][1]).lower())}</li>"
        )
    return "".join(found)
