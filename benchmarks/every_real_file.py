"""Every file of the real folder: what it was taken for, what became of its rows, and why.

    FOLKMOOT_TEST_DATA=… python benchmarks/every_real_file.py [--json] [--summary]

One line for each file (and each member of an archive): rows kept, refused and furniture,
and a sentence where the whole file was refused. A file that is a table and keeps less than
95 % of its data rows is listed again at the end with its reasons, and the exit code is
then 1. Nothing of a cell is printed, so that nobody is named.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from folkmoot.core.store import Writer
from folkmoot.sources.accounting import check_accounting
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.layouts.maps import read_layouts
from folkmoot.sources.reading import read_source
from folkmoot.sources.received.files import source_files
from folkmoot.sources.tables import ALIGNED, SEALED

FOLDERS = ("spend", "registers", "ocds", "contracts_finder_flat")
LEAST_KEPT = 0.95
"""Share of data rows (kept or refused, furniture apart) that a table must keep."""

_QUESTION = """
WITH counted AS (
    SELECT
        source_id,
        coalesce(sum(row_count) FILTER (outcome = 'kept'), 0)::BIGINT AS kept,
        coalesce(sum(row_count) FILTER (outcome = 'refused'), 0)::BIGINT AS refused,
        coalesce(sum(row_count) FILTER (outcome = 'furniture'), 0)::BIGINT AS furniture,
        coalesce(sum(row_count) FILTER (kind = 'table_not_understood'), 0)::BIGINT AS unknown
    FROM source.accounting
    GROUP BY source_id
),
reasons AS (
    SELECT source_id, string_agg(kind || ' ' || n, ', ' ORDER BY n DESC, kind) AS reasons
    FROM (
        SELECT source_id, kind, sum(row_count)::BIGINT AS n
        FROM source.accounting WHERE outcome = 'refused' GROUP BY ALL
    )
    GROUP BY source_id
),
tables AS (
    SELECT source_id, sum(row_count)::BIGINT AS row_count, count(*) AS table_count
    FROM source.tables GROUP BY source_id
)
SELECT
    f.file, f.format, f.kind, f.layout, f.refusal,
    coalesce(t.table_count, 0) AS tables, coalesce(t.row_count, 0) AS rows,
    coalesce(c.kept, 0) AS kept, coalesce(c.refused, 0) AS refused,
    coalesce(c.furniture, 0) AS furniture, coalesce(c.unknown, 0) AS unknown,
    coalesce(r.reasons, '') AS reasons
FROM source.files AS f
LEFT JOIN counted AS c USING (source_id)
LEFT JOIN reasons AS r USING (source_id)
LEFT JOIN tables AS t USING (source_id)
ORDER BY f.file
"""


def read_folder(folder: Path) -> list[dict[str, Any]]:
    """The files of one folder and what became of the rows of each."""
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    layouts = read_layouts(None)
    with TemporaryDirectory() as spill:
        for file in source_files(folder, ledger={}, spill=Path(spill)):
            read_source(writer, file, layouts)
        clean_sources(writer)
    check_accounting(writer)
    found = writer.rows(_QUESTION)
    writer.abandon()
    return [{"folder": folder.name, **row} for row in found]


def is_short(row: dict[str, Any]) -> bool:
    """Whether a file that was read keeps too few of its data rows.

    A table inside it that is none of payments or contracts has no data rows to keep: it is
    listed with the refusals.
    """
    data = row["kept"] + row["refused"] - row["unknown"]
    return not row["refusal"] and data > 0 and row["kept"] < LEAST_KEPT * data


def print_list(rows: list[dict[str, Any]]) -> None:
    """One line for each file."""
    for row in rows:
        place = f"{row['folder']}/{row['file']}"
        if row["refusal"]:
            print(f"{place}: refused ({row['format']}). {row['refusal']}")
            continue
        if row["unknown"]:
            print(
                f"{place}: {row['unknown']} rows of tables of neither payments nor contracts"
            )
        reasons = f" ({row['reasons']})" if row["reasons"] else ""
        tables = f", {row['tables']} tables" if row["tables"] > 1 else ""
        print(
            f"{place}: {row['kind']}{tables}, {row['rows']:,} rows = {row['kept']:,} kept + "
            f"{row['refused']:,} refused{reasons} + {row['furniture']:,} furniture"
        )


def print_summary(rows: list[dict[str, Any]]) -> None:
    """The sums of each folder, as a table for the page of results."""
    print(
        "\n| folder | files | read | refused whole | rows | kept | refused | furniture "
        "| share kept |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for folder in (*FOLDERS, "all"):
        own = [row for row in rows if folder in (row["folder"], "all")]
        read = [row for row in own if not row["refusal"]]
        rows_of, kept, refused, furniture = (
            sum(row[name] for row in read)
            for name in ("rows", "kept", "refused", "furniture")
        )
        share = f"{100 * kept / (kept + refused):.2f} %" if kept + refused else ""
        print(
            f"| {folder} | {len(own):,} | {len(read):,} | {len(own) - len(read):,} | {rows_of:,} "
            f"| {kept:,} | {refused:,} | {furniture:,} | {share} |"
        )


def main() -> int:
    """Print the list and the sums; 1 where a table keeps too few rows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.add_argument("--summary", action="store_true", help="print the sums alone")
    asked = parser.parse_args()
    root = os.environ.get("FOLKMOOT_TEST_DATA")
    if not root:
        print(
            "FOLKMOOT_TEST_DATA names no folder of real files, so there is nothing to list."
        )
        return 2
    rows = [row for name in FOLDERS for row in read_folder(Path(root) / name)]
    if asked.json:
        json.dump(rows, sys.stdout, indent=1)
    elif not asked.summary:
        print_list(rows)
    short = [row for row in rows if is_short(row)]
    if not asked.json:
        print_summary(rows)
        print(
            f"\nFiles that keep less than {LEAST_KEPT:.0%} of their data rows: {len(short)}"
        )
        for row in short:
            data = row["kept"] + row["refused"]
            print(
                f"- {row['folder']}/{row['file']}: {row['kept']} of {data} ({row['reasons']})"
            )
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
