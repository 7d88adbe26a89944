"""The pages on which people decide what is the same: the queue, and one question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from folkmoot.core.desk import Action, Page, Sent
from folkmoot.core.exceptions import NotFoundError, RefusedError
from folkmoot.core.judgements import Say, Topic, pair_subject
from folkmoot.core.state import State
from folkmoot.core.store import Reader
from folkmoot.registers.judging.questions import CATEGORIES, NEED, TOPICS
from folkmoot.registers.needs.judged import is_need
from folkmoot.registers.reviewing import answers
from folkmoot.web.decisions import judgement_rows

_BY_NAME: Mapping[str, Topic] = {topic.name: topic for topic in TOPICS}

Params = Mapping[str, str]


def _topic(path: Params) -> Topic:
    name = path["topic"]
    if name not in _BY_NAME:
        raise NotFoundError(f"Nothing is asked about {name}.", "Start from /review.")
    return _BY_NAME[name]


def _queue(reader: Reader, path: Params, query: Params) -> dict[str, Any]:
    return {
        "counts": answers.review_counts(reader),
        "topics": TOPICS,
        "states": answers.judgement_states(reader),
    }


def _unknown(reader: Reader, path: Params, query: Params) -> dict[str, Any]:
    """No topic of ours; theirs are lists. Raises `NotFoundError`."""
    _topic(path)
    return _queue(reader, path, query)


def _queue_decided(answer: dict[str, Any], state: State) -> dict[str, Any]:
    """With what stands, and those judgements of it that the build could not follow."""
    standing = {row.judgement_id: row for row in state.standing()}
    raised = [
        {**row, "judgement": standing[row["judgement_id"]]}
        for row in answer["states"]
        if row["state"] in ("contradicted", "not_found")
        and row["judgement_id"] in standing
    ]
    told = {row["judgement_id"] for row in answer["states"]}
    waiting = [row for row in standing.values() if row.topic in _BY_NAME]
    waiting = [row for row in waiting if row.judgement_id not in told]
    return {**answer, "raised": raised, "waiting_count": len(waiting)}


def _one(reader: Reader, path: Params, query: Params) -> dict[str, Any]:
    topic = _topic(path)
    found = answers.review(reader, topic.name, path["subject"])
    needs = answers.needs_to_choose() if topic is CATEGORIES else []
    return {**found, "topic": topic, "needs": needs}


def _one_decided(answer: dict[str, Any], state: State) -> dict[str, Any]:
    history = state.history(answer["topic"].name, answer["subject"])
    return {
        **answer,
        "seen": len(history),
        "decisions": judgement_rows(history, _BY_NAME),
    }


def _say(state: State, reader: Reader, sent: Sent) -> str:
    topic, subject = _topic(sent.path), sent.path["subject"]
    detail = answers.kept_detail(reader, topic.name, subject)
    verdict = sent.one("verdict")
    if topic is CATEGORIES and verdict == NEED:
        detail["need_id"] = sent.one("need")
        if not is_need(detail["need_id"]):
            raise RefusedError(
                "It is not said what the contract is for.",
                "Choose a need from the list.",
                field="need",
            )
    seen = sent.one("seen")
    said = Say(
        subject,
        verdict,
        sent.one("reason"),
        detail,
        int(seen) if seen.isascii() and seen.isdigit() else None,
    )
    state.decide(topic, [said], sent.by, at=sent.at)
    return f"/review/{topic.name}?kept=1"


PAGES = (
    Page("/review", "review", "review.html", _queue, _queue_decided),
    Page("/review/{topic}", "review-unknown", "review.html", _unknown, _queue_decided),
    Page(
        "/review/{topic}/{subject:path}",
        "review-one",
        "review_one.html",
        _one,
        _one_decided,
    ),
)
ACTIONS = (Action("/review/{topic}/{subject:path}", "review-one", _say),)


def part_addresses(entry_ids: list[str]) -> list[str]:
    """Where the entries of one contract can be looked at two by two, the first with each."""
    first, *others = entry_ids
    return [
        f"/review/contract/{quote(pair_subject(first, other), safe='')}"
        for other in others
        if other != first
    ]
