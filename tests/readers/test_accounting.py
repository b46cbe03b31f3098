"""No silent loss: whatever is in a record, every resource is counted once, and nothing escapes as an exception."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osteon.record import Timeline, read_record
from osteon.record.fhir.dispatch import HANDLERS
from osteon.record.fhir.rules import IGNORE_RULES, READ_TYPES, RULE_BY_TYPE
from osteon.record.limits import RecordError
from readers.fhir import (
    FEMUR,
    LEFT,
    OSTEON,
    SNOMED,
    balanced,
    bundle,
    code,
    condition,
    drug,
    entry,
    observation,
    patient,
    quantity,
)

MANUAL = Path(__file__).parents[2] / "docs" / "record.md"

SITE = {"coding": [{"system": SNOMED, "code": FEMUR}, {"system": SNOMED, "code": LEFT}]}
RICH: list[dict[str, Any]] = [
    patient(
        identifier=[{"system": "x", "value": "1"}], name=[{"family": "A", "given": ["B"]}], extension=[{"url": "u"}]
    ),
    condition(
        "94222008",
        "c",
        category=[code(SNOMED, "128462008")],
        bodySite=[SITE],
        clinicalStatus=code("x", "active"),
        verificationStatus=code("x", "confirmed"),
        onsetPeriod={"start": "2024-01-01", "end": "2024-02-01"},
        extension=[{"url": "x/bodySite", "valueReference": {"reference": "BodyStructure/b"}}],
    ),
    observation(
        "2160-0",
        "o",
        issued="2025-01-01T00:00:00Z",
        valueQuantity=quantity(1.1, "mg/dL"),
        referenceRange=[{"low": quantity(0.5, "mg/dL"), "high": quantity(1.1, "mg/dL")}],
        interpretation=[code("x", "H")],
        meta={"lastUpdated": "2025-01-01T00:00:00Z", "versionId": "1"},
    ),
    observation("89247-1", "e", valueCodeableConcept=code("http://loinc.org", "LA9622-7")),
    observation(
        "69548-6",
        "g",
        component=[{"code": code("http://loinc.org", "48018-6"), "valueCodeableConcept": code("x", "HGNC:3467")}],
        valueCodeableConcept=code("http://loinc.org", "LA9633-4"),
    ),
    drug(
        "MedicationRequest",
        "Zometa",
        "active",
        "r",
        authoredOn="2025-01-01",
        dosageInstruction=[
            {
                "timing": {
                    "repeat": {"frequency": 1, "period": 4, "periodUnit": "wk", "boundsPeriod": {"start": "2025"}}
                },
                "route": code(SNOMED, "47625008"),
                "doseAndRate": [{"doseQuantity": quantity(4, "mg")}],
            }
        ],
        reasonCode=[code(SNOMED, "94222008")],
        reasonReference=[{"reference": "Condition/c"}],
    ),
    entry(
        "MedicationAdministration",
        "a",
        status="completed",
        contained=[
            {"resourceType": "Medication", "id": "m", "ingredient": [{"itemCodeableConcept": {"text": "denosumab"}}]}
        ],
        medicationReference={"reference": "#m"},
        effectivePeriod={"start": "2025-01-01T10:00:00Z", "end": "2025-01-01T11:00:00Z"},
        dosage={
            "dose": quantity(120, "mg"),
            "rateRatio": {"numerator": quantity(4, "mg"), "denominator": quantity(15, "min")},
        },
    ),
    drug("MedicationDispense", "Xgeva", "completed", "d", whenHandedOver="2025-01-01", daysSupply=quantity(28, "d")),
    entry(
        "Procedure",
        "p",
        status="completed",
        code=code(SNOMED, "1217123003"),
        bodySite=[SITE],
        extension=[
            {
                "url": "x/mcode-radiotherapy-dose-delivered-to-volume",
                "extension": [
                    {"url": "volume", "valueReference": {"reference": "BodyStructure/b"}},
                    {"url": "totalDoseDelivered", "valueQuantity": quantity(8, "Gy")},
                    {"url": "fractionsDelivered", "valueUnsignedInt": 1},
                ],
            }
        ],
        performedDateTime="2025-01-01",
    ),
    {
        "resourceType": "BodyStructure",
        "id": "b",
        "patient": {"reference": "Patient/ann"},
        "location": SITE,
        "locationQualifier": [code(SNOMED, LEFT)],
        "extension": [{"url": "x/related-condition", "valueReference": {"reference": "Condition/c"}}],
    },
    entry("ServiceRequest", "s", status="active", code=code(OSTEON, "proc.mri-spine"), authoredOn="2025-01-01"),
    entry(
        "DiagnosticReport",
        "t",
        status="final",
        code=code(OSTEON, "proc.mri-spine"),
        conclusion="Bone metastases in the left femur.",
        conclusionCode=[code(SNOMED, "94222008")],
    ),
    entry(
        "ImagingStudy",
        "i",
        status="available",
        modality=[{"system": "x", "code": "MR"}],
        procedureCode=[code(OSTEON, "proc.mri-spine")],
        series=[{"bodySite": {"system": SNOMED, "code": FEMUR}, "laterality": {"system": SNOMED, "code": LEFT}}],
    ),
    entry(
        "QuestionnaireResponse",
        "q",
        status="completed",
        item=[{"linkId": "obs.pain", "answer": [{"valueInteger": 3}], "item": [{"linkId": "symptom.fatigue"}]}],
    ),
    entry("AllergyIntolerance", "l", code={"text": "Zometa"}, reaction=[{"substance": {"text": "x"}}]),
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            found += places(inner, (*path, position))
    return found


PLACES = [
    (number, path) for number, resource in enumerate(RICH) for path in places(resource) if path != ("resourceType",)
]
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["Patient/ann", "final", "2025-01-01", "9999-12-31", "0001", "mg", "94222008", SNOMED, "#m", ""]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["coding", "code", "value", "x"]), inner)
    ),
    max_leaves=5,
)


def put(resources: list[dict[str, Any]], place: tuple[int, tuple[Any, ...]], value: Any) -> None:
    number, path = place
    target: Any = resources[number]
    for step in path[:-1]:
        try:
            target = target[step]
        except (KeyError, IndexError, TypeError):
            return  # an earlier change took this place away
    step = path[-1]
    fits = step < len(target) if isinstance(target, list) and isinstance(step, int) else isinstance(step, str)
    if fits and isinstance(target, (list if isinstance(step, int) else dict)):
        target[step] = value


def checked(source: Any) -> Timeline | None:
    try:
        timeline = read_record(source)
    except RecordError:
        return None
    balanced(timeline)
    assert not [problem for problem in timeline.problems if "form that cannot be read" in problem.message]
    for events in timeline.events.values():
        assert all(event.concept and event.source for event in events)
    return timeline


def test_the_rich_record_is_read_in_full():
    timeline = checked(bundle(*copy.deepcopy(RICH)))
    assert timeline is not None
    assert timeline.ignored == {"supporting": 1}
    assert not timeline.problems


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=4))
def test_whatever_stands_anywhere_the_accounts_add_up(changes):
    resources = copy.deepcopy(RICH)
    for place, value in changes:
        put(resources, place, value)
    checked(bundle(*resources))


@settings(max_examples=250, deadline=None)
@given(st.lists(ODD | st.sampled_from(RICH) | st.builds(lambda kind: {"resourceType": kind}, ODD), max_size=6))
def test_whatever_a_list_holds_the_accounts_add_up(items):
    checked([patient(), *items])


@settings(max_examples=250, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: "{" + text))
def test_any_bytes_are_a_record_or_an_error(data):
    checked(data)


def test_every_rule_has_its_row_in_the_manual_and_every_row_its_rule():
    chapter = MANUAL.read_text(encoding="utf-8").split("## The accounts")[1].split("\n## ")[0]
    rows = set(re.findall(r"^\| `([a-z-]+)` \|", chapter, re.MULTILINE))
    assert rows == set(IGNORE_RULES)
    assert set(RULE_BY_TYPE.values()) <= set(IGNORE_RULES)


def test_every_type_has_one_way():
    assert set(HANDLERS) == set(READ_TYPES)
    assert not READ_TYPES & set(RULE_BY_TYPE)
