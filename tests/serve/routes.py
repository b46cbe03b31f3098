"""The routes of an application, and the permissions that they ask for."""

from __future__ import annotations

from typing import Any

from fastapi.routing import APIRoute
from starlette.routing import Mount

from osteon.serve.access.roles import Permission, permission_of

NAMED = {"{finding}": "fx-mirels-high", "{recommendation}": "fx-mirels-high", "{lesion}": "femur.neck:left"}
"""What stands for the other parts of addresses."""


def listed(app: Any) -> list[tuple[str, str, Permission | None, Any]]:
    """(method, path, permission, route) of every route of the application."""
    found = []
    for route in flat(app.routes):
        needed = {permission_of(one.call) for one in (route.dependant, *route.dependant.dependencies)} - {None}
        assert len(needed) <= 1, route.path
        found += [(method, route.path, next(iter(needed), None), route) for method in sorted(route.methods)]
    return found


def every_route(listed: Any) -> list[Any]:
    """Routes of every kind, those of included routers too."""
    found = []
    for route in listed:
        inner = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        found += every_route(inner) if inner and not isinstance(route, Mount) else [route]
    return found


def flat(listed: Any) -> list[APIRoute]:
    """Those that ask for a permission, or are on the list of open ones."""
    return [route for route in every_route(listed) if isinstance(route, APIRoute)]
