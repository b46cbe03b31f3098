"""The report of a store: what is known of the deck stands on the page and in the files, and nothing about a person does."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cohort_report.conftest import COPIES, DECK
from house import tree
from osteon.cohort import JobError
from osteon.cohort.outcomes import figures, outcomes
from osteon.cohort.report import Report, make_report, render_report, write_tables
from osteon.cohort.report.small_cells import words_of
from osteon.record.store import StoreError

PARTS = ["counted", "events", "survival", "places", "quality", "records"]


@pytest.fixture(scope="module")
def made(deck: Path) -> Report:
    return make_report(deck, by=["subtype"], workers=1)


@pytest.fixture(scope="module")
def hidden(many: Path) -> Report:
    return make_report(many, by=["age"], smallest_cell=5, workers=1)


def figure(report: Report, id: str) -> pa.Table:
    return next(one for one in report.figures if one.id == id).table


def test_all_parts_are_there_and_every_figure_has_a_name_of_its_own(made: Report):
    assert [section.id for section in made.sections] == PARTS
    ids = [one.id for one in made.figures]
    assert len(ids) == len(set(ids))
    assert {
        "attrition",
        "first-event",
        "first-event-by-subtype",
        "survival",
        "bone-sites",
        "measures",
        "facts-lacking",
        "problems",
    } <= {*ids}


def test_no_two_things_of_the_page_have_one_id(made: Report, hidden: Report):
    for report in (made, hidden):
        ids = re.findall(r'\sid="([^"]*)"', render_report(report))
        assert len(ids) == len(set(ids))


def test_no_figure_of_the_outcomes_is_left_away(made: Report, deck: Path):
    assert {one.id for one in figures(outcomes(deck), ["subtype"])} <= {one.id for one in made.figures}


def test_it_tells_what_was_worked_out_by_hand(made: Report):
    expected = DECK["cohort"]["sre"]
    assert figure(made, "attrition")["count"].to_pylist() == expected["attrition"]
    assert figure(made, "rates")["events"].to_pylist()[0] == expected["events"]
    page = render_report(made)
    assert f"{expected['attrition'][-1]} are followed beyond the index day" in page


def test_what_was_asked_stands_at_the_head_and_in_the_summary(deck: Path, tmp_path: Path):
    day = date(2021, 12, 31)
    report = make_report(deck, as_of=day, definition="sse", anchor="last_any", index="bone-agent", workers=1)
    about = dict(report.about)
    assert "31 December 2021" in about["Data up to"] and "sse" in about["Event"]
    said = write_tables(report, tmp_path / "tables")
    assert (said["as_of"], said["definition"], said["anchor"], said["index"]) == (
        "2021-12-31",
        "sse",
        "last_any",
        "bone-agent",
    )


def test_files_and_page_hold_the_same(made: Report, tmp_path: Path):
    write_tables(made, tmp_path / "tables")
    said = json.loads((tmp_path / "tables" / "summary.json").read_text())
    assert [one["id"] for one in said["figures"]] == [one.id for one in made.figures]
    for one in made.figures:
        assert pq.read_table(tmp_path / "tables" / f"{one.id}.parquet").equals(one.table)
        with (tmp_path / "tables" / f"{one.id}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == one.table.num_rows
        for row, other in zip(rows, one.table.to_pylist(), strict=True):
            assert list(row) == list(other)
            for name, value in other.items():
                if isinstance(value, float):
                    assert float(row[name]) == pytest.approx(value, rel=1e-12)
                elif not isinstance(value, (list, bool)):
                    assert row[name] == ("" if value is None else str(value))


def test_a_folder_with_other_things_is_left_alone(made: Report, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(JobError, match="holds other things"):
        write_tables(made, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_nothing_names_a_patient(made: Report, hidden: Report, tmp_path: Path):
    """No id, no reference to an entry, no day of birth; days there are only those of the data as a whole."""
    ids = {f"{patient['id']}{copy or ''}" for patient in DECK["patients"] for copy in range(COPIES)}
    born = {str(patient["born"]) for patient in DECK["patients"]}
    for number, report in enumerate((made, hidden)):
        write_tables(report, tmp_path / str(number))
        texts = [render_report(report), *(path.read_text() for path in (tmp_path / str(number)).glob("*.[cj]s*"))]
        words = {
            word
            for text in texts
            for word in re.split(r"[^\w-]+", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))
        }
        # Some ids of the deck are words that a report uses; those that are none must not be there.
        assert not {one for one in ids if any(c.isdigit() for c in one)} & words
        assert not any(re.search(r"\b(Patient|Condition|Observation|Procedure|Encounter)/", text) for text in texts)
        assert not born & words
        days = {one for text in texts for one in re.findall(r"\b\d{4}-\d{2}-\d{2}\b", text)}
        assert days <= {dict(report.facts)["data_until"]}
        for one in report.figures:
            assert not {"patient", "sources", "anchor", "birth_date"} & set(one.table.column_names)


NAMES = (
    "count",
    "people",
    "of",
    "cases",
    "patients",
    "events",
    "numerator",
    "denominator",
    "undecided",
    "open",
    "left_out",
    "ended",
    "at_risk",
)


@pytest.mark.parametrize("which", ["many", "deck", "one"])
def test_small_cells_are_withheld_everywhere(which: str, request: pytest.FixtureRequest):
    report = make_report(request.getfixturevalue(which), by=["age"], smallest_cell=5, workers=1)
    for one in report.figures:
        # Resources are no people.
        for name in () if one.id == "resources" else NAMES:
            if name in one.table.column_names:
                small = [value for value in one.table[name].to_pylist() if value is not None and 0 < value < 5]
                assert not small, (one.id, name, small)
        for sentence in {one.says, one.definition, *one.notes} - {words_of(5)}:
            people = r"(?<![\w.,-])([1-4])(?= (?:patients?|events?|entries|entry|more|is|are|of)\b)"
            assert not re.findall(people, sentence), (one.id, sentence)
    assert "Counts from 1 to 4 are withheld" in dict(report.about)["Small cells"]


def test_the_same_store_gives_the_same_page(made: Report, deck: Path):
    assert render_report(make_report(deck, by=["subtype"], workers=2)) == render_report(made)


@pytest.mark.parametrize("smallest", [1, 5])
@pytest.mark.parametrize("which", ["one", "nobody"])
def test_one_patient_and_none_are_reported_too(
    which: str, smallest: int, request: pytest.FixtureRequest, tmp_path: Path
):
    report = make_report(request.getfixturevalue(which), by=["sex"], smallest_cell=smallest, workers=1)
    page = render_report(report)
    write_tables(report, tmp_path / "tables")
    assert "nan" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL).replace("dominant", "")
    assert "None" not in page and "quality" in [section.id for section in report.sections]


@pytest.mark.parametrize(
    "words", [{"definition": "my-own"}, {"by": ["hair"]}, {"index": "birthday"}, {"anchor": "first"}]
)
def test_words_that_do_not_exist_are_refused(words: dict, deck: Path):
    with pytest.raises(JobError, match="is one of"):
        make_report(deck, workers=1, **words)


def test_a_folder_that_is_no_store_is_refused(tmp_path: Path):
    with pytest.raises(StoreError, match="no store"):
        make_report(tmp_path)


def test_the_delay_of_a_recommendation(deck: Path):
    days = [date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)]
    report = make_report(deck, rules=["bma-start-on-bone-mets"], dates=days, workers=1)
    assert "delay" in [section.id for section in report.sections]
    assert "from 2020-01-01 to 2022-01-01" in next(one for one in report.figures if one.id == "delay").definition


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_writes_page_and_tables(deck: Path, tmp_path: Path):
    out = tmp_path / "deep" / "report.html"
    done = tree.osteon(
        "cohort",
        "report",
        str(deck),
        "--out",
        str(out),
        "--tables",
        str(tmp_path / "tables"),
        "--by",
        "age",
        "--smallest-cell",
        "5",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "tables" / "summary.json").is_file()
    assert [path.name for path in out.parent.iterdir()] == ["report.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--definition", "mine"], 2, "the definition is one of"),
        (["--by", "hair"], 2, "the stratum is one of"),
        (["--rule", "bma-start-on-bone-mets"], 2, "give --every"),
        (["--every", "30d", "--from", "2020-01-01", "--as-of", "2021-01-01"], 2, "--every is for a delay"),
        (["--rule", "no-such", "--every", "30d", "--from", "2020-01-01", "--as-of", "2021-01-01"], 2, "no-such"),
    ],
)
def test_what_is_off_is_told_in_one_line(arguments: list[str], code: int, said: str, deck: Path, tmp_path: Path):
    done = tree.osteon("cohort", "report", str(deck), "--out", str(tmp_path / "r.html"), *arguments)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
    assert said in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_store_that_is_none_and_a_page_that_is_a_folder(deck: Path, tmp_path: Path):
    assert tree.osteon("cohort", "report", str(tmp_path), "--out", str(tmp_path / "r.html")).returncode == 3
    done = tree.osteon("cohort", "report", str(deck), "--out", str(tmp_path))
    assert done.returncode == 2 and "is a folder" in done.stderr
