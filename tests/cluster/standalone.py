"""A real Spark cluster on this machine: a master and workers, each a process of its own, all on the loopback address."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

PATIENTS = 60
"""In the store that is reviewed."""
PATIENCE = 300
"""Seconds to wait for a part of Spark, or for a whole review, before the test fails. An idle machine needs a tenth."""
DAY = "2025-06-01"
QUICK = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""A Java that lives for some seconds spends most of them on getting faster."""


class Cluster(NamedTuple):
    """A running cluster. Its workers are processes that lead a group of their own."""

    master: str
    workers: list[subprocess.Popen]


def needed() -> None:
    """Skip the test where it cannot run."""
    pytest.importorskip("pyspark", reason="needs Spark: make test-spark installs it")
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        pytest.skip("needs Java 17 or newer, for Spark")


@contextmanager
def cluster(folder: Path, *environments: dict[str, str]) -> Iterator[Cluster]:
    """A cluster with one worker for each environment given, with one processor each; ended at the end."""
    processes = []
    port = free_port()
    url = f"spark://127.0.0.1:{port}"
    try:
        start = ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
        processes.append(spark_class(folder / "master.log", start))
        wait_for(folder / "master.log", "New state: ALIVE")
        for number, more in enumerate(environments):
            log = folder / f"worker-{number}.log"
            start = ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g"]
            start += ["--work-dir", os.fspath(folder / f"work-{number}"), "--webui-port", "0", url]
            processes.append(spark_class(log, start, more))
        for number in range(len(environments)):
            wait_for(folder / f"worker-{number}.log", "Successfully registered with master")
        yield Cluster(url, processes[1:])
    finally:
        for process in processes:
            end(process)


def spark_class(log: Path, arguments: list[str], more: dict[str, str] | None = None) -> subprocess.Popen:
    """Start a part of Spark."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {**os.environ, "SPARK_HOME": os.fspath(home), "SPARK_LOCAL_IP": "127.0.0.1", **QUICK, **(more or {})}
    with log.open("wb") as sink:
        return subprocess.Popen(
            [home / "bin" / "spark-class", *arguments], stdout=sink, stderr=sink, env=environment, start_new_session=True
        )


def end(process: subprocess.Popen) -> None:
    """Kill a process and those that it started, at once and without a word, as a machine dies that loses its power."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(log: Path, words: str) -> None:
    """Wait until a log says something."""
    wait_until(lambda: words in log.read_text(errors="replace"), lambda: log.read_text(errors="replace"))


def wait_until(true, otherwise) -> None:
    """Wait until something is true; fail with the text that `otherwise` gives."""
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, otherwise()
        time.sleep(0.05)


@contextmanager
def review(store: Path, out: Path, master: str, log: Path) -> Iterator[subprocess.Popen]:
    """`osteon cohort review --engine spark` in a process of its own, ended at the end."""
    command = [sys.executable, "-m", "osteon", "cohort", "review", os.fspath(store), "--out", os.fspath(out)]
    command += ["--detail", "all", "--as-of", DAY, "--engine", "spark", "--master", master]
    with log.open("wb") as sink:
        run = subprocess.Popen(command, stdout=sink, stderr=sink, env={**os.environ, **QUICK}, start_new_session=True)
    try:
        yield run
    finally:
        end(run)
