"""How far a contract may reach by its options, from its row of the participants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from folkmoot.buy.contracts.contract import PaidAfter, Reach
from folkmoot.buy.contracts.taken import Chances


def reach_of(row: Mapping[str, Any], chances: Chances) -> Reach:
    """Options, breaks, notice and what was paid after the end of one contract.

    Options that the end already counts are spent, unless the search stands on the end of
    the first term: then all are open again.
    """
    options = row["option_count"] or 1
    stands_on_first = row["end_date"] != row["published_end_date"]
    if not stands_on_first:
        options = max(1, options - (row["options_in_end"] or 0))
    return Reach(
        method=row["latest_end_method"] or "none",
        options=options,
        months=row["option_months"],
        chance=chances.of_need(row["need_id"] or "").value,
        published_end=row["published_end_date"] if stands_on_first else None,
        earlier_end=row["earlier_end_date"],
        has_break=bool(row["has_break"]),
        break_date=row["break_date"],
        notice_days=row["notice_days"],
        paid_after=_paid_after(row),
    )


def _paid_after(row: Mapping[str, Any]) -> PaidAfter | None:
    if not row["after_count"]:
        return None
    return PaidAfter(
        payments=row["after_count"],
        months=row["after_months"],
        amount=row["after_gbp"],
        first=row["first_after_date"],
        last=row["last_after_date"],
    )
