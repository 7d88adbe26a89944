"""The application: every address, the page or file behind it, and what is said on errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, compile_path
from starlette.staticfiles import StaticFiles

from folkmoot.core.desk import Action, Desk, Listing, Page
from folkmoot.core.exceptions import (
    FolkmootError,
    NoBuildError,
    NotFoundError,
    PaperError,
)
from folkmoot.registers.judging.questions import TOPICS
from folkmoot.web import house
from folkmoot.web.actions import action_endpoint
from folkmoot.web.api import api_error, api_routes
from folkmoot.web.builds import Builds, Served
from folkmoot.web.decisions import decision_pages
from folkmoot.web.documents import document_routes
from folkmoot.web.glance import glance
from folkmoot.web.letters import letter_routes
from folkmoot.web.listings import download, list_page
from folkmoot.web.pages import Pages
from folkmoot.web.security import LOOPBACK_HOSTS, Guard

Endpoint = Callable[[Request], Response]
Shown = Callable[[Request, Mapping[str, Any], int], Response]
"""A page with what a form adds to it, under a status."""


def application(
    workspace: Served,
    *,
    desks: Sequence[Desk] | None = None,
    hosts: Collection[str] | None = LOOPBACK_HOSTS,
) -> Starlette:
    """The pages, downloads and API of one workspace.

    `desks` are those of the build unless a test names others; `hosts` are the names
    under which it answers, None for any.
    """
    if desks is None:
        from folkmoot.build import DESKS

        desks = DESKS
    builds = Builds(workspace)
    pages = Pages(builds)
    return Starlette(
        routes=[*_action_routes(pages, desks), *_routes(pages, desks)],
        middleware=[
            Middleware(Guard, hosts=hosts, posts=_posts(desks)),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers=_handlers(pages),
    )


def _routes(pages: Pages, desks: Sequence[Desk]) -> list[BaseRoute]:
    """Lists come before the pages of one thing, whose ids may hold any sign."""
    routes: list[BaseRoute] = [
        Mount("/static", StaticFiles(directory=str(files("folkmoot.web") / "static"))),
        *api_routes(pages.builds, desks),
        Route("/", _glance(pages, desks), name="glance"),
    ]
    for desk in desks:
        routes += document_routes(pages, desk)
    own = {page.path: page for desk in desks for page in desk.pages}
    own |= {page.path: page for page in _house_pages(desks)}
    for listing in house.LISTINGS:
        page = own.pop(listing.address, None)
        template = page.template if page else f"{listing.name}.html"
        routes += _listing_routes(pages, listing, template, page)
    for desk in desks:
        for listing in desk.listings:
            page = own.pop(listing.address, None)
            template = page.template if page else f"{desk.name}/{listing.name}.html"
            routes += _listing_routes(pages, listing, template, page)
    routes += letter_routes(pages)
    for page in own.values():
        routes.append(Route(page.path, _page(pages, page), name=page.name))
    return routes


def _house_pages(desks: Sequence[Desk]) -> tuple[Page, ...]:
    topics = (*TOPICS, *(topic for desk in desks for topic in desk.topics))
    return (*house.PAGES, *decision_pages(topics))


def _actions(desks: Sequence[Desk]) -> list[Action]:
    return [*house.ACTIONS, *(action for desk in desks for action in desk.actions)]


def _posts(desks: Sequence[Desk]) -> list[re.Pattern[str]]:
    return [compile_path(action.path)[0] for action in _actions(desks)]


def _action_routes(pages: Pages, desks: Sequence[Desk]) -> list[BaseRoute]:
    """Where forms are sent. Opened by itself, such an address leads to the form's page."""
    found = {page.name: page for desk in desks for page in desk.pages}
    found |= {page.name: page for page in _house_pages(desks)}
    routes: list[BaseRoute] = []
    for action in _actions(desks):
        page = found[action.page]
        endpoint = action_endpoint(pages, action, _shown(pages, desks, page))
        routes.append(Route(action.path, endpoint, methods=["POST"]))
        if action.path != page.path:
            routes.append(Route(action.path, _to_page(page), methods=["GET"]))
    return routes


def _shown(pages: Pages, desks: Sequence[Desk], page: Page) -> Shown:
    """The page on which a form stands, by itself or as what is around a list."""
    own = (listing for desk in desks for listing in desk.listings)
    for listing in (*house.LISTINGS, *own):
        if listing.address == page.path:
            return _list_shown(pages, listing, page.template, page)

    def alone(request: Request, more: Mapping[str, Any], status: int) -> Response:
        return pages.answered(page, request, more, status=status)

    return alone


def _list_shown(
    pages: Pages, listing: Listing, template: str, page: Page | None
) -> Shown:
    def shown(request: Request, more: Mapping[str, Any], status: int) -> Response:
        around: Mapping[str, Any] = {}
        if page is not None:
            around = pages.around(page, request)
        more = {**around, **more}
        return list_page(pages, listing, template, request, more, status=status)

    return shown


def _to_page(page: Page) -> Endpoint:
    _, form, converters = compile_path(page.path)

    def endpoint(request: Request) -> Response:
        values = {name: request.path_params[name] for name in converters}
        path = form.format(
            **{name: quote(str(value)) for name, value in values.items()}
        )
        return RedirectResponse(path, status_code=303)

    return endpoint


def _listing_routes(
    pages: Pages, listing: Listing, template: str, page: Page | None
) -> list[BaseRoute]:
    render = _list_shown(pages, listing, template, page)

    def shown(request: Request) -> Response:
        return render(request, {}, 200)

    routes: list[BaseRoute] = [Route(listing.address, shown, name=listing.name)]
    for ending in ("csv", "xlsx"):

        def downloaded(request: Request, ending: str = ending) -> Response:
            return download(pages, listing, ending, request)

        routes.append(Route(f"{listing.address}.{ending}", downloaded))
    return routes


def _page(pages: Pages, page: Page) -> Endpoint:
    def endpoint(request: Request) -> Response:
        return pages.answered(page, request)

    return endpoint


def _glance(pages: Pages, desks: Sequence[Desk]) -> Endpoint:
    def endpoint(request: Request) -> Response:
        standing = pages.builds.standing()
        answer = glance(standing, desks, pages.builds.state())
        return pages.page(request, "glance.html", answer, standing=standing)

    return endpoint


def _handlers(pages: Pages) -> dict[Any, Callable[[Request, Any], Response]]:
    def said(request: Request, status: int, what: str, next_step: str) -> Response:
        if request.url.path.startswith("/api/"):
            return api_error(status, what, next_step)
        try:
            standing = pages.builds.standing()
        except Exception:  # an error page must not fail for want of a build
            standing = None
        answer = {"what": what, "next_step": next_step, "status": status}
        return pages.page(
            request, "error.html", answer, standing=standing, status=status
        )

    def known(request: Request, error: FolkmootError) -> Response:
        status = 500
        if isinstance(error, NotFoundError):
            status = 404
        elif isinstance(error, (NoBuildError, PaperError)):
            status = 503
        return said(request, status, error.what, error.next_step)

    def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return said(
                request,
                404,
                "There is no page at this address.",
                "Check the address, or start from the front page.",
            )
        return said(
            request,
            error.status_code,
            f"This request cannot be answered: {error.detail}.",
            "Start from the front page.",
        )

    def unforeseen(request: Request, error: Exception) -> Response:
        return said(
            request,
            500,
            "Something went wrong in Folkmoot itself, and this page could not be made.",
            "Try again. If it happens again, the server's log says what went wrong.",
        )

    return {FolkmootError: known, HTTPException: http, Exception: unforeseen}
