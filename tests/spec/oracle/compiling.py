"""Processes compiled the simple way: one release after another, in a dictionary."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

Row = dict[str, Any]

ALIGNED_NAMES = {
    "reference": "reference", "buyer_name": "buyer_name", "title": "title",
    "description": "description", "cpv_codes": "cpv_text", "status": "status_text",
    "value_gbp": "value_text", "start_date": "start_text", "end_date": "end_text",
    "awarded_date": "awarded_text", "procedure_text": "procedure_text",
}  # fmt: skip
"""The fields that truth tables show, as `inherited_fields` names them."""

OWN_ONLY = ("status", "value_gbp", "awarded_date")
STAGES = ["planned", "tender", "award", "contract"]


def compiled_contracts(contracts: list[Row]) -> list[Row]:
    """One row an award, or a process without awards; anything else as it is."""
    result = [row for row in contracts if not _is_release(row)]
    for rows in _processes(contracts).values():
        if len({(row["release_order"], row["source_id"]) for row in rows}) == 1:
            result += rows
            continue
        said_of_process: Row = {}
        said_of_award: dict[str, Row] = defaultdict(dict)
        for row in rows:
            for name, aligned in ALIGNED_NAMES.items():
                if row[name] is not None:
                    is_inherited = aligned in (row["inherited_fields"] or "").split()
                    said = (
                        said_of_process
                        if is_inherited
                        else said_of_award[row["award_id"] or ""]
                    )
                    said[name] = row[name]
        for key, last in _last_rows(rows).items():
            merged = dict(last)
            for name in ALIGNED_NAMES:
                fallback = (
                    None if key and name in OWN_ONLY else said_of_process.get(name)
                )
                merged[name] = said_of_award[key].get(name, fallback)
            stages = [row["stage"] for row in rows if (row["award_id"] or "") == key]
            merged["stage"] = max(stages, key=STAGES.index)
            merged["published_date"] = max(row["published_date"] for row in rows)
            result.append(merged)
    return result


def compiled_statements(contracts: list[Row]) -> list[Row]:
    """Each row with the compiled rows that it speaks of."""
    pairs = [(r["contract_row_id"],) * 2 for r in contracts if not _is_release(r)]
    for rows in _processes(contracts).values():
        last = _last_rows(rows)
        for row in rows:
            key = row["award_id"] or ""
            about = [key] if key in last else list(last)
            pairs += [
                (last[k]["contract_row_id"], row["contract_row_id"]) for k in about
            ]
    return [{"contract_row_id": a, "statement_row_id": b} for a, b in pairs]


def _is_release(row: Row) -> bool:
    return row["release_order"] is not None and row["process_id"] is not None


def _processes(contracts: list[Row]) -> dict[str, list[Row]]:
    result = defaultdict(list)
    for row in contracts:
        if _is_release(row):
            result[row["process_id"]].append(row)
    for rows in result.values():
        rows.sort(key=lambda r: (r["release_order"], r["source_id"], r["item_number"]))
    return result


def _last_rows(rows: list[Row]) -> dict[str, Row]:
    """The last row of each award; of the process only where it has no award."""
    last = {row["award_id"] or "": row for row in rows}
    return {key: row for key, row in last.items() if key} or last
