"""The form that people fill in: one thing a page, in two languages, without a script.

The address holds the person's link, so no cookie is set and nothing is followed. Each
page keeps what it asked; opening the link again goes on where the person stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from folkmoot.ask.collect.collected import with_record
from folkmoot.ask.collect.collection import Collection as Answers
from folkmoot.ask.collect.collection import Invited
from folkmoot.ask.collect.form import (
    Slip,
    Step,
    only_asked,
    slip_in,
    step_after,
    step_before,
    steps_asked,
    steps_of,
)
from folkmoot.ask.publish.words import form_words
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.wording import LANGUAGES, said
from folkmoot.web.actions import Fields, form_fields
from folkmoot.web.pages import environment
from folkmoot.web.security import LOOPBACK_HOSTS, Guard

POSTS = (re.compile(r"^/a/[A-Za-z0-9_-]{1,64}/[a-z]{2}/(?:send|\d{1,4})$"),)
"""The addresses that take a form: a step, and the last button."""
_PRIVATE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
"""The address is a key: no copy of a page is kept. (The guard keeps it from other sites.)"""

Today = Callable[[], date]


@dataclass(frozen=True, slots=True)
class _Visit:
    """One request of one person: their link, language, and what is kept of them."""

    link: str
    language: str
    person: Invited

    def at(self, place: str | int = "") -> str:
        """An address of this person's form."""
        return f"/a/{self.link}/{self.language}" + (f"/{place}" if place else "")


def collecting_application(
    survey: Survey,
    answers: Answers,
    *,
    today: Today,
    hosts: Collection[str] | None = LOOPBACK_HOSTS,
) -> Starlette:
    """The form of one survey. `hosts` are the names it answers under, None for any."""
    form = _Form(survey, answers, today)
    static = StaticFiles(directory=str(files("folkmoot.web") / "static"))
    return Starlette(
        routes=[
            Mount("/static", static),
            Route("/a/{link}", form.entrance),
            Route("/a/{link}/{language}", form.start),
            Route("/a/{link}/{language}/check", form.check),
            Route("/a/{link}/{language}/send", form.send, methods=["POST"]),
            Route("/a/{link}/{language}/{number:int}", form.ask, methods=["GET"]),
            Route("/a/{link}/{language}/{number:int}", form.answer, methods=["POST"]),
        ],
        middleware=[Middleware(Guard, hosts=hosts, posts=POSTS)],
        exception_handlers={HTTPException: form.failed, Exception: form.failed},
    )


