"""Arrow tables out of the arrays of a shard: verdicts, findings, facts. No Python object is made for a row."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from osteon.cohort.result import VERDICTS, ShardResult
from osteon.engine.evaluate import Evaluator
from osteon.engine.situation import EPOCH

__all__ = [
    "TABLES", "asked", "dates_of_days", "facts_table", "findings_table", "problems_table", "schema", "shown_schema",
    "verdicts_table",
]  # fmt: skip

TABLES = ("verdicts", "findings", "facts", "problems")

WORD = pa.dictionary(pa.int32(), pa.string())
VERDICT = pa.dictionary(pa.int8(), pa.string())
BECAUSE = pa.struct(
    [
        ("fact", WORD),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("answer", WORD),
        ("unit", WORD),
        ("at", pa.date32()),
        ("sources", pa.list_(WORD)),
    ]
)
FINDINGS = pa.schema(
    [
        ("patient", WORD),
        ("as_of", pa.date32()),
        ("finding", WORD),
        ("lesion", WORD),
        ("verdict", VERDICT),
        ("urgency", WORD),
        ("missing", pa.list_(WORD)),
        ("because", pa.list_(BECAUSE)),
    ]
)
FACTS = pa.schema(
    [
        ("patient", WORD),
        ("as_of", pa.date32()),
        ("fact", WORD),
        ("lesion", WORD),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("answer", WORD),
        ("unit", WORD),
        ("at", pa.date32()),
    ]
)
PROBLEMS = pa.schema(
    [("patient", WORD), ("source", pa.string()), ("path", pa.string()), ("message", pa.string()), ("input", WORD), ("line", pa.int32())]
)

PLACES = 9
EPOCH_DAY = EPOCH.toordinal()


def schema(evaluator: Evaluator, table: str) -> pa.Schema:
    """The columns of a table of the result, whether it has rows or not."""
    if table == "verdicts":
        rules = [(item.id, VERDICT) for item in asked(evaluator)]
        return pa.schema([("patient", pa.string()), ("as_of", pa.date32()), *rules])
    return {"findings": FINDINGS, "facts": FACTS, "problems": PROBLEMS}[table]


def shown_schema(columns: pa.Schema) -> pa.Schema:
    """The columns as a reader gets them: words inside lists as plain words, because few programs read them otherwise."""
    return pa.schema([pa.field(one.name, one.type if pa.types.is_dictionary(one.type) else _plain(one.type)) for one in columns])


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_list(kind):
        return pa.list_(_plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(one.name, _plain(one.type)) for one in kind])
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def asked(evaluator: Evaluator) -> list[Any]:
    """The recommendations that take part, in the order of the pathway."""
    return [item for item in evaluator.pathway.recommendations if evaluator.drafts or not item.draft]


def verdicts_table(evaluator: Evaluator, result: ShardResult, patients: pa.Array) -> pa.Table:
    """One row for each patient, one column for each recommendation. `patients`: their ids, in the order of the shard."""
    words = pa.array(VERDICTS)
    columns = [pa.DictionaryArray.from_arrays(pa.array(row), words, safe=False) for row in result.verdicts]
    return pa.Table.from_arrays([patients, dates_of_days(result.as_of), *columns], schema=schema(evaluator, "verdicts"))


def findings_table(evaluator: Evaluator, result: ShardResult, patients: pa.Array, facts: pa.Table) -> pa.Table:
    """One row for each verdict that the job asks for, with what is missing and what decided it. `facts`: the table of `facts_table`."""
    found, same = result.findings, _names(evaluator)
    columns = [
        _words(found.patient, patients),
        dates_of_days(result.as_of[found.patient]),
        _words(found.finding, same.findings),
        _lesions(found.lesion, result),
        pa.DictionaryArray.from_arrays(pa.array(found.verdict), pa.array(VERDICTS), safe=False),
        _words(same.urgency_of[found.finding], same.urgencies),
        pa.ListArray.from_arrays(found.missing_offsets, _words(found.missing, same.facts)),
        pa.ListArray.from_arrays(found.because_offsets, _reasons(result, facts, found.because)),
    ]
    return pa.Table.from_arrays(columns, schema=FINDINGS)


def facts_table(evaluator: Evaluator, result: ShardResult, patients: pa.Array) -> pa.Table:
    """One row for each fact that a finding rests on, or that is shown for its own sake."""
    facts, same = result.facts, _names(evaluator)
    said = _Said(same, result)
    columns = [
        _words(facts.patient, patients),
        dates_of_days(result.as_of[facts.patient]),
        _words(facts.fact, same.facts),
        _lesions(facts.lesion, result),
        *said.values(),
        dates_of_days(facts.at),
    ]
    return pa.Table.from_arrays(columns, schema=FACTS)


def problems_table(problems: pa.Table, patients: pa.Array) -> pa.Table:
    """What in the records could not be used. `patient` of `problems` is a row among the patients, or null."""
    whose = pa.concat_arrays(problems["patient"].chunks) if problems.num_rows else pa.array([], pa.int32())
    columns = [problems[name].cast(kind) for name, kind in zip(PROBLEMS.names[1:], PROBLEMS.types[1:], strict=True)]
    return pa.Table.from_arrays([pa.DictionaryArray.from_arrays(whose, patients, safe=False), *columns], schema=PROBLEMS)


class _Names:
    """What is the same for every shard: the words of facts, recommendations and units as Arrow arrays."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.facts = pa.array([fact.id for fact in evaluator.facts])
        units = [fact.unit if fact.kind == "number" else None for fact in evaluator.facts]
        self.date_like = np.array([{"date": 1, "moment": 2}.get(unit or "", 0) for unit in units], np.int8)
        shown = [None if unit in (None, "1", "date", "moment") else unit for unit in units]
        words = list(dict.fromkeys(unit for unit in shown if unit is not None))
        self.units = pa.array(words, pa.string())
        self.unit_of = np.array([words.index(unit) if unit is not None else -1 for unit in shown], np.int32)
        rules = asked(evaluator)
        self.findings = pa.array([item.id for item in rules], pa.string())
        urgencies = list(dict.fromkeys(item.urgency for item in rules))
        self.urgencies = pa.array(urgencies, pa.string())
        self.urgency_of = np.array([urgencies.index(item.urgency) for item in rules], np.int32)


