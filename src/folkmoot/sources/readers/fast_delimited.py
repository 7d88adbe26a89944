"""Delimited text as Arrow columns: the fast reader, which answers only where it is sure.

It takes quotation marks as Python's `csv` does wherever they pair
(`tests/generative/test_two_readers.py`), so that both readers give the same cells.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from folkmoot.sources.readers.counting import count_of

ROW_NUMBER = "row_number"

_BLOCK_BYTES = 8_000_000
"""Parsed at once, and no row is longer; scanning many short blocks costs twice as much."""

_MOST_SHORT_ROWS = 50_000
"""Rows shorter than the header that are held as Python text."""


def fast_cells(data: bytes, *, delimiter: str, names: Sequence[str]) -> pa.Table | None:
    """The columns that have a name, after `row_number`, from 1; None where it is not sure.

    Every column is text, an empty cell null. Rows shorter than the names are filled up; a
    blank line is a row of nulls. None where a row is longer, where quotation marks do not
    pair or one is open at the end, and where a row is longer than a block.
    """
    if count_of(data, b'"') % 2 or _ends_in_quotes(data, delimiter):
        return None
    places = [f"c{place}" for place in range(len(names))]
    wanted = {place: name for place, name in zip(places, names, strict=True) if name}
    short = _ShortRows(delimiter)
    try:
        rows = arrow_csv.read_csv(
            pa.py_buffer(data),
            # In one thread: only then the reader knows the number of a row.
            arrow_csv.ReadOptions(
                column_names=places, use_threads=False, block_size=_BLOCK_BYTES
            ),
            arrow_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=b'"' in data,
                ignore_empty_lines=False,
                invalid_row_handler=short,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()),
                include_columns=list(wanted) or places[:1],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                null_values=[""],
                check_utf8=False,
            ),
            # Arrow's own pool asks for far more memory than it needs as it grows: the
            # pages it is then given cost more time than parsing.
            memory_pool=pa.system_memory_pool(),
        )
    except pa.ArrowInvalid:
        return None
    rows = rows.select(list(wanted)).rename_columns(list(wanted.values()))
    numbers = np.arange(1, rows.num_rows + len(short.numbers) + 1)
    if not short.numbers:
        return rows.add_column(0, ROW_NUMBER, pa.array(numbers))
    others = np.delete(numbers, np.array(short.numbers) - 1)
    long = rows.add_column(0, ROW_NUMBER, pa.array(others))
    return pa.concat_tables([long, short.table(names)]).sort_by(ROW_NUMBER)


def _ends_in_quotes(data: bytes, delimiter: str) -> bool:
    """Whether a quotation mark of the last line is never closed."""
    line = data[data.rfind(b"\n", 0, -1) + 1 :].decode().rstrip("\r\n") + "\n"
    try:
        return any(
            "\n" in cell
            for row in csv.reader([line], delimiter=delimiter)
            for cell in row
        )
    except csv.Error:
        return True


@dataclass(slots=True)
class _ShortRows:
    """The rows that are shorter than the header, kept aside as the reader meets them."""

    delimiter: str
    numbers: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __call__(self, row: arrow_csv.InvalidRow) -> str:
        is_longer = row.actual_columns > row.expected_columns
        if is_longer or len(self.numbers) == _MOST_SHORT_ROWS:
            return "error"
        self.numbers.append(row.number)
        self.texts.append(row.text)
        return "skip"

    def table(self, names: Sequence[str]) -> pa.Table:
        """These rows as the others stand: their numbers, and the columns with a name."""
        # One by one: a cell may hold line ends.
        rows = [next(csv.reader([t], delimiter=self.delimiter)) for t in self.texts]
        columns = {ROW_NUMBER: pa.array(self.numbers, pa.int64())}
        for place, name in enumerate(names):
            if name:
                cells = [
                    row[place] or None if place < len(row) else None for row in rows
                ]
                columns[name] = pa.array(cells, pa.string())
        return pa.table(columns)
