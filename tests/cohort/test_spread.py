"""Work in processes: answers in the order of the items, one worker that makes the others of itself, and deaths told in words."""

import importlib
import os
import sys

import pytest

from osteon.cohort.job import BrokenOffError
from osteon.cohort.spread import spread

TASKS = """
import os, signal, time
made = []
def ready():
    made.append(os.getpid())
def who(item):
    time.sleep(0.05)
    return item, os.getpid(), tuple(made)
def first_copy_dies(item):
    time.sleep(0.05)
    if made and os.getpid() != made[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return item
def wrong(item):
    raise ValueError(f"item {item}")
"""


@pytest.fixture
def tasks(tmp_path, monkeypatch):
    (tmp_path / "tasks_of_a_test.py").write_text(TASKS)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]))
    yield importlib.import_module("tasks_of_a_test")
    sys.modules.pop("tasks_of_a_test")


def test_each_item_is_answered_in_its_place_by_processes_of_their_own(tasks):
    heard = []
    answers = spread(tasks.who, range(20), workers=3, tell=heard.append, ready=tasks.ready)
    assert [item for item, *_ in answers] == list(range(20)) and sorted(heard) == sorted(answers)
    assert 2 <= len({pid for _, pid, _ in answers}) <= 3 and os.getpid() not in {pid for _, pid, _ in answers}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
def test_what_makes_a_worker_ready_is_done_once_for_all(tasks):
    answers = spread(tasks.who, range(12), workers=3, ready=tasks.ready)
    assert len({made for *_, made in answers}) == 1 and len(answers[0][2]) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
def test_a_copy_that_dies_is_told_in_words(tasks):
    with pytest.raises(BrokenOffError, match="worker process ended"):
        spread(tasks.first_copy_dies, range(50), workers=2, ready=tasks.ready)


def test_what_goes_wrong_with_an_item_is_raised(tasks):
    with pytest.raises(ValueError, match="item"):
        spread(tasks.wrong, range(5), workers=2)
