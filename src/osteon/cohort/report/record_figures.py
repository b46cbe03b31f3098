"""How good the records are, as figures: facts that are lacking, and entries that could not be used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa

from osteon.cohort.report.figure import Figure
from osteon.cohort.report.records import Records
from osteon.cohort.report.small_cells import hide_rows, words_of
from osteon.cohort.report.words import how_many, spelt_day
from osteon.cohort.statistics import prevalence
from osteon.drawing.numbers import counted, percent

__all__ = ["record_figures"]

SYMPTOMS = "A sign or symptom that nobody wrote down is lacking too: it is a question to ask, not an omission."


def record_figures(
    found: Records, labels: Mapping[str, str], as_of: date | None, patients: int, smallest: int
) -> tuple[Figure, ...]:
    """Facts that are lacking, by how much they keep undecided; problems by kind; what became of all resources.

    `labels`: what each fact is called; `patients`: how many the store holds.
    """
    return _lacking(found, labels, as_of, patients, smallest), _problems(found, patients, smallest), _resources(found)


def _lacking(found: Records, labels: Mapping[str, str], as_of: date | None, patients: int, smallest: int) -> Figure:
    lacking = found.lacking
    rows = [
        (fact, number, len(lacking.recommendations[fact]), sum(lacking.recommendations[fact].values()))
        for fact, number in lacking.patients.items()
    ]
    rows.sort(key=lambda row: (-row[3], row[0]))
    people = np.full(len(rows), lacking.people, np.intp)
    share = prevalence(np.array([row[1] for row in rows], np.intp), people)
    table = pa.table(
        {
            "label": pa.array([labels.get(fact, fact) for fact, _, _, _ in rows], pa.string()),
            "fact": pa.array([fact for fact, _, _, _ in rows], pa.string()),
            "count": pa.array([number for _, number, _, _ in rows], pa.int64()),
            "of": pa.array(people, pa.int64()),
            "share": pa.array(share.share, pa.float64(), from_pandas=True),
            "recommendations": pa.array([number for _, _, number, _ in rows], pa.int64()),
            "undecided": pa.array([number for _, _, _, number in rows], pa.int64()),
        }
    )
    numbers = ["count", "share", "recommendations", "undecided"]
    few = 0 < lacking.people < smallest
    alive = how_many(None if few else lacking.people, "patient", "patients")
    table = hide_rows(
        table,
        smallest,
        ["count", "undecided", "of"],
        [*numbers, "of"] if few else numbers,
        parts=[("of", "count")],
        together=None,
    )
    told = [row for row in table.to_pylist() if row["share"] is not None]
    top = "; ".join(f"{row['label']} ({percent(row['share'])})" for row in told[:3])
    day = f"on {spelt_day(as_of)}" if as_of else "on the day of each patient's newest entry"
    drawn = ""
    if lacking.asked < patients:
        drawn = (
            f" Asked of {counted(lacking.asked)} of {counted(patients)} patients, whole shards of the store; a patient's "
            "shard is a hash of "
            "her id, so they are as good as drawn by lot."
        )
    return Figure(
        id="facts-lacking",
        title="Facts that are lacking",
        says=f"What leaves most advice undecided: {top}." if told else "No recommendation is undecided for want of a fact.",
        definition=f"Of {alive} with bone metastasis who are alive, those for whom at least "
        "one recommendation is undecided "
        f"without the fact, {day}. In the table: how many recommendations it keeps undecided in anybody, and in how many pairs of patient "
        f"and recommendation.{drawn}",
        table=table,
        chart="bars",
        notes=tuple(one for one in (SYMPTOMS, words_of(smallest)) if one),
    )  # fmt: skip


def _problems(found: Records, patients: int, smallest: int) -> Figure:
    rows = sorted(found.problems.items(), key=lambda one: (-one[1].entries, one[0]))
    table = pa.table(
        {
            "label": pa.array([f"{kind}: {message}" for (kind, message), _ in rows], pa.string()),
            "count": pa.array([number.entries for _, number in rows], pa.int64()),
            "patients": pa.array([number.patients for _, number in rows], pa.int64()),
        }
    )
    table = hide_rows(table, smallest, ["patients", "count"], ["patients", "count"], together=None)
    any_ = found.with_problems if found.with_problems >= smallest or not found.with_problems else None
    whole = sum(number.entries for number in found.problems.values())
    share = f" ({percent(any_ / patients)})" if any_ is not None and patients else ""
    return Figure(
        id="problems",
        title="Entries that could not be used as they are",
        says="Every entry that matters could be used."
        if not whole
        else f"{how_many(whole if whole >= smallest or not whole else None, 'entry', 'entries')} of "
        f"{how_many(any_, 'patient', 'patients')}{share} had something that could not be used.",
        definition="Problems that the readers met, in the whole store, by type of the resource and kind of the problem. What the entry "
        "says itself is left out here; the table `problems` of the store names each entry.",
        table=table,
        chart="bars",
        notes=tuple(one for one in (words_of(smallest),) if one),
    )  # fmt: skip


def _resources(found: Records) -> Figure:
    order = ["read", "used", "refused"]
    others = sorted((name for name in found.accounts if name not in order), key=lambda name: -found.accounts[name])
    names = [*(name for name in order if name in found.accounts), *others]
    words = {"read": "read", "used": "used: an event of some patient", "refused": "refused: could not be read"}
    table = pa.table(
        {
            "label": pa.array([words.get(name, f"set aside: {name.replace('-', ' ')}") for name in names], pa.string()),
            "count": pa.array([found.accounts[name] for name in names], pa.int64()),
        }
    )
    read, refused = found.accounts.get("read", 0), found.accounts.get("refused", 0)
    return Figure(
        id="resources",
        title="What became of all that was read",
        says=f"{counted(read)} resources were read, {counted(refused)} of them refused.",
        definition="Read = used + refused + set aside by a rule with a name, for the whole store.",
        table=table,
    )
