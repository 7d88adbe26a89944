"""What people open in a spreadsheet runs nothing and loses nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from folkmoot.core.desk import ExportColumn
from folkmoot.core.export import csv_bytes, excel_bytes, inert_text

TEXT = ExportColumn("text", "Supplier")
COLUMNS = (
    TEXT,
    ExportColumn("count", "Contracts", "integer"),
    ExportColumn("value", "Value (£)", "money"),
    ExportColumn("end", "Ends", "date"),
)


def _csv_rows(
    columns: Sequence[ExportColumn], rows: Sequence[Mapping[str, Any]]
) -> list[list[str]]:
    text = b"".join(csv_bytes(columns, rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def _sheet(
    columns: Sequence[ExportColumn],
    rows: Sequence[Mapping[str, Any]],
    title: str = "Contracts",
) -> Any:
    return load_workbook(io.BytesIO(excel_bytes(title, ["A note"], columns, rows)))


DANGEROUS = [
    "=1+1",
    "+44",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =cmd|' /C calc'!A0",
    "\n=1",
    "＝1+1",
    "\ufeff=1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert inert_text(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Fenwold", "'quoted", "3 + 4", "a@b.example", " ", "£5"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert_text(text) == text


def test_csv_keeps_numbers_money_and_dates() -> None:
    row = {
        "text": "=x",
        "count": -3,
        "value": Decimal("-1234.5"),
        "end": date(2027, 3, 31),
    }
    assert _csv_rows(COLUMNS, [row, {"text": None}]) == [
        ["Supplier", "Contracts", "Value (£)", "Ends"],
        ["'=x", "-3", "-1234.50", "2027-03-31"],
        ["", "", "", ""],
    ]


def test_excel_keeps_the_types() -> None:
    row = {
        "text": "=x",
        "count": 7,
        "value": Decimal("1234.50"),
        "end": date(2027, 3, 31),
    }
    sheet = _sheet(COLUMNS, [row]).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [column.heading for column in COLUMNS]
    text, count, value, end = sheet[2]
    assert (text.value, text.data_type) == ("'=x", "s")
    assert (count.value, count.data_type) == (7, "n")
    assert (value.value, value.data_type) == (1234.5, "n")
    assert end.is_date
    assert end.value.date() == date(2027, 3, 31)
    assert not sheet.merged_cells.ranges


def test_excel_shows_a_share_as_a_number_with_two_decimals() -> None:
    column = (ExportColumn("sure", "Confidence", "number"),)
    cell = _sheet(column, [{"sure": 0.7}]).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (0.7, "n", "0.00")


def test_excel_has_its_notes_on_a_sheet_of_their_own() -> None:
    book = _sheet(COLUMNS, [], title="Who: ends [when]?")
    assert book.sheetnames == ["Who  ends  when", "Notes"]
    assert [row[0].value for row in book["Notes"].rows] == [
        "Who: ends [when]?",
        "A note",
    ]


@pytest.mark.parametrize(
    "title", ["", "Notes", "history", "'x'", "x" * 60, "///", "\x00"]
)
def test_any_title_makes_a_sheet(title: str) -> None:
    assert len(_sheet(COLUMNS, [], title=title).sheetnames) == 2


def test_numbers_that_a_float_would_alter_are_text() -> None:
    column = (ExportColumn("n", "N", "integer"),)
    for number in (
        12345678901234567890,
        Decimal("0.12345678901234567890"),
        Decimal("NaN"),
        float("inf"),
    ):
        cell = _sheet(column, [{"n": number}]).worksheets[0]["A2"]
        assert (cell.value, cell.data_type) == (str(number), "s")


def test_what_excel_cannot_hold_is_said_not_lost_in_silence() -> None:
    cell = _sheet((TEXT,), [{"text": "a" * 40_000}]).worksheets[0]["A2"]
    assert cell.value.endswith("(cut: the CSV file has the whole text)")
    assert _csv_rows((TEXT,), [{"text": "a" * 40_000}])[1] == ["a" * 40_000]
    assert _sheet((TEXT,), [{"text": "a\x00b"}]).worksheets[0]["A2"].value == r"a\x00b"


def test_lists_and_flags_are_written_in_words() -> None:
    assert _csv_rows((TEXT,), [{"text": ["a", "b"]}, {"text": True}])[1:] == [
        ["a; b"],
        ["yes"],
    ]


def test_a_link_is_no_live_link() -> None:
    column = (ExportColumn("at", "At", "link"),)
    cell = _sheet(column, [{"at": "https://fenwold.example/x"}]).worksheets[0]["A2"]
    assert cell.value == "https://fenwold.example/x"
    assert cell.hyperlink is None


def test_csv_comes_in_chunks() -> None:
    chunks = list(csv_bytes((TEXT,), ({"text": str(n)} for n in range(1_200))))
    assert len(chunks) == 3
    assert b"".join(chunks).count(b"\r\n") == 1_201


_HOSTILE = st.one_of(
    st.text(max_size=40),
    st.builds(
        "{}{}".format,
        st.sampled_from([*DANGEROUS, "", "{=1}", "_x0041_", "\x00"]),
        st.text(max_size=20),
    ),
)


@given(st.lists(_HOSTILE, min_size=1, max_size=4))
@settings(max_examples=120, deadline=None)
def test_any_text_is_inert_and_whole(texts: list[str]) -> None:
    rows = [{"text": text} for text in texts]
    written = _csv_rows((TEXT,), rows)[1:]
    assert [row[0] if row else "" for row in written] == [
        inert_text(text).encode(errors="backslashreplace").decode() for text in texts
    ]
    assert not any(
        row and row[0].lstrip()[:1] in tuple("=+-@") and row[0].lstrip()
        for row in written
    )
    sheet = _sheet((TEXT,), rows).worksheets[0]
    for line, text in enumerate(texts, start=2):
        cell = sheet.cell(line, 1)
        assert cell.data_type in {"s", "n"}
        assert (cell.value is None) == (text == "")
        if text.isprintable() and text:
            assert cell.value == inert_text(text)
