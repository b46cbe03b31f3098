"""How much of an opioid in a day: tablets, patches, infusions, rescue doses, and orders that cannot be read."""

from datetime import date
from decimal import Decimal

import pytest

from readers.fhir import SNOMED, code, drug, entry, only, quantity, read

TWICE = {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}
MORPHINE = "morphine sulfate 10 MG Oral Tablet"
FENTANYL = "72 HR fentanyl 0.025 MG/HR Transdermal System"


def amount(value, unit):
    return {"doseAndRate": [{"doseQuantity": quantity(value, unit)}]}


def order(what, *dosage, **more):
    steps = {"dosageInstruction": list(dosage)} if dosage else {}
    return drug("MedicationRequest", what, "active", **({"intent": "order", "authoredOn": "2025-04-01"} | steps | more))


def ordered(what, *dosage, concept="drug.morphine", **more):
    return only(read(order(what, *dosage, **more)), concept)


# --- tablets, capsules, millilitres -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "dose", "milligrams"),
    [
        (MORPHINE, amount(2, "{tablet}"), 20),
        (MORPHINE, amount(2, "tablets"), 20),
        (MORPHINE, amount(0.5, "Tablette"), 5),
        (MORPHINE, {"doseAndRate": [{"doseQuantity": {"value": 2, "unit": "TAB", "code": "TAB"}}]}, 20),
        (MORPHINE, amount(15, "mg"), 15),
        ("Morphin 10 mg Retardtabletten", amount(1, "Stück"), 10),
        ("morphine sulfate 2 MG/ML Oral Solution", amount(5, "mL"), 10),
        ("morphine 10 mg/5 mL oral solution", amount(5, "mL"), 10),
        ("morphine sulfate 2,5 mg tablet", amount(2, "{tablet}"), 5),
    ],
    ids=str,
)
def test_tablets_and_millilitres_are_counted(what, dose, milligrams):
    event = ordered(what, {"timing": TWICE} | dose)
    assert (event.dose, event.interval_days, event.route) == (milligrams, Decimal("0.5"), "oral")
    assert not event.dose_open


@pytest.mark.parametrize(
    ("what", "dose"),
    [
        ("morphine", amount(2, "{tablet}")),
        ("morphine 10-20 mg tablet", amount(1, "{tablet}")),
        ("morphine 1,000 mg tablet", amount(1, "{tablet}")),
        ("morphine 10 mg tablet, morphine 20 mg tablet", amount(1, "{tablet}")),
        (MORPHINE, amount(2, "mL")),
        (MORPHINE, amount(2, "puffs")),
        (MORPHINE, {"doseAndRate": [{"doseQuantity": {"value": 2}}]}),
    ],
    ids=str,
)
def test_what_leaves_the_dose_open_is_not_guessed(what, dose):
    timeline = read(order(what, {"timing": TWICE} | dose))
    assert only(timeline, "drug.morphine").dose is None
    assert "cannot be told in mg" in timeline.problems[0].message


def test_the_strength_of_an_ingredient():
    product = {
        "resourceType": "Medication",
        "id": "m",
        "code": {"text": "house brand"},
        "ingredient": [
            {
                "itemCodeableConcept": {"text": "oxycodone"},
                "strength": {"numerator": quantity(10, "mg"), "denominator": {"value": 1, "unit": "tablet"}},
            }
        ],
    }
    given = entry(
        "MedicationRequest",
        status="active",
        intent="order",
        contained=[product],
        medicationReference={"reference": "#m"},
        dosageInstruction=[{"timing": TWICE} | amount(2, "{tablet}")],
    )
    assert only(read(given), "drug.oxycodone").dose == 20


def test_each_part_of_a_combination_has_its_own_dose():
    combined = "acetaminophen 325 MG / hydrocodone bitartrate 5 MG Oral Tablet"
    timeline = read(order(combined, {"timing": TWICE} | amount(2, "{tablet}")))
    assert only(timeline, "drug.hydrocodone").dose == 10
    assert only(timeline, "drug.paracetamol").dose == 650


@pytest.mark.parametrize("what", ["oxycodone-acetaminophen 5-325 MG Oral Tablet", "Oxycodon/Naloxon 10 mg/5 mg"])
def test_a_dose_in_milligrams_of_a_combination_is_the_dose_of_neither(what):
    timeline = read(order(what, {"timing": TWICE} | amount(10, "mg")))
    assert only(timeline, "drug.oxycodone").dose is None


