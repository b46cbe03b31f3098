"""The tables below the drawing: everything that it shows, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from osteon.language import translated
from osteon.review import wording
from osteon.review.choices import became_words
from osteon.review.wording import Json, items, object_of, quantity, text_of, words

__all__ = ["dated", "lane_table", "series_table", "thing_words"]

MOST_SINGLE: Final = 60
"""From so many values on, a table tells each month in one row."""
MOST_SOURCES: Final = 6


def _captions(language: str) -> dict[str, str]:
    return {
        "milestones": translated(language, "Turning points"),
        "systemic": translated(language, "Systemic treatment"),
        "bone-agents": translated(language, "Bone agents"),
        "radiotherapy": translated(language, "Radiotherapy"),
        "surgery": translated(language, "Operations on bone"),
        "skeletal-events": translated(language, "Skeletal events"),
        "imaging": translated(language, "Imaging and response"),
    }


def dated(day: str, language: str) -> str:
    """A day as a reader says it."""
    return wording.day(day) if day else translated(language, "no date")


def _when(one: Json, language: str) -> str:
    first, last = text_of(one, "first", "at"), text_of(one, "last", "until")
    if not first:
        return translated(language, "no date")
    if one.get("kind") == "bar":
        if one.get("sure_first"):
            first_said = translated(language, "{day} (day not exact)", day=dated(first, language))
        else:
            first_said = dated(first, language)
        if one.get("goes_on"):
            return translated(language, "since {day}", day=first_said)
        if one.get("end_known") is False:
            return translated(language, "from {day}, end not recorded", day=first_said)
        if last and last != first:
            return translated(language, "{first} to {last}", first=first_said, last=dated(last, language))
        return first_said
    if last:
        return translated(
            language, "between {first} and {last}", first=dated(first, language), last=dated(last, language)
        )
    return dated(first, language)


def _details(id: str, one: Json, language: str) -> list[str]:
    """What is said of a thing beside its name and its dates."""
    parts = []
    doses = one.get("doses") or ()
    if doses:
        parts.append(
            translated(language, "doses: {count}, the last on {day}", count=len(doses), day=dated(doses[-1], language))
        )
        if one.get("every"):
            parts.append(translated(language, "usually every {days} days", days=one["every"]))
    elif id in ("systemic", "bone-agents") and one.get("kind") == "bar":
        parts.append(translated(language, "ordered, no dose recorded"))
    if one.get("dose"):
        parts.append(text_of(one, "dose"))
    if one.get("stopped"):
        parts.append(translated(language, "stopped"))
    if one.get("held"):
        parts.append(translated(language, "on hold"))
    if text_of(one, "result"):
        parts.append(text_of(one, "result"))
    if id == "skeletal-events" and not one.get("counted"):
        parts.append(", ".join(part for part in (became_words(text_of(one, "became")), text_of(one, "note")) if part))
    return parts


def thing_words(id: str, one: Json, language: str) -> tuple[str, str]:
    """The label of a bar or mark in the drawing, and what it says to whoever does not see it."""
    label = text_of(one, "label")
    details = _details(id, one, language)
    if id == "imaging" and text_of(one, "result"):
        label = f"{label}: {text_of(one, 'result')}"
    if id == "milestones" and text_of(one, "at"):
        label = f"{label}, {dated(_as_known(one), language)}"
    if one.get("end_known") is False:
        label = translated(language, "{drug}, end not recorded", drug=label)
    finding = object_of(one, "finding")
    said = f"{text_of(one, 'label')}, {_when(one, language)}"
    said = "; ".join((said, *details))
    if finding:
        said = translated(language, "{what}. Finding: {title}", what=said, title=text_of(finding, "title"))
    return label, said


def _as_known(one: Json) -> str:
    """The month of a date, or the year where no more is known."""
    first, last = text_of(one, "at"), text_of(one, "until")
    return first[:4] if last and first[:7] != last[:7] else first[:7]


def lane_table(
    id: str, things: Sequence[Json], language: str, address: Callable[[str, str], str]
) -> dict[str, Any]:
    """One lane as a table: when, what, more about it, the entries of the record, and the finding that rests on it."""
    rows = []
    for place, one in enumerate(things, start=1):
        finding, sources = object_of(one, "finding"), words(one, "sources")
        doses = [dated(day, language) for day in one.get("doses", ())]
        rows.append(
            {
                "id": f"t-{id}-{place}",
                "when": _when(one, language),
                "what": wording.capital(text_of(one, "label")),
                "more": "; ".join(_details(id, one, language)),
                "doses": doses if len(doses) > 1 else [],
                "sources": sources[:MOST_SOURCES],
                "left": max(len(sources) - MOST_SOURCES, 0),
                "finding": text_of(finding, "title"),
                "address": address(text_of(finding, "id"), text_of(finding, "lesion")) if finding else "",
            }
        )
    return {"kind": "lane", "id": f"t-{id}", "note": "", "caption": _captions(language)[id], "rows": rows}


def series_table(one: Json, language: str) -> dict[str, Any]:
    """One series as a table, newest first: each value with its entry, or each month of many."""
    points = items(one, "points")
    unit = quantity("", one.get("unit")).strip()
    label = wording.capital(text_of(one, "label"))
    caption = f"{label} ({unit})" if unit else label
    low, high = one.get("low"), one.get("high")
    table: dict[str, Any] = {"id": f"t-{text_of(one, 'id')}", "caption": caption, "note": _bounds(low, high, unit, language)}
    if len(points) <= MOST_SINGLE:
        rows = [
            {
                "at": dated(text_of(point, "at"), language),
                "value": text_of(point, "value"),
                "side": _side(point.get("value"), low, high, language),
                "source": text_of(point, "source"),
            }
            for point in reversed(points)
        ]
        return table | {"kind": "values", "rows": rows}
    months: dict[str, list[Json]] = {}
    for point in points:
        months.setdefault(text_of(point, "at")[:7], []).append(point)
    monthly: list[dict[str, Any]] = [
        {
            "month": dated(month, language),
            "count": len(found),
            "low": wording.figure(min(point["value"] for point in found)),
            "high": wording.figure(max(point["value"] for point in found)),
            "last": text_of(found[-1], "value"),
        }
        for month, found in reversed(months.items())
    ]
    return table | {"kind": "months", "rows": monthly}


def _bounds(low: Any, high: Any, unit: str, language: str) -> str:
    if low is None and high is None:
        return translated(language, "no reference range recorded")
    values = {"low": wording.figure(low), "high": wording.figure(high), "unit": unit}
    if low is None:
        return translated(language, "reference up to {high} {unit}", high=values["high"], unit=unit)
    if high is None:
        return translated(language, "reference from {low} {unit}", low=values["low"], unit=unit)
    return translated(language, "reference {low} to {high} {unit}", **values)


def _side(value: Any, low: Any, high: Any, language: str) -> str:
    if high is not None and value > high:
        return translated(language, "above")
    if low is not None and value < low:
        return translated(language, "below")
    return ""
