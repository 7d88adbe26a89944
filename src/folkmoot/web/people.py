"""Who sends a form. On one's own machine nobody signs in: a person says it once."""

from __future__ import annotations

import json
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from folkmoot.core.judgements import LONGEST_NAME, ROLES, Person

COOKIE = "folkmoot_who"
_REMEMBERED_SECONDS = 180 * 24 * 60 * 60
"""Half a year; our own assumption."""


def known_person(request: Request) -> Person:
    """Who said to be here before, else nobody: the account that serves is no person.

    A cookie is what a browser chose to send: a name in it is a claim, as typing one is.
    """
    try:
        said = json.loads(unquote(request.cookies.get(COOKIE, "")))
        who, role = str(said["who"]), str(said["role"])
    except (ValueError, KeyError, TypeError):
        return Person("", "")
    if not who.isprintable() or len(who) > LONGEST_NAME or role not in dict(ROLES):
        return Person("", "")
    return Person(who, role)


def remember(response: Response, by: Person) -> None:
    """Have the browser bring the name back, out of reach of scripts and other sites."""
    response.set_cookie(
        COOKIE,
        quote(json.dumps({"who": by.who, "role": by.role})),
        max_age=_REMEMBERED_SECONDS,
        httponly=True,
        samesite="lax",
    )
