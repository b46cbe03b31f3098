"""The review for a terminal: the most urgent first, readable without colour, plain ASCII signs, folded to the width."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from osteon.language import _, foot, ngettext
from osteon.review import choices, wording
from osteon.review.sheet import Sheet
from osteon.review.translation import speaking_as
from osteon.review.wording import Json, items, object_of, text_of, words

__all__ = ["render_text"]

# Red and yellow tell urgency, dim tells what is not decided; the words say the same.
STYLES = {
    "emergency": "bold red",
    "urgent": "bold yellow",
    "soon": "bold magenta",
    "routine": "bold cyan",
    "info": "bold",
}
SIGNS = {"emergency": "!!!", "urgent": "!! ", "soon": "!  ", "routine": "-  ", "info": "i  "}
INFORMATION = "info"
MOST = {"emergency": (4, 2), "urgent": (4, 2), "soon": (2, 1), "routine": (0, 1)}
"""Reasons and sources printed below a finding; the page and the JSON have all. What is for information has its advice only."""


def _sources(references: list[str]) -> str:
    short = [wording.short_reference(one) for one in dict.fromkeys(references)]
    more = f" {ngettext('and {count} more', 'and {count} more', len(short) - 4)}" if len(short) > 4 else ""
    return f" [{', '.join(short[:4])}{more}]" if short else ""


def _head(sheet: Sheet, review: Json) -> None:
    patient = object_of(review, "patient")
    identity = text_of(patient, "id")
    nameless = _("Patient {id}", id=identity).strip()
    name = text_of(patient, "name") or nameless
    record = f" ({_('record {id}', id=identity)})" if identity and name != nameless else ""
    sheet.line(", ".join([name, *wording.patient_line(review)]) + record, style="bold")
    at, reason = wording.as_of_words(review)
    pathway = text_of(review, "pathway")
    version = " ".join(
        part
        for part in (text_of(review, "osteon"), pathway and _("pathway {version}", version=pathway))
        if part
    )
    sheet.line(
        _("Data as of {day}", day=at) + (f" ({reason})" if reason else "") + (f". Osteon {version}" if version else ""),
        style="dim",
    )


def _finding(sheet: Sheet, finding: Json, review: Json, names: Mapping[str, str]) -> None:
    urgency = text_of(finding, "urgency")
    style = STYLES.get(urgency, "bold")
    lesion = text_of(finding, "lesion")
    label = _urgency(urgency).upper()
    label += f", {wording.lesion_place(lesion, review)}" if lesion else ""
    label += f" ({_('draft: not checked against its source')})" if finding.get("draft") else ""
    sheet.line(label, style=style, lead=SIGNS.get(urgency, "-  ") + " ", lead_style=style)
    sheet.line(text_of(finding, "advice", "title", "id"), style="bold", indent=4)
    sheet.line(wording.prose(text_of(finding, "why")), indent=4) if finding.get("why") else None
    known = wording.telling(items(finding, "because"))[0]
    most_reasons, most_sources = MOST.get(urgency, MOST["urgent"])
    for one in known[:most_reasons]:
        at = wording.moment(one)
        said = f"{wording.capital(text_of(one, 'label', 'fact'))}: {wording.reading(one)}" + (f", {at}" if at else "")
        sheet.line(said + _sources(words(one, "sources")), indent=4, lead=_margin(_("because")), style="dim", lead_style="dim")
    evidence = items(finding, "evidence")
    for one in evidence[:most_sources]:
        parts = (text_of(one, "title", "source"), text_of(one, "locator"), wording.checked_words(one))
        sheet.line("; ".join(part for part in parts if part), indent=4, lead=_margin(_("source")), style="dim", lead_style="dim")
    reasons, sources = len(known) - most_reasons, len(evidence) - most_sources
    left_out = [
        *([ngettext("{count} more reason", "{count} more reasons", reasons)] if reasons > 0 and most_reasons else []),
        *([ngettext("{count} more source", "{count} more sources", sources)] if sources > 0 and most_reasons else []),
    ]
    if left_out:
        said = _("and {what}, in the page and in the JSON", what=_(" and ").join(left_out))
        sheet.line(said, indent=12, style="dim")
    for one in items(finding, "parameters"):
        if one.get("changed"):
            value = wording.quantity(one.get("value"), one.get("unit"))
            said = _("{limit} {value}, set by this site", limit=text_of(one, "label", "id"), value=value)
            sheet.line(said, indent=4, lead=_margin(_("limit")))
    also = wording.says_also(finding, review, names)
    if also:
        sheet.line("; ".join(also), indent=4, lead=_margin(_("also")), style="dim", lead_style="dim")


def _urgency(word: str) -> str:
    return _(wording.URGENCIES[word]) if word in wording.URGENCIES else word or _("Urgency not stated")


def _margin(word: str) -> str:
    """A word before a line, in a column that all such words of the page share."""
    return f"{word:<7} "


def _disease(sheet: Sheet, review: Json) -> None:
    disease, entries = object_of(review, "disease"), items(review, "skeleton")
    if not disease and not entries:
        return
    sheet.heading(_("Bone disease"))
    answers: dict[Any, str] = {True: _("yes"), False: _("none recorded")}
    said = [
        f"{_(label).lower()} {answers.get(disease.get(key), _('not known'))}" for key, label in wording.DISEASE.items()
    ]
    if disease:
        sheet.line(wording.capital("; ".join(said)), indent=2)
    if disease.get("breast_cancer") is False:
        sheet.line(_(wording.NO_BREAST_CANCER), indent=2)
    if disease.get("bone") is True and not disease.get("bone_sites_known", bool(entries)):
        sheet.line(_("Bone metastases are recorded, but not where."), indent=2, style="bold")
    for one in entries:
        letter, state = wording.STATES.get(text_of(one, "state"), ("?", ""))
        state = _(state) if state else text_of(one, "state") or _("state not stated")
        since = wording.day(one.get("since"))
        notes = [_(wording.STATES[note][1]).lower() if note in wording.STATES else note for note in words(one, "notes")]
        state = _("{state} since {day}", state=state.lower(), day=since) if since else state.lower()
        line = f"{wording.place(one)}: {state}" + (f" ({'; '.join(notes)})" if notes else "")
        sheet.line(line + _sources(words(one, "sources")), indent=2, lead=f"{letter}  ", lead_style="bold")


def _findings(sheet: Sheet, review: Json, shown: list[Json], names: Mapping[str, str]) -> None:
    sheet.heading(_("Findings"))
    if not shown:
        open_ones = f" {_('Some could not be decided: see below.')}" if wording.questions_of(review) else ""
        sheet.line(_("No recommendation is met by what the record holds.") + open_ones, indent=2)
    told = [one for one in shown if text_of(one, "urgency") != INFORMATION]
    for number, one in enumerate(told):
        if number:
            sheet.line()
        _finding(sheet, one, review, names)
    if len(told) < len(shown):
        sheet.line()
        sheet.line(_(wording.URGENCIES[INFORMATION]).upper(), style="bold")
    for one in shown:
        if text_of(one, "urgency") == INFORMATION:
            lesion = text_of(one, "lesion")
            where = f"{wording.capital(wording.lesion_place(lesion, review))}: " if lesion else ""
            draft = f" ({_('draft: not checked against its source')})" if one.get("draft") else ""
            sheet.line(f"{where}{text_of(one, 'advice', 'title', 'id')}{draft}", indent=2, lead="i ", style="dim")
    counts = {
        verdict: sum(one.get("verdict") == verdict for one in items(review, "findings"))
        for verdict in ("not-met", "not-applicable")
    }
    if any(counts.values()):
        sheet.line()
        said = _("{no} not met, {other} not applicable.", no=counts["not-met"], other=counts["not-applicable"])
        sheet.line(said, indent=2, style="dim")


def _conflicts(sheet: Sheet, review: Json, names: Mapping[str, str]) -> None:
    found = items(review, "conflicts")
    if found:
        sheet.heading(_("Findings that disagree"))
    for one in found:
        between = " / ".join(names.get(id, id) for id in words(one, "between"))
        sheet.line(f"{text_of(one, 'message')}" + (f" ({between})" if between else ""), indent=2, lead="* ")


def _due(sheet: Sheet, review: Json) -> None:
    found = wording.by_status(items(review, "due"))
    if found:
        sheet.heading(_("Due"))
    for one in found:
        status = text_of(one, "status")
        when, last = wording.day(one.get("when")), wording.day(one.get("last"))
        line = f"{wording.capital(text_of(one, 'what', 'id'))}, {when or _('no date')}" + (
            f"; {_('last {day}', day=last)}" if last else ""
        )
        style = {"overdue": "bold red", "due": "bold yellow", "unknown": "dim"}.get(status, "")
        sheet.line(
            line + _sources(words(one, "sources")),
            indent=2,
            lead=f"{_(wording.DUE.get(status, 'Not decided')):<12}",
            lead_style=style,
        )


def _questions(sheet: Sheet, review: Json) -> None:
    found = wording.question_groups(review)
    if found:
        sheet.heading(_("Not decided: what would decide it"))
    for decides, urgency, asked in found:
        label = f" ({_urgency(urgency).lower()})" if urgency else ""
        sheet.line(("; ".join(decides) or _("Finding not stated")) + label, indent=2, style="bold")
        for one in asked:
            cause, fact = wording.cause(one), wording.capital(text_of(one, "label", "fact"))
            said = " ".join(part for part in (text_of(one, "ask"), f"[{fact}{': ' if cause else ''}{cause}]") if part)
            sheet.line(said, indent=4, lead="? ")


def _scores(sheet: Sheet, review: Json) -> None:
    both = ((_("Scores"), choices.scores(review)), (_("Prognosis, side by side"), choices.prognosis(review)))
    for heading, found in both:
        if found:
            sheet.heading(heading)
        for one in found:
            where = f", {one['place']}" if one["place"] else ""
            means = f". {one['means']}" if one["means"] else ""
            draft = f" [{_('draft')}]" if one["draft"] else ""
            style = "" if one["decided"] else "dim"
            sheet.line(f"{one['title']} {one['total']}{where}: {one['category']}{means}{draft}", indent=2, style=style)
            if not one["decided"] and one["missing"]:
                sheet.line(", ".join(item["label"] for item in one["missing"]), indent=4, lead="? ")


def _options(sheet: Sheet, review: Json) -> None:
    found = choices.options(review)
    if found:
        sheet.heading(_("Systemic options (what the record allows, not a choice)"))
    if found and review.get("options_due") is False:
        counts = ", ".join(f"{heading.lower()} {len(listed)}" for _, heading, listed in found)
        sheet.line(
            _(
                "On treatment, no progression recorded. If it has to change: {counts}; on the page and in the JSON.",
                counts=counts,
            ),
            indent=2,
        )
        return
    for key, heading, listed in found:
        if key in ("fits", "would-fit"):
            sheet.line(heading, indent=2, style="bold")
            for needs, options in choices.by_need(
                listed if key == "would-fit" else [{**one, "missing": []} for one in listed]
            ):
                if needs:
                    sheet.line("; ".join(needs), indent=4, lead="? ")
                for one in options:
                    sheet.line(one["title"], indent=6 if needs else 4, lead="* ", style="dim" if needs else "")
        else:
            said = _("{list}: {count}, listed in the JSON and on the page", list=heading, count=len(listed))
            sheet.line(said, indent=2, style="dim")


def _problems(sheet: Sheet, review: Json) -> None:
    found, accounting = items(review, "problems"), object_of(review, "accounting")
    if not found and not accounting:
        return
    sheet.heading(_("Could not be used: {count}", count=len(found)))
    for one in found:
        where = _(" at ").join(part for part in (text_of(one, "source"), text_of(one, "path")) if part)
        sheet.line(f"{text_of(one, 'message')}" + (f" [{where}]" if where else ""), indent=2, lead="* ")
    if accounting:
        left_out = [
            _("{count} left out ({rule})", count=wording.figure(count), rule=wording.clean(rule))
            for rule, count in object_of(accounting, "ignored").items()
        ]
        read, used, refused = (text_of(accounting, key) or "0" for key in ("read", "used", "refused"))
        counts = [
            _("{count} entries read", count=read),
            _("{count} used", count=used),
            _("{count} refused", count=refused),
        ]
        sheet.line(", ".join(counts + left_out) + ".", indent=2, style="dim")
    changed = wording.changed_settings(review)
    if changed:
        sheet.line(_("Set by this site: {names}.", names=", ".join(sorted(changed))), indent=2, style="dim")


def render_text(review: Mapping[str, Any], *, width: int | None, color: bool) -> str:
    """The review as lines for a terminal; `width` None takes the terminal's own."""
    with speaking_as(review):
        return _sheet(review, width, color)


def _sheet(review: Json, width: int | None, color: bool) -> str:
    sheet = Sheet(width, color)
    names = wording.names_of(review)
    shown = wording.said_apart(review)
    alarm = wording.strongest_emergency(shown)
    _head(sheet, review)
    if alarm is not None:
        sheet.line()
        _finding(sheet, alarm, review, names)
    _disease(sheet, review)
    _conflicts(sheet, review, names)
    _findings(sheet, review, [one for one in shown if one is not alarm], names)
    _due(sheet, review)
    _questions(sheet, review)
    _scores(sheet, review)
    _options(sheet, review)
    _problems(sheet, review)
    sheet.line()
    translated = object_of(review, "translation")
    if translated:
        sheet.line(foot(len(words(translated, "unreviewed")), len(words(translated, "english"))), style="dim")
    sheet.line(_(wording.SCOPE), style="dim")
    return sheet.text()
