"""The picture of one opportunity: its contracts as lanes of a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from folkmoot.web.charts import Lane, timeline


def opportunity_picture(
    opportunity: Mapping[str, Any], windows: Mapping[str, Any] | None, as_of: str
) -> Markup:
    """The windows of its contracts under one another; empty where no window is known.

    Takes the opportunity as `folkmoot.opportunities/1` prints it, and by contract_id the
    days between which each contract could be replaced.
    """
    lanes = []
    for member in opportunity["members"]:
        for contract in member["contracts"]:
            window = (windows or {}).get(contract["contract_id"])
            if window is None:
                continue
            first, last = (
                _day(window["window_from_date"]),
                _day(window["window_to_date"]),
            )
            if first is None or last is None:
                continue
            lanes.append(
                Lane(
                    member["council_name"],
                    first,
                    last,
                    _day(contract.get("end_date")),
                    _day(contract.get("latest_end_date")),
                )
            )
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
