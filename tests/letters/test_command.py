"""`osteon review --format clinic-letter` and `patient-letter`."""

from __future__ import annotations

from pathlib import Path

import pytest

from osteon.cli import main

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "bone-only.json")


def test_the_clinic_letter_is_written(capsys: pytest.CaptureFixture[str]):
    assert main(["review", EXAMPLE, "--format", "clinic-letter"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("<!doctype html>")
    assert "letter for the team" in said


@pytest.mark.parametrize("switch", ["", "patient_letters = false", 'patient_letters = "true"'])
def test_the_patient_letter_is_off_until_the_site_switches_it_on(tmp_path: Path, capsys: pytest.CaptureFixture[str], switch: str):
    settings = tmp_path / "osteon.toml"
    settings.write_text(f"[serve]\n{switch}\n")
    assert main(["review", EXAMPLE, "--format", "patient-letter", "--config", str(settings)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "switched off" in said.err


def test_the_patient_letter_has_the_number_of_the_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    settings = tmp_path / "osteon.toml"
    settings.write_text('[serve]\npatient_letters = true\nphone = "0300 1"\n')
    assert main(["review", EXAMPLE, "--format", "patient-letter", "--config", str(settings)]) == 0
    assert "0300 1" in capsys.readouterr().out


def test_where_there_is_to_be_no_letter_the_reason_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    settings, record = tmp_path / "osteon.toml", tmp_path / "record.json"
    settings.write_text("[serve]\npatient_letters = true\n")
    record.write_text('{"resourceType": "Patient", "id": "p"}')
    assert main(["review", str(record), "--format", "patient-letter", "--config", str(settings)]) == 2
    assert "breast cancer" in capsys.readouterr().err
