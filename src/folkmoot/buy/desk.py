"""The buy desk: what to buy together, when, from whom, and how much is at stake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from folkmoot.buy.settings import checked_settings
from folkmoot.buy.tables import FINDINGS
from folkmoot.core.desk import (
    BuildContext,
    Desk,
    ExportColumn,
    Feed,
    Listing,
    Page,
    Workbook,
)
from folkmoot.core.store import Reader, Writer

if TYPE_CHECKING:
    from folkmoot.core.calendar import Event
    from folkmoot.core.export import Sheet


def build(writer: Writer, context: BuildContext) -> None:
    """Ask the desk's question of the facts and write its findings."""
    from folkmoot.buy.steps import build_findings  # heavy; only a build comes here

    build_findings(writer, context)


def _rows(reader: Reader, query: Mapping[str, str]) -> list[dict[str, Any]]:
    from folkmoot.buy.findings import listing_rows

    return listing_rows(reader, query)


def _one(
    reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
) -> dict[str, Any]:
    from folkmoot.buy.findings import opportunity_page

    return opportunity_page(reader, path, query)


def _glance(reader: Reader, as_of: str) -> Mapping[str, Any]:
    from folkmoot.buy.findings import glance

    return glance(reader, as_of=date.fromisoformat(as_of))


def _paper(
    reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
) -> dict[str, Any]:
    from folkmoot.buy.committee_paper import paper

    return paper(reader, path, query)


def _dates(reader: Reader, query: Mapping[str, str]) -> list[dict[str, Any]]:
    from folkmoot.buy.dates import dates

    return dates(reader, query)


def _events(reader: Reader, query: Mapping[str, str]) -> list[Event]:
    from folkmoot.buy.dates import events

    return events(reader, query)


def _sheets(reader: Reader, query: Mapping[str, str]) -> list[Sheet]:
    from folkmoot.buy.workbook import sheets

    return sheets(reader, query)


OPPORTUNITIES = Listing(
    "opportunities",
    "What could be bought together",
    (
        ExportColumn("rank", "Rank", "integer"),
        ExportColumn("opportunity_id", "Folkmoot's id"),
        ExportColumn("need_label", "Need"),
        ExportColumn("service_area", "Service area"),
        ExportColumn("members", "Members"),
        ExportColumn("neighbours", "Neighbours that could be asked"),
        ExportColumn("contract_count", "Contracts", "integer"),
        ExportColumn("supplier_count", "Suppliers today", "integer"),
        ExportColumn("latest_safe_start_date", "Latest safe start", "date"),
        ExportColumn("starts_by_route", "Latest safe start by route"),
        ExportColumn("go_live_from_date", "Could go live from", "date"),
        ExportColumn("go_live_to_date", "Could go live to", "date"),
        ExportColumn("value_low_gbp", "Low (pounds a year)", "money"),
        ExportColumn("value_mid_gbp", "Middle (pounds a year)", "money"),
        ExportColumn("value_high_gbp", "High (pounds a year)", "money"),
        ExportColumn("confidence", "Confidence (0 to 1)", "number"),
        ExportColumn("against", "What speaks against it"),
    ),
    _rows,
)

EXPIRING_COLUMNS = (
    ExportColumn("end_date", "Ends", "date"),
    ExportColumn("latest_end_date", "Ends with all extensions", "date"),
    ExportColumn("end_method", "How the end is known"),
    ExportColumn("council_name", "Council"),
    ExportColumn("title", "Contract"),
    ExportColumn("suppliers", "Suppliers"),
    ExportColumn("need_label", "Need"),
    ExportColumn("yearly_mid_gbp", "Middle (pounds a year)", "money"),
    ExportColumn("opportunity_id", "Proposal"),
    ExportColumn("contract_id", "Folkmoot's id"),
)
"""Columns of the list of contracts that end soon."""

DATES = Listing(
    "calendar",
    "Dates ahead",
    (
        ExportColumn("day", "Day", "date"),
        ExportColumn("what", "What"),
        ExportColumn("summary", "In words"),
        ExportColumn("who", "Council"),
        ExportColumn("detail", "To do or to know"),
        ExportColumn("opportunity_id", "Proposal"),
        ExportColumn("contract_id", "Contract"),
        ExportColumn("uid", "Id in calendars"),
    ),
    _dates,
)

DESK = Desk(
    name="buy",
    question="What could we buy together, when, from whom, and how much is at stake?",
    tables=FINDINGS,
    build=build,
    check_settings=checked_settings,
    pages=(
        Page(
            "/opportunities/{opportunity_id}",
            "opportunity",
            "buy/opportunity.html",
            _one,
        ),
        Page(
            "/opportunities/{opportunity_id}/paper",
            "paper",
            "buy/paper.html",
            _paper,
            is_paper=True,
        ),
    ),
    listings=(OPPORTUNITIES, DATES),
    feeds=(Feed("/calendar.ics", "dates of joint purchases", _events),),
    workbooks=(
        Workbook(
            "/opportunities-workbook.xlsx", "What could be bought together", _sheets
        ),
    ),
    glance=_glance,
    commands="folkmoot.buy.commands:buy",
)
