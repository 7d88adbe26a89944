"""What is written down of each file read: the file, its tables, its columns, its notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from folkmoot.core.store import Writer
from folkmoot.sources.cells import RawTable
from folkmoot.sources.layouts.recognise import Recognition
from folkmoot.sources.received.files import SourceFile
from folkmoot.sources.rules import issue_row
from folkmoot.sources.tables import (
    ISSUE_ROWS,
    SOURCE_COLUMNS,
    SOURCE_FILES,
    SOURCE_TABLES,
)

_VALUE_LENGTH = 200

_NOT_RECOGNISED = (
    "No table of payments or contracts was recognised{seen}. "
    "Describe its columns in a layout map, or leave the file out."
)

_MISSING = {
    "payments": {
        "amount_text": "no_amount",
        "supplier_name": "no_supplier",
        "payment_date_text": "no_date",
    },
    "contracts": {
        "title": "no_title",
        "supplier_name": "no_supplier",
        "end_text": "no_end_date",
    },
}
_ANY_VALUE = frozenset({"value_text", "annual_value_text", "ceiling_text"})
"""Any of these says what a contract is worth; with none of them every value is missing."""

_LINKED = frozenset({"release_link", "award_link"})


@dataclass(slots=True)
class Papers:
    """The papers of one file while it is read; `write` puts them into the build."""

    file: SourceFile
    encoding: str = ""
    refusal: str = ""
    tables: list[dict[str, Any]] = field(default_factory=list)
    columns: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    readings: list[tuple[Recognition, int]] = field(default_factory=list)

    def add_table(
        self,
        table_name: str,
        reading: Recognition,
        raw: RawTable | None,
        row_count: int,
        *,
        first_row: int = 1,
        beside: str = "",
        is_counted: bool = True,
    ) -> None:
        """One table that was read, or that was found and not recognised (no raw table).

        It has `row_count` rows; where they are not counted, they are with those of the
        table that `beside` names, which stands on its left.
        """
        self.readings.append((reading, row_count))
        self.tables.append(
            {
                "source_id": self.file.source_id,
                "table_name": table_name,
                "kind": reading.kind,
                "raw_table": raw.name if raw is not None else "",
                "header_row": reading.header.last_row,
                "row_count": row_count if is_counted else 0,
                "unit": "row",
                "first_row": first_row,
                "beside": beside,
                "shared_rows": 0 if is_counted else row_count,
            }
        )
        for index, meaning in enumerate(reading.columns):
            headings = reading.header.headings
            self.columns.append(
                {
                    "source_id": self.file.source_id,
                    "table_name": table_name,
                    "position": index + 1,
                    "heading": headings[index] if index < len(headings) else "",
                    "raw_column": raw.columns[index] if raw is not None else "",
                    "field": _filled_field(meaning.field),
                    "confidence": meaning.confidence,
                    "reason": meaning.reason,
                }
            )
        self._note_missing(table_name, reading)

    def note(
        self, table_name: str, rule: str, message: str | None = None, value: str = ""
    ) -> None:
        """Something that a person should know of, though no row is lost by it."""
        self.issues.append(
            issue_row(
                rule,
                source_id=self.file.source_id,
                table_name=table_name,
                value=value[:_VALUE_LENGTH],
                message=message,
            )
        )

    def refuse_where_nothing_was_read(self) -> None:
        """Refuse the file where no table was recognised; else note the tables that were not."""
        if any(found.kind != "none" for found, _ in self.readings):
            for table in self.tables:
                if table["kind"] == "none":
                    self.note(table["table_name"], "sheet_not_recognised")
            return
        headings = chain.from_iterable(f.header.headings for f, _ in self.readings)
        seen = ", ".join(list(filter(None, headings))[:6])
        self.refusal = _NOT_RECOGNISED.format(
            seen=f" under the headings {seen}" if seen else ""
        )

    def write(self, writer: Writer) -> None:
        """Enter the file with its tables, columns and notes; the largest table names it."""
        read = [(r, count) for r, count in self.readings if r.kind != "none"]
        main = max(read, key=lambda item: item[1])[0] if read else None
        file = self.file
        writer.append_rows(
            SOURCE_FILES,
            [
                {
                    "source_id": file.source_id,
                    "file": file.file,
                    "sha256": file.sha256,
                    "size_bytes": file.size_bytes,
                    "format": file.format,
                    "encoding": self.encoding,
                    "kind": main.kind if main else "none",
                    "layout": main.layout if main else "",
                    "layout_confidence": main.confidence if main else 0.0,
                    "declared_council": file.declared_council,
                    "origin": file.origin,
                    "licence": file.licence,
                    "received_date": file.received_date,
                    "refusal": "" if main else self.refusal,
                }
            ],
        )
        writer.append_rows(SOURCE_TABLES, self.tables)
        writer.append_rows(SOURCE_COLUMNS, self.columns)
        writer.append_rows(ISSUE_ROWS, self.issues)

    def _note_missing(self, table_name: str, reading: Recognition) -> None:
        found = {meaning.field for meaning in reading.columns}
        if _LINKED & found:
            return  # a bundle keeps suppliers in a table of their own
        for name, rule in _MISSING.get(reading.kind, {}).items():
            if name not in found:
                self.note(table_name, rule)
        if reading.kind == "contracts" and not _ANY_VALUE & found:
            self.note(table_name, "no_value")


def _filled_field(name: str) -> str:
    """Company, charity and VAT numbers all fill one standard field."""
    is_number = name.startswith("supplier_") and name.endswith("_number")
    return "supplier_identifier" if is_number else name
