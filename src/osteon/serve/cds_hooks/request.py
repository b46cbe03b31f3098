"""The call of an EHR, looked through before anything is done with it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from osteon.serve.cds_hooks.discovery import SERVICES, Service

__all__ = ["Access", "Request", "CallError", "read_request", "text_in"]

FHIR_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
MOST_ORDERS = 100
LONGEST_TEXT = 4096


class CallError(Exception):
    """The call does not hold to CDS Hooks 2.0; the message says where and what is expected, never a value of the record."""


class Access(NamedTuple):
    """The FHIR server of the EHR and the token to it, as given with the call. The token is shown to no other server."""

    server: str
    token: str

    def __repr__(self) -> str:
        return "Access(...)"


class Request(NamedTuple):
    """A call that holds to the standard. `orders`: the draft orders, each a resource; none where a chart is opened."""

    service: Service
    instance: str
    patient: str
    access: Access | None
    prefetch: dict[str, Any]
    orders: list[dict[str, Any]]


def read_request(service: str, body: Any) -> Request:
    """The call in our own shape. Members that the standard does not name are passed over.

    Raises CallError, and KeyError when there is no such service.
    """
    known = SERVICES[service]
    if not isinstance(body, dict):
        raise CallError("The body has to be a JSON object.")
    if text_in(body, "hook") != known.hook:
        raise CallError(f"`hook`: this service answers `{known.hook}` only.")
    instance = _instance(body)
    context = body.get("context")
    if not isinstance(context, dict):
        raise CallError("`context` is missing or no object.")
    text_in(context, "userId", "context.userId")
    patient = text_in(context, "patientId", "context.patientId").removeprefix("Patient/")
    if not FHIR_ID.fullmatch(patient):
        raise CallError("`context.patientId` is no id of FHIR: letters, digits, `-` and `.`, at most 64.")
    if context.get("encounterId") is not None:
        text_in(context, "encounterId", "context.encounterId")
    prefetch = body.get("prefetch")
    if prefetch is None:
        prefetch = {}
    if not isinstance(prefetch, dict):
        raise CallError("`prefetch` has to be an object.")
    orders = _orders(context.get("draftOrders")) if known.hook == "order-sign" else []
    return Request(known, instance, patient, _access(body), prefetch, orders)


def text_in(values: dict[str, Any], name: str, path: str = "") -> str:
    """A text that has to be there. Raises CallError."""
    value = values.get(name)
    if not isinstance(value, str) or not value.strip():
        raise CallError(f"`{path or name}` is missing, empty or no text.")
    if len(value) > LONGEST_TEXT:
        raise CallError(f"`{path or name}` is too long.")
    if "\x00" in value:
        raise CallError(f"`{path or name}` holds the character NUL.")
    return value


def _instance(body: dict[str, Any]) -> str:
    try:
        return str(UUID(text_in(body, "hookInstance")))
    except ValueError:
        raise CallError("`hookInstance` has to be a UUID.") from None


def _access(body: dict[str, Any]) -> Access | None:
    """Both server and token, or nothing."""
    server, given = body.get("fhirServer"), body.get("fhirAuthorization")
    if server is not None and not _is_address(text_in(body, "fhirServer")):
        raise CallError("`fhirServer` has to be an http or https address without a user, a query or a fragment.")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise CallError("`fhirAuthorization` has to be an object.")
    if server is None:
        raise CallError("`fhirServer` is required where `fhirAuthorization` is given.")
    token = text_in(given, "access_token", "fhirAuthorization.access_token")
    if text_in(given, "token_type", "fhirAuthorization.token_type").lower() != "bearer":
        raise CallError("`fhirAuthorization.token_type` has to be `Bearer`.")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise CallError("`fhirAuthorization.access_token` holds characters that no token has.")
    return Access(server.rstrip("/"), token)


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
            and not (parts.query or parts.fragment or parts.username or parts.password)
        )
    except ValueError:
        return False


def _orders(bundle: Any) -> list[dict[str, Any]]:
    path = "context.draftOrders"
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise CallError(f"`{path}` is missing or no Bundle.")
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise CallError(f"`{path}.entry` has to be a list.")
    if len(entries) > MOST_ORDERS:
        raise CallError(f"`{path}` holds more than {MOST_ORDERS} orders.")
    found = []
    for position, entry in enumerate(entries):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            raise CallError(f"`{path}.entry[{position}].resource` is missing or no resource.")
        found.append(resource)
    return found
