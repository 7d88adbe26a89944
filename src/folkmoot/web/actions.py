"""Forms that people send: read within limits, acted on once, answered by a redirect."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from folkmoot.core.desk import Action, Sent
from folkmoot.core.exceptions import RefusedError
from folkmoot.core.judgements import ROLES, Person
from folkmoot.web.pages import Pages
from folkmoot.web.people import remember

MOST_BYTES = 256 * 1024
"""A bulk form of a thousand pairs of ids with its reason; our own assumption."""
MOST_FIELDS = 2000
FORM_TYPE = "application/x-www-form-urlencoded"

Fields = Mapping[str, tuple[str, ...]]


async def form_fields(request: Request) -> Fields:
    """The fields of a form, each with every value sent for it.

    Raises `HTTPException` where it is of another kind, too large or not UTF-8.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != FORM_TYPE:
        raise HTTPException(415, "only forms of this site are read here")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "the form is larger than any of ours")
    fields: dict[str, tuple[str, ...]] = {}
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise HTTPException(400, "the form cannot be read") from error
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return fields


def action_endpoint(
    pages: Pages,
    action: Action,
    shown: Callable[[Request, Mapping[str, Any], int], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """What answers a form: act on it and redirect, or show its page with the errors.

    `shown` gives that page, with what is added to it and the status.
    """

    def acted(request: Request, fields: Fields) -> Response:
        by = Person(_one(fields, "who").strip(), _one(fields, "role"))
        sent = Sent(dict(request.path_params), fields, by, datetime.now(UTC))
        state = pages.builds.state()
        if state.refusal:  # the page says it itself
            return shown(request, {}, 409)
        try:
            if by.role not in dict(ROLES):
                raise RefusedError(
                    "It is not said in which role you decide.",
                    "Choose your role.",
                    field="role",
                )
            address = action.act(state, pages.builds.standing().reader, sent)
        except RefusedError as error:
            return shown(request, _again(error, fields), 422)
        response = RedirectResponse(_own(address), status_code=303)
        remember(response, by)
        return response

    async def endpoint(request: Request) -> Response:
        fields = await form_fields(request)
        return await run_in_threadpool(acted, request, fields)

    return endpoint


def _again(error: RefusedError, fields: Fields) -> dict[str, Any]:
    """What the page says and gives back: nothing that was typed is lost."""
    return {
        "errors": [
            {"field": error.field, "sentence": f"{error.what} {error.next_step}"}
        ],
        "given": {name: list(values) for name, values in fields.items()},
        "person": Person(_one(fields, "who"), _one(fields, "role")),
    }


def _one(fields: Fields, name: str) -> str:
    return fields.get(name, ("",))[0]


def _own(address: str) -> str:
    """An address on this site: one that leads elsewhere is the front page."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_own and address.isprintable() else "/"
