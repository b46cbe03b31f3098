"""Parts of a file are cut at the same places, however it arrives and wherever one goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osteon.serve.fetching import lines
from osteon.serve.fetching.failures import CutError, RemoteError
from osteon.serve.fetching.lines import START, ChangedError, Part, Place, parts

LINE = st.one_of(
    st.sampled_from([b"", b" ", b"{}", b'{"a":"\xc3\xa9"}', b"\r"]),
    st.binary(max_size=80).map(lambda some: b"{" + some.replace(b"\n", b"") + b"}"),
)


@pytest.fixture(autouse=True, scope="module")
def small() -> Iterator[None]:
    """Bounds that a short file reaches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "PART_BYTES", 100)
        patch.setattr(lines, "PART_LINES", 3)
        patch.setattr(lines, "LONGEST_LINE", 60)
        yield


def pieces(data: bytes, cuts: list[int]) -> Iterator[bytes]:
    """The data in pieces."""
    places = sorted({min(cut, len(data)) for cut in cuts} | {0, len(data)})
    for begin, end in zip(places, places[1:], strict=False):
        yield data[begin:end]


def all_parts(data: bytes, cuts: list[int], place: Place = START) -> list[Part]:
    return list(parts(pieces(data, cuts), place, 10**6))


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, max_size=25), st.lists(st.integers(0, 1500), max_size=12), st.lists(st.integers(0, 1500), max_size=12))
def test_the_same_parts_however_it_arrives_and_wherever_one_goes_on(text: list[bytes], cuts: list[int], others: list[int]):
    data = b"".join(line + b"\n" for line in text)
    found = all_parts(data, cuts)
    assert found == all_parts(data, others)
    assert [part.last for part in found] == [False] * (len(found) - 1) + [True]
    assert found[-1].after.position == len(data)
    assert found[-1].after.lines == sum(bool(line.strip()) for line in text)
    kept = b"".join(part.body for part in found)
    assert kept == b"".join(line + b"\n" for line in text if len(line) < 60)
    assert sum(len(part.issues) for part in found) == sum(len(line) >= 60 for line in text)
    for number, part in enumerate(found[:-1]):
        assert all_parts(data, others, part.after) == found[number + 1 :]


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=12), st.integers(0, 1500), st.data())
def test_another_beginning_is_noticed(text: list[bytes], cut: int, data: st.DataObject):
    whole = b"".join(line + b"\n" for line in text)
    place = all_parts(whole, [cut])[-1].after
    changed = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ChangedError):
        all_parts(whole[:changed] + bytes([whole[changed] ^ 1]) + whole[changed + 1 :], [cut], place)
    with pytest.raises(ChangedError):
        all_parts(whole[:-1], [cut], place)


def test_a_last_line_without_its_end():
    assert all_parts(b'{"a":1}\n{"b":2}', [3])[-1].after.lines == 2
    with pytest.raises(CutError):
        all_parts(b'{"a":1}\n{"b":2', [3])
    with pytest.raises(CutError):
        all_parts(b"{" + b"x" * 100, [3])


def test_no_more_than_so_many_bytes():
    assert list(parts(iter([b"{}\n" * 10]), START, 30))
    with pytest.raises(RemoteError):
        list(parts(iter([b"{}\n" * 10]), START, 29))
