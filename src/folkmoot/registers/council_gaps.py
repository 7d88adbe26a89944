"""Files of which no row could be given a council, noted so that somebody can say whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import ibis

from folkmoot.registers.staging import Staging
from folkmoot.sources.rules import issue_row
from folkmoot.sources.tables import ISSUE_ROWS

RULE = "no_council"


def note_files_without_council(
    stage: Staging, *, other_bodies: Collection[str]
) -> None:
    """One note for each file with rows of no council, save files of bodies that are none.

    Notes of an earlier build that came along with unchanged files are replaced, as the
    councils known may have changed since.
    """
    stage.writer.connection.execute("DELETE FROM issue.rows WHERE rule = ?", [RULE])
    spoken = ("source_id", "buyer_name", "council_id")
    written = stage.rows(
        ibis.union(
            stage["bought_by"].select(*spoken),
            stage["payments_by"].select(*spoken),
            distinct=True,
        )
    )
    stage.writer.append_rows(
        ISSUE_ROWS,
        [
            issue_row(RULE, source_id=source)
            for source in _unknown(written, other_bodies=other_bodies)
        ],
    )


def _unknown(
    written: list[dict[str, str | None]], *, other_bodies: Collection[str]
) -> list[str]:
    """The files in whose rows no council stands, and not only other bodies do."""
    of_file: dict[str, list[dict[str, str | None]]] = defaultdict(list)
    for row in written:
        of_file[row["source_id"] or ""].append(row)
    return sorted(
        source
        for source, rows in of_file.items()
        if not any(row["council_id"] for row in rows)
        and any((row["buyer_name"] or "") not in other_bodies for row in rows)
    )
