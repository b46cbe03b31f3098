"""Reads records from a FHIR server: whole exports (Bulk Data) and single patients, let in as a SMART backend service."""
