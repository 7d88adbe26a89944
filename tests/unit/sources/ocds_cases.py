"""Files made for a test, read; and aligned rows typed the plain way, without cleaning."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from folkmoot.core.store import Writer
from folkmoot.sources.readers.json_reading import read_json
from folkmoot.sources.received.files import SourceFile
from folkmoot.sources.tables import (
    ALIGNED,
    CLEAN_CONTRACT_SUPPLIERS,
    CLEAN_CONTRACTS,
    SEALED,
)


def opened() -> Writer:
    writer = Writer(None)
    writer.create([*ALIGNED, *SEALED])
    return writer


def source(path: Path, *, name: str | None = None) -> SourceFile:
    return SourceFile(
        source_id=name or path.name,
        file=path.name,
        path=path,
        sha256="",
        size_bytes=path.stat().st_size,
        format=path.suffix.removeprefix("."),
    )


def read(
    folder: Path, content: Any, *, name: str = "file.json", **options: Any
) -> Writer:
    """A writer into which one file with this content was read."""
    return read_all(folder, {name: content}, **options)


def read_all(folder: Path, files: dict[str, Any], **options: Any) -> Writer:
    writer = opened()
    for name, content in files.items():
        path = folder / name
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        path.write_bytes(content)
        read_json(writer, source(path), **options)
    return writer


def contracts(writer: Writer) -> list[dict[str, Any]]:
    return writer.rows(
        "SELECT * FROM aligned.contracts ORDER BY source_id, row_number, item_number"
    )


def suppliers(writer: Writer) -> list[dict[str, Any]]:
    return writer.rows(
        "SELECT * FROM aligned.contract_suppliers "
        "ORDER BY source_id, row_number, item_number, supplier_number"
    )


def issues(writer: Writer) -> list[dict[str, Any]]:
    return writer.rows("SELECT * FROM issue.rows ORDER BY source_id, row_number, rule")


def the_file(writer: Writer) -> dict[str, Any]:
    (row,) = writer.rows("SELECT * FROM source.files")
    return row


def accounted(writer: Writer) -> bool:
    """Whether every release is kept or refused, and none is both."""
    for table in writer.rows("SELECT * FROM source.tables"):
        kept = {
            row["row_number"]
            for row in contracts(writer)
            if row["source_id"] == table["source_id"]
        }
        refused = {
            row["row_number"]
            for row in issues(writer)
            if row["source_id"] == table["source_id"] and row["severity"] == "refused"
        }
        if kept & refused or len(kept | refused) != table["row_count"]:
            return False
    return True


def typed(writer: Writer) -> None:
    """Fill the clean tables from the aligned ones without judging any value."""
    writer.append_rows(CLEAN_CONTRACTS, [_typed(row) for row in contracts(writer)])
    names = CLEAN_CONTRACT_SUPPLIERS.column_names
    writer.append_rows(
        CLEAN_CONTRACT_SUPPLIERS,
        [{name: row.get(name) for name in names} for row in suppliers(writer)],
    )


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    place = ("source_id", "table_name", "row_number", "item_number")
    clean = {name: row.get(name) for name in CLEAN_CONTRACTS.column_names}
    clean["contract_row_id"] = "|".join(str(row[name]) for name in place)
    clean |= {
        "cpv_codes": row["cpv_text"],
        "kind": row["kind_text"],
        "stage": "planned" if row["stage_text"] == "planning" else row["stage_text"],
        "status": row["status_text"],
        "value_gbp": _money(row["value_text"]),
        "value_basis": "total" if _money(row["value_text"]) is not None else None,
        "ceiling_gbp": _money(row["ceiling_text"]),
        "start_date": _day(row["start_text"]),
        "end_date": _day(row["end_text"]),
        "latest_end_date": _day(row["latest_end_text"]),
        "is_open_ended": False,
        "published_date": _day(row["published_text"]),
        "awarded_date": _day(row["awarded_text"]),
    }
    return clean


def _money(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def answered(writer: Writer, expression: Any) -> list[dict[str, Any]]:
    return writer.rows(writer.ibis.compile(expression))


def package(releases: Iterable[Any], **more: Any) -> dict[str, Any]:
    return {"version": "1.1", "releases": list(releases), **more}


def release(number: int = 1, **parts: Any) -> dict[str, Any]:
    """One small, sound release of a process of its own."""
    return {
        "ocid": f"ocds-test00-{number}",
        "id": f"r{number}",
        "date": "2020-02-10T17:23:07Z",
        "tag": ["award"],
        "buyer": {"id": "B1", "name": "Anytown Council"},
        "tender": {"id": f"T{number}", "title": f"Tender {number}"},
        **parts,
    }
