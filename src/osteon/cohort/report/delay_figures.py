"""How long advice waited for an answer, as a figure."""

from __future__ import annotations

import pyarrow as pa

from osteon.cohort.delay import DelayReview
from osteon.cohort.report.figure import Figure
from osteon.cohort.report.words import at_years, of_group
from osteon.pathway import pathway

__all__ = ["delay_figures"]


def delay_figures(found: DelayReview) -> tuple[Figure, ...]:
    """Share of patients with an answer by the time since advice was first met, one curve for each recommendation."""
    titles = {item.id: item.title for item in pathway().recommendations}
    curves = found.curves
    groups = [titles.get(name, name) for name in curves["recommendation"].cast(pa.string()).to_pylist()]
    names = ("days", "at_risk", "events", "competing", "estimate", "lower", "upper")
    table = pa.table({"group": pa.array(groups, pa.string()), **{name: curves[name] for name in names}})
    read = [(name, at_years(of_group(table, name), (1,))) for name in dict.fromkeys(groups)]
    told = "; ".join(f"{name}: {said}" for name, said in read if said)
    days = found.summary["dates"]
    return (
        Figure(
            id="delay",
            title="Time from advice to answer",
            says=f"Answered {told}." if told else "Too few were followed for a year to tell.",
            definition="Patients for whom the recommendation was seen to begin to hold, from that day on: share for whom "
            "it held no longer or what it "
            f"asks was done; death competes, the others are censored (Aalen-Johansen). Looked at on {len(days)} days from "
            f"{days[0]} to {days[-1]}.",
            table=table,
            chart="incidence",
            axis="since the advice first held",
            notes=(
                "A recommendation that no longer holds was not always followed: what it rests on may have changed.",
            ),
        ),
    )
