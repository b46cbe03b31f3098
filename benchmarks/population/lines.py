"""Systemic treatment of the cancer: after the operation, and line by line once it has spread."""

from __future__ import annotations

from benchmarks.population.entries import drug, given, infusion, observe, order, statement, word
from benchmarks.population.person import Person
from benchmarks.population.scenario import SCENARIO, cumulated
from benchmarks.population.sheet import Sheet, day_of, pick

__all__ = ["write_lines"]

LINES = SCENARIO["lines"]
COUNTS = cumulated(LINES["count"])
INFUSED = frozenset(LINES["infused"])
FIRST, LATER = LINES["first"], LINES["later"]
BOUNDED = (
    ',"dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"start":"%s","end":"%s"},"frequency":1,"period":1,'
    '"periodUnit":"d"}}}]'
)
SUPPRESSING = ("goserelin", "leuprolide", "triptorelin")


def write_lines(sheet: Sheet, person: Person) -> None:
    roll = sheet.roll
    if person.stage != "IV":
        _adjuvant(sheet, person)
    if not person.advanced:
        return
    start = person.spread + sheet.between(5, 30)
    number = int(pick(COUNTS, roll()))
    group = person.subtype
    for place in range(number):
        regimen = sheet.one_of(FIRST[group] if place == 0 or person.male else LATER[group]).split("+")
        length = sheet.between(*LINES["days"])
        end = start + length
        newest = place == number - 1 or end >= person.end - 20
        if start >= person.end:
            break
        if newest and roll() < LINES["new"]:
            start = max(start, person.end - sheet.between(0, 40))
        ahead = newest and roll() < LINES["ahead"]
        for name in regimen:
            _drug(sheet, person, name, start, None if newest else end, ahead)
        if newest:
            if roll() < 0.12 and not ahead:
                _progressed(sheet, person, sheet.between(start, person.end))
            break
        if roll() < LINES["progression"]:
            _progressed(sheet, person, end)
        start = end + sheet.between(3, 30)
    if person.luminal and person.age(person.end) < 52 and roll() < LINES["suppression"]:
        _drug(sheet, person, sheet.one_of(SUPPRESSING), person.spread + 20, None, False)


def _adjuvant(sheet: Sheet, person: Person) -> None:
    roll, shares = sheet.roll, LINES["adjuvant"]
    limit = person.spread or person.end
    day = person.diagnosis + sheet.between(20, 60)
    if roll() < shares["chemotherapy"] and day < limit:
        for name in sheet.one_of(
            (("epirubicin", "cyclophosphamide"), ("doxorubicin", "cyclophosphamide"), ("docetaxel",), ("paclitaxel",))
        ):
            _drug(sheet, person, name, day, min(day + 120, limit), False, few=True)
    if person.her2 and roll() < shares["her2"] and day < limit:
        for name in sheet.one_of((("trastuzumab",), ("trastuzumab", "pertuzumab"), ("trastuzumab-emtansine",))):
            _drug(sheet, person, name, day + 30, min(day + 380, limit), False, few=True)
    begin = day + sheet.between(90, 200)
    if person.luminal and roll() < shares["endocrine"] and begin < limit:
        name = sheet.one_of(("letrozole", "anastrozole", "exemestane", "tamoxifen", "tamoxifen"))
        stop = min(begin + sheet.between(300, 1900), limit)
        running = stop >= person.end - 10
        _drug(sheet, person, name, begin, None if running else stop, False)
        if running and roll() < 0.06:
            _drug(sheet, person, "abemaciclib", begin, None, False)


def _drug(
    sheet: Sheet, person: Person, name: str, start: int, stop: int | None, ahead: bool, few: bool = False
) -> None:
    """One drug of a line: an order, doses, or a line in the list of drugs. `stop` None: still running."""
    roll = sheet.roll
    what = drug(sheet, f"drug.{name}")
    visit = sheet.visits[-1] if ahead else sheet.at(start)
    if name in INFUSED and not ahead:
        if roll() < 0.6:
            order(sheet, visit, what, status="active" if stop is None else "completed" if roll() < 0.6 else "stopped")
        last = stop or person.end - sheet.between(0, 20)
        count = 1 if few else LINES["doses_kept"]
        for day in range(last, max(start, last - 21 * count), -21):
            given(
                sheet,
                sheet.at(day),
                what,
                infusion(str(sheet.between(8, 40) * 10), "im" if name == "fulvestrant" else "iv"),
            )
        return
    form = roll()
    if form < 0.75 or ahead:
        status = "active" if stop is None else sheet.one_of(("stopped", "completed", "stopped"))
        length = ""
        if stop is not None and roll() < 0.6:
            length = BOUNDED % (day_of(start), day_of(stop))
        order(sheet, visit, what, length, status, "plan" if ahead else "order")
    else:
        end = "" if stop is None else f',"end":"{day_of(stop)}"'
        period = f'"effectivePeriod":{{"start":"{day_of(start)}"{end}}}'
        statement(sheet, visit, what, period, status="active" if stop is None else "completed")
    if stop is None and not few and roll() < 0.02:
        order(sheet, sheet.visits[-1], what, status="on-hold")


def _progressed(sheet: Sheet, person: Person, day: int) -> None:
    visit = sheet.at(day)
    roll = sheet.roll()
    if roll < 0.5:
        observe(sheet, visit, "exam", "obs.disease-status", word(sheet.one_of(("worsened", "worsened", "stable"))))
    else:
        name = "disease.progression" if roll < 0.8 or not person.luminal else "disease.progression-endocrine"
        observe(sheet, visit, "exam", name, word("present"))
