"""The sum that must come out: rows = kept + refused + furniture, in every table."""

from __future__ import annotations

from pathlib import Path

from folkmoot.core.exceptions import BuildFailedError
from folkmoot.core.store import Writer, quoted
from folkmoot.sources.tables import SOURCE_ACCOUNTING

_UNEQUAL = """
    SELECT f.file, t.table_name, t.row_count, coalesce(sum(a.row_count), 0) AS told
    FROM source.tables t
    JOIN source.files f USING (source_id)
    LEFT JOIN source.accounting a USING (source_id, table_name)
    GROUP BY ALL HAVING t.row_count <> told ORDER BY ALL
"""
_ONCE = (Path(__file__).parent / "sql" / "rows_side_by_side.sql").read_text("utf-8")


def check_accounting(writer: Writer) -> None:
    """Stop rather than seal a build that lost a row. Raises `BuildFailedError`."""
    wrong = writer.rows(_UNEQUAL)
    if wrong:
        row = wrong[0]
        raise BuildFailedError(
            f"{row['file']} has {row['row_count']} rows, but {row['told']} are accounted "
            f"for ({len(wrong)} such tables).",
            "The last good build still stands; please report this file's layout.",
        )


def is_any_beside(writer: Writer) -> bool:
    """Whether tables side by side were read, so that one physical row may belong to two."""
    return bool(writer.rows("SELECT 1 FROM source.tables WHERE beside <> '' LIMIT 1"))


def account_once(writer: Writer, *, lost: str, before: str) -> None:
    """Replace the accounting of tables side by side by one that counts each row once.

    `lost` names the table of their rows that were not kept, `before` that of the sources
    which an earlier build accounted for.
    """
    counted = _ONCE.format(lost=quoted(lost), before=quoted(before))
    writer.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE _counted_once AS {counted}"
    )
    name = writer.name(SOURCE_ACCOUNTING)
    writer.connection.execute(
        f"DELETE FROM {name} AS a USING source.tables AS t "  # noqa: S608
        "WHERE a.source_id = t.source_id AND a.table_name = t.table_name "
        "AND t.beside <> '' "
        f"AND a.source_id NOT IN (SELECT source_id FROM {quoted(before)})"
    )
    writer.connection.execute(
        f"INSERT INTO {name} BY NAME SELECT * FROM _counted_once"  # noqa: S608
    )
    writer.connection.execute("DROP TABLE _counted_once")
