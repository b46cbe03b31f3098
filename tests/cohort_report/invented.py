"""Invented figures of every kind, and a report made of them. No person stands behind them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from osteon.cohort.report.figure import Figure
from osteon.cohort.report.page import Report, Section
from osteon.cohort.statistics import binomial_limits, cumulative_incidence, kaplan_meier

TEXT = {"definition": "Invented people from an invented day on.", "says": "Said in one sentence."}


def curve_rows(people: int, name: str | None, seed: int = 1, *, survival: bool = False) -> pa.Table:
    """A curve of so many invented people."""
    draw = np.random.default_rng(seed)
    time = np.minimum(np.ceil(draw.exponential(700, people)) + 1, 2300.0)
    cause = draw.choice([0, 1, 2], people, p=[0.35, 0.4, 0.25])
    found = kaplan_meier(time, cause == 2) if survival else cumulative_incidence(time, cause)
    nan = pa.array(np.isnan(found.lower))
    return pa.table(
        {
            "group": pa.array([name] * len(found.time), pa.string()),
            "days": found.time.astype(np.int32),
            "at_risk": found.at_risk.astype(np.int64),
            "events": found.events.astype(np.int64),
            "competing": found.competing.astype(np.int64),
            "estimate": found.estimate,
            "lower": pa.array(found.lower, mask=nan.to_numpy(zero_copy_only=False)),
            "upper": pa.array(found.upper, mask=nan.to_numpy(zero_copy_only=False)),
        }
    )


def curve(people: dict[str | None, int], kind: str = "incidence", id: str = "first-event") -> Figure:
    """Curves of invented groups."""
    parts = [
        curve_rows(size, name, place + 1, survival=kind == "survival")
        for place, (name, size) in enumerate(people.items())
    ]
    table = pa.concat_tables(parts) if parts else curve_rows(1, None).slice(0, 0)
    return Figure(id=id, title="First event", table=table, chart=kind, axis="since the first metastasis", **TEXT)


def shares(
    names: list[str], people: list[int], cases: list[int | None], kind: str = "funnel", id: str = "measure-strata"
) -> Figure:
    """A funnel, or a control chart, of invented groups."""
    known = [(one, whole) for one, whole in zip(cases, people, strict=True) if one is not None]
    whole = sum(one for _, one in known)
    centre = sum(one for one, _ in known) / whole if whole else None
    limits = [binomial_limits(people, centre or 0.0, level=level) for level in (0.95, 0.998)]
    columns = dict(zip(("lower_95", "upper_95", "lower_998", "upper_998"), (*limits[0], *limits[1]), strict=True))
    scores = [None if one is None or not size else one / size for one, size in zip(cases, people, strict=True)]
    table = pa.table(
        {
            ("stratum" if kind == "funnel" else "period"): names,
            "denominator": pa.array(people, pa.int64()),
            "numerator": pa.array(cases, pa.int64()),
            "score": pa.array(scores, pa.float64()),
            "centre": pa.array([centre] * len(names), pa.float64()),
            **{name: pa.array(values, pa.float64(), from_pandas=True) for name, values in columns.items()},
        }
    )
    return Figure(id=id, title="Measure", table=table, chart=kind, axis="patients", **TEXT)


def estimates(
    kind: str, rows: list[tuple[str, float | None, float | None, float | None]], id: str = "estimates"
) -> Figure:
    """Estimates with their limits."""
    columns = dict(zip(("label", "estimate", "lower", "upper"), map(list, zip(*rows, strict=True)), strict=True))
    return Figure(id=id, title="Estimates", table=pa.table(columns), chart=kind, axis="a year", **TEXT)


def bars(rows: list[tuple[str, int | None]], id: str = "types") -> Figure:
    """Counts of kinds."""
    table = pa.table({"label": [one for one, _ in rows], "count": pa.array([two for _, two in rows], pa.int64())})
    return Figure(id=id, title="Types", table=table, chart="bars", **TEXT)


def flow(rows: list[tuple[str, int]], id: str = "attrition") -> Figure:
    """From all to those who count."""
    label, count = (list(one) for one in zip(*rows, strict=True))
    left = [*(before - after for before, after in zip(count, count[1:], strict=False)), None]
    table = pa.table({"label": label, "count": pa.array(count, pa.int64()), "left_out": pa.array(left, pa.int64())})
    return Figure(id=id, title="Who is counted", table=table, chart="flow", **TEXT)


def skeleton(rows: list[tuple[str, str, int | None, float | None]], id: str = "sites") -> Figure:
    """A share at each site."""
    site, label, people, share = (list(one) for one in zip(*rows, strict=True))
    columns = {
        "site": site,
        "label": label,
        "people": pa.array(people, pa.int64()),
        "share": pa.array(share, pa.float64()),
    }
    return Figure(id=id, title="Where", table=pa.table(columns), chart="skeleton", **TEXT)


def report(*figures: Figure, **more) -> Report:
    """A report of some figures."""
    words = {"title": "What happened to them", "about": (("Data", "invented"), ("Patients", "20,000"))}
    return Report(**{**words, "sections": (Section("events", "Skeletal events", "All of them.", figures),), **more})


def every() -> tuple[Figure, ...]:
    """One figure of each kind, and one without a chart."""
    site = [
        ("spine.thoracic", "Thoracic spine", 450, 0.45), ("pelvis", "Pelvis", 400, 0.4), ("rib", "Ribs", 300, 0.3),
        ("femur.proximal", "Proximal femur", 120, 0.12), ("hand", "Hand", None, None),
    ]  # fmt: skip
    quarters = [f"{year} Q{quarter}" for year in range(2020, 2025) for quarter in range(1, 5)]
    ages = ["under 40", "40 to 49", "50 to 59", "60 to 69", "70 to 79", "80 and over"]
    return (
        flow([("all patients", 20_000), ("breast cancer", 19_988), ("bone metastasis", 5_988), ("follow-up", 5_898)]),
        curve({"Skeletal event, death competing": 4000, "Skeletal event, deaths censored (1 − Kaplan-Meier)": 4000}),
        curve({"all": 4000}, "survival", "survival"),
        curve({"hormone receptor positive": 2500, "HER2 positive": 800, "triple negative": 500, "not known": 60}, "mean-number", "mean"),
        estimates("rates", [("All", 0.61, 0.58, 0.65), ("HER2 positive", 0.5, 0.2, 0.9), ("Nobody", None, None, None)], "rates"),
        estimates("shares", [("All", 0.61, 0.58, 0.65), ("HER2 positive", 0.5, 0.2, 0.9)], "shares"),
        estimates("ratios", [("All", 1.0, None, None), ("HER2 positive", 0.7, 0.5, 0.9)], "ratios"),
        bars([("Radiotherapy to bone", 812), ("Pathological fracture", 402), ("Surgery to bone", 90), ("Cord compression", None)]),
        skeleton(site),
        shares(ages, [45, 300, 800, 1200, 700, 150], [40, 210, 560, 930, 420, 70]),
        shares(quarters, [40 + 3 * one for one in range(20)], [30 + 2 * one for one in range(20)], "control", "measure-quarters"),
        Figure(id="problems", title="Problems", table=pa.table({"kind": ["a", "b"], "count": [3, 4]}), **TEXT),
    )  # fmt: skip
