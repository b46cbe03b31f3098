"""The review as one self-contained page: no script, nothing fetched, readable on screen, by a screen reader and on paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from osteon.review import wording
from osteon.review.body_map import body_map, is_drawn, legend, marker_icon
from osteon.review.charts import time_span, trend_chart
from osteon.review.wording import Json, items, object_of, text_of, words

__all__ = ["render_html"]

HERE = Path(__file__).parent
DISEASE = (("breast_cancer", "Breast cancer"), ("metastatic", "Metastatic"), ("bone", "Bone metastases"), ("visceral", "Visceral metastases"))


class _References:
    """The record's entries in the order in which the page first names them, so that each can be linked to its row."""

    def __init__(self, known: Json) -> None:
        self.known = known
        self.order: dict[str, int] = {}

    def link(self, reference: str) -> dict[str, Any]:
        reference = wording.clean(reference)
        number = self.order.setdefault(reference, len(self.order) + 1)
        return {"number": number, "short": wording.short_reference(reference), "full": reference}

    def links(self, references: list[str]) -> list[dict[str, Any]]:
        return [self.link(one) for one in dict.fromkeys(references)]

    def rows(self) -> list[dict[str, Any]]:
        for reference in self.known:
            self.link(str(reference))
        return [
            {"number": number, "full": reference, **self._about(reference)} for reference, number in self.order.items()
        ]

    def _about(self, reference: str) -> dict[str, str]:
        entry = object_of(self.known, reference)
        return {"label": text_of(entry, "label", "type"), "date": wording.day(entry.get("date"))}


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["day"] = wording.day
    return environment


@cache
def _style() -> tuple[str, str]:
    """The style sheet and its hash, which is all that the page's content security policy lets in."""
    text = (HERE / "static" / "review.css").read_text(encoding="utf-8")
    return text, b64encode(sha256(text.encode()).digest()).decode()


def _because(finding: Json, references: _References) -> list[dict[str, Any]]:
    return [
        {
            "label": wording.capital(text_of(one, "label", "fact")),
            "value": wording.quantity(one.get("value"), one.get("unit")),
            "at": wording.day(one.get("at")),
            "sources": references.links(words(one, "sources")),
        }
        for one in items(finding, "because")
    ]


def _missing(source: Json) -> list[dict[str, str]]:
    return [
        {"label": wording.capital(text_of(one, "label", "fact")), "cause": _cause(one)} for one in items(source, "missing")
    ]


def _cause(source: Json) -> str:
    cause = text_of(source, "cause")
    return wording.CAUSES.get(cause, cause)


def _finding(finding: Json, names: Mapping[str, str], folded: Json, references: _References) -> dict[str, Any]:
    urgency = text_of(finding, "urgency")
    identity = text_of(finding, "id")
    return {
        "id": identity,
        "title": text_of(finding, "title", "id"),
        "urgency": urgency if urgency in wording.URGENCIES else "info",
        "urgency_word": wording.URGENCIES.get(urgency, wording.capital(urgency) or "Urgency not stated"),
        "advice": text_of(finding, "advice", "title", "id"),
        "why": text_of(finding, "why"),
        "lesion": text_of(finding, "lesion"),
        "draft": bool(finding.get("draft")),
        "because": _because(finding, references),
        "missing": _missing(finding),
        "evidence": [
            {
                "source": text_of(one, "source"), "title": text_of(one, "title", "source"), "locator": text_of(one, "locator"),
                "strength": text_of(one, "strength"), "checked": wording.CHECKED.get(text_of(one, "checked"), text_of(one, "checked")),
            }
            for one in items(finding, "evidence")
        ],  # fmt: skip
        "parameters": [
            {
                "id": text_of(one, "id"), "value": wording.quantity(one.get("value"), one.get("unit")), "changed": bool(one.get("changed")),
                "provenance": text_of(one, "provenance"),
            }
            for one in items(finding, "parameters")
        ],  # fmt: skip
        "also": [names.get(one, one) for one in dict.fromkeys([*words(finding, "folds"), *words(folded, identity)])],
    }


