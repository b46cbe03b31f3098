"""The services that an EHR can subscribe to, and the data that it is asked to send along."""

from __future__ import annotations

from typing import Any, NamedTuple

from osteon.language import N_

__all__ = ["QUERIES", "SERVICES", "Query", "Service", "discovery"]


class Query(NamedTuple):
    """One prefetch template: a read, or a search by patient, as every server that offers hooks can do.

    `needed`: without the answer a review would take silence for "no" (a dose that was given, an operation that was done),
    so there is none without it.
    """

    kind: str
    template: str
    needed: bool
    words: str


def _of_patient(kind: str, needed: bool, words: str) -> Query:
    return Query(kind, f"{kind}?patient={{{{context.patientId}}}}", needed, words)


QUERIES = {
    "patient": Query("Patient", "Patient/{{context.patientId}}", True, N_("the patient")),
    "conditions": _of_patient("Condition", True, N_("diagnoses")),
    "observations": _of_patient("Observation", True, N_("results and observations")),
    "medicationRequests": _of_patient("MedicationRequest", True, N_("orders of drugs")),
    "medicationAdministrations": _of_patient("MedicationAdministration", True, N_("doses given")),
    "procedures": _of_patient("Procedure", True, N_("procedures")),
    "medicationStatements": _of_patient("MedicationStatement", False, N_("drugs taken")),
    "diagnosticReports": _of_patient("DiagnosticReport", False, N_("reports")),
    "imagingStudies": _of_patient("ImagingStudy", False, N_("imaging studies")),
    "serviceRequests": _of_patient("ServiceRequest", False, N_("orders of tests and referrals")),
    "questionnaireResponses": _of_patient("QuestionnaireResponse", False, N_("answers to questionnaires")),
    "allergies": _of_patient("AllergyIntolerance", False, N_("allergies")),
    "bodyStructures": _of_patient("BodyStructure", False, N_("lesions")),
}
"""By prefetch key. The same for every service, so that an EHR that calls both fetches once."""


class Service(NamedTuple):
    """One service: the hook that calls it, and what a reader of the EHR's settings sees."""

    id: str
    hook: str
    title: str
    description: str


SERVICES = {
    service.id: service
    for service in (
        Service(
            "osteon-patient-view",
            "patient-view",
            "Osteon: bone health in breast cancer",
            "When a chart is opened: what the record of a person with breast cancer says about her bones. Dangers, what is due "
            "or unsafe, and which facts are missing.",
        ),
        Service(
            "osteon-order-sign",
            "order-sign",
            "Osteon: orders and bone health",
            "When orders are signed: what speaks against a bone agent, a painkiller, a cancer drug or another order, and what "
            "has to be checked first.",
        ),
    )
}


def discovery() -> dict[str, Any]:
    """The answer to `GET /cds-services`."""
    prefetch = {key: query.template for key, query in QUERIES.items()}
    return {"services": [{**service._asdict(), "prefetch": prefetch} for service in SERVICES.values()]}