@lru_cache(maxsize=8)
def _names(evaluator: Evaluator) -> _Names:
    return _Names(evaluator)


class _Said:
    """The answers of facts, told as a reader expects them: numbers as numbers, dates and conditions as words."""

    def __init__(self, same: _Names, result: ShardResult) -> None:
        facts = result.facts
        kind = same.date_like[facts.fact]
        number = kind == 0
        # What is left of a float beyond these places is noise of its arithmetic. Verdicts do not rest on it.
        lowest, spread = np.round(facts.low, PLACES), np.flatnonzero(facts.low < facts.high)
        highest = lowest.copy()
        highest[spread] = np.round(facts.high[spread], PLACES)
        exact = number & (lowest == highest)
        span = number & (lowest < highest)
        self.value, self.low, self.high = (
            pa.array(column, mask=~where)
            for column, where in ((lowest, exact), (lowest, span), (highest, span))
        )
        answer, words = facts.answer, list(result.answers)
        for code, spelt in ((1, _day_words), (2, _moment_words)):
            rows = np.flatnonzero((kind == code) & ~np.isnan(facts.low))
            if len(rows):
                spans, place = _distinct(facts.low[rows], facts.high[rows])
                answer = answer.copy()
                answer[rows] = len(words) + place
                words += spelt(spans)
        self.answer = _words(answer, pa.array(words, pa.string()))
        self.unit = _words(same.unit_of[facts.fact], same.units)

    def values(self) -> tuple[pa.Array, ...]:
        """Columns value, low, high, answer, unit."""
        return self.value, self.low, self.high, self.answer, self.unit


def _distinct(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different spans among some, and for each its place among these."""
    lows, of_low = np.unique(low, return_inverse=True)
    highs, of_high = np.unique(high, return_inverse=True)
    pairs, place = np.unique(of_low * len(highs) + of_high, return_inverse=True)
    return np.stack([lows[pairs // len(highs)], highs[pairs % len(highs)]], axis=1), place


def _reasons(result: ShardResult, told: pa.Table, rows: np.ndarray) -> pa.StructArray:
    """Facts as reasons, by their rows."""
    picked = pa.array(rows)
    offsets, places = _picked_lists(result.facts.source_offsets, result.facts.sources, rows)
    answers = [told[field.name].chunk(0).take(picked) for field in list(BECAUSE)[:-1]]
    sources = pa.ListArray.from_arrays(offsets, _words(places, result.source_names))
    return pa.StructArray.from_arrays([*answers, sources], fields=list(BECAUSE))


def _picked_lists(offsets: np.ndarray, values: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lists picked by row: their offsets and their values."""
    starts = offsets[rows]
    lengths = offsets[rows + 1] - starts
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    before = ends - lengths
    places = np.arange(total) - np.repeat(before - starts, lengths)
    return np.concatenate([[0], ends]).astype(np.int32), values[places]


def _lesions(rows: np.ndarray, result: ShardResult) -> pa.DictionaryArray:
    """The ids of lesions. Many patients have a lesion of the same id; among the words each stands once."""
    names = result.lesion_names.dictionary_encode()
    # The last place is that of -1.
    return _words(np.append(names.indices.to_numpy(), -1)[rows], names.dictionary)


def _words(codes: np.ndarray, words: pa.Array) -> pa.DictionaryArray:
    """Words by their places; -1 is none."""
    codes = codes.astype(np.int32, copy=False)
    none = codes < 0
    places = pa.array(codes, mask=none) if none.any() else pa.array(codes)
    return pa.DictionaryArray.from_arrays(places, words, safe=False)


def dates_of_days(days: np.ndarray) -> pa.Array:
    """Dates out of days counted as by `date.toordinal`; 0 is none."""
    none = days == 0
    since = (days - EPOCH_DAY).astype(np.int32)
    return (pa.array(since, mask=none) if none.any() else pa.array(since)).view(pa.date32())


def _day_words(spans: np.ndarray) -> list[str]:
    """Dates as words, `2024-03-01`; one that is not exact as a span, `2024-03-01/2024-03-31`."""
    return _span_words((spans - EPOCH_DAY).astype("datetime64[D]"))


def _moment_words(spans: np.ndarray) -> list[str]:
    """Moments as words, `2024-03-01T08:30`, or as a span of two."""
    return _span_words(np.round(spans * 3_600_000).astype("datetime64[ms]").astype("datetime64[m]"))


def _span_words(spans: np.ndarray) -> list[str]:
    texts = np.datetime_as_string(spans)
    return [low if low == high else f"{low}/{high}" for low, high in texts.tolist()]