def _skeleton(review: Json, references: _References) -> dict[str, Any]:
    entries = items(review, "skeleton")
    disease = object_of(review, "disease")
    rows = []
    for number, one in enumerate(entries, start=1):
        state = text_of(one, "state")
        letter, name = wording.STATES.get(state, ("", wording.capital(state) or "State not stated"))
        rows.append({
            "number": number, "icon": Markup(marker_icon(state, f"{letter}{number}")), "state": name, "place": wording.place(one),
            "side": text_of(one, "laterality"), "since": wording.day(one.get("since")), "sources": references.links(words(one, "sources")),
            "notes": words(one, "notes"), "drawn": is_drawn(one),
        })  # fmt: skip
    bone = disease.get("bone")
    return {
        "rows": rows,
        "views": [(view, Markup(body_map(list(entries), view=view))) for view in ("front", "back")] if entries or bone is True else [],
        "legend": Markup(legend([text_of(one, "state") for one in entries])),
        "bone": bone,
        "sites_unknown": bone is True and not disease.get("bone_sites_known", bool(entries)),
        "undrawn": [row for row in rows if not row["drawn"]],
    }


def _score(score: Json) -> dict[str, Any]:
    low, high = wording.figure(score.get("low")), wording.figure(score.get("high"))
    return {
        "title": text_of(score, "title", "label", "id"), "lesion": text_of(score, "lesion"), "total": low if low == high else f"{low} to {high}",
        "category": text_of(score, "category") or "not decided", "decided": bool(score.get("category")), "missing": _missing(score),
        "parts": [{"name": wording.capital(wording.clean(name)), "value": wording.figure(value)} for name, value in object_of(score, "items").items()],
    }  # fmt: skip


def _trends(review: Json, references: _References) -> list[dict[str, Any]]:
    trends, doses = items(review, "trends"), items(review, "agent_doses")
    span = time_span(trends, doses)
    found = []
    for trend in trends:
        chart = trend_chart(trend, doses=doses, span=span)
        second = object_of(trend, "second")
        others = {text_of(one, "at"): wording.figure(one.get("value")) for one in items(second, "points")}
        rows = [
            {"at": wording.day(one.get("at")), "value": wording.figure(one.get("value")), "second": others.get(text_of(one, "at"), ""),
             "sources": references.links([source] if (source := text_of(one, "source")) else [])}
            for one in reversed(items(trend, "points"))
        ]  # fmt: skip
        if rows:
            limits = (trend.get("low"), trend.get("high"))
            found.append({
                "label": text_of(trend, "label", "id"), "unit": text_of(trend, "unit"), "chart": Markup(chart), "rows": rows,
                "second": text_of(second, "label"),
                "range": " to ".join(wording.figure(one) for one in limits) if None not in limits else "",
            })  # fmt: skip
    return found


def _doses(review: Json, references: _References) -> list[dict[str, Any]]:
    return [
        {"at": wording.day(one.get("at")), "label": text_of(one, "label", "agent"), "dose": text_of(one, "dose"),
         "sources": references.links([source] if (source := text_of(one, "source")) else [])}
        for one in reversed(items(review, "agent_doses"))
    ]  # fmt: skip


def _questions(review: Json, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"label": wording.capital(text_of(one, "label", "fact")), "cause": _cause(one), "ask": text_of(one, "ask"),
         "urgency": wording.URGENCIES.get(text_of(one, "urgency"), ""), "decides": [names.get(id, id) for id in words(one, "decides")]}
        for one in wording.questions_of(review)
    ]  # fmt: skip


def _due(review: Json, anchors: Mapping[str, str], names: Mapping[str, str], references: _References) -> list[dict[str, Any]]:
    ranks = list(wording.DUE)
    entries = sorted(items(review, "due"), key=lambda one: ranks.index(status) if (status := text_of(one, "status")) in ranks else len(ranks))
    return [
        {"what": text_of(one, "what"), "when": wording.day(one.get("when")), "status": text_of(one, "status") or "unknown",
         "status_word": wording.DUE.get(text_of(one, "status"), text_of(one, "status") or "Not decided"), "last": wording.day(one.get("last")),
         "anchor": anchors.get(text_of(one, "finding"), ""), "finding": names.get(text_of(one, "finding"), ""),
         "sources": references.links(words(one, "sources"))}
        for one in entries
    ]  # fmt: skip


def _settings(review: Json) -> list[dict[str, Any]]:
    changed = review.get("changed_policies")
    names = {wording.clean(one) for one in changed} if isinstance(changed, (list, tuple, Mapping)) else set()
    return [{"name": wording.clean(name), "value": wording.figure(value), "changed": name in names} for name, value in object_of(review, "policies").items()]


