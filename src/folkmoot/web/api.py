"""The JSON API under /api/v1: the same answers as the pages, for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from folkmoot.core.desk import Desk, Listing, Page
from folkmoot.registers import answers
from folkmoot.sources import answers as sources
from folkmoot.sources.status import status_document
from folkmoot.web import house, quality, review_lists
from folkmoot.web.builds import Builds
from folkmoot.web.listings import asked
from folkmoot.web.openapi import openapi_document

ROOT = "/api/v1"
PAGE_LIMIT = 100
MOST_ROWS = 1000
"""Rows an answer at most; `offset` reaches the others."""

Answer = Callable[[Request], Mapping[str, Any] | Response]


def api_error(status: int, what: str, next_step: str) -> Response:
    """An error as every address of the API gives it."""
    return _json({"error": {"what": what, "next_step": next_step}}, status)


def api_routes(builds: Builds, desks: Sequence[Desk]) -> list[BaseRoute]:
    """Every address of the API, and the document that describes them."""
    listings = [
        house.CONTRACTS,
        house.SOURCES,
        *quality.LISTINGS,
        *review_lists.LISTINGS,
        *(listing for desk in desks for listing in desk.listings),
    ]

    def contract(request: Request) -> Mapping[str, Any]:
        standing = builds.standing()
        contract_id = request.path_params["contract_id"]
        found = answers.contract(standing.reader, contract_id, as_of=standing.as_of)
        return {"schema": "folkmoot.contract/1", **_head(builds), "contract": found}

    def source(request: Request) -> Mapping[str, Any]:
        standing = builds.standing()
        found = sources.source(standing.reader, request.path_params["source_id"])
        return {"schema": "folkmoot.source/1", **_head(builds), "source": found}

    def status(request: Request) -> Mapping[str, Any]:
        standing = builds.standing()
        return status_document(standing.reader, standing.manifest)

    def openapi(request: Request) -> Mapping[str, Any]:
        return openapi_document(desks)

    routes: list[BaseRoute] = [
        Route(f"{ROOT}/openapi.json", _endpoint(openapi)),
        Route(f"{ROOT}/status", _endpoint(status)),
    ]
    for listing in listings:
        routes.append(Route(ROOT + listing.address, _endpoint(_list(builds, listing))))
    for desk in desks:
        for page in desk.pages:
            if page.path.count("{") == 1 and page.path.endswith("}"):
                routes.append(Route(ROOT + page.path, _endpoint(_one(builds, page))))
    routes += [
        Route(f"{ROOT}/contracts/{{contract_id:path}}", _endpoint(contract)),
        Route(f"{ROOT}/sources/{{source_id:path}}", _endpoint(source)),
    ]
    return routes


def _list(builds: Builds, listing: Listing) -> Answer:
    """A cut of a list; how many rows there are and where the next ones lie is in headers.

    The body of a list of findings is then exactly the document that the desk publishes.
    """

    def answer(request: Request) -> Response:
        standing = builds.standing()
        form, rows = asked(listing, request, builds)
        if form.errors:
            raise _BadQueryError("; ".join(read.error for read in form.errors))
        offset = _number(request, "offset", default=0, most=len(rows))
        limit = _number(request, "limit", default=PAGE_LIMIT, most=MOST_ROWS)
        response = _json(
            {
                "schema": f"folkmoot.{listing.name}/1",
                "as_of": standing.as_of,
                "group": builds.workspace.name,
                listing.name: [_document(row) for row in rows[offset : offset + limit]],
            },
            200,
        )
        response.headers["Total-Count"] = str(len(rows))
        if limit and offset + limit < len(rows):
            further = request.url.include_query_params(offset=offset + limit)
            response.headers["Link"] = f'<{further.path}?{further.query}>; rel="next"'
        return response

    return answer


def _one(builds: Builds, page: Page) -> Answer:
    """The document of one finding, from the same answer as its page."""

    def answer(request: Request) -> Mapping[str, Any]:
        standing = builds.standing()
        query = {**dict(request.query_params), "as_of": standing.as_of}
        found = page.answer(standing.reader, dict(request.path_params), query)
        if page.decided is not None:
            found = page.decided(found, builds.state())
        return {
            "schema": f"folkmoot.{page.name}/1",
            **_head(builds),
            page.name: _document(found[page.name]),
        }

    return answer


def _document(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row as the API gives it: a finding that carries its own document is that."""
    document = row.get("document")
    if isinstance(document, str):
        parsed: Mapping[str, Any] = json.loads(document)
        return parsed
    return document if isinstance(document, Mapping) else row


class _BadQueryError(Exception):
    """A filter of the query could not be read."""


def _number(request: Request, name: str, *, default: int, most: int) -> int:
    given = request.query_params.get(name)
    if given is None:
        return min(default, most)
    if not (given.isascii() and given.isdigit()):
        raise _BadQueryError(f"{name}: give a whole number")
    return min(int(given), most)


def _head(builds: Builds) -> dict[str, Any]:
    standing = builds.standing()
    return {
        "as_of": standing.as_of,
        "group": builds.workspace.name,
        "build": standing.stamp,
    }


def _endpoint(answer: Answer) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        try:
            found = answer(request)
            return found if isinstance(found, Response) else _json(found, 200)
        except _BadQueryError as error:
            return api_error(400, f"{error}.", "The API's document lists what fits.")

    return endpoint


def _json(content: Mapping[str, Any], status: int) -> Response:
    text = json.dumps(content, ensure_ascii=False, default=_plain)
    return Response(text, status_code=status, media_type="application/json")


def _plain(value: Any) -> str:
    """Money as a decimal string and days as ISO dates: neither is a number of JSON."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an answer")
