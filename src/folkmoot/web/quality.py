"""The lists and the page that say how well publishers tell what the Code asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from folkmoot.core.desk import ExportColumn, Listing, Page
from folkmoot.core.store import Reader
from folkmoot.registers.publication import answers
from folkmoot.registers.publication.code import transparency_code


def _publisher(
    reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
) -> dict[str, Any]:
    found = answers.publisher(reader, path["publisher_id"])
    return {"publisher": found, "code": transparency_code()}


_WHOSE = (
    ExportColumn("publisher", "Publisher"),
    ExportColumn("publisher_id", "GSS code, or the source's id"),
    ExportColumn("kind_label", "What is published"),
)
_COUNTS = (
    ExportColumn("asked_rows", "Rows asked", "integer"),
    ExportColumn("filled_rows", "Filled", "integer"),
    ExportColumn("valid_rows", "Told", "integer"),
    ExportColumn("unclear_rows", "Unclear", "integer"),
    ExportColumn("blank_rows", "Blank", "integer"),
    ExportColumn("no_column_rows", "In tables without the column", "integer"),
    ExportColumn("not_asked_rows", "Not asked", "integer"),
    ExportColumn("share", "Share told (0 to 1)", "number"),
)
_FIELD = (
    ExportColumn("label", "Field"),
    ExportColumn("duty", "Must or should"),
    ExportColumn("paragraph", "Paragraph of the Code"),
)

QUALITY = Listing(
    "quality",
    "Data quality",
    (
        *_WHOSE,
        ExportColumn("row_count", "Rows", "integer"),
        ExportColumn("period", "Period"),
        ExportColumn("score", "Score (0 to 1)", "number"),
        ExportColumn("asked_fields", "Fields demanded", "integer"),
        ExportColumn("complete_fields", "Told in every row", "integer"),
        ExportColumn("without_column", "Without a column", "integer"),
        ExportColumn("weakest", "Weakest field"),
        ExportColumn("weakest_share", "Its share"),
    ),
    answers.publishers,
)
QUALITY_FIELDS = Listing(
    "quality-fields",
    "Data quality, field by field",
    (*_WHOSE, *_FIELD, *_COUNTS, ExportColumn("evidence", "First rows without it")),
    answers.fields,
)
QUALITY_TREND = Listing(
    "quality-trend",
    "Data quality over time",
    (*_WHOSE, ExportColumn("period", "Period"), *_FIELD, *_COUNTS),
    answers.trend,
)
LISTINGS = (QUALITY, QUALITY_FIELDS, QUALITY_TREND)
PAGES = (
    Page("/quality/{publisher_id:path}", "publisher", "publisher.html", _publisher),
)
