"""A workbook of many tables for people: one table a sheet, with cover, contents and notes.

Laid out as the public sector's guidance on statistical spreadsheets asks (Government
Analysis Function, "Making spreadsheets accessible"): no merged cells, no blank rows or
columns inside a table, a real Excel table under a heading in A1, notes in words on a sheet
of their own, links both ways. The same input gives the same bytes: the date of creation is
the one that is told.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from folkmoot.core.export import excel_text

_LONGEST_NAME: Final = 31
_WIDE: Final = 100
_FIRST: Final = 42
_OTHER: Final = 16
_MOST_LINES: Final = 15 * 8
"""Points: the highest a heading row is let grow."""


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One table: its sheet's name, heading, sentences above it, and its rows.

    A cell is text, a number or None; None is written as the text of `blank`.
    """

    name: str
    heading: str
    sentences: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str | float | int | None]]
    number_form: str = "0.0"


@dataclass(frozen=True, slots=True)
class BookNote:
    """One note, by the number that tables call it."""

    name: str
    text: str


def book_bytes(
    *,
    title: str,
    cover: Sequence[str],
    notes: Sequence[BookNote],
    sheets: Sequence[BookSheet],
    created: datetime,
    language: str = "en-GB",
) -> bytes:
    """The workbook. `created` stands in its properties in place of the clock."""
    import xlsxwriter  # heavy; only a workbook comes here

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties(
            {"title": excel_text(title), "created": created, "keywords": language}
        )
        writer = _Writer(workbook)
        writer.words("Cover", title, cover)
        writer.contents(sheets)
        writer.notes(notes)
        for number, sheet in enumerate(sheets, start=1):
            writer.table(sheet, number)
    return buffer.getvalue()


class _Writer:
    """Writes sheets with one set of formats."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.heading = workbook.add_format({"bold": True, "font_size": 15})
        self.words_form = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.column = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        )
        self.link = workbook.add_format({"font_color": "#0E5A66", "underline": 1})
        self.right = workbook.add_format({"align": "right"})
        self._numbers: dict[str, Any] = {}

    def words(self, name: str, heading: str, lines: Sequence[str]) -> None:
        """A sheet of sentences, one a row."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_column(0, 0, _WIDE)
        sheet.write_string(0, 0, excel_text(heading), self.heading)
        for row, line in enumerate(lines, start=1):
            sheet.write_string(row, 0, excel_text(line), self.words_form)

    def contents(self, sheets: Sequence[BookSheet]) -> None:
        """Every sheet by name, with a link to it."""
        sheet = self.workbook.add_worksheet("Contents")
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, _WIDE)
        sheet.write_string(0, 0, "Contents", self.heading)
        rows = [("Notes", "Notes and methods"), *((s.name, s.heading) for s in sheets)]
        self._as_table(sheet, 1, ["Sheet", "What it holds"], len(rows), "contents")
        for row, (name, what) in enumerate(rows, start=2):
            link = f"internal:'{name}'!A1"
            sheet.write_url(row, 0, link, self.link, excel_text(name))
            sheet.write_string(row, 1, excel_text(what), self.words_form)

    def notes(self, notes: Sequence[BookNote]) -> None:
        """The notes as a table of their own."""
        sheet = self.workbook.add_worksheet("Notes")
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, _WIDE)
        sheet.write_string(0, 0, "Notes", self.heading)
        self._as_table(sheet, 1, ["Note", "What it says"], len(notes), "notes")
        for row, note in enumerate(notes, start=2):
            sheet.write_string(row, 0, excel_text(note.name))
            sheet.write_string(row, 1, excel_text(note.text), self.words_form)

    def table(self, one: BookSheet, number: int) -> None:
        """A heading in A1, sentences, a link back, then the table."""
        sheet = self.workbook.add_worksheet(one.name[:_LONGEST_NAME])
        sheet.set_column(0, 0, _FIRST)
        sheet.set_column(1, max(len(one.columns) - 1, 1), _OTHER)
        sheet.write_string(0, 0, excel_text(one.heading), self.heading)
        row = 1
        for sentence in one.sentences:
            sheet.write_string(row, 0, excel_text(sentence))
            row += 1
        sheet.write_url(row, 0, "internal:'Contents'!A1", self.link, "Back to contents")
        row += 1
        self._as_table(sheet, row, one.columns, len(one.rows), f"table_{number}")
        sheet.set_row(row, min(_MOST_LINES, 60))
        sheet.freeze_panes(row + 1, 1)
        number_form = self._number(one.number_form)
        for line, cells in enumerate(one.rows, start=row + 1):
            for place, value in enumerate(cells):
                if isinstance(value, int | float):
                    whole = self._number("0") if isinstance(value, int) else number_form
                    sheet.write_number(line, place, value, whole)
                else:
                    form = self.right if place and value else None
                    sheet.write_string(line, place, excel_text(value or ""), form)

    def _as_table(
        self, sheet: Any, row: int, columns: Sequence[str], rows: int, name: str
    ) -> None:
        """A real Excel table, so that screen readers announce headings."""
        headings = _distinct([excel_text(column) for column in columns])
        sheet.add_table(
            row,
            0,
            row + max(rows, 1),
            len(headings) - 1,
            {
                "name": name,
                "autofilter": False,
                "style": None,
                "columns": [
                    {"header": text, "header_format": self.column} for text in headings
                ],
            },
        )

    def _number(self, form: str) -> Any:
        if form not in self._numbers:
            self._numbers[form] = self.workbook.add_format({"num_format": form})
        return self._numbers[form]


def _distinct(headings: Sequence[str]) -> list[str]:
    """Excel's tables want every heading once: a second gets a number."""
    seen: dict[str, int] = {}
    found = []
    for text in headings:
        key = text.casefold()
        seen[key] = seen.get(key, 0) + 1
        found.append(text if seen[key] == 1 else f"{text} ({seen[key]})")
    return found
