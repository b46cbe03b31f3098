"""Scores, prognosis, lesions, options and skeletal events of a review, made ready for a page or a terminal."""

from __future__ import annotations

from typing import Any

from osteon.language import N_, _
from osteon.review import wording
from osteon.review.wording import Json, items, object_of, text_of

__all__ = ["LISTS", "became_words", "by_need", "lesions", "options", "prognosis", "scores", "skeletal_events", "total"]

PROGNOSIS = "prognosis"
LISTS = {
    "fits": N_("Fits now"),
    "would-fit": N_("Would fit if this were known"),
    "watch": N_("Not approved, or decision pending"),
    "does-not-fit": N_("Does not fit by what is recorded"),
}
"""The lists of options, in the order in which a reader wants them."""
STANDING = {
    "approved": N_("approved"),
    "guideline": N_("guideline"),
    "investigational": N_("investigational"),
    "withdrawn": N_("withdrawn"),
}
BECAME = {
    "counted": N_("counted"),
    "merged": N_("merged"),
    "not-counted": N_("not counted"),
    "undecided": N_("undecided"),
}


def total(score: Json) -> str:
    """The points as words: one number, or the span that is still possible."""
    low, high = wording.figure(score.get("low")), wording.figure(score.get("high"))
    return low if low == high else _("{low} to {high}", low=low, high=high)


def scores(review: Json) -> list[dict[str, Any]]:
    """Scores that speak about danger, lesion by lesion."""
    return [_score(one, review) for one in items(review, "scores") if text_of(one, "topic") != PROGNOSIS]


def prognosis(review: Json) -> list[dict[str, Any]]:
    """Published scores of survival, to be read side by side."""
    return [_score(one, review) for one in items(review, "scores") if text_of(one, "topic") == PROGNOSIS]


def _score(score: Json, review: Json) -> dict[str, Any]:
    lesion = text_of(score, "lesion")
    possible = score.get("possible")
    words = [wording.clean(one) for one in possible] if isinstance(possible, (list, tuple)) else []
    return {
        "title": text_of(score, "title", "label", "id"),
        "total": total(score),
        "place": wording.lesion_place(lesion, review) if lesion else "",
        "decided": bool(score.get("category")),
        "category": _band(text_of(score, "category"))
        or (_("not decided ({bands})", bands=_(" or ").join(map(_band, words))) if words else _("not decided")),
        "means": text_of(score, "means"),
        "draft": score.get("draft") is True,
        "missing": [
            {"label": wording.capital(text_of(one, "label", "fact")), "cause": wording.cause(one), "points": _span(one)}
            for one in items(score, "missing")
        ],
        "parts": [
            (wording.capital(wording.clean(name)), wording.figure(value))
            for name, value in object_of(score, "items").items()
        ],
        "accuracy": [_source(one) for one in items(score, "accuracy")],
        "evidence": [_source(one) for one in items(score, "evidence")],
        "misuse": text_of(score, "misuse"),
    }


def _band(word: str) -> str:
    """A band in words: `potentially-unstable` without its hyphen, `0-3` with it."""
    return word if word[:1].isdigit() else word.replace("-", " ")


def _span(missing: Json) -> str:
    points = missing.get("points")
    if not isinstance(points, (list, tuple)) or len(points) != 2:
        return ""
    low, high = wording.figure(points[0]), wording.figure(points[1])
    return _("{low} to {high} points", low=low, high=high)


def _source(evidence: Json) -> dict[str, str]:
    return {
        "title": text_of(evidence, "title", "source"),
        "locator": text_of(evidence, "locator"),
        "strength": text_of(evidence, "strength"),
        "checked": wording.checked_words(evidence),
    }


def lesions(review: Json) -> list[dict[str, Any]]:
    """Lesions of which more is known than that they are there: their history, and what was taken together."""
    found = []
    for one in items(review, "lesions"):
        entries = [
            {
                "at": wording.day(entry.get("at")),
                "what": wording.capital(text_of(entry, "what")),
                "said": text_of(entry, "said"),
                "status": text_of(entry, "status"),
                "source": text_of(entry, "source"),
            }
            for entry in items(one, "entries")
        ]
        joined = one.get("joined")
        notes = [wording.clean(note) for note in joined] if isinstance(joined, (list, tuple)) else []
        if len(entries) > 1 or notes:
            identity = text_of(one, "id")
            place, since = wording.lesion_place(identity, review), wording.day(one.get("first_seen"))
            found.append({"id": identity, "place": place, "since": since, "entries": entries, "notes": notes})
    return found


def options(review: Json) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Options of treatment by list: (key, heading, options)."""
    found = []
    for key, heading in LISTS.items():
        listed = [_option(one) for one in items(review, "options") if one.get("list") == key]
        if listed:
            found.append((key, _(heading), listed))
    return found


def by_need(found: list[dict[str, Any]]) -> list[tuple[list[str], list[dict[str, Any]]]]:
    """Options that wait for the same facts, together: (facts, options)."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in found:
        groups.setdefault(tuple(one["missing"]), []).append(one)
    return [([wording.capital(one) for one in needs], options) for needs, options in groups.items()]


def _option(option: Json) -> dict[str, Any]:
    missing = items(option, "missing")
    statuses = [f"{_standing(text_of(one, 'status'))} ({text_of(one, 'region').upper()})" for one in items(option, "status")]
    return {
        "title": text_of(option, "title", "id"),
        "line": text_of(option, "line"),
        "missing": list(dict.fromkeys(f"{text_of(one, 'label', 'fact')} ({wording.cause(one)})" for one in missing)),
        "because": wording.capital(
            "; ".join(dict.fromkeys(_requirement(one) for one in items(option, "because") if one.get("holds") is False))
        ),
        "cautions": [
            text_of(one, "advice", "label") for one in items(option, "cautions") if one.get("holds") is not False
        ],
        "status": wording.capital("; ".join(dict.fromkeys(statuses))),
        "review_by": wording.day(option.get("review_by")),
        "draft": option.get("draft") is True,
        "note": text_of(option, "note"),
        "evidence": [_source(one) for one in items(option, "evidence")],
    }


def _standing(status: str) -> str:
    return _(STANDING[status]) if status in STANDING else status


def _requirement(one: Json) -> str:
    """Why a requirement fails: what the record says, or the requirement itself."""
    known = wording.telling(items(one, "facts"))[0]
    return "; ".join(_reason(fact) for fact in known[:2]) or _(
        "not given: {requirement}", requirement=text_of(one, "requirement")
    )


def _reason(fact: Json) -> str:
    label, value = text_of(fact, "label", "fact"), fact.get("value")
    if value is True:
        return label
    if value is False:
        return _("{label}: no", label=label)
    return f"{label}: {wording.reading(fact)}"


def skeletal_events(review: Json) -> list[dict[str, Any]]:
    """Skeletal-related events as they are counted, oldest first."""
    return [
        {
            "at": wording.day(one.get("at")),
            "what": text_of(one, "what"),
            "became": became_words(text_of(one, "became")),
            "note": text_of(one, "note"),
            "sources": [wording.clean(source) for source in one.get("sources") or () if isinstance(source, str)],
        }
        for one in items(review, "skeletal_events")
    ]


def became_words(word: str) -> str:
    """What became of a skeletal event."""
    return _(BECAME[word]) if word in BECAME else word.replace("-", " ")
