"""The project's own example patient: what a reader must find on the first page."""

from datetime import datetime
from pathlib import Path

import orjson
import pytest

from osteon import review_record

EXAMPLE = Path(__file__).parents[2] / "examples" / "spine-and-femur.json"


@pytest.fixture(scope="module")
def review():
    return review_record(EXAMPLE)


def met(review):
    return [item for item in review.findings if item["verdict"] == "met" and not item["folded_into"]]


def test_the_sites_are_on_the_skeleton_from_the_head_down(review):
    places = [(item["site"], item["laterality"], item["state"], item["since"]) for item in review.to_dict()["skeleton"]]
    assert places == [
        ("vertebra.T8", None, "metastasis", "2024-02-12"),
        ("vertebra.T8", None, "treated", "2024-02-26"),
        ("vertebra.L3", None, "metastasis", "2025-03-18"),
        ("ilium", "right", "metastasis", "2024-09-30"),
        ("femur.neck", "left", "metastasis", "2024-02-12"),
    ]


def test_the_emergency_comes_first(review):
    first = met(review)[0]
    assert (first["id"], first["urgency"]) == ("mscc-immediate", "emergency")


def test_the_kidney_stops_zoledronic_acid_and_the_figure_is_shown(review):
    finding = review.finding("za-avoid-crcl-lt30")
    assert (finding["verdict"], finding["urgency"]) == ("met", "urgent")
    clearance = next(part for part in finding["because"] if part["fact"] == "creatinine-clearance")
    assert clearance["value"] == pytest.approx(29.0)  # (140 - 68) x 58 kg x 0.85 / (72 x 1.7 mg/dL)
    assert {"Observation/creatinine-7", "Observation/weight-2"} <= set(clearance["sources"])


def test_calcium_is_corrected_in_the_unit_of_the_report_and_supplements_stop(review):
    assert review.fact("calcium-corrected")["value"] == pytest.approx(12.7)  # 11.9 + 0.8 x (4.0 - 3.0)
    assert review.finding("hcm-admit-ctcae3")["verdict"] == "met"
    assert review.finding("bma-supplement-stop-on-hypercalcaemia")["verdict"] == "met"


def test_a_withdrawn_entry_is_a_problem_and_never_a_value(review):
    assert any(item["source"] == "Observation/calcium-wrong" for item in review.problems)
    assert all("Observation/calcium-wrong" not in item["sources"] for item in review.to_dict()["facts"])


def test_the_accounting_adds_up(review):
    accounting = review.to_dict()["accounting"]
    resources = len(orjson.loads(EXAMPLE.read_bytes())["entry"])
    assert (
        accounting["read"]
        == accounting["used"] + sum(accounting["ignored"].values()) + accounting["refused"]
        == resources
    )


def test_each_reason_names_entries_of_the_record_and_each_finding_its_source(review):
    known = {
        f"{item['resource']['resourceType']}/{item['resource']['id']}"
        for item in orjson.loads(EXAMPLE.read_bytes())["entry"]
    }
    for finding in review.findings:
        assert finding["evidence"], finding["id"]
        for part in finding["because"]:
            assert set(part["sources"]) <= known


def test_what_is_folded_names_what_says_it_more_strongly(review):
    ids = {item["id"]: item for item in review.findings}
    for finding in review.findings:
        if finding["folded_into"]:
            assert finding["id"] in ids[finding["folded_into"]]["folds"]


def test_all_shapes_of_the_source_give_the_same_review():
    raw = EXAMPLE.read_bytes()
    bundle = orjson.loads(raw)
    resources = [entry["resource"] for entry in bundle["entry"]]
    lines = b"\n".join(orjson.dumps(item) for item in resources)
    expected = {item["id"]: item["verdict"] for item in review_record(EXAMPLE).findings}
    for source in (str(EXAMPLE), raw, raw.decode(), bundle, resources, lines):
        assert {item["id"]: item["verdict"] for item in review_record(source).findings} == expected


def test_a_review_at_an_earlier_date_knows_nothing_of_later_entries():
    early = review_record(EXAMPLE, as_of="2024-03-04")
    assert early.finding("mscc-immediate")["verdict"] != "met"
    assert early.fact("calcium-corrected")["value"] == pytest.approx(9.32)
    assert [item["site"] for item in early.to_dict()["skeleton"]] == ["vertebra.T8", "vertebra.T8", "femur.neck"]
    assert review_record(EXAMPLE, as_of=datetime(2024, 3, 4, 12)).to_dict()["as_of"] == "2024-03-04T12:00"


def test_after_death_nothing_is_recommended():
    bundle = orjson.loads(EXAMPLE.read_bytes())
    bundle["entry"][0]["resource"]["deceasedDateTime"] = "2025-05-31"
    review = review_record(bundle, as_of="2025-06-02")
    assert {item["verdict"] for item in review.findings} == {"not-applicable"}


def test_a_policy_that_a_site_chose_shows_in_the_findings_that_read_it():
    review = review_record(EXAMPLE, policies={"za_dose_basis": "current"})
    changed = [item["id"] for item in review.findings if any(part["changed"] for part in item["parameters"])]
    assert changed
    assert review.to_dict()["policies"]["za_dose_basis"] == "current"


def test_the_same_bytes_give_the_same_review_to_the_last_byte():
    assert review_record(EXAMPLE).to_json() == review_record(EXAMPLE).to_json()


def test_the_fhir_shape_says_what_is_decided_and_what_data_is_wanted(review):
    bundle = review.to_fhir()
    responses = [item["resource"] for item in bundle["entry"] if item["resource"]["resourceType"] == "GuidanceResponse"]
    assert {item["status"] for item in responses} <= {"success", "data-requested"}
    assert all(item.get("dataRequirement") for item in responses if item["status"] == "data-requested")
    assert len({item["fullUrl"] for item in bundle["entry"]}) == len(bundle["entry"])
