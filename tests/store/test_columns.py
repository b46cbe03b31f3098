"""The columns: they hold all that the readers look at, and dates are what the reader of dates says."""

from __future__ import annotations

import copy
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from osteon.record.fhir.bundle import Entry
from osteon.record.fhir.dates import as_instant, read_moment
from osteon.record.fhir.patients import Belonging
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.references import Index
from osteon.record.fhir.rules import READ_TYPES
from osteon.record.store import fields
from osteon.record.store.moments import ABSENT, BAD, ZONED, read_moments
from osteon.record.store.patterns import day_number, instant_number
from osteon.record.store.templates import read_one
from readers.test_accounting import RICH


class Watched(dict):
    """A resource that notes which of its fields a reader asks for."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)


def declared(kind: str) -> set[str]:
    told = fields.fields_of(kind)
    names = f"{told.main} {told.period} {told.told} {told.other} {told.shape} {told.references}".split()
    always = "id resourceType status meta subject patient extension contained identifier valueQuantity".split()
    return {*names, *always}


def test_every_field_that_a_reader_asks_for_is_a_column():
    missing: set[tuple[str, str]] = set()
    samples = [*RICH, *({"resourceType": kind, "id": "1", "status": "completed"} for kind in READ_TYPES)]
    statuses = ("completed", "final", "active", "stopped", "preliminary", "finished", "in-progress", "draft", None)
    for resource in samples:
        kind = resource["resourceType"]
        if kind not in READ_TYPES:
            continue
        for status in statuses:
            for drop in (None, *resource):
                seen = Watched(copy.deepcopy(resource) | {"status": status})
                if drop not in (None, "resourceType", "id"):
                    seen.pop(drop, None)
                reading = Reading(Index(), 32)
                read_one(Entry("x", kind, seen), Belonging("Patient/ann", None, frozenset()), reading)
                missing |= {(kind, name) for name in seen.asked - declared(kind)}
    assert not missing, "give each a place in record/store/fields.py"


TWO = st.integers(0, 99).map("{:02}".format)
DATES = st.one_of(
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.dates().map(lambda day: day.isoformat()),
    st.builds("{}-{}-{}".format, st.integers(0, 9999).map("{:04}".format), TWO, TWO),
    st.builds(
        "2024-{}-{}T{}:{}:{}{}{}".format,
        TWO,
        TWO,
        TWO,
        TWO,
        TWO,
        st.sampled_from(["", ".123", ".5", ".123456"]),
        st.sampled_from(["", "Z", "+02:00", "-05:30", "+24:00", "+02:60", "z", "+0200", "-00:00"]),
    ),
    st.text(alphabet="0123456789-T:.Z+ é", max_size=30),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.none() | DATES, min_size=1, max_size=30))
def test_dates_in_columns_are_those_of_the_reader(texts: list[str | None]):
    column = pa.array(texts, pa.string())
    found = read_moments(column)
    for place, text in enumerate(texts):
        if text is None:
            assert found.kind[place] == ABSENT
            continue
        want = read_moment(text)
        if want is None:
            assert found.kind[place] == BAD
            continue
        assert found.day[place] == day_number(want.day), text
        assert (found.kind[place] == ZONED) == (want.instant is not None), text
        assert found.instant[place] == instant_number(as_instant(want)), text
