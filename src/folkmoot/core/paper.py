"""The only place that makes PDFs: a page of HTML in, a tagged PDF out.

The file keeps to PDF/UA-1, so that a screen reader finds headings, tables and language.
Nothing is fetched: a paper holds all it needs, and what published text names is never
asked for.
"""

from __future__ import annotations

from typing import Any

from folkmoot.core.exceptions import PaperError

MEDIA_TYPE = "application/pdf"
VARIANT = "pdf/ua-1"


def pdf_bytes(html: str, *, styles: str) -> bytes:
    """The page as PDF; its `lang` and `title` become those of the document.

    Raises `PaperError` where this machine lacks the libraries that lay out text.
    """
    weasyprint = _weasyprint()

    class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[name-defined,misc]
        """Refuses every address, whatever its scheme."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError(f"papers fetch nothing, not even {url[:80]}")

    fetcher = Nothing()
    page = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=None)
    sheet = weasyprint.CSS(string=styles, url_fetcher=fetcher)
    written: bytes = page.write_pdf(stylesheets=[sheet], pdf_variant=VARIANT)
    return written


def _weasyprint() -> Any:
    try:
        import weasyprint  # heavy; only a paper comes here
    except OSError as error:
        raise PaperError(
            "PDFs cannot be made on this machine: the text library Pango is missing.",
            "Install it (Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0; "
            "macOS: brew install pango), or print the page from the browser.",
        ) from error
    return weasyprint
