"""One list as a page with filters, and the same rows as CSV and as Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from folkmoot.core.desk import Listing
from folkmoot.core.export import EXCEL_TYPE, csv_bytes, excel_bytes
from folkmoot.web.builds import Builds
from folkmoot.web.filters import FORMS
from folkmoot.web.forms import ReadForm, read_form
from folkmoot.web.house import workbook_notes
from folkmoot.web.pages import Pages

PAGE_SIZE = 50
"""Rows a page: what a person scans before narrowing the search; opportunities are longer."""
PAGE_SIZES = {"opportunities": 20, "councils": 1000, "sources": 1000}

_BY_LINK = {
    "issues": ("source", "rule"),
    **dict.fromkeys(("quality-fields", "quality-trend"), ("publisher",)),
}


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of a list: its rows, where they lie, and the way to the others."""

    rows: list[dict[str, Any]]
    total: int
    first: int
    number: int
    last_number: int

    @property
    def last(self) -> int:
        """The number of the last row shown, from 1."""
        return self.first + len(self.rows) - 1


def cut(rows: Sequence[dict[str, Any]], *, number: str, size: int) -> Cut:
    """The rows of one page; a number that makes no sense gives the nearest page."""
    last_number = max(-(-len(rows) // size), 1)
    wanted = int(number) if number.isascii() and number.isdigit() else 1
    at = min(max(wanted, 1), last_number)
    start = (at - 1) * size
    return Cut(list(rows[start : start + size]), len(rows), start + 1, at, last_number)


def asked(
    listing: Listing, request: Request, builds: Builds
) -> tuple[ReadForm, Sequence[dict[str, Any]]]:
    """The form as it was sent and every row that matches what could be read of it."""
    standing = builds.standing()
    query = dict(request.query_params)
    form = read_form(
        FORMS.get(listing.name, ()), query, standing.reader, as_of=standing.as_of
    )
    values = {**_passed(listing, query), **form.values, "as_of": standing.as_of}
    rows = listing.rows(standing.reader, values)
    if listing.decided is not None:
        rows = listing.decided(rows, builds.state())
    return form, rows


def list_page(
    pages: Pages,
    listing: Listing,
    template: str,
    request: Request,
    more: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> Response:
    """The list as a page; 400 where a filter could not be read, with the rest applied.

    A form on it is sent to another address: its `status` and its errors come with `more`.
    """
    standing = pages.builds.standing()
    form, rows = asked(listing, request, pages.builds)
    size = PAGE_SIZES.get(listing.name, PAGE_SIZE)
    shown = cut(rows, number=request.query_params.get("page", "1"), size=size)
    kept = {**_passed(listing, dict(request.query_params)), **form.values}
    answer = {
        **pages.form_parts(request),
        **(more or {}),
        "listing": listing,
        "form": form,
        "cut": shown,
        "kept": kept,
        "address": listing.address,
        "page_links": _page_links(listing.address, kept, shown),
        "downloads_links": _downloads(listing, kept),
    }
    status = 400 if form.errors else status
    return pages.page(request, template, answer, standing=standing, status=status)


def download(pages: Pages, listing: Listing, ending: str, request: Request) -> Response:
    """Every matching row as a file, named after the list and the as-of date."""
    standing = pages.builds.standing()
    _, rows = asked(listing, request, pages.builds)
    name = f"folkmoot-{listing.name}-{standing.as_of}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if ending == "csv":
        lines = csv_bytes(listing.columns, rows)
        return StreamingResponse(lines, media_type="text/csv", headers=headers)
    notes = workbook_notes(
        pages.builds.workspace.name, as_of=standing.as_of, stamp=standing.stamp
    )
    book = excel_bytes(listing.title, notes, listing.columns, rows)
    return Response(book, media_type=EXCEL_TYPE, headers=headers)


def _passed(listing: Listing, query: Mapping[str, str]) -> dict[str, str]:
    """Filters that a link sets and no form shows: the source of a list of issues."""
    names = _BY_LINK.get(listing.name, ())
    return {name: query[name] for name in names if query.get(name)}


def _downloads(listing: Listing, kept: Mapping[str, str]) -> list[tuple[str, str]]:
    query = f"?{urlencode(kept)}" if kept else ""
    return [
        ("CSV", f"{listing.address}.csv{query}"),
        ("Excel", f"{listing.address}.xlsx{query}"),
    ]


NEAR = 2
"""Page numbers shown on either side of the one that is open."""


def _page_links(path: str, kept: Mapping[str, str], shown: Cut) -> dict[str, Any]:
    """Previous, next and numbers, as the pagination component takes them."""

    def href(number: int) -> str:
        return f"{path}?{urlencode({**kept, 'page': number})}"

    if shown.last_number == 1:
        return {}
    numbers = [
        number
        for number in range(1, shown.last_number + 1)
        if number in (1, shown.last_number) or abs(number - shown.number) <= NEAR
    ]
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append(
            {
                "number": number,
                "href": href(number),
                "current": number == shown.number,
            }
        )
    links: dict[str, Any] = {"items": items}
    if shown.number > 1:
        links["previous"] = {"href": href(shown.number - 1)}
    if shown.number < shown.last_number:
        links["next"] = {"href": href(shown.number + 1)}
    return links
