"""Files for people beside the lists: papers, calendars, workbooks of all, drafts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from folkmoot.core.calendar import MEDIA_TYPE as CALENDAR_TYPE
from folkmoot.core.calendar import calendar_bytes
from folkmoot.core.desk import Desk, Download, Feed, Page, Workbook
from folkmoot.core.export import EXCEL_TYPE, workbook_bytes
from folkmoot.core.paper import MEDIA_TYPE as PDF_TYPE
from folkmoot.core.paper import pdf_bytes
from folkmoot.web.builds import Builds, Served
from folkmoot.web.house import workbook_notes
from folkmoot.web.listings import asked as asked_of_list
from folkmoot.web.pages import Pages
from folkmoot.web.security import DOCUMENT_POLICY

TIGHTER = (
    "html { font-size: 9.2pt; line-height: 1.25 } h2 { margin-top: 6pt }",
    "html { font-size: 8.4pt; line-height: 1.2 } @page { margin: 13mm 15mm 13mm }",
)
"""How a long paper is set closer, step by step; smaller than 8.4 points is not easily read."""

Endpoint = Callable[[Request], Response]


def document_routes(pages: Pages, desk: Desk) -> list[BaseRoute]:
    """Every file that a desk gives beside its lists."""
    routes: list[BaseRoute] = [
        Route(f"{page.path}.pdf", _pdf(pages, page), name=f"{page.name}-pdf")
        for page in desk.pages
        if page.is_paper
    ]
    routes += [Route(feed.path, _feed(pages, feed)) for feed in desk.feeds]
    routes += [Route(book.path, _workbook(pages, book)) for book in desk.workbooks]
    routes += [Route(one.path, _download(pages, one)) for one in desk.downloads]
    return routes


def paper_styles() -> str:
    """The style sheet of papers, the same for the screen, a printer and the PDF."""
    return (files("folkmoot.web") / "static" / "paper.css").read_text("utf-8")


def paper_of(workspace: Served, opportunity_id: str) -> bytes:
    """The paper of one proposal as PDF, for the command line."""
    from folkmoot.build import DESKS

    pages = Pages(Builds(workspace))
    (page,) = (page for desk in DESKS for page in desk.pages if page.is_paper)
    return _paper(pages, page, {"opportunity_id": opportunity_id}, {})


def _pdf(pages: Pages, page: Page) -> Endpoint:
    def endpoint(request: Request) -> Response:
        path = {key: str(part) for key, part in request.path_params.items()}
        made = _paper(pages, page, path, dict(request.query_params))
        as_of = pages.builds.standing().as_of
        name = f"folkmoot-{page.name}-{'-'.join(path.values())}-{as_of}.pdf"
        safe = "".join(
            sign if sign.isascii() and sign.isalnum() else "-" for sign in name[:-4]
        )
        return Response(
            made,
            media_type=PDF_TYPE,
            headers={"Content-Disposition": f'inline; filename="{safe}.pdf"'},
        )

    return endpoint


def _paper(
    pages: Pages, page: Page, path: Mapping[str, str], query: Mapping[str, str]
) -> bytes:
    standing = pages.builds.standing()
    answer = page.answer(standing.reader, path, {**query, "as_of": standing.as_of})
    if page.decided is not None:
        answer = page.decided(answer, pages.builds.state())
    html = pages.text(page.template, {**answer, "is_pdf": True}, standing=standing)
    return pdf_bytes(html, styles=paper_styles(), tighter=TIGHTER)


def _feed(pages: Pages, feed: Feed) -> Endpoint:
    def endpoint(request: Request) -> Response:
        standing = pages.builds.standing()
        _, rows = asked_of_list(feed.listing, request, pages.builds)
        made = calendar_bytes(
            f"{pages.builds.workspace.name}: {feed.title}",
            [feed.event(row) for row in rows],
            as_of=date.fromisoformat(standing.as_of),
        )
        return Response(made, media_type=CALENDAR_TYPE)

    return endpoint


def _workbook(pages: Pages, book: Workbook) -> Endpoint:
    def endpoint(request: Request) -> Response:
        standing = pages.builds.standing()
        query = {**dict(request.query_params), "as_of": standing.as_of}
        notes = workbook_notes(
            pages.builds.workspace.name, as_of=standing.as_of, stamp=standing.stamp
        )
        sheets = book.sheets(standing.reader, query, pages.builds.state())
        made = workbook_bytes(book.title, notes, sheets)
        name = f"folkmoot-{book.path.strip('/').removesuffix('.xlsx')}-{standing.as_of}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(made, media_type=EXCEL_TYPE, headers=headers)

    return endpoint


def _download(pages: Pages, one: Download) -> Endpoint:
    def endpoint(request: Request) -> Response:
        standing = pages.builds.standing()
        asked = {
            **request.path_params,
            "as_of": standing.as_of,
            "group": pages.builds.workspace.name,
        }
        name, content = one.answer(standing.reader, asked)
        where = "inline" if one.is_shown else "attachment"
        headers = {"Content-Disposition": f'{where}; filename="{name}"'}
        if one.is_shown:
            headers["Content-Security-Policy"] = DOCUMENT_POLICY
        return Response(content, media_type=one.media_type, headers=headers)

    return endpoint
