"""Figures: every number is that of a statistic on rows of the tables, and each says how it is defined."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from osteon.cohort import JobError
from osteon.cohort.outcomes import figures, outcomes
from osteon.cohort.outcomes.ratios import ratios
from osteon.cohort.statistics import (
    andersen_gill,
    cox,
    cumulative_incidence,
    ghosh_lin,
    intervals,
    kaplan_meier,
    mean_cumulative_function,
    median,
    morbidity_rate,
    period_rate,
    prevalence,
    restricted_mean,
)
from osteon.pathway.skeletal_events.definitions import REGISTRY_LIMIT
from osteon.pathway.skeletal_events.strata import STRATA
from osteon.record.store import ingest


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Made-up patients, enough of them for groups."""
    from house import tree

    sys.path.insert(0, str(tree.ROOT))
    try:
        from benchmarks.population import resources
    finally:
        sys.path.remove(str(tree.ROOT))
    import json

    folder = tmp_path_factory.mktemp("many")
    lines = [json.dumps(one) for number in range(400) for one in resources(number)]
    (folder / "many.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest([folder / "many.ndjson"], folder / "store", workers=1)
    return outcomes(folder / "store")


@pytest.fixture(scope="module")
def made(found):
    return {one.id: one for one in figures(found, ["subtype", "bone_sites"])}


class People:
    """Rows of the tables as plain lists: those who are followed beyond the index day, of one group or of all."""

    def __init__(self, found, stratum=None, group=None, events=None):
        rows = [row for row in found.follow_up.to_pylist() if row["days"] > 0]
        self.rows = [row for row in rows if stratum is None or (row[stratum] or "not known") == group]
        place = {row["patient"]: number for number, row in enumerate(self.rows)}
        table = found.skeletal_events if events is None else events
        happened = [(place[one["patient"]], one["days"]) for one in table.to_pylist() if one["patient"] in place]
        self.patient, self.time = ([one[side] for one in happened] for side in (0, 1))
        self.days = [row["days"] for row in self.rows]
        self.died = [row["ended_by"] == "death" for row in self.rows]
        first = {}
        for number, day in happened:
            first[number] = min(day, first.get(number, day))
        self.first = [first.get(number, days) for number, days in enumerate(self.days)]
        self.cause = [1 if number in first else 2 if died else 0 for number, died in enumerate(self.died)]


def same(table, group, curve, flip=False):
    rows = [row for row in table.to_pylist() if row["group"] == group]
    assert [row["days"] for row in rows] == curve.time.tolist()
    assert [row["at_risk"] for row in rows] == curve.at_risk.tolist()
    assert [row["events"] for row in rows] == curve.events.tolist()
    columns = [("estimate", curve.estimate), ("lower", curve.lower), ("upper", curve.upper)]
    if flip:
        columns = [("estimate", 1 - curve.estimate), ("lower", 1 - curve.upper), ("upper", 1 - curve.lower)]
    else:
        assert [row["competing"] for row in rows] == curve.competing.tolist()
    for name, expected in columns:
        told = [np.nan if row[name] is None else row[name] for row in rows]
        np.testing.assert_allclose(told, expected, rtol=0, atol=1e-14, err_msg=name)


def test_curves(found, made):
    all_ = People(found)
    assert len(all_.rows) == found.attrition["follow-up after the index day"] > 100
    table = made["first-event"].table
    same(table, "death competes", cumulative_incidence(all_.first, all_.cause))
    same(table, "death censors", kaplan_meier(all_.first, np.equal(all_.cause, 1)), flip=True)
    might = People(found, events=found.possible_events)
    same(table, "if all undecided counted", cumulative_incidence(might.first, might.cause))
    table = made["mean-events"].table
    same(table, "death ends", ghosh_lin(all_.days, all_.died, all_.patient, all_.time))
    same(table, "death censors", mean_cumulative_function(all_.days, all_.patient, all_.time))
    same(made["survival"].table, "all", kaplan_meier(all_.days, all_.died))


def test_curves_by_group(found, made):
    groups = list(dict.fromkeys(made["survival-by-subtype"].table["group"].to_pylist()))
    assert {"HR+ HER2-", "triple negative", "not known"} <= set(groups) and groups[-1] == "not known"
    for group in groups:
        some = People(found, "subtype", group)
        same(made["first-event-by-subtype"].table, group, cumulative_incidence(some.first, some.cause))
        same(made["mean-events-by-subtype"].table, group, ghosh_lin(some.days, some.died, some.patient, some.time))
        same(made["survival-by-subtype"].table, group, kaplan_meier(some.days, some.died))


def test_rates_and_times(found, made):
    rows = {row["measure"]: row for row in made["rates"].table.to_pylist()}
    one = People(found)
    counts = np.bincount(one.patient, minlength=len(one.days))
    for name, rate in (
        ("events per person-year", morbidity_rate(counts, one.days)),
        ("12-week periods with an event per person-year", period_rate(one.days, one.patient, one.time)),
    ):
        cohort, mean = rows[f"{name}, cohort"], rows[f"{name}, mean of patients"]
        assert (cohort["estimate"], cohort["lower"], cohort["upper"]) == (rate.pooled, rate.pooled_lower, rate.pooled_upper)
        assert (mean["estimate"], mean["lower"], mean["upper"]) == (rate.mean, rate.mean_lower, rate.mean_upper)
        assert (cohort["patients"], cohort["events"]) == (rate.patients, rate.events)
    alive, free = made["times"].table.to_pylist()
    until = alive["until"]
    assert until in (365, 730, 731, 1096, 1826)
    assert alive["median"] == median(kaplan_meier(one.days, one.died)).time
    assert alive["mean"] == restricted_mean(one.days, one.died, until).mean
    ended = [cause > 0 for cause in one.cause]
    assert (free["ended"], free["median"]) == (sum(ended), median(kaplan_meier(one.first, ended)).time)
    assert free["mean_lower"] == restricted_mean(one.first, ended, until).lower


def test_ratios(found, made):
    one = People(found)
    known = [row for row in one.rows if row["subtype"] is not None and row["bone_sites"] is not None]
    for id, model in (("first-event-ratios", "cox"), ("event-ratios", "ag")):
        rows = made[id].table.to_pylist()
        out = {(row["stratum"], row["group"]) for row in rows if row["note"] and "without any event" in row["note"]}
        kept = [row for row in known if not any((name, row[name]) in out for name in ("subtype", "bone_sites"))]
        place = {row["patient"]: number for number, row in enumerate(kept)}
        compared = [row for row in rows if row["lower"] is not None]
        assert len(compared) >= 3
        columns = np.array([[row[each["stratum"]] == each["group"] for each in compared] for row in kept], float)
        events = [(place[each["patient"]], each["days"]) for each in found.skeletal_events.to_pylist() if each["patient"] in place]
        days = [row["days"] for row in kept]
        if model == "cox":
            first = list(days)
            for number, day in reversed(events):
                first[number] = day
            had = np.bincount([number for number, _ in events], minlength=len(kept)) > 0
            fit = cox(first, had, columns)
        else:
            cut = intervals(days, *zip(*events, strict=True))
            fit = andersen_gill(cut.patient, cut.start, cut.stop, cut.event, columns[cut.patient])
        np.testing.assert_allclose([row["estimate"] for row in compared], fit.ratio, rtol=1e-9)
        np.testing.assert_allclose([row["upper"] for row in compared], fit.upper, rtol=1e-9)
        np.testing.assert_allclose([row["p"] for row in compared], fit.p, rtol=1e-7)
        for stratum in ("subtype", "bone_sites"):
            mine = [row for row in rows if row["stratum"] == stratum]
            largest = max((row for row in mine if row["note"] is None), key=lambda row: row["patients"])
            assert {row["reference"] for row in mine} == {largest["group"]} and largest["estimate"] == 1
            assert sum(row["patients"] for row in mine if row["note"] is None) == len(kept)


def with_rows(found, rows):
    table = pa.Table.from_pylist(rows, schema=found.follow_up.schema)
    kept = pa.array([row["patient"] for row in rows], pa.string())
    events = found.skeletal_events.filter(pc.is_in(found.skeletal_events["patient"], kept))
    return replace(found, tables={**found.tables, "follow_up": table, "skeletal_events": events})


def test_a_group_without_events_has_no_ratio_and_leaves_the_model(found):
    """Its ratio would be 0 or infinite, and no other could be fitted beside it."""
    rows = found.follow_up.to_pylist()
    quiet = [row["patient"] for row in rows if row["events"] == 0 and row["days"] > 0][:20]
    told = [{**row, "sex": "male" if row["patient"] in quiet else "female"} for row in rows]
    with_them = ratios(with_rows(found, told), ["sex", "bone_sites"]).to_pylist()
    (silent,) = [row for row in with_them if row["group"] == "male"]
    assert (silent["patients"], silent["events"], silent["estimate"]) == (20, 0, None) and "without any event" in silent["note"]
    without = ratios(with_rows(found, [row for row in rows if row["patient"] not in quiet]), ["bone_sites"]).to_pylist()
    assert [row for row in with_them if row["stratum"] == "bone_sites"] == without
    assert sum(row["lower"] is not None for row in without) >= 2


def test_where_nobody_can_be_compared_the_words_say_so(found):
    rows = [{**row, "spread": "bone only"} for row in found.follow_up.to_pylist()]
    (row,) = ratios(with_rows(found, rows), ["spread"]).to_pylist()
    assert (row["group"], row["estimate"], row["lower"]) == ("bone only", 1.0, None)


def test_shares(found, made):
    of = found.attrition["bone metastasis"]
    places = {row["site"]: row for row in made["bone-sites"].table.to_pylist()}
    assert {"spine", "spine.thoracic", "vertebra.T8"} <= places.keys() and "skeleton" not in places
    assert places["spine"]["people"] >= max(row["people"] for site, row in places.items() if site.startswith("vertebra"))
    row = places["femur"]
    expected = prevalence([row["people"]], [of])
    assert [row["share"], row["lower"], row["upper"]] == [expected.share[0], expected.lower[0], expected.upper[0]]
    subtypes = made["bone-metastasis-by-subtype"].table.to_pylist()
    assert sum(row["people"] for row in subtypes) == found.attrition["breast cancer"]
    assert sum(row["cases"] for row in subtypes) == of
    later = found.tables["diagnosed"].to_pylist()
    row = {row["label"]: row for row in made["bone-metastasis-since-diagnosis"].table.to_pylist()}["after 3 years"]
    watched = [one for one in later if one["days"] > 1096]
    assert row["people"] == len(watched) and row["cases"] == sum(one["onset"] is not None and one["onset"] <= 1096 for one in watched)


def test_the_attrition_adds_up(made):
    rows = made["attrition"].table.to_pylist()
    for row, after in zip(rows, rows[1:], strict=False):
        assert row["count"] - row["left_out"] == after["count"]
    assert rows[-1]["left_out"] is None


def test_each_figure_says_how_it_is_defined(found, made):
    for id, one in made.items():
        assert one.says.endswith(".") and "None" not in one.says and "nan" not in one.says, id
        assert str(found.data_until) in one.definition, id
        counts_events = id.split("-by-")[0] in (
            "first-event", "mean-events", "rates", "event-types", "first-event-ratios", "event-ratios",
        )  # fmt: skip
        assert (REGISTRY_LIMIT in one.notes) or not counts_events, id
        assert not counts_events or ("21 days" in one.definition and "STOPECK10" in one.definition), id


def test_every_stratum_can_be_compared_and_no_other(found):
    made = {one.id for one in figures(found, list(STRATA))}
    assert {f"survival-by-{name.replace('_', '-')}" for name in STRATA} <= made
    with pytest.raises(JobError, match="the stratum is one of"):
        figures(found, ["weight"])


def test_where_nobody_is_followed_there_are_no_curves(found):
    nobody = outcomes(found.asked.store, as_of="1900-01-01")
    assert nobody.attrition["all patients"] == 400 and nobody.follow_up.num_rows == 0
    assert {one.id for one in figures(nobody, ["age"])} == {
        "attrition", "bone-sites", "bone-metastasis-by-subtype", "bone-metastasis-since-diagnosis",
    }  # fmt: skip
