"""What an EHR is told when orders are signed: the findings that rest on what is ordered, and no others."""

import copy

import pytest

from cds_hooks.calls import call, cards_for, rules, told
from cds_hooks.records import bone_metastases, condition, dose, order


def signed(record, *orders):
    return cards_for(call(record, list(orders)))


def labels(cards):
    return [part["label"] for card in cards for part in card.get("suggestions", ())]


@pytest.mark.parametrize(("creatinine", "said"), [(0.8, False), (1.65, False), (1.75, True)])
def test_zoledronic_acid_with_a_low_clearance(creatinine, said):
    """65 kg, 75 years, a woman: the clearance is 30 mL/min at a creatinine of 1.66 mg/dL."""
    cards = signed(bone_metastases(creatinine=creatinine), order("zoledronic acid", 4))
    assert ("za-avoid-crcl-lt30" in rules(cards)) is said
    assert ("Do not sign this order" in labels(cards)) is said


def test_a_dose_above_the_table_is_offered_smaller():
    draft = order("zoledronic acid", 4)
    cards = signed(bone_metastases(creatinine=1.2), draft)
    assert "za-dose-above-table" in rules(cards)
    card = next(card for card in cards if "za-dose-above-table" in rules([card]))
    (action,) = [part["actions"][0] for part in card["suggestions"] if part["actions"][0]["type"] == "update"]
    changed = action["resource"]
    # 140 - 75 = 65 years, 65 kg, 0.85: 41.6 mL/min
    assert changed["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 3.3
    assert "text" not in changed["dosageInstruction"][0], "the words of the old dose would contradict the new one"
    assert {**changed, "dosageInstruction": draft["dosageInstruction"]} == draft, "nothing else is changed"


def test_denosumab_with_a_low_calcium():
    low = signed(bone_metastases(calcium=7.6), order("denosumab", 120, route="subcutaneous"))
    assert "denosumab-correct-hypocalcaemia-first" in rules(low)
    assert "Do not sign this order" in labels(low)
    fine = signed(bone_metastases(calcium=9.4), order("denosumab", 120, route="subcutaneous"))
    assert "denosumab-correct-hypocalcaemia-first" not in rules(fine)


def test_a_second_bone_agent():
    record = bone_metastases(order("denosumab", 120, id="old", status="active", day="2025-01-10", route="subcutaneous"))
    assert "bma-no-double" in rules(signed(record, order("zoledronic acid", 4)))
    assert "bma-no-double" not in rules(signed(bone_metastases(), order("zoledronic acid", 4)))
    both = signed(
        bone_metastases(), order("zoledronic acid", 4), order("denosumab", 120, id="order-2", route="subcutaneous")
    )
    assert "bma-no-double" in rules(both), "two agents among the drafts themselves"


def test_an_antiinflammatory_beside_zoledronic_acid():
    record = bone_metastases(order("zoledronic acid", 4, id="old", status="active", day="2025-01-10"))
    assert told(signed(record, order("ibuprofen", 400, route="oral")), "Anti-inflammatory painkiller and a bisphosphonate")
    assert not rules(signed(bone_metastases(), order("ibuprofen", 400, route="oral")))


def test_an_antiinflammatory_with_weak_kidneys():
    cards = signed(bone_metastases(creatinine=2.4), order("ibuprofen", 400, route="oral"))
    assert "pain-nsaid-renal-severe" in rules(cards)


def test_ribociclib_with_a_drug_that_lengthens_qt():
    record = bone_metastases(order("methadone", 10, id="old", status="active", day="2025-05-01", route="oral"))
    assert "pain-qt" in rules(signed(record, order("ribociclib", 600, route="oral")))
    assert "pain-qt" not in rules(signed(bone_metastases(), order("ribociclib", 600, route="oral")))


def test_what_has_nothing_to_do_with_the_order_is_not_said():
    """The chart of this patient says much; an order of paracetamol changes none of it."""
    record = bone_metastases(
        order("zoledronic acid", 4, id="old", status="active", day="2025-01-10"), creatinine=2.4, calcium=13.5
    )
    assert {"za-avoid-crcl-lt30", "hcm-admit-ctcae3"} & set(rules(cards_for(call(record))))
    assert signed(record, order("paracetamol", 500, route="oral")) == []


def test_a_finding_that_was_there_before_concerns_an_order_of_the_same_drug_again():
    record = bone_metastases(
        order("zoledronic acid", 4, id="old", status="active", day="2025-01-10"),
        dose("zoledronic acid", 4, "2025-02-01", "given"),
        creatinine=1.9,
    )
    assert "za-avoid-crcl-lt30" in rules(signed(record, order("zoledronic acid", 4)))


def test_an_order_that_is_signed_again_takes_the_place_of_its_earlier_version():
    record = bone_metastases(order("zoledronic acid", 4, id="same", status="active", day="2025-05-20"), creatinine=1.2)
    assert "za-dose-above-table" in rules(cards_for(call(record)))
    assert "za-dose-above-table" not in rules(signed(record, order("zoledronic acid", 3.3, id="same", status="active")))


def test_facts_that_keep_the_matter_of_the_order_open_are_asked_for():
    record = [item for item in bone_metastases() if item["id"] != "weight-2025-05-28"]
    (card,) = [card for card in signed(record, order("zoledronic acid", 4)) if card["summary"].startswith("Not decided")]
    assert "What does the patient weigh today?" in card["detail"]


def test_a_test_that_is_ordered_already_is_not_suggested_again():
    record = [item for item in bone_metastases() if not item["id"].startswith("creatinine")]
    cards = signed(record, order("zoledronic acid", 4))
    assert any("Creatinine" in label for label in labels(cards))
    creatinine = {
        "resourceType": "ServiceRequest", "id": "lab", "status": "draft", "intent": "order", "subject": {"reference": "Patient/pt"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "2160-0"}]},
    }  # fmt: skip
    cards = signed(record, order("zoledronic acid", 4), creatinine)
    assert not any("Creatinine" in label for label in labels(cards))


