"""The history of one patient in lanes: what was given, what was done, what happened, what was measured, on one time axis."""
