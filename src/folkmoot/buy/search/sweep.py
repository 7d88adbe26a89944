"""Which contracts have a go-live day in common: one sweep over the ends of their windows.

Windows on a line have the property that a set shares a day exactly when every two of it
do, so all largest sets are found in one pass, O(n log n), and there are at most n of them.
(Clustering on end dates, by contrast, chains through 31 March into groups with no common
day at all.)
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Span(Generic[Key]):
    """One window, both days included, and what it belongs to."""

    key: Key
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Meeting(Generic[Key]):
    """A largest set of windows that share the days `first` to `last`."""

    keys: frozenset[Key]
    first: int
    last: int


def meetings(spans: Iterable[Span[Key]]) -> list[Meeting[Key]]:
    """Every set of windows with a day in common to which no other window could be added.

    In order of their days. A set is complete when, after some window opened, the next
    thing that happens is that one closes. Windows that end before they start are ignored.
    """
    events: list[tuple[int, int, Span[Key]]] = []
    for span in spans:
        if span.first <= span.last:
            events.append((span.first, 0, span))
            events.append((span.last, 1, span))
    events.sort(key=lambda event: (event[0], event[1]))
    found: list[Meeting[Key]] = []
    open_now: dict[Key, Span[Key]] = {}
    opened = False
    latest_start = 0
    for day, closes, span in events:
        if not closes:
            open_now[span.key] = span
            opened = True
            latest_start = day
            continue
        if opened:
            found.append(Meeting(frozenset(open_now), latest_start, day))
            opened = False
        del open_now[span.key]
    return found
