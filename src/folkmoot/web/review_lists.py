"""The lists of questions, a topic each, and the form that answers many of them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from folkmoot.core.desk import Action, ExportColumn, Listing, Page, Sent
from folkmoot.core.exceptions import RefusedError
from folkmoot.core.judgements import Say, Topic
from folkmoot.core.state import State
from folkmoot.core.store import Reader
from folkmoot.registers.judging.questions import CATEGORIES, NEED, TOPICS
from folkmoot.registers.needs.judged import is_need
from folkmoot.registers.reviewing import answers, lists
from folkmoot.web.filters import FORMS

Params = Mapping[str, str]
Row = dict[str, Any]

SUGGESTED = "suggested"
"""In the place of a need: each contract gets the need that is suggested for it."""

_PAIR = (
    ExportColumn("one_label", "One"),
    ExportColumn("other_label", "The other"),
    ExportColumn("score", "Likelihood that they are the same (0 to 1)", "number"),
)
_NEED = (
    ExportColumn("one_label", "What it is about"),
    ExportColumn("suppliers", "Suppliers"),
    ExportColumn("suggested", "Need suggested"),
    ExportColumn("other_label", "Its id"),
    ExportColumn("score", "Confidence (0 to 1)", "number"),
)
_TOUCHED = (
    ExportColumn("reason", "What speaks for it and against it"),
    ExportColumn("councils", "Councils it touches"),
    ExportColumn("contract_count", "Contracts it touches", "integer"),
    ExportColumn("amount_gbp", "Money it touches (pounds)", "money"),
    ExportColumn("subject", "Subject, for `folkmoot judge say`"),
)


def _is_obvious(topic: Topic, row: Mapping[str, Any]) -> bool:
    """Whether a question can be answered with others.

    Of two things only where they are likely the same: a wrong answer hides one of them.
    Of a contract always, as who ticks it reads its title and sets a need that is named.
    """
    return topic is CATEGORIES or row["score"] >= lists.OBVIOUS


def _listing(topic: Topic) -> Listing:
    def rows(reader: Reader, query: Params) -> list[Row]:
        found = lists.asked(reader, topic.name, query)
        return [{**row, "can_bulk": _is_obvious(topic, row)} for row in found]

    def without_answered(found: Sequence[Row], state: State) -> list[Row]:
        done = {row.subject for row in state.standing(topic.name)}
        return [row for row in found if row["subject"] not in done]

    own = _NEED if topic is CATEGORIES else _PAIR
    return Listing(
        f"review-{topic.name}",
        f"Review: {topic.title.lower()}",
        (*own, *_TOUCHED),
        rows,
        without_answered,
        path=f"/review/{topic.name}",
    )


def _page(topic: Topic) -> Page:
    """What the page of a list says beside its rows."""

    def around(reader: Reader, path: Params, query: Params) -> Row:
        kept = query.get("kept", "")
        return {
            "topic": topic,
            "subjects": {row["subject"] for row in answers.reviews(reader, topic.name)},
            "kept_count": int(kept) if kept.isascii() and kept.isdigit() else 0,
            "obvious": lists.OBVIOUS,
            "is_need": topic is CATEGORIES,
            "needs": answers.needs_to_choose() if topic is CATEGORIES else [],
        }

    def with_answered(answer: Row, state: State) -> Row:
        done = {row.subject for row in state.standing(topic.name)}
        return {**answer, "decided_count": len(done & answer["subjects"])}

    return Page(
        f"/review/{topic.name}",
        f"review-{topic.name}",
        "review_topic.html",
        around,
        with_answered,
    )


def _say_many(topic: Topic) -> Callable[[State, Reader, Sent], str]:
    """One answer with one reason to every question ticked, all or none."""

    def say(state: State, reader: Reader, sent: Sent) -> str:
        asked = _ticked(topic, reader, sent)
        needs = _needs(topic, asked, sent)
        says = [
            Say(
                row["subject"],
                sent.one("verdict"),
                sent.one("reason"),
                {
                    **answers.kept_detail(reader, topic.name, row["subject"]),
                    **({"need_id": need} if need else {}),
                },
            )
            for row, need in zip(asked, needs, strict=True)
        ]
        state.decide(topic, says, sent.by, at=sent.at)
        return f"/review/{topic.name}?{_back(topic, sent, kept=len(says))}"

    return say


def _ticked(topic: Topic, reader: Reader, sent: Sent) -> list[Row]:
    """The questions ticked; `RefusedError` where there is none, or one is not obvious."""
    subjects = list(dict.fromkeys(filter(None, sent.all("subject"))))
    if not subjects:
        raise RefusedError(
            "No question was ticked.", "Tick those that you answer.", field="subject"
        )
    asked = {row["subject"]: row for row in answers.reviews(reader, topic.name)}
    if any(s not in asked or not _is_obvious(topic, asked[s]) for s in subjects):
        raise RefusedError(
            "Some of the questions ticked cannot be answered with others.",
            "Open those by themselves.",
            field="subject",
        )
    return [asked[subject] for subject in subjects]


def _needs(topic: Topic, asked: Sequence[Row], sent: Sent) -> list[str]:
    """The need that each question gets, empty where the answer names none."""
    if topic is not CATEGORIES or sent.one("verdict") != NEED:
        return [""] * len(asked)
    given = sent.one("need")
    if given != SUGGESTED and not is_need(given):
        raise RefusedError(
            "It is not said what the contracts are for.",
            "Choose a need from the list.",
            field="need",
        )
    needs = [row["other_label"] if given == SUGGESTED else given for row in asked]
    if not all(needs):
        raise RefusedError(
            f"For {needs.count('')} of the contracts ticked no need is suggested.",
            "Take their ticks away, or choose one need for all.",
            field="need",
        )
    return needs


def _back(topic: Topic, sent: Sent, *, kept: int) -> str:
    """The query of the list as it was narrowed before: a form may set nothing else."""
    known = {field.name for field in FORMS[f"review-{topic.name}"]}
    given: dict[str, str] = {}
    for name, value in parse_qsl(sent.one("back"), max_num_fields=50):
        if name in known:
            given.setdefault(name, value)
    return urlencode({**given, "kept": kept})


LISTINGS = tuple(_listing(topic) for topic in TOPICS)
PAGES = tuple(_page(topic) for topic in TOPICS)
ACTIONS = tuple(
    Action(f"/review/{topic.name}/say", f"review-{topic.name}", _say_many(topic))
    for topic in TOPICS
)
