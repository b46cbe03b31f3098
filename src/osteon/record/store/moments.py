"""FHIR dates in columns: the same as `fhir.dates.read_moment`, which is asked for every spelling that is not a usual one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.record.fhir.dates import as_instant, read_moment

__all__ = ["ABSENT", "BAD", "CLASS_OF", "DAY", "TIME", "ZONED", "Moments", "read_moments"]

ABSENT, DAY, MONTH, YEAR, TIME, ZONED, BAD = range(7)
CLASS_OF: Final = {"day": DAY, "month": MONTH, "year": YEAR, "time": TIME}
"""Class of a date by its precision; a time with its zone is ZONED."""
EPOCH: Final = date(1970, 1, 1).toordinal()
MICROSECONDS: Final = 1_000_000
DAY_LENGTH: Final = 86400 * MICROSECONDS
_SHAPES: Final = {
    # Length of the text: where its zone stands, and where the fraction of a second.
    19: (None, None),
    20: (19, None),
    24: (23, 20),
    25: (19, None),
    29: (23, 20),
}
_LENGTHS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


class Moments(NamedTuple):
    """Arrays of one length. `day` counts from 1970-01-01; `instant` in microseconds (UTC), the day's start without a time."""

    kind: np.ndarray
    day: np.ndarray
    instant: np.ndarray


def read_moments(texts: pa.Array) -> Moments:
    """`texts` are null where there is no date."""
    count = len(texts)
    kind = np.zeros(count, np.int8)
    day = np.zeros(count, np.int32)
    instant = np.zeros(count, np.int64)
    if texts.null_count == count:
        return Moments(kind, day, instant)
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + count + 1]
    data = np.frombuffer(texts.buffers()[2], np.uint8)
    lengths = np.diff(offsets)
    present = pc.is_valid(texts).to_numpy(zero_copy_only=False)
    kind[present] = BAD
    for length in np.unique(lengths[present]).tolist():
        rows = np.flatnonzero(present & (lengths == length))
        if length == 10:
            _read_days(data, offsets[rows], rows, kind, day, instant)
        elif length in _SHAPES:
            _read_times(data, offsets[rows], rows, length, kind, day, instant)
    left = np.flatnonzero(kind == BAD)
    if len(left):
        _read_others(texts, left, kind, day, instant)
    return Moments(kind, day, instant)


def _digits(text: np.ndarray, start: int, end: int) -> np.ndarray:
    value = np.zeros(len(text), np.int64)
    for place in range(start, end):
        value = value * 10 + (text[:, place] - 48)
    return value


def _matches(text: np.ndarray, pattern: str) -> np.ndarray:
    """Rows that have a digit wherever the pattern has a 0, and the same character elsewhere; `*` is anything."""
    fits = np.ones(len(text), bool)
    for place, wanted in enumerate(pattern):
        if wanted == "0":
            fits &= (text[:, place] - 48).view(np.uint8) < 10
        elif wanted != "*":
            fits &= text[:, place] == ord(wanted)
    return fits


def _civil(text: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(days since 1970-01-01, whether such a day exists)."""
    year, month, day = _digits(text, 0, 4), _digits(text, 5, 7), _digits(text, 8, 10)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    exists = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)
    longest = _LENGTHS[np.clip(month, 1, 12) - 1] + (leap & (month == 2))
    exists &= day <= longest
    shifted = year - (month <= 2)
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    return days, exists


def _read_days(
    data: np.ndarray, starts: np.ndarray, rows: np.ndarray, kind: np.ndarray, day: np.ndarray, instant: np.ndarray
) -> None:
    text = data[starts[:, None] + np.arange(10)]
    fits = _matches(text, "0000-00-00")
    days, exists = _civil(text)
    fits &= exists
    good = rows[fits]
    kind[good], day[good], instant[good] = DAY, days[fits], days[fits] * DAY_LENGTH


def _read_times(
    data: np.ndarray,
    starts: np.ndarray,
    rows: np.ndarray,
    length: int,
    kind: np.ndarray,
    day: np.ndarray,
    instant: np.ndarray,
) -> None:
    zone, fraction = _SHAPES[length]
    text = data[starts[:, None] + np.arange(length)]
    pattern = "0000-00-00T00:00:00" + (".000" if fraction else "")
    offset = np.zeros(len(rows), np.int64)
    fits = np.ones(len(rows), bool)
    if zone is not None and length - zone == 1:
        pattern += "Z"
    elif zone is not None:
        pattern += "*00:00"
        sign = np.where(text[:, zone] == ord("-"), -1, 1)
        fits = (text[:, zone] == ord("+")) | (text[:, zone] == ord("-"))
        hours, minutes = _digits(text, zone + 1, zone + 3), _digits(text, zone + 4, zone + 6)
        fits &= (hours < 24) & (minutes < 60)
        offset = sign * (hours * 60 + minutes) * 60 * MICROSECONDS
    fits &= _matches(text, pattern)
    days, exists = _civil(text)
    hour, minute, second = _digits(text, 11, 13), _digits(text, 14, 16), _digits(text, 17, 19)
    fits &= exists & (hour < 24) & (minute < 60) & (second < 60)
    moment = days * DAY_LENGTH + ((hour * 60 + minute) * 60 + second) * MICROSECONDS
    if fraction:
        moment += _digits(text, fraction, fraction + 3) * 1000
    good = rows[fits]
    kind[good], day[good] = (TIME if zone is None else ZONED), days[fits]
    instant[good] = (days * DAY_LENGTH if zone is None else moment - offset)[fits]


def _read_others(texts: pa.Array, rows: np.ndarray, kind: np.ndarray, day: np.ndarray, instant: np.ndarray) -> None:
    encoded = texts.take(pa.array(rows)).dictionary_encode()
    known = [_read_other(text) for text in encoded.dictionary.to_pylist()]
    codes = encoded.indices.to_numpy()
    kinds, days, instants = (np.array(values) for values in zip(*known, strict=True))
    kind[rows], day[rows], instant[rows] = kinds[codes], days[codes], instants[codes]


def _read_other(text: str) -> tuple[int, int, int]:
    moment = read_moment(text)
    if moment is None:
        return BAD, 0, 0
    kind = ZONED if moment.instant is not None else CLASS_OF[moment.precision]
    since = as_instant(moment) - datetime(1970, 1, 1)
    microseconds = (since.days * 86400 + since.seconds) * MICROSECONDS + since.microseconds
    return kind, moment.day.toordinal() - EPOCH, microseconds
