"""The sum that must come out: rows = kept + refused + furniture, in every table."""

from __future__ import annotations

from folkmoot.core.exceptions import BuildFailedError
from folkmoot.core.store import Writer

_UNEQUAL = """
    SELECT f.file, t.table_name, t.row_count, coalesce(sum(a.row_count), 0) AS told
    FROM source.tables t
    JOIN source.files f USING (source_id)
    LEFT JOIN source.accounting a USING (source_id, table_name)
    GROUP BY ALL HAVING t.row_count <> told ORDER BY ALL
"""


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