def test_a_draft_without_an_id_is_read_and_not_changed_from_here():
    draft = order("zoledronic acid", 4)
    del draft["id"]
    cards = signed(bone_metastases(creatinine=1.75), draft)
    assert "za-avoid-crcl-lt30" in rules(cards)
    assert not any("sign" in label or "dose" in label for label in labels(cards))


def test_an_order_that_cannot_be_read_is_told():
    draft = order("zoledronic acid", 4, status="nonsense")
    assert told(signed(bone_metastases(), draft), "could not be read in full")


def test_an_order_for_somebody_else_is_told_and_does_not_count():
    draft = {**order("zoledronic acid", 4), "subject": {"reference": "Patient/other"}}
    cards = signed(bone_metastases(creatinine=3.5), draft)
    assert not rules(cards) and told(cards, "could not be read in full")


def test_orders_that_the_pathway_does_not_know_get_no_card():
    assert signed(bone_metastases(), order("simvastatin", 20, route="oral")) == []
    nutrition = {"resourceType": "NutritionOrder", "id": "n", "status": "draft", "patient": {"reference": "Patient/pt"}}
    assert signed(bone_metastases(), nutrition) == []
    assert signed(bone_metastases()) == []


def test_the_call_is_not_changed():
    body = call(bone_metastases(creatinine=1.2), [order("zoledronic acid", 4)])
    before = copy.deepcopy(body)
    cards_for(body)
    assert body == before


def test_the_draft_does_not_make_the_data_look_newer():
    (card, *_) = signed(bone_metastases(creatinine=1.9), order("zoledronic acid", 4))
    assert "Data as of 2025-05-28" in card["detail"] and "Review of 2025-06-01" in card["detail"]


OSTEON = "https://osteon.dev/fhir/CodeSystem/osteon"


def own(kind, code, **more):
    return {
        "resourceType": kind, "subject": {"reference": "Patient/pt"}, "code": {"coding": [{"system": OSTEON, "code": code}]}, **more
    }  # fmt: skip


def test_a_procedure_that_is_ordered_counts_as_well():
    """Cement in a spine whose cord is in danger: the finding rests on the order, and no drug is ordered."""
    level = {**condition("level", "C79.51", "Bone metastasis"), "bodySite": [{"coding": [{"system": OSTEON, "code": "vertebra.T8"}]}]}
    gait = own("Observation", "symptom.gait-difficulty", id="gait", status="final", effectiveDateTime="2025-05-31", valueBoolean=True)
    cement = own("ServiceRequest", "proc.vertebroplasty", id="cement", status="draft", intent="order")
    assert "surg-cement-compression" in rules(signed(bone_metastases(level, gait), cement))
    assert "surg-cement-compression" not in rules(signed(bone_metastases(level), cement))
    seen = rules(cards_for(call(bone_metastases(level, gait))))
    assert any(rule.startswith("mscc") for rule in seen)
    assert not any(rule.startswith("mscc") for rule in rules(signed(bone_metastases(level, gait), cement))), "nothing to do with it"