# --- how often --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("timing", "days"),
    [
        ({"code": code("http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "TID")}, Decimal(1) / 3),
        ({"code": code("http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "Q4H")}, Decimal(1) / 6),
        ({"code": code("https://hospital.example/timing", "Q12H")}, Decimal("0.5")),
        ({"code": {"text": "Q12H"}}, Decimal("0.5")),
        ({"repeat": {"when": ["MORN", "EVE"]}}, Decimal("0.5")),
        ({"repeat": {"period": 1, "periodUnit": "d", "timeOfDay": ["08:00:00", "20:00:00"]}}, Decimal("0.5")),
        ({"repeat": {"frequency": 2, "period": 1, "periodUnit": "d", "when": ["MORN", "EVE"]}}, Decimal("0.5")),
        ({"repeat": {"frequency": 1, "period": 12, "periodUnit": "h"}}, Decimal("0.5")),
    ],
)
def test_how_often(timing, days):
    event = ordered(MORPHINE, {"timing": timing} | amount(10, "mg"))
    assert (event.interval_days, event.dose_open) == (days, False)


@pytest.mark.parametrize(
    "repeat",
    [
        {"frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d"},
        {"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"},
        {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["MORN", "EVE"]},
        {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon", "thu"]},
        {"count": 1, "frequency": 1, "period": 1, "periodUnit": "d"},
    ],
    ids=str,
)
def test_a_timing_that_says_more_than_is_read_leaves_the_dose_of_a_day_open(repeat):
    assert ordered(MORPHINE, {"timing": {"repeat": repeat}} | amount(10, "mg")).dose_open


def test_a_range_of_doses_leaves_it_open():
    span = {"doseAndRate": [{"doseRange": {"low": quantity(5, "mg"), "high": quantity(10, "mg")}}]}
    assert ordered(MORPHINE, {"timing": TWICE} | span).dose_open


@pytest.mark.parametrize(
    ("bounds", "end"),
    [
        ({"boundsPeriod": {"start": "2025-04-01", "end": "2025-04-10"}}, date(2025, 4, 10)),
        ({"boundsDuration": {"value": 5, "unit": "d", "code": "d"}}, date(2025, 4, 6)),
        ({}, None),
    ],
)
def test_when_an_order_ends(bounds, end):
    assert ordered(MORPHINE, {"timing": {"repeat": TWICE["repeat"] | bounds}} | amount(10, "mg")).end == end


# --- several lines ----------------------------------------------------------------------------------------------------


def at(moment, milligrams, **more):
    return {"timing": {"repeat": {"when": [moment]}}} | amount(milligrams, "mg") | more


def test_lines_of_one_day_add_up():
    event = ordered(MORPHINE, at("MORN", 10), at("NOON", 10), at("NIGHT", 30))
    assert (event.per_day, event.dose_open) == (50, False)


def test_lines_that_follow_each_other_leave_the_dose_of_a_day_open():
    assert ordered(MORPHINE, at("MORN", 30, sequence=1), at("MORN", 15, sequence=2)).dose_open


def test_a_line_that_cannot_be_read_leaves_it_open():
    assert ordered(MORPHINE, at("MORN", 10), {"text": "more at night"}).dose_open


def test_regular_and_rescue_doses_of_one_order():
    timeline = read(order(MORPHINE, at("MORN", 30), at("NIGHT", 10, asNeededBoolean=True)))
    regular, rescue = sorted(timeline.events["drug.morphine"], key=lambda event: event.as_needed)
    assert (regular.dose, regular.per_day, regular.as_needed) == (30, None, False)
    assert (rescue.dose, rescue.as_needed, rescue.source) == (10, True, regular.source)


# --- when needed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "needed"),
    [
        ({"asNeededBoolean": True}, True),
        ({"asNeededBoolean": False}, False),
        ({"asNeededCodeableConcept": code(SNOMED, "22253000", "Pain")}, True),
        ({"asNeeded": True}, True),
        ({"asNeededFor": [code(SNOMED, "22253000", "Pain")]}, True),
        ({"text": "1 tablet every 4 hours as needed for pain"}, True),
        ({"text": "10 mg PRN"}, True),
        ({"patientInstruction": "1 Tablette bei Bedarf"}, True),
        ({"text": "10 mg in the morning"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_when_needed(said, needed):
    event = ordered(MORPHINE, {"timing": TWICE} | amount(10, "mg") | said)
    assert (event.as_needed, event.dose_open) == (needed, False)


def test_words_against_the_code_leave_it_open():
    event = ordered(MORPHINE, {"asNeededBoolean": False, "text": "as needed", "timing": TWICE} | amount(10, "mg"))
    assert (event.as_needed, event.dose_open) == (False, True)


# --- patches and infusions --------------------------------------------------------------------------------------------


def rate(value, unit):
    return {"doseAndRate": [{"rateQuantity": quantity(value, unit)}]}


@pytest.mark.parametrize(
    ("what", "dosage", "micrograms"),
    [
        (FENTANYL, amount(1, "{patch}"), 25),
        (FENTANYL, amount(2, "patch"), 50),
        (FENTANYL, {}, 25),
        (FENTANYL, amount(25, "ug"), 25),
        ("Fentanyl 12,5 µg/h Pflaster", amount(1, "Pflaster"), Decimal("12.5")),
        ("fentanyl (DURAGESIC) 75 mcg/hr 72 hr patch", amount(1, "patch"), 75),
        ("fentanyl patch", rate(25, "ug/h"), 25),
        ("fentanyl patch", amount(25, "ug/h"), 25),
        (
            "fentanyl patch",
            {"doseAndRate": [{"rateRatio": {"numerator": quantity(25, "ug"), "denominator": quantity(1, "h")}}]},
            25,
        ),
    ],
    ids=str,
)
def test_the_rate_of_a_patch(what, dosage, micrograms):
    timing = {"timing": {"repeat": {"period": 3, "periodUnit": "d"}}}
    timeline = read(order(what, timing | dosage))
    event = only(timeline, "drug.fentanyl")
    assert (event.rate, event.dose, event.route) == (micrograms, None, "transdermal")
    assert not event.dose_open
    assert not timeline.problems


@pytest.mark.parametrize(
    ("what", "dosage"),
    [
        ("fentanyl patch", amount(25, "mg")),
        ("fentanyl patch", amount(25, "ug")),
        ("fentanyl patch", amount(1, "patch")),
        ("fentanyl 12-25 mcg/h patch", amount(1, "patch")),
        (FENTANYL, amount(50, "ug")),
        (FENTANYL, amount(1, "mL")),
        ("80 ACTUAT fentanyl 0.04 MG/ACTUAT Transdermal System", amount(1, "{patch}")),
    ],
    ids=str,
)
def test_a_patch_whose_rate_is_not_told(what, dosage):
    event = ordered(what, dosage, concept="drug.fentanyl")
    assert (event.rate, event.route) == (None, "transdermal")


def test_a_running_infusion():
    running = drug(
        "MedicationAdministration",
        "morphine",
        "in-progress",
        effectivePeriod={"start": "2025-04-01T08:00:00Z"},
        dosage={"rateQuantity": quantity(2, "mg/h"), "route": code(SNOMED, "47625008")},
    )
    event = only(read(running), "drug.morphine")
    assert (event.kind, event.status, event.rate, event.dose, event.route) == (
        "dose",
        "active",
        2000,
        None,
        "intravenous",
    )


def test_a_dose_given_over_some_minutes_is_no_steady_rate():
    short = {
        "dose": quantity(10, "mg"),
        "rateRatio": {"numerator": quantity(10, "mg"), "denominator": quantity(30, "min")},
    }
    given = drug("MedicationAdministration", "morphine", "completed", effectiveDateTime="2025-04-01", dosage=short)
    event = only(read(given), "drug.morphine")
    assert (event.dose, event.rate, event.duration_minutes) == (10, None, 30)


# --- by which route, and in whose place -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "route"),
    [
        (MORPHINE, "oral"),
        ("morphine sulfate 10 MG/ML Injection", None),
        ("buprenorphine 0.4 mg sublingual tablet", "sublingual"),
        ("fentanyl 0.2 MG Oral Lozenge", "buccal"),
        ("fentanyl 0.1 MG/ACTUAT Metered Dose Nasal Spray", "nasal"),
        ("morphine", None),
    ],
)
def test_the_route_that_a_product_tells(what, route):
    concept = f"drug.{what.split()[0]}"
    assert ordered(what, concept=concept).route == route


def test_the_route_of_the_order_counts_for_more():
    assert ordered(MORPHINE, {"route": {"text": "subcutaneous"}}).route == "subcutaneous"


@pytest.mark.parametrize("reference", ["MedicationRequest/old", "https://hospital.example/fhir/MedicationRequest/old"])
def test_an_order_that_takes_the_place_of_another(reference):
    old = order(MORPHINE, id="old")
    new = order(MORPHINE, id="new", priorPrescription={"reference": reference})
    events = {event.source: event for event in read(old, new).events["drug.morphine"]}
    assert events["MedicationRequest/new"].replaces == "MedicationRequest/old"
    assert events["MedicationRequest/old"].replaces is None
