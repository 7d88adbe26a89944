"""The buy desk: what to buy together, when, from whom, and how much is at stake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from folkmoot.buy.draft_files import DRAFTS
from folkmoot.buy.settings import checked_settings
from folkmoot.buy.tables import FINDINGS
from folkmoot.buy.topics import TOPICS
from folkmoot.core.desk import (
    Action,
    BuildContext,
    Desk,
    ExportColumn,
    Feed,
    Listing,
    Page,
    Sent,
    Workbook,
)
from folkmoot.core.store import Reader, Writer

if TYPE_CHECKING:
    from folkmoot.core.calendar import Event
    from folkmoot.core.export import Sheet
    from folkmoot.core.state import State

Rows = Sequence[dict[str, Any]]


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
    from folkmoot.buy.decisions.decided import decided_page

    return decided_page(reader, path, query)


def _one_decided(answer: dict[str, Any], state: State) -> dict[str, Any]:
    from folkmoot.buy.decisions.decided import page_decided

    return page_decided(answer, state)


def _rows_decided(rows: Rows, state: State) -> Rows:
    from folkmoot.buy.decisions.decided import rows_decided

    return rows_decided(rows, state)


def _dates_decided(rows: Rows, state: State) -> Rows:
    from folkmoot.buy.decisions.decided import dates_decided

    return dates_decided(rows, state)


def _board(reader: Reader, query: Mapping[str, str]) -> Rows:
    from folkmoot.buy.decisions.board import board_rows

    return board_rows(reader, query)


def _on_board(rows: Rows, state: State) -> Rows:
    from folkmoot.buy.decisions.board import on_board

    return on_board(rows, state)


def _changes(reader: Reader, query: Mapping[str, str]) -> Rows:
    return reader.rows("SELECT * FROM finding.buy_changes ORDER BY number")


def _decide(state: State, reader: Reader, sent: Sent) -> str:
    from folkmoot.buy.decisions.deciding import decide

    return decide(state, reader, sent)


def _tell_work(state: State, reader: Reader, sent: Sent) -> str:
    from folkmoot.buy.decisions.deciding import tell_work

    return tell_work(state, reader, sent)


def _glance(reader: Reader, as_of: str) -> Mapping[str, Any]:
    from folkmoot.buy.findings import glance

    return glance(reader, as_of=date.fromisoformat(as_of))


def _paper(
    reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
) -> dict[str, Any]:
    from folkmoot.buy.committee_paper import paper

    return paper(reader, path, query)


def _dates(reader: Reader, query: Mapping[str, str]) -> list[dict[str, Any]]:
    from folkmoot.buy.decisions.dates import dates

    return dates(reader, query)


def _event(row: Mapping[str, Any]) -> Event:
    from folkmoot.buy.decisions.dates import event

    return event(row)


def _sheets(reader: Reader, query: Mapping[str, str], state: State) -> list[Sheet]:
    from folkmoot.buy.workbook import sheets

    return sheets(reader, query, state)


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
        ExportColumn("decision", "Decided"),
        ExportColumn("decided_by", "In which role"),
        ExportColumn("decision_reason", "Why"),
    ),
    _rows,
    _rows_decided,
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
    _dates_decided,
)

BOARD = Listing(
    "board",
    "What is under way",
    (
        ExportColumn("next_date", "Next date", "date"),
        ExportColumn("next_what", "What then"),
        ExportColumn("alert", "Look at this"),
        ExportColumn("need_label", "Need"),
        ExportColumn("members", "Members"),
        ExportColumn("state", "State"),
        ExportColumn("role", "Decided by"),
        ExportColumn("decided_date", "Decided on", "date"),
        ExportColumn("reason", "Why"),
        ExportColumn("replaced_by", "Stands in its place"),
        ExportColumn("opportunity_id", "Proposal"),
    ),
    _board,
    _on_board,
)

CHANGES = Listing(
    "changes",
    "What changed since last time",
    (
        ExportColumn("kind", "Kind"),
        ExportColumn("need_label", "Need"),
        ExportColumn("what", "What changed"),
        ExportColumn("why", "Why"),
        ExportColumn("opportunity_id", "Proposal"),
    ),
    _changes,
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
            _one_decided,
        ),
        Page(
            "/opportunities/{opportunity_id}/work",
            "opportunity_work",
            "buy/work.html",
            _one,
            _one_decided,
        ),
        Page(
            "/opportunities/{opportunity_id}/paper",
            "paper",
            "buy/paper.html",
            _paper,
            is_paper=True,
        ),
    ),
    listings=(OPPORTUNITIES, BOARD, DATES, CHANGES),
    actions=(
        Action("/opportunities/{opportunity_id}/decide", "opportunity", _decide),
        Action("/opportunities/{opportunity_id}/work", "opportunity_work", _tell_work),
    ),
    topics=TOPICS,
    feeds=(Feed("/calendar.ics", "dates of joint purchases", DATES, _event),),
    workbooks=(
        Workbook(
            "/opportunities-workbook.xlsx", "What could be bought together", _sheets
        ),
    ),
    downloads=DRAFTS,
    glance=_glance,
    commands="folkmoot.buy.commands:buy",
)
