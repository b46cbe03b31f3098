"""A shard read for a few facts only: the entries of other concepts are left in the file, and the answers are the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from osteon.cohort.evaluation import concepts_of, read
from osteon.engine.columns import Columns
from osteon.engine.evaluate import compile_pathway
from osteon.engine.settings import Settings
from osteon.pathway import pathway
from osteon.pathway.bone_agents.checks import BONE_METASTASES
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER, METASTASIS_FIRST_SEEN
from osteon.pathway.renal_function.facts import CREATININE
from osteon.pathway.tumour.receptors import HER2_POSITIVE
from osteon.record.store import open_store, read_shard

ASKED = (BREAST_CANCER, BONE_METASTASIS, METASTASIS_FIRST_SEEN, BONE_METASTASES, HER2_POSITIVE, CREATININE)


def test_facts_say_the_same_when_only_their_concepts_are_read(store):
    opened = open_store(store)
    whole, some = read(opened, opened.shards), read(opened, opened.shards, concepts_of(ASKED))
    assert 0 < len(some.population.events.patient) < len(whole.population.events.patient) / 2
    assert some.patients.equals(whole.patients)
    evaluator = compile_pathway(pathway(), Settings())
    days = np.where(whole.newest == 0, 1, whole.newest)
    answers = [Columns(evaluator, data.population, days) for data in (whole, some)]
    known = 0
    for fact in ASKED:
        one, other = (replace(columns.value(fact)) for columns in answers)
        assert np.array_equal(one.known, other.known)
        known += int(one.known.sum())
        for field in ("true", "false", "low", "high", "codes"):
            if hasattr(one, field):
                assert np.array_equal(getattr(one, field), getattr(other, field), equal_nan=field in ("low", "high"))
    assert known


def test_only_the_concepts_asked_for_are_read(store):
    opened = open_store(store)
    shard = opened.shards[0]
    asked = {"lab.creatinine", "condition.metastasis.bone"}
    words = read_shard(opened, shard, ("events",), asked)["events"]["concept"].to_pylist()
    every = read_shard(opened, shard, ("events",))["events"]["concept"].to_pylist()
    assert words == [word for word in every if word in asked]
    assert set(words) == asked
    assert read_shard(opened, shard, ("events", "gaps"), frozenset())["events"].num_rows == 0
