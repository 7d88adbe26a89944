"""What the page of one opportunity draws from it: its timeline, the homes of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from folkmoot.web.charts import Lane, timeline
from folkmoot.web.wording import row_anchor


def opportunity_picture(opportunity: Mapping[str, Any], as_of: str) -> Markup:
    """The windows of its contracts under one another; empty where no window is known.

    Takes the opportunity as `folkmoot.opportunities/1` prints it.
    """
    lanes = []
    for member in opportunity["members"]:
        name = member["council_name"]
        label = name if member["is_member"] else f"{name} (neighbour)"
        for contract in member["contracts"]:
            window = contract.get("window") or {}
            first, last = _day(window.get("from")), _day(window.get("to"))
            if first is not None and last is not None:
                end = _day(contract.get("end_date"))
                latest = _day(contract.get("latest_end_date"))
                lanes.append(Lane(label, first, last, end, latest))
    go_live = opportunity["go_live"]
    return timeline(
        lanes,
        go_live_from=_day(go_live["from"]),
        go_live_to=_day(go_live["to"]),
        as_of=date.fromisoformat(as_of),
        title="When each contract could be replaced; the table below says the same",
    )


def homes_of_rows(opportunity: Mapping[str, Any]) -> dict[str, str]:
    """By the anchor of each row behind an opportunity, the contract that shows it."""
    return {
        row_anchor(place): contract["contract_id"]
        for member in opportunity["members"]
        for contract in member["contracts"]
        for place in contract["evidence"]
    }


def _day(value: date | str | None) -> date | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else date.fromisoformat(value[:10])
