"""Words of the timeline: what can be read of an entry, of what kind it is, how it stands, which way a drug goes in."""

from __future__ import annotations

from typing import Final

from osteon.language import N_

__all__ = ["TIMELINE"]

TIMELINE: Final = {
    "value": N_("value"),
    "answer": N_("answer"),
    "start": N_("start"),
    "end": N_("end"),
    "moment": N_("moment"),
    "high": N_("upper limit"),
    "low": N_("lower limit"),
    "dose": N_("dose"),
    "reported_unit": N_("unit of the report"),
    "duration_minutes": N_("duration in minutes"),
    "interval_days": N_("interval in days"),
    "fractions": N_("number of fractions"),
    "concept": N_("kind of entry"),
    "age": N_("age"),
    "sex": N_("sex"),
    "route": N_("route"),
    "site": N_("site"),
    "laterality": N_("side"),
    "order": N_("order"),
    "statement": N_("statement"),
    "observation": N_("observation"),
    "request": N_("request"),
    "procedure": N_("procedure"),
    "decision": N_("decision"),
    "condition": N_("diagnosis"),
    "allergy": N_("allergy"),
    "active": N_("active"),
    "done": N_("done"),
    "final": N_("final"),
    "completed": N_("completed"),
    "stopped": N_("stopped"),
    "planned": N_("planned"),
    "given": N_("given"),
    "on-hold": N_("on hold"),
    "suspected": N_("suspected"),
    "nasal": N_("nasal"),
    "intramuscular": N_("intramuscular"),
    "subcutaneous": N_("subcutaneous"),
    "intravenous": N_("intravenous"),
    "oral": N_("oral"),
}
"""By the name that the timeline has for it."""
