"""Rows as published: read by name through a view, the same in the next build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from folkmoot.core.store import Writer, reading
from folkmoot.sources.answers import published_row
from folkmoot.sources.carrying import carry_over
from folkmoot.sources.cells import APART
from folkmoot.sources.reading import read_source
from folkmoot.sources.received.files import source_files
from folkmoot.sources.tables import ALIGNED, SEALED

SPEND = (
    "Body,Supplier,Date,Amount,Note\n"
    f'Eastmere,"Bakers, Ltd",01/04/2024,5.00,a{APART}b\n'
    "Eastmere,Millers Ltd,02/04/2024\n"
    "\n"
    'Eastmere,,03/04/2024,7.00,"keys: me@example.org"\n'
    "Eastmere,Fullers Ltd,04/04/2024,9.00,repairs\n"
    "Eastmere,Fullers Ltd,05/04/2024,9.00,repairs\n"
)
JSON = '[{"supplier": "A Ltd", "date": "2024-04-01", "amount": 5}]'


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, list[str]]:
    """A build of two files, and their ids."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "spend.csv").write_text(SPEND)
    (folder / "list.json").write_text(JSON)
    path = tmp_path / "first.duckdb"
    writer = Writer(path)
    writer.create((*SEALED, *ALIGNED))
    files = source_files(folder, ledger={}, spill=tmp_path / "spill")
    for file in files:
        read_source(writer, file)
    writer.drop(ALIGNED)
    writer.close()
    return path, [file.source_id for file in files]


def cells(path: Path, source_id: str, row: int) -> dict[str, Any] | None:
    """The row as a page shows it."""
    with reading(path) as reader:
        found = published_row(
            reader, source_id=source_id, table_name="", row_number=row
        )
    return found and {cell["heading"]: cell["value"] for cell in found}


def spend_of(sources: list[str]) -> str:
    return next(name for name in sources if name.startswith("spend"))


def test_cells_are_as_published_whatever_they_hold(built):
    path, sources = built
    spend = spend_of(sources)
    assert cells(path, spend, 2) == {
        "Body": "Eastmere", "Supplier": "Bakers, Ltd", "Date": "01/04/2024",
        "Amount": "5.00", "Note": "a b",
    }  # fmt: skip
    assert cells(path, spend, 3)["Amount"] == "", "a short row is filled up"
    assert set(cells(path, spend, 4).values()) == {""}, "a blank line is a row"
    assert cells(path, spend, 5)["Note"] == "keys: [email removed]"
    assert cells(path, spend, 8) is None


def test_any_client_reads_the_rows_by_name(built):
    path, sources = built
    with reading(path) as reader:
        view = f'raw."{spend_of(sources)}__"'
        (row,) = reader.rows(f"SELECT * FROM {view} WHERE row_number = 3")
        columns = list(row)
    assert columns == [
        "source_id", "row_number", "body", "supplier", "date", "amount", "note",
    ]  # fmt: skip
    assert (row["supplier"], row["amount"]) == ("Millers Ltd", None)


def test_objects_of_a_list_keep_their_pointers(built):
    path, sources = built
    source = next(name for name in sources if name.startswith("list"))
    with reading(path) as reader:
        (table,) = reader.rows(
            "SELECT raw_table FROM source.tables WHERE source_id = ?", [source]
        )
        (row,) = reader.rows(f'SELECT * FROM raw."{table["raw_table"]}"')
    assert (row["pointer"], row["supplier"], row["amount"]) == ("/0", "A Ltd", "5")


def test_what_is_carried_over_reads_the_same_and_the_rest_is_not_there(
    built, tmp_path: Path
):
    path, sources = built
    spend = spend_of(sources)
    later = tmp_path / "second.duckdb"
    writer = Writer(later)
    writer.create((*SEALED, *ALIGNED))
    carry_over(writer, before=path, sources=frozenset({spend}))
    writer.drop(ALIGNED)
    writer.close()
    for row in range(1, 8):
        assert cells(later, spend, row) == cells(path, spend, row)
    with reading(later) as reader:
        assert reader.rows("SELECT count(*) AS n FROM raw.lines") == [{"n": 7}]
        views = reader.rows(
            "SELECT view_name FROM duckdb_views() WHERE schema_name = 'raw'"
        )
    assert views == [{"view_name": f"{spend}__"}]
