"""Who has answered, as a page for those who run the survey, on their own machine."""

from __future__ import annotations

from importlib.resources import files
from itertools import groupby

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from folkmoot.ask.collect.collected import responses
from folkmoot.ask.collect.collection import Collection
from folkmoot.ask.publish.words import form_words
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.wording import ENGLISH, said
from folkmoot.web.pages import environment
from folkmoot.web.security import LOOPBACK_HOSTS, Guard


def responding_application(survey: Survey, answers: Collection) -> Starlette:
    """One page: how many were invited, began and answered, by council and by record."""
    template = environment().get_template("collect/responses.html")
    declared = survey.declared.survey

    def page(_request: Request) -> Response:
        rows = responses(survey, answers)
        groups = [(h, list(g)) for h, g in groupby(rows, key=lambda row: row.heading)]
        text = template.render(
            {
                "title": said(declared.title),
                "is_invented": declared.invented,
                "language": ENGLISH,
                "others": [],
                "words": form_words(ENGLISH),
                "groups": groups,
            }
        )
        return HTMLResponse(text, headers={"Cache-Control": "no-store"})

    static = StaticFiles(directory=str(files("folkmoot.web") / "static"))
    return Starlette(
        routes=[Mount("/static", static), Route("/", page)],
        middleware=[Middleware(Guard, hosts=LOOPBACK_HOSTS)],
    )