def _patient(review: Json) -> dict[str, str]:
    patient = object_of(review, "patient")
    age = patient.get("age")
    return {
        "name": text_of(patient, "name") or f"Patient {text_of(patient, 'id') or 'without a name'}", "id": text_of(patient, "id"),
        "age": f"{wording.figure(age)} years" if age is not None else "age not known", "sex": text_of(patient, "sex"),
        "born": wording.day(patient.get("birth_date")),
    }  # fmt: skip


def _disease(review: Json) -> list[dict[str, Any]]:
    disease = object_of(review, "disease")
    answers = {True: "yes", False: "no"}
    return [
        {"label": label, "answer": answers.get(disease.get(key), "not known"), "decided": disease.get(key) in (True, False)}
        for key, label in DISEASE if disease
    ]  # fmt: skip


def _view(review: Json) -> dict[str, Any]:
    """Everything that the template shows, in words, in order."""
    references = _References(object_of(review, "sources"))
    findings = items(review, "findings")
    names = {text_of(one, "id"): text_of(one, "title", "advice", "id") for one in findings}
    folded: dict[str, list[str]] = {}
    for one in findings:
        if one.get("verdict") == "met" and one.get("folded_into"):
            folded.setdefault(text_of(one, "folded_into"), []).append(text_of(one, "id"))
    shown = wording.said_apart(review)
    alarm = wording.strongest_emergency(shown)
    anchors = {text_of(one, "id"): f"finding-{number}" for number, one in enumerate(shown, start=1)}
    cards = [{**_finding(one, names, folded, references), "anchor": anchors[text_of(one, "id")], "alarm": one is alarm} for one in shown]
    accounting = object_of(review, "accounting")
    page = {
        "patient": _patient(review),
        "as_of": wording.day(review.get("as_of")) or "not stated",
        "as_of_reason": {"newest entry": "the newest entry of the record", "given": "the date asked for"}.get(
            text_of(review, "as_of_reason"), text_of(review, "as_of_reason")
        ),
        "version": text_of(review, "osteon"), "pathway": text_of(review, "pathway"),
        "disease": _disease(review), "disease_sources": references.links(words(object_of(review, "disease"), "sources")),
        "skeleton": _skeleton(review, references),
        "scores": [_score(one) for one in items(review, "scores")],
        "alarm": next((one for one in cards if one["alarm"]), None),
        "findings": [one for one in cards if not one["alarm"]],
        "others": {verdict: [names[text_of(one, "id")] for one in findings if one.get("verdict") == verdict] for verdict in ("not-met", "not-applicable")},
        "undecided": sum(one.get("verdict") == "unknown" for one in findings),
        "conflicts": [{"message": text_of(one, "message"), "between": [(anchors.get(id, ""), names.get(id, id)) for id in words(one, "between")]}
                      for one in items(review, "conflicts")],
        "due": _due(review, anchors, names, references),
        "questions": _questions(review, names),
        "trends": _trends(review, references),
        "doses": _doses(review, references),
        "problems": [{"source": text_of(one, "source"), "path": text_of(one, "path"), "message": text_of(one, "message")} for one in items(review, "problems")],
        "accounting": {
            "known": bool(accounting), "read": text_of(accounting, "read"), "used": text_of(accounting, "used"), "refused": text_of(accounting, "refused"),
            "ignored": [(wording.clean(rule), wording.figure(count)) for rule, count in object_of(accounting, "ignored").items()],
        },
        "settings": _settings(review),
        "facts": [
            {"label": wording.capital(text_of(one, "label", "id")), "at": wording.day(one.get("at")), "known": one.get("value") is not None,
             "value": wording.quantity(one.get("value"), one.get("unit")) if one.get("value") is not None else
                      "; ".join(_cause(each) for each in items(one, "missing")) or "not known",
             "sources": references.links(words(one, "sources"))}
            for one in items(review, "facts")
        ],
        "scope": wording.SCOPE,
    }  # fmt: skip
    page["sources"] = references.rows()
    return page


def render_html(review: dict[str, Any]) -> str:
    """The page for one review, as text to be written in UTF-8."""
    style, digest = _style()
    return _environment().get_template("review.html.j2").render(page=_view(review), style=Markup(style), style_hash=digest)
