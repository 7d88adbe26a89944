"""Workbooks are opened in a process that the system stops; its end is a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from folkmoot.sources.readers import workbook, workbook_cells
from folkmoot.sources.readers.workbook import sheets_of
from folkmoot.sources.received.archives import ArchiveRefusedError


def made(path: Path, *sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"s{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read(path: Path, into: Path, kind: str = "xlsx"):
    into.mkdir(exist_ok=True)
    return sheets_of(path, kind=kind, into=into)


def test_cells_are_text_as_a_person_would_type_them(tmp_path: Path) -> None:
    day = datetime.fromisoformat("2024-04-01")
    path = made(
        tmp_path / "b.xlsx",
        [["a", 5.0, 2.5, True, day, day.replace(hour=9), None, 1e22, 1.5e-7]],
    )
    (sheet,) = read(path, tmp_path / "out")
    assert next(sheet.rows()) == [
        "a", "5", "2.5", "TRUE", "2024-04-01", "2024-04-01 09:00:00", "",
        "10000000000000000000000", "0.00000015",
    ]  # fmt: skip


def test_signs_that_part_text_stay_inside_their_cells(tmp_path: Path) -> None:
    odd = ['say "x"', "two\nlines", "a,b;c\td", "@", "é"]
    path = made(tmp_path / "b.xlsx", [odd, ["plain"] * 5, [*odd[:4], "end"]])
    (sheet,) = read(path, tmp_path / "out")
    assert list(sheet.rows()) == [odd, ["plain"] * 5, [*odd[:4], "end"]]
    assert (sheet.row_count, sheet.width) == (3, 5)


def test_blank_rows_and_columns_before_the_table_count(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "b.xlsx")
    sheet = book.add_worksheet()
    sheet.write(2, 1, "x")
    sheet.write(3, 2, "y")
    sheet.write_string(3, 6, "")
    book.add_chartsheet()
    book.add_worksheet()
    book.close()
    (found,) = read(tmp_path / "b.xlsx", tmp_path / "out")
    assert list(found.rows()) == [
        ["", "", ""],
        ["", "", ""],
        ["", "x", ""],
        ["", "", "y"],
    ]


def test_blank_columns_at_the_right_are_cut_off(tmp_path: Path) -> None:
    rows = [["a", "b", "", ""], ["c", 'd "e"', "", ""]]
    out = tmp_path / "0.txt"
    writing = workbook_cells.Writing(4)
    with out.open("w", encoding="utf-8", newline="") as stream:
        writing.write(rows, stream)
    assert writing.filled_width == 2
    workbook_cells._narrow(out, writing.filled_width)
    sheet = workbook.Sheet("s", out, writing.count, 2)
    assert list(sheet.rows()) == [["a", "b"], ["c", 'd "e"']]


@pytest.mark.parametrize(
    ("limit", "most", "sentence"),
    [
        ("MEMORY_BYTES", 150_000_000, "memory, as a harmful file"),
        ("CPU_SECONDS", 1, "not read within"),
        ("MAX_CELLS", 1_000, "reaches to row"),
        ("MAX_WORKBOOK_BYTES", 50_000, "bytes of text"),
        ("WALL_SECONDS", 0.01, "not read within"),
    ],
)
def test_what_goes_past_a_limit_is_refused(
    tmp_path: Path, monkeypatch, limit: str, most: float, sentence: str
) -> None:
    rows = 900_000 if limit in ("MEMORY_BYTES", "CPU_SECONDS") else 4_000
    path = sparse(tmp_path / "b.xlsx", rows)
    monkeypatch.setattr(workbook, limit, most)
    with pytest.raises(ArchiveRefusedError, match=sentence):
        read(path, tmp_path / "out")


def sparse(path: Path, rows: int) -> Path:
    """A workbook of so many rows, its XML written at once: small on disk."""
    text = "x" * 50
    cells = "".join(
        f'<row r="{r}"><c r="A{r}" t="str"><v>{text}</v></c><c r="B{r}"><v>{r}</v></c></row>'
        for r in range(1, rows + 1)
    )
    made(path, [["a", "b"]])
    old = path.read_bytes()
    with (
        zipfile.ZipFile(io.BytesIO(old)) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            data = source.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                begin, rest = data.decode().split("<sheetData>")
                end = rest.split("</sheetData>")[1]
                text = f"{begin}<sheetData>{cells}</sheetData>{end}"
                data = text.encode()
            target.writestr(info, data)
    return path


def test_a_cell_in_the_far_corner_is_refused_with_its_place(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "b.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "x")
    sheet.write(1_048_575, 16_383, "y")
    book.close()
    with pytest.raises(ArchiveRefusedError, match="row 1,048,576 and column 16,384"):
        read(tmp_path / "b.xlsx", tmp_path / "out")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_noise_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"b.{kind}"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(ArchiveRefusedError, match="damaged"):
        read(path, tmp_path / "out", kind)
