"""What is asked and examined: signs, symptoms, scores, diaries and surveys, as observations or as forms."""

from __future__ import annotations

from typing import Any, NamedTuple

from benchmarks.population import shapes
from benchmarks.population.entries import NUMBER, QUANTITY, observe, word, yes_or_no
from benchmarks.population.person import Person
from benchmarks.population.scenario import SCENARIO
from benchmarks.population.sheet import Sheet, Visit
from benchmarks.population.templates import OSTEON
from osteon.terminology import concept, members

__all__ = ["write_asked"]

SURVEY = SCENARIO["survey"]
GROUPS = ("early", "advanced", "bone")


class Asked(NamedTuple):
    share: dict[str, float]
    each: float
    yes: float
    newest: float
    form: float
    normal: float
    """Share in which everything is answered with no."""
    category: str
    concepts: list[tuple[str, list[str] | None, list[float] | None, str]]
    """(concept, answers, figures, unit)"""


def _asked(name: str, row: dict[str, Any]) -> Asked:
    questions: list[Any] = [(one, None, None, "") for one in row["concepts"]]
    questions += [(one, answers, None, "") for one, answers in row.get("answers", {}).items()]
    questions += [(one, None, figures, concept(one).unit or "") for one, figures in row.get("numbers", {}).items()]
    category = "survey" if name in ("diary", "alerts", "mood") else "exam"
    return Asked(row["share"], **row["how"], category=category, concepts=questions)


SETS = [_asked(name, row) for name, row in SCENARIO["asked"].items()]
SCORES = [
    (name, row["share"], row["values"], row["visits"], concept(name).unit or "")
    for name, row in SCENARIO["scores"].items()
]
ITEMS = {
    f"obs.{form}": [f"obs.{form}-item-{number}" for number in range(1, count + 1)]
    for form, count in (("phq9", 9), ("gad7", 7))
}
QUESTIONS = members("pro.ctcae.")
OF_BEARING = ("condition.pregnancy", "status.pregnancy-possible", "status.breastfeeding", "status.contraception")
PAST_BEARING = 56
"""Age from which nobody asks about pregnancy."""
LINK = '{"linkId":"%s","answer":[{%s}]}'
CODED = f'"valueCoding":{{"system":"{OSTEON}","code":"%s"}}'
FORM = shapes.FORM.replace("Questionnaire/lesion-assessment", "Questionnaire/%s")


def write_asked(sheet: Sheet, person: Person) -> None:
    roll = sheet.roll
    for asked in SETS:
        if roll() < asked.share[person.group]:
            _ask(sheet, asked, person)
    column = GROUPS.index(person.group)
    for name, share, values, most, unit in SCORES:
        if roll() < share[column]:
            _score(sheet, name, values, most, unit)
    if roll() < SURVEY["share"][person.group]:
        _survey(sheet, person)


def _visit(sheet: Sheet, newest: float) -> Visit:
    return sheet.visits[-1] if sheet.roll() < newest else sheet.one_of(sheet.visits)


def _ask(sheet: Sheet, asked: Asked, person: Person) -> None:
    roll = sheet.roll
    past = person.male or person.age(person.end) > PAST_BEARING
    visit = _visit(sheet, asked.newest)
    likely = 0.0 if roll() < asked.normal else asked.yes
    if roll() < asked.form:
        items = [
            LINK % (name, CODED % ("present" if roll() < likely else "absent"))
            for name, answers, figures, _ in asked.concepts
            if answers is None and figures is None and roll() < asked.each
        ]
        _form(sheet, visit, asked.category, items)
        return
    for name, answers, figures, unit in asked.concepts:
        if roll() >= asked.each or past and name in OF_BEARING:
            continue
        if answers is not None:
            value = word("postmenopausal" if past and name == "status.menopausal" else sheet.one_of(answers))
        elif figures is not None:
            value = _figure(sheet.one_of(figures), unit)
        else:
            value = yes_or_no(sheet, roll() < likely)
        observe(sheet, visit, asked.category, name, value)


def _figure(value: float, unit: str) -> str:
    return NUMBER % value if unit in ("{score}", "1", "") else QUANTITY % (value, unit, unit)


def _score(sheet: Sheet, name: str, values: list[float], most: int, unit: str) -> None:
    roll = sheet.roll
    items = ITEMS.get(name)
    for visit in sheet.visits[-sheet.between(1, most) :]:
        if items is not None and roll() < 0.4:
            level = roll() * 2.4
            answered = [(item, min(3, int(level * roll() + roll()))) for item in items if roll() < 0.97]
            if name == "obs.phq9" and roll() < 0.7 and len(answered) > 8:
                answered[8] = (answered[8][0], 0)
            if roll() < 0.5:
                _form(sheet, visit, name[4:], [LINK % (item, f'"valueInteger":{value}') for item, value in answered])
            else:
                for item, value in answered:
                    observe(sheet, visit, "survey", item, NUMBER % value)
            continue
        value = sheet.one_of(values)
        if unit == "{score}" and roll() < 0.4:
            observe(sheet, visit, "survey", name, QUANTITY % (value, "{score}", "{score}"))
        else:
            observe(sheet, visit, "survey", name, _figure(value, unit))


def _survey(sheet: Sheet, person: Person) -> None:
    """Answers to questions on symptoms, once or twice within days."""
    roll = sheet.roll
    level = roll() * 3
    days = [person.end]
    if roll() < SURVEY["twice"]:
        days.insert(0, person.end - sheet.between(5, 20))
    asked = [name for name in QUESTIONS if roll() < SURVEY["each"]]
    for day in days:
        visit = sheet.at(day)
        answers = [(name, min(4, int(level * roll() + 1.4 * roll()))) for name in asked]
        if roll() < 0.8:
            _form(sheet, visit, "symptoms", [LINK % (name, f'"valueInteger":{value}') for name, value in answers])
        else:
            for name, value in answers:
                observe(sheet, visit, "survey", name, NUMBER % value)


def _form(sheet: Sheet, visit: Visit, name: str, items: list[str]) -> None:
    if items:
        sheet.add("QuestionnaireResponse", FORM % (
            sheet.new_id(), visit.updated, name, sheet.subject, visit.encounter, visit.moment, f"[{','.join(items)}]",
        ))  # fmt: skip
