"""Cohorts: figures of groups, each with whom, when and whence."""

from osteon.engine.nodes import CHECKED
from osteon.pathway import pathway
from osteon.pathway.prognosis.cohorts import COHORTS


def test_every_figure_says_whence_and_how_far_it_was_checked():
    for cohort in COHORTS:
        assert cohort.source in pathway().source_by_id, cohort
        assert cohort.population and cohort.figure and cohort.locator, cohort
        assert cohort.checked in CHECKED, cohort
        assert cohort.about in ("survival", "skeletal-events", "occurrence"), cohort
        assert cohort.period is None or cohort.period[0] <= cohort.period[1], cohort


def test_survival_of_people_who_fell_ill_before_2016_is_marked_as_too_short():
    survival = [cohort for cohort in COHORTS if cohort.about == "survival"]
    assert all(cohort.understates for cohort in survival if cohort.period is not None and cohort.period[0] < 2016)
    assert not any(cohort.understates for cohort in COHORTS if cohort.about != "survival")


def test_no_figure_stands_twice():
    assert len({(cohort.population, cohort.figure) for cohort in COHORTS}) == len(COHORTS)


def test_shares_of_the_study_of_sites_add_up():
    """Share of each group of sites in the study of 18,322 people (systemic-therapy.md 7.1): all of them, but for rounding."""
    shares = [cohort.population.rpartition("(")[2].split("%")[0] for cohort in COHORTS if cohort.source == "WANG19"]
    assert abs(sum(map(float, shares)) - 100) < 0.05
