"""The review as one self-contained page: no script, nothing fetched, readable on screen, by a screen reader and on paper.

The server shows the same parts in a page of its own, where findings and lesions have addresses.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from osteon.language import N_, _, spoken
from osteon.language.in_templates import speak_in
from osteon.review import choices, wording
from osteon.review.body_map import body_map, is_drawn, legend, marker_icon
from osteon.review.charts import time_span, trend_chart
from osteon.review.references import References
from osteon.review.translation import speaking_as
from osteon.review.wording import Json, items, object_of, text_of, words

__all__ = ["STYLE_SHEET", "TEMPLATES", "Surroundings", "head_of", "render_html", "view_of"]

HERE: Final = Path(__file__).parent
TEMPLATES: Final = HERE / "templates"
STYLE_SHEET: Final = HERE / "static" / "review.css"
VIEWS: Final = {"front": N_("Front"), "back": N_("Back")}


class Surroundings(NamedTuple):
    """What the server knows around a review: where a finding (by id and lesion) and a lesion have a page of their own, and what was
    decided on a finding. `decided` gives nothing, or `said` (in words), `aside` (whether the finding is folded away) and then
    `what` (what was decided, in a word)."""

    finding: Callable[[str, str], str] = lambda _id, _lesion: ""
    lesion: Callable[[str], str] = lambda _lesion: ""
    decided: Callable[[str, str], Mapping[str, Any] | None] = lambda _id, _lesion: None


ALONE: Final = Surroundings()


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    return speak_in(Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True))


@cache
def _style() -> tuple[str, str]:
    """The style sheet and its hash, which is all that the page's content security policy lets in."""
    text = STYLE_SHEET.read_text(encoding="utf-8")
    return text, b64encode(sha256(text.encode()).digest()).decode()


