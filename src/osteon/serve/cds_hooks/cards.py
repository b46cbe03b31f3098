"""Cards: a finding, or several, in the shape that an EHR shows and in the language in use.

Summaries have under 140 characters; nothing is null, nothing empty.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import osteon
from osteon.engine.rules import URGENCIES
from osteon.language import ENGLISH, N_, _, ngettext, spoken
from osteon.pathway import pathway
from osteon.review import wording
from osteon.review.fhir.names import SYSTEM, rule_coding
from osteon.review.translation import sentence
from osteon.serve.cds_hooks.concern import Concern, Finding
from osteon.serve.cds_hooks.request import Request
from osteon.serve.cds_hooks.suggest import Drafts, suggestions

__all__ = ["OVERRIDE_REASONS", "Frame", "card_of", "folded_card", "partial_card", "questions_card"]

Card = dict[str, Any]

LONGEST_SUMMARY, LONGEST_LABEL = 139, 80
MOST_LINKS, MOST_LISTED = 3, 12
INDICATOR = {"emergency": "critical", "urgent": "warning"}
"""The other urgencies are `info`: they can wait, and a page that cries often is not read."""
CHECKED = {
    "primary": N_("read in the source"),
    "secondary": N_("read in a text about the source"),
    "derived": N_("our arithmetic or a default"),
    "memory": N_("not read"),
}
URGENCY = {
    "emergency": N_("emergency"),
    "urgent": N_("urgent"),
    "soon": N_("soon"),
    "routine": N_("routine"),
    "info": N_("info"),
}
OVERRIDE_REASONS = {
    "already-done": N_("Already done or arranged"),
    "not-for-this-patient": N_("Does not fit this patient"),
    "patient-declines": N_("Patient declines"),
    "record-wrong": N_("The record is wrong or incomplete"),
    "later": N_("Right, but not now"),
    "disagree": N_("I do not agree with the advice"),
}
DOI = re.compile(r"\b(10\.\d{4,9}/[^\s,;]+)")


class Frame(NamedTuple):
    """What all cards of one answer share.

    `day`: the date of the review; `newest`: that of the newest entry that came with the call, in words;
    `rule_address`: where a rule can be read, with `{rule}` in it; `translation`: what has to be said of it, in words.
    """

    request: Request
    lesions: list[dict[str, Any]]
    drafts: Drafts
    day: str
    newest: str
    rule_address: str
    translation: str = ""

    def uuid(self, *parts: str) -> str:
        """The same for the same call and rule: a call that is repeated shows the same cards."""
        return str(uuid5(UUID(self.request.instance), "|".join((self.request.service.id, *parts))))


def card_of(concern: Concern, frame: Frame) -> Card:
    """The card of one recommendation."""
    first = concern.findings[0]
    places = [place for item in concern.findings if (place := _place(item, frame.lesions))]
    offered: dict[str, dict[str, Any]] = {}
    for item in concern.findings:
        for part in suggestions(concern.rule, item, frame.drafts, frame.request.patient, frame.day):
            offered.setdefault(str(part["actions"]), part)
    card: Card = {
        "uuid": frame.uuid(concern.rule),
        "summary": _summary(first, places),
        "detail": _detail(concern, frame),
        "indicator": INDICATOR.get(first["urgency"], "info"),
        "source": {
            "label": _cut(f"Osteon: {first['title']}", LONGEST_LABEL),
            "url": frame.rule_address.format(rule=concern.rule),
            "topic": rule_coding(concern.rule, pathway().by_id[concern.rule].title),
        },
        "overrideReasons": _override_reasons(),
    }
    if offered:
        card["suggestions"] = [
            {**part, "uuid": frame.uuid(concern.rule, str(position))} for position, part in enumerate(offered.values())
        ]
        card["selectionBehavior"] = "any"
    links = _links(first)
    if links:
        card["links"] = links
    return card


def folded_card(concerns: list[Concern], frame: Frame) -> Card:
    """One card for what is not shown by itself."""
    titles = [item.findings[0]["title"] for item in concerns]
    worst = min((item.findings[0]["urgency"] for item in concerns), key=URGENCIES.index)
    count = ngettext("{count} more finding", "{count} more findings", len(concerns))
    lines = [
        f"- **{plain(item.findings[0]['title'])}** ({_(URGENCY[item.findings[0]['urgency']])}): {plain(item.findings[0]['advice'])}"
        for item in concerns
    ]
    return {
        "uuid": frame.uuid("folded"),
        "summary": _cut(f"{count}: {'; '.join(titles)}", LONGEST_SUMMARY),
        "detail": "\n".join([*lines, "", _as_of(frame)]),
        "indicator": INDICATOR.get(worst, "info"),
        "source": {"label": "Osteon"},
    }


def questions_card(asked: list[dict[str, Any]], frame: Frame) -> Card:
    """One card for the facts that would decide something: a list of questions, the most pressing first."""
    count = ngettext("{count} fact is missing", "{count} facts are missing", len(asked))
    by_id = pathway().by_id
    lines = []
    for item in asked[:MOST_LISTED]:
        decides = "; ".join(sentence(by_id[rule].title) for rule in item["decides"][:3])
        told = _("It would decide: {titles}.", titles=plain(decides))
        lines.append(f"- {plain(item['ask'])} ({_cause(item)}) {told}")
    if len(asked) > MOST_LISTED:
        lines.append(f"- {_more(len(asked) - MOST_LISTED)}")
    return {
        "uuid": frame.uuid("questions"),
        "summary": _cut(_("Not decided, {count}: {question}", count=count, question=asked[0]["ask"]), LONGEST_SUMMARY),
        "detail": "\n".join([*lines, "", _as_of(frame)]),
        "indicator": "info",
        "source": {"label": "Osteon"},
    }


def partial_card(lacking: list[str], unseen: list[str], frame: Frame | None, request: Request) -> Card:
    """The card that says that an answer is not the whole one. Silence must not pass for "nothing found".

    `lacking`: what every review needs; `unseen`: what may matter. No `frame`: no rule was asked.
    """
    whole = _("Nothing was checked: the data did not come in time")
    lines = [f"- {plain(item)}" for item in (*lacking, *unseen)]
    return {
        "uuid": str(uuid5(UUID(request.instance), f"{request.service.id}|partial")),
        "summary": _("Not all was looked at: this answer is partial") if frame is not None else whole,
        "detail": "\n".join([_("Not looked at:"), "", *lines, *(["", _as_of(frame)] if frame is not None else [])]),
        "indicator": "warning" if lacking else "info",
        "source": {"label": "Osteon"},
    }


def plain(words: str) -> str:
    """Words as words: nothing of a record or a rule is read as Markdown or HTML."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&])", r"\\\1", " ".join(words.split()))


