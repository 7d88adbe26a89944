"""Odd files in: the right header, the right columns, every physical row aligned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.golden.sources.odd_files import HEADER, ODD_FILES, PLAIN, Odd

from folkmoot.core.store import Writer
from folkmoot.sources import align
from folkmoot.sources.layouts.maps import read_layouts
from folkmoot.sources.reading import read_source
from folkmoot.sources.received.files import source_files
from folkmoot.sources.tables import ALIGNED, ALIGNED_PAYMENTS, SEALED


def read(folder: Path, name: str, data: bytes) -> Writer:
    """A build in memory that has read one file."""
    sources = folder / "sources"
    sources.mkdir(exist_ok=True)
    (sources / name).write_bytes(data)
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    for file in source_files(sources, ledger={}, spill=folder / "spill"):
        read_source(writer, file, read_layouts(None))
    return writer


@pytest.mark.parametrize("odd", ODD_FILES.values(), ids=ODD_FILES.keys())
def test_odd_file(tmp_path: Path, odd: Odd) -> None:
    writer = read(tmp_path, "spend.csv", odd.data)
    (table,) = writer.rows("SELECT * FROM source.tables")
    assert (table["kind"], table["header_row"], table["row_count"]) == (
        "payments",
        odd.header_row,
        odd.rows,
    )
    mapped = {
        row["heading"]: row["field"]
        for row in writer.rows(
            "SELECT * FROM source.columns WHERE field <> '' AND heading <> ''"
        )
    }
    assert mapped == odd.fields
    aligned = writer.rows("SELECT * FROM aligned.payments ORDER BY row_number")
    assert [row["row_number"] for row in aligned] == list(range(1, odd.rows + 1))
    body = [r for r in aligned if r["position"] == "body" and r["filled_cells"] > 2]
    assert [row["supplier_name"] for row in body] == odd.suppliers
    assert [row["amount_text"] for row in body] == odd.amounts


def test_shape_of_furniture_rows(tmp_path: Path) -> None:
    data = f'Payments made,,,\n{PLAIN}{HEADER}\n  ,,,\nTotal,,"2,154.60",\n'
    writer = read(tmp_path, "spend.csv", data.encode())
    shapes = [
        (r["position"], r["filled_cells"], r["first_text"], r["is_header_again"])
        for r in writer.rows("SELECT * FROM aligned.payments ORDER BY row_number")
    ]
    assert shapes[0] == ("above_header", 1, "Payments made", False)
    assert shapes[1] == ("header", 4, "Supplier Name", False)
    assert shapes[-3:] == [
        ("body", 4, "Supplier Name", True),
        ("body", 0, "", False),
        ("body", 2, "Total", False),
    ]


def test_contact_details_never_arrive(tmp_path: Path) -> None:
    data = (
        "Contract Title,Supplier,Start Date,End Date,Contact Name,Enquiries,Notes\n"
        "Street lighting,Lamp Ltd,01/04/2024,31/03/2027,A Person,a.person@eastmere.example,"
        "ask b.person@eastmere.example first\n"
    )
    writer = read(tmp_path, "register.csv", data.encode())
    dropped = writer.rows(
        "SELECT heading FROM source.columns WHERE reason LIKE 'contact%'"
    )
    assert [row["heading"] for row in dropped] == ["Contact Name", "Enquiries"]
    raw = writer.rows("SELECT raw_table FROM source.tables")[0]["raw_table"]
    everything = str(writer.rows(f'SELECT * FROM raw."{raw}"'))
    assert "Lamp Ltd" in everything
    assert "erson" not in everything


def test_a_quote_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    rows = "".join(f"Lamp {n} Ltd,01/04/2024,{n}.00,Lighting\n" for n in range(1, 9))
    data = f'{HEADER}\n{rows}"Smith Ltd,02/04/2024,5.00,Paving\n{rows}'
    writer = read(tmp_path, "spend.csv", data.encode())
    (table,) = writer.rows("SELECT row_count FROM source.tables")
    assert table["row_count"] == 18
    (row,) = writer.rows("SELECT * FROM aligned.payments WHERE row_number = 10")
    assert (row["supplier_name"], row["amount_text"]) == ("Smith Ltd", "5.00")
    (note,) = writer.rows("SELECT rule, value FROM issue.rows")
    assert note == {"rule": "quote_not_closed", "value": "10"}


@pytest.mark.parametrize("odd", ODD_FILES.values(), ids=ODD_FILES.keys())
def test_rows_of_a_long_file_are_lent_as_they_would_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: Odd
) -> None:
    copied = aligned_rows(read(tmp_path, "spend.csv", odd.data))
    monkeypatch.setattr(align, "_MANY_ROWS", 0)
    writer = read(tmp_path, "spend.csv", odd.data)
    assert writer.rows("SELECT count(*) AS n FROM aligned.payments") == [{"n": 0}]
    assert writer.count([ALIGNED_PAYMENTS]) == odd.rows
    assert aligned_rows(writer) == copied


def test_blanks_at_the_edges_of_first_cells(tmp_path: Path) -> None:
    firsts = (
        "A ",
        " A",
        "\N{NO-BREAK SPACE}A\N{NO-BREAK SPACE}",
        "é ",
        "A\t",
        " ",
        "A",
    )
    lines = "".join(f'"{first}",01/02/2024,1.00,x\n' for first in firsts)
    writer = read(tmp_path, "spend.csv", f"{HEADER}\n{PLAIN}{lines}".encode())
    found = aligned_rows(writer)[-len(firsts) :]
    seen = [(row["filled_cells"], row["first_text"]) for row in found]
    texts = ["A", "A", "A", "é", "A", "01/02/2024", "A"]
    assert seen == [
        (3 if f == " " else 4, t) for f, t in zip(firsts, texts, strict=True)
    ]


def aligned_rows(writer: Writer) -> list[dict[str, Any]]:
    """All aligned payments, those lent among them, in order."""
    rows = writer.table(ALIGNED_PAYMENTS).order_by("row_number")
    found: list[dict[str, Any]] = writer.ibis.to_pyarrow(rows).to_pylist()
    return found
