"""Whether our compiling of releases and that of ocdskit agree, field by field.

    python benchmarks/ocds_equal.py releases.jsonl merged.jsonl

The first file is read and compiled by us; the second is what `ocdskit compile` made of
it, read by the same reader, so that only the compiling differs. Every field of every
process and award is compared. Where the two are meant to differ, decision record 0003
says so.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ibis import Table

from folkmoot.core.store import Writer
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.ocds.compile import (
    compiled_contracts,
    compiled_suppliers,
    placed_statements,
)
from folkmoot.sources.readers.json_reading import read_json
from folkmoot.sources.received.files import SourceFile
from folkmoot.sources.tables import (
    ALIGNED,
    CLEAN_CONTRACT_SUPPLIERS,
    CLEAN_CONTRACTS,
    SEALED,
)

FIELDS = (
    "reference", "buyer_name", "buyer_scheme", "buyer_identifier", "title", "description",
    "cpv_codes", "category_text", "kind", "stage", "status", "procedure_text",
    "value_basis", "value_gbp", "ceiling_gbp", "start_date", "end_date",
    "latest_end_date", "is_open_ended", "extension_text", "term_months",
    "published_date", "awarded_date",
)  # fmt: skip
SUPPLIER_FIELDS = (
    "supplier_name", "supplier_scheme", "supplier_identifier", "supplier_postcode",
)  # fmt: skip

Rows = Mapping[tuple[str, str], tuple[Any, ...]]


def compiled(path: Path, *, is_merged: bool) -> tuple[Rows, Rows]:
    """Fields and suppliers of each process and award of a file of JSON Lines."""
    writer = Writer(None)
    writer.create([*ALIGNED, *SEALED])
    size = path.stat().st_size
    read_json(writer, SourceFile("s", path.name, path, "", size, "jsonl"))
    clean_sources(writer)
    contracts = writer.table(CLEAN_CONTRACTS)
    suppliers = writer.table(CLEAN_CONTRACT_SUPPLIERS)
    if not is_merged:
        placed = placed_statements(contracts)
        suppliers = compiled_suppliers(suppliers, placed)
        contracts = compiled_contracts(contracts, placed)
    rows = _answer(writer, contracts)
    fields = {_key(row): tuple(row[name] for name in FIELDS) for row in rows}
    if len(fields) != len(rows):
        raise AssertionError("two rows of one award")
    key_of = {(row["row_number"], row["item_number"]): _key(row) for row in rows}
    listed: dict[tuple[str, str], list[tuple[Any, ...]]] = {key: [] for key in fields}
    for row in _answer(writer, suppliers):
        key = key_of[row["row_number"], row["item_number"]]
        listed[key].append(tuple(row[name] or "" for name in SUPPLIER_FIELDS))
    return fields, {key: tuple(sorted(found)) for key, found in listed.items()}


def differences(lines: Path, merged: Path) -> tuple[int, Counter[str]]:
    """How many fields were compared, and how many of each name differ."""
    ours, our_suppliers = compiled(lines, is_merged=False)
    theirs, their_suppliers = compiled(merged, is_merged=True)
    differing: Counter[str] = Counter()
    differing["award in one only"] = len(ours.keys() ^ theirs.keys())
    both = ours.keys() & theirs.keys()
    for key in both:
        for name, own, other in zip(FIELDS, ours[key], theirs[key], strict=True):
            differing[name] += own != other
        differing["suppliers"] += our_suppliers[key] != their_suppliers[key]
    return len(both) * (len(FIELDS) + 1), +differing


def told(compared: int, differing: Mapping[str, int]) -> Iterable[str]:
    """The outcome in sentences."""
    yield f"{compared:,} fields compared, {sum(differing.values()):,} differ"
    for name, count in differing.items():
        yield f"- {name}: {count:,}"


def _answer(writer: Writer, rows: Table) -> list[dict[str, Any]]:
    return writer.rows(writer.ibis.compile(rows))


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["process_id"], row["award_id"] or ""


if __name__ == "__main__":
    print(*told(*differences(Path(sys.argv[1]), Path(sys.argv[2]))), sep="\n")
