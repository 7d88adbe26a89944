"""The accounting as one document: for each source, what became of every row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from folkmoot.core.store import Reader

SCHEMA = "folkmoot.status/1"

_FILES = """
    SELECT source_id, file, sha256, size_bytes, format, encoding, kind, layout,
           layout_confidence, declared_council, origin, licence, received_date,
           latest_date, refusal,
           CAST(? AS DATE) - latest_date AS age_days
    FROM source.files ORDER BY file, source_id
"""
_TABLES = """
    SELECT source_id, table_name, kind, header_row, row_count, unit,
           coalesce(beside, '') AS beside, coalesce(shared_rows, 0) AS shared_rows
    FROM source.tables ORDER BY source_id, table_name
"""
_COUNTS = """
    SELECT source_id, table_name, outcome, kind, sum(row_count)::BIGINT AS row_count
    FROM source.accounting GROUP BY ALL ORDER BY ALL
"""
_NOTES = """
    SELECT source_id, table_name, rule, message
    FROM issue.rows WHERE row_number = 0 AND severity = 'note' ORDER BY ALL
"""
_OUTCOMES = ("kept", "refused", "furniture")


def status_document(reader: Reader, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The status as `folkmoot.status/1` prints it.

    In each table `rows` = the sums of `kept`, `refused` (by rule) and `furniture` (by
    kind); of tables side by side the leftmost, which `beside` names, counts the rows of all,
    and `shared_rows` are those of another. A file that is no table at all has no tables and
    says why in `refusal`. `notes` are what is to be known of the file or one of its tables
    as a whole.
    """
    as_of = manifest["as_of"]
    tables: dict[str, list[dict[str, Any]]] = {}
    places: dict[tuple[str, str], dict[str, Any]] = {}
    for row in reader.rows(_TABLES):
        table = {
            "table": row["table_name"],
            "kind": row["kind"],
            "unit": row["unit"],
            "header_row": row["header_row"],
            "rows": row["row_count"],
            "beside": row["beside"],
            "shared_rows": row["shared_rows"],
            **{outcome: {} for outcome in _OUTCOMES},
        }
        tables.setdefault(row["source_id"], []).append(table)
        places[row["source_id"], row["table_name"]] = table
    for row in reader.rows(_COUNTS):
        table = places[row["source_id"], row["table_name"]]
        table[row["outcome"]][row["kind"]] = row["row_count"]
    notes: dict[str, list[dict[str, str]]] = {}
    for row in reader.rows(_NOTES):
        note = {name: row[name] for name in ("table_name", "rule", "message")}
        notes.setdefault(row["source_id"], []).append(note)
    sources = [
        {
            **{key: _plain(value) for key, value in row.items()},
            "notes": notes.get(row["source_id"], []),
            "tables": tables.get(row["source_id"], []),
        }
        for row in reader.rows(_FILES, [as_of])
    ]
    return {
        "schema": SCHEMA,
        "group": manifest["group"],
        "is_invented": manifest["is_invented"],
        "as_of": as_of,
        "build": manifest["stamp"],
        "totals": _totals(sources),
        "sources": sources,
    }


def _totals(sources: list[dict[str, Any]]) -> dict[str, int]:
    tables = [table for source in sources for table in source["tables"]]
    return {
        "files": len(sources),
        "files_refused": sum(1 for source in sources if source["refusal"]),
        "rows": sum(table["rows"] for table in tables),
        **{
            outcome: sum(sum(table[outcome].values()) for table in tables)
            for outcome in _OUTCOMES
        },
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
