"""The only place that writes files for people: CSV and Excel, inert whatever a cell holds.

A published cell may hold a formula, by mistake or by malice. Text that a spreadsheet
would run is written with an apostrophe before it, the advice of OWASP on CSV injection;
numbers, money and dates keep their type, so that a column can still be summed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from folkmoot.core.desk import ExportColumn

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel reads a CSV file's pound signs in the wrong encoding."""

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FULL_WIDTH = "＝＋－＠"
"""Full-width forms, which some spreadsheets read as the plain ones."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_EXCEL_CELL: Final = 32_767
"""Characters of a cell, from Excel's specification and limits."""
_LONGEST_SHEET_NAME = 31
_SHEET_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_CUT = " … (cut: the CSV file has the whole text)"

_WIDTHS = {"text": 40, "link": 40, "integer": 12, "number": 12, "money": 16, "date": 12}
_ROWS_A_CHUNK = 500


def inert_text(value: str) -> str:
    """The text as a cell that no spreadsheet runs.

    White space before the sign does not protect, as spreadsheets trim it.
    """
    first = value.lstrip(" \n\v\f\u00a0\ufeff")[:1]
    if value.startswith(_STARTS_FORMULA) or (
        first and (first in _STARTS_FORMULA or first in _FULL_WIDTH)
    ):
        return f"'{value}"
    return value


def csv_bytes(
    columns: Sequence[ExportColumn], rows: Iterable[Mapping[str, Any]]
) -> Iterator[bytes]:
    """The list as a CSV file, in chunks: UTF-8 with a byte order mark, CR-LF line ends.

    Money is written with two decimals and no sign of thousands, dates as ISO dates.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow([inert_text(column.heading) for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_csv_cell(row.get(column.key), column) for column in columns])
        if number % _ROWS_A_CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook."""

    title: str
    columns: Sequence[ExportColumn]
    rows: Iterable[Mapping[str, Any]]


def excel_bytes(
    title: str,
    notes: Sequence[str],
    columns: Sequence[ExportColumn],
    rows: Iterable[Mapping[str, Any]],
) -> bytes:
    """The list as an Excel workbook: one table on the first sheet, its notes on a second.

    No merged cells, no formulas and no live links; rows are written as they come, so
    that a long list does not fill the memory.
    """
    return workbook_bytes(title, notes, [Sheet(title, columns, rows)])


def workbook_bytes(title: str, notes: Sequence[str], sheets: Sequence[Sheet]) -> bytes:
    """Several lists as one Excel workbook, a sheet each, their notes on the last.

    The same cells as `excel_bytes` writes. Titles of sheets must differ in their first 31
    characters, which is all that Excel keeps.
    """
    import xlsxwriter  # heavy; only a workbook comes here

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer,
        {
            "constant_memory": True,
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    ) as workbook:
        for sheet in sheets:
            _write_table(workbook, sheet.title, sheet.columns, sheet.rows)
        notes_sheet = workbook.add_worksheet("Notes")
        notes_sheet.set_column(0, 0, 100)
        for line, note in enumerate([title, *notes]):
            notes_sheet.write_string(line, 0, excel_text(note))
    return buffer.getvalue()


def _write_table(
    workbook: Any,
    title: str,
    columns: Sequence[ExportColumn],
    rows: Iterable[Mapping[str, Any]],
) -> None:
    sheet = workbook.add_worksheet(_sheet_name(title))
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats = {
        "date": workbook.add_format({"num_format": "dd/mm/yyyy"}),
        "money": workbook.add_format({"num_format": "#,##0.00"}),
        "integer": workbook.add_format({"num_format": "0"}),
        "number": workbook.add_format({"num_format": "0.00"}),
    }
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column.kind, 20))
        sheet.write_string(0, place, excel_text(column.heading), bold)
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            value = row.get(column.key)
            if value is None or value == "":
                continue
            _write_cell(sheet, (line, place), value, formats.get(column.kind))


def _write_cell(sheet: Any, place: tuple[int, int], value: Any, form: Any) -> None:
    """A cell in the type of its value; whatever is no number or date is text.

    A number that a float would alter is written as text rather than changed.
    """
    if isinstance(value, datetime):
        value = value.isoformat(sep=" ")
    if isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(*place, value, form)
    elif _fits_a_float(value):
        sheet.write_number(*place, value, form)
    else:
        sheet.write_string(*place, excel_text(_plain(value)))


def _fits_a_float(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    if isinstance(value, float):
        return value - value == 0.0
    exact = Decimal(value)
    return exact.is_finite() and Decimal(f"{float(exact):.15g}") == exact


def _csv_cell(value: Any, column: ExportColumn) -> str:
    if isinstance(value, bool) or value is None:
        return _plain(value)
    if isinstance(value, Decimal) and value.is_finite():
        whole_pence = column.kind == "money" and value == round(value, 2)
        return f"{round(value, 2) if whole_pence else value:f}"
    if isinstance(value, int | float | Decimal):
        return str(value)
    return inert_text(_plain(value))


def _plain(value: Any) -> str:
    """The value in words: lists joined by semicolons, yes and no, ISO dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(_plain(item) for item in value)
    return str(value)


def excel_text(value: str) -> str:
    """Text that fits a cell; characters that XML cannot hold become their escape."""
    text = _NOT_IN_XML.sub(lambda found: f"\\x{ord(found[0]):02x}", inert_text(value))
    if len(text) > LONGEST_EXCEL_CELL:
        text = text[: LONGEST_EXCEL_CELL - len(_CUT)] + _CUT
    return text


def _sheet_name(title: str) -> str:
    name = _SHEET_NAME_FORBIDDEN.sub(" ", _NOT_IN_XML.sub("", title)).strip(" '")
    name = name[:_LONGEST_SHEET_NAME].strip(" '")
    return name if name and name.casefold() not in {"notes", "history"} else "List"


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", errors="backslashreplace")
