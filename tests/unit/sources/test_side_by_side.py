"""Tables side by side on one sheet: parted where that is sure, each row counted once."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from tests.unit.sources.test_several import REGISTER, SPEND, read, tables

from folkmoot.core.store import Writer
from folkmoot.sources.layouts.maps import parsed_layout
from folkmoot.sources.trying import draft_map, tried

OTHER = REGISTER.replace("C1", "D1").replace("Lighting", "Signs")


def beside(*sheets: str, between: str = "") -> str:
    """Texts next to each other, a column between them; rows of the shorter are blank."""
    cut = [[line.split(",") for line in text.splitlines()] for text in sheets]
    widths = [max(map(len, rows)) for rows in cut]
    lines = []
    for rows in zip_longest(*cut, fillvalue=[]):
        full = [
            [*row, *[""] * (w - len(row))] for row, w in zip(rows, widths, strict=True)
        ]
        lines.append(f",{between},".join(",".join(row) for row in full))
    return "\n".join(lines) + "\n"


def counted(writer: Writer) -> dict[tuple[str, str], int]:
    rows = writer.rows(
        "SELECT table_name, outcome, row_count AS n FROM source.accounting"
    )
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row["table_name"], row["outcome"])
        found[key] = found.get(key, 0) + row["n"]
    return found


def rules(writer: Writer) -> list[str]:
    return [
        row["rule"] for row in writer.rows("SELECT rule FROM issue.rows ORDER BY 1")
    ]


def titles(writer: Writer) -> list[tuple[Any, ...]]:
    rows = writer.rows(
        "SELECT table_name, row_number, title FROM clean.contracts ORDER BY ALL"
    )
    return [tuple(row.values()) for row in rows]


@pytest.mark.parametrize("between", ["", ",", ",,"])
def test_each_of_two_registers_is_read_under_its_own_header(
    tmp_path: Path, between: str
) -> None:
    writer = read(tmp_path, beside(REGISTER, OTHER, between=between))
    left = "columns A to F"
    first = "GHIJ"[len(between) + 1]
    right = f"columns {first} to {chr(ord(first) + 5)}"
    assert titles(writer) == [
        (left, 2, "Lighting"),
        (left, 3, "Paving"),
        (left, 4, "Gravel"),
        (right, 2, "Signs"),
        (right, 3, "Paving"),
        (right, 4, "Gravel"),
    ]
    assert "tables_side_by_side" not in rules(writer)


def test_a_physical_row_is_counted_once_and_with_the_leftmost_table(
    tmp_path: Path,
) -> None:
    writer = read(tmp_path, beside(REGISTER, OTHER))
    assert tables(writer) == [
        ("columns A to F", "contracts", 1, 4),
        ("columns H to M", "contracts", 1, 0),
    ]
    assert counted(writer) == {
        ("columns A to F", "kept"): 3,
        ("columns A to F", "furniture"): 1,
    }
    shared = writer.rows(
        "SELECT beside, shared_rows AS n FROM source.tables ORDER BY n"
    )
    assert shared == [
        {"beside": "columns A to F", "n": 0},
        {"beside": "columns A to F", "n": 4},
    ]


def test_payments_beside_contracts_of_other_lengths(tmp_path: Path) -> None:
    """Row 1 is a title beside a header; row 6 a total beside nothing."""
    writer = read(tmp_path, beside(SPEND, REGISTER))
    assert [row[1:3] for row in tables(writer)] == [("payments", 2), ("contracts", 1)]
    assert counted(writer) == {
        ("columns A to D", "kept"): 4,
        ("columns A to D", "furniture"): 2,
    }
    assert writer.rows("SELECT count(*) AS n FROM clean.payments")[0]["n"] == 3
    assert writer.rows("SELECT count(*) AS n FROM clean.contracts")[0]["n"] == 3


def test_a_row_is_refused_where_any_table_refused_its_part(tmp_path: Path) -> None:
    """No loss hides behind a neighbour that was kept, on whichever side it stands."""
    broken = SPEND.replace("6.00", "n/k")
    for folder, sheets in (("a", (broken, REGISTER)), ("b", (REGISTER, broken))):
        writer = read(tmp_path / folder, beside(*sheets))
        found = counted(writer)
        assert sum(found.values()) == 6
        assert sum(n for (_, outcome), n in found.items() if outcome == "refused") == 1
        assert "amount_unreadable" in rules(writer)


def test_tables_below_each_other_within_one_side(tmp_path: Path) -> None:
    left = f"{SPEND}\n\n{REGISTER}"
    right = f"{REGISTER}\n{SPEND}"
    writer = read(tmp_path, beside(left, right))
    found = tables(writer)
    assert [row[1] for row in found] == [
        "payments",
        "contracts",
        "contracts",
        "payments",
    ]
    assert [row[0] for row in found] == [
        "columns A to F",
        "columns A to F, table 2",
        "columns H to M",
        "columns H to M, table 2",
    ]
    assert sum(row[3] for row in found) == sum(counted(writer).values()) == 12
    assert writer.rows("SELECT count(*) AS n FROM clean.contracts")[0]["n"] == 6
    assert writer.rows("SELECT count(*) AS n FROM clean.payments")[0]["n"] == 6


def test_three_tables_and_a_column_of_notes(tmp_path: Path) -> None:
    notes = "Notes\nseen\n\nseen\n"
    writer = read(tmp_path, beside(REGISTER, notes, OTHER, SPEND))
    names = [row[0] for row in tables(writer)]
    assert names == ["columns A to H", "columns J to O", "columns Q to T"]


def test_contact_details_of_the_right_table_are_dropped(tmp_path: Path) -> None:
    lines = OTHER.splitlines()
    contact = [
        f"{lines[0]},Contact Name",
        *(f"{t},Wilhelmina Quibble" for t in lines[1:]),
    ]
    writer = read(tmp_path, beside(REGISTER, "\n".join(contact)))
    assert len(tables(writer)) == 2
    for row in writer.rows("SELECT raw_table FROM source.tables"):
        assert "Quibble" not in str(
            writer.rows(f'SELECT * FROM raw."{row["raw_table"]}"')
        )


def test_a_map_speaks_for_the_table_in_the_columns_that_it_names(
    tmp_path: Path,
) -> None:
    layout = parsed_layout(
        'kind = "contracts"\nmatch = { file = "sheet.csv", sheet = "columns H*" }\n'
        '[columns]\ntitle = "Supplier"\nsupplier_name = "Contract Title"\n',
        name="ours",
        place="here",
    )
    writer = read(tmp_path, beside(REGISTER, OTHER), (layout,))
    assert [row[2] for row in titles(writer)] == [
        *("Lighting", "Paving", "Gravel"),
        *("Lamp Ltd", "Pave Ltd", "Pave Ltd"),
    ]


ONE_TABLE = (
    "Reference,Contract Title,Supplier,,Start Date,End Date,Contract Value\n"
    "C1,Lighting,Lamp Ltd,,01/04/2024,Rolling,5000\n"
    "C2,Paving,Pave Ltd,,14/04/2024,31/03/2027,7000\n"
)
TITLE_TWICE = (
    "Reference,Contract Title,Supplier,Contract Value,,Description,Start Date,End Date\n"
    "C1,Lighting,Lamp Ltd,5000,,All lamps,01/04/2024,Rolling\n"
    "C2,Paving,Pave Ltd,7000,,All paths,14/04/2024,31/03/2027\n"
)
SPLIT_SPEND = (
    "Supplier Name,Payment Date,Net Amount,,Expense Type,Supplier Number,Description\n"
    "A Ltd,01/04/2024,5.00,,Paint,1,x\nB Ltd,13/04/2024,6.00,,Sand,2,y\n"
)


@pytest.mark.parametrize("text", [ONE_TABLE, TITLE_TWICE, SPLIT_SPEND])
def test_an_empty_column_inside_a_table_parts_nothing(
    tmp_path: Path, text: str
) -> None:
    writer = read(tmp_path, text)
    assert [row[0] for row in tables(writer)] == [""]
    assert counted(writer) == {("", "kept"): 2, ("", "furniture"): 1}


def test_a_cell_between_them_leaves_the_sheet_one_table_and_a_note(
    tmp_path: Path,
) -> None:
    """What stands in no table of its own cannot be given to either for sure."""
    longer = REGISTER + "C4,Salt,Salt Ltd,01/04/2024,31/03/2026,1\n" * 3_000
    lines = beside(longer, longer).splitlines()
    lines[2_900] = lines[2_900].replace(",,", ",see left,")
    writer = read(tmp_path, "\n".join(lines) + "\n")
    assert [row[0] for row in tables(writer)] == [""]
    assert "tables_side_by_side" in rules(writer)
    assert sum(counted(writer).values()) == len(lines)


def test_a_column_without_a_heading_does_not_part_a_table(tmp_path: Path) -> None:
    writer = read(tmp_path, beside(REGISTER, REGISTER).replace(",,", ",x,"))
    assert "tables_side_by_side" not in rules(writer)
    assert [row[0] for row in tables(writer)] == [""]


def test_a_draft_map_of_one_of_them_is_for_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(beside(REGISTER, OTHER), "utf-8")
    text = draft_map(tried(path, []))
    assert 'match = { file = "*sheet.csv", sheet = "columns A to F" }' in text
    layout = parsed_layout(text, name="drafted", place="here")
    again = tried(path, [layout])
    assert [table["kind"] for table in again.tables] == ["contracts", "contracts"]
    assert again.files[0]["layout"] == "drafted"
