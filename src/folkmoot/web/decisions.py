"""What people decided, on one page: who, when, why, and the way to take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.core.desk import Action, Page, Sent
from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.judgements import (
    Judgement,
    Topic,
    kept_together,
    role_in_words,
    standing,
)
from folkmoot.core.state import State
from folkmoot.core.store import Reader

MOST_SHOWN = 500
"""Rows on the page; `folkmoot judge list --history` gives every one."""


def decision_pages(topics: Sequence[Topic]) -> tuple[Page, ...]:
    """The page of everything decided about these topics, and the page of one decision."""
    by_name = {topic.name: topic for topic in topics}

    def asked(
        reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
    ) -> dict[str, Any]:
        return {name: query.get(name, "") for name in ("undone", "together", "topic")}

    def all_of_them(answer: dict[str, Any], state: State) -> dict[str, Any]:
        rows = judgement_rows(state.history(answer["topic"]), by_name)
        return {**answer, "decisions": rows[:MOST_SHOWN], "total": len(rows)}

    def one(
        reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
    ) -> dict[str, Any]:
        return {"number": path["judgement_id"]}

    def that_one(answer: dict[str, Any], state: State) -> dict[str, Any]:
        number = answer["number"]
        history = state.history()
        for row in judgement_rows(history, by_name):
            if str(row["judgement"].judgement_id) == number:
                together = kept_together(history, row["judgement"])
                return {**answer, "decision": row, "together": together}
        raise NotFoundError(
            f"There is no decision {number}.", "The page Decisions lists them all."
        )

    return (
        Page("/decisions", "decisions", "decisions.html", asked, all_of_them),
        Page("/decisions/{judgement_id}", "decision", "decision.html", one, that_one),
    )


def judgement_rows(
    history: Sequence[Judgement], topics: Mapping[str, Topic]
) -> list[dict[str, Any]]:
    """Decisions as pages say them, latest first; a row that undid another goes with it."""
    stands = {row.judgement_id for row in standing(history)}
    undone = {row.undoes: row for row in history if row.undoes is not None}
    return [
        {
            "judgement": row,
            "topic": topics[row.topic].title if row.topic in topics else row.topic,
            "verdict": topics[row.topic].verdicts.get(row.verdict, row.verdict)
            if row.topic in topics
            else row.verdict,
            "role": role_in_words(row.role),
            "is_standing": row.judgement_id in stands,
            "undone": undone.get(row.judgement_id),
        }
        for row in reversed(history)
        if row.undoes is None
    ]


def _undo(state: State, reader: Reader, sent: Sent) -> str:
    given = sent.path["judgement_id"]
    # Longer ones no database counts to.
    number = (
        int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    )
    if sent.one("together"):
        undone = state.undo_together(
            number, sent.by, reason=sent.one("reason"), at=sent.at
        )
        return f"/decisions?undone={number}&together={len(undone)}"
    state.undo(number, sent.by, reason=sent.one("reason"), at=sent.at)
    return f"/decisions?undone={number}"


UNDO = Action("/decisions/{judgement_id}/undo", "decision", _undo)
"""Of any topic: a page that shows what was decided leads to the page of the decision."""
