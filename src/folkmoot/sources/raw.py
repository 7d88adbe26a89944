"""Cells as published, kept in stage `raw`: one text a row, and a view a table to read them.

A column of text costs the engine a tenth of a second a million rows to keep, whatever it
holds. So a row is kept as one text, and its cells are told apart when somebody looks; to
any client of the build `raw.<source>__<table>` is a table of text, as before.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from folkmoot.core.store import Writer, quoted, sql_text
from folkmoot.sources.cells import APART, Place, RawTable
from folkmoot.sources.readers.fast_delimited import ROW_NUMBER
from folkmoot.sources.tables import RAW_LINES

_SAFE = 2**63 - 1

_ROWS = pa.schema(
    [("table_key", pa.int64()), (ROW_NUMBER, pa.int64()), ("line", pa.string())]
)


def keep_raw(writer: Writer, place: Place, raw: RawTable, cells: pa.Table) -> None:
    """Keep the cells of one table, and create its view."""
    names = [name for name in cells.column_names if name != ROW_NUMBER]
    key = table_key(raw.name)
    rows = (_rows(key, batch, names) for batch in cells.to_batches())
    # Made as they are written: the lines of a long table never stand in memory at once.
    writer.append(RAW_LINES, pa.RecordBatchReader.from_batches(_ROWS, rows))
    create_view(writer, raw.name, place.source_id, names)


def _rows(key: int, batch: pa.RecordBatch, names: list[str]) -> pa.RecordBatch:
    keys = pa.array(np.full(batch.num_rows, key))
    lines = _lines(batch.select(names))
    return pa.record_batch([keys, batch.column(ROW_NUMBER), lines], _ROWS)


def _lines(batch: pa.RecordBatch) -> pa.StringArray:
    """The cells of each row as one text, a null as nothing."""
    if not batch.num_columns:
        return pa.array([""] * batch.num_rows, pa.string())
    return pc.binary_join_element_wise(
        *batch.columns, APART, null_handling="replace", null_replacement=""
    )


def create_view(writer: Writer, name: str, source_id: str, columns: list[str]) -> None:
    """The view through which the cells of a raw table are read by name."""
    cells = "".join(
        f", nullif(cells[{place}], '') AS {quoted(column)}"
        for place, column in enumerate(columns, start=1)
    )
    writer.engine.execute(
        f"CREATE VIEW raw.{quoted(name)} AS "  # noqa: S608
        f"SELECT {sql_text(source_id)} AS source_id, row_number{cells} FROM ("
        f"SELECT row_number, string_split(line, chr({ord(APART)})) AS cells "
        f"FROM {writer.name(RAW_LINES)} WHERE table_key = {table_key(name)})"
    )


def carry_raw(writer: Writer, *, before: str) -> None:
    """Copy the cells of all raw tables that `source.tables` names from the build `before`."""
    names = [
        row["raw_table"]
        for row in writer.rows(
            "SELECT raw_table FROM source.tables WHERE raw_table <> '' ORDER BY ALL"
        )
    ]
    lines = writer.name(RAW_LINES)
    writer.connection.execute(
        f"INSERT INTO {lines} SELECT * FROM {before}.{lines} "  # noqa: S608
        "WHERE table_key IN (SELECT unnest($keys))",
        {"keys": [table_key(name) for name in names]},
    )
    views = writer.rows(
        "SELECT sql FROM duckdb_views() "
        "WHERE database_name = ? AND schema_name = 'raw' AND list_contains(?, view_name)",
        [before, names],
    )
    for view in views:
        writer.engine.execute(view["sql"])


def table_key(name: str) -> int:
    """A number for the name of a raw table, the same in every build."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) & _SAFE
