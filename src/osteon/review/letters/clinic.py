"""The letter for the team: problems by urgency, what is due, what is not decided, treatment, values, lesions, decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from osteon.language import _, translated
from osteon.review import choices, wording
from osteon.review.html import head_of
from osteon.review.wording import Json, items, text_of

__all__ = ["clinic_letter"]

MOST_REASONS: Final = {"emergency": 4, "urgent": 3, "soon": 2, "routine": 1}
MOST_DOSES: Final = 4
AGENT_FACTS: Final = tuple(
    f"{agent}-{state}"
    for agent in ("zoledronic-acid", "denosumab-120", "pamidronate", "ibandronate-iv", "ibandronate-oral", "clodronate", "denosumab-60")
    for state in ("current", "planned", "on-hold")
)
IN_THE_HEAD: Final = frozenset(("breast-cancer", "cancer-history", "metastatic-disease", "bone-metastasis"))
"""What the head of the letter says once is no reason that is repeated with each problem."""
BESIDE_FACTS: Final = ("calcium-supplement", "vitamin-d-supplement")
VALUE_FACTS: Final = (
    *("calcium-corrected", "calcium-ionised", "creatinine", "creatinine-clearance", "egfr"),
    *("phosphate", "magnesium", "vitamin-d", "weight", "ecog", "worst-pain"),
)
"""Values that a bone meeting looks at, where the review read them."""


def clinic_letter(
    review: Json, language: str = "en", decisions: Sequence[Mapping[str, str]] = ()
) -> dict[str, Any]:
    """What the letter says, part by part.

    `review`: with doses and trends, as `osteon.review.trends.page` gives it. `decisions`: what the team decided on findings, each with
    `finding` (its title), `said` (what, why, who, when) and `words` (free text, or empty).
    """
    problems = [_problem(one, review) for one in wording.said_apart(review)]
    return {
        "head": head_of(review),
        "problems": [
            (urgency, _(word), found)
            for urgency, word in wording.URGENCIES.items()
            if urgency != "info" and (found := [one for one in problems if one["urgency"] == urgency])
        ],
        "information": [one["advice"] for one in problems if one["urgency"] == "info"],
        "due": _due(review),
        "open": _open(review),
        "agents": _agents(review),
        "doses": _doses(review),
        "values": _values(review),
        "places": _places(review, language),
        "decisions": list(decisions),
        "conflicts": [text_of(one, "message") for one in items(review, "conflicts")],
        "problems_of_record": len(items(review, "problems")),
        "scope": translated(language, wording.SCOPE),
    }


def _problem(finding: Json, review: Json) -> dict[str, Any]:
    urgency, lesion = text_of(finding, "urgency"), text_of(finding, "lesion")
    known, _ = wording.telling(items(finding, "because"))
    known = [one for one in known if text_of(one, "fact") not in IN_THE_HEAD]
    evidence = items(finding, "evidence")
    return {
        "urgency": urgency if urgency in wording.URGENCIES else "info",
        "title": text_of(finding, "title", "id"),
        "place": wording.lesion_place(lesion, review) if lesion else "",
        "advice": text_of(finding, "advice", "title"),
        "because": [_fact(one) for one in known[: MOST_REASONS.get(urgency, 0)]],
        "draft": finding.get("draft") is True,
        "source": text_of(evidence[0], "title", "source") if evidence else "",
        "changed": [text_of(one, "label", "id") for one in items(finding, "parameters") if one.get("changed")],
    }


def _fact(fact: Json) -> str:
    label, value, at = text_of(fact, "label", "fact"), fact.get("value"), wording.moment(fact)
    said = label if value is True else f"{label}: {wording.reading(fact)}"
    return f"{said} ({at})" if at else said


def _due(review: Json) -> list[dict[str, str]]:
    """What is overdue, due or not decided; what is only planned comes last."""
    return [
        {
            "what": wording.capital(text_of(one, "what", "id")),
            "status": _(wording.DUE.get(text_of(one, "status"), wording.DUE["unknown"])),
            "when": wording.day(one.get("when")),
            "last": wording.day(one.get("last")),
        }
        for one in wording.by_status(items(review, "due"))
    ]


def _open(review: Json) -> list[dict[str, Any]]:
    """Findings that are not decided, with the facts that would decide them."""
    return [
        {
            "decides": "; ".join(decides),
            "urgency": _(wording.URGENCIES[urgency]) if urgency in wording.URGENCIES else "",
            "missing": [f"{wording.capital(text_of(one, 'label', 'fact'))} ({wording.cause(one)})" for one in asked],
        }
        for decides, urgency, asked in wording.question_groups(review)
    ]


def _facts(review: Json, wanted: Sequence[str]) -> list[Json]:
    by_id = {text_of(one, "id"): one for one in items(review, "facts")}
    return [by_id[id] for id in wanted if id in by_id and by_id[id].get("value") is not None]


def _agents(review: Json) -> list[str]:
    """Bone agents in use, planned or on hold, and what goes with them, as the review reads them."""
    found = [wording.capital(text_of(one, "label")) for one in _facts(review, AGENT_FACTS) if one["value"] is True]
    return found + [wording.capital(_fact(one)) for one in _facts(review, BESIDE_FACTS)]


def _doses(review: Json) -> list[dict[str, str]]:
    """The last doses of bone agents, newest first, by drug and strength."""
    found: dict[str, list[str]] = {}
    for one in list(reversed(items(review, "agent_doses")))[:MOST_DOSES]:
        what = f"{text_of(one, 'label', 'agent')} {text_of(one, 'dose')}".strip()
        found.setdefault(what, []).append(wording.day(one.get("at")))
    return [{"what": what, "days": ", ".join(days)} for what, days in found.items()]


def _values(review: Json) -> list[dict[str, str]]:
    """The newest values: those that the review read, and of its trends those that are not among them."""
    rows = [
        {"label": wording.capital(text_of(one, "label")), "value": wording.reading(one), "at": wording.day(one.get("at"))}
        for one in _facts(review, VALUE_FACTS)
    ]
    known = {row["label"].lower() for row in rows}
    for trend in items(review, "trends"):
        points = items(trend, "points")
        label = wording.capital(text_of(trend, "label", "id"))
        if points and label.lower() not in known and text_of(trend, "id") != "pain":
            value = wording.quantity(points[-1].get("value"), trend.get("unit"))
            rows.append({"label": label, "value": value, "at": wording.day(points[-1].get("at"))})
    return rows


def _places(review: Json, language: str) -> list[dict[str, Any]]:
    """Places of the skeleton with their states, and the scores of the lesions there."""
    scored: dict[str, list[str]] = {}
    for score in choices.scores(review):
        scored.setdefault(score["place"], []).append(f"{score['title']} {score['total']}: {score['category']}")
    found: dict[str, list[str]] = {}
    for entry in items(review, "skeleton"):
        state, since = text_of(entry, "state"), wording.day(entry.get("since"))
        name = wording.STATES.get(state, ("", state))[1].lower()
        said = translated(language, "{state} since {day}", state=name, day=since) if since else name
        found.setdefault(wording.place(entry), []).append(said)
    rows = [{"place": place, "states": states, "scores": scored.pop(place, [])} for place, states in found.items()]
    # A score of a place that the skeleton does not list is still told.
    return rows + [{"place": place, "states": [], "scores": scores} for place, scores in scored.items() if place]
