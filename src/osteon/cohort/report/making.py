"""A report of a store: everything is computed, every figure made, nothing written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date

import osteon
from osteon.cohort.delay import delay_review
from osteon.cohort.job import evaluator_of
from osteon.cohort.measures import measure
from osteon.cohort.outcomes import figures, outcomes
from osteon.cohort.report.contents import about, keys, sources, summary
from osteon.cohort.report.delay_figures import delay_figures
from osteon.cohort.report.figure import Figure
from osteon.cohort.report.follow_up_figure import follow_up_figure
from osteon.cohort.report.measure_figures import measure_figures
from osteon.cohort.report.page import Report, Section
from osteon.cohort.report.record_figures import record_figures
from osteon.cohort.report.records import records
from osteon.cohort.report.terms import TERMS
from osteon.cohort.report.withheld import withheld
from osteon.cohort.spread import Progress
from osteon.engine.settings import Settings
from osteon.pathway import pathway
from osteon.record.store import open_store

__all__ = ["make_report"]

TITLE = "Bone health of a cohort"
COUNTED = ("attrition", "follow-up")
EVENTS = ("first-event", "mean-events", "event-types", "rates", "event-ratios", "set-aside")
SURVIVAL = ("survival", "times")
PLACES = ("bone-sites", "bone-metastasis")


def make_report(
    store: str | os.PathLike[str],
    *,
    definition: str = "sre",
    anchor: str = "last_counted",
    index: str = "bone-metastasis",
    as_of: date | None = None,
    by: Sequence[str] = (),
    rules: Sequence[str] = (),
    dates: Sequence[date] = (),
    smallest_cell: int = 1,
    settings: Settings | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report of a store.

    `definition`, `anchor`, `index`, `as_of`: as for `osteon.cohort.outcomes.outcomes`. `by`: strata that split the curves.
    `rules`, `dates`: recommendations whose delay is told, and the days that they are looked at on. `smallest_cell`: counts from 1 to this
    less 1 are withheld. `workers`: processes. `progress` is told how far it is, from any thread.

    Raises JobError for a word that does not exist, `osteon.record.store.StoreError` when the store cannot be read.
    """
    settings = settings or Settings()
    opened = open_store(store)
    found = outcomes(
        store, definition=definition, anchor=anchor, index=index, as_of=as_of, settings=settings, workers=workers, progress=progress
    )  # fmt: skip
    happened = [withheld(one, smallest_cell) for one in figures(found, by)]
    happened.insert(1, withheld(follow_up_figure(found), smallest_cell))
    measured = measure(
        store,
        as_of=as_of,
        settings=settings,
        workers=workers,
        tell=None if progress is None else lambda done, whole: progress("measuring", done, whole),
    )
    waited: tuple[Figure, ...] = ()
    if rules:
        delays = delay_review(store, rules, dates, settings=settings, workers=workers, progress=progress)
        waited = tuple(withheld(one, smallest_cell) for one in delay_figures(delays))
    kept = records(opened, as_of=as_of, settings=settings, workers=workers, progress=progress)
    titles = {item.id: item.title for item in pathway().sources}
    labels = {item.id: item.label for item in evaluator_of(settings, False).facts}
    until = found.data_until
    sections = (
        _section("counted", "Who is counted", "", happened, COUNTED),
        _section(
            "events",
            "Skeletal events",
            "What happened to the bones after metastasis was known. Death is counted as what it is: the end of the time "
            "in which an event can come.",
            happened,
            EVENTS,
        ),
        _section("survival", "Survival", "", happened, SURVIVAL),
        _section("places", "Where, and in whom", "", happened, PLACES),
        Section(
            "quality",
            "Quality of care",
            "What should have been done by when, and how often it was.",
            measure_figures(measured, titles, until, smallest_cell),
        ),
        Section("delay", "Delay", "How long advice waited for an answer.", waited),
        Section(
            "records",
            "Quality of the records",
            "What the records do not say limits all of the above.",
            record_figures(kept, labels, as_of, opened.patients, smallest_cell),
        ),
    )  # fmt: skip
    shown = tuple(section for section in sections if section.figures)
    every = {figure.id: figure for section in shown for figure in section.figures}
    pairs, facts = about(found, opened.patients, by, smallest_cell)
    return Report(
        title=TITLE,
        about=pairs,
        keys=keys(every),
        summary=summary(every),
        sections=shown,
        terms=TERMS,
        sources=sources(found, measured),
        facts={"osteon": osteon.__version__, "pathway": pathway().version, **facts},
    )


def _section(id: str, title: str, says: str, made: Sequence[Figure], names: Sequence[str]) -> Section:
    """The figures whose ids begin with one of some names, in the order in which they were made."""
    return Section(id, title, says, tuple(one for one in made if one.id.startswith(tuple(names))))