class _Page:
    """Everything that the template shows, in words, in order."""

    def __init__(self, review: Json, around: Surroundings) -> None:
        self.review = review
        self.around = around
        self.references = References(object_of(review, "sources"))
        self.names = wording.names_of(review)
        shown = wording.said_apart(review)
        decided = [around.decided(text_of(one, "id"), text_of(one, "lesion")) for one in shown]
        aside = [said is not None and bool(said["aside"]) for said in decided]
        alarm = wording.strongest_emergency([one for one, away in zip(shown, aside, strict=True) if not away])
        # One recommendation may speak about several lesions: a link by its id leads to the first, the most urgent.
        self.anchors: dict[str, str] = {}
        for number, one in enumerate(shown, start=1):
            self.anchors.setdefault(text_of(one, "id"), f"finding-{number}")
        cards = [
            {**self._finding(one), "anchor": f"finding-{number}", "alarm": one is alarm, "decided": said}
            for number, (one, said) in enumerate(zip(shown, decided, strict=True), start=1)
        ]
        self.alarm = next((one for one in cards if one["alarm"]), None)
        self.findings = [one for one, away in zip(cards, aside, strict=True) if not one["alarm"] and not away]
        self.aside = [one for one, away in zip(cards, aside, strict=True) if away]

    def _links(self, source: Json, key: str = "sources") -> list[dict[str, Any]]:
        value = source.get(key)
        return self.references.links([value] if isinstance(value, str) else words(source, key))

    def _fact(self, fact: Json) -> dict[str, Any]:
        return {
            "label": wording.capital(text_of(fact, "label", "fact", "id")),
            "value": wording.reading(fact),
            "at": wording.moment(fact),
            "sources": self._links(fact),
        }

    def _finding(self, finding: Json) -> dict[str, Any]:
        urgency, identity = text_of(finding, "urgency"), text_of(finding, "id")
        lesion = text_of(finding, "lesion")
        known, unknown = wording.telling(items(finding, "because"))
        return {
            "id": identity,
            "address": self.around.finding(identity, lesion),
            "title": text_of(finding, "title", "id"),
            "urgency": urgency if urgency in wording.URGENCIES else "info",
            "urgency_word": _urgency(urgency),
            "place": wording.lesion_place(lesion, self.review) if lesion else "",
            "advice": text_of(finding, "advice", "title", "id"),
            "why": wording.prose(text_of(finding, "why")),
            "draft": bool(finding.get("draft")),
            "because": [self._fact(one) for one in known],
            "unknown": [wording.capital(text_of(one, "label", "fact")) for one in unknown],
            "missing": _missing(finding),
            "evidence": [_evidence(one) for one in items(finding, "evidence")],
            "parameters": [_parameter(one) for one in items(finding, "parameters")],
            "also": wording.says_also(finding, self.review, self.names),
            "misuse": text_of(finding, "misuse"),
        }

    def skeleton(self) -> dict[str, Any]:
        entries, disease = items(self.review, "skeleton"), object_of(self.review, "disease")
        # Several lesions may lie in one place: the place then leads to the first.
        lesions: dict[tuple[str, str], str] = {}
        for one in items(self.review, "lesions"):
            lesions.setdefault((text_of(one, "site"), text_of(one, "laterality")), text_of(one, "id"))
        rows = []
        for number, one in enumerate(entries, start=1):
            lesion = lesions.get((text_of(one, "site"), text_of(one, "laterality")))
            state = text_of(one, "state")
            letter, name = wording.STATES.get(state, ("", ""))
            name = _(name) if name else wording.capital(state) or _("State not stated")
            notes = [
                _(wording.STATES[note][1]).lower() if note in wording.STATES else note for note in words(one, "notes")
            ]
            rows.append(
                {
                    "number": number,
                    "icon": Markup(marker_icon(state, f"{letter}{number}")),
                    "state": name,
                    "place": wording.place(one),
                    "address": self.around.lesion(lesion) if lesion else "",
                    "since": wording.day(one.get("since")),
                    "sources": self._links(one),
                    "notes": notes,
                    "drawn": is_drawn(one),
                }
            )
        bone = disease.get("bone")
        shown = bool(entries) or bone is True
        return {
            "rows": rows,
            "views": [(_(name), Markup(body_map(entries, view=view))) for view, name in VIEWS.items()] if shown else [],
            "legend": Markup(legend([text_of(one, "state") for one in entries])),
            "bone": bone,
            "sites_unknown": bone is True and not disease.get("bone_sites_known", bool(entries)),
            "undrawn": [row["place"] for row in rows if not row["drawn"]],
        }

    def disease_sources(self) -> list[dict[str, Any]]:
        return self._links(object_of(self.review, "disease"))

    def trends(self) -> list[dict[str, Any]]:
        trends, doses = items(self.review, "trends"), items(self.review, "agent_doses")
        span = time_span(trends, doses)
        return [self._trend(one, trend_chart(one, doses=doses, span=span)) for one in trends if items(one, "points")]

    def _trend(self, trend: Json, chart: str) -> dict[str, Any]:
        second = object_of(trend, "second")
        others = {text_of(one, "at"): wording.figure(one.get("value")) for one in items(second, "points")}
        low, high = trend.get("low"), trend.get("high")
        bounds = {
            (True, True): _("reference {low} to {high}", low=wording.figure(low), high=wording.figure(high)),
            (True, False): _("reference from {low}", low=wording.figure(low)),
            (False, True): _("reference up to {high}", high=wording.figure(high)),
        }
        unit = wording.quantity("", trend.get("unit")).strip()
        dashed = _("dashed: {label}", label=text_of(second, "label").lower()) if others else ""
        notes = (unit, bounds.get((low is not None, high is not None), ""), dashed)
        rows = [
            {
                "at": wording.day(one.get("at")),
                "value": wording.figure(one.get("value")),
                "second": others.get(text_of(one, "at"), ""),
                "sources": self._links(one, "source"),
            }
            for one in reversed(items(trend, "points"))
        ]
        return {
            "label": wording.capital(text_of(trend, "label", "id")),
            "unit": unit,
            "notes": "; ".join(note for note in notes if note),
            "chart": Markup(chart),
            "rows": rows,
            "second": wording.capital(text_of(second, "label")) if others else "",
        }

    def doses(self) -> list[dict[str, Any]]:
        return [
            {
                "at": wording.day(one.get("at")),
                "label": text_of(one, "label", "agent"),
                "dose": text_of(one, "dose"),
                "sources": self._links(one, "source"),
            }
            for one in reversed(items(self.review, "agent_doses"))
        ]

    def questions(self) -> list[dict[str, Any]]:
        return [
            {
                "decides": decides,
                "urgency": _urgency(urgency) if urgency in wording.URGENCIES else "",
                "asked": [
                    {
                        "label": wording.capital(text_of(one, "label", "fact")),
                        "cause": wording.cause(one),
                        "ask": text_of(one, "ask"),
                    }
                    for one in asked
                ],
            }
            for decides, urgency, asked in wording.question_groups(self.review)
        ]

    def due(self) -> list[dict[str, Any]]:
        found = []
        for one in wording.by_status(items(self.review, "due")):
            status, finding = text_of(one, "status"), text_of(one, "finding")
            found.append(
                {
                    "what": wording.capital(text_of(one, "what", "id")),
                    "when": wording.day(one.get("when")),
                    "status": status if status in wording.DUE else "unknown",
                    "status_word": _(wording.DUE.get(status, "Not decided")),
                    "last": wording.day(one.get("last")),
                    "anchor": self.anchors.get(finding, ""),
                    "sources": self._links(one),
                }
            )
        return found

    def lesions(self) -> list[dict[str, Any]]:
        found = choices.lesions(self.review)
        for one in found:
            one["address"] = self.around.lesion(one["id"])
            for entry in one["entries"]:
                entry["links"] = self.references.links([entry["source"]])
        return found

    def skeletal_events(self) -> list[dict[str, Any]]:
        return [{**one, "links": self.references.links(one["sources"])} for one in choices.skeletal_events(self.review)]

    def conflicts(self) -> list[dict[str, Any]]:
        return [
            {
                "message": text_of(one, "message"),
                "between": [(self.anchors.get(id, ""), self.names.get(id, id)) for id in words(one, "between")],
            }
            for one in items(self.review, "conflicts")
        ]

    def others(self) -> dict[str, list[str]]:
        """Titles of the recommendations that say nothing about this patient, each once."""
        return {
            verdict: list(
                dict.fromkeys(
                    self.names[text_of(one, "id")]
                    for one in items(self.review, "findings")
                    if one.get("verdict") == verdict
                )
            )
            for verdict in ("not-met", "not-applicable")
        }

    def facts(self) -> dict[str, Any]:
        every = items(self.review, "facts")
        known = [one for one in every if one.get("value") is not None or one.get("possible") or "low" in one]
        return {"known": [self._fact(one) for one in known], "unknown": len(every) - len(known)}


