"""Processes that make reviews: the same reviews, none lost when one falls over, none left behind when the server is gone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

import osteon
from osteon.engine.settings import Settings, make_settings
from osteon.pathway import pathway
from osteon.record.limits import RecordError
from osteon.serve.making import make_review, make_review_in_fhir
from osteon.serve.workers import Workers
from serve.conftest import EXAMPLES
from serve.process import free_port, running
from serve.small import bundle, patient
from waiting import wait_for

DAY = date(2025, 6, 1)


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Two processes."""
    found = Workers(2)
    yield found
    found.close()


def below(process: int) -> list[int]:
    """Processes that this one started."""
    return [int(one) for task in Path(f"/proc/{process}/task").iterdir() for one in (task / "children").read_text().split()]


def lives(process: int) -> bool:
    """Whether it runs; one that has ended and that nobody has asked after does not."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_another_process_makes_the_same_review(workers: Workers):
    expected = {file: osteon.review_record(file, as_of=DAY).to_json_bytes() for file in EXAMPLES}
    asked = EXAMPLES * 3
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda file: workers.do(make_review, Settings(), file.read_bytes(), DAY), asked))
    assert [item.body for item in made] == [expected[file] for file in asked]


def test_it_reviews_as_the_site_has_set_it():
    settings = make_settings(pathway(), [("osteon.toml", {"policies": {"za_dose_basis": "current"}})])
    workers = Workers(1, settings)
    record = EXAMPLES[0].read_bytes()
    try:
        there = workers.do(make_review, settings, record, DAY).body
    finally:
        workers.close()
    assert there == make_review(settings, record, DAY).body != make_review(Settings(), record, DAY).body


def test_what_is_wrong_with_a_record_is_told_here_too(workers: Workers):
    with pytest.raises(RecordError):
        workers.do(make_review_in_fhir, Settings(), b"[]", DAY)
    assert workers.do(make_review, Settings(), b"[]", DAY).body is None


def test_a_fault_of_the_program_is_not_told_in_its_own_words(workers: Workers, capfd: pytest.CaptureFixture[str]):
    with pytest.raises(RuntimeError) as caught:
        workers.do(bytes.fromhex, "weepingwillow")
    assert "non-hexadecimal" not in str(caught.value)
    said = capfd.readouterr().err
    assert "ValueError" in said and "non-hexadecimal" not in said and "Traceback" not in said
    assert workers.do(len, "four") == 4


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes through /proc")
def test_one_that_falls_over_is_replaced(workers: Workers):
    first = workers.do(os.getpid)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: not lives(first))
    assert workers.do(os.getpid) not in (first, os.getpid())
    with pytest.raises(RuntimeError, match="ended twice"):
        workers.do(os.abort)
    assert workers.do(len, "four") == 4


def test_with_none_it_is_done_here():
    assert Workers(0).do(os.getpid) == os.getpid()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes through /proc")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_none_is_left_when_the_server_is_gone(tmp_path: Path, end: signal.Signals):
    with running(free_port(), tmp_path / "log", "--data", str(tmp_path / "data")) as server:
        assert server.ask("POST", "/fhir", bundle(patient()))[0] == 200
        assert server.ask("GET", "/fhir/Patient/ann/$review")[0] == 200
        found = below(server.process.pid)
        assert found
        # As a terminal or a service manager does it: the signal goes to all of them.
        for process in found if end != signal.SIGKILL else ():
            os.kill(process, end)
        server.end(end)
        wait_for(lambda: not any(lives(process) for process in found))
