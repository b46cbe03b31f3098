"""The figures of outcomes: each a table with what it says and how it is defined."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa

from osteon.cohort.outcomes import curves
from osteon.cohort.outcomes.arrays import Arrays, followed_rows
from osteon.cohort.outcomes.outcomes import Outcomes
from osteon.cohort.outcomes.rates import DAYS_A_YEAR, SURVIVING, rates, times
from osteon.cohort.outcomes.ratios import ALL_EVENTS, FIRST_EVENT, ratios
from osteon.cohort.outcomes.shares import attrition, event_types, places, set_aside, since_diagnosis, subtypes
from osteon.cohort.report.figure import Figure
from osteon.cohort.statistics import Curve, read_off
from osteon.pathway.skeletal_events.definitions import REGISTRY_LIMIT
from osteon.pathway.skeletal_events.strata import INDEX_DAYS

__all__ = ["figures"]

YEARS = (1, 3, 5)
"""At which a curve is read off for a reader."""
COMPARED = (3,)
"""At which several are."""
NAMES = {"bone_sites": "number of places", "spread": "spread of the metastases"}

COMPETING = "Cumulative incidence with death competing (Aalen and Johansen), 95 % limits log-log."
CENSORING = "1 - Kaplan-Meier, who dies being censored: it shows how many would have had an event had nobody died, and is too high."
MEAN = "Mean number of events per patient with death ending them (Ghosh and Lin), 95 % limits log."
MEAN_CENSORING = (
    "The mean number had nobody died (Nelson, who dies being censored), 95 % limits log with robust variance."
)
SURVIVAL = "Kaplan-Meier, 95 % limits log-log."


def figures(found: Outcomes, by: Sequence[str] = ()) -> tuple[Figure, ...]:
    """All figures of a store under one definition; `by`: strata to compare, each by itself in curves, together in the models.

    Raises JobError for a stratum that does not exist.
    """
    if not followed_rows(found).any():
        return (_attrition(found), *_prevalence(found))
    return (
        _attrition(found),
        _first_event(found),
        *(_first_event_by(found, one) for one in by),
        _mean_events(found),
        *(_mean_events_by(found, one) for one in by),
        *_types(found),
        *(_rates(found, one) for one in (None, *by)),
        *(_ratios(found, by) if by else ()),
        *(_survival(found, one) for one in (None, *by)),
        *(_times(found, one) for one in (None, *by)),
        *_prevalence(found),
    )


# --- words ------------------------------------------------------------------------------------------------------------


def _start(found: Outcomes) -> str:
    """The index day in words."""
    return INDEX_DAYS[found.asked.index].label


def _people(found: Outcomes) -> str:
    last = list(found.attrition.values())[-1]
    return (
        f'{last:,} patients with breast cancer and bone metastasis on record, followed from the day of "{_start(found)}" '
        f"to death or the newest entry; data up to {_until(found)}."
    )


def _until(found: Outcomes) -> str:
    """The last day of the data."""
    return str(found.data_until or "a day that is not known")


def _event(found: Outcomes) -> str:
    one = found.definition
    parts = ", ".join(name.replace("-", " ") for name in one.components)
    silent = "" if one.asymptomatic_fractures_counted else " (with symptoms)"
    before = "event that counted" if found.asked.anchor == "last_counted" else "event of any kind"
    return (
        f"{one.title}: {parts.replace('fracture', f'fracture{silent}')}, counted by {one.unit}, at least {one.window_days} days after "
        f"the last {before}. {one.source}, {one.locator}."
    )


def _notes(found: Outcomes) -> tuple[str, ...]:
    counted, possible = found.skeletal_events.num_rows, found.possible_events.num_rows
    notes = [REGISTRY_LIMIT]
    before = found.prevalent_events.num_rows
    if before:
        notes.append(
            f"{before:,} events on the index day or before are left out; patients who had one stay in, for what came later."
        )
    if possible != counted:
        notes.append(
            f"{counted:,} events count; it would be {possible:,} if all that the record leaves undecided counted."
        )
    if found.definition.window_checked != "primary":
        notes.append("The window is carried over from the denosumab label; the source of this definition gives none.")
    return tuple(notes)


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _read(curve: Curve, say: Callable[[float], str], years: Sequence[int] = YEARS) -> str:
    """A curve at some years, as far as it goes: `after 1 year 12.0 % (10.1 % to 14.2 %)`."""
    found = read_off(curve, [round(year * DAYS_A_YEAR) for year in years])
    told = [
        f"after {year} year{'s' if year > 1 else ''} {say(value)}"
        + (f" ({say(low)} to {say(high)})" if low == low else "")
        for year, value, low, high in zip(years, found.estimate, found.lower, found.upper, strict=True)
        if value == value
    ]
    return "; ".join(told) or f"nobody was followed for {years[0]} year{'s' if years[0] > 1 else ''}"


def _name(stratum: str) -> str:
    return NAMES.get(stratum, stratum)


def _dashed(stratum: str) -> str:
    return stratum.replace("_", "-")


# --- figures ----------------------------------------------------------------------------------------------------------


def _attrition(found: Outcomes) -> Figure:
    table = attrition(found)
    counts = table["count"].to_pylist()
    notes: tuple[str, ...] = ()
    if found.died_undated:
        notes = (
            f"{found.died_undated:,} of those followed are said to have died, nobody says when: they leave with their newest entry.",
        )
    return Figure(
        id="attrition",
        title="Who is in the figures",
        says=f"Of {counts[0]:,} patients {counts[-1]:,} are followed beyond the index day.",
        definition=f"Facts of the pathway on the last day of each patient; data up to {_until(found)}. Index day: {_start(found)}.",
        table=table,
        chart="flow",
        notes=notes,
    )


def _first_event(found: Outcomes) -> Figure:
    ((_, competing),) = curves.by_group(found, curves.first_event)
    ((_, censoring),) = curves.by_group(found, curves.first_event_censoring_death)
    groups = [("death competes", competing), ("death censors", censoring)]
    if found.possible_events.num_rows != found.skeletal_events.num_rows:
        ((_, possible),) = curves.by_group(found, curves.first_event, events=found.possible_events)
        groups.append(("if all undecided counted", possible))
    return Figure(
        id="first-event",
        title="First skeletal event",
        says=f"Patients with a first event: {_read(competing, _share)}.",
        definition=f"{_people(found)} {_event(found)} {COMPETING} Death censors: {CENSORING}",
        table=curves.curve_table(groups),
        chart="incidence",
        axis=f"since {_start(found)}",
        notes=_notes(found),
    )


def _by(
    found: Outcomes, curve: Callable[[Arrays], Curve], stratum: str, say: Callable[[float], str]
) -> tuple[pa.Table, str]:
    groups = curves.by_group(found, curve, stratum)
    told = [f"{word}: {_read(one, say, COMPARED)}" for word, one in groups]
    return curves.curve_table(groups), f"{'; '.join(told)}."


def _first_event_by(found: Outcomes, stratum: str) -> Figure:
    table, says = _by(found, curves.first_event, stratum, _share)
    return Figure(
        id=f"first-event-by-{_dashed(stratum)}",
        title=f"First skeletal event by {_name(stratum)}",
        says=says,
        definition=f"{_people(found)} Groups as on the index day. {_event(found)} {COMPETING}",
        table=table,
        chart="incidence",
        axis=f"since {_start(found)}",
        notes=_notes(found),
    )


def _mean_events(found: Outcomes) -> Figure:
    ((_, ending),) = curves.by_group(found, curves.mean_events)
    ((_, censoring),) = curves.by_group(found, curves.mean_events_censoring_death)
    return Figure(
        id="mean-events",
        title="Skeletal events per patient",
        says=f"Mean number of events: {_read(ending, '{:.2f}'.format)}.",
        definition=f"{_people(found)} {_event(found)} {MEAN} Death censors: {MEAN_CENSORING}",
        table=curves.curve_table([("death ends", ending), ("death censors", censoring)]),
        chart="mean-number",
        axis=f"since {_start(found)}",
        notes=_notes(found),
    )


def _mean_events_by(found: Outcomes, stratum: str) -> Figure:
    table, says = _by(found, curves.mean_events, stratum, "{:.2f}".format)
    return Figure(
        id=f"mean-events-by-{_dashed(stratum)}",
        title=f"Skeletal events per patient by {_name(stratum)}",
        says=says,
        definition=f"{_people(found)} Groups as on the index day. {_event(found)} {MEAN}",
        table=table,
        chart="mean-number",
        axis=f"since {_start(found)}",
        notes=_notes(found),
    )


def _types(found: Outcomes) -> tuple[Figure, Figure]:
    kinds, aside = event_types(found), set_aside(found)
    parts = zip(*(kinds[name].to_pylist() for name in ("label", "count", "share")), strict=True)
    told = ", ".join(f"{label} {count:,} ({_share(share)})" for label, count, share in parts if share is not None)
    return (
        Figure(
            id="event-types",
            title="What the first event was",
            says=f"First events: {told or 'none'}.",
            definition=f"{_people(found)} {_event(found)} Several parts of one day are named by the gravest, in the order shown.",
            table=kinds,
            chart="bars",
            notes=_notes(found),
        ),
        Figure(
            id="set-aside",
            title="What is no event of its own",
            says=f"{sum(aside['count'].to_pylist()):,} entries that may be events were merged, not counted, or left undecided.",
            definition=f"{_people(found)} {_event(found)} Entries before the index day too.",
            table=aside,
            chart="bars",
        ),
    )


def _rates(found: Outcomes, stratum: str | None) -> Figure:
    table = rates(found, stratum)
    first = table.slice(0, 2).to_pylist()
    return Figure(
        id="rates" if stratum is None else f"rates-by-{_dashed(stratum)}",
        title="Skeletal morbidity rate" if stratum is None else f"Skeletal morbidity rate by {_name(stratum)}",
        says=" ".join(f"{row['label']}: {row['estimate']:.2f}." for row in first if row["estimate"] is not None),
        definition=f"{_people(found)} {_event(found)} Cohort: all events over all years, limits log with robust variance. Mean of "
        "patients: mean of each patient's own rate. Periods: 12-week periods with at least one event, over the same years.",
        table=table,
        chart="rates",
        notes=(
            *_notes(found),
            "The mean of patients weighs an event soon before the end of a short follow-up heavily.",
        ),
    )


def _ratios(found: Outcomes, by: Sequence[str]) -> tuple[Figure, Figure]:
    names = ", ".join(_name(one) for one in by)
    made = []
    for id, title, what, method in (
        ("first-event-ratios", "Hazard of the first event, compared", FIRST_EVENT,
         "Cox's model of the first event (cause-specific: who dies without one is censored), ties by Efron, Wald limits."),
        ("event-ratios", "Rate of all events, compared", ALL_EVENTS,
         "Andersen-Gill model of all events while alive, ties by Efron, robust variance by patient."),
    ):  # fmt: skip
        table = ratios(found, by, what)
        told = [
            f"{row['label']} {row['estimate']:.2f} ({row['lower']:.2f} to {row['upper']:.2f})"
            for row in table.to_pylist()
            if row["lower"] is not None
        ]
        made.append(
            Figure(
                id=id,
                title=title,
                says=f"Against the largest group: {'; '.join(told) or 'no ratio can be given'}.",
                definition=f"{_people(found)} {_event(found)} {method} In one model: {names}; patients of whom one is not known are out.",
                table=table,
                chart="ratios",
                notes=_notes(found),
            )
        )
    return made[0], made[1]


def _survival(found: Outcomes, stratum: str | None) -> Figure:
    table, says = _by(found, curves.survival, stratum, _share) if stratum else _whole_survival(found)
    return Figure(
        id="survival" if stratum is None else f"survival-by-{_dashed(stratum)}",
        title="Overall survival" if stratum is None else f"Overall survival by {_name(stratum)}",
        says=f"Alive: {says}",
        definition=f"{_people(found)} {SURVIVAL}",
        table=table,
        chart="survival",
        axis=f"since {_start(found)}",
    )


def _whole_survival(found: Outcomes) -> tuple[pa.Table, str]:
    groups = curves.by_group(found, curves.survival)
    return curves.curve_table(groups), f"{_read(groups[0][1], _share)}."


def _times(found: Outcomes, stratum: str | None) -> Figure:
    table = times(found, stratum)
    told = [
        f"{row['group']}, {row['measure']}: median "
        + (f"{row['median'] / DAYS_A_YEAR:.1f} years" if row["median"] is not None else "not reached")
        for row in table.to_pylist()
        if stratum is None or row["measure"] == SURVIVING
    ]
    return Figure(
        id="times" if stratum is None else f"times-by-{_dashed(stratum)}",
        title="Median and restricted mean time"
        if stratum is None
        else f"Median and restricted mean time by {_name(stratum)}",
        says=f"{'; '.join(told)}.",
        definition=f"{_people(found)} {_event(found)} Days, from Kaplan-Meier. The mean is that of the time up to `until`, "
        "the longest of 5, 3, 2 or 1 years after which in each group ten patients or more are still free and followed.",
        table=table,
        notes=_notes(found),
    )


def _of_each(shares: pa.Table) -> str:
    """The share of each row in which there is anybody."""
    told = [f"{row['label']} {_share(row['estimate'])}" for row in shares.to_pylist() if row["people"]]
    return f"{'; '.join(told)}." if told else "There is nobody to tell of."


def _prevalence(found: Outcomes) -> tuple[Figure, ...]:
    where, kinds, since = places(found), subtypes(found), since_diagnosis(found)
    of = found.attrition["bone metastasis"]
    most = max(where.to_pylist(), key=lambda row: row["people"], default=None)
    wilson = "95 % limits of Wilson."
    return (
        Figure(
            id="bone-sites",
            title="Where the bone metastases are",
            says=f"Most often: {most['label']}, {_share(most['share'])} of {of:,} patients."
            if most
            else "No place is named.",
            definition=f"{of:,} patients with bone metastasis on record; places that a diagnosis, CT, MRI or film names, either side, with "
            f"what is inside them; data up to {_until(found)}. {wilson}",
            table=where,
            chart="skeleton",
            notes=("A record names the places that somebody described; there may be more.",),
        ),
        Figure(
            id="bone-metastasis-by-subtype",
            title="Bone metastasis by subtype",
            says=_of_each(kinds),
            definition=f"Patients with breast cancer on record, by subtype on their last day; data up to {_until(found)}. {wilson}",
            table=kinds,
            chart="shares",
        ),
        Figure(
            id="bone-metastasis-since-diagnosis",
            title="Bone metastasis by time since the diagnosis",
            says=_of_each(since),
            definition="Of the patients alive and followed so long after breast cancer was first recorded, the share whose bone metastasis "
            f"was recorded by then; data up to {_until(found)}. {wilson}",
            table=since,
            chart="shares",
            notes=(
                "Who has lived long without it is likelier to be among those still followed: this is no incidence.",
            ),
        ),
    )
