"""The last days for a proposal's notices, as dates to keep.

They are those of `law` in its document, counted back from the best day to start
(`law/dates.py`). Where the law is not modelled there are none, and the proposal says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from folkmoot.buy.proposal.case import day_in_words

DUTIES = {
    "must": "It must be published by this day",
    "perhaps": "It must be published by this day if the value is above the threshold",
    "large": "Councils that pay more than £100 million a year must publish it by this day",
    "may": "It need not be published",
    "if done": "It must be published by this day if suppliers are spoken to beforehand",
}
BINDING = ("must", "perhaps")
"""Duties of a notice that a purchase cannot do without, as far as is known."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """The last day for one notice; `detail` says whether it must be and where it stands."""

    notice: str
    name: str
    day: date
    duty: str
    detail: str


def milestones(document: Mapping[str, Any]) -> list[Milestone]:
    """Those of a proposal's document, in the order of their days."""
    law = document.get("law") or {}
    found = [
        Milestone(
            notice["id"],
            notice["name"],
            date.fromisoformat(notice["to"]),
            notice["duty"],
            _detail(notice),
        )
        for notice in law.get("notices", ())
        if notice["to"]
    ]
    return sorted(found, key=lambda one: (one.day, one.notice))


def next_binding(document: Mapping[str, Any], as_of: date) -> Milestone | None:
    """The next notice that the purchase cannot do without."""
    ahead = (one for one in milestones(document) if one.day >= as_of)
    return next((one for one in ahead if one.duty in BINDING), None)


def _detail(notice: Mapping[str, Any]) -> str:
    said = DUTIES[notice["duty"]]
    if notice["from"]:
        first = day_in_words(date.fromisoformat(notice["from"]))
        said += f"; it counts from {first}"
    return f"{said}. {notice['sentence']} {notice['source']}."
