"""What a worker checks before it begins, what it tells when something is amiss, and what is made of the words of Spark."""

import pickle
import socket
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from cluster.standalone import PATIENTS, free_port

pa = pytest.importorskip("pyarrow")

from osteon import cohort  # noqa: E402 - needs Arrow
from osteon.cohort import spark, spark_task  # noqa: E402


@pytest.fixture
def job(store: Path, tmp_path: Path) -> cohort.Job:
    return cohort.prepare(store, tmp_path / "out", dates=[date(2025, 6, 1)])


def answers(job: cohort.Job, *, sees: cohort.Job | None = None, has: dict[str, str] | None = None) -> list[object]:
    """What the tasks of a job answer. `sees`: the job with the folders as another machine has them; `has`: what the driver has."""
    sees = sees or job
    wanted = asdict(spark_task.same_here(job)) | (has or {})
    batches = [pa.record_batch({"id": [place]}) for place in range(len(job.shards))]
    told = spark_task.answers(pickle.dumps(job), sees.store, sees.parts, wanted, batches)
    return [pickle.loads(row) for batch in told for row in batch.column(0).to_pylist()]


def test_tasks_answer_with_the_summaries_of_their_shards(job: cohort.Job):
    summaries = answers(job)
    assert [one.shard for one in summaries] == list(job.shards)
    assert cohort.finish(job, summaries)["patients"] == PATIENTS


def test_the_progress_tells_each_shard_once(job: cohort.Job):
    known: set[str] = set()
    assert list(spark_task.done(job, known)) == []
    summaries = answers(job)
    assert list(spark_task.done(job, known)) == summaries
    assert list(spark_task.done(job, known)) == []


def test_a_worker_that_does_not_see_the_result_says_so(job: cohort.Job, tmp_path: Path):
    elsewhere = replace(job, parts=str(tmp_path / "other" / "parts"))
    fault = answers(job, sees=elsewhere)[0]
    assert isinstance(fault, cohort.JobError)
    assert str(fault) == (
        f"worker {socket.gethostname()} does not see {tmp_path / 'other'}. Name a path that this machine and all workers share."
    )


def test_a_worker_that_does_not_see_the_store_says_so(job: cohort.Job, tmp_path: Path):
    fault = answers(job, sees=replace(job, store=str(tmp_path / "nowhere")))[0]
    assert f"does not see {tmp_path / 'nowhere'}" in str(fault)


def test_a_worker_with_another_store_of_the_same_name_says_so(job: cohort.Job):
    assert "sees another store" in str(answers(job, has={"store": "0" * 64})[0])


@pytest.mark.parametrize("what", ["osteon", "pathway"])
def test_a_worker_with_another_version_says_so(job: cohort.Job, what: str):
    fault = answers(job, has={what: "0.0.1"})[0]
    assert f"{what} " in str(fault) and "this machine has 0.0.1" in str(fault)


def test_after_a_shard_that_cannot_be_read_no_other_is_begun(job: cohort.Job, monkeypatch: pytest.MonkeyPatch):
    def unreadable(job: cohort.Job, shard: int) -> None:
        raise ValueError(f"shard {shard} is broken")

    monkeypatch.setattr(spark_task, "run_shard", unreadable)
    first, *rest = answers(job)
    assert isinstance(first, ValueError) and rest == [None] * (len(job.shards) - 1)


def test_a_fault_of_the_file_system_fails_the_task_so_that_it_is_tried_again(
    job: cohort.Job, monkeypatch: pytest.MonkeyPatch
):
    def full(job: cohort.Job, shard: int) -> None:
        raise OSError(28, "No space left on device", "/there/00000-verdicts.parquet")

    monkeypatch.setattr(spark_task, "run_shard", full)
    with pytest.raises(RuntimeError) as caught:
        answers(job)
    words = spark.in_words(RuntimeError(f"Job aborted ... Task 3 failed 4 times ...: {caught.value}\n at java.base"))
    assert words == (
        f"the review failed on worker {socket.gethostname()}: No space left on device. It was tried again, to no avail."
    )


@pytest.mark.parametrize(
    ("of_spark", "ours"),
    [
        ("Traceback ...\nModuleNotFoundError: No module named 'osteon'\n\tat java", "has no osteon. Install osteon[spark]"),
        ('java.io.IOException: Cannot run program "/opt/python3": error=2', "have no /opt/python3"),
        ("[PYTHON_VERSION_MISMATCH] Python in worker has different version: 3.10", "another version of Python"),
        ("Python worker exited unexpectedly (crashed)", "for want of memory"),
        ("[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number.", "Java 17 or newer"),
        ("org.apache.spark.SparkException: strange\n\tat a\n\tat b", "Spark gave up: org.apache.spark.SparkException: strange"),
    ],
)
def test_the_words_of_spark_become_ours(of_spark: str, ours: str):
    words = spark.in_words(RuntimeError(of_spark))
    assert ours in words and "\n" not in words


def refused(job: cohort.Job, master: str | None) -> str:
    """The words with which a run ends that cannot begin; nothing of it may be left."""
    with pytest.raises(cohort.JobError) as caught:
        spark.run(job, master=master)
    assert not Path(job.out).exists()
    return str(caught.value)


def test_without_pyspark_it_is_said_how_to_install_it(job: cohort.Job, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark", None)
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    assert refused(job, "local[2]") == "Spark is not installed. Install it: pip install 'osteon[spark]'."


def test_without_java_it_is_said_which_one(job: cohort.Job, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("pyspark", reason="needs Spark: make test-spark installs it")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "Install Java 17" in refused(job, "local[2]")


@pytest.mark.parametrize(
    ("master", "words"),
    [
        (None, "no Spark is named. Give --master"),
        ("spark://127.0.0.1:{port}", "no Spark answers at spark://127.0.0.1:"),
        ("sc://127.0.0.1:{port}", "no Spark answers at sc://127.0.0.1:"),
        ("spark://:seven", "spark://:seven is no address of a Spark master"),
        ("yarn", "HADOOP_CONF_DIR"),
    ],
)
def test_a_master_that_cannot_be_reached_is_named(
    job: cohort.Job, master: str | None, words: str, monkeypatch: pytest.MonkeyPatch
):
    pytest.importorskip("pyspark", reason="needs Spark: make test-spark installs it")
    for name in ("HADOOP_CONF_DIR", "YARN_CONF_DIR", "PYSPARK_GATEWAY_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(spark, "_java", lambda: "java")
    assert words in refused(job, master and master.format(port=free_port()))
