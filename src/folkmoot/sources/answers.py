"""What a page may ask of the sources: the files, their accounting, a row as published.

Plain reading of a sealed build; nothing here is worked out that the build did not settle.
"""

from __future__ import annotations

from typing import Any

from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.questions import question
from folkmoot.core.store import Reader, quoted

_HERE = "folkmoot.sources"


def sources(reader: Reader) -> list[dict[str, Any]]:
    """Every file of the build, with its age and the count of its rows by outcome."""
    return reader.rows(question(_HERE, "sources"), [None])


def ages(reader: Reader, *, as_of: str) -> dict[str, Any]:
    """How many sources there are and how old the oldest and the newest are, in one row.

    A source's age runs from the latest date that its rows carry; a date after the as-of
    date counts as the as-of date.
    """
    return reader.row(question(_HERE, "ages"), [as_of]) or {}


def totals(reader: Reader) -> dict[str, Any]:
    """Rows of all files by what became of them, with the number of files and issues."""
    return reader.row(question(_HERE, "totals")) or {}


def source(reader: Reader, source_id: str) -> dict[str, Any]:
    """One file: its own facts, its tables with their accounting, and its columns.

    `tables` carries for each table `accounting` and `columns`; `rules` counts the
    issues by rule. Raises `NotFoundError` where no such file is in the build.
    """
    found = reader.rows(question(_HERE, "sources"), [source_id])
    if not found:
        raise NotFoundError(
            f"There is no source “{source_id}” in this build.",
            "Choose one from the list of sources.",
        )
    accounting = reader.rows(question(_HERE, "accounting"), [source_id])
    columns = reader.rows(question(_HERE, "columns"), [source_id, None])
    tables = [
        {
            **table,
            "accounting": _of_table(accounting, table["table_name"]),
            "columns": _of_table(columns, table["table_name"]),
        }
        for table in reader.rows(question(_HERE, "tables"), [source_id])
    ]
    rules = reader.rows(question(_HERE, "issue_rules"), [source_id])
    return {**found[0], "tables": tables, "rules": rules}


def issues(
    reader: Reader,
    *,
    source_id: str | None = None,
    rule: str | None = None,
    severity: str | None = None,
) -> list[dict[str, Any]]:
    """Rows and cells that could not be kept as published, with the row's number.

    The values may hold names of people: `registers.answers.issues` hides them, and is
    what pages use.
    """
    return reader.rows(question(_HERE, "issues"), [source_id, rule, severity])


def published_row(
    reader: Reader, *, source_id: str, table_name: str, row_number: int
) -> list[dict[str, Any]] | None:
    """The cells of one physical row: heading, value, and the field each was taken for.

    None where the file keeps no rows of text (JSON), or where the row is not there.
    """
    raw_table = next(
        (
            table["raw_table"]
            for table in reader.rows(question(_HERE, "tables"), [source_id])
            if table["table_name"] == table_name and table["raw_table"]
        ),
        None,
    )
    if raw_table is None:
        return None
    name = quoted(raw_table.removeprefix("raw."))
    row = reader.row(question(_HERE, "raw_row").format(table=name), [row_number])
    if row is None:
        return None
    columns = reader.rows(question(_HERE, "columns"), [source_id, table_name])
    return [
        {
            "heading": column["heading"] or f"Column {column['position']}",
            "value": row[column["raw_column"]] or "",
            "field": column["field"] or "",
        }
        for column in columns
        if column["raw_column"] in row
    ]


def _of_table(rows: list[dict[str, Any]], table_name: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["table_name"] == table_name]
