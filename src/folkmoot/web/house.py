"""The pages and lists that belong to no desk: contracts, councils, sources, about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from folkmoot.core.desk import ExportColumn, Listing, Page
from folkmoot.core.store import Reader
from folkmoot.registers import answers
from folkmoot.registers.reviewing import answers as review_answers
from folkmoot.sources import answers as sources
from folkmoot.web import review, review_lists
from folkmoot.web.decisions import UNDO
from folkmoot.web.quality import LISTINGS as QUALITY_LISTINGS
from folkmoot.web.quality import PAGES as QUALITY_PAGES

Params = Mapping[str, str]


def _contract(reader: Reader, path: Params, query: Params) -> dict[str, Any]:
    own = path["contract_id"]
    entries = [
        row["statement_id"] for row in review_answers.contract_entries(reader, own)
    ]
    return {
        "contract": answers.contract(reader, own, as_of=query["as_of"]),
        "links": review_answers.contract_links(reader, own),
        "parts": review.part_addresses(entries) if entries else [],
        "entry_ids": entries,
    }


def _council(reader: Reader, path: Params, query: Params) -> dict[str, Any]:
    as_of = query["as_of"]
    council = answers.council(reader, path["council_id"], as_of=as_of)
    filters = {"as_of": as_of, "council": path["council_id"]}
    return {"council": council, "contracts": answers.contracts(reader, filters)}


def _source(reader: Reader, path: Params, query: Params) -> dict[str, Any]:
    source_id = path["source_id"]
    return {
        "source": sources.source(reader, source_id),
        "issues": answers.issues(reader, {"source": source_id}),
    }


def _source_rows(reader: Reader, query: Params) -> list[dict[str, Any]]:
    return sources.sources(reader)


def _council_rows(reader: Reader, query: Params) -> list[dict[str, Any]]:
    return answers.councils(reader, as_of=query["as_of"])


def workbook_notes(group: str, *, as_of: str, stamp: str) -> tuple[str, ...]:
    """What the second sheet of every exported workbook says of its rows."""
    return (
        f"{group}, as of {as_of}",
        f"Folkmoot build {stamp}. A supplier that may be a person is shown as "
        "an individual.",
    )


def _about(reader: Reader, path: Params, query: Params) -> dict[str, Any]:
    return {}


PAGES = (
    Page("/contracts/{contract_id:path}", "contract", "contract.html", _contract),
    Page("/councils/{council_id}", "council", "council.html", _council),
    Page("/sources/{source_id:path}", "source", "source.html", _source),
    *QUALITY_PAGES,
    Page("/about", "about", "about.html", _about),
    *review_lists.PAGES,
    *review.PAGES,
)

CONTRACTS = Listing(
    "contracts",
    "Contracts",
    (
        ExportColumn("contract_id", "Folkmoot's id"),
        ExportColumn("title", "Title"),
        ExportColumn("council_name", "Council"),
        ExportColumn("council_id", "Council's GSS code"),
        ExportColumn("suppliers", "Suppliers"),
        ExportColumn("references", "References as published"),
        ExportColumn("start_date", "Starts", "date"),
        ExportColumn("end_date", "Ends", "date"),
        ExportColumn("latest_end_date", "Ends with all extensions", "date"),
        ExportColumn("end_method", "How the end is known"),
        ExportColumn("value_gbp", "Value (pounds)", "money"),
        ExportColumn("value_basis", "What the value is"),
        ExportColumn("ceiling_gbp", "Ceiling (pounds)", "money"),
        ExportColumn("kind", "Kind"),
        ExportColumn("status", "Status"),
        ExportColumn("need_label", "What it is for"),
        ExportColumn("service_area", "Service area"),
    ),
    answers.contracts,
)
SOURCES = Listing(
    "sources",
    "Sources",
    (
        ExportColumn("file", "File"),
        ExportColumn("kind", "Kind"),
        ExportColumn("format", "Format"),
        ExportColumn("received_date", "Received", "date"),
        ExportColumn("latest_date", "Latest date in it", "date"),
        ExportColumn("row_count", "Rows", "integer"),
        ExportColumn("kept_count", "Kept", "integer"),
        ExportColumn("refused_count", "Refused", "integer"),
        ExportColumn("furniture_count", "Titles, blanks, headers, totals", "integer"),
        ExportColumn("issue_count", "Issues", "integer"),
        ExportColumn("refusal", "Why it was refused whole"),
        ExportColumn("licence", "Licence"),
        ExportColumn("origin", "Origin"),
        ExportColumn("sha256", "SHA-256"),
    ),
    _source_rows,
)
COUNCILS = Listing(
    "councils",
    "Councils",
    (
        ExportColumn("name", "Council"),
        ExportColumn("council_id", "GSS code"),
        ExportColumn("type", "Type"),
        ExportColumn("region", "Region"),
        ExportColumn("contract_count", "Contracts", "integer"),
        ExportColumn("running_count", "Still running", "integer"),
        ExportColumn("undated_count", "Without an end date", "integer"),
        ExportColumn("payment_count", "Payments", "integer"),
    ),
    _council_rows,
)
ISSUES = Listing(
    "issues",
    "Issues",
    (
        ExportColumn("file", "File"),
        ExportColumn("table_name", "Sheet"),
        ExportColumn("row_number", "Row", "integer"),
        ExportColumn("pointer", "Pointer"),
        ExportColumn("field", "Field"),
        ExportColumn("value", "As published"),
        ExportColumn("severity", "What happened"),
        ExportColumn("rule", "Rule"),
        ExportColumn("message", "Why"),
    ),
    answers.issues,
)
ACTIONS = (UNDO, *review_lists.ACTIONS, *review.ACTIONS)
"""Forms that belong to no desk."""
LISTINGS = (
    CONTRACTS,
    SOURCES,
    COUNCILS,
    ISSUES,
    *QUALITY_LISTINGS,
    *review_lists.LISTINGS,
)
