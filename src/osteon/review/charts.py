"""Trend charts as SVG: a line with its reference band, and the doses of the bone agent on the same time axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from math import floor, log10
from typing import Any, NamedTuple

from osteon.review.wording import MONTHS, day, figure, items, object_of, text_of

__all__ = ["date_ticks", "time_span", "trend_chart", "value_ticks"]

Json = Mapping[str, Any]
WIDTH, HEIGHT = 460, 236
LEFT, RIGHT, ABOVE = 50, 20, 16
INK, GRID, BAND, LINE, SECOND, OUTSIDE = "#1c232b", "#d5dae0", "#dde8f3", "#1b5a94", "#5b6470", "#a3161a"


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


def _number(value: object) -> float | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value)  # type: ignore[arg-type]
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


def value_ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round figures from at or below `low` to at or above `high`."""
    spread = (high - low) or abs(high) or 1.0
    raw = spread / wanted
    size = 10.0 ** floor(log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw * 0.999)
    first = floor(low / step + 1e-9)
    ticks = [round(first * step, 10)]
    while ticks[-1] < high - 1e-9 * spread:
        first += 1
        ticks.append(round(first * step, 10))
    return ticks


def date_ticks(first: date, last: date, most: int = 5) -> list[tuple[date, str]]:
    """Dates that a reader would choose: first days of years or months, or single days when the span is short."""
    days = max((last - first).days, 1)
    for months in (1, 2, 3, 6, 12, 24, 60, 120, 240):
        if days / (30.44 * months) <= most:
            break
    if months == 1 and days < 75:
        step = next(size for size in (1, 2, 7, 14, 28) if days / size <= most or size == 28)
        ticks = [first + timedelta(days=step * index) for index in range(days // step + 1)]
        return [(at, f"{at.day} {MONTHS[at.month - 1][:3]}") for at in ticks][:most]
    year, month = first.year, first.month - (first.month - 1) % min(months, 12)
    found: list[tuple[date, str]] = []
    while (at := date(year, month, 1)) <= last:
        if at >= first and (months < 12 or (year * 12) % months == 0):
            found.append((at, str(year) if months >= 12 else f"{MONTHS[month - 1][:3]} {year}"))
        month += min(months, 12)
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return found[: most + 1]


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
        return f'<path d="M{x:.1f} {y + size:.1f}l{size} {-size * 1.75:.1f}h{-2 * size}z" fill="{OUTSIDE}">{name}</path>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{1.8 if dense else 3.6}" fill="{LINE}">{name}</circle>'


def _axes(scale: _Scale, ticks: list[float]) -> str:
    parts = []
    for tick in ticks:
        y = scale.y(tick)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{GRID}"/><text x="{LEFT - 7}" y="{y + 4.5:.1f}" text-anchor="end">{figure(tick)}</text>')
    parts.append(f'<path d="M{LEFT} {scale.bottom}H{WIDTH - RIGHT}" stroke="{INK}"/>')
    for at, label in date_ticks(scale.first, scale.last, 4):
        x = scale.x(at)
        anchor = "start" if x < LEFT + 24 else "end" if x > WIDTH - RIGHT - 24 else "middle"
        parts.append(f'<path d="M{x:.1f} {scale.bottom}v5" stroke="{INK}"/><text x="{x:.1f}" y="{scale.bottom + 20}" text-anchor="{anchor}">{label}</text>')
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
        parts.append(f'<path d="M{x:.1f} {scale.bottom}v-9" stroke="{INK}" stroke-width="2.6"><title>{escape(day(one.get("at")))}: {escape(name)}</title></path>')
    return "".join(parts)


def _latest(points: list[_Point], scale: _Scale) -> str:
    last = points[-1]
    x, y = scale.x(last.at), scale.y(last.value)
    rising = len(points) > 1 and points[-2].value > last.value
    y = y + 19 if (rising and y + 24 < scale.bottom - 8) or y - 12 < ABOVE else y - 10
    side = "end" if x > WIDTH - RIGHT - 40 else "start" if x < LEFT + 30 else "middle"
    return (
        f'<text class="latest" x="{min(x + 6, WIDTH - 4) if side == "end" else x:.1f}" y="{y:.1f}" text-anchor="{side}" font-weight="700" fill="{INK}" '
        f'stroke="#fff" stroke-width="4" paint-order="stroke">{escape(last.written)}</text>'
    )


def _described(trend: Json, points: list[_Point], low: float | None, high: float | None, unit: str, doses: Sequence[Json]) -> str:
    first, last = points[0], points[-1]
    said = f"{len(points)} value{'s' if len(points) > 1 else ''}; latest {last.written} {unit} on {day(last.at.isoformat())}"
    if len(points) > 1:
        said += f"; first {first.written} {unit} on {day(first.at.isoformat())}"
    if low is not None or high is not None:
        bounds = f"{figure(trend.get('low'))} to {figure(trend.get('high'))}" if low is not None and high is not None else (
            f"up to {figure(trend.get('high'))}" if low is None else f"from {figure(trend.get('low'))}")  # fmt: skip
        said += f"; reference range {bounds} {unit}"
    if doses:
        said += f"; {len(doses)} dose{'s' if len(doses) > 1 else ''} of a bone agent marked on the time axis"
    return f"{said}."


def trend_chart(trend: Json, *, doses: Sequence[Json] = (), span: tuple[date, date] | None = None) -> str:
    """One trend as SVG; empty text when there is nothing that can be drawn."""
    points = _points(trend)
    if not points:
        return ""
    second = _points(object_of(trend, "second"))
    low, high = _number(trend.get("low")), _number(trend.get("high"))
    unit, label = text_of(trend, "unit"), text_of(trend, "label", "id")
    first, last = span or time_span([trend], doses) or (points[0].at, points[-1].at)
    values = [one.value for one in points + second] + [one for one in (low, high) if one is not None]
    room = (max(values) - min(values)) * 0.06
    ticks = value_ticks(min(values) - (0 if min(values) == 0 else room), max(values) + room)
    scale = _Scale(first, last, ticks[0], ticks[-1], HEIGHT - 30)
    top, bottom = scale.y(high if high is not None else scale.high), scale.y(low if low is not None else scale.low)
    band = f'<rect x="{LEFT}" y="{top:.1f}" width="{WIDTH - LEFT - RIGHT}" height="{max(bottom - top, 0):.1f}" fill="{BAND}"/>' if low is not None or high is not None else ""
    name = f"trend-{''.join(c if c.isalnum() else '-' for c in text_of(trend, 'id') or 'x')}"
    dense = len(points) > 60
    other = ""
    if second:
        marks = "".join(f'<path d="M{scale.x(p.at) - 3:.1f} {scale.y(p.value) - 3:.1f}h6v6h-6z" fill="#fff" stroke="{SECOND}"/>' for p in second) if len(second) <= 60 else ""
        other = f'<path d="{_path(second, scale)}" fill="none" stroke="{SECOND}" stroke-width="1.5" stroke-dasharray="5 3"/>{marks}'
    return (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-title {name}-desc"'
        f' font-family="system-ui, -apple-system, Segoe UI, Roboto, Arial, sans-serif" font-size="13" fill="#3d4651">'
        f'<title id="{name}-title">{escape(label)}{f" ({escape(unit)})" if unit else ""}</title>'
        f'<desc id="{name}-desc">{escape(_described(trend, points, low, high, unit, doses))}</desc>'
        f"{band}{_axes(scale, ticks)}{_doses(doses, scale)}{other}"
        f'<path d="{_path(points, scale)}" fill="none" stroke="{LINE}" stroke-width="{1.2 if dense else 2}" stroke-linejoin="round"/>'
        f'{"".join(_mark(one, scale, low, high, dense) for one in points)}{_latest(points, scale)}</svg>'
    )
