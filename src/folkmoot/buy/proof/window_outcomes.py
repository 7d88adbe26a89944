"""Did windows hold what came? Ends that were known at a cut, beside what was told later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

PAID_ON_DAYS = 45
"""A last invoice comes weeks after an end; the same days as the rank allows."""


@dataclass(slots=True)
class Outcomes:
    """Contracts of one way of knowing an end, whose end came between cut and today."""

    ends: int = 0
    later_end_told: int = 0
    within_window: int = 0
    """Of those, whose later end lies in the window that was taken at the cut."""
    paid_on: int = 0
    """Whose only supplier was still paid more than 45 days after the end."""
    nothing_told: int = 0


def window_outcomes(
    windows: Sequence[Mapping[str, Any]],
    known: Sequence[Mapping[str, Any]],
    same: Mapping[str, str],
    *,
    cut: date,
    today: date,
) -> Mapping[str, Outcomes]:
    """What became of the ends in `windows` (`taking_part.sql`), by how each end was known.

    `known` are the ends as told by `today` (`ends_known.sql`), `same` the contract of today
    by that of the cut. That nothing was told later is no proof that a contract ended.
    """
    told = {row["contract_id"]: row for row in known}
    outcomes: dict[str, Outcomes] = defaultdict(Outcomes)
    for row in windows:
        end = row["end_date"]
        if row["left_out"] or end is None or not cut < end <= today:
            continue
        own = outcomes[row["end_method"] or "none"]
        own.ends += 1
        now = told.get(same.get(row["contract_id"], ""), {})
        later, paid = now.get("end_date"), now.get("last_paid_date")
        is_told_since = (now.get("published_date") or cut) > cut
        is_published = now.get("end_method") == "published" and is_told_since
        if is_published and later is not None and later > end:
            own.later_end_told += 1
            start = later + timedelta(days=1)
            own.within_window += (
                row["window_from_date"] <= start <= row["window_to_date"]
            )
        elif paid is not None and (paid - end).days > PAID_ON_DAYS:
            own.paid_on += 1
        else:
            own.nothing_told += 1
    return dict(sorted(outcomes.items()))


def same_contracts(
    then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """The contract of today by that of the cut: they share a published row."""

    def place(row: Mapping[str, Any]) -> tuple[Any, ...]:
        keys = ("source_id", "table_name", "row_number", "item_number")
        return tuple(row[key] for key in keys)

    today = {place(row): row["contract_id"] for row in now}
    return {
        row["contract_id"]: today[place(row)] for row in then if place(row) in today
    }
