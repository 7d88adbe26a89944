"""The days of a proposal that people keep: the one list behind page, paper, workbook and calendar.

Latest safe starts have the time that practice needs (`proposal/routes.py`); the last days for
notices are the least that the law leaves (`law/dates.py`). Both are counted back from the best
day to start. Where the law is not modelled there are no notices, and the proposal says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from folkmoot.buy.proposal.case import day_in_words

START, NOTICE, LIVE = "start", "notice", "go-live"
WHAT = {
    START: "Latest safe start",
    NOTICE: "Last day for a notice",
    LIVE: "New contract could start",
}
DUTIES = {
    "must": "It must be published by this day",
    "perhaps": "It must be published by this day if the value is above the threshold",
    "large": "Councils that pay more than £100 million a year must publish it by this day",
    "may": "It need not be published for this purchase",
    "if done": "It must be published by this day if suppliers are spoken to beforehand",
}
BINDING = ("must", "perhaps")
"""Duties of a notice that a purchase cannot do without, as far as is known."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One day to keep: of what kind, of which route or notice, and what to do by it."""

    kind: str
    key: str
    """The route or the notice; empty for the go-live, of which there is one."""
    name: str
    """As it goes on in a sentence."""
    day: date
    detail: str
    duty: str = ""
    """Of a notice: must, perhaps, large, may or if done."""

    @property
    def what(self) -> str:
        """Of what kind the day is, in words."""
        return WHAT[self.kind]


def milestones(document: Mapping[str, Any]) -> list[Milestone]:
    """All of a proposal's document, in the order of their days."""
    return sorted(
        [*_starts(document), *notice_milestones(document), _live(document)],
        key=lambda one: (one.day, one.kind, one.key),
    )


def notice_milestones(document: Mapping[str, Any]) -> list[Milestone]:
    """The last days for notices alone, in the order of their days."""
    law = document.get("law") or {}
    found = [
        Milestone(
            NOTICE,
            notice["id"],
            f"{notice['name']} ({notice['id']})",
            date.fromisoformat(notice["to"]),
            _detail(notice),
            notice["duty"],
        )
        for notice in law.get("notices", ())
        if notice["to"]
    ]
    return sorted(found, key=lambda one: (one.day, one.key))


def next_binding(document: Mapping[str, Any], as_of: date) -> Milestone | None:
    """The next notice that the purchase cannot do without."""
    ahead = (one for one in notice_milestones(document) if one.day >= as_of)
    return next((one for one in ahead if one.duty in BINDING), None)


def _starts(document: Mapping[str, Any]) -> list[Milestone]:
    return [
        Milestone(
            START,
            route["route"],
            f"start work by {route['label']}",
            date.fromisoformat(route["latest_safe_start"]),
            f"Publish {route['publish']}.",
        )
        for route in document["routes"]
    ]


def _live(document: Mapping[str, Any]) -> Milestone:
    live = document["go_live"]
    return Milestone(
        LIVE,
        "",
        "a joint contract could start",
        date.fromisoformat(live["best"]),
        f"Possible from {_day(live['from'])} to {_day(live['to'])}."
        if live["from"] != live["to"]
        else "No other day suits all.",
    )


def _detail(notice: Mapping[str, Any]) -> str:
    said = DUTIES[notice["duty"]]
    if notice["from"]:
        said += f"; it counts from {_day(notice['from'])}"
    return f"{said}. {notice['sentence']} {notice['source']}."


def _day(text: str) -> str:
    return day_in_words(date.fromisoformat(text))
