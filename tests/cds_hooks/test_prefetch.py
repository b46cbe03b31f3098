"""The data of a call in every state that the standard knows, and what is fetched in their place."""

import re

import pytest

from cds_hooks.calls import DAY, call, cards_for, patient_of, rules, searchset, service_of, told
from cds_hooks.records import bone_metastases, order, person, result
from osteon.serve.cds_hooks.answer import Manner, answer
from osteon.serve.cds_hooks.discovery import QUERIES, discovery
from osteon.serve.cds_hooks.gather import FetchError, MissingDataError

NEEDED = [key for key, query in QUERIES.items() if query.needed]
OPTIONAL = [key for key, query in QUERIES.items() if not query.needed]
FAILED = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
SERVER = "https://ehr.example/fhir"
ACCESS = {
    "fhirServer": SERVER,
    "fhirAuthorization": {
        "access_token": "secret", "token_type": "Bearer", "expires_in": 300, "scope": "patient/*.read", "subject": "osteon"
    },
}  # fmt: skip
WEAK = bone_metastases(order("zoledronic acid", 4, id="old", status="active", day="2025-05-01"), creatinine=2.4)


def given(key, value, **more):
    body = call(WEAK, **more)
    body["prefetch"][key] = value
    return body


def absent(*keys, **more):
    body = call(WEAK, **more)
    for key in keys:
        del body["prefetch"][key]
    return body


class Server:
    """A FHIR server: answers by address, and remembers what was asked."""

    def __init__(self, answers):
        self.answers, self.asked = answers, []

    def __call__(self, access, address, seconds):
        assert access.server == SERVER and access.token == "secret" and seconds > 0
        self.asked.append(address)
        found = self.answers.get(address)
        if found is None:
            raise FetchError("the server answered 404")
        return found


def whole_server():
    pid = patient_of(WEAK)["id"]
    answers = {f"{SERVER}/Patient/{pid}": patient_of(WEAK)}
    for query in QUERIES.values():
        if query.kind != "Patient":
            mine = [item for item in WEAK if item["resourceType"] == query.kind]
            answers[f"{SERVER}/{query.kind}?patient={pid}"] = searchset(mine)
    return answers


def test_the_templates_hold_to_the_limits_of_the_standard():
    """Reads of one resource and searches by type, with references to the patient; tokens only of root fields of the context."""
    read, search = r"[A-Z]\w+/\{\{context\.\w+\}\}", r"[A-Z]\w+\?patient=\{\{context\.\w+\}\}"
    for service in discovery()["services"]:
        assert service["id"] and service["hook"] and service["description"] and service["title"]
        for template in service["prefetch"].values():
            assert re.fullmatch(f"{read}|{search}", template)


@pytest.mark.parametrize("key", NEEDED)
def test_a_needed_key_that_was_not_sent_is_refused_in_words(key):
    with pytest.raises(MissingDataError, match=QUERIES[key].words):
        cards_for(absent(key))


@pytest.mark.parametrize("key", NEEDED)
def test_a_needed_key_that_failed_is_refused_in_words(key):
    with pytest.raises(MissingDataError, match="the server reports an error"):
        cards_for(given(key, FAILED))


def test_all_that_is_lacking_is_told_at_once():
    with pytest.raises(MissingDataError, match=r"diagnoses.*procedures"):
        cards_for(absent("conditions", "procedures"))


@pytest.mark.parametrize("key", OPTIONAL)
def test_another_key_that_was_not_sent_leaves_the_answer_partial(key):
    cards = cards_for(absent(key))
    assert rules(cards) == rules(cards_for(call(WEAK)))[: len(rules(cards))]
    assert cards[-1]["summary"].startswith("Not all was looked at") and QUERIES[key].words in cards[-1]["detail"]
    assert cards[-1]["indicator"] == "info"


def test_somebody_without_breast_cancer_is_not_bothered_with_what_was_not_sent():
    body = call([person()])
    body["prefetch"] = {key: value for key, value in body["prefetch"].items() if key in NEEDED}
    assert cards_for(body) == []
    body["prefetch"]["conditions"] = searchset([], link=NEXT)
    (card,) = cards_for(body)
    assert card["indicator"] == "warning" and "diagnoses, further pages" in card["detail"], "she may stand on the next page"


@pytest.mark.parametrize("key", [key for key in QUERIES if key != "patient"])
def test_null_means_that_there_is_none(key):
    body = given(key, None)
    assert not told(cards_for(body), "Not all was looked at")


def test_a_patient_that_is_null_is_lacking():
    with pytest.raises(MissingDataError, match="the patient"):
        cards_for(given("patient", None))


@pytest.mark.parametrize("value", [[], "x", 1, True, {}, {"resourceType": "Patient"}, {"resourceType": "Bundle", "entry": {}}])
def test_what_is_no_bundle_is_lacking(value):
    with pytest.raises(MissingDataError):
        cards_for(given("conditions", value))


