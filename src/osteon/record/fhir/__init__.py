"""Reads FHIR R4 (and mCODE) resources into the events of a timeline. Nothing outside this package knows FHIR."""
