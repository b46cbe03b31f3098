"""The FHIR R4 face: the review of a stored patient, what the server can do, and the pathway as PlanDefinitions."""
