"""What is written down of a file of releases: the file, its one table and its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from folkmoot.core.store import Writer
from folkmoot.sources.received.files import SourceFile
from folkmoot.sources.tables import SOURCE_COLUMNS, SOURCE_FILES, SOURCE_TABLES


def write_file(
    writer: Writer, file: SourceFile, *, encoding: str, layout: str, refusal: str = ""
) -> None:
    """Enter the file; one that is refused has no kind and no layout."""
    writer.append_rows(
        SOURCE_FILES,
        [
            {
                "source_id": file.source_id,
                "file": file.file,
                "sha256": file.sha256,
                "size_bytes": file.size_bytes,
                "format": file.format,
                "encoding": encoding,
                "kind": "none" if refusal else "releases",
                "layout": "" if refusal else layout,
                "layout_confidence": 0.0 if refusal else 1.0,
                "declared_council": file.declared_council,
                "origin": file.origin,
                "licence": file.licence,
                "received_date": file.received_date,
                "refusal": refusal,
            }
        ],
    )


def write_table(
    writer: Writer,
    file: SourceFile,
    *,
    row_count: int,
    unit: str,
    header_row: int,
    columns: Sequence[dict[str, Any]],
) -> None:
    """Enter the file's one table and what its columns were taken to mean."""
    writer.append_rows(
        SOURCE_TABLES,
        [
            {
                "source_id": file.source_id,
                "table_name": "",
                "kind": "releases",
                "raw_table": "",
                "header_row": header_row,
                "row_count": row_count,
                "unit": unit,
                "first_row": 1,
                "beside": "",
                "shared_rows": 0,
            }
        ],
    )
    writer.append_rows(SOURCE_COLUMNS, columns)
