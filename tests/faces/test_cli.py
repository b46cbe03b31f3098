"""The command line as another program sees it: exit status, stdout, stderr."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "spine-and-femur.json"


def osteon(*arguments, stdin=b"", cwd=ROOT):
    environment = {**os.environ, "NO_COLOR": "1"}
    environment.pop("COLUMNS", None)
    return subprocess.run(
        [sys.executable, "-m", "osteon", *arguments],
        input=stdin,
        capture_output=True,
        env=environment,
        cwd=cwd,
        timeout=240,
    )


def test_standard_input_gives_the_same_review_as_the_file():
    one = osteon("review", str(EXAMPLE), "--format", "json")
    two = osteon("review", "-", "--format", "json", stdin=EXAMPLE.read_bytes())
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout


def test_json_is_all_that_goes_out_and_nothing_is_said_beside_it():
    done = osteon("review", str(EXAMPLE), "--format", "json")
    content = json.loads(done.stdout)
    assert done.stderr == b""
    for key in ("osteon", "pathway", "patient", "as_of", "skeleton", "facts", "scores", "findings", "problems"):
        assert key in content


@pytest.mark.parametrize("shape", ["text", "html", "fhir"])
def test_the_other_shapes_write_something(shape, tmp_path):
    target = tmp_path / "review.out"
    done = osteon("review", str(EXAMPLE), "--format", shape, "--output", str(target))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert len(target.read_bytes()) > 1000


def test_text_in_a_pipe_has_no_colour_codes():
    done = osteon("review", str(EXAMPLE))
    assert b"\x1b[" not in done.stdout
    assert done.stderr == b""


@pytest.mark.parametrize(("urgency", "status"), [("emergency", 1), ("info", 1)])
def test_fail_on_ends_with_one(urgency, status):
    assert osteon("review", str(EXAMPLE), "--format", "json", "--fail-on", urgency).returncode == status


def test_fail_on_ends_with_zero_when_nothing_reaches_it():
    patient = json.dumps({"resourceType": "Patient", "id": "a"}).encode()
    assert (
        osteon(
            "review", "-", "--format", "json", "--as-of", "2025-01-01", "--fail-on", "info", stdin=patient
        ).returncode
        == 0
    )


BAD = {
    "nothing": b"",
    "not JSON": b"hello",
    "cut short": EXAMPLE.read_bytes()[:5000],
    "another resource type": b'{"resourceType": "ValueSet", "id": "x"}',
    "no patient": b'{"resourceType": "Bundle", "type": "collection", "entry": []}',
    "two patients": b'[{"resourceType": "Patient", "id": "a"}, {"resourceType": "Patient", "id": "b"}]',
    "no such type": b'{"resourceType": 7}',
    "NaN": b'{"resourceType": "Patient", "id": "a", "x": NaN}',
    "deep": b'{"a":' * 1_000_000 + b"1" + b"}" * 1_000_000,
    "binary": bytes(range(256)) * 10,
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_ends_with_three_and_one_clear_message(name):
    done = osteon("review", "-", "--format", "json", stdin=BAD[name])
    assert done.returncode == 3
    assert done.stdout == b""
    message = done.stderr.decode()
    assert message.startswith("osteon: ")
    assert "Traceback" not in message
    assert len(message.strip().splitlines()) == 1


def test_a_file_that_is_too_large_is_refused_at_once(tmp_path):
    target = tmp_path / "large.json"
    with target.open("wb") as file:
        file.truncate(500_000_000)
    done = osteon("review", str(target))
    assert done.returncode == 3
    assert "MB" in done.stderr.decode()


def test_a_file_that_is_not_there_is_said_in_words(tmp_path):
    done = osteon("review", str(tmp_path / "nowhere.json"))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr.decode()


def test_one_unreadable_resource_ends_with_four_and_the_rest_is_reviewed():
    bundle = json.loads(EXAMPLE.read_bytes())
    bundle["entry"].append(
        {
            "resource": {
                "resourceType": "Observation",
                "id": "broken",
                "status": "final",
                "code": 7,
                "subject": {"reference": "Patient/ruth"},
            }
        }
    )
    done = osteon("review", "-", "--format", "json", stdin=json.dumps(bundle).encode())
    assert done.returncode == 4
    content = json.loads(done.stdout)
    assert any(item["source"] == "Observation/broken" for item in content["problems"])
    assert any(item["verdict"] == "met" for item in content["findings"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("review",),
        ("nonsense",),
        ("review", str(EXAMPLE), "--as-of", "yesterday"),
        ("review", str(EXAMPLE), "--policy", "no_such=1"),
        ("review", str(EXAMPLE), "--policy", "oops"),
        ("review", str(EXAMPLE), "--format", "pdf"),
        ("pathway", "show", "no-such-rule"),
        ("review", str(EXAMPLE), "--config", "no-such.toml"),
    ],
)
def test_wrong_words_end_with_two(arguments):
    done = osteon(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr.decode()


def test_settings_of_a_site_are_read_from_the_folder(tmp_path):
    (tmp_path / "osteon.toml").write_text('[policies]\nza_dose_basis = "current"\n[parameters]\nweight-max-age = 30\n')
    done = osteon("review", str(EXAMPLE), "--format", "json", cwd=tmp_path)
    content = json.loads(done.stdout)
    assert content["policies"]["za_dose_basis"] == "current"
    assert content["changed"] == {"za_dose_basis": "osteon.toml", "weight-max-age": "osteon.toml"}


def test_a_misspelt_setting_is_named_with_the_nearest(tmp_path):
    (tmp_path / "osteon.toml").write_text("[parameters]\nweight-max-ages = 30\n")
    done = osteon("review", str(EXAMPLE), cwd=tmp_path)
    assert done.returncode == 2
    assert "weight-max-age`" in done.stderr.decode()


def test_the_pathway_can_be_listed_shown_and_checked():
    listed = osteon("pathway", "list").stdout.decode()
    assert "za-avoid-crcl-lt30" in listed
    shown = osteon("pathway", "show", "za-avoid-crcl-lt30").stdout.decode()
    assert "LBL-ZA-US" in shown
    assert "30 mL/min" in shown
    assert osteon("pathway", "check").returncode == 0
