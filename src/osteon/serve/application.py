"""The application: the routes of each part behind one gate."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import osteon
from osteon.serve.audit.routes import routes as audit_routes
from osteon.serve.cds_hooks.on_site import hooks_of
from osteon.serve.cds_hooks.routes import hook_routes
from osteon.serve.decisions.routes import routes as decision_routes
from osteon.serve.failures import Issue, RequestError, StorageError
from osteon.serve.fetching.routes import routes as key_routes
from osteon.serve.fhir.routes import routes as definition_routes
from osteon.serve.gate import Gate
from osteon.serve.operation.health import routes as operation_routes
from osteon.serve.operation.logs import tell
from osteon.serve.pages.refusing import refusal
from osteon.serve.pages.routes import PAGE_ROUTES
from osteon.serve.pages.speaking import Speaking
from osteon.serve.records.routes import routes as record_routes
from osteon.serve.site import Site

__all__ = ["application"]

WORDS = {404: "There is nothing at this address.", 405: "This address does not take that method."}


def application(site: Site) -> FastAPI:
    """The ASGI application of a site."""
    app = FastAPI(
        title="Osteon",
        version=osteon.__version__,
        description="Records in, reviews out. Decision support, research and education; not a medical device.",
        # Their pages load scripts from another machine.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.site = site
    programs = (record_routes, definition_routes, key_routes, hook_routes(hooks_of(site)), audit_routes, decision_routes, operation_routes)
    for routes in (*programs, *PAGE_ROUTES):
        app.include_router(routes)
    app.add_middleware(Gate, site=site)
    # Around the gate, which answers with pages of its own.
    app.add_middleware(Speaking, default=site.settings.language)
    app.add_exception_handler(RequestError, _refuse)
    app.add_exception_handler(StorageError, _no_storage)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _plain)
    return app


def _refuse(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestError)
    return refusal(request.scope, fault.status, fault.issues, fault.headers)


def _no_storage(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, StorageError)
    tell("storage", message=str(fault), request=request.state.request)
    status, code = (507, "no-store") if fault.full else (503, "transient")
    return refusal(request.scope, status, [Issue("", str(fault), code)], {} if fault.full else {"Retry-After": "5"})


def _not_valid(request: Request, fault: Exception) -> Response:
    """What is wrong with the words of a request, and where; not what stands there."""
    assert isinstance(fault, RequestValidationError)
    issues = [Issue(str(error["loc"][-1]), f"This is not as it has to be ({error['type']}).", "value") for error in fault.errors()]
    return refusal(request.scope, 400, issues)


def _plain(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    told = WORDS.get(fault.status_code, "This cannot be done.")
    code = {404: "not-found", 405: "not-supported"}.get(fault.status_code, "processing")
    return refusal(request.scope, fault.status_code, [Issue("", told, code)], dict(fault.headers or {}))
