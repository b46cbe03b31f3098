"""Pages of HTML as PDF. Only this module needs the extra `pdf`; import it where a PDF is asked for."""

from __future__ import annotations

from typing import Any, Final

try:
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher
except OSError as fault:
    # The Python part is there, and the library of the system that sets text (Pango) is not.
    raise ImportError("WeasyPrint needs Pango: on Debian and Ubuntu, apt install libpango-1.0-0 libpangoft2-1.0-0") from fault

__all__ = ["printed"]


class _Nothing(URLFetcher):
    """Fetches nothing: a letter holds all that it shows, and no address in it is ever opened."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise ValueError("A letter fetches nothing.")


NOTHING: Final = _Nothing(allowed_protocols=())

SIZES: Final = ("12.4pt", "11.4pt", "10.6pt", "10pt", "9.4pt", "8.8pt")
"""Sizes of letters to try where everything has to be on one page: the largest that fits, for eyes that are not young."""


def printed(page: str, *, one_page: bool = False) -> bytes:
    """A page that holds all that it shows, as PDF/UA. `one_page`: in the largest letters with which it is one page."""
    for size in SIZES if one_page else ("",):
        style = [CSS(string=f".letter {{ font-size: {size} !important }}", url_fetcher=NOTHING)] if size else []
        document = HTML(string=page, url_fetcher=NOTHING).render(stylesheets=style, pdf_variant="pdf/ua-1")
        if len(document.pages) == 1:
            break
    return document.write_pdf(pdf_variant="pdf/ua-1")
