"""Rows of delimited text: a careful reader, and a fast one where both give the same.

A row is a record as a CSV reader sees it: a quoted cell may hold line ends, and a
blank line is a row without cells.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

DELIMITERS = (",", ";", "\t", "|")

SAMPLE_BYTES = 400_000
"""Some two thousand rows: enough for the title lines, the header and the columns' nature."""

_SAMPLE_ROWS = 60
"""Records that decide the delimiter."""

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


def is_plain(data: bytes) -> bool:
    """Whether the fast reader may try: no line is blank, as it would leave it out."""
    return not (data[:1] in (b"\n", b"\r") or b"\n\n" in data or b"\n\r\n" in data)


def counts_as(data: bytes, records: int) -> bool:
    """Whether a plain text holds so many records, told from line ends and quotes alone.

    Independent of both readers, to hold the fast one to. Line ends within quotes are
    looked for only where the plain count differs, as most files have none.
    """
    last = not data.endswith(b"\n")
    if data.count(b"\n") + last == records:
        return True
    outside = data.split(b'"')[::2]
    return sum(part.count(b"\n") for part in outside) + last == records
