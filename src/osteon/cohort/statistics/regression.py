"""Cox's proportional hazards and the Andersen-Gill model of recurrent events, with robust standard errors."""

from __future__ import annotations

from math import erfc, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.cohort.statistics.curve import deviate
from osteon.cohort.statistics.inputs import Floats, added, flags, labels, numbers, watched, weights_of
from osteon.cohort.statistics.risk_sets import RiskSets, Ties, over_risk_sets, risk_sets, ties_of

__all__ = ["TIES", "Hazards", "andersen_gill", "cox"]

TIES = ("efron", "breslow")
ROUNDS = 40
SETTLED = 1e-11
"""A round of Newton's method that moves no coefficient by more than this, in standard deviations of its covariate, was the last."""
FLAT = 1e-10
"""Less information than this for each event, on a direction of the scaled covariates, is none."""
RUNAWAY = 1e-6
"""Where the information falls below this share of that at the start, the coefficient is on its way to infinity."""


class Hazards(NamedTuple):
    """A fitted model. Arrays have one entry for each covariate, in the order of the columns given."""

    coefficient: Floats
    """Logarithm of the hazard (or rate) ratio for one more of the covariate."""
    se: Floats
    """The one that the limits and p rest on: robust where patients were given, else from the information."""
    model_se: Floats
    """From the information alone."""
    ratio: Floats
    lower: Floats
    upper: Floats
    z: Floats
    p: Floats
    """Two-sided, of coefficient 0 (Wald)."""
    covariance: NDArray[np.float64]
    log_likelihood: float
    null_log_likelihood: float
    rows: int
    events: int
    clusters: int | None
    ties: str
    level: float


def andersen_gill(
    patient: ArrayLike,
    start: ArrayLike,
    stop: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    ties: str = "efron",
    level: float = 0.95,
) -> Hazards | None:
    """Rate ratios of recurrent events: Cox's model on rows (start, stop] of patients (Andersen and Gill 1982).

    `patient`: any label, one a row; standard errors are robust to the dependence of a patient's rows (Lin and Wei 1989).
    `recurrent.intervals` makes such rows. Everything else, and None, as in `cox`.

    R: `survival::coxph(Surv(start, stop, event) ~ ..., cluster = patient)`.
    """
    return cox(
        stop, event, covariates,
        entry=start, weights=weights, patient=patient, strata=strata, ties=ties, level=level,
    )  # fmt: skip


def cox(
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    patient: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    ties: str = "efron",
    level: float = 0.95,
) -> Hazards | None:
    """Hazard ratios by the partial likelihood (Cox 1972), ties as Efron (1977) or Breslow (1974). None without any event.

    `time`, `event`: (rows,), as in `kaplan_meier`. `covariates`: (rows, covariates) or one column, numbers; code a category as
    columns of 0 and 1. `entry`: at risk in (entry, time]. `strata`: any label; each stratum has a baseline of its own.
    `patient`: any label; asks for robust standard errors by patient (Lin and Wei 1989; with one row each, number the rows).
    A coefficient without a finite value (a covariate that is constant, follows from others, or separates) is an error.

    R: `survival::coxph(..., ties=)`; with `patient`, `cluster = patient`. Weights as there: tied events share their mean weight.
    """
    if ties not in TIES:
        raise ValueError(f"ties is {' or '.join(TIES)}, not {ties}")
    if not 0 < level < 1:
        raise ValueError(f"level is a share between 0 and 1, such as 0.95, not {level}")
    follow_up = watched(time, entry, "time")
    rows = len(follow_up.end)
    had = flags(event, "event", rows)
    columns = _columns(covariates, rows)
    weight = weights_of(weights, rows)
    groups = None if strata is None else labels(strata, "strata", rows)
    whose = None if patient is None else labels(patient, "patient", rows)
    if not had.any():
        return None
    sets = risk_sets(follow_up.entry, follow_up.end, had, groups)
    middle, scale = columns.mean(axis=0), columns.std(axis=0)
    _refuse_flat(scale <= 1e-12 * np.abs(middle), "is the same in all rows")
    scaled = np.ascontiguousarray(((columns - middle) / scale).T)
    problem = _Problem(scaled, sets, weight, ties == "efron")
    slope, null, reached, information = _newton(problem)
    inverse = np.linalg.inv(information)
    covariance = inverse
    if whose is not None:
        scores = _scores(problem, slope, whose) @ inverse
        covariance = scores.T @ scores
    coefficient = slope / scale
    se, model_se = (np.sqrt(np.diag(spread)) / scale for spread in (covariance, inverse))
    width = deviate(level) * se
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        # So few patients that the robust error is 0 have no test; an upper limit may be beyond all numbers.
        z, upper = coefficient / se, np.exp(coefficient + width)
    return Hazards(
        coefficient=coefficient,
        se=se,
        model_se=model_se,
        ratio=np.exp(coefficient),
        lower=np.exp(coefficient - width),
        upper=upper,
        z=z,
        p=np.array([erfc(abs(value) / sqrt(2)) for value in z]),
        covariance=covariance / np.outer(scale, scale),
        log_likelihood=reached,
        null_log_likelihood=null,
        rows=rows,
        events=int(had.sum()),
        clusters=None if whose is None else int(whose.max()) + 1,
        ties=ties,
        level=level,
    )


