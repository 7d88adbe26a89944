"""Which part of a release fills which standard column: what the page of a source shows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

_PATHS: tuple[tuple[str, str], ...] = (
    ("ocid", "process_id"),
    ("id", "notice_id"),
    ("date, or publishedDate", "published_text"),
    ("tag, and what the release holds", "stage_text"),
    ("buyer/name, or parties with the role buyer", "buyer_name"),
    ("buyer/identifier/scheme", "buyer_scheme"),
    ("buyer/identifier/id", "buyer_identifier"),
    ("tender/id", "reference"),
    ("awards/id, or contracts/awardID", "award_id"),
    ("awards/title, contracts/title or tender/title", "title"),
    ("awards/description or tender/description", "description"),
    ("awards/items or tender/items: classification of scheme CPV", "cpv_text"),
    ("the same: classifications of other schemes, in words", "category_text"),
    ("tender/techniques", "kind_text"),
    ("contracts/status, awards/status or tender/status", "status_text"),
    ("tender/procurementMethodDetails or procurementMethod", "procedure_text"),
    ("contracts/value, awards/value or tender/value: amount", "value_text"),
    ("the same: currency", "currency_text"),
    ("tender/value/maxAmount, framework value or upper estimate", "ceiling_text"),
    ("contracts/period, awards/contractPeriod or tender's: startDate", "start_text"),
    ("the same: endDate", "end_text"),
    ("the same: maxExtentDate", "latest_end_text"),
    ("the same: durationInDays", "term_text"),
    ("tender/options, tender/renewal and those of its lots", "extension_text"),
    ("awards/date or contracts/dateSigned", "awarded_text"),
    ("awards/suppliers/id", "supplier_key"),
    ("awards/suppliers/name, or the party's", "supplier_name"),
    ("awards/suppliers/identifier/scheme", "supplier_scheme"),
    ("awards/suppliers/identifier/id", "supplier_identifier"),
    ("awards/suppliers/address/postalCode", "supplier_postcode"),
)

CONTACT = "contactPoint"
"""What OCDS calls the name, address and telephone of a person to write to."""

_CONTACTS = "contactPoint, wherever it stands"

CONTACTS_DROPPED = "contact details: dropped at reading"
"""The reason the page of a source gives for a column that nobody will find again."""


def release_columns(source_id: str, *, filled: Collection[str]) -> list[dict[str, Any]]:
    """Rows of `source.columns` for the parts that this file's releases fill."""
    told = [
        (path, field, 1.0, "named by the Open Contracting Data Standard")
        for path, field in _PATHS
        if field in filled
    ]
    told.append((_CONTACTS, "", 1.0, CONTACTS_DROPPED))
    return [
        {
            "source_id": source_id,
            "table_name": "",
            "position": position,
            "heading": path,
            "raw_column": "",
            "field": field,
            "confidence": confidence,
            "reason": reason,
        }
        for position, (path, field, confidence, reason) in enumerate(told, start=1)
    ]


def wide_columns(source_id: str, headings: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of `source.columns` for a table whose headings are paths into releases."""
    return [
        {
            "source_id": source_id,
            "table_name": "",
            "position": position,
            "heading": heading,
            "raw_column": "",
            "field": "",
            "confidence": 1.0,
            "reason": CONTACTS_DROPPED
            if CONTACT in heading
            else "a path into an OCDS release",
        }
        for position, heading in enumerate(headings, start=1)
    ]
