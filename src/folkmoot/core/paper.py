"""The only place that makes PDFs: a page of HTML in, a tagged PDF out.

The file keeps to PDF/UA-1, so that a screen reader finds headings, tables and language.
Nothing is fetched: a paper holds all it needs, and what published text names is never
asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from folkmoot.core.exceptions import PaperError

MEDIA_TYPE = "application/pdf"
VARIANT = "pdf/ua-1"
MOST_PAGES = 2
"""A paper for a committee is two pages of A4, or it is not read."""


def pdf_bytes(html: str, *, styles: str, tighter: Sequence[str] = ()) -> bytes:
    """The page as PDF; its `lang` and `title` become those of the document.

    `tighter` are further style sheets, each added in turn while the paper has more than
    two pages: a long one is set closer rather than cut.
    Raises `PaperError` where this machine lacks the libraries that lay out text.
    """
    weasyprint = _weasyprint()

    class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[name-defined,misc]
        """Refuses every address, whatever its scheme."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError(f"papers fetch nothing, not even {url[:80]}")

    fetcher = Nothing()
    page = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=None)
    sheets = [weasyprint.CSS(string=styles, url_fetcher=fetcher)]
    document = page.render(stylesheets=sheets, pdf_variant=VARIANT)
    for more in tighter:
        if len(document.pages) <= MOST_PAGES:
            break
        sheets.append(weasyprint.CSS(string=more, url_fetcher=fetcher))
        document = page.render(stylesheets=sheets, pdf_variant=VARIANT)
    written: bytes = document.write_pdf(pdf_variant=VARIANT)
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
