"""The desk's answers, read from a sealed build: what pages, lists, API and commands show.

A supplier is only ever named by `fact.suppliers.display_name`, which is `an individual`
where it may be a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from folkmoot.buy.decisions.milestones import milestones
from folkmoot.buy.headings import ASKED
from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.questions import question
from folkmoot.core.store import Reader

SCHEMA = "folkmoot.opportunities/1"

_HERE = "folkmoot.buy"
_ORDERS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "start": lambda row: (row["latest_safe_start_date"], row["rank"]),
    "value": lambda row: (-(row["value_mid_gbp"] or 0), row["rank"]),
    "confidence": lambda row: (-row["confidence"], row["rank"]),
}


def opportunities(reader: Reader, filters: Mapping[str, str]) -> list[dict[str, Any]]:
    """Headline proposals as rows of `finding.buy_opportunities`, best first.

    `filters` knows `council` (a GSS code), `category` (a service area, a need's id or
    words of its label), `from` and `to` (days between which one could go live), `value`
    (pounds a year at least, by the middle) and `sort` (`start`, `value`, `confidence`).
    `document` is the proposal as `folkmoot.opportunities/1` prints it.
    """
    asked = [
        filters.get(key, "") for key in ("council", "category", "from", "to", "value")
    ]
    rows = reader.rows(question(_HERE, "opportunities"), asked)
    for row in rows:
        row["document"] = msgspec.json.decode(row["document"])
    order = _ORDERS.get(filters.get("sort", ""))
    return rows if order is None else sorted(rows, key=order)


def opportunity(reader: Reader, opportunity_id: str) -> dict[str, Any]:
    """One proposal as `folkmoot.opportunities/1` prints it; raises NotFoundError."""
    row = reader.row(
        "SELECT document FROM finding.buy_opportunities WHERE opportunity_id = $1",
        [opportunity_id],
    )
    if row is None:
        raise NotFoundError(
            f"There is no opportunity “{opportunity_id}” in this build.",
            "The page Opportunities, or folkmoot buy opportunities, lists those there are.",
        )
    found: dict[str, Any] = msgspec.json.decode(row["document"])
    return found


def opportunity_page(
    reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
) -> dict[str, Any]:
    """One proposal, its contracts' windows by contract, and its alternatives by name."""
    found = opportunity(reader, path["opportunity_id"])
    return {
        "opportunity": found,
        "asked_questions": ASKED,
        "milestones": milestones(found),
        "windows": {
            contract["contract_id"]: {
                "window_from_date": date.fromisoformat(contract["window"]["from"]),
                "window_to_date": date.fromisoformat(contract["window"]["to"]),
            }
            for member in found["members"]
            for contract in member["contracts"]
        },
        "alternatives": [opportunity(reader, one) for one in found["alternatives"]],
    }


def opportunities_document(
    rows: list[dict[str, Any]], *, as_of: str, group: str
) -> dict[str, Any]:
    """The answer for machines, as the published JSON Schema describes it."""
    return {
        "schema": SCHEMA,
        "as_of": as_of,
        "group": group,
        "opportunities": [row["document"] for row in rows],
    }


def expiring(
    reader: Reader, *, first: date, last: date, council: str = ""
) -> list[dict[str, Any]]:
    """Members' contracts whose current end lies between two days, soonest first.

    Extensions not yet taken up do not move the end. `opportunity_id` is the headline
    proposal that the contract stands in, or None.
    """
    return reader.rows(question(_HERE, "expiring"), [first, last, council])


def glance(reader: Reader, *, as_of: date) -> dict[str, Any]:
    """The group's figures: proposals, contracts in them, value, the next safe start.

    With how the search went (`run`), so that a cap or an inexact packing is never silent.
    """
    found = reader.row(question(_HERE, "glance"), [as_of]) or {}
    run = reader.row("SELECT * FROM finding.buy_runs") or {}
    reasons = msgspec.json.decode(run.pop("left_out_reasons", None) or "{}")
    return {**found, "run": {**run, "left_out_reasons": reasons}}


def starts_by_route(routes: Sequence[Mapping[str, Any]]) -> str:
    """The routes that are too late, and the next by which work can still start.

    As `open procedure: too late; call-off by 1 December 2026`.
    """
    told = [f"{route['label']}: too late" for route in routes if route["is_passed"]]
    ahead = [route for route in routes if not route["is_passed"]]
    if ahead:
        following = min(ahead, key=lambda route: str(route["latest_safe_start"]))
        day = date.fromisoformat(following["latest_safe_start"])
        told.append(f"{following['label']} by {day.day} {day:%B %Y}")
    return "; ".join(told)


def listing_rows(reader: Reader, query: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows of the list of opportunities, with the members' names in one cell."""
    rows = opportunities(reader, query)
    for row in rows:
        members = row["document"]["members"]
        row["members"] = "; ".join(m["council_name"] for m in members if m["is_member"])
        row["neighbours"] = "; ".join(
            m["council_name"] for m in members if not m["is_member"]
        )
        row["against"] = " ".join(
            r["sentence"] for r in row["document"]["reasons_against"]
        )
        row["starts_by_route"] = starts_by_route(row["document"]["routes"])
        # Filled by what people decided, which no build holds.
        row.update(decision="", decided_by="", decision_reason="")
    return rows
