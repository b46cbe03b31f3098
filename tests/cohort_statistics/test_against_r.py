"""Every statistic on invented patients equals R: ties of all kinds, late entry, weights, strata.

Measured agreement is 5e-15 or better; the tolerance leaves room for other machines.
"""

from types import SimpleNamespace

import numpy as np
import pytest

from cohort_statistics.invented import answer, table
from osteon.cohort.statistics import (
    andersen_gill,
    cox,
    cumulative_incidence,
    ghosh_lin,
    intervals,
    kaplan_meier,
    mean_cumulative_function,
    median,
    numbers_at_risk,
    prevalence,
    read_off,
    restricted_mean,
)

FIRST = SimpleNamespace(**table("first.csv"))
PEOPLE = SimpleNamespace(**table("people.csv"))
EVENTS = SimpleNamespace(id=table("events.csv")["id"].astype(int), time=table("events.csv")["time"])
WAYS = {"": {}, ".entry": {"entry"}, ".weights": {"weights"}, ".entry.weights": {"entry", "weights"}}


def near(ours, theirs, within=1e-10):
    np.testing.assert_allclose(ours, theirs, rtol=within, atol=within)


def way(name, data):
    given = {"entry": data.entry, "weights": data.weight}
    return {word: given[word] for word in WAYS[name]}


def same_curve(curve, name, parts=("time", "at_risk", "estimate", "se", "lower", "upper")):
    for part in parts:
        near(getattr(curve, part), answer(f"{name}.{part}"))


@pytest.mark.parametrize("limits", ["log-log", "log", "plain"])
def test_kaplan_meier_with_greenwood(limits):
    same_curve(kaplan_meier(FIRST.time, FIRST.status > 0, limits=limits), f"km.{limits}")


@pytest.mark.parametrize("name", [".entry", ".weights", ".entry.weights"])
def test_kaplan_meier_of_late_entry_and_weights(name):
    same_curve(kaplan_meier(FIRST.time, FIRST.status > 0, **way(name, FIRST)), f"km{name}")


@pytest.mark.parametrize("limits", ["log-log", "log", "plain"])
def test_cumulative_incidence(limits):
    same_curve(cumulative_incidence(FIRST.time, FIRST.status, limits=limits), f"aj.{limits}")


def test_cumulative_incidence_of_the_other_cause():
    same_curve(cumulative_incidence(FIRST.time, FIRST.status, of=2), "aj.other")


@pytest.mark.parametrize("name", [".entry", ".weights", ".entry.weights"])
def test_cumulative_incidence_of_late_entry_and_weights(name):
    """R leaves the numbers at risk of a weighted curve unweighted; its own Kaplan-Meier weights them, and so do we."""
    parts = ("time", "estimate", "se", "lower", "upper")
    same_curve(cumulative_incidence(FIRST.time, FIRST.status, **way(name, FIRST)), f"aj{name}", parts)


def test_cumulative_incidence_equals_that_of_cmprsk_which_has_another_variance():
    found = read_off(cumulative_incidence(FIRST.time, FIRST.status), [5, 10, 20, 30, 40])
    near(found.estimate, answer("cuminc.estimate"))
    ratio = found.se**2 / answer("cuminc.variance")
    assert np.all((ratio > 0.85) & (ratio < 0.99))


def test_restricted_mean_median_and_readings():
    had = FIRST.status > 0
    for until in (10, 30):
        near(restricted_mean(FIRST.time, had, until)[:2], answer(f"rmst.{until}"))
    near(restricted_mean(FIRST.time, had, 30, entry=FIRST.entry)[:2], answer("rmst.entry"))
    curve = kaplan_meier(FIRST.time, had)
    near(median(curve), answer("median"))
    at = [0, 1, 7, 12.5, 33]
    near(read_off(curve, at).estimate, answer("read.estimate"))
    assert numbers_at_risk(FIRST.time, at).tolist() == answer("read.at_risk").tolist()


@pytest.mark.parametrize("name", WAYS)
def test_mean_cumulative_function_with_robust_variance(name):
    curve = mean_cumulative_function(PEOPLE.end, EVENTS.id, EVENTS.time, **way(name, PEOPLE))
    same_curve(curve, f"mcf{name}", ("time", "at_risk", "estimate", "se"))


def test_ghosh_lin_with_its_variance():
    time = EVENTS.time - 0.4 + 0.3 * np.arange(1, len(EVENTS.time) + 1) / len(EVENTS.time)
    end = PEOPLE.end + 0.4 * np.arange(1, len(PEOPLE.end) + 1) / len(PEOPLE.end)
    found = read_off(ghosh_lin(end, PEOPLE.died, EVENTS.id, time), answer("gl.time") + 1e-9)
    near(found.estimate, answer("gl.estimate"))
    near(found.se, answer("gl.se"))


def same_fit(fit, name):
    for part in ("coefficient", "se", "model_se", "log_likelihood", "null_log_likelihood"):
        near(getattr(fit, part), np.squeeze(answer(f"{name}.{part}")) if "log" in part else answer(f"{name}.{part}"))


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("name", ["cox", "cox.patient", "cox.entry", "cox.strata", "cox.weights"])
def test_cox(name, ties):
    given = {
        "cox": {},
        "cox.patient": {"patient": FIRST.id},
        "cox.entry": {"entry": FIRST.entry},
        "cox.strata": {"entry": FIRST.entry, "strata": FIRST.stratum, "patient": FIRST.id},
        "cox.weights": {"entry": FIRST.entry, "weights": FIRST.weight, "patient": FIRST.id},
    }[name]
    covariates = np.column_stack((FIRST.x, FIRST.group))
    same_fit(cox(FIRST.time, FIRST.status == 1, covariates, ties=ties, **given), f"{name}.{ties}")


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("name", ["ag", "ag.weights"])
def test_andersen_gill(name, ties):
    rows = intervals(PEOPLE.end, EVENTS.id, EVENTS.time, entry=PEOPLE.entry)
    covariates = np.column_stack((PEOPLE.x, PEOPLE.group))[rows.patient]
    given = {"weights": PEOPLE.weight[rows.patient], "strata": PEOPLE.stratum[rows.patient]} if "weights" in name else {}
    fit = andersen_gill(rows.patient, rows.start, rows.stop, rows.event, covariates, ties=ties, **given)
    same_fit(fit, f"{name}.{ties}")


@pytest.mark.parametrize(("cases", "people"), [(3, 20), (0, 7), (7, 7)])
def test_limits_of_a_share(cases, people):
    found = prevalence([cases], [people])
    near((found.lower[0], found.upper[0]), answer(f"wilson.{cases}.{people}"))
