"""Orders, doses, statements: which drug, which family, how much, how often."""

from datetime import date
from decimal import Decimal

import pytest

from readers.fhir import RXNORM, SNOMED, code, condition, drug, entry, only, quantity, read, refused

ZOLEDRONIC_ACID = "Zoledronic acid 4 mg infusion"


def dose(what, identity="1", **more):
    return drug("MedicationAdministration", what, "completed", identity, **({"effectiveDateTime": "2025-05-01"} | more))


def order(what, status="active", **more):
    return drug("MedicationRequest", what, status, **({"intent": "order", "authoredOn": "2025-04-01"} | more))


def test_a_dose_with_everything():
    given = dose(
        ZOLEDRONIC_ACID,
        effectivePeriod={"start": "2025-05-01T10:00:00+02:00", "end": "2025-05-01T10:15:00+02:00"},
        dosage={"dose": quantity(4, "mg"), "route": code(SNOMED, "47625008")},
        reasonReference=[{"reference": "Condition/c"}],
    )
    del given["effectiveDateTime"]
    event = only(read(given, condition("94222008", "c")), "drug.zoledronic-acid")
    assert (event.kind, event.status, event.start) == ("dose", "given", date(2025, 5, 1))
    assert (event.dose, event.route, event.duration_minutes) == (Decimal(4), "intravenous", Decimal(15))
    assert event.indication == "condition.metastasis.bone"
    assert event.from_text


@pytest.mark.parametrize(
    ("status", "intent", "read_as"),
    [
        ("active", "order", "active"),
        ("active", "instance-order", "active"),
        ("active", "plan", "planned"),
        ("active", "proposal", "planned"),
        ("draft", "order", "planned"),
        ("completed", "order", "completed"),
        ("stopped", "order", "stopped"),
        ("cancelled", "order", "stopped"),
        ("on-hold", "order", "on-hold"),
    ],
)
def test_the_status_of_an_order(status, intent, read_as):
    event = only(read(order(ZOLEDRONIC_ACID, status, intent=intent)), "drug.zoledronic-acid")
    assert (event.kind, event.status) == ("order", read_as)


@pytest.mark.parametrize(
    ("kind", "status", "read_as"),
    [
        ("MedicationAdministration", "in-progress", ("dose", "active")),
        ("MedicationAdministration", "stopped", ("dose", "stopped")),
        ("MedicationStatement", "active", ("statement", "active")),
        ("MedicationStatement", "intended", ("statement", "planned")),
        ("MedicationStatement", "completed", ("statement", "completed")),
        ("MedicationDispense", "completed", ("statement", "completed")),
    ],
)
def test_the_status_of_the_others(kind, status, read_as):
    event = only(read(drug(kind, ZOLEDRONIC_ACID, status)), "drug.zoledronic-acid")
    assert (event.kind, event.status) == read_as


@pytest.mark.parametrize(
    ("resource", "rule"),
    [
        (drug("MedicationAdministration", ZOLEDRONIC_ACID, "not-done"), "not-done"),
        (drug("MedicationStatement", ZOLEDRONIC_ACID, "not-taken"), "not-done"),
        (drug("MedicationDispense", ZOLEDRONIC_ACID, "declined"), "cancelled"),
        (order(ZOLEDRONIC_ACID, doNotPerform=True), "do-not-perform"),
    ],
)
def test_what_was_not_given_is_no_event(resource, rule):
    timeline = read(resource)
    assert timeline.ignored == {rule: 1}
    assert not timeline.events


def test_an_odd_ban_is_not_an_order():
    timeline = read(order(ZOLEDRONIC_ACID, doNotPerform="true"))
    assert not timeline.events
    assert timeline.refused == 1


@pytest.mark.parametrize(
    ("what", "amount", "concept"),
    [
        ("Denosumab", None, "drug.denosumab"),
        ("Denosumab", 120, "drug.denosumab-120"),
        ("Denosumab", 60, "drug.denosumab-60"),
        ("Denosumab", 90, "drug.denosumab"),
        ("Xgeva", None, "drug.denosumab-120"),
        ("Prolia", None, "drug.denosumab-60"),
    ],
)
def test_the_family_of_denosumab(what, amount, concept):
    dosage = {} if amount is None else {"dosage": {"dose": quantity(amount, "mg")}}
    assert set(read(dose(what, **dosage)).events) == {concept}


def test_a_brand_beside_a_substance_code_tells_the_family():
    coded = {"coding": [{"system": RXNORM, "code": "993449"}], "text": "denosumab (Prolia)"}
    assert set(read(dose(coded)).events) == {"drug.denosumab-60"}