def _columns(covariates: ArrayLike, rows: int) -> NDArray[np.float64]:
    try:
        found = np.asarray(covariates, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError("covariates must be numbers: code a category as columns of 0 and 1") from None
    found = found[:, np.newaxis] if found.ndim == 1 else found
    if found.ndim != 2 or len(found) != rows or not found.shape[1]:
        raise ValueError(f"covariates must have {rows} rows, as time has, and at least one column")
    for column in range(found.shape[1]):
        numbers(found[:, column], f"covariates, column {column}")
    return found


def _refuse_flat(flat: NDArray[np.bool_], why: str) -> None:
    if flat.any():
        raise ValueError(f"covariates, column {int(np.argmax(flat))}: {why}, so it has no hazard ratio; leave it out")


# --- the partial likelihood ---------------------------------------------------------------------------------------------


class _Problem(NamedTuple):
    columns: NDArray[np.float64]
    """Centred and scaled, (covariates, rows)."""
    sets: RiskSets
    weights: Floats | None
    efron: bool


class _State(NamedTuple):
    """Sums over the risk set and over those with the event, at each event time, for one value of the coefficients."""

    risk: Floats
    """Weight times hazard ratio of each row."""
    ratio: Floats
    ties: Ties
    share: Floats
    """Mean weight of the events of a time."""
    weighted: Floats
    """At risk: sum of risk times covariate, (covariates, event times)."""
    weighted_died: Floats


def _state(problem: _Problem, slope: Floats) -> _State:
    sets, weights = problem.sets, problem.weights
    linear = slope @ problem.columns
    ratio = np.exp(linear)
    risk = ratio if weights is None else ratio * weights
    at_risk = over_risk_sets(sets, risk)
    died = added(sets.died_at, risk[sets.died], sets.size)
    if weights is None:
        share = np.ones(sets.size)
    else:
        share = added(sets.died_at, weights[sets.died], sets.size) / added(sets.died_at, None, sets.size)
    return _State(
        risk, ratio, ties_of(sets, at_risk, died, problem.efron), share,
        np.array([over_risk_sets(sets, risk * column) for column in problem.columns]),
        np.array([_over_died(sets, risk, column) for column in problem.columns]),
    )  # fmt: skip


def _over_died(sets: RiskSets, risk: Floats, values: Floats) -> Floats:
    return added(sets.died_at, risk[sets.died] * values[sets.died], sets.size)


def _log_likelihood(problem: _Problem, slope: Floats, state: _State) -> float:
    died = problem.columns[:, problem.sets.died]
    linear = slope @ died
    own = linear if problem.weights is None else linear * problem.weights[problem.sets.died]
    return float(own.sum() - (state.share * state.ties.log).sum())


def _gradient(problem: _Problem, state: _State) -> Floats:
    died = problem.columns[:, problem.sets.died]
    own = died.sum(axis=1) if problem.weights is None else died @ problem.weights[problem.sets.died]
    ties = state.ties
    return own - (state.share * (state.weighted * ties.one - state.weighted_died * ties.part)).sum(axis=1)


def _information(problem: _Problem, state: _State) -> NDArray[np.float64]:
    sets, ties, share = problem.sets, state.ties, state.share
    size = len(problem.columns)
    found = np.empty((size, size))
    for i in range(size):
        for j in range(i + 1):
            product = problem.columns[i] * problem.columns[j]
            second = over_risk_sets(sets, state.risk * product) * ties.one
            second -= _over_died(sets, state.risk, product) * ties.part
            one, other = state.weighted[i], state.weighted[j]
            one_died, other_died = state.weighted_died[i], state.weighted_died[j]
            second -= one * other * ties.square
            second += (one * other_died + one_died * other) * ties.square_part
            second -= one_died * other_died * ties.square_parts
            found[i, j] = found[j, i] = (share * second).sum()
    return found


def _newton(problem: _Problem) -> tuple[Floats, float, float, NDArray[np.float64]]:
    """Coefficients of the scaled covariates, log likelihood at 0 and there, and the information."""
    slope = np.zeros(len(problem.columns))
    state = _state(problem, slope)
    null = reached = _log_likelihood(problem, slope, state)
    information = _information(problem, state)
    values, directions = np.linalg.eigh(information)
    events = len(problem.sets.died) if problem.weights is None else problem.weights[problem.sets.died].sum()
    if values[0] <= FLAT * events:
        worst = np.arange(len(slope)) == np.argmax(np.abs(directions[:, 0]))
        _refuse_flat(worst, "follows from the others or never varies among those at risk")
    for _ in range(ROUNDS):
        step = np.linalg.solve(information, _gradient(problem, state))
        tried, factor = slope + step, 1.0
        # A step that lowers the likelihood went too far; the last steps may do so by rounding alone.
        while True:
            with np.errstate(all="ignore"):
                state = _state(problem, tried)
                value = _log_likelihood(problem, tried, state)
            if (np.isfinite(value) and value >= reached - 1e-10 * abs(reached)) or factor < 1e-6:
                break
            factor /= 2
            tried = slope + factor * step
        slope, reached = tried, value
        information = _information(problem, state)
        if not np.linalg.eigvalsh(information)[0] > RUNAWAY * values[0]:
            break
        if np.abs(step).max() < SETTLED:
            return slope, null, reached, information
    largest = int(np.argmax(np.abs(slope)))
    raise ValueError(
        f"covariates, column {largest}: it separates rows with an event from rows without, so its hazard ratio has no "
        "finite value; join categories or leave it out"
    )


def _scores(problem: _Problem, slope: Floats, patient: NDArray[np.intp]) -> NDArray[np.float64]:
    """Score residuals summed by patient, (patients, covariates): what each adds to the gradient, weights included."""
    sets, state = problem.sets, _state(problem, slope)
    ties, share = state.ties, state.share
    deaths = added(sets.died_at, None, sets.size)
    hazard = np.concatenate(([0.0], np.cumsum(share * ties.one)))
    over = hazard[sets.last] - hazard[sets.first]
    # Those who have the event are at risk for the j-th of d tied events with the share 1 - j/d only (Efron).
    over[sets.died] -= (share * ties.part)[sets.died_at]
    found = np.empty((int(patient.max()) + 1, len(problem.columns)))
    for index, column in enumerate(problem.columns):
        risk, died = state.weighted[index], state.weighted_died[index]
        # Per event time: the mean covariate, its sum weighted by hazard, and by hazard and j/d.
        mean = (risk * ties.one - died * ties.part) / deaths
        by_hazard = share * _mean_by_hazard(risk, died, ties)
        by_part = share * (risk * ties.square_part - died * ties.square_parts)
        total = np.concatenate(([0.0], np.cumsum(by_hazard)))
        expected = total[sets.last] - total[sets.first]
        expected[sets.died] -= by_part[sets.died_at]
        score = state.ratio * (expected - column * over)
        score[sets.died] += column[sets.died] - mean[sets.died_at]
        if problem.weights is not None:
            score *= problem.weights
        found[:, index] = added(patient, score, len(found))
    return found


def _mean_by_hazard(risk: Floats, died: Floats, ties: Ties) -> Floats:
    return risk * ties.square - died * ties.square_part
