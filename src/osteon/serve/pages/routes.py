"""All pages. Each part that has pages adds its routes here."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from osteon.serve.accounts import administration_pages, emergency_pages, link_pages, own_pages, sign_in_pages
from osteon.serve.pages import (
    assets,
    cohort,
    finding,
    lesion,
    letters,
    pathway_pages,
    patient,
    timeline,
    upload,
    use,
    worklist,
)

__all__ = ["OPEN_PAGES", "PAGE_ROUTES"]

ACCOUNT_ROUTES: Final = tuple(part.routes for part in (sign_in_pages, link_pages, own_pages, administration_pages, emergency_pages))
PAGE_ROUTES: Final[tuple[APIRouter, ...]] = (
    assets.routes,
    cohort.routes,
    finding.routes,
    lesion.routes,
    letters.routes,
    pathway_pages.routes,
    patient.routes,
    timeline.routes,
    upload.routes,
    use.routes,
    worklist.routes,
    *ACCOUNT_ROUTES,
)
OPEN_PAGES: Final = (
    frozenset(
        (
            "/",
            "/pathway",
            "/pathway/{recommendation}",
            "/static/{name}",
        )
    )
    | sign_in_pages.OPEN
    | link_pages.OPEN
)
"""Pages that answer anybody. They say nothing of a record."""
