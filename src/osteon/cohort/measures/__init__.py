"""Measures of quality over a store: which rows came to what, scores with limits, and FHIR reports. See docs/registry.md.

`measure` is the way in. `measured_group` does one group of shards and can be called by any scheduler.
"""

from __future__ import annotations

from osteon.cohort.measures.asked import Asked
from osteon.cohort.measures.group import measured_group, measured_timelines
from osteon.cohort.measures.patient import judged_patient
from osteon.cohort.measures.run import Measured, measure
from osteon.cohort.measures.scores import SCORES, scores
from osteon.cohort.measures.writing import measure_reports, patient_reports, write

__all__ = [
    "SCORES", "Asked", "Measured", "judged_patient", "measure", "measure_reports", "measured_group", "measured_timelines",
    "patient_reports", "scores", "write",
]  # fmt: skip
