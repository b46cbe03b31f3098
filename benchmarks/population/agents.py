"""Bone agents: none, ahead, running, held, stopped; doses in time, too late, too close, too much, too fast."""

from __future__ import annotations

from benchmarks.population.entries import ROUTES, drug, given, infusion, name_of, order, statement
from benchmarks.population.lesions import Lesion
from benchmarks.population.person import Person
from benchmarks.population.scenario import SCENARIO, cumulated
from benchmarks.population.sheet import Sheet, day_of, pick

__all__ = ["write_agents"]

AGENTS = SCENARIO["agents"]
OF_BONE = cumulated(AGENTS["which"])
OF_EARLY = cumulated(AGENTS["early"])
STATES = cumulated(AGENTS["state"])
PERIODS = {28: (4, "wk"), 84: (12, "wk"), 91: (13, "wk"), 182: (6, "mo"), 365: (1, "a"), 90: (1, "wk")}
PLAN = (
    ',"dosageInstruction":[{"sequence":1,"timing":{"repeat":{"frequency":1,"period":%d,"periodUnit":"%s"}},%s,'
    '"doseAndRate":[{"doseQuantity":{"value":%s,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}}]}]'
)


def write_agents(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    roll = sheet.roll
    name = pick(OF_BONE if person.bone else OF_EARLY, roll())
    if name != "none":
        state = pick(STATES, roll())
        _agent(sheet, person, lesions, name, state, person.end)
        if roll() < AGENTS["switch"]:
            _agent(sheet, person, lesions, pick(OF_BONE, roll()), "stopped", person.end - sheet.between(60, 400))
        if roll() < AGENTS["second"]:
            _agent(sheet, person, lesions, pick(OF_BONE, roll()), "running", person.end)
        if roll() < AGENTS["supplements"]:
            visit = sheet.one_of(sheet.visits)
            order(sheet, visit, drug(sheet, "supplement.calcium"))
            if roll() < 0.8:
                order(sheet, visit, drug(sheet, "supplement.vitamin-d"))
    if "hypercalcaemia" in person.courses and roll() < 0.7:
        _against_calcium(sheet, person)


def _agent(sheet: Sheet, person: Person, lesions: list[Lesion], name: str, state: str, end: int) -> None:
    if name == "none":
        return
    roll = sheet.roll
    interval = sheet.one_of(AGENTS["intervals"][name])
    dose = sheet.one_of(AGENTS["doses"][name])
    route = AGENTS["routes"][name]
    if name == "drug.denosumab" and roll() < AGENTS["dose_untold"]:
        dose = ""
    if name == "drug.ibandronate" and dose == "50":
        route = "po"
    begin = max(person.spread or person.diagnosis, end - int(roll() * roll() * 1500) - interval)
    last = end - sheet.between(0, min(interval, 60))
    if state == "stopped":
        last = end - sheet.between(40, 500)
    elif state == "late":
        last = end - interval - sheet.between(3, 70)
    elif state == "started":
        begin = last = end - sheet.between(0, 12)
    if state == "ahead":
        _order(sheet, name, dose, route, interval, "active" if roll() < 0.7 else "draft", sheet.visits[-1].day, lesions)
        return
    if begin > last:
        begin = last
    if route == "po":
        status = {"stopped": "stopped", "held": "on-hold"}.get(state, "active")
        _order(sheet, name, dose, route, interval, status, begin, lesions)
        return
    if roll() < 0.5 or state in ("held", "stopped"):
        status = {"stopped": "stopped" if roll() < 0.6 else "completed", "held": "on-hold"}.get(state, "active")
        _order(sheet, name, dose, route, interval, status, begin, lesions)
    if roll() < 0.08:
        # A list of drugs instead of doses.
        period = f'"effectivePeriod":{{"start":"{day_of(begin)}"' + (
            "}" if state != "stopped" else f',"end":"{day_of(last)}"}}'
        )
        statement(
            sheet, sheet.visits[-1], drug(sheet, name), period, status="active" if state != "stopped" else "stopped"
        )
        return
    days = list(range(last, begin - 1, -interval))[: AGENTS["doses_kept"]]
    if roll() < AGENTS["too_close"] and days:
        days.insert(1, days[0] - sheet.between(3, 16))
    amount, slow = dose, None
    if name in AGENTS["minutes"] and roll() < AGENTS["time_told"]:
        slow = sheet.one_of(AGENTS["minutes"][name])
    reason = ""
    told = [lesion.id for lesion in lesions if lesion.id]
    if told and roll() < AGENTS["reason"]:
        reason = f',"reasonReference":[{{"reference":"{sheet.base}Condition/{told[0]}"}}]'
    what = drug(sheet, name)
    for day in reversed(days):
        visit = sheet.at(day + (sheet.between(-3, 3) if day != last else 0))
        effective = None
        if slow is not None:
            minutes = slow % 60
            effective = (
                f'"effectivePeriod":{{"start":"{visit.plain}T09:00:00{sheet.zone}","end":"{visit.plain}T{9 + slow // 60:02d}:'
                f'{minutes:02d}:00{sheet.zone}"}}'
            )
        given(
            sheet,
            visit,
            what,
            infusion(amount, route) if amount else "",
            effective,
            "completed" if roll() < 0.985 else "not-done",
            reason,
        )


def _order(
    sheet: Sheet, name: str, dose: str, route: str, interval: int, status: str, day: int, lesions: list[Lesion]
) -> None:
    period, unit = PERIODS[interval]
    told = [lesion.id for lesion in lesions if lesion.id]
    reason = (
        f',"reasonReference":[{{"reference":"{sheet.base}Condition/{told[0]}"}}]' if told and sheet.roll() < 0.4 else ""
    )
    dosage = PLAN % (period, unit, ROUTES[route], dose) if dose else ""
    order(sheet, sheet.at(day), drug(sheet, name), dosage, status, more=reason)


def _against_calcium(sheet: Sheet, person: Person) -> None:
    """One or two infusions against high calcium near the end of the record."""
    roll = sheet.roll
    name, dose = sheet.one_of(
        (
            ("drug.zoledronic-acid", "4"),
            ("drug.zoledronic-acid", "4"),
            ("drug.pamidronate", "90"),
            ("drug.denosumab-120", "120"),
        )
    )
    route = AGENTS["routes"][name]
    days = [person.end - sheet.between(0, 30)]
    if roll() < 0.3:
        days.append(days[0] - sheet.between(3, 20))
    reason = f',"reasonCode":[{name_of(sheet, "condition.hypercalcaemia")}]' if roll() < 0.7 else ""
    for day in days:
        given(sheet, sheet.at(day), drug(sheet, name), infusion(dose, route), more=reason)
    if roll() < 0.35 and route == "iv":
        _order(sheet, name, dose, route, 28, "active", person.end, [])
