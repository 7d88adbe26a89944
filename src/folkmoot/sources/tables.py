"""What leaves this room: rows as text in standard columns, then typed, with every loss named.

Four steps, each a table: *raw* keeps every cell as published; *aligned* is the same rows
under standard names, still text, one table for all files of a kind, so that one expression
cleans them all; *clean* is typed; *issue* and *source* say what was not kept and why.
"""

from __future__ import annotations

from folkmoot.core.schema import Column, ColumnType, TableSpec, table

_Rows = tuple[tuple[str, ColumnType, str], ...]

_PLACE: _Rows = (
    ("source_id", "text", "The file, as `source.files` lists it"),
    ("table_name", "text", "The sheet or inner table; empty where a file has only one"),
    (
        "row_number",
        "integer",
        "Physical row from 1, header included; for JSON the nth release or object, or its line",
    ),
    ("pointer", "text", "JSON Pointer of the release or object; empty for tables"),
)
_SHAPE: _Rows = (
    ("position", "text", "Where the row lies: above_header, header or body"),
    ("filled_cells", "integer", "How many of the row's cells are not blank"),
    ("first_text", "text", "The first cell that is not blank, trimmed"),
    ("is_header_again", "boolean", "The row's cells equal the header's"),
)
_LINKS: _Rows = (
    ("bundle_id", "text", "The folder or archive whose tables link to one another"),
    (
        "release_link",
        "text",
        "Key of the release in a flattened bundle; empty elsewhere",
    ),
    ("award_link", "text", "Key of the award in a flattened bundle; empty elsewhere"),
)


