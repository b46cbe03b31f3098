"""The history of one patient as two drawings on one time axis, and as tables with the same content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from osteon.drawing.frame import Head
from osteon.drawing.lanes import Bar, Break, Lane, Mark, pattern_sample, shape_sample, swim_lanes
from osteon.drawing.measured_lane import Measured
from osteon.drawing.time_axis import Axis, time_axis
from osteon.language import translated
from osteon.review.lanes.counting import elapsed, plus_months, ticks_for
from osteon.review.lanes.history import LANES
from osteon.review.lanes.listing import dated, lane_table, series_table, thing_words
from osteon.review.wording import Json, items, object_of, quantity, text_of

__all__ = ["RANGES", "ZEROS", "Choice", "picture_of"]

WIDE, NARROW = 860.0, 330.0
RANGES: Final[dict[str, int | None]] = {"all": None, "2y": 24, "6m": 6}
"""How far back: months, or everything."""
ZEROS: Final = ("calendar", "diagnosis", "bone-metastasis", "birth")
SHAPES: Final = {
    "milestones": "flag",
    "radiotherapy": "square",
    "surgery": "triangle",
    "skeletal-events": "diamond",
    "imaging": "circle",
}


class Choice(NamedTuple):
    """How a reader wants it: from which day time is counted (`ZEROS`), how far back (`RANGES`), in which language."""

    zero: str = "calendar"
    range: str = "all"
    language: str = "en"


Address = Callable[[str, str], str]
"""Address of the page of a finding, by its id and lesion."""


def picture_of(history: Json, choice: Choice, address: Address) -> dict[str, Any]:
    """Drawings, tables and notes for a page.

    `history`: as `history` gives it. Gives `figures` (title, wide, narrow), `tables` (kind, id, caption, note, rows), `legend`
    (sample, words) and `notes`.
    """
    _ = _words(choice.language)
    today = date.fromisoformat(text_of(history, "as_of"))
    months = RANGES[choice.range]
    first = _first_day(history, today) if months is None else plus_months(today, -months)
    shown, earlier = _shown(object_of(history, "lanes"), first)
    zero = object_of(history, "zeros").get(choice.zero)
    origin = (choice.zero, date.fromisoformat(zero)) if zero else None
    tables = [table for id in LANES if (table := lane_table(id, shown[id], choice.language, address))["rows"]]
    series = items(history, "series")
    measured = [
        cut for one in series if (cut := {**one, "points": _points_since(one, first)})["points"]
    ]
    tables += [series_table(one, choice.language) for one in measured]
    lanes = [_lane(id, shown[id], first, choice.language, address) for id in LANES if shown[id]]
    drawn = [_measured(one, choice.language) for one in measured]
    days = _days(shown, measured)
    figures = []
    for name, title, says, content in (
        ("events", _("Treatment and events"), _lanes_said(shown, choice.language), lanes),
        ("values", _("Measured values"), "; ".join(one.says for one in drawn), drawn),
    ):
        if content:
            head = Head(f"timeline-{name}", title, says)
            figures.append({"title": title, **_drawings(head, content, days, first, today, origin, choice.language)})
    return {
        "figures": figures,
        "tables": tables,
        "legend": _legend(shown, choice.language),
        "notes": _notes(shown, earlier, measured, choice.language),
    }


def _words(language: str) -> Callable[..., str]:
    def one(text: str, **values: object) -> str:
        return translated(language, text, **values)

    return one


def _ends(thing: Json) -> tuple[str, str] | None:
    """First and last day of a thing, as text; None without a date."""
    first = text_of(thing, "first", "at")
    return (first, text_of(thing, "last", "until") or first) if first else None


def _first_day(history: Json, today: date) -> date:
    days = [ends[0] for things in object_of(history, "lanes").values() for one in things if (ends := _ends(one))]
    days += [text_of(one["points"][0], "at") for one in items(history, "series")]
    return min((date.fromisoformat(day) for day in days), default=plus_months(today, -12))


def _shown(lanes: Json, first: date) -> tuple[dict[str, list[Json]], int]:
    """What lies in the range, or has no date; and how many things end before it."""
    edge, earlier = first.isoformat(), 0
    found: dict[str, list[Json]] = {}
    for id in LANES:
        kept = [one for one in lanes.get(id, ()) if (ends := _ends(one)) is None or ends[1] >= edge]
        earlier += len(lanes.get(id, ())) - len(kept)
        found[id] = sorted(kept, key=lambda one: _ends(one) or ("", ""))
    return found, earlier


def _points_since(one: Json, first: date) -> list[Json]:
    edge = first.isoformat()
    return [point for point in items(one, "points") if text_of(point, "at") >= edge]


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _days(shown: dict[str, list[Json]], measured: Sequence[Json]) -> list[int]:
    """All days on which something began, ended, was given or was measured."""
    ends = [ends for one in chain(*shown.values()) if (ends := _ends(one))]
    days = [day for pair in ends for day in pair]
    days += [day for one in chain(*shown.values()) for day in one.get("doses", ())]
    days += [text_of(point, "at") for one in measured for point in items(one, "points")]
    return sorted({_day(day) for day in days})


def _lane(id: str, things: Sequence[Json], first: date, language: str, address: Address) -> Lane:
    drawn = [
        _thing(id, place, one, first, language, address) for place, one in enumerate(things, start=1) if _ends(one)
    ]
    return Lane(lane_table(id, (), language, address)["caption"], tuple(drawn))


def _thing(id: str, place: int, one: Json, edge: date, language: str, address: Address) -> Bar | Mark:
    finding = object_of(one, "finding")
    target = address(text_of(finding, "id"), text_of(finding, "lesion")) if finding else ""
    href = target or f"#t-{id}-{place}"
    label, says = thing_words(id, one, language)
    first, last = _ends(one) or ("", "")
    if one.get("kind") == "bar":
        began = max(date.fromisoformat(first), edge).toordinal()
        doses = tuple(day for text in one.get("doses", ()) if (day := _day(text)) >= began)
        sure = text_of(one, "sure_first")
        pattern = "dotted" if one.get("held") else "solid" if doses or id == "radiotherapy" else "striped"
        return Bar(
            began, _day(last), label, says, href, pattern, bool(one.get("goes_on")), bool(one.get("stopped")),
            sure_first=_day(sure) if sure else None, ticks=doses,
        )  # fmt: skip
    until = text_of(one, "until")
    shape = "cross" if one.get("worse") else SHAPES.get(id, "circle")
    hollow = (id == "skeletal-events" and not one.get("counted")) or (bool(one.get("judged")) and not one.get("worse"))
    short = text_of(one, "short", "label")
    return Mark(max(_day(first), edge.toordinal()), label, says, href, shape, hollow, _day(until) if until else None, short)


def _measured(one: Json, language: str) -> Measured:
    points = items(one, "points")
    unit = quantity("", one.get("unit")).strip()
    newest = points[-1]
    values = tuple((_day(text_of(point, "at")), float(point["value"])) for point in points)
    says = translated(
        language,
        "{label}: {count} values; latest {value} {unit} on {day}",
        label=text_of(one, "label"),
        count=len(points),
        value=text_of(newest, "value"),
        unit=unit,
        day=dated(text_of(newest, "at"), language),
    )
    pain = text_of(one, "id") == "pain"
    label = text_of(one, "label")
    return Measured(
        label[:1].upper() + label[1:], unit, values, _limit(one, "low"), _limit(one, "high"), says,
        text_of(newest, "value"), f"#t-{text_of(one, 'id')}",
        bounds=(0.0, 10.0) if pain and all(0 <= value <= 10 for _, value in values) else None,
    )  # fmt: skip


def _limit(one: Json, name: str) -> float | None:
    value = one.get(name)
    return None if value is None else float(value)


def _drawings(
    head: Head,
    content: Sequence[Lane | Measured],
    days: Sequence[int],
    first: date,
    today: date,
    origin: tuple[str, date] | None,
    language: str,
) -> dict[str, Any]:
    label = dated(today.isoformat(), language) if origin is None else elapsed(origin[1], today, language)
    words = translated(language, "Review: {day}", day=label)
    ticks = ticks_for(origin, language)
    made = {}
    for name, width in (("wide", WIDE), ("narrow", NARROW)):
        axis = time_axis(days, first.toordinal(), today.toordinal(), 46.0, width - 16)
        made[name] = Markup(
            swim_lanes(head, content, axis, ticks, width=width, today=words, breaks=_breaks(axis, language))
        )
    return made


def _breaks(axis: Axis, language: str) -> list[Break]:
    found = []
    for piece in axis.pieces:
        if piece.empty:
            long = elapsed(date.fromordinal(piece.first), date.fromordinal(piece.last), language)
            found.append(Break(long, translated(language, "{time} without an entry, not drawn to scale", time=long)))
    return found


def _lanes_said(shown: dict[str, list[Json]], language: str) -> str:
    parts = []
    for id, things in shown.items():
        if things:
            caption = lane_table(id, (), language, lambda _id, _lesion: "")["caption"]
            parts.append(f"{caption}: {', '.join(thing_words(id, one, language)[0] for one in things[:8])}")
    return "; ".join(parts)


def _legend(shown: dict[str, list[Json]], language: str) -> list[tuple[Markup, str]]:
    """The shapes and patterns that the drawing uses, in words."""
    _ = _words(language)
    every = [one for things in shown.values() for one in things]
    bars = [one for id in ("systemic", "bone-agents") for one in shown[id]]
    events = shown["skeletal-events"]
    samples = (
        (pattern_sample("solid", ticks=True), _("given, a line for each dose"), any(one.get("doses") for one in bars)),
        (pattern_sample("striped"), _("ordered, no dose recorded"), any(not one.get("doses") for one in bars)),
        (pattern_sample("dotted"), _("on hold"), any(one.get("held") for one in bars)),
        (shape_sample("diamond"), _("skeletal event that counts"), any(one.get("counted") for one in events)),
        (
            shape_sample("diamond", hollow=True),
            _("event that is undecided or counted with another"),
            any(not one.get("counted") for one in events),
        ),
        (shape_sample("cross"), _("progression"), any(one.get("worse") for one in every)),
    )
    return [(Markup(sample), words) for sample, words, used in samples if used]


def _notes(shown: dict[str, list[Json]], earlier: int, measured: Sequence[Json], language: str) -> list[str]:
    _ = _words(language)
    undated = sum(_ends(one) is None for things in shown.values() for one in things)
    left_out = [one for one in measured if one.get("left_out")]
    notes = []
    if earlier:
        notes.append(_("Entries before this range, not shown: {count}.", count=earlier))
    if undated:
        notes.append(_("Entries without a date, in the tables only: {count}.", count=undated))
    notes += [
        _(
            "{label}: days of which the value is not shown, because it could not be worked out or is among the oldest of many: {count}.",
            label=text_of(one, "label")[:1].upper() + text_of(one, "label")[1:],
            count=one["left_out"],
        )
        for one in left_out
    ]
    return notes
