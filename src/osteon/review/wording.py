"""Words and figures for a reader: dates, values, causes, marks. Shared by the page and the terminal view."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from osteon.engine.words import unit_words
from osteon.language import N_, _, ngettext, spoken

__all__ = [
    "CAUSES",
    "CHECKED",
    "DISEASE",
    "DUE",
    "SCOPE",
    "SIDES",
    "STATES",
    "URGENCIES",
    "Json",
    "as_of_words",
    "by_status",
    "by_urgency",
    "capital",
    "cause",
    "changed_settings",
    "checked_words",
    "clean",
    "day",
    "decimal",
    "figure",
    "items",
    "lesion_place",
    "lowered",
    "moment",
    "names_of",
    "object_of",
    "patient_line",
    "place",
    "prose",
    "quantity",
    "question_groups",
    "questions_of",
    "reading",
    "said_apart",
    "says_also",
    "short_reference",
    "strongest_emergency",
    "telling",
    "text_of",
    "visible",
    "unit_said",
    "words",
]

Json = Mapping[str, Any]

URGENCIES = {
    "emergency": N_("Emergency"),
    "urgent": N_("Urgent"),
    "soon": N_("Soon"),
    "routine": N_("Routine"),
    "info": N_("For information"),
}
CAUSES = {
    "not-recorded": N_("not recorded"),
    "stale": N_("recorded, but too old"),
    "conflicting": N_("entries contradict each other"),
    "unit-not-convertible": N_("recorded in a unit that cannot be converted"),
    "pending": N_("result still pending"),
    "date-not-exact": N_("recorded, but its date is not exact enough"),
    "not-exact": N_("recorded, but not exactly enough"),
    "dose-not-readable": N_("ordered, but the dose or its times cannot be read"),
    "no-conversion-factor": N_("a drug that has no factor of conversion"),
    "several-doses": N_("orders that may be one or several"),
    "not-computable": N_("cannot be computed from what is recorded"),
}
CHECKED = {
    "primary": N_("read in the source itself"),
    "secondary": N_("read in a text that quotes the source"),
    "memory": N_("not yet checked against the source"),
    "derived": N_("our own arithmetic or default, not from the source"),
}
STATES = {
    "metastasis": ("M", N_("Metastasis")),
    "suspected": ("S", N_("Suspected")),
    "fracture": ("F", N_("Fracture")),
    "treated": ("T", N_("Treated")),
    "atypical-fracture": ("A", N_("Atypical fracture")),
    "excluded": ("E", N_("Excluded")),
}
NO_BREAST_CANCER = N_(
    "No breast cancer is on record. Apart from the rules on cord compression, which hold for any cancer, this pathway is "
    "written for breast cancer and says nothing here."
)
DISEASE = {
    "breast_cancer": N_("Breast cancer"),
    "metastatic": N_("Metastatic"),
    "bone": N_("Bone metastases"),
    "visceral": N_("Visceral metastases"),
}
DUE = {
    "overdue": N_("Overdue"),
    "due": N_("Due"),
    "planned": N_("Planned"),
    "done": N_("Done"),
    "unknown": N_("Not decided"),
}
SIDES = {"left": N_("left"), "right": N_("right"), "bilateral": N_("bilateral")}
SEXES = {"female": N_("female"), "male": N_("male"), "other": N_("other"), "unknown": N_("unknown")}
UNITS = {unit_words(unit): words for unit, words in (
    ("d", N_("days")), ("a", N_("years")), ("h", N_("hours")), ("mo", N_("months")), ("wk", N_("weeks")), ("mg/d", N_("mg/day")),
    ("mg/d/(ug/h)", N_("mg/day for each µg/h")), ("nmol{BCE}/mmol{creat}", N_("nmol BCE/mmol creatinine")),
)}  # fmt: skip
"""Units that are words, by how English writes them behind a figure; the others are the same everywhere."""
SCOPE = N_(
    "Decision support for professionals, for research and for education. It is not a medical device, gives no order and does not replace "
    "clinical judgement. It reads what the record holds; what was not recorded, it cannot know."
)
MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)

# Control characters would let a record steer a terminal; direction marks would let it reorder what a reader sees.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_WHOLE_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?(?![\d-])")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}:\d{2}))?)?)?")


def clean(text: object) -> str:
    """Text of the record without characters that are not seen but act."""
    return _UNSEEN.sub("", str(text)).strip()


def visible(text: str) -> str:
    """Text with the characters that are not seen but act written as `\\u202e`, for who looks at an entry as it was received."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def text_of(source: Json, *keys: str) -> str:
    """The first of these that is present and says something, as clean text."""
    for key in keys:
        value = source.get(key)
        if value is not None and value != "":
            return clean(figure(value))
    return ""


def object_of(source: Json, key: str) -> Json:
    value = source.get(key)
    return value if isinstance(value, Mapping) else {}


