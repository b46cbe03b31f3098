"""Patients as arrays: what `engine.columns` works on, made of timelines or of the tables of a store. Needs NumPy."""

from osteon.record.columns.timelines import population

__all__ = ["population"]
