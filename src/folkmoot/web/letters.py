"""The letter to a publisher, as a page to print and as plain text to send."""

from __future__ import annotations

import re
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from folkmoot.registers.publication.letter import Letter, letter
from folkmoot.web.builds import Standing
from folkmoot.web.pages import Pages


def letter_routes(pages: Pages) -> list[BaseRoute]:
    """Both addresses; they stand before the page of the publisher, whose id may be a path."""

    def written(request: Request, standing: Standing) -> Letter:
        return letter(
            standing.reader,
            request.path_params["publisher_id"],
            sender=pages.builds.workspace.name,
            as_of=date.fromisoformat(standing.as_of),
        )

    def page(request: Request) -> Response:
        standing = pages.builds.standing()
        answer = {"letter": written(request, standing)}
        return pages.page(request, "letter.html", answer, standing=standing)

    def text(request: Request) -> Response:
        standing = pages.builds.standing()
        one = written(request, standing)
        plain = re.sub(r"[^A-Za-z0-9]+", "-", one.publisher_id).strip("-")
        return pages.plain(f"letter-{plain}-{standing.as_of}.txt", one.text())

    return [
        Route("/quality/{publisher_id:path}/letter", page, name="letter"),
        Route("/quality/{publisher_id:path}/letter.txt", text, name="letter_text"),
    ]
