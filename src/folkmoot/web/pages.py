"""Turns answers into pages: the templates, what every page carries, and error pages."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from folkmoot.ask.book.figure_text import ends_text, figure_text, tested_text
from folkmoot.ask.survey.wording import said
from folkmoot.core.desk import Page
from folkmoot.core.judgements import ROLES
from folkmoot.web import wording
from folkmoot.web.builds import Builds, Standing
from folkmoot.web.people import known_person
from folkmoot.web.pictures import homes_of_rows, opportunity_picture

NAVIGATION = (
    ("/", "At a glance"),
    ("/opportunities", "Opportunities"),
    ("/board", "Board"),
    ("/contracts?group=members", "Contracts"),
    ("/councils", "Councils"),
    ("/surveys", "Surveys"),
    ("/sources", "Sources"),
    ("/quality", "Data quality"),
    ("/review", "Review"),
    ("/about", "About"),
)


class Pages:
    """Fills templates, each with the as-of date and the age of the sources."""

    def __init__(self, builds: Builds) -> None:
        self.builds = builds
        self.environment = environment()

    def page(
        self,
        request: Request,
        template: str,
        answer: Mapping[str, Any],
        *,
        standing: Standing | None,
        status: int = 200,
    ) -> Response:
        """One page as HTML; `standing` is None only where there is no build to speak of."""
        address = request.url.path
        text = self.text(template, answer, standing=standing, address=address)
        return HTMLResponse(text, status_code=status)

    def text(
        self,
        template: str,
        answer: Mapping[str, Any],
        *,
        standing: Standing | None,
        address: str = "",
    ) -> str:
        """The same page as text, for whoever asked from wherever."""
        manifest = standing.manifest if standing is not None else {}
        return self.environment.get_template(template).render(
            {
                "group": self.builds.workspace.name,
                "is_invented": manifest.get("is_invented", False),
                "as_of": manifest.get("as_of"),
                "stamp": manifest.get("stamp"),
                "manifest": manifest,
                "ages": standing.ages if standing is not None else None,
                "version": _version(),
                "navigation": NAVIGATION,
                "address": address,
                **answer,
            }
        )

    def plain(self, name: str, text: str) -> Response:
        """A plain text to keep, under a name for the file."""
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return PlainTextResponse(text, headers=headers)

    def answered(
        self,
        page: Page,
        request: Request,
        more: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
    ) -> Response:
        """A page of a desk or of the house, asked with the path, the query and the date.

        `more` is what a form that was refused says and gives back.
        """
        standing = self.builds.standing()
        answer = self.around(page, request)
        answer = {**self.form_parts(request), **answer, **(more or {})}
        return self.page(
            request, page.template, answer, standing=standing, status=status
        )

    def around(self, page: Page, request: Request) -> dict[str, Any]:
        """What a page itself answers, with what people decided since the build."""
        standing = self.builds.standing()
        query = {**dict(request.query_params), "as_of": standing.as_of}
        answer = page.answer(standing.reader, dict(request.path_params), query)
        if page.decided is not None:
            answer = page.decided(answer, self.builds.state())
        return answer

    def form_parts(self, request: Request) -> dict[str, Any]:
        """What the forms of a page need: who asks, the roles, and whether it can be kept."""
        return {
            "person": known_person(request),
            "roles": ROLES,
            "cannot_decide": self.builds.state().refusal,
            "errors": [],
            "given": {},
        }


def environment() -> Environment:
    """The templates of every page, and the filters and pictures that they use."""
    environment = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("folkmoot.web"),
                PrefixLoader(
                    {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}
                ),
            ]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    for function in wording.FILTERS:
        environment.filters[function.__name__] = function
    environment.globals["figure_text"] = figure_text
    environment.globals["tested_text"] = tested_text
    environment.globals["ends_text"] = ends_text
    environment.filters["said"] = said
    environment.globals["days_between"] = wording.days_between
    environment.globals["homes_of_rows"] = homes_of_rows
    environment.globals["opportunity_picture"] = opportunity_picture
    environment.globals["assets_version"] = _assets_version()
    return environment


def _assets_version() -> str:
    """Changes with the assets, so that a browser may keep them for long."""
    digest = files("folkmoot.web") / "static" / "vendor" / "inputs.sha256"
    return digest.read_text("ascii")[:12] if digest.is_file() else "none"


def _version() -> str:
    try:
        return version("folkmoot")
    except PackageNotFoundError:
        return "not installed"
