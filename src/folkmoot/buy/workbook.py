"""All that the desk found, as the sheets of one Excel workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from folkmoot.buy.decisions.board import board_rows, on_board
from folkmoot.buy.decisions.dates import dates
from folkmoot.buy.decisions.decided import dates_decided, rows_decided
from folkmoot.buy.desk import BOARD, CHANGES, DATES, OPPORTUNITIES
from folkmoot.buy.findings import listing_rows
from folkmoot.buy.headings import ASKED
from folkmoot.buy.law_sheet import LAW, law_rows, places_in_words
from folkmoot.core.desk import ExportColumn
from folkmoot.core.export import Sheet
from folkmoot.core.state import State
from folkmoot.core.store import Reader

_CONTRACTS = (
    ExportColumn("rank", "Rank of the proposal", "integer"),
    ExportColumn("opportunity_id", "Proposal"),
    ExportColumn("need_label", "Need"),
    ExportColumn("council_name", "Council"),
    ExportColumn("is_member", "Member of the group"),
    ExportColumn("title", "Contract"),
    ExportColumn("suppliers", "Suppliers"),
    ExportColumn("end_date", "Ends", "date"),
    ExportColumn("latest_end_date", "Ends with all extensions", "date"),
    ExportColumn("end_method", "How the end is known"),
    ExportColumn("low", "Low (pounds a year)", "money"),
    ExportColumn("mid", "Middle (pounds a year)", "money"),
    ExportColumn("high", "High (pounds a year)", "money"),
    ExportColumn("value_doubt", "Why no value, or why not the published one"),
    ExportColumn("contract_id", "Folkmoot's id"),
    ExportColumn("rows", "Where it stands"),
)
_SAID = (
    ExportColumn("rank", "Rank of the proposal", "integer"),
    ExportColumn("opportunity_id", "Proposal"),
    ExportColumn("need_label", "Need"),
    ExportColumn("about", "About"),
    ExportColumn("sentence", "In words"),
    ExportColumn("measure", "What is measured"),
    ExportColumn("value", "Measured value"),
    ExportColumn("unit", "Unit"),
    ExportColumn("rows", "Rows behind it"),
)
_REASONS = (
    ("reasons_for", "For"),
    ("reasons_against", "Against"),
    ("grows_if", "It would grow"),
    ("holds_if", "It counts on"),
)


def sheets(reader: Reader, query: Mapping[str, str], state: State) -> list[Sheet]:
    """The proposals, their contracts, what is said of them and by law, days, board, changes."""
    rows = rows_decided(listing_rows(reader, query), state)
    ahead = dates_decided(dates(reader, query), state)
    board = on_board(board_rows(reader, query), state)
    return [
        Sheet("Opportunities", OPPORTUNITIES.columns, rows),
        Sheet("Contracts in them", _CONTRACTS, list(_contracts(rows))),
        Sheet("Reasons and questions", _SAID, list(_said(rows))),
        Sheet("What the law asks", LAW, list(_law(rows))),
        Sheet("Dates", DATES.columns, ahead),
        Sheet("Under way", BOARD.columns, board),
        Sheet("Changes", CHANGES.columns, CHANGES.rows(reader, query)),
    ]


def _contracts(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for member in row["document"]["members"]:
            for contract in member["contracts"]:
                value = contract["value_gbp"]
                ends = {
                    key: date.fromisoformat(contract[key]) if contract[key] else None
                    for key in ("end_date", "latest_end_date")
                }
                yield {
                    **_head(row),
                    **contract,
                    **ends,
                    **{key: _pounds(value[key]) for key in ("low", "mid", "high")},
                    "value_doubt": value["doubt"],
                    "council_name": member["council_name"],
                    "is_member": member["is_member"],
                    "rows": places_in_words(contract["evidence"]),
                }


def _said(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        document = row["document"]
        groups = [(about, document.get(key, [])) for key, about in _REASONS]
        asked = document.get("asked_next", {})
        groups += [(heading, asked.get(key, [])) for key, heading in ASKED]
        for about, reasons in groups:
            for reason in reasons:
                yield {
                    **_head(row),
                    "about": about,
                    "sentence": reason["sentence"],
                    "measure": reason["measure"]["name"],
                    "value": reason["measure"]["value"],
                    "unit": reason["measure"]["unit"],
                    "rows": places_in_words(reason["evidence"]),
                }


def _law(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield from law_rows(_head(row), row["document"])


def _head(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("rank", "opportunity_id", "need_label")}


def _pounds(text: str | None) -> Any:
    return None if text is None else Decimal(text)
