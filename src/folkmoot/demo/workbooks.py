"""Contract registers as spreadsheets: typed cells, merged headings, a sheet of words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from folkmoot.demo.cells import Cell, Register, Rows, end_cell
from folkmoot.demo.ods import FIXED_TIME, write_ods
from folkmoot.demo.truth import Contract


def two_line_workbook(register: Register) -> None:
    """Headings in two lines, typed cells and a total row."""
    rows: Rows = [
        [f"{register.council.name} - Register of Contracts over £5,000"],
        ["Contract", "", "", "Supplier", "", "Dates", "", "", "Value"],
        [
            "Number", "Title", "CPV code", "Name", "Company number",
            "Start", "End", "Option to extend", "Whole life (£)",
        ],
    ]  # fmt: skip
    rows += [
        [
            one.reference, one.title, one.code, register.supplier(one), one.supplier.number,
            one.start, end_cell(one), one.extension, _value(one, one.total_pounds),
        ]
        for one in register.contracts
    ]  # fmt: skip
    rows.append(["TOTAL", "", "", "", "", "", "", "", register.total()])
    name = f"{register.council.place} Contracts Register {register.as_of:%B %Y}.xlsx"
    _write_workbook(register.folder / name, {"Register": rows})


def read_me_workbook(register: Register) -> None:
    """A first sheet of words; directorate and description beside the title."""
    rows: Rows = [[
        "Organisation", "Directorate", "Contract reference", "Contract name", "Description",
        "CPV codes", "Awarded supplier", "Contract start", "Contract end",
        "Extension period", "Estimated annual value",
    ]]  # fmt: skip
    rows += [
        [
            register.council.name, one.service, one.reference, one.title, one.detail,
            one.code, register.supplier(one), one.start, end_cell(one), one.extension,
            _value(one, one.yearly_pounds),
        ]
        for one in register.contracts
    ]  # fmt: skip
    words: Rows = [
        ["About this register"],
        [f"Prepared by {register.council.name} on {register.as_of:%d/%m/%Y}"],
        ["Values are estimates."],
    ]
    sheets = {"Read me": words, "Contracts": rows}
    _write_workbook(register.folder / f"{register.slug}-register.xlsx", sheets)


def open_document(register: Register) -> None:
    """An OpenDocument sheet, with a blank line after every department."""
    rows: Rows = [
        [f"{register.council.name}: contracts register"],
        [
            "Reference", "Contract", "What it covers", "Department", "Supplier",
            "From", "To", "Further extension", "Contract value",
        ],
    ]  # fmt: skip
    department = None
    for one in sorted(register.contracts, key=lambda c: (c.service, c.reference)):
        if department not in (None, one.service):
            rows.append([])
        department = one.service
        row: list[Cell] = [
            one.reference, one.title, one.detail, one.service, register.supplier(one),
            one.start, end_cell(one), one.extension, _value(one, one.total_pounds),
        ]  # fmt: skip
        rows.append(row)
    path = register.folder / f"{register.council.place}_Contract_Register.ods"
    write_ods(path, "Contracts", rows)


def _value(one: Contract, pounds: int) -> Cell:
    return pounds if one.value_as_published is None else one.value_as_published


def _write_workbook(path: Path, sheets: dict[str, Rows]) -> None:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": datetime(*FIXED_TIME, tzinfo=UTC)})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value)
                elif isinstance(value, int):
                    sheet.write_number(number, column, value)
                elif value:
                    sheet.write_string(number, column, value)
    book.close()