def items(source: Json, key: str) -> list[Json]:
    """The objects of a list that may be missing."""
    value = source.get(key)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, (list, tuple)) else []


def words(source: Json, key: str) -> list[str]:
    """The strings of a list that may be missing."""
    value = source.get(key)
    return [clean(one) for one in value if one is not None] if isinstance(value, (list, tuple)) else []


def capital(text: str) -> str:
    """The text with a capital first letter, unless its second is one already, as in `pH`."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text as it stands inside a sentence, unless its second letter is a capital, too, as in `TC`."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def day(value: object) -> str:
    """A date as a reader says it: `2025-05-30` is `30 May 2025`, `2025-05` is `May 2025`."""
    text = clean(value if value is not None else "")
    found = _DAY.match(text)
    if found is None:
        return text
    year, month, number, clock = found.groups()
    try:
        date(int(year), int(month or 1), int(number or 1))
    except ValueError:
        return text
    if number:
        said = _("{day} {month} {year}", day=int(number), month=_(MONTHS[int(month) - 1]), year=year)
    else:
        said = _("{month} {year}", month=_(MONTHS[int(month) - 1]), year=year) if month else year
    return f"{said}, {clock}" if clock and clock != "00:00" else said


def figure(value: object) -> str:
    """A value without its unit."""
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return decimal(f"{value:.10g}")
    if isinstance(value, Decimal):
        return decimal(f"{value:f}")
    # Where the decimal sign is a comma, a comma between figures would make two of them one.
    between = ", " if spoken().language.decimal == "." else "; "
    if isinstance(value, Mapping):
        return between.join(f"{clean(key)} {figure(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return between.join(figure(one) for one in value)
    return clean(value)


def decimal(number: str) -> str:
    """A figure that is written with a point, with the decimal sign of the language in use."""
    return number.replace(".", spoken().language.decimal)


def unit_said(unit: object) -> str:
    """A unit as a reader sees it, with a leading space; empty for pure numbers."""
    said = unit_words(clean(unit) if unit else None)
    return f" {_(UNITS[said])}" if said in UNITS else said


def quantity(value: object, unit: object) -> str:
    """A value with its unit; a date is said as a date."""
    if isinstance(value, str) and _WHOLE_DAY.fullmatch(value):
        return day(value)
    said = figure(value)
    return f"{said}{unit_said(unit)}" if unit and not isinstance(value, bool) and value is not None else said


def reading(entry: Json) -> str:
    """The value of a fact: exact, between two limits, or one of several answers."""
    value, unit = entry.get("value"), entry.get("unit")
    if value is None and "low" in entry:
        return _("between {low} and {high}", low=figure(entry["low"]), high=quantity(entry.get("high"), unit))
    if value is None and entry.get("possible"):
        return _(" or ").join(figure(one) for one in entry["possible"])
    return quantity(value, unit)


def prose(text: str) -> str:
    """A sentence with its dates said as a reader says them."""
    return capital(_WHOLE_DAY.sub(lambda found: day(found.group()), text))


def place(entry: Json) -> str:
    """The site with its side, as a label: `Left neck of femur`."""
    if entry.get("place"):
        return text_of(entry, "place")
    label = text_of(entry, "label", "site") or _("Site not stated")
    side = text_of(entry, "laterality").lower()
    if side in ("left", "right", "bilateral") and side not in label.lower().split():
        label = f"{_(SIDES[side])} {label[:1].lower() + label[1:] if label[1:2].islower() else label}"
    return capital(label)


def lesion_place(lesion: str, review: Json) -> str:
    """The place that a lesion is at, in words; the id as it is when the skeleton does not name it."""
    parts = set(re.split(r"[^\w.-]+", lesion))
    for entry in sorted(items(review, "skeleton"), key=lambda one: not one.get("laterality")):
        side = text_of(entry, "laterality")
        if text_of(entry, "site") in parts and (not side or side in parts):
            return place(entry)
    return lesion


def short_reference(reference: str) -> str:
    """A reference short enough for a line of text; the list of sources has it in full."""
    kind, slash, name = reference.rpartition("/")
    return f"{kind}{slash}{name[:8]}…" if len(name) > 16 else reference


def by_urgency(findings: Iterable[Json]) -> list[Json]:
    """Most urgent first; otherwise in the order given."""
    ranks = list(URGENCIES)
    return sorted(
        findings, key=lambda one: ranks.index(one["urgency"]) if one.get("urgency") in URGENCIES else len(ranks)
    )


def by_status(due: Iterable[Json]) -> list[Json]:
    """Overdue first, then due; what is planned or done last."""
    ranks = ("overdue", "due", "unknown", "planned", "done")
    return sorted(due, key=lambda one: ranks.index(one["status"]) if one.get("status") in ranks else 2)


def names_of(review: Json) -> dict[str, str]:
    """Title of each finding and score by id."""
    found = {text_of(one, "id"): text_of(one, "title", "id") for one in items(review, "scores")}
    return found | {text_of(one, "id"): text_of(one, "title", "advice", "id") for one in items(review, "findings")}


def changed_settings(review: Json) -> set[str]:
    """Names of the policies and parameters that the site has set itself."""
    found: set[str] = set()
    for key in ("changed_policies", "changed"):
        given = review.get(key)
        found |= {clean(one) for one in given} if isinstance(given, (list, tuple, Mapping)) else set()
    return found


def patient_line(review: Json) -> list[str]:
    """Age, sex, day of birth, and day of death if there is one."""
    patient = object_of(review, "patient")
    age, born, died = patient.get("age"), day(patient.get("birth_date")), day(patient.get("died"))
    sex = text_of(patient, "sex")
    parts = [
        _("{age} years", age=figure(age)) if age is not None else _("age not known"),
        _(SEXES[sex]) if sex in SEXES else sex,
        born and _("born {day}", day=born),
        died and _("died {day}", day=died),
    ]
    return [part for part in parts if part]


def as_of_words(review: Json) -> tuple[str, str]:
    """The date of the review, and why that one."""
    reason = text_of(review, "as_of_reason")
    known = {
        "newest entry": N_("date of the newest entry in the record"),
        "given": N_("the date asked for"),
        "today, because no entry has a date": N_("today, because no entry has a date"),
    }
    return day(review.get("as_of")) or _("a date that is not stated"), _(known[reason]) if reason in known else reason


def cause(missing: Json) -> str:
    """Why a fact is missing, in words."""
    given = text_of(missing, "cause")
    return _(CAUSES[given]) if given in CAUSES else given.replace("-", " ")


def checked_words(source: Json) -> str:
    """How far a source was checked, in words."""
    given = text_of(source, "checked")
    return _(CHECKED[given]) if given in CHECKED else given


def said_apart(review: Json) -> list[Json]:
    """Findings that are met and not already said more strongly by another that is shown, most urgent first."""
    met = [one for one in items(review, "findings") if one.get("verdict") == "met"]
    shown = {one.get("id") for one in met}
    return by_urgency(one for one in met if one.get("folded_into") not in shown or not one.get("folded_into"))


def telling(because: Iterable[Json]) -> tuple[list[Json], list[Json]]:
    """The reasons that are known, in the order given (what decides comes first), and those that are not known."""
    known: list[Json] = []
    unknown: list[Json] = []
    for one in because:
        said = one.get("value") is not None or one.get("possible") or "low" in one
        (known if said else unknown).append(one)
    return known, unknown


def question_groups(review: Json) -> list[tuple[list[str], str, list[Json]]]:
    """Questions that decide the same findings together: titles of those findings, urgency, questions."""
    names = names_of(review)
    found: dict[tuple[tuple[str, ...], str], list[Json]] = {}
    for one in questions_of(review):
        key = (tuple(words(one, "decides")), text_of(one, "urgency"))
        found.setdefault(key, []).append(one)
    return [(_titles(decides, names), urgency, asked) for (decides, urgency), asked in found.items()]


MOST_TITLES = 2


def _titles(decides: tuple[str, ...], names: Mapping[str, str]) -> list[str]:
    """The titles of the findings that a question decides, the most pressing ones; the others are counted."""
    more = len(decides) - MOST_TITLES
    rest = [ngettext("and {count} more", "and {count} more", more)] if more > 0 else []
    return [names.get(id, id) for id in decides[:MOST_TITLES]] + rest


def moment(entry: Json) -> str:
    """The date of a fact, unless the fact is that date."""
    at = day(entry.get("at"))
    return "" if at == reading(entry) else at


def says_also(finding: Json, review: Json, names: Mapping[str, str]) -> list[str]:
    """Titles of the findings that this one says more strongly."""
    folded = [
        text_of(one, "id")
        for one in items(review, "findings")
        if one.get("verdict") == "met" and one.get("folded_into") and one.get("folded_into") == finding.get("id")
    ]
    return [names.get(one, one) for one in dict.fromkeys([*words(finding, "folds"), *folded])]


def strongest_emergency(findings: Iterable[Json]) -> Json | None:
    """The one finding that may be shown as an alarm; a draft only if nothing that was checked is as urgent."""
    alarms = [one for one in findings if one.get("urgency") == "emergency"]
    return min(alarms, key=lambda one: bool(one.get("draft")), default=None)


def questions_of(review: Json) -> list[Json]:
    """The facts that would decide something, as the review grouped them; grouped here if it did not."""
    if isinstance(review.get("questions"), (list, tuple)):
        return items(review, "questions")
    grouped: dict[str, dict[str, Any]] = {}
    for finding in by_urgency(one for one in items(review, "findings") if one.get("verdict") == "unknown"):
        for missing in items(finding, "missing"):
            fact = text_of(missing, "fact")
            entry = grouped.setdefault(fact, {**missing, "decides": [], "urgency": finding.get("urgency")})
            entry["decides"].append(finding.get("id"))
    return list(grouped.values())
