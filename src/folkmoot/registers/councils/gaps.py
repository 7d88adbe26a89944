"""Files of which no row could be given a council, noted so that somebody can say whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import ibis

from folkmoot.registers.councils.buyers import SettledSources
from folkmoot.registers.staging import Staging
from folkmoot.sources.rules import issue_row
from folkmoot.sources.tables import ISSUE_ROWS

RULE = "no_council"
_SOME_BLANK = "rows_without_buyer"


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


def note_rows_without_buyer(
    stage: Staging, spoken: Mapping[str, Mapping[str, Any]], settled: SettledSources
) -> None:
    """One note for each file of which some rows name a council and others nobody.

    It says how many, and for whom they count. `spoken` has a row of `buyers_of_files`
    for each file.
    """
    stage.writer.connection.execute(
        "DELETE FROM issue.rows WHERE rule = ?", [_SOME_BLANK]
    )
    noted = []
    for source, told in sorted(spoken.items()):
        if not told["blank_count"] or not told["council_count"]:
            continue
        match = settled.matches[source][1] if source in settled.matches else None
        counts = (
            "they count for no council"
            if match is None or match.council_id is None
            else "they count all the same: " + match.reason.partition("; ")[2]
        )
        message = (
            f"Rows of this file that name no buyer: {told['blank_count']:,}; {counts}."
        )
        noted.append(issue_row(_SOME_BLANK, source_id=source, message=message))
    stage.writer.append_rows(ISSUE_ROWS, noted)


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
