"""Radiotherapy: what was given to which place, and what is prescribed or planned."""

from datetime import date
from decimal import Decimal

import pytest

from readers.fhir import LEFT, OSTEON, SNOMED, balanced, code, condition, entry, only, quantity, read

MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-"
CODEX = "http://hl7.org/fhir/us/codex-radiation-therapy/StructureDefinition/codexrt-"
COURSE = code(SNOMED, "1217123003")
PHOTONS = code(SNOMED, "1156506007")
FEMUR = code(SNOMED, "71341001")
LUMBAR = code(OSTEON, "spine.lumbar")
INTENT = {"url": f"{MCODE}procedure-intent", "valueCodeableConcept": code(SNOMED, "363676003")}


def volume(identity="v", location=FEMUR):
    side = {"locationQualifier": [code(SNOMED, LEFT)]} if location is FEMUR else {}
    return {
        "resourceType": "BodyStructure",
        "id": identity,
        "patient": {"reference": "Patient/ann"},
        "location": location,
    } | side


def to_volume(url, identity="v", **parts):
    """The extension that tells dose and fractions of one volume; `dose` in cGy."""
    inside = [{"url": "volume", "valueReference": {"reference": f"BodyStructure/{identity}"}}]
    for name, value in parts.items():
        number = {"valueQuantity": quantity(value, "cGy")} if "ose" in name else {"valuePositiveInt": value}
        inside.append({"url": name} | number)
    return {"url": url, "extension": inside}


def delivered(identity="v", dose=800, fractions=1):
    return to_volume(
        f"{MCODE}radiotherapy-dose-delivered-to-volume", identity, totalDoseDelivered=dose, fractionsDelivered=fractions
    )


def sessions(number):
    return {"url": f"{MCODE}radiotherapy-sessions", "valueUnsignedInt": number}


def course(*extensions, status="completed", **more):
    return entry("Procedure", status=status, code=COURSE, extension=list(extensions), **more)


def prescription(*extensions, status="active", **more):
    return entry(
        "ServiceRequest",
        status=status,
        intent="original-order",
        code=COURSE,
        authoredOn="2025-05-01",
        extension=list(extensions),
        **more,
    )


# --- given ------------------------------------------------------------------------------------------------------------


def test_a_course_per_treated_volume():
    given = course(INTENT, delivered(), performedPeriod={"start": "2025-01-02", "end": "2025-01-03"})
    event = only(read(given, volume()), "proc.rt.course")
    assert (event.site, event.laterality, event.answer) == ("femur", "left", "palliative")
    assert (event.dose, event.fractions) == (Decimal(8), 1)
    assert (event.start, event.end) == (date(2025, 1, 2), date(2025, 1, 3))


def test_the_number_of_fractions_is_no_measured_value():
    """A figure in `value` would stand among the measurements of the course."""
    event = only(read(course(delivered(fractions=5)), volume()), "proc.rt.course")
    assert (event.value, event.unit, event.fractions) == (None, None, 5)


def test_two_volumes_with_their_own_doses():
    given = course(sessions(31), delivered("v", 3000, 10), delivered("w", 2000, 5))
    events = read(given, volume("v"), volume("w", LUMBAR)).events["proc.rt.course"]
    assert {(event.site, event.dose, event.fractions) for event in events} == {
        ("femur", Decimal(30), 10),
        ("spine.lumbar", Decimal(20), 5),
    }


def test_sessions_count_as_fractions_where_nothing_else_is_said_of_one_volume():
    one = to_volume(f"{MCODE}radiotherapy-dose-delivered-to-volume", totalDoseDelivered=2000)
    assert only(read(course(sessions(5), one), volume()), "proc.rt.course").fractions == 5
    assert only(read(course(sessions(5), bodySite=[FEMUR])), "proc.rt.course").fractions == 5


def test_sessions_of_several_volumes_are_the_fractions_of_none():
    bare = [to_volume(f"{MCODE}radiotherapy-dose-delivered-to-volume", name) for name in "vw"]
    events = read(course(sessions(5), *bare), volume("v"), volume("w", LUMBAR)).events["proc.rt.course"]
    assert {event.fractions for event in events} == {None}


def test_fractions_that_all_volumes_had_alike():
    bare = [to_volume(f"{MCODE}radiotherapy-dose-delivered-to-volume", name) for name in "vw"]
    alike = {"url": f"{CODEX}radiotherapy-fractions-delivered", "valueUnsignedInt": 5}
    events = read(course(alike, *bare), volume("v"), volume("w", LUMBAR)).events["proc.rt.course"]
    assert {event.fractions for event in events} == {5}


