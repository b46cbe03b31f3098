"""Every recommendation of the pathway as a card, on every case that a doctor wrote, and on records that others published."""

import gzip
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from cds_hooks.calls import call, cards_for, keeps_the_standard, prefetched
from osteon.pathway import pathway
from osteon.pathway.cases import load_cases
from osteon.pathway.orders import DUE_ORDERS, ORDERS, WITHHELD
from osteon.record import read_record
from osteon.review import review_timeline
from osteon.serve.cds_hooks import cards
from osteon.serve.cds_hooks.concern import Concern
from osteon.serve.cds_hooks.request import read_request
from osteon.serve.cds_hooks.suggest import Drafts
from osteon.terminology import concept, match_code

CASES = load_cases(Path(__file__).parent.parent / "cases")
EXAMPLES = sorted((Path(__file__).parent.parent.parent / "examples").glob("*.json"))


def frame(review, day):
    body = call([{"resourceType": "Patient", "id": "case"}])
    nothing = Drafts({}, {})
    return cards.Frame(read_request("osteon-patient-view", body), review.to_dict()["lesions"], nothing, day, day, "https://osteon.example/{rule}")


def day_of(case):
    return case.as_of.date() if isinstance(case.as_of, datetime) else case.as_of


def test_every_rule_that_a_case_meets_is_a_card_that_keeps_the_standard():
    """The first cases that meet it, each with all that is met beside it folded into one more card."""
    left = {item.id: 3 for item in pathway().recommendations}
    for case in CASES:
        if case.parameters or not any(left[item.recommendation] > 0 for item in case.expect if "met" in item.verdicts):
            continue
        review = review_timeline(case.timeline, as_of=case.as_of, drafts=case.drafts, policies=case.policies)
        told = frame(review, day_of(case).isoformat())
        met = {}
        for item in review.findings:
            if item["verdict"] == "met":
                met.setdefault(item["id"], []).append(item)
        concerns = [Concern(rule, findings) for rule, findings in met.items()]
        given = [cards.card_of(item, told) for item in concerns if left[item.rule] > 0]
        for item, card in zip([item for item in concerns if left[item.rule] > 0], given, strict=True):
            left[item.rule] -= 1
            first = item.findings[0]
            assert card["indicator"] == {"emergency": "critical", "urgent": "warning"}.get(first["urgency"], "info")
            assert card["detail"].startswith(cards.plain(first["advice"]))
        given += [cards.folded_card(concerns, told)] if concerns else []
        questions = review.to_dict()["questions"]
        keeps_the_standard({"cards": given + ([cards.questions_card(questions, told)] if questions else [])})
    drafts = {item.id for item in pathway().recommendations if item.draft}
    assert {rule for rule, count in left.items() if count == 3} <= drafts


def public_records(shared_data):
    for path in sorted((shared_data / "mcode-ig-4.0.0" / "patients").glob("*.json")):
        yield path.name, json.loads(path.read_bytes())
    yield "trial patient", json.loads((shared_data / "mcode-trial-matching" / "TrialMatching_Patient01.json").read_bytes())
    for path in sorted((shared_data / "synthea-smart-negatives").glob("*.json.gz")):
        yield path.name, json.loads(gzip.decompress(path.read_bytes()))


def test_public_records_get_cards_that_keep_the_standard(shared_data):
    said = {}
    for name, bundle in public_records(shared_data):
        resources = [entry["resource"] for entry in bundle["entry"] if "resource" in entry]
        newest = read_record(bundle).newest or date(2025, 6, 1)
        said[name] = cards_for(call(resources), day=newest)
        for drug in ("zoledronic acid", "denosumab", "ibuprofen", "letrozole", "ribociclib", "morphine", "dexamethasone"):
            person = prefetched(resources)["patient"]["id"]
            order = {
                "resourceType": "MedicationRequest", "id": "new", "status": "draft", "intent": "order",
                "subject": {"reference": f"Patient/{person}"}, "medicationCodeableConcept": {"text": drug},
            }  # fmt: skip
            cards_for(call(resources, [order]), day=newest)
    assert said["trial patient"]
    nobody = [name for name, given in said.items() if name.endswith(".gz") and given]
    assert not nobody, "people without breast cancer"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_golden_answers(path):
    """What the examples get, card by card. A change of the pathway changes this: read it, then write it down here anew."""
    resources = [entry["resource"] for entry in json.loads(path.read_bytes())["entry"]]
    given = cards_for(call(resources), day=date(2025, 6, 3))
    golden = Path(__file__).with_name("golden.json")
    wanted = json.loads(golden.read_text(encoding="utf-8"))[path.stem]
    assert [[card["indicator"], card["summary"], labels(card)] for card in given] == wanted


def labels(card):
    return [part["label"] for part in card.get("suggestions", ())]


def test_what_stands_behind_advice_is_of_this_pathway():
    by_id, due = pathway().by_id, {item.id for item in pathway().due}
    assert set(ORDERS) <= set(by_id) and set(DUE_ORDERS) <= due
    for rule, orders in [*ORDERS.items(), *DUE_ORDERS.items()]:
        for order in orders:
            assert concept(order.concept)
            if order.code:
                assert order.concept in [match.concept for match in match_code(order.system, order.code)], order
            if order.dose is not None:
                assert order.drug and order.dose in by_id[rule].shows, "the dose has to be among what the finding shows"
                assert order.dose.unit == "mg"
    words = {item.withholds for item in by_id.values()}
    assert set(WITHHELD) <= words
    assert all(concept(name) for names in WITHHELD.values() for name in names)


