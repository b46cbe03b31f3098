"""All pages. Each part that has pages adds its routes here."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from osteon.serve.pages import assets, finding, lesion, patient, timeline, use, worklist

__all__ = ["OPEN_PAGES", "PAGE_ROUTES"]

PAGE_ROUTES: Final[tuple[APIRouter, ...]] = (
    assets.routes,
    worklist.routes,
    patient.routes,
    finding.routes,
    lesion.routes,
    timeline.routes,
    use.routes,
)
OPEN_PAGES: Final = frozenset(("/", "/static/{name}"))
"""Pages that answer anybody. They say nothing of a record."""
