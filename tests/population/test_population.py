"""The made-up cohort: the same for the same seed, of the promised size, and readable to the last entry."""

import gzip
import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.population import bundle, lines, resources
from benchmarks.population.__main__ import main
from benchmarks.population.scenario import SCENARIO

from osteon.record import read_record
from osteon.terminology import concept

PEOPLE = 120


@pytest.fixture(scope="module")
def cohort():
    return [lines(1, number) for number in range(PEOPLE)]


def _written(folder, ending=".ndjson"):
    """Resource type -> lines, from the files of an export."""
    found = {}
    for path in sorted(folder.iterdir()):
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        kind = path.name.partition(".")[0].partition("-")[0]
        found.setdefault(kind, []).extend(text.decode().splitlines())
    return found


def _together(people):
    found = {}
    for one in people:
        for kind, texts in one.items():
            found.setdefault(kind, []).extend(texts)
    return {kind: texts for kind, texts in found.items() if texts}


# --- the same again ---------------------------------------------------------------------------------------------------


def test_a_patient_is_the_same_whatever_else_is_made():
    alone = lines(1, 17)
    for number in (3, 400_000):
        lines(1, number)
    assert lines(1, 17) == alone


def test_a_patient_is_the_same_in_another_process():
    """The order in which Python goes through a set of words differs from process to process."""
    program = "import hashlib; from benchmarks.population import bundle; d = hashlib.sha256()\n"
    program += f"for number in range({PEOPLE}): d.update(bundle(number))\nprint(d.hexdigest())"
    found = set()
    for seed in ("1", "2"):
        there = {**os.environ, "PYTHONHASHSEED": seed}
        here = Path(__file__).parents[2]
        told = subprocess.run([sys.executable, "-c", program], cwd=here, env=there, capture_output=True, check=True)
        found.add(told.stdout)
    assert len(found) == 1


def test_another_seed_and_another_number_are_other_people():
    assert len({bundle(17), bundle(18), bundle(17, seed=2)}) == 3


def test_an_export_holds_the_patients_asked_for(tmp_path, cohort, capsys):
    main(["--patients", "7", "--first-patient", "5", "--out", str(tmp_path / "made")])
    assert _written(tmp_path / "made") == _together(cohort[5:12])
    assert "7 patients" in capsys.readouterr().err


def test_blocks_have_the_same_borders_wherever_an_export_begins(tmp_path):
    main(["--patients", "4", "--first-patient", "998", "--out", str(tmp_path)])
    names = {path.name for path in tmp_path.iterdir() if path.name.startswith("Patient")}
    assert names == {"Patient-0000.ndjson", "Patient-0001.ndjson"}


def test_one_file_for_each_type_compressed(tmp_path, cohort, capsys):
    by_type = ["--patients", "3", "--out", str(tmp_path), "--files-by-type", "--gz"]
    main(by_type)
    assert {path.name for path in tmp_path.iterdir()} == {f"{kind}.ndjson.gz" for kind in _together(cohort[:3])}
    assert _written(tmp_path) == _together(cohort[:3])
    with pytest.raises(SystemExit):
        main(by_type)
    assert "empty or a new folder" in capsys.readouterr().err


# --- size -------------------------------------------------------------------------------------------------------------


def test_records_have_the_size_of_real_ones_and_vary(cohort):
    sizes = [sum(len(text.encode()) for texts in one.values() for text in texts) for one in cohort]
    counts = [sum(map(len, one.values())) for one in cohort]
    assert 48_000 < statistics.mean(sizes) < 68_000
    assert 55 < statistics.mean(counts) < 80
    assert max(sizes) > 6 * min(sizes)


# --- readable ---------------------------------------------------------------------------------------------------------


def test_every_line_is_one_resource_of_its_file(cohort):
    for one in cohort:
        for kind, texts in one.items():
            for text in texts:
                assert "\n" not in text
                assert json.loads(text)["resourceType"] == kind


def test_every_entry_is_counted_and_hardly_any_refused(cohort):
    refused = read = 0
    unread = Counter()
    for number in range(PEOPLE):
        timeline = read_record(bundle(number))
        assert timeline.read == len(resources(number))
        assert timeline.read == timeline.used + sum(timeline.ignored.values()) + timeline.refused
        assert timeline.patient.id == resources(number)[0]["id"]
        refused, read = refused + timeline.refused, read + timeline.read
        unread.update(
            problem.message for problem in timeline.problems if "form that cannot be read" in problem.message
            or "another person" in problem.message or "no resource type" in problem.message
        )  # fmt: skip
    assert not unread
    assert refused < 0.01 * read


def test_every_concept_of_the_scenario_is_one_of_the_product():
    asked = SCENARIO["asked"].values()
    named = {name for row in asked for name in row["concepts"]}
    named |= {name for row in asked for key in ("answers", "numbers") for name in row.get(key, {})}
    named |= set(SCENARIO["labs"]) | set(SCENARIO["scores"]) | set(SCENARIO["imaging"]["share"])
    named |= {name for key in ("long_bones", "vertebrae", "others", "rare") for name in SCENARIO["bone"][key]}
    named |= {row[0] for row in SCENARIO["orders"]["rows"]} | (set(SCENARIO["agents"]["which"]) - {"none"})
    groups = (*SCENARIO["lines"]["first"].values(), *SCENARIO["lines"]["later"].values())
    named |= {f"drug.{name}" for regimens in groups for regimen in regimens for name in regimen.split("+")}
    for name in named:
        assert concept(name).id == name