def _detail(concern: Concern, frame: Frame) -> str:
    first = concern.findings[0]
    lines = [plain(first["advice"]), ""]
    for item in concern.findings:
        place = _place(item, frame.lesions)
        words = ": ".join(plain(part) for part in (place, item["why"]) if part)
        if words:
            lines.append(f"- **{_('Why:')}** {words}")
        entries = list(dict.fromkeys(source for part in item["because"] for source in part["sources"]))
        if entries:
            more = f" {_more(len(entries) - MOST_LISTED)}" if len(entries) > MOST_LISTED else ""
            lines.append(f"- **{_('Entries:')}** {', '.join(plain(entry) for entry in entries[:MOST_LISTED])}{more}")
        if item["missing"]:
            told = ", ".join(f"{plain(part['label'])} ({_cause(part)})" for part in item["missing"])
            lines.append(f"- **{_('Missing:')}** {told}")
    lines += _notes(first)
    lines += ["", f"**{_('Evidence')}**", ""]
    lines += [
        f"- {plain(part['title'])}: {plain(part['locator'])} ({plain(part['strength'])}; {_(CHECKED[part['checked']])})"
        for part in first["evidence"]
    ]
    return "\n".join([*lines, "", _as_of(frame)])


def _notes(finding: Finding) -> list[str]:
    by_id, lines = pathway().by_id, []
    if finding["draft"]:
        lines.append(f"- **{_('Draft:')}** {_('this rule rests on memory and was not checked')}")
    if finding["folds"]:
        lines.append(f"- **{_('Covers:')}** {'; '.join(plain(sentence(by_id[rule].title)) for rule in finding['folds'])}")
    changed = [part for part in finding["parameters"] if part["changed"]]
    if changed:
        told = "; ".join(f"{part['label']} {_as_set(part)}" for part in changed)
        lines.append(f"- **{_('Set by this site:')}** {plain(told)}")
    lines.append(f"- **{_('What it is not:')}** {plain(sentence(by_id[finding['id']].misuse))}")
    return lines


def _as_set(part: dict[str, Any]) -> str:
    value = part["value"]
    said = wording.decimal(str(value)) if isinstance(value, (int, float)) else str(value)
    return f"{said} {part['unit']}" if part["unit"] else said


def _cause(missing: dict[str, Any]) -> str:
    return plain(missing["cause"].replace("-", " ") if spoken().language is ENGLISH else wording.cause(missing))


def _more(count: int) -> str:
    return ngettext("and {count} more", "and {count} more", count)


def _override_reasons() -> list[dict[str, str]]:
    system = f"{SYSTEM}/CodeSystem/override-reason"
    return [{"system": system, "code": code, "display": _(words)} for code, words in OVERRIDE_REASONS.items()]


def _as_of(frame: Frame) -> str:
    told = _(
        "Data as of {newest}. Review of {day}. Pathway {pathway}, Osteon {version}.",
        newest=frame.newest,
        day=frame.day,
        pathway=pathway().version,
        version=osteon.__version__,
    )
    return f"*{told}{f' {frame.translation}' if frame.translation else ''}*"


def _summary(finding: Finding, places: list[str]) -> str:
    """Title and place; the reason as well where the whole of it fits."""
    where = f" ({places[0]}{f' {_more(len(places) - 1)}' if len(places) > 1 else ''})" if places else ""
    title = f"{finding['title']}{where}"
    whole = f"{title}: {finding['why']}"
    return whole if finding["why"] and len(places) < 2 and len(whole) <= LONGEST_SUMMARY else _cut(title, LONGEST_SUMMARY)


def _cut(words: str, length: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


def _place(finding: Finding, lesions: list[dict[str, Any]]) -> str:
    if finding["lesion"] is None:
        return ""
    lesion = next(item for item in lesions if item["id"] == finding["lesion"])
    if "place" in lesion:
        return wording.lowered(lesion["place"])
    return f"{lesion['laterality']} {lesion['label']}" if lesion["laterality"] else lesion["label"]


def _links(finding: Finding) -> list[dict[str, Any]]:
    """The sources that have an address of their own."""
    found: dict[str, dict[str, Any]] = {}
    sources = pathway().source_by_id
    for part in finding["evidence"]:
        identifier = sources[part["source"]].identifier
        doi = DOI.search(identifier)
        if doi is not None:
            url = f"https://doi.org/{doi[1]}"
            found.setdefault(url, {"label": _cut(part["title"], LONGEST_LABEL), "url": url, "type": "absolute"})
    return list(found.values())[:MOST_LINKS]
