"""The picture of one opportunity: its contracts as lanes of a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from folkmoot.web.charts import Lane, timeline


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


def _day(value: date | str | None) -> date | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else date.fromisoformat(value[:10])
