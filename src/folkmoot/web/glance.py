"""The front page: what each desk puts first, what ends soon, and what was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from folkmoot.buy.findings import glance as joint_buying
from folkmoot.core.desk import Desk
from folkmoot.registers import answers
from folkmoot.sources import answers as sources
from folkmoot.web.builds import Standing

FIRST_ROWS = 5
"""Rows of each desk's list on the front page: enough to choose from, few enough to read."""


def glance(standing: Standing, desks: Sequence[Desk]) -> dict[str, Any]:
    """The first rows of each desk's first list, the expiry bands, councils and sources."""
    reader, as_of = standing.reader, standing.as_of
    leads = []
    for desk in desks:
        for listing in desk.listings[:1]:
            rows = listing.rows(reader, {"as_of": as_of})
            leads.append(
                {
                    "desk": desk,
                    "listing": listing,
                    "total": len(rows),
                    "rows": rows[:FIRST_ROWS],
                    "template": f"{desk.name}/_{listing.name}.html",
                }
            )
    councils = answers.councils(reader, as_of=as_of)
    return {
        "joint": joint_buying(reader, as_of=date.fromisoformat(as_of)),
        "leads": leads,
        "expiry": answers.expiry(reader, as_of=as_of),
        "members": [council for council in councils if council["is_member"]],
        "neighbours": [council for council in councils if not council["is_member"]],
        "accounting": sources.totals(reader),
    }
