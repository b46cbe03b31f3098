"""The review for a terminal: the most urgent first, readable without colour, plain ASCII signs, folded to the width."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from osteon.review import choices, wording
from osteon.review.sheet import Sheet
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
    more = f" and {len(short) - 4} more" if len(short) > 4 else ""
    return f" [{', '.join(short[:4])}{more}]" if short else ""


def _head(sheet: Sheet, review: Json) -> None:
    patient = object_of(review, "patient")
    identity = text_of(patient, "id")
    name = text_of(patient, "name") or f"Patient {identity}".strip()
    record = f" (record {identity})" if identity and name != f"Patient {identity}" else ""
    sheet.line(", ".join([name, *wording.patient_line(review)]) + record, style="bold")
    at, reason = wording.as_of_words(review)
    version = " ".join(
        part
        for part in (text_of(review, "osteon"), text_of(review, "pathway") and f"pathway {text_of(review, 'pathway')}")
        if part
    )
    sheet.line(
        f"Data as of {at}" + (f" ({reason})" if reason else "") + (f". Osteon {version}" if version else ""),
        style="dim",
    )


def _finding(sheet: Sheet, finding: Json, review: Json, names: Mapping[str, str]) -> None:
    urgency = text_of(finding, "urgency")
    style = STYLES.get(urgency, "bold")
    lesion = text_of(finding, "lesion")
    label = wording.URGENCIES.get(urgency, urgency or "Urgency not stated").upper()
    label += f", {wording.lesion_place(lesion, review)}" if lesion else ""
    label += " (draft: not checked against its source)" if finding.get("draft") else ""
    sheet.line(label, style=style, lead=SIGNS.get(urgency, "-  ") + " ", lead_style=style)
    sheet.line(text_of(finding, "advice", "title", "id"), style="bold", indent=4)
    sheet.line(wording.prose(text_of(finding, "why")), indent=4) if finding.get("why") else None
    known, _ = wording.telling(items(finding, "because"))
    most_reasons, most_sources = MOST.get(urgency, MOST["urgent"])
    for one in known[:most_reasons]:
        at = wording.moment(one)
        said = f"{wording.capital(text_of(one, 'label', 'fact'))}: {wording.reading(one)}" + (f", {at}" if at else "")
        sheet.line(said + _sources(words(one, "sources")), indent=4, lead="because ", style="dim", lead_style="dim")
    evidence = items(finding, "evidence")
    for one in evidence[:most_sources]:
        checked = text_of(one, "checked")
        parts = (text_of(one, "title", "source"), text_of(one, "locator"), wording.CHECKED.get(checked, checked))
        sheet.line("; ".join(part for part in parts if part), indent=4, lead="source  ", style="dim", lead_style="dim")
    left_out = [
        f"{count} more {word}{'s' if count > 1 else ''}"
        for count, word in ((len(known) - most_reasons, "reason"), (len(evidence) - most_sources, "source"))
        if count > 0 and most_reasons
    ]
    if left_out:
        sheet.line(f"and {' and '.join(left_out)}, in the page and in the JSON", indent=12, style="dim")
    for one in items(finding, "parameters"):
        if one.get("changed"):
            value = wording.quantity(one.get("value"), one.get("unit"))
            sheet.line(f"{text_of(one, 'label', 'id')} {value}, set by this site", indent=4, lead="limit   ")
    also = wording.says_also(finding, review, names)
    if also:
        sheet.line("; ".join(also), indent=4, lead="also    ", style="dim", lead_style="dim")


def _disease(sheet: Sheet, review: Json) -> None:
    disease, entries = object_of(review, "disease"), items(review, "skeleton")
    if not disease and not entries:
        return
    sheet.heading("Bone disease")
    answers: dict[Any, str] = {True: "yes", False: "none recorded"}
    said = [f"{label.lower()} {answers.get(disease.get(key), 'not known')}" for key, label in wording.DISEASE.items()]
    if disease:
        sheet.line(wording.capital("; ".join(said)), indent=2)
    if disease.get("breast_cancer") is False:
        sheet.line(wording.NO_BREAST_CANCER, indent=2)
    if disease.get("bone") is True and not disease.get("bone_sites_known", bool(entries)):
        sheet.line("Bone metastases are recorded, but not where.", indent=2, style="bold")
    for one in entries:
        letter, state = wording.STATES.get(text_of(one, "state"), ("?", text_of(one, "state") or "state not stated"))
        since = wording.day(one.get("since"))
        notes = [wording.STATES[note][1].lower() if note in wording.STATES else note for note in words(one, "notes")]
        line = (
            f"{wording.place(one)}: {state.lower()}"
            + (f" since {since}" if since else "")
            + (f" ({'; '.join(notes)})" if notes else "")
        )
        sheet.line(line + _sources(words(one, "sources")), indent=2, lead=f"{letter}  ", lead_style="bold")


def _findings(sheet: Sheet, review: Json, shown: list[Json], names: Mapping[str, str]) -> None:
    sheet.heading("Findings")
    if not shown:
        open_ones = " Some could not be decided: see below." if wording.questions_of(review) else ""
        sheet.line(f"No recommendation is met by what the record holds.{open_ones}", indent=2)
    told = [one for one in shown if text_of(one, "urgency") != INFORMATION]
    for number, one in enumerate(told):
        if number:
            sheet.line()
        _finding(sheet, one, review, names)
    if len(told) < len(shown):
        sheet.line()
        sheet.line("FOR INFORMATION", style="bold")
    for one in shown:
        if text_of(one, "urgency") == INFORMATION:
            lesion = text_of(one, "lesion")
            where = f"{wording.capital(wording.lesion_place(lesion, review))}: " if lesion else ""
            draft = " (draft: not checked against its source)" if one.get("draft") else ""
            sheet.line(f"{where}{text_of(one, 'advice', 'title', 'id')}{draft}", indent=2, lead="i ", style="dim")
    counts = {
        verdict: sum(one.get("verdict") == verdict for one in items(review, "findings"))
        for verdict in ("not-met", "not-applicable")
    }
    if any(counts.values()):
        sheet.line()
        sheet.line(f"{counts['not-met']} not met, {counts['not-applicable']} not applicable.", indent=2, style="dim")


def _conflicts(sheet: Sheet, review: Json, names: Mapping[str, str]) -> None:
    found = items(review, "conflicts")
    if found:
        sheet.heading("Findings that disagree")
    for one in found:
        between = " / ".join(names.get(id, id) for id in words(one, "between"))
        sheet.line(f"{text_of(one, 'message')}" + (f" ({between})" if between else ""), indent=2, lead="* ")


def _due(sheet: Sheet, review: Json) -> None:
    found = wording.by_status(items(review, "due"))
    if found:
        sheet.heading("Due")
    for one in found:
        status = text_of(one, "status")
        when, last = wording.day(one.get("when")), wording.day(one.get("last"))
        line = f"{wording.capital(text_of(one, 'what', 'id'))}, {when or 'no date'}" + (
            f"; last {last}" if last else ""
        )
        style = {"overdue": "bold red", "due": "bold yellow", "unknown": "dim"}.get(status, "")
        sheet.line(
            line + _sources(words(one, "sources")),
            indent=2,
            lead=f"{wording.DUE.get(status, 'Not decided'):<12}",
            lead_style=style,
        )


def _questions(sheet: Sheet, review: Json) -> None:
    found = wording.question_groups(review)
    if found:
        sheet.heading("Not decided: what would decide it")
    for decides, urgency, asked in found:
        label = f" ({wording.URGENCIES.get(urgency, urgency).lower()})" if urgency else ""
        sheet.line(("; ".join(decides) or "Finding not stated") + label, indent=2, style="bold")
        for one in asked:
            cause, fact = wording.cause(one), wording.capital(text_of(one, "label", "fact"))
            said = " ".join(part for part in (text_of(one, "ask"), f"[{fact}{': ' if cause else ''}{cause}]") if part)
            sheet.line(said, indent=4, lead="? ")


def _scores(sheet: Sheet, review: Json) -> None:
    for heading, found in (("Scores", choices.scores(review)), ("Prognosis, side by side", choices.prognosis(review))):
        if found:
            sheet.heading(heading)
        for one in found:
            where = f", {one['place']}" if one["place"] else ""
            means = f". {one['means']}" if one["means"] else ""
            draft = " [draft]" if one["draft"] else ""
            style = "" if one["decided"] else "dim"
            sheet.line(f"{one['title']} {one['total']}{where}: {one['category']}{means}{draft}", indent=2, style=style)
            if not one["decided"] and one["missing"]:
                sheet.line(", ".join(item["label"] for item in one["missing"]), indent=4, lead="? ")


def _options(sheet: Sheet, review: Json) -> None:
    found = choices.options(review)
    if found:
        sheet.heading("Systemic options (what the record allows, not a choice)")
    if found and review.get("options_due") is False:
        counts = ", ".join(f"{heading.lower()} {len(listed)}" for _, heading, listed in found)
        sheet.line(
            f"On treatment, no progression recorded. If it has to change: {counts}; on the page and in the JSON.",
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
            sheet.line(f"{heading}: {len(listed)}, listed in the JSON and on the page", indent=2, style="dim")


def _problems(sheet: Sheet, review: Json) -> None:
    found, accounting = items(review, "problems"), object_of(review, "accounting")
    if not found and not accounting:
        return
    sheet.heading(f"Could not be used: {len(found)}")
    for one in found:
        where = " at ".join(part for part in (text_of(one, "source"), text_of(one, "path")) if part)
        sheet.line(f"{text_of(one, 'message')}" + (f" [{where}]" if where else ""), indent=2, lead="* ")
    if accounting:
        left_out = [
            f"{wording.figure(count)} left out ({wording.clean(rule)})"
            for rule, count in object_of(accounting, "ignored").items()
        ]
        counts = [
            f"{text_of(accounting, key) or '0'} {word}"
            for key, word in (("read", "entries read"), ("used", "used"), ("refused", "refused"))
        ]
        sheet.line(", ".join(counts + left_out) + ".", indent=2, style="dim")
    changed = wording.changed_settings(review)
    if changed:
        sheet.line(f"Set by this site: {', '.join(sorted(changed))}.", indent=2, style="dim")


def render_text(review: Mapping[str, Any], *, width: int | None, color: bool) -> str:
    """The review as lines for a terminal; `width` None takes the terminal's own."""
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
    sheet.line(wording.SCOPE, style="dim")
    return sheet.text()
