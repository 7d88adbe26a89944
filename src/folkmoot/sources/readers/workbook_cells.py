"""A program: the sheets of one workbook as delimited text, within limits on itself.

A workbook comes from a stranger and is parsed by compiled code that trusts it: a small
file can ask for all memory or never end. So it is opened in a process of its own, which
the system stops; the process that builds only reads the text left behind. The text is
one DuckDB reads at once, parted by a sign that no cell holds.

    python workbook_cells.py WORKBOOK FOLDER MEMORY_BYTES CPU_SECONDS TEXT_BYTES CELLS

It prints one JSON object: the sheets, or the reason why there are none.
"""

from __future__ import annotations

import csv
import errno
import gc
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

import python_calamine

DELIMITER = "\x1f"
"""The unit separator of ASCII: XML does not allow it, so no cell of a workbook has it."""

_ROWS_AT_ONCE = 2_000


def main(arguments: list[str]) -> int:
    """Write the sheets' text, print what they are, and give the exit code."""
    workbook, folder = map(Path, arguments[:2])
    memory, seconds, text, cells = map(int, arguments[2:])
    limit_itself(memory=memory, seconds=seconds, text=text)
    gc.disable()  # nothing here goes in circles, and looking for circles takes a tenth
    answer: dict[str, Any] = {"sheets": []}
    try:
        for sheet in written_sheets(workbook, folder, cells=cells):
            answer["sheets"].append(sheet)
    except TooManyCellsError as error:
        answer = {"refusal": "cells", "height": error.args[0], "width": error.args[1]}
    except python_calamine.PasswordError:
        answer = {"refusal": "locked"}
    except MemoryError:
        answer = {"refusal": "memory"}
    except OSError as error:
        reasons = {errno.EFBIG: "text", errno.ENOSPC: "disk"}
        answer = {"refusal": reasons.get(error.errno or 0, "damaged")}
    except BaseException:  # the parser's panics are no Exception
        answer = {"refusal": "damaged"}
    sys.stdout.write(json.dumps(answer))
    return 0


def limit_itself(*, memory: int, seconds: int, text: int) -> None:
    """Hold this process to so much memory, processor time and text written.

    Windows has no such limits; there the wall clock of the parent must do.
    """
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, text),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, most))


class TooManyCellsError(Exception):
    """A sheet reaches further than any that people keep; its height and its width."""


def written_sheets(
    workbook: Path, folder: Path, *, cells: int
) -> Iterator[dict[str, Any]]:
    """Each sheet that holds anything, once its text is written: name, file, rows, width."""
    left = cells
    book = python_calamine.CalamineWorkbook.from_path(str(workbook))
    for number, name in enumerate(book.sheet_names):
        try:
            sheet = book.get_sheet_by_name(name)
        except python_calamine.WorksheetNotFound:
            continue  # a chart has a tab but no cells
        if sheet.end is None:
            continue
        height, width = sheet.end[0] + 1, sheet.end[1] + 1
        left -= height * width
        if left < 0:
            raise TooManyCellsError(height, width)
        path = folder / f"{number}.txt"
        writing = Writing(width)
        with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
            writing.write(_rows(sheet), stream)
        if not writing.filled_width:
            continue
        if writing.filled_width < width:
            _narrow(path, writing.filled_width)
        yield {
            "name": name,
            "file": path.name,
            "rows": writing.count,
            "width": writing.filled_width,
        }


def _rows(sheet: Any) -> Iterable[list[Any]]:
    """Rows from the sheet's first row and first column on, whatever is blank there."""
    if sheet.start == (0, 0):
        rows: Iterable[list[Any]] = sheet.iter_rows()
        return rows
    found: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return found


class Writing:
    """The text of one sheet while it is written, and what was seen on the way."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.count = 0
        self.filled_width = 0

    def write(self, rows: Iterable[list[Any]], stream: IO[str]) -> None:
        """All rows; columns that are blank to the bottom at the right are found out."""
        iterator = iter(rows)
        while batch := [
            [c if c.__class__ is str else _TEXTS[c.__class__](c) for c in row]
            for row in islice(iterator, _ROWS_AT_ONCE)
        ]:
            self.count += len(batch)
            self._see(batch)
            text = "\n".join(map(DELIMITER.join, batch))
            if self._is_plain(text, len(batch)):
                stream.write(text)
                stream.write("\n")
            else:
                csv.writer(stream, delimiter=DELIMITER, lineterminator="\n").writerows(
                    [_tame(cell) for cell in row] for row in batch
                )

    def _see(self, batch: list[list[str]]) -> None:
        if self.filled_width == self.width:
            return
        for row in batch:
            for index in range(len(row), self.filled_width, -1):
                if row[index - 1]:
                    self.filled_width = index
                    break

    def _is_plain(self, text: str, rows: int) -> bool:
        """Whether the text joined as it is says the same as with quotation marks."""
        return (
            self.width > 1
            and '"' not in text
            and "\r" not in text
            and "\0" not in text
            and text.count("\n") == rows - 1
            and text.count(DELIMITER) == rows * (self.width - 1)
        )


def _tame(cell: str) -> str:
    """A carriage return ends a line by itself, and NUL ends a text: neither is kept."""
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return cell.replace("\0", "").replace(DELIMITER, " ")


def _narrow(path: Path, width: int) -> None:
    """The same text without the blank columns at the right: a formatted sheet has many."""
    wide = path.with_suffix(".wide")
    path.rename(wide)
    with (
        wide.open(encoding="utf-8", newline="") as old,
        path.open("w", encoding="utf-8", newline="") as new,
    ):
        out = csv.writer(new, delimiter=DELIMITER, lineterminator="\n")
        out.writerows(row[:width] for row in csv.reader(old, delimiter=DELIMITER))
    wide.unlink()


def _number(cell: float) -> str:
    """As a person would type it: whole numbers without `.0`, never with an exponent."""
    if cell.is_integer():
        return str(int(cell))
    text = repr(cell)
    return text if "e" not in text and "n" not in text else _exact(cell)


def _exact(cell: float) -> str:
    return format(Decimal(repr(cell)), "f")


def _moment(cell: datetime) -> str:
    is_day = cell.time() == time.min
    return cell.date().isoformat() if is_day else cell.isoformat(sep=" ")


class _Texts(dict[type, Callable[[Any], str]]):
    def __missing__(self, kind: type) -> Callable[[Any], str]:
        return str


_TEXTS = _Texts(
    {
        bool: lambda cell: "TRUE" if cell else "FALSE",
        float: _number,
        datetime: _moment,
        date: date.isoformat,
        time: time.isoformat,
        timedelta: str,
        type(None): lambda cell: "",
    }
)


if __name__ == "__main__":
    # A cell may hold all that a sheet can: no limit of the CSV reader's own.
    csv.field_size_limit(2**31 - 1)
    sys.exit(main(sys.argv[1:]))
