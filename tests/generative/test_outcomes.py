"""Random people: what the cohort says of each is what the reference says of her alone, and the whole is the sum of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cohort.followed_one_by_one import followed_one_by_one
from cohort.store_tables import tables_of
from osteon.cohort.evaluation import of_tables
from osteon.cohort.outcomes.arrays import arrays_of
from osteon.cohort.outcomes.asked import Asked, evaluator_for
from osteon.cohort.outcomes.curves import by_group, mean_events_censoring_death
from osteon.cohort.outcomes.group import of_shard
from osteon.cohort.outcomes.outcomes import together
from osteon.engine.settings import Settings
from osteon.pathway.skeletal_events.counting import ANCHORS
from osteon.pathway.skeletal_events.definitions import DEFINITIONS
from osteon.pathway.skeletal_events.strata import INDEX_DAYS
from osteon.record.timeline import Event, Lesion, Patient, Timeline

FIRST = date(2020, 1, 1)
CONDITIONS = (
    "fracture.pathological-neoplastic", "fracture.pathological", "condition.spinal-cord-compression",
    "condition.hypercalcaemia-malignancy", "condition.hypercalcaemia", "condition.metastasis.bone",
)  # fmt: skip
PROCEDURES = ("proc.rt.course", "proc.ebrt.photon", "proc.bone-fixation", "proc.vertebroplasty")
REASONS = (None, "condition.metastasis.bone", "fracture.pathological-neoplastic", "condition.spinal-cord-compression")
SITES = (None, "femur.shaft", "femur", "vertebra.T8", "spine.thoracic", "rib.5", "breast")

days = st.one_of(st.integers(0, 60), st.integers(0, 800)).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def events(draw, number: int) -> Event:
    """One entry that may be an event, or the metastasis."""
    procedure = draw(st.booleans())
    start = draw(st.one_of(st.none(), days, days, days))
    precision = draw(st.sampled_from(("day", "day", "day", "month", "year"))) if start else "day"
    if start and precision != "day":
        start = start.replace(day=1) if precision == "month" else start.replace(month=1, day=1)
    site = draw(st.sampled_from(SITES))
    side = draw(st.sampled_from((None, "left", "right"))) if site and site.startswith("femur") else None
    common = {"source": f"Entry/{number}", "start": start, "precision": precision, "site": site, "laterality": side}
    if procedure:
        end = start + timedelta(days=draw(st.integers(0, 30))) if start and draw(st.booleans()) else None
        return Event(
            concept=draw(st.sampled_from(PROCEDURES)), kind=draw(st.sampled_from(("procedure", "procedure", "request"))),
            status=draw(st.sampled_from(("done", "done", "active", "planned"))), indication=draw(st.sampled_from(REASONS)),
            answer=draw(st.sampled_from((None, "palliative", "preventive"))), end=end, **common,
        )  # fmt: skip
    lesion = f"{site}:{side}" if site and draw(st.booleans()) else None
    return Event(
        concept=draw(st.sampled_from(CONDITIONS)), kind="condition", lesion=lesion,
        status=draw(st.sampled_from(("active", "active", "active", "suspected"))),
        answer=draw(st.sampled_from((None, None, "present", "absent", "initial", "subsequent"))), **common,
    )  # fmt: skip


@st.composite
def people(draw, number: int) -> Timeline:
    """A patient with breast cancer, mostly with bone metastasis, and some entries in the order of time."""
    found = [draw(events(place)) for place in range(draw(st.integers(0, 7)))]
    cancer = Event(concept="condition.breast-cancer", source="Condition/c", kind="condition", status="active", start=FIRST)
    found.append(cancer)
    if draw(st.integers(0, 4)):
        metastasis = "condition.metastasis.bone"
        found.append(Event(metastasis, "Condition/m", "condition", "active", start=draw(days)))
    if draw(st.booleans()):
        word = draw(st.sampled_from(("present", "absent")))
        found.append(Event("fracture.symptomatic", "Observation/s", "observation", "final", start=draw(days), answer=word))
    if draw(st.booleans()):
        found.append(Event("drug.zoledronic-acid", "MedicationAdministration/z", "dose", "given", start=draw(days)))
    found.sort(key=lambda event: event.start or date.min)
    by_concept: dict[str, tuple[Event, ...]] = {}
    for event in found:
        by_concept[event.concept] = (*by_concept.get(event.concept, ()), event)
    named = sorted({event.lesion for event in found if event.lesion})
    lesions = tuple(
        Lesion(
            id=name, site=name.split(":")[0], laterality={"None": None}.get(name.split(":")[1], name.split(":")[1]),
            first_seen=min((event.start for event in found if event.lesion == name and event.start), default=None),
            sources=tuple(event.source for event in found if event.lesion == name),
        )
        for name in named
    )  # fmt: skip
    said = [one for event in found if event.status != "planned" for one in (event.start, event.end) if one]
    died = max(said) + timedelta(days=draw(st.integers(-100, 100))) if draw(st.booleans()) else None
    precision = draw(st.sampled_from(("day", "month"))) if died else None
    if died and precision == "month":
        died = died.replace(day=1)
    person = Patient(id=f"p{number}", sex="female", death_date=died, death_precision=precision, deceased=bool(died))
    return Timeline(person, by_concept, lesions, newest=max(said))


groups = st.integers(1, 4).flatmap(lambda size: st.tuples(*(people(number) for number in range(size))))


@given(
    timelines=groups,
    definition=st.sampled_from(DEFINITIONS),
    anchor=st.sampled_from(ANCHORS),
    as_of=st.one_of(st.none(), days),
    index=st.sampled_from(tuple(INDEX_DAYS)),
)
def test_the_cohort_is_what_each_patient_is(timelines, definition, anchor, as_of, index):
    asked = Asked(store="", generation=0, definition=definition.id, anchor=anchor, as_of=as_of, index=index)
    found = together(asked, "", [of_shard(asked, of_tables(tables_of(timelines)))])
    evaluator = evaluator_for(Settings())
    alone = [followed_one_by_one(evaluator, one, definition, anchor, as_of, index) for one in timelines]
    expected = [row for row in alone if row is not None]
    rows = found.follow_up.to_pylist()
    assert [row["patient"] for row in rows] == [row["patient"] for row in expected]
    for row, mine in zip(rows, expected, strict=True):
        assert {name: row[name] for name in row.keys() & mine.keys()} == {name: mine[name] for name in row.keys() & mine.keys()}
        assert row["events"] == len(mine["after"])
    for name, table in (
        ("after", found.skeletal_events), ("before", found.prevalent_events), ("possible", found.possible_events),
    ):  # fmt: skip
        told = [(one["patient"], one["day"], one["days"], tuple(one["components"])) for one in table.to_pylist()]
        assert told == [(mine["patient"], *event[:3]) for mine in expected for event in mine[name]]
    asides = [(one["patient"], one["component"], one["became"], one["into"]) for one in found.asides.to_pylist()]
    assert len(asides) == sum(len(mine["aside"]) + mine["late"] for mine in expected)
    assert {one for one in asides if one[2] != "not-counted"} == {
        (mine["patient"], *one[1:4]) for mine in expected for one in mine["aside"] if one[2] != "not-counted"
    }
    whole = arrays_of(found)
    assert whole.days.tolist() == [float(mine["days"]) for mine in expected if mine["days"] > 0]
    assert whole.counts.sum() == sum(len(mine["after"]) for mine in expected)
    if len(whole.days):
        # Where nobody has left yet, the mean number of events is the number of events over the number of patients.
        ((_, curve),) = by_group(found, mean_events_censoring_death)
        early = [time for time in curve.time.tolist() if time <= whole.days.min()]
        for place, time in enumerate(early):
            assert abs(curve.estimate[place] - (whole.time <= time).sum() / len(whole.days)) < 1e-12
