"""The reference answers of the shared records (bladder cancer, chronic granulomatous disease): every number of R.

To 1e-10, but for the regression of the bladder data: R stopped there when the likelihood moved by less than 1e-9, so that its
own coefficients are good to 1e-9 and its z to 1e-8. Told to go on, R gives ours (test below).
"""

import csv

import numpy as np
import pytest

from osteon.cohort.statistics import (
    andersen_gill,
    ghosh_lin,
    kaplan_meier,
    mean_cumulative_function,
    morbidity_rate,
    numbers_at_risk,
    read_off,
)

FIT = {
    "coefficient": "coef",
    "ratio": "exp(coef)",
    "model_se": "se(coef)",
    "se": "robust se",
    "z": "z",
    "p": "Pr(>|z|)",
}


@pytest.fixture(scope="module")
def gold(shared_data):
    folder = shared_data / "recurrent-events-gold"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data/recurrent-events-gold, which is not part of the repository")

    def table(name, arm=None):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [row for row in rows if arm is None or row["arm"].removeprefix("treatment=").removeprefix("treat=") == arm]

    return table


def bladder(gold):
    """Two rows that last no time are left out, as the reference says."""
    return [row for row in gold("bladder1") if row["start"] != row["stop"]]


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


def follow_up(rows, stop):
    """End of follow-up, whether it was death, and the events, of patients numbered from 0."""
    patient = np.unique(column(rows, "id"), return_inverse=True)[1]
    end, died = np.zeros(patient.max() + 1), np.zeros(patient.max() + 1)
    np.maximum.at(end, patient, column(rows, stop))
    np.maximum.at(died, patient, column(rows, "status") > 1)
    had = column(rows, "status") == 1
    return end, died, patient[had], column(rows, stop)[had]


def same(found, rows, names, within=1e-10):
    for ours, theirs in names.items():
        np.testing.assert_allclose(getattr(found, ours), column(rows, theirs), rtol=within, atol=within, err_msg=theirs)


@pytest.mark.parametrize("arm", ["placebo", "pyridoxine", "thiotepa"])
def test_bladder_recurrences(gold, arm):
    rows = [row for row in bladder(gold) if row["treatment"] == arm]
    end, died, patient, time = follow_up(rows, "stop")
    nelson = mean_cumulative_function(end, patient, time)
    names = {"time": "time", "at_risk": "n_risk", "events": "n_event", "estimate": "mcf", "se": "se"}
    same(nelson, gold("bladder1_mcf_nelson_by_arm", arm), names)
    curve = ghosh_lin(end, died, patient, time)
    reference = gold("bladder1_ghosh_lin_by_arm", arm)
    names = {"time": "time", "at_risk": "n_risk", "events": "recur", "competing": "death", "estimate": "ghosh_lin_mcf"}
    same(curve, reference, names)
    same(read_off(kaplan_meier(end, died), curve.time), reference, {"estimate": "surv"})


@pytest.mark.parametrize("arm", ["placebo", "pyridoxine", "thiotepa"])
def test_bladder_first_recurrence(gold, arm):
    first = [row for row in bladder(gold) if row["treatment"] == arm and row["enum"] == "1"]
    time, reference = column(first, "stop"), gold("bladder1_first_event_km", arm)
    at = column(reference, "t")
    found = read_off(kaplan_meier(time, column(first, "status") == 1, limits="log"), at)
    same(found, reference, {"estimate": "surv", "se": "se", "lower": "lower", "upper": "upper"})
    assert numbers_at_risk(time, at).tolist() == column(reference, "n_risk").tolist()


TIGHT = {
    "efron": [0.021122822277773328, -0.52497801740877992, 0.18955768579354651, -0.0064695999734102685],
    "breslow": [0.019259677859469415, -0.51772616289736006, 0.1870179722615371, -0.0072065584213499697],
}
"""R's coefficients with coxph.control(eps = 1e-14)."""


@pytest.mark.parametrize(("ties", "name"), [("efron", ""), ("breslow", "_breslow")])
def test_bladder_andersen_gill(gold, ties, name):
    rows = bladder(gold)
    arms = [[row["treatment"] == "pyridoxine", row["treatment"] == "thiotepa"] for row in rows]
    fit = andersen_gill(
        column(rows, "id"), column(rows, "start"), column(rows, "stop"), column(rows, "status") == 1,
        np.column_stack((arms, column(rows, "number"), column(rows, "size"))), ties=ties,
    )  # fmt: skip
    assert (fit.rows, fit.events, fit.clusters) == (292, 189, 116)
    same(fit, gold(f"bladder1_andersen_gill{name}"), FIT, within=2e-8)
    np.testing.assert_allclose(fit.coefficient, TIGHT[ties], rtol=0, atol=1e-12)


@pytest.mark.parametrize("arm", ["placebo", "rIFN-g"])
def test_infections(gold, arm):
    rows = [row for row in gold("cgd") if row["treat"] == arm]
    end, _, patient, time = follow_up(rows, "tstop")
    names = {"time": "time", "at_risk": "n_risk", "events": "n_event", "estimate": "mcf", "se": "se"}
    same(mean_cumulative_function(end, patient, time), gold("cgd_mcf_nelson_by_arm", arm), names)
    (reference,) = [row for row in gold("cgd_event_rate_by_arm") if row[""] == arm]
    rate = morbidity_rate(np.bincount(patient, minlength=len(end)), end)
    assert (rate.events, end.sum()) == (int(reference["events"]), float(reference["days"]))
    assert rate.pooled == pytest.approx(float(reference["rate_per_year"]), rel=1e-12)


def test_infections_andersen_gill(gold):
    rows = gold("cgd")
    fit = andersen_gill(
        column(rows, "id"), column(rows, "tstart"), column(rows, "tstop"), column(rows, "status") == 1,
        [row["treat"] == "rIFN-g" for row in rows],
    )  # fmt: skip
    same(fit, gold("cgd_andersen_gill"), FIT)
