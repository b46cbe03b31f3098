"""Procedures, requests, reports, imaging, questionnaires."""

from datetime import date

import pytest

from readers.fhir import OSTEON, SNOMED, code, entry, only, read, refused

MRI_SPINE = code(OSTEON, "proc.mri-spine")


@pytest.mark.parametrize(
    ("status", "read_as"),
    [("completed", "done"), ("in-progress", "active"), ("preparation", "planned"), ("stopped", "stopped")],
)
def test_the_status_of_a_procedure(status, read_as):
    event = only(
        read(entry("Procedure", status=status, code=MRI_SPINE, performedDateTime="2025-01-01")), "proc.mri-spine"
    )
    assert (event.kind, event.status) == ("procedure", read_as)


def test_a_procedure_that_was_not_done():
    assert read(entry("Procedure", status="not-done", code=MRI_SPINE)).ignored == {"not-done": 1}
    assert refused(entry("Procedure", status="completed")).startswith("code")
    assert refused(entry("Procedure", status="unknown", code=MRI_SPINE)).startswith("status")


def test_a_request_is_known_from_the_day_it_was_written():
    wanted = entry(
        "ServiceRequest",
        status="active",
        code=code(OSTEON, "proc.tooth-extraction"),
        authoredOn="2025-05-01",
        occurrenceDateTime="2025-07-01",
    )
    timeline = read(wanted)
    event = only(timeline, "proc.tooth-extraction")
    assert (event.kind, event.status, event.start, event.end) == (
        "request",
        "planned",
        date(2025, 5, 1),
        date(2025, 7, 1),
    )
    assert timeline.newest is None


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"status": "revoked"}, "cancelled"),
        ({"status": "completed"}, "request-fulfilled"),
        ({"status": "active", "doNotPerform": True}, "do-not-perform"),
    ],
)
def test_a_request_that_is_no_plan(more, rule):
    assert read(entry("ServiceRequest", code=MRI_SPINE, **more)).ignored == {rule: 1}


def report(conclusion=None, **more):
    told = {} if conclusion is None else {"conclusion": conclusion}
    base = {"status": "final", "code": code("http://loinc.org", "18748-4"), "effectiveDateTime": "2025-02-02"}
    return entry("DiagnosticReport", **(base | told | more))


def test_a_coded_conclusion():
    event = only(read(report(conclusionCode=[code(SNOMED, "94222008")])), "condition.metastasis.bone")
    assert (event.kind, event.status, event.from_text) == ("report", "final", False)


def test_a_report_of_an_examination_is_that_examination():
    event = only(read(report(code=MRI_SPINE)), "proc.mri-spine")
    assert (event.kind, event.status) == ("imaging", "done")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Multiple bone metastases.", "final"),
        ("No fracture. Bone metastases in the left femur.", "final"),
        ("Bone metastases cannot be excluded.", "suspected"),
        ("Suspicious for bone metastases", "suspected"),
        ("Verdacht auf Knochenmetastasen.", "suspected"),
        ("Knochenmetastasen nicht auszuschließen.", "suspected"),
        ("No evidence of bone metastases.", None),
        ("Bone metastases were ruled out.", None),
        ("Kein Hinweis auf Knochenmetastasen.", None),
        ("Keine Knochenmetastasen, jedoch Arthrose.", None),
        ("Mother had bone metastases.", None),
    ],
)
def test_the_words_of_a_conclusion(words, status):
    timeline = read(report(words))
    if status is None:
        assert not timeline.events
        assert timeline.ignored == {"negated": 1}
    else:
        event = only(timeline, "condition.metastasis.bone")
        assert (event.status, event.from_text) == (status, True)


def test_a_place_in_the_same_sentence():
    event = only(
        read(report("Arthrosis of the right hip. Bone metastases in the left femur.")), "condition.metastasis.bone"
    )
    assert (event.site, event.laterality) == ("femur", "left")


@pytest.mark.parametrize(("status", "rule"), [("registered", "pending"), ("cancelled", "cancelled")])
def test_a_report_that_is_not_there(status, rule):
    assert read(report(status=status)).ignored == {rule: 1}


def test_an_imaging_study():
    study = entry("ImagingStudy", status="available", started="2025-03-03T10:00:00Z", procedureCode=[MRI_SPINE])
    event = only(read(study), "proc.mri-spine")
    assert (event.kind, event.status, event.start) == ("imaging", "done", date(2025, 3, 3))


def response(*items, status="completed"):
    return entry("QuestionnaireResponse", status=status, authored="2025-05-05T08:00:00Z", item=list(items))


def test_answers_to_questions_that_are_concepts():
    timeline = read(
        response(
            {"linkId": "symptom.numbness", "answer": [{"valueBoolean": False}]},
            {"linkId": "group", "item": [{"linkId": "obs.pain", "answer": [{"valueInteger": 6}]}]},
            {"linkId": "x", "definition": f"{OSTEON}#symptom.bone-pain", "answer": [{"valueBoolean": True}]},
            {"linkId": "/89247-1", "answer": [{"valueCoding": {"system": "http://loinc.org", "code": "LA9623-5"}}]},
            {"linkId": "y", "answer": [{"valueCoding": {"system": OSTEON, "code": "symptom.fatigue"}}]},
            {"linkId": "z", "text": "Anything else?", "answer": [{"valueString": "no"}]},
        )
    )
    assert only(timeline, "symptom.numbness").answer == "absent"
    assert only(timeline, "obs.pain").value == 6
    assert only(timeline, "symptom.bone-pain").answer == "present"
    assert only(timeline, "obs.ecog").value == 1
    assert only(timeline, "symptom.fatigue").answer == "present"
    assert timeline.used == 2
    assert not timeline.problems


def test_a_questionnaire_that_is_not_finished_says_nothing():
    open_one = response({"linkId": "symptom.numbness", "answer": [{"valueBoolean": True}]}, status="in-progress")
    assert read(open_one).ignored == {"incomplete": 1}