class _Form:
    """The pages of one survey's form."""

    def __init__(self, survey: Survey, answers: Answers, today: Today) -> None:
        self.survey = survey
        self.answers = answers
        self.today = today
        self.questions = survey.declared.questions
        self.steps = {step.number: step for step in steps_of(self.questions)}
        self.languages = survey.declared.survey.languages
        self.environment = environment()

    def entrance(self, request: Request) -> Response:
        """The link as it was sent: on to the first language of the survey."""
        visit = self._visit(request, language=self.languages[0])
        if visit is None:
            return self._unknown(request)
        return _on_to(visit.at())

    def start(self, request: Request) -> Response:
        """What the survey is, what happens with answers, and the button to begin."""
        return self._open(request, self._start)

    def _start(self, visit: _Visit) -> Response:
        begun = bool(visit.person.given)
        first = step_after(self.questions, self._known(visit), number=0)
        on = step_after(self.questions, self._known(visit), number=visit.person.number)
        onward = on if begun else first
        return self._page(
            "start",
            visit,
            {
                "begun": begun,
                "next": visit.at(onward.number if onward else "check"),
                "about": self.survey.declared.survey,
                "fieldwork": self.survey.declared.fieldwork,
                "privacy": self.survey.declared.privacy,
            },
        )

    def ask(self, request: Request) -> Response:
        """One question, with what was answered before."""
        return self._open_step(
            request,
            lambda visit, step: self._question(
                visit, step, visit.person.given.get(step.key, []), None
            ),
        )

    async def answer(self, request: Request) -> Response:
        """Keep one answer and go on, or show the question again with what is wrong."""
        fields = await form_fields(request)
        return await run_in_threadpool(
            self._open_step,
            request,
            lambda visit, step: self._answered(visit, step, fields),
        )

    def _answered(self, visit: _Visit, step: Step, fields: Fields) -> Response:
        values = [value for value in fields.get("answer", ()) if value.strip()]
        slip = slip_in(step, values)
        if slip is not None:
            return self._question(visit, step, values, slip)
        given = {**visit.person.given, step.key: values}
        reached = max(step.number, visit.person.number)
        self.answers.keep(visit.link, given, reached)
        known = with_record(self.survey, given, visit.person.record)
        if "to-check" in fields and step.number < visit.person.number:
            # A changed answer may open questions that were passed over.
            fresh = (
                s
                for s in steps_asked(self.questions, known)
                if s.key not in given and s.number > step.number
            )
            following = next(fresh, None)
        else:
            following = step_after(self.questions, known, number=step.number)
        return _on_to(visit.at(following.number if following else "check"))

    def check(self, request: Request) -> Response:
        """Every answer on one page, each with a way to change it, before it is sent."""
        return self._open(
            request, lambda visit: self._page("check", visit, self._summary(visit))
        )

    async def send(self, request: Request) -> Response:
        """Send the answers, once."""
        await form_fields(request)
        return await run_in_threadpool(self._open, request, self._sent)

    def _sent(self, visit: _Visit) -> Response:
        known = self._known(visit)
        for step in steps_asked(self.questions, known):
            if slip_in(step, known.get(step.key, [])) is not None:
                return _on_to(visit.at(step.number))
        given = only_asked(self.questions, known)
        receipt = self.answers.send(visit.link, given, language=visit.language)
        if receipt is None:
            return self._said(visit, "already")
        return self._page(
            "sent",
            visit,
            {"receipt": receipt, "privacy": self.survey.declared.privacy},
        )

    def failed(self, request: Request, error: Exception) -> Response:
        """What a person sees where the address is wrong or something broke."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self._unknown(request, status=status)

    def _open(self, request: Request, shown: Callable[[_Visit], Response]) -> Response:
        """What is shown to a person whose form is open; else why it is not."""
        visit = self._visit(request)
        if visit is None:
            return self._unknown(request)
        ended = self._ended(visit)
        return shown(visit) if ended is None else ended

    def _open_step(
        self, request: Request, shown: Callable[[_Visit, Step], Response]
    ) -> Response:
        """The same of one step; to the start where it is not asked of this person."""

        def at_step(visit: _Visit) -> Response:
            step = self._step(visit, request.path_params["number"])
            return _on_to(visit.at()) if step is None else shown(visit, step)

        return self._open(request, at_step)

    def _visit(self, request: Request, *, language: str = "") -> _Visit | None:
        link = request.path_params["link"]
        language = language or request.path_params["language"]
        person = self.answers.invited(link)
        if person is None or language not in self.languages:
            return None
        return _Visit(link, language, person)

    def _known(self, visit: _Visit) -> dict[str, list[str]]:
        return with_record(self.survey, visit.person.given, visit.person.record)

    def _step(self, visit: _Visit, number: int) -> Step | None:
        """The step of a number, where it is asked of this person."""
        asked = steps_asked(self.questions, self._known(visit))
        return next((step for step in asked if step.number == number), None)

    def _ended(self, visit: _Visit) -> Response | None:
        if visit.person.is_answered:
            return self._said(visit, "already")
        last = self.survey.declared.fieldwork.end_date
        if last is not None and self.today() > last:
            return self._said(visit, "closed")
        return None

    def _question(
        self, visit: _Visit, step: Step, values: Sequence[str], slip: Slip | None
    ) -> Response:
        before = step_before(self.questions, self._known(visit), number=step.number)
        words = form_words(visit.language)
        wrong = words.filled(slip.word, n=slip.number) if slip else ""
        return self._page(
            "question",
            visit,
            {
                "step": step,
                "values": list(values),
                "wrong": wrong,
                "back": visit.at(before.number if before else ""),
                "action": visit.at(step.number),
                "of": len(self.steps),
                "is_later": step.number < visit.person.number,
            },
            status=422 if slip else 200,
        )

    def _summary(self, visit: _Visit) -> dict[str, Any]:
        known = self._known(visit)
        asked = list(steps_asked(self.questions, known))
        rows = [
            {
                "step": step,
                "answers": self._in_words(step, known.get(step.key, []), visit),
                "address": visit.at(step.number),
            }
            for step in asked
        ]
        last = asked[-1].number if asked else ""
        return {"rows": rows, "action": visit.at("send"), "back": visit.at(last)}

    def _in_words(self, step: Step, values: Sequence[str], visit: _Visit) -> list[str]:
        labels = {c.code: said(c.label, visit.language) for c in step.question.codes}
        return [labels.get(value, value) for value in values]

    def _said(self, visit: _Visit, what: str) -> Response:
        return self._page("said", visit, {"what": what})

    def _unknown(self, request: Request, *, status: int = 404) -> Response:
        """No link, or none of ours: the same words whether it ever existed or not."""
        visit = _Visit("", self.languages[0], Invited("", {}, {}, 0, False))
        return self._page("said", visit, {"what": "unknown"}, status=status)

    def _page(
        self,
        template: str,
        visit: _Visit,
        answer: Mapping[str, Any],
        *,
        status: int = 200,
    ) -> Response:
        survey = self.survey.declared.survey
        page = self.environment.get_template(f"collect/{template}.html")
        others = [
            {
                "code": code,
                "name": LANGUAGES[code],
                "address": f"/a/{visit.link}/{code}",
            }
            for code in self.languages
            if code != visit.language and visit.link
        ]
        text = page.render(
            {
                "title": said(survey.title, visit.language),
                "is_invented": survey.invented,
                "language": visit.language,
                "others": others,
                "words": form_words(visit.language),
                "said": lambda wording: said(wording, visit.language),
                **answer,
            }
        )
        return HTMLResponse(text, status_code=status, headers=dict(_PRIVATE))


def _on_to(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers=dict(_PRIVATE))
