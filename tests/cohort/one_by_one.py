"""The result of a shard, made by the one-patient evaluator: the reference that the columns must equal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from osteon.cohort.job import DETAILS
from osteon.cohort.result import VERDICTS, Facts, Findings, ShardResult
from osteon.engine.evaluate import NOT_APPLICABLE, Evaluator, Outcome, bits
from osteon.engine.situation import Situation, as_of

__all__ = ["evaluate_one_by_one"]


def evaluate_one_by_one(
    evaluator: Evaluator, timelines: Sequence[Any], day: date | None, undated: date, detail: str
) -> ShardResult:
    """Review the timelines of one shard in their order. `day`: date of the review, None for that of each newest entry."""
    asked = [item for item in evaluator.pathway.recommendations if evaluator.drafts or not item.draft]
    place = {item.id: number for number, item in enumerate(asked)}
    written = DETAILS[detail]
    told = _Told(evaluator)
    verdicts = np.zeros((len(asked), len(timelines)), np.int8)
    dates = np.zeros(len(timelines), np.int32)
    shown = [evaluator.index[id(fact)] for topic in evaluator.pathway.topics for fact in topic.shown]
    for patient, timeline in enumerate(timelines):
        at = as_of(day or timeline.newest or undated)
        dates[patient] = at.ordinal
        situation = evaluator.situation(timeline, at)
        outcomes = evaluator.outcomes(situation)
        if _has_died(timeline, at.day):
            outcomes = [Outcome(item.recommendation, NOT_APPLICABLE, 0, 0, 0, item.lesion) for item in outcomes]
        told.begin(patient, timeline, situation)
        for outcome in outcomes:
            number, code = place[outcome.recommendation.id], VERDICTS.index(outcome.verdict)
            verdicts[number, patient] = max(verdicts[number, patient], code)
            if outcome.verdict in written:
                told.finding(number, code, outcome)
        for index in shown:
            told.shown(index)
        told.end()
    return ShardResult(dates, verdicts, *told.arrays())


def _has_died(timeline: Any, day: date) -> bool:
    person = timeline.patient
    return bool(person.deceased) if person.death_date is None else person.death_date <= day


class _Told:
    """Rows of findings and facts, as they are told."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.facts: list[tuple] = []
        self.sources: list[list[int]] = []
        self.findings: list[tuple] = []
        self.missing: list[list[int]] = []
        self.because: list[list[int]] = []
        self.answers: dict[str, int] = {}
        self.lesion_names: list[str] = []
        self.source_names: dict[str, int] = {}

    def begin(self, patient: int, timeline: Any, situation: Situation) -> None:
        self.patient, self.situation = patient, situation
        self.lesions = {item.id: len(self.lesion_names) + n for n, item in enumerate(timeline.lesions)}
        self.lesion_names += self.lesions
        self.rows: dict[tuple[int, str | None], int] = {}
        self.first = len(self.findings)

    def finding(self, number: int, code: int, outcome: Outcome) -> None:
        lesion = self.lesions[outcome.lesion] if outcome.lesion is not None else -1
        self.findings.append((self.patient, number, lesion, code))
        self.missing.append(bits(outcome.missing))
        self.because.append([self.row(index, outcome.lesion) for index in bits(outcome.decisive)])

    def end(self) -> None:
        order = sorted(range(self.first, len(self.findings)), key=self.findings.__getitem__)
        for rows in (self.findings, self.missing, self.because):
            rows[self.first :] = [rows[n] for n in order]

    def shown(self, index: int) -> None:
        fact = self.evaluator.facts[index]
        for lesion in [item.id for item in self.situation.lesions] if fact.per_lesion else [None]:
            value = self.evaluator.value(self.situation, fact, lesion)
            if value[0] is not None and value[0] is not False:
                self.row(index, lesion)

    def row(self, index: int, lesion: str | None) -> int:
        """The row of a fact; a fact about lesions that speaks for the patient is that of a lesion where it holds or is known."""
        evaluator, situation = self.evaluator, self.situation
        fact = evaluator.facts[index]
        if not fact.per_lesion:
            lesion = None
        elif lesion is None:
            known = {item.id: evaluator.value(situation, fact, item.id)[0] for item in situation.lesions}
            lesion = min(known, key=lambda name: (known[name] is not True, known[name] is None))
        found = self.rows.get((index, lesion))
        if found is not None:
            return found
        found = self.rows[index, lesion] = len(self.facts)
        value = evaluator.value(situation, fact, lesion)
        low = high = float("nan")
        answer = -1
        if value[0] is not None and fact.kind == "number":
            low, high = float(value[0]), float(value[1])
        elif value[0] is not None:
            words = ("yes" if value[0] else "no") if fact.kind == "boolean" else "|".join(value[0])
            answer = self.answers.setdefault(words, len(self.answers))
        events = self.entries(index, lesion, {})
        days = [event.start.toordinal() for event in events.values() if event.start is not None]
        where = self.lesions[lesion] if lesion is not None else -1
        self.facts.append((self.patient, index, where, low, high, answer, max(days, default=0)))
        names = dict.fromkeys(event.source for event in events.values())
        self.sources.append([self.source_names.setdefault(name, len(self.source_names)) for name in names])
        return found

    def entries(self, index: int, lesion: str | None, found: dict[int, Any]) -> dict[int, Any]:
        """The entries chosen by the facts read from the record that a fact rests on, in the order of the pathway."""
        for part in sorted(self.rests_on(index, lesion)):
            for event in self.memory(part, lesion)[1].get(part, ()):
                found[id(event)] = event
        return found

    def rests_on(self, index: int, lesion: str | None) -> set[int]:
        inner = self.memory(index, lesion)[2].get(index)
        return {index} if inner is None else set().union(*(self.rests_on(part, lesion) for part in bits(inner)))

    def memory(self, index: int, lesion: str | None) -> tuple:
        fact = self.evaluator.facts[index]
        if not fact.per_lesion:
            return self.situation.of_patient
        if lesion is None:
            known = {item.id: self.evaluator.value(self.situation, fact, item.id)[0] for item in self.situation.lesions}
            lesion = min(known, key=lambda name: (known[name] is not True, known[name] is None))
        return self.situation.lesion_memory[lesion][1:]

    def arrays(self) -> tuple:
        """The arrays of a `ShardResult`, after the verdicts."""
        columns = list(zip(*self.facts, strict=True)) or [()] * 7
        kinds = (np.int32, np.int16, np.int32, np.float64, np.float64, np.int32, np.int32)
        facts = [np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
        columns = list(zip(*self.findings, strict=True)) or [()] * 4
        kinds_of_findings = (np.int32, np.int16, np.int32, np.int8)
        findings = [np.array(column, kind) for column, kind in zip(columns, kinds_of_findings, strict=True)]
        return (
            Findings(*findings, *_lists(self.missing, np.int16), *_lists(self.because, np.int32)),
            Facts(*facts, *_lists(self.sources, np.int32)),
            list(self.answers),
            pa.array(self.lesion_names, pa.string()),
            pa.array(list(self.source_names), pa.string()),
        )


def _lists(rows: list[list[int]], kind: Any) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    return offsets, np.array([one for row in rows for one in row], kind)