def _columns(*rows: tuple[str, ColumnType, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


def _text(*names: tuple[str, str]) -> _Rows:
    return tuple((name, "text", meaning) for name, meaning in names)


RAW_LINES = TableSpec(
    "raw",
    "lines",
    "One physical row of one table as published, contact details left out; read it through the view `raw.<source>__<table>`, which has a column of text for each published one.",
    _columns(
        ("table_key", "integer", "Of the raw table, from a digest of its name"),
        ("row_number", "integer", "Physical row from 1, header included"),
        ("line", "text", "Its cells, apart by the character 31 (unit separator)"),
    ),
    unpacked=frozenset({"line"}),
)

SOURCE_FILES = table(
    "source",
    "files",
    "One file as received (or one member of an archive).",
    (
        "source_id",
        "text",
        "Readable, stable: the file's name and the first eight digits of its SHA-256",
    ),
    (
        "file",
        "text",
        "Path below `sources/`; inside an archive `archive.zip!inner.csv`",
    ),
    ("sha256", "text", "Of the file's bytes"),
    ("size_bytes", "integer", "Bytes"),
    (
        "format",
        "text",
        "csv, xlsx, xls, ods, parquet, json, jsonl, or what else was found",
    ),
    ("encoding", "text", "How the text was decoded; empty for binary formats"),
    (
        "kind",
        "text",
        "contracts, payments, releases, contract_suppliers, contract_buyers, or none",
    ),
    ("layout", "text", "Name of the map that was used, or `recognised`"),
    ("layout_confidence", "real", "0 to 1: how surely the layout was recognised"),
    (
        "declared_council",
        "text",
        "GSS code given with `folkmoot add --council`; empty where none",
    ),
    ("origin", "text", "Address the file came from, when given; empty where not"),
    ("licence", "text", "Licence as given with the file; empty where not"),
    ("received_date", "date", "The day it was added to the workspace"),
    (
        "latest_date",
        "date",
        "The latest day of payment, publication or award in its rows, not after the file was received: the age of the source",
    ),
    (
        "refusal",
        "text",
        "Why the whole file was refused, in a sentence; empty where it was read",
    ),
)

SOURCE_COLUMNS = table(
    "source",
    "columns",
    "One published column of one table, and what it was taken to mean.",
    ("source_id", "text", "The file"),
    ("table_name", "text", "The sheet or inner table"),
    ("position", "integer", "From 1, left to right"),
    ("heading", "text", "As published"),
    ("raw_column", "text", "Its name in the raw table"),
    ("field", "text", "The standard field it fills; empty where none"),
    ("confidence", "real", "0 to 1"),
    (
        "reason",
        "text",
        "Why, in a few words; `contact details: dropped at reading` where dropped",
    ),
)

SOURCE_TABLES = table(
    "source",
    "tables",
    "One table found in one file.",
    ("source_id", "text", "The file"),
    ("table_name", "text", "The sheet or inner table"),
    (
        "kind",
        "text",
        "contracts, payments, releases, contract_suppliers or contract_buyers; `none` where refused",
    ),
    (
        "raw_table",
        "text",
        "The table of stage raw that keeps its cells; empty for JSON",
    ),
    (
        "header_row",
        "integer",
        "Physical row of the (last) header line; 0 where there is none",
    ),
    (
        "row_count",
        "integer",
        "Physical rows (or releases) in the file, counted by the reader; 0 where all of them are shared",
    ),
    ("unit", "text", "row or release"),
    ("first_row", "integer", "Physical row in which it begins, titles included"),
    (
        "beside",
        "text",
        "Of tables side by side the name of the leftmost; empty for all others",
    ),
    (
        "shared_rows",
        "integer",
        "Physical rows that it shares with the leftmost and that are counted there",
    ),
)

SOURCE_ACCOUNTING = table(
    "source",
    "accounting",
    "Rows by what became of them; the counts of a table sum to its row_count.",
    ("source_id", "text", "The file"),
    ("table_name", "text", "The sheet or inner table"),
    ("outcome", "text", "kept, refused or furniture"),
    (
        "kind",
        "text",
        "For furniture: title, blank, header, repeated_header, total or footer; for refused: the rule; for kept: the kind of row",
    ),
    ("row_count", "integer", "Physical rows (or releases)"),
)

ISSUE_ROWS = table(
    "issue",
    "rows",
    "One row or cell that could not be kept as published.",
    *_PLACE,
    ("field", "text", "The standard field, or the row as a whole where empty"),
    ("value", "text", "As published, at most 200 characters"),
    ("rule", "text", "The rule it broke; `docs/reference` lists them"),
    (
        "severity",
        "text",
        "refused: row not kept; cell: value not kept; note: kept, but look",
    ),
    ("message", "text", "What is wrong, in a sentence"),
)

ALIGNED_CONTRACTS = TableSpec(
    "aligned",
    "contracts",
    "One row (or award) of any contracts table, as text in standard columns.",
    _columns(
        *_PLACE,
        ("item_number", "integer", "The nth award within the row or release, from 1"),
        *_SHAPE,
        *_LINKS,
        *_text(
            ("process_id", "Contracting process, such as an ocid"),
            ("notice_id", "Notice or release id"),
            (
                "award_id",
                "Id of the award within the process; empty where the row has none",
            ),
            (
                "release_order",
                "OCDS only: text that sorts as the releases of a process were published; `sources/ocds/compile.py` merges by it",
            ),
            (
                "inherited_fields",
                "OCDS only: names of the columns that speak of the whole process and not of this award, separated by blanks",
            ),
            ("reference", "The buyer's own contract reference"),
            ("buyer_name", "As published"),
            ("buyer_scheme", "Scheme of the buyer's id"),
            ("buyer_identifier", "As published"),
            ("title", "As published"),
            ("description", "As published"),
            (
                "cpv_text",
                "CPV codes as published, several separated by blanks, commas or bars",
            ),
            ("category_text", "The buyer's own category or service"),
            ("kind_text", "Contract type as published"),
            ("stage_text", "Notice type, release tag or stage as published"),
            ("status_text", "As published"),
            ("procedure_text", "Procurement method as published"),
            ("value_text", "Total or unqualified value"),
            ("annual_value_text", "Value a year"),
            ("ceiling_text", "Framework ceiling or upper estimate"),
            ("currency_text", "Currency code or sign"),
            ("start_text", "Start date"),
            ("end_text", "End date"),
            ("latest_end_text", "End date with all extensions"),
            ("review_text", "Review or renewal date"),
            ("extension_text", "Extension or break wording"),
            ("term_text", "Length of the contract in words or months"),
            ("published_text", "Date of publication"),
            ("awarded_text", "Date of award"),
            (
                "supplier_name",
                "Tables with one supplier a row; JSON suppliers are in aligned.contract_suppliers",
            ),
            ("supplier_scheme", "Scheme of the supplier's id"),
            ("supplier_identifier", "As published"),
            ("supplier_postcode", "As published"),
        ),
    ),
)

ALIGNED_CONTRACT_SUPPLIERS = TableSpec(
    "aligned",
    "contract_suppliers",
    "One supplier of one award, where a file lists them apart (JSON, flattened bundles).",
    _columns(
        *_PLACE,
        (
            "item_number",
            "integer",
            "The nth award within the release; 0 in a flattened table",
        ),
        ("supplier_number", "integer", "The nth supplier of the award, from 1"),
        *_SHAPE,
        *_LINKS,
        *_text(
            (
                "supplier_key",
                "Id of the supplier within its release, by which OCDS merges lists; empty where none, or where one award repeats it",
            ),
            ("supplier_name", "As published"),
            ("supplier_scheme", "Scheme of the id"),
            ("supplier_identifier", "As published"),
            ("supplier_postcode", "As published"),
        ),
    ),
)

ALIGNED_CONTRACT_BUYERS = TableSpec(
    "aligned",
    "contract_buyers",
    "One buyer of one release, where a flattened bundle lists them apart.",
    _columns(
        *_PLACE,
        *_SHAPE,
        *_LINKS,
        *_text(
            ("buyer_name", "As published"),
            ("buyer_scheme", "Scheme of the id"),
            ("buyer_identifier", "As published"),
        ),
    ),
)

ALIGNED_PAYMENTS = TableSpec(
    "aligned",
    "payments",
    "One row of any spend table, as text in standard columns.",
    _columns(
        *_PLACE,
        *_SHAPE,
        *_text(
            ("buyer_name", "As published"),
            ("buyer_identifier", "Code of the body, as published"),
            ("payment_date_text", "As published"),
            ("amount_text", "Net amount where several are given"),
            ("currency_text", "Currency code or sign"),
            ("supplier_name", "As published"),
            ("supplier_scheme", "Scheme of the id"),
            ("supplier_identifier", "Company, charity or VAT number"),
            ("supplier_postcode", "As published"),
            (
                "category_text",
                "What it was for: expense type, purpose, merchant category",
            ),
            ("service_text", "Directorate or service"),
            ("description", "Free text"),
            ("reference", "Transaction or invoice number"),
            ("contract_reference", "Contract reference, where given"),
        ),
    ),
)

CLEAN_CONTRACTS = TableSpec(
    "clean",
    "contracts",
    "One published statement about one contract (a register row, an award, or a release without one).",
    _columns(
        (
            "contract_row_id",
            "text",
            "source_id, table_name, row_number and item_number, joined by `|`",
        ),
        *_PLACE,
        ("item_number", "integer", "The nth award within the row or release, from 1"),
        *_LINKS,
        *_text(
            ("process_id", "Contracting process, such as an ocid"),
            ("notice_id", "Notice or release id"),
            (
                "award_id",
                "Id of the award within the process; empty where the row has none",
            ),
            (
                "release_order",
                "OCDS only: text that sorts as the releases of a process were published; passed through as aligned",
            ),
            (
                "inherited_fields",
                "OCDS only: names of the aligned columns that speak of the whole process; passed through as aligned",
            ),
            ("reference", "The buyer's own reference"),
            ("buyer_name", "Trimmed, entities decoded"),
            ("buyer_scheme", "Scheme of the id"),
            ("buyer_identifier", "As published"),
            ("title", "Entities decoded, white space folded"),
            ("description", "The same"),
            (
                "cpv_codes",
                "Eight digits each, separated by blanks; what is not a code is an issue",
            ),
            ("category_text", "The buyer's own category or service"),
            ("stage", "planned, tender, award or contract"),
            (
                "status",
                "active, planned, cancelled, unsuccessful or complete; empty where not said",
            ),
            ("kind", "contract, call_off, framework or dynamic_market"),
            ("procedure_text", "As published"),
            ("value_basis", "total, annual or ceiling: what value_gbp is"),
        ),
        (
            "value_gbp",
            "money",
            "Pounds; empty where absent, zero, in another currency or unreadable",
        ),
        ("ceiling_gbp", "money", "Pounds: framework ceiling or upper estimate"),
        ("start_date", "date", ""),
        ("end_date", "date", "Current end, extensions not taken"),
        ("latest_end_date", "date", "With all extensions, where published"),
        ("review_date", "date", ""),
        (
            "is_open_ended",
            "boolean",
            "Rolling, perpetual or until further notice, as published",
        ),
        ("extension_text", "text", "Extension or break wording"),
        ("term_months", "integer", "Length as published in words or months"),
        ("published_date", "date", ""),
        ("awarded_date", "date", ""),
    ),
)

CLEAN_CONTRACT_SUPPLIERS = TableSpec(
    "clean",
    "contract_suppliers",
    "One supplier of one published contract statement.",
    _columns(
        *_PLACE,
        (
            "item_number",
            "integer",
            "The award within the row or release; 0 in a flattened table",
        ),
        ("supplier_number", "integer", "From 1"),
        *_LINKS,
        *_text(
            (
                "supplier_key",
                "As aligned: the id by which OCDS merges lists of suppliers",
            ),
            ("supplier_name", "Entities decoded, white space folded"),
            ("supplier_scheme", "GB-COH, GB-CHC, GB-VAT …; empty where unknown"),
            ("supplier_identifier", "Zero-padded where its form is known"),
            ("supplier_postcode", "Upper case, one blank"),
        ),
    ),
)

CLEAN_CONTRACT_BUYERS = TableSpec(
    "clean",
    "contract_buyers",
    "One buyer of one release in a flattened bundle.",
    _columns(
        *_PLACE,
        *_LINKS,
        *_text(
            ("buyer_name", "Entities decoded, white space folded"),
            ("buyer_scheme", "Scheme of the id"),
            ("buyer_identifier", "As published"),
        ),
    ),
)

CLEAN_PAYMENTS = TableSpec(
    "clean",
    "payments",
    "One payment line as published.",
    _columns(
        *_PLACE,
        *_text(("buyer_name", ""), ("buyer_identifier", "")),
        ("payment_date", "date", "First of the month where only a month is published"),
        ("amount_gbp", "money", "Pounds; refunds are negative"),
        *_text(
            ("supplier_name", "Entities decoded, white space folded"),
            ("supplier_scheme", ""),
            ("supplier_identifier", ""),
            ("supplier_postcode", ""),
            ("category_text", ""),
            ("service_text", ""),
            ("description", ""),
            ("reference", ""),
            ("contract_reference", ""),
        ),
    ),
    unpacked=frozenset({"supplier_name", "description", "reference"}),
)

ALIGNED = (
    ALIGNED_CONTRACTS,
    ALIGNED_CONTRACT_SUPPLIERS,
    ALIGNED_CONTRACT_BUYERS,
    ALIGNED_PAYMENTS,
)
"""Only while a build runs: what is sealed is raw and clean."""

SEALED = (
    RAW_LINES,
    SOURCE_FILES,
    SOURCE_TABLES,
    SOURCE_COLUMNS,
    SOURCE_ACCOUNTING,
    ISSUE_ROWS,
    CLEAN_CONTRACTS,
    CLEAN_CONTRACT_SUPPLIERS,
    CLEAN_CONTRACT_BUYERS,
    CLEAN_PAYMENTS,
)
"""The tables of this room that stand in every sealed build, one row set a source."""
