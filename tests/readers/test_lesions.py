"""What is one lesion, what are two, and how the facts about a lesion get in."""

from datetime import date

import orjson
import pytest

from house import tree
from osteon.terminology import concept, match_code, site, skeletal_sites
from readers.fhir import BONE_METASTASIS, OSTEON, code, condition, entry, observation, quantity, read


def place(name, side=None):
    where = [code(OSTEON, name)]
    return [*where, code(OSTEON, side)] if side else where


def metastasis(identity, name, side=None, day="2024-03-01", **more):
    return condition(BONE_METASTASIS, identity, bodySite=place(name, side), onsetDateTime=day, **more)


def said(name, answer, identity="o", **more):
    return observation(code(OSTEON, name), identity, valueCodeableConcept=code(OSTEON, answer), **more)


def lesions(*resources):
    return {lesion.id: lesion for lesion in read(*resources).lesions}


def test_one_place_named_twice_is_one_lesion():
    found = lesions(metastasis("1", "femur.neck", "left"), metastasis("2", "femur.neck", "left", "2024-09-01"))
    (lesion,) = found.values()
    assert lesion.first_seen == date(2024, 3, 1)
    assert lesion.sources == ("Condition/1", "Condition/2")
    assert lesion.joined == ()


def test_a_wider_name_is_the_one_lesion_inside_it():
    found = lesions(metastasis("1", "femur", "left"), metastasis("2", "femur.neck", "left", "2024-09-01"))
    (lesion,) = found.values()
    assert (lesion.id, lesion.first_seen) == ("femur.neck:left", date(2024, 3, 1))
    (why,) = lesion.joined
    assert "left femur" in why and "Condition/1" in why


def test_a_name_without_a_side_is_the_one_lesion_there():
    found = lesions(metastasis("1", "femur"), metastasis("2", "femur", "right"))
    assert list(found) == ["femur:right"]
    assert len(found["femur:right"].joined) == 1


def test_a_wider_name_over_two_lesions_is_no_third_one():
    found = lesions(metastasis("1", "spine"), metastasis("2", "vertebra.T8"), metastasis("3", "vertebra.L2"))
    assert set(found) == {"vertebra.T8", "vertebra.L2"}
    assert all("2 known lesions" in lesion.joined[0] for lesion in found.values())


def test_left_and_right_are_two():
    assert set(lesions(metastasis("1", "femur", "left"), metastasis("2", "femur", "right"))) == {
        "femur:left",
        "femur:right",
    }


def structure(identity, name, side=None):
    return {
        "resourceType": "BodyStructure", "id": identity, "patient": {"reference": "Patient/ann"},
        "location": code(OSTEON, name), "locationQualifier": [code(OSTEON, side)] if side else [],
    }  # fmt: skip


def about(identity):
    return {"focus": [{"reference": f"BodyStructure/{identity}"}]}


def test_body_structures_keep_two_lesions_of_one_bone_apart():
    timeline = read(
        structure("a", "femur.shaft", "left"), structure("b", "femur.shaft", "left"),
        said("lesion.type", "lytic", "1", **about("a")), said("lesion.type", "blastic", "2", **about("b")),
    )  # fmt: skip
    assert [(lesion.id, lesion.structure) for lesion in timeline.lesions] == [
        ("femur.shaft:left", "BodyStructure/a"),
        ("femur.shaft:left#2", "BodyStructure/b"),
    ]
    assert {event.lesion: event.answer for event in timeline.events["lesion.type"]} == {
        "femur.shaft:left": "lytic",
        "femur.shaft:left#2": "blastic",
    }


def test_one_body_structure_is_one_lesion_however_it_is_named():
    timeline = read(
        structure("a", "femur.neck", "left"),
        said("lesion.type", "lytic", "1", **about("a")),
        observation(code(OSTEON, "lesion.cortex-share"), "2", valueQuantity=quantity(60, "%"), **about("a")),
    )
    assert [lesion.id for lesion in timeline.lesions] == ["femur.neck:left"]
    assert {event.lesion for rows in timeline.events.values() for event in rows} == {"femur.neck:left"}


def test_radiotherapy_of_a_region_reaches_every_lesion_in_it_and_pain_of_a_region_none():
    timeline = read(
        metastasis("1", "vertebra.T8"), metastasis("2", "vertebra.T10"),
        entry(
            "Procedure", "rt", status="completed", code=code(OSTEON, "proc.rt.course"),
            bodySite=place("spine.thoracic"), performedDateTime="2024-05-01",
        ),
        observation(code(OSTEON, "obs.pain"), "p", valueInteger=6, bodySite=code(OSTEON, "spine.thoracic")),
    )  # fmt: skip
    assert {event.lesion for event in timeline.events["proc.rt.course"]} == {"vertebra.T8", "vertebra.T10"}
    assert [event.lesion for event in timeline.events["obs.pain"]] == [None]


# --- the form -------------------------------------------------------------------------------------------------------

FORM = orjson.loads((tree.ROOT / "examples/forms/lesion-assessment.json").read_bytes())


def answered(**answers):
    """A filled form: link id to answer."""
    items = [
        {"linkId": name.replace("__", ".").replace("_", "-"), "answer": [answer]} for name, answer in answers.items()
    ]
    return entry(
        "QuestionnaireResponse", "q", status="completed", authored="2025-05-30",
        item=[{"linkId": "lesion", "item": items}],
    )  # fmt: skip


def choice(name):
    return {"valueCoding": {"system": OSTEON, "code": name}}


def test_answers_of_the_form_belong_to_the_place_that_it_names():
    timeline = read(
        answered(
            lesion__site=choice("femur.shaft"),
            lesion__side=choice("left"),
            lesion__type=choice("lytic"),
            lesion__cortex_share={"valueQuantity": quantity(55, "%")},
        )
    )
    (lesion,) = timeline.lesions
    assert (lesion.id, lesion.first_seen) == ("femur.shaft:left", date(2025, 5, 30))
    assert timeline.events["lesion.cortex-share"][0].lesion == "femur.shaft:left"


def test_an_answer_about_a_lesion_without_a_place_is_told():
    timeline = read(answered(lesion__type=choice("lytic")))
    assert "lesion.type" not in timeline.events
    assert "needs its place" in timeline.problems[0].message


def form_items(parent=FORM):
    for item in parent.get("item", ()):
        yield item
        yield from form_items(item)


@pytest.mark.parametrize(
    "item", [item for item in form_items() if item["type"] != "group"], ids=lambda item: item["linkId"]
)
def test_every_question_of_the_form_is_understood(item):
    name = item["linkId"]
    if name in ("lesion.site", "lesion.side", "lesion.structure"):
        return
    assert concept(name)
    for option in item.get("answerOption", ()):
        value = option["valueCoding"]
        timeline = read(
            answered(**{"lesion__site": choice("vertebra.T8"), name.replace(".", "__"): {"valueCoding": value}})
        )
        (event,) = timeline.events[name]
        assert event.answer == value["code"]


def test_the_form_offers_every_place_of_the_skeleton():
    (item,) = [item for item in form_items() if item["linkId"] == "lesion.site"]
    offered = {option["valueCoding"]["code"]: option["valueCoding"]["display"] for option in item["answerOption"]}
    assert offered == {name: site(name).label for name in skeletal_sites() if name != "skeleton"}
    assert match_code(OSTEON, "lesion.type")