def test_without_volumes_the_body_sites_say_where():
    event = only(read(course(bodySite=[FEMUR])), "proc.rt.course")
    assert (event.site, event.dose, event.fractions) == ("femur", None, None)
    both = read(course(INTENT, bodySite=[FEMUR, LUMBAR])).events["proc.rt.course"]
    assert {(event.site, event.answer) for event in both} == {("femur", "palliative"), ("spine.lumbar", "palliative")}


def test_the_technique_is_an_act_of_its_own_without_the_dose():
    how = {
        "url": f"{MCODE}radiotherapy-modality-and-technique",
        "extension": [{"url": f"{MCODE}radiotherapy-modality", "valueCodeableConcept": PHOTONS}],
    }
    timeline = read(course(how, delivered()), volume())
    assert only(timeline, "proc.rt.course").fractions == 1
    event = only(timeline, "proc.ebrt.photon")
    assert (event.site, event.dose, event.fractions) == ("femur", None, None)


@pytest.mark.parametrize("number", [2.5, -1, "five", True, None])
def test_a_number_of_fractions_that_cannot_be_meant(number):
    timeline = read(course(delivered(fractions=number)), volume())
    event = only(timeline, "proc.rt.course")
    assert (event.dose, event.fractions) == (Decimal(8), None)
    assert bool(timeline.problems) is (number is not None)


@pytest.mark.parametrize("unit", ["mg", None])
def test_a_dose_that_cannot_be_meant(unit):
    wrong = delivered()
    wrong["extension"][1]["valueQuantity"] = quantity(8, unit)
    timeline = read(course(wrong), volume())
    assert only(timeline, "proc.rt.course").dose is None
    assert [problem.path for problem in timeline.problems] == ["extension[0].totalDoseDelivered.unit"]


def test_a_course_counts_for_the_lesion_that_its_volume_holds():
    """A volume is a body structure of its own; what it shares with the lesion is the place."""
    metastasis = condition("94222008", bodySite=[FEMUR, code(SNOMED, LEFT)])
    for given in (course(delivered(), id="c"), course(sessions(1), id="c", bodySite=[FEMUR, code(SNOMED, LEFT)])):
        timeline = read(metastasis, given, volume())
        (lesion,) = timeline.lesions
        assert only(timeline, "proc.rt.course").lesion == lesion.id


# --- prescribed and planned -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "dose", "fractions"),
    [
        ("radiotherapy-dose-prescribed-to-volume", "totalDose", "fractions"),
        ("radiotherapy-dose-planned-to-volume", "totalDose", "fractions"),
        ("radiotherapy-dose-prescribed-to-volume", "totalDosePrescribed", "fractionsPrescribed"),
    ],
)
def test_a_prescription(url, dose, fractions):
    wanted = prescription(INTENT, to_volume(f"{CODEX}{url}", **{dose: 3000, fractions: 15}))
    event = only(read(wanted, volume()), "proc.rt.course")
    assert (event.kind, event.status, event.start) == ("request", "planned", date(2025, 5, 1))
    assert (event.site, event.laterality, event.answer) == ("femur", "left", "palliative")
    assert (event.dose, event.fractions) == (Decimal(30), 15)


def test_a_prescription_for_all_volumes_alike():
    alike = {"url": f"{CODEX}radiotherapy-fractions-prescribed", "valuePositiveInt": 5}
    volumes = [to_volume(f"{CODEX}radiotherapy-dose-prescribed-to-volume", name, totalDose=2000) for name in "vw"]
    events = read(prescription(alike, *volumes), volume("v"), volume("w", LUMBAR)).events["proc.rt.course"]
    assert {(event.dose, event.fractions) for event in events} == {(Decimal(20), 5)}


def test_a_request_that_says_only_where():
    event = only(read(prescription(bodySite=[FEMUR])), "proc.rt.course")
    assert (event.site, event.dose, event.fractions, event.status) == ("femur", None, None, "planned")


@pytest.mark.parametrize(
    ("status", "rule"), [("revoked", "cancelled"), ("completed", "request-fulfilled")]
)  # fmt: skip
def test_a_prescription_that_is_no_plan_any_more(status, rule):
    timeline = read(prescription(delivered(), status=status), volume())
    assert timeline.ignored[rule] == 1
    assert "proc.rt.course" not in timeline.events


def test_a_course_that_is_being_prepared():
    planned = course(delivered(fractions=20), status="preparation", performedPeriod={"start": "2025-07-01"})
    event = only(read(planned, volume()), "proc.rt.course")
    assert (event.kind, event.status, event.fractions) == ("procedure", "planned", 20)
    balanced(read(planned, volume()))