def _urgency(word: str) -> str:
    return _(wording.URGENCIES[word]) if word in wording.URGENCIES else wording.capital(word) or _("Urgency not stated")


def _missing(source: Json) -> list[dict[str, str]]:
    return [
        {"label": wording.capital(text_of(one, "label", "fact")), "cause": wording.cause(one)}
        for one in items(source, "missing")
    ]


def _evidence(evidence: Json) -> dict[str, str]:
    return {
        "title": text_of(evidence, "title", "source"),
        "locator": text_of(evidence, "locator"),
        "strength": text_of(evidence, "strength"),
        "checked": wording.checked_words(evidence),
    }


def _parameter(parameter: Json) -> dict[str, Any]:
    return {
        "label": wording.capital(text_of(parameter, "label", "id")),
        "changed": bool(parameter.get("changed")),
        "value": wording.quantity(parameter.get("value"), parameter.get("unit")),
        "choice": isinstance(parameter.get("value"), str),
        "provenance": text_of(parameter, "provenance"),
    }


def head_of(review: Json) -> dict[str, Any]:
    """Whose review it is, of which date and by which version."""
    patient, disease = object_of(review, "patient"), object_of(review, "disease")
    identity = text_of(patient, "id")
    at, reason = wording.as_of_words(review)
    answers: dict[Any, str] = {True: _("yes"), False: _("none recorded")}
    return {
        "name": text_of(patient, "name") or _("Patient {id}", id=identity).strip(),
        "id": identity,
        "about": ", ".join(wording.patient_line(review)),
        "as_of": at,
        "day": text_of(review, "as_of")[:10],
        "as_of_reason": reason,
        "version": text_of(review, "osteon"),
        "pathway": text_of(review, "pathway"),
        "other_disease": _(wording.NO_BREAST_CANCER) if disease.get("breast_cancer") is False else "",
        "disease": [
            (_(label), answers.get(disease.get(key), _("not known")), disease.get(key) in (True, False))
            for key, label in wording.DISEASE.items()
            if disease
        ],
    }


def _tail(review: Json) -> dict[str, Any]:
    accounting, changed = object_of(review, "accounting"), wording.changed_settings(review)
    policies = object_of(review, "policies")
    return {
        "problems": [
            {key: text_of(one, key) for key in ("source", "path", "message")} for one in items(review, "problems")
        ],
        "accounting": {key: text_of(accounting, key) or "0" for key in ("read", "used", "refused")}
        if accounting
        else None,
        "ignored": [
            (wording.clean(rule), wording.figure(count)) for rule, count in object_of(accounting, "ignored").items()
        ],
        "settings": [(wording.clean(name), wording.figure(value), name in changed) for name, value in policies.items()],
        "changed": sorted(changed),
        "scope": _(wording.SCOPE),
    }


def view_of(review: Mapping[str, Any], around: Surroundings = ALONE) -> dict[str, Any]:
    """What `review_body.html.j2` shows of a review, in words and in order; in the language in use."""
    spoken().note(review)
    page = _Page(review, around)
    view = {
        **head_of(review),
        "disease_sources": page.disease_sources(),
        "alarm": page.alarm,
        "findings": page.findings,
        "aside": page.aside,
        "information": sum(one["urgency"] == "info" for one in page.findings),
        "skeleton": page.skeleton(),
        "conflicts": page.conflicts(),
        "due": page.due(),
        "questions": page.questions(),
        "scores": choices.scores(review),
        "prognosis": choices.prognosis(review),
        "options": [(key, heading, found, choices.by_need(found)) for key, heading, found in choices.options(review)],
        "options_due": review.get("options_due") is not False,
        "lesions": page.lesions(),
        "skeletal_events": page.skeletal_events(),
        "trends": page.trends(),
        "doses": page.doses(),
        "others": page.others(),
        "facts": page.facts(),
        **_tail(review),
    }
    return view | {"sources": page.references.rows()}


def render_html(review: Mapping[str, Any]) -> str:
    """The page for one review, as text to be written in UTF-8; in the language that `in_language` has put it into."""
    style, digest = _style()
    with speaking_as(review):
        view = view_of(review)
        return _environment().get_template("review.html.j2").render(page=view, style=Markup(style), style_hash=digest)
