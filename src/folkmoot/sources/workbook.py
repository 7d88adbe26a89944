"""Rows of the sheets of a workbook (XLSX, XLS, ODS), each cell as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine

from folkmoot.sources.archives import ArchiveRefusedError, check_workbook

_ZIPPED = frozenset({"xlsx", "ods"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with anything in it; row 1 of `rows` is row 1 of the sheet."""

    name: str
    rows: list[list[str]]


def sheets_of(path: Path, *, kind: str) -> Iterator[Sheet]:
    """The sheets that hold anything, in the workbook's order.

    Raises `ArchiveRefusedError` where the workbook is locked, damaged or too large.
    Columns that are blank from top to bottom are cut off at the right; blank rows count,
    as the workbook itself counts them.
    """
    if kind in _ZIPPED:
        check_workbook(path)
    try:
        with path.open("rb") as stream:
            book = python_calamine.CalamineWorkbook.from_filelike(stream)
            for name in book.sheet_names:
                rows = _rows(book, name)
                if rows:
                    yield Sheet(name, rows)
    except python_calamine.PasswordError as error:
        raise ArchiveRefusedError(
            "The workbook is locked with a password. Unlock it and add it again."
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise ArchiveRefusedError(
            "The workbook is damaged or of an unknown make and cannot be opened. "
            "Open it in a spreadsheet, save it as XLSX or CSV, and add that."
        ) from error


def _rows(book: Any, name: str) -> list[list[str]]:
    try:
        sheet = book.get_sheet_by_name(name)
    except python_calamine.WorksheetNotFound:
        return []  # a chart has a tab but no cells
    cells = sheet.to_python(skip_empty_area=False)
    rows = [[_text(cell) for cell in row] for row in cells]
    width = max((_last_filled(row) for row in rows), default=0)
    return [row[:width] for row in rows] if width else []


def _last_filled(row: list[str]) -> int:
    for index in range(len(row), 0, -1):
        if row[index - 1]:
            return index
    return 0


def _text(cell: object) -> str:
    """A cell as a person would type it: dates in ISO form, whole numbers without `.0`."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime):
        is_day = cell.time() == time.min
        return cell.date().isoformat() if is_day else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
