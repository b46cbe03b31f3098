"""Counts and shares of outcomes as small tables: who is in, of what kind the events are, where the metastases are."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa

from osteon.cohort.outcomes.arrays import NOT_KNOWN, numbers
from osteon.cohort.outcomes.outcomes import Outcomes
from osteon.cohort.outcomes.rates import DAYS_A_YEAR
from osteon.cohort.statistics import Share, prevalence, prevalence_over_time
from osteon.pathway.skeletal_events.definitions import COMPONENTS
from osteon.terminology import site, site_order

__all__ = ["attrition", "event_types", "places", "set_aside", "since_diagnosis", "subtypes"]

YEARS = (0, 1, 2, 3, 5, 7, 10, 15, 20)
"""Since the diagnosis of breast cancer."""

SHARES = pa.schema(
    [
        ("label", pa.string()),
        ("cases", pa.int32()),
        ("people", pa.int32()),
        ("estimate", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
    ]
)


def attrition(found: Outcomes) -> pa.Table:
    """Patients left after each condition, and how many left there: `label, count, left_out`."""
    counts = list(found.attrition.values())
    left = [before - after for before, after in zip(counts, counts[1:], strict=False)]
    return pa.table(
        {
            "label": pa.array(list(found.attrition), pa.string()),
            "count": pa.array(counts, pa.int32()),
            "left_out": pa.array([*left, None], pa.int32()),
        }
    )


def event_types(found: Outcomes) -> pa.Table:
    """What kind the first events were, by the component that names them: `label, count, share, all_events`."""
    events = found.skeletal_events
    named = events["component"].to_pylist()
    first = Counter(name for name, number in zip(named, events["number"].to_pylist(), strict=True) if number == 1)
    every, total = Counter(named), sum(first.values())
    kinds = [name for name in COMPONENTS if name in found.definition.components]
    return pa.table(
        {
            "label": pa.array([name.replace("-", " ") for name in kinds], pa.string()),
            "count": pa.array([first[name] for name in kinds], pa.int32()),
            "share": pa.array([first[name] / total if total else None for name in kinds], pa.float64()),
            "all_events": pa.array([every[name] for name in kinds], pa.int32()),
        }
    )


def set_aside(found: Outcomes) -> pa.Table:
    """What is no event of its own, by what became of it and why: `label, became, count`, the most frequent first."""
    table = found.asides
    counts = Counter(zip(table["became"].to_pylist(), table["why"].to_pylist(), strict=True))
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return pa.table(
        {
            "label": pa.array([f"{became}: {why}" for (became, why), _ in rows], pa.string()),
            "became": pa.array([became for (became, _), _ in rows], pa.string()),
            "count": pa.array([count for _, count in rows], pa.int32()),
        }
    )


def places(found: Outcomes) -> pa.Table:
    """Of those with bone metastasis, who has one in each place of the skeleton: `site, label, people, of, share, lower, upper`.

    A place holds what is in its parts. Who has two in one place counts once there.
    """
    names = sorted((name for name, count in found.sites.items() if count), key=site_order)
    of = found.attrition["bone metastasis"]
    counts = np.array([found.sites[name] for name in names], np.int64)
    share = prevalence(counts, np.full(len(names), of))
    return pa.table(
        {
            "site": pa.array(names, pa.string()),
            "label": pa.array([site(name).label for name in names], pa.string()),
            "people": pa.array(counts, pa.int32()),
            "of": pa.array([of] * len(names), pa.int32()),
            **{name: _figures(column) for name, column in zip(("share", "lower", "upper"), share[2:], strict=True)},
        }
    )


def subtypes(found: Outcomes) -> pa.Table:
    """Of those with breast cancer, the share with bone metastasis, by subtype on their last day."""
    words = sorted({word for word, _ in found.subtypes if word is not None})
    groups = [
        word for word in [*words, None] if found.subtypes.get((word, True), 0) + found.subtypes.get((word, False), 0)
    ]
    ill = np.array([found.subtypes.get((word, True), 0) for word in groups], np.int64)
    well = np.array([found.subtypes.get((word, False), 0) for word in groups], np.int64)
    return _shares([word or NOT_KNOWN for word in groups], prevalence(ill, ill + well))


def since_diagnosis(found: Outcomes) -> pa.Table:
    """Of those alive and followed so many years after the diagnosis of breast cancer, the share with bone metastasis by then."""
    table = found.tables["diagnosed"]
    end = numbers(table["days"]).astype(np.float64)
    onset = table["onset"].cast(pa.float64()).to_numpy()
    at = np.array([round(year * DAYS_A_YEAR) for year in YEARS], np.float64)
    share = prevalence_over_time(end, onset, at)
    labels = ["at the diagnosis", *(f"after {year} year{'s' if year > 1 else ''}" for year in YEARS[1:])]
    return _shares(labels, share)


def _shares(labels: list[str], share: Share) -> pa.Table:
    columns = [
        pa.array(labels, pa.string()),
        pa.array(share.cases, pa.int32()),
        pa.array(share.people, pa.int32()),
        *(_figures(column) for column in (share.share, share.lower, share.upper)),
    ]
    return pa.Table.from_arrays(columns, schema=SHARES)


def _figures(column: np.ndarray) -> pa.Array:
    return pa.array(column, pa.float64(), mask=np.isnan(column))
