"""Calls that do not hold to the standard are refused in words, those of others are understood, and nothing is made up."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cds_hooks.calls import DAY, call, cards_for, keeps_the_standard, service_of
from cds_hooks.records import bone_metastases, order, person
from osteon.serve.cds_hooks.answer import Manner, answer
from osteon.serve.cds_hooks.gather import MissingDataError
from osteon.serve.cds_hooks.request import CallError, read_request

RECORD = bone_metastases(order("zoledronic acid", 4, id="old", status="active", day="2025-05-01"))
GOOD = call(RECORD, [order("denosumab", 120)])
AUTHORIZATION = {"access_token": "t", "token_type": "Bearer", "expires_in": 1, "scope": "x", "subject": "y"}

WRONG = {
    "no object": (lambda body: [], "JSON object"),
    "no hook": (lambda body: body.pop("hook"), "`hook`"),
    "another hook": (lambda body: body.update(hook="patient-view"), "`hook`"),
    "no instance": (lambda body: body.pop("hookInstance"), "`hookInstance`"),
    "an instance that is no UUID": (lambda body: body.update(hookInstance="7"), "UUID"),
    "no context": (lambda body: body.pop("context"), "`context`"),
    "no user": (lambda body: body["context"].pop("userId"), "`context.userId`"),
    "no patient": (lambda body: body["context"].update(patientId=""), "`context.patientId`"),
    "a patient that is no id": (lambda body: body["context"].update(patientId="../../x"), "no id of FHIR"),
    "another patient": (lambda body: body["context"].update(patientId="other"), "another person"),
    "two patients": (lambda body: body["prefetch"]["conditions"]["entry"].append({"resource": person(id="two")}), "2 Patient"),
    "no orders": (lambda body: body["context"].pop("draftOrders"), "`context.draftOrders`"),
    "orders that are no bundle": (lambda body: body["context"].update(draftOrders=[]), "`context.draftOrders`"),
    "an order that is none": (lambda body: body["context"]["draftOrders"]["entry"].append({}), r"entry\[1\]"),
    "too many orders": (lambda body: body["context"]["draftOrders"].update(entry=[{}] * 101), "more than 100"),
    "prefetch that is no object": (lambda body: body.update(prefetch=[]), "`prefetch`"),
    "a token without a server": (lambda body: body.update(fhirAuthorization=AUTHORIZATION), "`fhirServer`"),
    "a server that is no address": (lambda body: body.update(fhirServer="file:///etc/passwd"), "`fhirServer`"),
    "a server with a password": (lambda body: body.update(fhirServer="https://u:p@ehr.example/fhir"), "`fhirServer`"),
    "a token that breaks a header": (
        lambda body: body.update(fhirServer="https://e.example", fhirAuthorization={**AUTHORIZATION, "access_token": "a\r\nb: c"}),
        "access_token",
    ),
    "another kind of token": (
        lambda body: body.update(fhirServer="https://e.example", fhirAuthorization={**AUTHORIZATION, "token_type": "MAC"}),
        "token_type",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name):
    change, words = WRONG[name]
    body = copy.deepcopy(GOOD)
    changed = change(body)
    with pytest.raises(CallError, match=words):
        answer("osteon-order-sign", changed if changed == [] else body, today=DAY)


def test_what_the_standard_does_not_name_is_passed_over():
    body = {**copy.deepcopy(GOOD), "extension": {"org.example": 1}, "more": None}
    body["context"]["selections"] = []
    assert cards_for(body) == cards_for(GOOD)


def test_a_patient_may_be_named_by_reference():
    body = copy.deepcopy(GOOD)
    body["context"]["patientId"] = "Patient/pt"
    assert cards_for(body) == cards_for(GOOD)


def test_the_same_call_gives_the_same_cards():
    assert cards_for(GOOD) == cards_for(GOOD)


def test_no_advice_is_an_empty_list():
    assert answer("osteon-patient-view", call([person()]), today=DAY).response == {"cards": []}


def test_somebody_who_died_gets_no_advice():
    record = [person(deceasedDateTime="2025-05-30"), *RECORD[1:]]
    assert cards_for(call(record)) == []


def test_the_cap_holds_and_the_rest_is_folded_not_lost():
    record = json.loads(json.dumps(RECORD))
    record += [item for item in bone_metastases(creatinine=2.6, calcium=13.9)[3:] if item["id"] not in {r["id"] for r in record}]
    for most in (4, 6, 20):
        body = call(record)
        body["prefetch"].pop("allergies")
        given_ = answer("osteon-patient-view", body, today=DAY, manner=Manner(most=most))
        keeps_the_standard(given_.response)
        assert len(given_.response["cards"]) <= most
        rules = {rule for shown in given_.shown for rule in shown.rules}
        assert rules == {rule for shown in answer("osteon-patient-view", body, today=DAY).shown for rule in shown.rules}


def test_words_of_a_record_are_no_markdown():
    """A name from a record must not become a link, a picture or HTML on the screen of an EHR."""
    nasty = "[press](https://evil.example) <img src=x onerror=alert(1)> ![x](y) `code`"
    record = bone_metastases(
        {**order(f"zoledronic acid {nasty}", 4, status="active", day="2025-05-01"), "id": "a](https://evil.example)<b>"},
        creatinine=2.6,
    )
    assert cards_for(call(record)), "cards_for looks at the Markdown of each card"


def test_cases_of_public_validators(shared_data):
    """Good and bad calls that a FHIR validator is tested with."""
    folder = shared_data / "fhir-validator-cases"
    for name, fault in (("good", MissingDataError), ("bad", (CallError, MissingDataError))):
        body = json.loads((folder / f"cdshooks-request-patient-view-{name}.json").read_bytes())
        with pytest.raises(fault):
            answer("osteon-patient-view", body, today=DAY)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value, path=()):
    """Every place in a call."""
    yield path
    if isinstance(value, dict):
        for name, part in value.items():
            yield from places(part, (*path, name))
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from places(part, (*path, position))


PLACES = [path for path in places(GOOD) if path]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), json_values), min_size=1, max_size=4), st.booleans())
def test_a_spoiled_call_gives_cards_or_words(changes, chart):
    """Anything in any place: an answer that holds to the standard, or a refusal in words; never another error."""
    body = copy.deepcopy(GOOD)
    if chart:
        body["hook"] = "patient-view"
    for path, value in changes:
        target = body
        try:
            for step in path[:-1]:
                target = target[step]
            target[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    try:
        cards_for(body) if body.get("hook") in ("patient-view", "order-sign") else read_request("osteon-order-sign", body)
    except (CallError, MissingDataError) as refusal:
        assert str(refusal)


@settings(max_examples=200, deadline=None)
@given(json_values)
def test_anything_at_all_gives_words(body):
    with pytest.raises((CallError, MissingDataError)):
        answer("osteon-patient-view", body, today=DAY)


def test_the_service_of_a_body_is_named_after_its_hook():
    assert service_of(GOOD) == "osteon-order-sign"
