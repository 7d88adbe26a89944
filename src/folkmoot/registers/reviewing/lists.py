"""Questions for people as lists: narrowed, ordered, and with what each would be answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from folkmoot.core.questions import question
from folkmoot.core.store import Reader
from folkmoot.registers.categories.tree import NEED_PREFIX, plain_label
from folkmoot.registers.judging.questions import CATEGORIES

_HERE = "folkmoot.registers"
OBVIOUS = 0.75
"""Score from which a question may be answered with others; three in four are the same."""


def asked(
    reader: Reader, topic: str, filters: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Questions of a topic that match, those that touch most money first.

    `filters` knows `q`, `council` (a GSS code), `value` (pounds touched at least), `sure`
    (`obvious` or `open`), `need` (the id of a need suggested) and `sort` (`money`,
    `score`, `label`). Each row is one of `fact.reviews` with `councils`, the names of
    those that it touches, `suppliers`, the names of those of a contract whose need is
    asked, and `suggested`, that need in words, or empty.
    """
    sure = filters.get("sure")
    rows = reader.rows(
        question(_HERE, "review_list"),
        [
            topic,
            filters.get("q", "").strip() or None,
            filters.get("council") or None,
            filters.get("value") or None,
            OBVIOUS if sure == "obvious" else None,
            OBVIOUS if sure == "open" else None,
            filters.get("need") or None,
            filters.get("sort") or "money",
        ],
    )
    return [{**row, "suggested": _suggested(row)} for row in rows]


def suggested_needs(reader: Reader) -> list[tuple[str, str]]:
    """Needs that are suggested for contracts, with how many of them each, by their words."""
    rows = reader.rows(question(_HERE, "suggested_needs"), [CATEGORIES.name])
    choices = [
        (row["need_id"], f"{_label(row['need_id'])} ({row['count']:,})") for row in rows
    ]
    return sorted(choices, key=lambda choice: (choice[1].casefold(), choice[0]))


def _suggested(row: Mapping[str, Any]) -> str:
    is_need = row["topic"] == CATEGORIES.name and row["other_label"]
    return _label(row["other_label"]) if is_need else ""


def _label(need_id: str) -> str:
    return plain_label(need_id.removeprefix(NEED_PREFIX))
