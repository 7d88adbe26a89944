"""Days that people put into their own calendars: the only place that writes iCalendar.

Every event keeps its id for as long as what it is about stays the same thing, so that a
calendar that takes the feed again moves an entry instead of adding a second one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

PRODUCT: Final = "-//Folkmoot//Dates of a group of councils//EN"
REFRESH: Final = timedelta(days=1)
"""How often a calendar may look again: a build a day is the most there is."""
MEDIA_TYPE: Final = "text/calendar"


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day and what falls on it; `uid` is stable from build to build."""

    uid: str
    day: date
    summary: str
    description: str = ""
    category: str = ""


def calendar_bytes(title: str, events: Iterable[Event], *, as_of: date) -> bytes:
    """The events as an iCalendar file (RFC 5545), in order of their days.

    Whole days that do not block anybody's time. The stamp is the as-of date, so that the
    same answers always make the same file.
    """
    import icalendar  # heavy; only a calendar comes here

    stamp = datetime.combine(as_of, time(), tzinfo=UTC)
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    seen: set[str] = set()
    for event in sorted(events, key=lambda e: (e.day, e.uid)):
        if event.uid in seen:
            continue
        seen.add(event.uid)
        entry = icalendar.Event()
        entry.add("uid", event.uid)
        entry.add("dtstamp", stamp)
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + timedelta(days=1))
        entry.add("summary", event.summary)
        if event.description:
            entry.add("description", event.description)
        if event.category:
            entry.add("categories", [event.category])
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written
