"""Rows of delimited text as Python has them: the careful reader, and how text is cut.

A row is a record as a CSV reader sees it: a quoted cell may hold line ends, and a
blank line is a row without cells.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from folkmoot.sources.readers.counting import count_of

DELIMITERS = (",", ";", "\t", "|")

SAMPLE_BYTES = 400_000
"""Some two thousand rows: enough for the title lines, the header and the columns' nature."""

_SAMPLE_ROWS = 60
"""Records that decide the delimiter."""

_MOST_REPAIRS = 200
"""A file with more open quotes than this is not cut by quotes at all."""

_WIDE = 3
"""In a narrower table a line of an address could pass for a row."""

_FIELD_LIMIT = 4_000_000
"""A cell longer than this is an unclosed quote, not a cell."""


def delimiter_of(sample: str) -> str:
    """The delimiter that cuts the most records into the same number of cells, above one.

    A comma where none does: the table has one column.
    """
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = Counter[int]()
        for number, row in enumerate(careful_rows(sample, delimiter)):
            if number == _SAMPLE_ROWS:
                break
            if row:
                widths[len(row)] += 1
        if not widths:
            continue
        width, count = max(
            widths.items(), key=lambda item: (item[1] * item[0], item[0])
        )
        score = 0.0 if width < 2 else count / widths.total() * width**0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def careful_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Every record in order, blank ones included as empty lists."""
    csv.field_size_limit(_FIELD_LIMIT)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def sample_of(data: bytes) -> str:
    """The beginning of a text, cut at a line end."""
    if len(data) <= SAMPLE_BYTES:
        return data.decode("utf-8")
    cut = data.rfind(b"\n", 0, SAMPLE_BYTES) + 1 or SAMPLE_BYTES
    return data[:cut].decode("utf-8", errors="ignore")


def counts_as(data: bytes, records: int) -> bool:
    """Whether a text has one line for each of so many records.

    Independent of both readers, to hold the fast one to. Where a quoted cell holds line
    ends it is false, as only the careful reader sees a quote that was never closed.
    """
    return count_of(data, b"\n") + (not data.endswith(b"\n")) == records


def with_quotes_closed(text: str, delimiter: str) -> tuple[str, list[int]]:
    """The text without the quotation marks that were opened and never closed.

    Such a mark swallows the rows below it into one cell, without a word from a CSV
    reader. It is known by a cell with a line inside it that is a whole row by itself;
    gives the numbers of the lines whose marks were taken out, from 1.
    """
    if '"' not in text:
        return text, []
    lines = list(io.StringIO(text, newline=""))
    width = max(
        map(len, islice(careful_rows(text, delimiter), _SAMPLE_ROWS)), default=0
    )
    repaired: list[int] = []
    start = 0
    while start < len(lines) and len(repaired) < _MOST_REPAIRS:
        bad = _swallowing_line(lines, start, delimiter, width)
        if bad is None:
            break
        lines[bad] = lines[bad].replace('"', "")
        repaired.append(bad + 1)
        start = bad
    return ("".join(lines) if repaired else text), repaired


def _swallowing_line(
    lines: list[str], start: int, delimiter: str, width: int
) -> int | None:
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(islice(lines, start, None), delimiter=delimiter)
    begins = 0
    for row in reader:
        if reader.line_num - begins > 1:
            inner = (line for cell in row for line in cell.split("\n")[1:])
            if width >= _WIDE and any(
                line.count(delimiter) == width - 1 for line in inner
            ):
                return start + begins
        begins = reader.line_num
    return None