def test_a_hint_among_the_hits_of_a_search_is_no_error_and_an_error_is_one():
    hint = {"resourceType": "OperationOutcome", "issue": [{"severity": "information", "code": "informational"}]}
    mine = [item for item in WEAK if item["resourceType"] == "Condition"]
    assert "za-avoid-crcl-lt30" in rules(cards_for(given("conditions", searchset([*mine, hint]))))
    with pytest.raises(MissingDataError):
        cards_for(given("conditions", searchset([*mine, FAILED])))


NEXT = [{"relation": "self", "url": f"{SERVER}?page=1"}, {"relation": "next", "url": f"{SERVER}?page=2"}]


def paged():
    mine = [item for item in WEAK if item["resourceType"] == "Observation"]
    return mine, searchset([item for item in mine if not item["id"].startswith("creatinine")], link=NEXT)


def test_one_page_of_several_leaves_the_answer_partial():
    cards = cards_for(given("observations", paged()[1]))
    assert "only the first was sent" in cards[-1]["detail"]
    assert "za-avoid-crcl-lt30" not in rules(cards)


def test_further_pages_are_fetched_where_that_is_allowed():
    mine, first = paged()
    server = Server({f"{SERVER}?page=2": searchset([item for item in mine if item["id"].startswith("creatinine")])})
    cards = cards_for(given("observations", first, **ACCESS), fetch=server)
    assert "za-avoid-crcl-lt30" in rules(cards) and server.asked == [f"{SERVER}?page=2"]
    assert not told(cards, "Not all was looked at")


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("https://elsewhere.example/fhir?page=2", "another server"),
        ("http://ehr.example/fhir?page=2", "another server"),
        ("//elsewhere.example/x", "another server"),
        ("http://[broken", "no address"),
        (f"{SERVER}?page=lost", "404"),
    ],
)
def test_a_page_that_cannot_be_had_leaves_the_answer_partial(link, words):
    """And the token goes to no other server."""
    first = {**paged()[1], "link": [{"relation": "next", "url": link}]}
    server = Server({})
    cards = cards_for(given("observations", first, **ACCESS), fetch=server)
    assert words in cards[-1]["detail"]
    assert all(address.startswith(SERVER) for address in server.asked)


def test_pages_that_go_round_in_a_circle_come_to_an_end():
    first = {**paged()[1], "link": [{"relation": "next", "url": f"{SERVER}?page=1"}]}
    server = Server({f"{SERVER}?page=1": first})
    assert "too many" in cards_for(given("observations", first, **ACCESS), fetch=server)[-1]["detail"]
    assert len(server.asked) == 1


def test_what_was_not_sent_is_fetched():
    server = Server(whole_server())
    body = call(WEAK, **ACCESS)
    del body["prefetch"]
    assert cards_for(body, fetch=server) == cards_for(call(WEAK))
    assert sorted(server.asked) == sorted(whole_server())


def test_what_failed_is_fetched_again_and_what_is_null_is_not():
    server = Server(whole_server())
    body = given("conditions", FAILED, **ACCESS)
    body["prefetch"]["procedures"] = None
    cards_for(body, fetch=server)
    assert server.asked == [f"{SERVER}/Condition?patient=pt"]


def test_access_that_does_not_help_is_refused_in_words():
    body = absent("conditions", **ACCESS)
    with pytest.raises(MissingDataError, match="404"):
        cards_for(body, fetch=Server({}))
    with pytest.raises(MissingDataError, match="not sent"):
        cards_for(body)


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_time_that_runs_out_while_fetching_is_told_and_no_rule_is_asked():
    clock, answers = Clock(), whole_server()

    def slow(access, address, seconds):
        clock.now += 1.5
        return answers[address]

    body = absent("conditions", "observations", **ACCESS)
    (card,) = cards_for(body, fetch=slow, clock=clock, manner=Manner(seconds=1.0))
    assert card["summary"].startswith("Nothing was checked") and "results and observations" in card["detail"]


def test_time_that_runs_out_over_data_that_are_not_needed_leaves_the_answer_partial():
    clock = Clock()

    def slow(access, address, seconds):
        clock.now += 5
        raise FetchError("the answer took too long")

    cards = cards_for(absent("allergies", **ACCESS), fetch=slow, clock=clock)
    assert "za-avoid-crcl-lt30" in rules(cards) and "allergies (time was over)" in cards[-1]["detail"]


def test_time_that_runs_out_before_orders_are_compared_is_told():
    clock = Clock()

    def slow(access, address, seconds):
        clock.now += 5
        return searchset([])

    body = absent("allergies", orders=[order("zoledronic acid", 4)], **ACCESS)
    cards = cards_for(body, fetch=slow, clock=clock)
    assert "za-avoid-crcl-lt30" in rules(cards) and "what the orders change" in cards[-1]["detail"]


def test_entries_that_cannot_be_read_are_told():
    cards = cards_for(given("observations", searchset([{"id": "nothing"}, result("creatinine", 2.4), result("weight", 65)])))
    assert "entries of the record that could not be read: 1" in cards[-1]["detail"]


def test_an_unknown_service_is_a_key_error():
    with pytest.raises(KeyError):
        answer("osteon-none", call(WEAK), today=DAY)
    assert service_of(call(WEAK)) == "osteon-patient-view"
