"""Words of a report, and what they mean."""

from __future__ import annotations

__all__ = ["TERMS"]

TERMS = (
    (
        "Index day",
        "The day from which on a patient is followed. Nobody is followed from a day that was chosen by what came after it.",
    ),
    (
        "Skeletal event",
        "A fracture through diseased bone, radiotherapy or surgery to bone, or compression of the spinal cord, by the "
        "definition that this report names. "
        "Definitions differ in whether silent fractures and hypercalcaemia count: compare with others only under the same one.",
    ),
    (
        "Cumulative incidence",
        "The share of all patients to whom it has happened by a time, others having died before. What a patient may expect.",
    ),
    (
        "Kaplan-Meier of an event",
        "The share that would have had the event had nobody died before: higher than what happens, the more so the more die.",
    ),
    (
        "Mean number of events",
        "Events per patient by a time, repeated ones counted. It may be more than 1.",
    ),
    (
        "Skeletal morbidity rate",
        "Events per person-year at risk: of the cohort (all events over all years), or as the mean of each patient's own "
        "rate. The two differ; name the one you use.",
    ),
    (
        "95 % limits",
        "A method of this kind holds the true value between its limits in 95 of 100 such cohorts. They tell of chance "
        "only, not of what records leave out.",
    ),
    (
        "Open, undecided",
        "Open: follow-up is too short to tell whether it was done in time. Undecided: a fact is missing in the record. "
        "Neither counts as done or as not done.",
    ),
    (
        "Funnel and control chart",
        "The limits are those of chance for groups of each size, or for each quarter. They say where to look first; case "
        "mix can put a group beyond them.",
    ),
    (
        "Withheld",
        "A count of very few people that is not told, and what would let it be worked out. It holds within each table.",
    ),
)  # fmt: skip
