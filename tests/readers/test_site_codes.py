"""Codes that a site brings hold at once, also for codes that a record had shown before."""

import pytest

from osteon.record import read_record
from osteon.terminology import forget_site_codes, load_site_codes

RECORD = [
    {"resourceType": "Patient", "id": "ann"},
    {
        "resourceType": "Observation",
        "id": "local",
        "status": "final",
        "subject": {"reference": "Patient/ann"},
        "effectiveDateTime": "2025-05-01",
        "code": {"coding": [{"system": "https://hospital.example/lab", "code": "KREA-S", "display": "Kreatinin"}]},
        "valueQuantity": {"value": 0.9, "unit": "mg/dL"},
    },
]


@pytest.fixture(autouse=True)
def _clean():
    yield
    forget_site_codes()


def test_a_code_that_was_unknown_is_known_after_the_site_has_told_it(tmp_path):
    assert read_record(RECORD).events == {}
    table = tmp_path / "codes.csv"
    table.write_text("system,code,concept\nhttps://hospital.example/lab,KREA-S,lab.creatinine\n")
    load_site_codes(table)
    assert read_record(RECORD).events["lab.creatinine"][0].tier == "site"
    forget_site_codes()
    assert read_record(RECORD).events == {}
