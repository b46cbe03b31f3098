"""The patient's data: the timeline, which is the contract, and the readers that fill it."""

from osteon.record.limits import Limits, RecordError
from osteon.record.read import read_record
from osteon.record.timeline import Event, Gap, Lesion, Patient, Problem, Timeline

__all__ = ["Event", "Gap", "Lesion", "Limits", "Patient", "Problem", "RecordError", "Timeline", "read_record"]
