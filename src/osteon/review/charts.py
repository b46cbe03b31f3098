"""Trend charts as SVG: a line with its reference band, and the doses of the bone agent on the same time axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any, NamedTuple

from osteon.drawing.ink import BAND, FONT, GRID, INK, LINE, QUIET
from osteon.drawing.ticks import value_ticks
from osteon.language import _, ngettext
from osteon.review.wording import MONTHS, day, decimal, figure, items, object_of, quantity, text_of

__all__ = ["date_ticks", "time_span", "trend_chart"]

Json = Mapping[str, Any]
WIDTH, HEIGHT = 460, 250
LEFT, RIGHT, ABOVE = 50, 20, 16
# From so many points on, marks are small dots.
CROWD = 60
SECOND, OUTSIDE = "#5b6470", "#a3161a"


# Always the whole scale: a pain of 3 must not look like the worst.
PAIN = [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]


class _Point(NamedTuple):
    at: date
    value: float
    source: str
    written: str


def _date(value: object) -> date | None:
    text = str(value or "")[:10]
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        return date(numbers[0], *(numbers[1:] + [1] * (3 - len(numbers))))
    except (ValueError, TypeError, IndexError):
        return None


def _number(value: Any) -> float | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if abs(number) < 1e12 else None


def _points(source: Json) -> list[_Point]:
    found = []
    for one in items(source, "points"):
        at, value = _date(one.get("at")), _number(one.get("value"))
        if at is not None and value is not None:
            found.append(_Point(at, value, text_of(one, "source"), text_of(one, "value")))
    return sorted(found, key=lambda one: one.at)


def time_span(trends: Sequence[Json], doses: Sequence[Json]) -> tuple[date, date] | None:
    """First and last day of everything drawn, so that the charts of one page share their time axis."""
    days = [one.at for trend in trends for source in (trend, object_of(trend, "second")) for one in _points(source)]
    if not days:
        return None
    first, last = min(days), max(days)
    given = [at for one in doses if (at := _date(one.get("at"))) is not None]
    # Doses long before the first value would press the values into a corner.
    near = [at for at in given if first - (last - first) - timedelta(days=60) <= at <= last + timedelta(days=60)]
    first, last = min([first, *near]), max([last, *near])
    if (last - first).days < 20:
        first, last = first - timedelta(days=10), last + timedelta(days=10)
    return first, last


def date_ticks(first: date, last: date, most: int = 6) -> list[tuple[date, str]]:
    """Dates that a reader would choose: first days of years or months, or single days when the span is short.

    The year is written once, with the first date and with each January.
    """
    days = max((last - first).days, 1)
    if days < 75:
        step = next((size for size in (1, 2, 7, 14) if days / size < most), 14)
        found = [first + timedelta(days=step * index) for index in range(days // step + 1)][:most]
        return [(at, f"{at.day} {_month(at)}{_year(at, found)}") for at in found]
    months = next((size for size in (1, 2, 3, 6, 12, 24, 60, 120) if days / (30.44 * size) < most), 240)
    starts = [date(year, 1 + month, 1) for year in range(first.year, last.year + 1) for month in range(12)]
    found = [at for at in starts if first <= at <= last and (at.year * 12 + at.month - 1) % months == 0]
    if months >= 12:
        return [(at, str(at.year)) for at in found]
    return [(at, f"{_month(at)}{_year(at, found)}") for at in found]


def _month(at: date) -> str:
    return _(MONTHS[at.month - 1])[:3]


def _year(at: date, shown: list[date]) -> str:
    before = shown[: shown.index(at)]
    return "" if before and before[-1].year == at.year else f" {at.year}"


class _Scale(NamedTuple):
    first: date
    last: date
    low: float
    high: float
    bottom: float

    def x(self, at: date) -> float:
        return LEFT + 8 + (WIDTH - LEFT - RIGHT - 16) * (at - self.first).days / max((self.last - self.first).days, 1)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - ABOVE) * (value - self.low) / ((self.high - self.low) or 1.0)


def _mark(point: _Point, scale: _Scale, low: float | None, high: float | None, dense: bool) -> str:
    """A dot within the reference range, a triangle pointing up above it or down below it."""
    x, y = scale.x(point.at), scale.y(point.value)
    name = f"<title>{escape(day(point.at.isoformat()))}: {escape(point.written)}</title>"
    size = 3.2 if dense else 5.2
    if high is not None and point.value > high:
        return f'<path d="M{x:.1f} {y - size:.1f}l{size} {size * 1.75:.1f}h{-2 * size}z" fill="{OUTSIDE}">{name}</path>'
    if low is not None and point.value < low:
        return (
            f'<path d="M{x:.1f} {y + size:.1f}l{size} {-size * 1.75:.1f}h{-2 * size}z" fill="{OUTSIDE}">{name}</path>'
        )
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{1.8 if dense else 3.6}" fill="{LINE}">{name}</circle>'


def _axes(scale: _Scale, ticks: list[float]) -> str:
    parts = []
    digits = max(len(f"{tick:.10g}".partition(".")[2]) for tick in ticks)
    for tick in ticks:
        y = scale.y(tick)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{GRID}"/>'
            f'<text x="{LEFT - 7}" y="{y + 4.5:.1f}" text-anchor="end">{decimal(f"{tick:.{digits}f}")}</text>'
        )
    parts.append(f'<path d="M{LEFT} {scale.bottom}H{WIDTH - RIGHT}" stroke="{INK}"/>')
    for at, label in date_ticks(scale.first, scale.last):
        x = scale.x(at)
        words = label.split(" ")
        # The year goes below, so that labels stay narrow and never touch.
        year = words.pop() if len(words) > 1 and len(words[-1]) == 4 else ""
        parts.append(
            f'<path d="M{x:.1f} {scale.bottom}v5" stroke="{INK}"/>'
            f'<text x="{x:.1f}" y="{scale.bottom + 19}" text-anchor="middle">{" ".join(words)}'
            + (f'<tspan x="{x:.1f}" dy="1.15em">{year}</tspan>' if year else "")
            + "</text>"
        )
    return "".join(parts)


def _path(points: list[_Point], scale: _Scale) -> str:
    return "M" + "L".join(f"{scale.x(one.at):.1f} {scale.y(one.value):.1f}" for one in points)


def _doses(doses: Sequence[Json], scale: _Scale) -> str:
    parts = []
    for one in doses:
        at = _date(one.get("at"))
        if at is None or not scale.first <= at <= scale.last:
            continue
        x = scale.x(at)
        name = f"{text_of(one, 'label', 'agent')} {text_of(one, 'dose')}".strip()
        parts.append(
            f'<path d="M{x:.1f} {scale.bottom}v-9" stroke="{INK}" stroke-width="2.6">'
            f"<title>{escape(day(one.get('at')))}: {escape(name)}</title></path>"
        )
    return "".join(parts)


def _latest(points: list[_Point], scale: _Scale) -> str:
    last = points[-1]
    x, y = scale.x(last.at), scale.y(last.value)
    falling = len(points) > 1 and points[-2].value > last.value
    y = y + 19 if (falling and y + 24 < scale.bottom - 8) or y - 12 < ABOVE else y - 10
    side = "end" if x > WIDTH - RIGHT - 40 else "start" if x < LEFT + 30 else "middle"
    x = min(x + 6, WIDTH - 4) if side == "end" else x
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{side}" font-weight="700" fill="{INK}"'
        f' stroke="#fff" stroke-width="4" paint-order="stroke">{escape(last.written)}</text>'
    )


def _band(scale: _Scale, low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    top, bottom = scale.y(scale.high if high is None else high), scale.y(scale.low if low is None else low)
    return f'<rect x="{LEFT}" y="{top:.1f}" width="{WIDTH - LEFT - RIGHT}" height="{max(bottom - top, 0):.1f}" fill="{BAND}"/>'


def _second(points: list[_Point], scale: _Scale) -> str:
    """A series beside the first: dashed, with hollow squares while there is room for them."""
    if not points:
        return ""
    corners = [(scale.x(one.at) - 3, scale.y(one.value) - 3) for one in points] if len(points) <= CROWD else []
    squares = "".join(f'<path d="M{x:.1f} {y:.1f}h6v6h-6z" fill="#fff" stroke="{SECOND}"/>' for x, y in corners)
    line = f'fill="none" stroke="{SECOND}" stroke-width="1.5" stroke-dasharray="5 3"'
    return f'<path d="{_path(points, scale)}" {line}/>{squares}'


def _ticks(values: list[float], low: float | None, high: float | None) -> list[float]:
    """Ticks that leave a little room around the values and the reference range."""
    shown = values + [one for one in (low, high) if one is not None]
    room = (max(shown) - min(shown)) * 0.06
    least = min(shown) - room if min(shown) - room >= 0 or min(shown) < 0 else 0.0
    return value_ticks(least, max(shown) + room)


def _described(
    trend: Json, points: list[_Point], low: float | None, high: float | None, unit: str, doses: Sequence[Json]
) -> str:
    first, last = points[0], points[-1]
    said = [
        ngettext("{count} value", "{count} values", len(points)),
        _("latest {value} {unit} on {day}", value=last.written, unit=unit, day=day(last.at.isoformat())),
    ]
    if len(points) > 1:
        said.append(_("first {value} {unit} on {day}", value=first.written, unit=unit, day=day(first.at.isoformat())))
    lowest, highest = figure(trend.get("low")), figure(trend.get("high"))
    if low is not None and high is not None:
        said.append(_("reference range {low} to {high} {unit}", low=lowest, high=highest, unit=unit))
    elif high is not None:
        said.append(_("reference range up to {high} {unit}", high=highest, unit=unit))
    elif low is not None:
        said.append(_("reference range from {low} {unit}", low=lowest, unit=unit))
    if doses:
        said.append(
            ngettext(
                "{count} dose of a bone agent marked on the time axis",
                "{count} doses of a bone agent marked on the time axis",
                len(doses),
            )
        )
    return f"{'; '.join(said)}."


def trend_chart(trend: Json, *, doses: Sequence[Json] = (), span: tuple[date, date] | None = None) -> str:
    """One trend as SVG; empty text when there is nothing that can be drawn."""
    points = _points(trend)
    if not points:
        return ""
    second = _points(object_of(trend, "second"))
    low, high = _number(trend.get("low")), _number(trend.get("high"))
    unit, label = quantity("", trend.get("unit")).strip(), text_of(trend, "label", "id")
    first, last = span or time_span([trend], doses) or (points[0].at, points[-1].at)
    values = [one.value for one in points + second]
    whole = text_of(trend, "id") == "pain" and all(0 <= value <= 10 for value in values)
    ticks = PAIN if whole else _ticks(values, low, high)
    scale = _Scale(first, last, ticks[0], ticks[-1], HEIGHT - 44)
    dense = len(points) > CROWD
    name = f"trend-{''.join(c if c.isalnum() else '-' for c in text_of(trend, 'id') or 'x')}"
    marks = "".join(_mark(one, scale, low, high, dense) for one in points)
    return (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{name}-title {name}-desc" font-family="{FONT}" font-size="13" fill="{QUIET}">'
        f'<title id="{name}-title">{escape(label)}{f" ({escape(unit)})" if unit else ""}</title>'
        f'<desc id="{name}-desc">{escape(_described(trend, points, low, high, unit, doses))}</desc>'
        f"{_band(scale, low, high)}{_axes(scale, ticks)}{_doses(doses, scale)}{_second(second, scale)}"
        f'<path d="{_path(points, scale)}" fill="none" stroke="{LINE}" stroke-width="{1.2 if dense else 2}"'
        f' stroke-linejoin="round"/>{marks}{_latest(points, scale)}</svg>'
    )
