"""A cohort review on a cluster: Spark hands the shards to its workers and looks after those that die.

Every task calls `osteon.cohort.shard.run_shard`, as a process on one machine does. Only numbers of shards and summaries travel through
Spark; records are read, and results written, by the workers themselves. See docs/cluster.md.
"""

from __future__ import annotations

import os
import pickle
import re
import shutil
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from osteon.cohort.folder import discard, finish
from osteon.cohort.job import Job, JobError, ShardSummary, part
from osteon.cohort.spark_task import SAID, done, task
from osteon.cohort.tables import TABLES

__all__ = ["in_words", "ready", "run"]

Tell = Callable[[ShardSummary], None]

ON_LOOPBACK = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false"}
"""For a Spark on this machine alone. On a cluster the settings of the site count."""
PORTS = {"spark": 7077, "sc": 15002}
PATIENCE = 5.0
"""Seconds to wait for an answer of the master."""


@contextmanager
def _quiet() -> Iterator[None]:
    """PySpark warns of versions of pandas that it does not know. Nothing is handed to pandas here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning, message="PySpark does not yet fully support pandas")
        yield


@_quiet()
def ready(master: str | None = None) -> None:
    """Raise JobError when it is plain, without starting Spark, that a run on it would fail: nothing installed, nobody there.

    `master`: as for `run`. It is worth a call before a long reading of input.
    """
    _pyspark()
    if master is None:
        if "PYSPARK_GATEWAY_PORT" not in os.environ and _active() is None:
            raise JobError(
                "no Spark is named. Give --master spark://HOST:7077, yarn, k8s://..., sc://HOST:15002, or local[2] to try it here."
            )
        return
    if _active() is not None:
        raise JobError("a Spark session is there already. Leave the master out to use it, or stop it first.")
    if not master.startswith("sc://") and not _java():
        raise JobError("Spark needs Java, and there is none on this machine. Install Java 17, or name its folder in JAVA_HOME.")
    _reach(master)


@_quiet()
def run(job: Job, *, master: str | None = None, tell: Tell | None = None) -> dict[str, Any]:
    """Review all shards on Spark and write the result; gives back what `summary.json` says. The same as `osteon.cohort.run` otherwise.

    `master`: where Spark is: `spark://HOST:PORT`, `yarn`, `k8s://...`, `local[4]`, or `sc://HOST:PORT` for Spark Connect. It is left
    out where a session is there already (a notebook, `spark-submit`); such a session is not ended. Nothing is left behind when the
    run fails. Raises JobError, also for whatever goes wrong in Spark; `osteon.record.store.StoreError`, OSError.
    """
    try:
        return finish(job, _reviewed(job, master, tell))
    except BaseException:
        discard(job)
        raise


def _reviewed(job: Job, master: str | None, tell: Tell | None) -> list[ShardSummary]:
    if not job.shards:
        return []
    with _session(master) as spark, _watched(job, tell):
        try:
            places = spark.range(0, len(job.shards), 1, len(job.shards))
            rows = places.mapInArrow(task(job), "answer binary").collect()
        except Exception as fault:
            # What Spark raises has no class in common, and differs between its versions.
            raise JobError(in_words(fault)) from fault
    told = [pickle.loads(row.answer) for row in rows]
    for answer in told:
        if isinstance(answer, Exception):
            raise answer
    wanting = [one.shard for one in told if one is not None and not _is_here(job, one.shard)]
    if wanting:
        raise JobError(
            f"the workers have written {len(wanting)} shards to {job.out}, but this machine does not find them there. "
            "Name a path that this machine and all workers share."
        )
    return [one for one in told if one is not None]


def _is_here(job: Job, shard: int) -> bool:
    return all(part(job, shard, table).exists() for table in TABLES)


# --- the session ---


def _pyspark() -> Any:
    try:
        import pyspark.sql
    except ImportError as fault:
        raise JobError("Spark is not installed. Install it: pip install 'osteon[spark]'.") from fault
    return pyspark.sql


def _active() -> Any:
    return _pyspark().SparkSession.getActiveSession()


@contextmanager
def _session(master: str | None) -> Iterator[Any]:
    """The session that is there, or one of our own, ended afterwards."""
    ready(master)
    there = _active()
    if there is not None:
        yield there
        return
    builder = _pyspark().SparkSession.builder.appName("osteon cohort review")
    try:
        spark = _configured(builder, master).getOrCreate()
    except Exception as fault:
        raise JobError(in_words(fault)) from fault
    try:
        yield spark
    finally:
        spark.stop()


def _configured(builder: Any, master: str | None) -> Any:
    if master is None:
        return builder
    if master.startswith("sc://"):
        return builder.remote(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if _is_alone(master):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        for name, value in ON_LOOPBACK.items():
            builder = builder.config(name, value)
    return builder.master(master).config("spark.ui.showConsoleProgress", "false")


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")


def _hosts(master: str) -> list[tuple[str, int]]:
    """Machine and port of each master that a URL names."""
    kind, _, rest = master.partition("://")
    if kind not in PORTS:
        return []
    found = []
    for one in rest.partition("/")[0].split(","):
        host, _, port = one.rpartition(":") if ":" in one else (one, "", "")
        if not host or not (port or str(PORTS[kind])).isdigit():
            raise JobError(f"{master} is no address of a Spark master. It looks like {kind}://HOST:{PORTS[kind]}.")
        found.append((host, int(port or PORTS[kind])))
    return found


def _is_alone(master: str) -> bool:
    hosts = [host for host, _ in _hosts(master)]
    return master.startswith("local") or bool(hosts) and all(host in ("127.0.0.1", "localhost") for host in hosts)


def _reach(master: str) -> None:
    """Ask whether anybody answers: Spark itself would try for a minute and then say so in a hundred lines."""
    if master == "yarn" and not {"HADOOP_CONF_DIR", "YARN_CONF_DIR"} & set(os.environ):
        raise JobError("for --master yarn, name the folder of the cluster's configuration in HADOOP_CONF_DIR.")
    hosts = _hosts(master)
    for host, port in hosts:
        try:
            socket.create_connection((host, port), PATIENCE).close()
            return
        except OSError:
            continue
    if hosts:
        raise JobError(f"no Spark answers at {master}. Is it started, and is this the address that it shows on its own page?")


# --- while it runs, and when it fails ---


@contextmanager
def _watched(job: Job, tell: Tell | None) -> Iterator[None]:
    """Tell of the shards as they are done, by looking into the folder of the parts; Spark itself only speaks at the end."""
    if tell is None:
        yield
        return
    over, known = threading.Event(), set[str]()

    def watch() -> None:
        ended = False
        while not ended:
            ended = over.wait(0.5)
            for summary in done(job, known):
                tell(summary)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


WORDS = (
    (SAID, "the review failed on {0}. It was tried again, to no avail."),
    (
        r"No module named '([\w.]+)'",
        "the Python of the workers has no {0}. Install osteon[spark] in it, or name another Python in PYSPARK_PYTHON.",
    ),
    (
        r'Cannot run program "([^"]+)"',
        "the workers have no {0}. Name the Python that they have, with Osteon in it, in PYSPARK_PYTHON.",
    ),
    (
        r"PYTHON_VERSION_MISMATCH|different minor version than",
        "the workers run another version of Python than this machine. Both need the same one, such as 3.11; PYSPARK_PYTHON names "
        "that of the workers.",
    ),
    (
        r"exited unexpectedly|crashed|ExecutorLostFailure|Remote RPC client disassociated",
        "the workers died on the same shard again and again, perhaps for want of memory. Raise spark.executor.memoryOverhead, "
        "or lower the number of tasks at once (spark.executor.cores).",
    ),
    (
        r"JAVA_GATEWAY_EXITED|Java gateway process exited|UnsupportedClassVersionError",
        "Java could not start Spark. Spark 4 needs Java 17 or newer; Spark 3.5 runs on Java 8, 11 and 17. Its own words stand above.",
    ),
    (r"All masters are unresponsive", "the Spark master does not answer any more."),
    (r"PACKAGE_NOT_INSTALLED\] ?([\w .>=-]+)", "Spark lacks a package on this machine: {0}. Install osteon[spark]."),
)
"""What Spark's messages hold, and what to tell instead. A message of Spark is a hundred lines of Java, seldom with advice."""


def in_words(fault: Exception) -> str:
    """What a message of Spark means for whoever started the review."""
    text = str(fault)
    for sign, words in WORDS:
        found = re.search(sign, text, flags=re.DOTALL)
        if found:
            return words.format(*(group.strip() for group in found.groups()))
    # The bridge to Java says first which of its own calls it was, and then, after a colon, what happened.
    text = text.partition("\n: ")[2] or text
    first = next((line.strip() for line in text.splitlines() if line.strip()), type(fault).__name__)
    return f"Spark gave up: {first[:400]}"
