"""What is odd in real records, each thing at a low rate: withdrawn, corrected, repeated and partial entries, odd units and dates.

They are made out of entries that are on the sheet already, so an odd entry is like its neighbours except for one thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from benchmarks.population.person import Person
from benchmarks.population.scenario import SCENARIO
from benchmarks.population.sheet import Sheet, day_of

__all__ = ["write_oddities"]

VALUE = re.compile(r'("valueQuantity":\{"value":)([-+0-9.eE]+)')
QUANTITY = re.compile(r',"valueQuantity":\{[^{}]*\}')
SCORE = re.compile(r'"valueInteger":[0-9]+')
WHEN = re.compile(r'"effectiveDateTime":"([^"]+)"')
ISSUED = re.compile(r',"issued":"[^"]+"')
ID = re.compile(r'"id":"([^"]+)"')
UPDATED = re.compile(r'"lastUpdated":"[^"]+"')
UNIT = re.compile(r'"unit":"([^"]+)","system":"http://unitsofmeasure.org","code":"([^"]+)"')
CODE = re.compile(r'"code":\{("coding":\[\{"system":"([^"]+)","code":"([^"]+)","display":"([^"]+)"\}\])')
ODD_UNITS = {
    "mg/dL": ("mg/dl", "mg%", "MG/DL", "mg per dL"), "g/dL": ("g/dl", "gm/dL", "g%"), "umol/L": ("µmol/l", "mcmol/L", "\\u00b5mol/L"),
    "mmol/L": ("mmol/l", "mmol per L", "MMOL/L"), "10*3/uL": ("K/uL", "10^3/uL", "x10^3/uL"), "10*9/L": ("x10^9/L", "Gpt/L", "10^9/l"),
    "kg": ("kgs", "KG", "Kilogramm"), "U/L": ("U/l", "IU/L", "units/L"), "ng/mL": ("ng/ml", "ug/L"), "%": ("percent", "Prozent"),
}  # fmt: skip
WRONG_UNITS = ("g/dL", "mmol/L", "mEq/L", "mL", "cells", "mg/L")
DENIED = (
    "No evidence of bone metastases",
    "Kein Hinweis auf Knochenmetastasen",
    "Suspected bone metastases",
    "History of breast cancer",
)
Change = Callable[[Sheet, str], str]


def _again(sheet: Sheet, line: str) -> str:
    """The same entry under an id of its own."""
    return ID.sub(lambda _: f'"id":"{sheet.new_id()}"', line, count=1)


def _other_value(sheet: Sheet, line: str) -> str:
    factor = 0.8 + 0.4 * sheet.roll()
    return VALUE.sub(lambda found: f"{found[1]}{float(found[2]) * factor:.2f}", line, count=1)


def _status(word: str) -> Change:
    return lambda sheet, line: line.replace('"status":"final"', f'"status":"{word}"', 1)


def _without_value(line: str) -> str:
    return QUANTITY.sub("", line, count=1)


def _awaited(sheet: Sheet, line: str) -> str:
    word = sheet.one_of(("registered", "preliminary"))
    return _without_value(line).replace('"status":"final"', f'"status":"{word}"', 1)


def _absent(sheet: Sheet, line: str) -> str:
    reason = '"dataAbsentReason":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"not-performed"}]}'
    return f"{_without_value(line)[:-1]},{reason}}}" if '"valueQuantity"' in line else line


def _odd_unit(sheet: Sheet, line: str) -> str:
    def odd(found: re.Match[str]) -> str:
        unit = sheet.one_of(ODD_UNITS.get(found[1], (found[1],)))
        return f'"unit":"{unit}"'

    return UNIT.sub(odd, line, count=1)


def _wrong_unit(sheet: Sheet, line: str) -> str:
    unit = sheet.one_of(WRONG_UNITS)
    return UNIT.sub(f'"unit":"{unit}","system":"http://unitsofmeasure.org","code":"{unit}"', line, count=1)


def _no_unit(sheet: Sheet, line: str) -> str:
    return re.sub(r',"unit":"[^"]+","system":"http://unitsofmeasure.org","code":"[^"]+"', "", line, count=1)


def _unit_clash(sheet: Sheet, line: str) -> str:
    return UNIT.sub(
        lambda found: f'"unit":"{found[1]}","system":"http://unitsofmeasure.org","code":"mmol/L"', line, count=1
    )


def _bound(sheet: Sheet, line: str) -> str:
    sign = sheet.one_of(("<", ">", ">="))
    return VALUE.sub(lambda found: f'{found[1]}{found[2]},"comparator":"{sign}"', line, count=1)


def _in_words(sheet: Sheet, line: str) -> str:
    found = VALUE.search(line)
    words = sheet.one_of((found[2].replace(".", ","), f"< {found[2]}", "see comment", "haemolysed")) if found else ""
    return f'{_without_value(line)[:-1]},"valueString":"{words}"}}' if found else line


def _digits(sheet: Sheet, line: str) -> str:
    """The same figure with more digits, as an exponent, or with nothing behind the point."""

    def spelt(found: re.Match[str]) -> str:
        value = found[2]
        return found[1] + sheet.one_of((
            f"{value}0" if "." in value else f"{value}.0", f"{value}00000000000000000001" if "." in value else value,
            f"{float(value):.6e}", f"{float(value) * 10:.10g}E-1", f"{float(value) / 3:.17g}",
        ))  # fmt: skip

    return VALUE.sub(spelt, line, count=1)


def _impossible(sheet: Sheet, line: str) -> str:
    figure = sheet.one_of(("-1.2", "0", '"0.9"', "null"))
    return VALUE.sub(lambda found: found[1] + figure, line, count=1)


def _date(sheet: Sheet, line: str) -> str:
    """A date that tells less, or nothing."""

    def less(found: re.Match[str]) -> str:
        text = found[1]
        return sheet.one_of((
            f'"effectiveDateTime":"{text[:7]}"', f'"effectiveDateTime":"{text[:4]}"', f'"effectiveDateTime":"{text[:10]}"',
            f'"effectivePeriod":{{"start":"{text}"}}', f'"effectivePeriod":{{"start":"{text[:10]}","end":"{text[:10]}"}}',
            f'"effectiveDateTime":"{text[:10]}T23:59:59.999Z"', f'"effectiveInstant":"{text[:10]}T00:15:00.000+14:00"',
        ))  # fmt: skip

    return WHEN.sub(less, line, count=1)


def _no_date(sheet: Sheet, line: str) -> str:
    line = WHEN.sub('"language":"en"', line, count=1)
    return ISSUED.sub("", line, count=1) if sheet.roll() < 0.4 else line


def _bad_date(sheet: Sheet, line: str) -> str:
    text = sheet.one_of(("2024-02-30", "2023-13-01", "1899-01-01", "05/11/2024", "unknown", "2024-1-5"))
    return WHEN.sub(f'"effectiveDateTime":"{text}"', line, count=1)


def _words_alone(sheet: Sheet, line: str) -> str:
    found = CODE.search(line)
    if found is None or line[found.end()] == ",":  # it has words of its own already
        return line
    return f'{line[: found.start()]}"code":{{"text":"{found[4]}"{line[found.end() :]}'


def _local_code(sheet: Sheet, line: str) -> str:
    """A code of the house beside the standard one, or alone."""

    def local(found: re.Match[str]) -> str:
        own = f'{{"system":"https://ehr.example.org/lab-codes","code":"{found[3][:3]}X","display":"{found[4]}"}}'
        return f'"code":{{"coding":[{own}]' if sheet.roll() < 0.3 else f'"code":{{"coding":[{own},{found[1][10:-1]}]'

    return CODE.sub(local, line, count=1)


def _other_display(sheet: Sheet, line: str) -> str:
    return CODE.sub(
        lambda found: found[0].replace(f'"display":"{found[4]}"', '"display":"RESULT, TOTAL (S/P)"'), line, count=1
    )


def _no_code(sheet: Sheet, line: str) -> str:
    return CODE.sub(lambda _: '"code":{"coding":[]', line, count=1)


def _zero_width(sheet: Sheet, line: str) -> str:
    return CODE.sub(
        lambda found: found[0].replace(f'"display":"{found[4]}"', f'"display":"{found[4]}\\u200b"'), line, count=1
    )


def _spaced(sheet: Sheet, line: str) -> str:
    """The same JSON from another writer: blanks, other order of the keys."""
    if sheet.roll() < 0.5:
        return line.replace('":', '": ').replace(',"', ', "')
    kind, _, rest = line[1:].partition(",")
    return f"{{{rest[:-1]},{kind}}}"


def _narrative(sheet: Sheet, line: str) -> str:
    words = "Generated narrative. " * sheet.between(2, 30)
    return f'{line[:-1]},"text":{{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>{words}</p></div>"}}}}'


def _extended(sheet: Sheet, line: str) -> str:
    words = 'A {braced} \\"quoted\\" \\\\ text, \\u00e4'
    return f'{line[:-1]},"extension":[{{"url":"https://ehr.example.org/ext/route","valueString":"{words}"}}],"_status":{{"id":"s"}}}}'


REPLACE: dict[str, Change] = {
    "entered-in-error": _status("entered-in-error"), "preliminary": _status("preliminary"), "amended": _status("amended"),
    "cancelled": _status("cancelled"), "status-unknown": _status("unknown"), "status-odd": _status("verified"), "awaited": _awaited,
    "value-absent": _absent, "unit-spelt": _odd_unit, "unit-wrong": _wrong_unit, "unit-missing": _no_unit, "unit-clash": _unit_clash,
    "value-bound": _bound, "value-in-words": _in_words, "value-digits": _digits, "value-impossible": _impossible, "date-partial": _date,
    "date-missing": _no_date, "date-impossible": _bad_date, "code-in-words": _words_alone, "code-local": _local_code,
    "display-other": _other_display, "code-missing": _no_code, "zero-width": _zero_width, "spaced": _spaced, "narrative": _narrative,
    "extended": _extended,
}  # fmt: skip
"""Changes to one result."""


def _tie(sheet: Sheet, line: str) -> str:
    return re.sub(r'"identifier":\[\{[^]]*\}\],', "", _other_value(sheet, _again(sheet, line)), count=1)


def _corrected(sheet: Sheet, line: str) -> str:
    word = sheet.one_of(("corrected", "amended"))
    return _status(word)(sheet, _other_value(sheet, _again(sheet, line)))


def _newer(sheet: Sheet, line: str) -> str:
    return UPDATED.sub('"versionId":"2","lastUpdated":"2025-09-02T00:00:00Z"', _other_value(sheet, line), count=1)


def _sent_twice(sheet: Sheet, line: str) -> str:
    return _again(sheet, line)


ADD: dict[str, Change] = {
    "tie": _tie, "correction": _corrected, "newer-version": _newer, "repeated": lambda sheet, line: line, "sent-twice": _sent_twice,
}  # fmt: skip
"""Entries that follow one on the sheet."""

SHARES = dict(SCENARIO["oddities"]["rows"])
REPLACING = [(SHARES[name], change) for name, change in REPLACE.items()]
ADDING = [(SHARES[name], change) for name, change in ADD.items()]
PANEL = '{"coding":[{"system":"http://loinc.org","code":"24323-8","display":"Comprehensive metabolic panel"}]}'


def write_oddities(sheet: Sheet, person: Person) -> None:
    roll = sheet.roll
    results = sheet.lines["Observation"]
    if results:
        for share, change in REPLACING:
            if roll() < share:
                place = int(roll() * len(results))
                results[place] = change(sheet, results[place])
        for share, change in ADDING:
            if roll() < share:
                results.append(change(sheet, sheet.one_of(results)))
        if roll() < SHARES["score-unusable"]:
            _spoil_score(sheet, results)
        if roll() < SHARES["panel"]:
            _panel(sheet, results)
        if roll() < SHARES["report-of-results"]:
            _report(sheet, results)
        if roll() < SHARES["components"]:
            _components(sheet, person)
    for kind, name in (
        ("MedicationRequest", "order"),
        ("MedicationAdministration", "dose"),
        ("Condition", "condition"),
        ("Procedure", "procedure"),
    ):
        lines = sheet.lines.get(kind)
        if lines and roll() < SHARES[name]:
            place = int(roll() * len(lines))
            _spoil(sheet, lines, place, kind)
    if roll() < SHARES["month-alone"]:
        lines = sheet.lines.get(
            sheet.one_of(("MedicationRequest", "MedicationAdministration", "Procedure", "Observation", "Condition"))
        )
        if lines:
            place = len(lines) - 1 if roll() < 0.5 else int(roll() * len(lines))
            lines[place] = STARTED.sub(lambda found: f'"{found[1]}":"{found[2][:7]}",', lines[place], count=1)
    if roll() < SHARES["denied"]:
        _deny(sheet)


def _spoil_score(sheet: Sheet, results: list[str]) -> None:
    """A score that is no step of its scale, or stands in words."""
    scores = [place for place, line in enumerate(results) if '"valueInteger"' in line]
    if scores:
        place = sheet.one_of(scores)
        value = sheet.one_of(
            ('"valueInteger":120', '"valueString":"moderate"', '"valueDecimal":2.5', '"valueInteger":-1')
        )
        results[place] = SCORE.sub(value, results[place], count=1)


def _panel(sheet: Sheet, results: list[str]) -> None:
    """A group of results that has no value of its own and points to its members."""
    members = [found[1] for line in results[-6:] if (found := ID.search(line))]
    pointers = ",".join(f'{{"reference":"{sheet.base}Observation/{identity}"}}' for identity in members)
    last = sheet.visits[-1]
    results.append(
        f'{{"resourceType":"Observation","id":"{sheet.new_id()}","status":"final","code":{PANEL},"subject":{{"reference":"{sheet.subject}"}},'
        f'"effectiveDateTime":"{last.moment}","hasMember":[{pointers}]}}'
    )


def _report(sheet: Sheet, results: list[str]) -> None:
    """A report of the laboratory that points to its results."""
    pointers = ",".join(
        f'{{"reference":"{sheet.base}Observation/{found[1]}"}}' for line in results[-5:] if (found := ID.search(line))
    )
    sheet.add(
        "DiagnosticReport",
        f'{{"resourceType":"DiagnosticReport","id":"{sheet.new_id()}","status":"final","code":{PANEL},"subject":{{"reference":'
        f'"{sheet.subject}"}},"effectiveDateTime":"{sheet.visits[-1].moment}","result":[{pointers}]}}',
    )


def _components(sheet: Sheet, person: Person) -> None:
    """Calcium, albumin and creatinine as parts of one result."""
    last = sheet.visits[-1]
    parts = ",".join(
        f'{{"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},"valueQuantity":{{"value":{value:.2f},"unit":"{unit}",'
        f'"system":"http://unitsofmeasure.org","code":"{unit}"}}}}'
        for code, value, unit in (
            ("17861-6", 8.2 + 4 * sheet.roll(), "mg/dL"), ("1751-7", 2.8 + 1.5 * sheet.roll(), "g/dL"),
            ("2160-0", 0.5 + 1.6 * sheet.roll(), "mg/dL"),
        )
    )  # fmt: skip
    sheet.add(
        "Observation",
        f'{{"resourceType":"Observation","id":"{sheet.new_id()}","status":"final","code":{PANEL},"subject":{{"reference":"{sheet.subject}"}},'
        f'"effectiveDateTime":"{last.moment}","component":[{parts}]}}',
    )


SPOILT = {
    "MedicationRequest": (
        '"status":"entered-in-error"',
        '"status":"cancelled"',
        '"status":"unknown"',
        '"status":"on-hold"',
        '"status":"draft"',
    ),
    "MedicationAdministration": (
        '"status":"not-done"',
        '"status":"entered-in-error"',
        '"status":"on-hold"',
        '"status":"unknown"',
    ),
    "Procedure": ('"status":"not-done"', '"status":"entered-in-error"', '"status":"stopped"', '"status":"in-progress"'),
    "Condition": ('"code":"refuted"', '"code":"entered-in-error"', '"code":"differential"'),
}
STARTED = re.compile(r'"(authoredOn|effectiveDateTime|performedDateTime|onsetDateTime)":"([^"]+)",')
STATUS = re.compile(r'"status":"[a-z-]+"')
CONFIRMED = re.compile(r'"code":"(?:confirmed|provisional|unconfirmed)"')


def _spoil(sheet: Sheet, lines: list[str], place: int, kind: str) -> None:
    line = lines[place]
    choice = sheet.roll()
    if choice < 0.12:
        lines.append(line)
    elif choice < 0.24:
        lines.append(_again(sheet, line))
    elif choice < 0.3 and kind == "MedicationRequest":
        lines[place] = f'{line[:-1]},"doNotPerform":true}}'
    elif choice < 0.36 and kind == "Condition":
        lines[place] = f'{line[:-1]},"abatementDateTime":"{sheet.visits[-1].plain}"}}'
    elif choice < 0.42:
        lines[place] = _spaced(sheet, line)
    elif choice < 0.54:
        lines[place] = STARTED.sub("", line, count=1)
    elif choice < 0.66:
        lines[place] = STARTED.sub(
            lambda found: f'"{found[1]}":"{found[2][: 4 if sheet.roll() < 0.4 else 7]}",', line, count=1
        )
    else:
        pattern = CONFIRMED if kind == "Condition" else STATUS
        lines[place] = pattern.sub(sheet.one_of(SPOILT[kind]), line, count=1)


def _deny(sheet: Sheet) -> None:
    """Words that deny or leave open, and an illness of a relative."""
    visit = sheet.visits[-1]
    subject = f'"subject":{{"reference":"{sheet.subject}"}}'
    sheet.add(
        "Condition",
        f'{{"resourceType":"Condition","id":"{sheet.new_id()}","code":{{"text":"{sheet.one_of(DENIED)}"}},{subject},"recordedDate":"{visit.plain}"}}',
    )
    if sheet.roll() < 0.4:
        sheet.add(
            "FamilyMemberHistory",
            f'{{"resourceType":"FamilyMemberHistory","id":"{sheet.new_id()}","status":"completed","patient":{{"reference":"{sheet.subject}"}},'
            f'"date":"{day_of(visit.day)}","relationship":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"MTH"}}]}},'
            '"condition":[{"code":{"coding":[{"system":"http://snomed.info/sct","code":"254837009","display":"Breast cancer"}]}}]}',
        )
