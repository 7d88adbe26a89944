"""Several tables on one sheet: each under its own header, its rows where they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from folkmoot.core.store import Writer
from folkmoot.sources.accounting import check_accounting
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.layouts.maps import Layout, parsed_layout
from folkmoot.sources.reading import read_source
from folkmoot.sources.received.files import source_files
from folkmoot.sources.tables import ALIGNED, SEALED

SPEND = """Payments over 500
Supplier Name,Payment Date,Net Amount,Expense Type
A Ltd,01/04/2024,5.00,Paint
B Ltd,13/04/2024,6.00,Sand
C Ltd,14/04/2024,7.00,Salt
Total,,18.00,
"""
REGISTER = """Reference,Contract Title,Supplier,Start Date,End Date,Contract Value
C1,Lighting,Lamp Ltd,01/04/2024,Rolling,5000
C2,Paving,Pave Ltd,14/04/2024,31/03/2027,7000
C3,Gravel,Pave Ltd,15/04/2024,31/03/2027,8000
"""


def read(folder: Path, text: str, layouts: tuple[Layout, ...] = ()) -> Writer:
    inbox, spill = folder / "sources", folder / "spill"
    inbox.mkdir(parents=True)
    spill.mkdir()
    (inbox / "sheet.csv").write_text(text, "utf-8")
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    for file in source_files(inbox, ledger={}, spill=spill):
        read_source(writer, file, layouts)
    clean_sources(writer)
    check_accounting(writer)
    return writer


def tables(writer: Writer) -> list[tuple[Any, ...]]:
    rows = writer.rows(
        "SELECT table_name, kind, header_row, row_count FROM source.tables ORDER BY 1"
    )
    return [tuple(row.values()) for row in rows]


def test_each_table_has_its_own_header_and_its_rows_keep_their_numbers(
    tmp_path: Path,
) -> None:
    writer = read(tmp_path, f"{SPEND}\n\nContracts\n{REGISTER}")
    assert tables(writer) == [("", "payments", 2, 6), ("table 2", "contracts", 10, 7)]
    paid = writer.rows("SELECT row_number AS n FROM clean.payments ORDER BY 1")
    assert [row["n"] for row in paid] == [3, 4, 5]
    bought = writer.rows(
        "SELECT row_number AS n, title FROM clean.contracts ORDER BY 1"
    )
    assert [tuple(row.values()) for row in bought] == [
        (11, "Lighting"),
        (12, "Paving"),
        (13, "Gravel"),
    ]


def test_rows_by_what_became_of_them_sum_to_those_of_the_sheet(tmp_path: Path) -> None:
    text = f"{SPEND}\n{REGISTER}\n{SPEND.replace('Net', 'Gross')}"
    writer = read(tmp_path, text)
    (counted,) = writer.rows(
        "SELECT sum(row_count)::BIGINT AS n FROM source.accounting"
    )
    assert counted["n"] == len(text.splitlines())
    assert [row[1] for row in tables(writer)] == ["payments", "contracts", "payments"]


def test_a_table_above_the_likelier_one_is_not_taken_for_its_title(
    tmp_path: Path,
) -> None:
    """The register's header says more; the payments above it are still payments."""
    writer = read(tmp_path, f"{SPEND}\n{REGISTER}")
    assert writer.rows("SELECT count(*) AS n FROM clean.payments")[0]["n"] == 3


@pytest.mark.parametrize("order", ["first", "last"])
def test_contact_details_of_either_table_are_dropped(
    tmp_path: Path, order: str
) -> None:
    with_contact = "\n".join(
        f"{line},{'Contract Manager' if n == 0 else 'Wilhelmina Quibble'}"
        for n, line in enumerate(REGISTER.strip().splitlines())
    )
    wide = "\n".join(
        f"{line},{cell},{cell},{cell}"
        for line, cell in zip(
            SPEND.splitlines()[1:5], ("Notes", "1", "2", "3"), strict=True
        )
    )
    both = [f"{wide}\n\n", f"{with_contact}\n\n"]
    writer = read(tmp_path, "".join(both if order == "last" else both[::-1]))
    assert len(tables(writer)) == 2
    names = writer.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'raw'"
    )
    assert len(names) == 3  # the rows, and a view of each table
    for row in names:
        cells = str(writer.rows(f'SELECT * FROM raw."{row["table_name"]}"'))
        assert "Quibble" not in cells
    assert writer.rows("SELECT count(*) AS n FROM clean.contracts")[0]["n"] == 3


@pytest.mark.parametrize(
    "row",
    [
        "Reference,Contract Title,Supplier,Start Date,End Date,Contract Value",
        "REFERENCE, Contract  Title,Supplier,Start Date,End Date,Contract Value",
        "Extension,Supplier of titles,Paper Ltd,,,TBC",
        "Tables and chairs,Furniture,Joiner Ltd,Rolling,Rolling,Confidential",
    ],
)
def test_a_header_printed_again_or_a_row_of_words_begins_no_table(
    tmp_path: Path, row: str
) -> None:
    writer = read(
        tmp_path, f"{REGISTER}{row}\nC9,Salt,Salt Ltd,01/04/2024,31/03/2026,1\n"
    )
    assert [name for name, *_ in tables(writer)] == [""]


def test_a_table_under_rows_that_are_none_is_found(tmp_path: Path) -> None:
    words = "\n".join(f"Note {n} of the finance team,see below," for n in range(60))
    writer = read(tmp_path, f"{words}\n{SPEND}")
    assert tables(writer) == [("", "payments", 62, 66)]


def test_a_map_speaks_for_the_table_under_its_header(tmp_path: Path) -> None:
    layout = parsed_layout(
        'kind = "contracts"\nmatch = { file = "sheet.csv" }\nheader = { row = 8 }\n'
        '[columns]\ntitle = "Supplier"\nsupplier_name = "Contract Title"\n',
        name="ours",
        place="here",
    )
    writer = read(tmp_path, f"{SPEND}\n{REGISTER}", (layout,))
    assert [row[:3] for row in tables(writer)] == [
        ("", "payments", 2),
        ("table 2", "contracts", 8),
    ]
    titles = writer.rows("SELECT title FROM clean.contracts ORDER BY row_number")
    assert [row["title"] for row in titles] == ["Lamp Ltd", "Pave Ltd", "Pave Ltd"]


def test_a_header_of_two_lines_begins_its_table_with_the_upper(tmp_path: Path) -> None:
    upper = "Contract,Contract,Supplier,Start,End,Contract\n"
    lower = "Reference,Title,Name,Date,Date,Value\n"
    body = REGISTER.split("\n", 1)[1]
    writer = read(tmp_path, f"{SPEND}\n{upper}{lower}{body}")
    assert tables(writer) == [("", "payments", 2, 6), ("table 2", "contracts", 9, 6)]


def test_wider_rows_that_are_no_table_belong_to_the_one_above(tmp_path: Path) -> None:
    wide = (
        "Postcode,Currency,Notes,Status,Region,Ward,Sector,Extra\n"
        + "a,b,c,d,e,f,g,h\n"
    )
    writer = read(tmp_path, f"{SPEND}{wide}{REGISTER}")
    found = tables(writer)
    assert [row[1] for row in found] == ["payments", "contracts"]
    assert sum(row[3] for row in found) == 12