def test_five_milligrams_of_zoledronic_acid_are_yearly_or_too_much():
    every_year = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "a"}}
    amount = {"doseAndRate": [{"doseQuantity": quantity(5, "mg")}]}
    yearly = order("zoledronic acid", dosageInstruction=[{"timing": every_year} | amount])
    assert set(read(yearly).events) == {"drug.zoledronic-acid-5mg"}
    once = only(read(order("zoledronic acid", dosageInstruction=[amount])), "drug.zoledronic-acid")
    assert once.dose == 5
    assert set(read(order("Reclast")).events) == {"drug.zoledronic-acid-5mg"}


@pytest.mark.parametrize(
    ("timing", "days"),
    [
        ({"repeat": {"frequency": 1, "period": 4, "periodUnit": "wk"}}, 28),
        ({"repeat": {"period": 28, "periodUnit": "d"}}, 28),
        ({"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}, Decimal("0.5")),
        ({"repeat": {"frequency": 1, "period": 6, "periodUnit": "mo"}}, Decimal("182.625")),
        ({"code": code("http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "BID")}, Decimal("0.5")),
        ({"repeat": {"frequency": 0, "period": 4, "periodUnit": "wk"}}, None),
        ({"repeat": {"frequency": 1, "period": "4", "periodUnit": "wk"}}, None),
    ],
)
def test_the_distance_between_doses(timing, days):
    event = only(read(order("letrozole", dosageInstruction=[{"timing": timing}])), "drug.letrozole")
    assert event.interval_days == days


@pytest.mark.parametrize(
    "dosage",
    [
        {"dose": quantity(4, "mg"), "rateRatio": {"numerator": quantity(4, "mg"), "denominator": quantity(15, "min")}},
        {"dose": quantity(0.004, "g"), "rateRatio": {"numerator": quantity(16, "mg"), "denominator": quantity(1, "h")}},
    ],
)
def test_the_length_of_an_infusion_by_its_rate(dosage):
    event = only(read(dose(ZOLEDRONIC_ACID, dosage=dosage)), "drug.zoledronic-acid")
    assert (event.dose, event.duration_minutes) == (4, 15)


def test_the_length_of_an_infusion_in_an_order():
    timing = {"repeat": {"duration": 15, "durationUnit": "min"}}
    event = only(read(order(ZOLEDRONIC_ACID, dosageInstruction=[{"timing": timing}])), "drug.zoledronic-acid")
    assert event.duration_minutes == 15


def test_a_dose_that_cannot_be_told_in_mg_is_told_where_it_matters():
    per_weight = {"dose": quantity(0.05, "mg/kg")}
    timeline = read(dose(ZOLEDRONIC_ACID, dosage=per_weight))
    assert only(timeline, "drug.zoledronic-acid").dose is None
    assert "mg/kg" in timeline.problems[0].message
    assert not read(
        order("letrozole", dosageInstruction=[{"doseAndRate": [{"doseQuantity": quantity(1, "{tbl}")}]}])
    ).problems


def test_an_ingredient_tells_the_drug():
    contained = {
        "resourceType": "Medication",
        "id": "m",
        "code": {"text": "house mixture"},
        "ingredient": [
            {"itemCodeableConcept": {"text": "calcium carbonate"}},
            {"itemCodeableConcept": {"text": "cholecalciferol"}},
        ],
    }
    mixture = entry(
        "MedicationStatement", status="active", contained=[contained], medicationReference={"reference": "#m"}
    )
    assert set(read(mixture).events) == {"supplement.calcium", "supplement.vitamin-d"}


def test_an_antibody_drug_conjugate_is_never_its_antibody():
    assert set(read(dose("trastuzumab deruxtecan")).events) == {"drug.trastuzumab-deruxtecan"}
    assert set(read(dose("Trastuzumab")).events) == {"drug.trastuzumab"}


def test_an_unknown_product_code_does_not_hide_the_drug():
    coded = code(RXNORM, "00000", "denosumab 120 MG per 1.7 ML Injection [Xgeva]")
    event = only(read(dose(coded)), "drug.denosumab-120")
    assert event.from_text


def test_a_dose_of_an_impossible_day_is_not_a_dose():
    timeline = read(dose(ZOLEDRONIC_ACID, effectiveDateTime="2925-01-01"))
    assert not timeline.events
    assert timeline.refused == 1


def test_what_is_missing_or_odd_is_a_problem():
    assert "names no drug" in refused(entry("MedicationRequest", status="active"))
    assert refused(order(ZOLEDRONIC_ACID, status="fancy")).startswith("status")
    assert refused(order(ZOLEDRONIC_ACID, status=None)).startswith("status")
    assert refused(entry("MedicationRequest", status="active", medicationReference=["x"])).startswith(
        "medicationReference"
    )
