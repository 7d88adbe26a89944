"""The cells of one table as published, in Arrow, contact details left out.

A table of cells has `row_number` (the physical row, from 1), where the rows were objects of
a JSON file `pointer`, and a column of text for each raw column; an empty cell is null.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

import pyarrow as pa
import pyarrow.compute as pc

from folkmoot.sources.layouts.recognise import Recognition
from folkmoot.sources.readers.fast_delimited import ROW_NUMBER, fast_cells

POINTER = "pointer"

APART = "\x1f"
"""Stands between the cells of a row that is kept as one text; inside a cell it is a blank."""

_BATCH_ROWS = 50_000
"""Rows held as Python text at once by the careful path."""

_NAME_LETTERS = 50
_EMAIL = r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
EMAIL_REMOVED = "[email removed]"


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of stage raw: its name, and the raw column of each published one ('': dropped)."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What every row of a table says of where it is from.

    `has_pointers` where the rows were objects of a JSON file.
    """

    source_id: str
    table_name: str
    bundle_id: str
    has_pointers: bool = False


def raw_table(place: Place, recognition: Recognition) -> RawTable:
    """The names that the raw table and its columns get, from the headings; each unique."""
    taken = {"source_id", ROW_NUMBER, POINTER}
    names: list[str] = []
    for index, meaning in enumerate(recognition.columns):
        headings = recognition.header.headings
        heading = headings[index] if index < len(headings) else ""
        stem = _slug(heading) or f"column_{index + 1}"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name)
        names.append("" if meaning.is_contact else name)
    table = _slug(place.table_name)
    return RawTable(f"{place.source_id}__{table}", tuple(names))


def cells_of_text(
    raw: RawTable, data: bytes, *, delimiter: str, is_count: Callable[[int], bool]
) -> pa.Table | None:
    """The fast path: a million rows never pass through Python; None where it is not sure.

    It is held to a count of the records that `is_count` knows. `data` is UTF-8.
    """
    cells = fast_cells(data, delimiter=delimiter, names=raw.columns)
    if cells is None or not is_count(cells.num_rows):
        return None
    if b"@" in data:
        cells = _each(cells, _without_emails)
    if delimiter != APART and APART.encode() in data:
        cells = _each(cells, _in_one_piece)
    return cells


def cells_of_rows(
    raw: RawTable,
    rows: Iterable[Sequence[str]],
    *,
    first_row: int = 1,
    has_pointers: bool = False,
) -> pa.Table:
    """The careful path: rows as Python has them.

    With `has_pointers` the first cell of each row is its pointer. `first_row` is the
    physical row of the first, where a sheet holds several tables.
    """
    names = [*([POINTER] if has_pointers else []), *raw.columns]
    fields = [
        (ROW_NUMBER, pa.int64()),
        *((name, pa.string()) for name in names if name),
    ]
    batches = _batches(rows, names, start=first_row)
    cells = pa.concat_tables([pa.schema(fields).empty_table(), *batches])
    return _each(_each(cells, _without_emails), _in_one_piece)


def _batches(
    rows: Iterable[Sequence[str]], names: Sequence[str], *, start: int
) -> Iterator[pa.Table]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH_ROWS)):
        cells = list(zip_longest(*batch))
        cells += [(None,) * len(batch)] * (len(names) - len(cells))
        columns = {ROW_NUMBER: pa.array(range(start, start + len(batch)), pa.int64())}
        for name, column in zip(names, cells, strict=True):
            if name:
                columns[name] = pa.array([cell or None for cell in column], pa.string())
        yield pa.table(columns)
        start += len(batch)


def _each(
    cells: pa.Table, change: Callable[[pa.ChunkedArray], pa.ChunkedArray]
) -> pa.Table:
    for place, name in enumerate(cells.column_names):
        if name != ROW_NUMBER:
            cells = cells.set_column(place, name, change(cells.column(place)))
    return cells


def _without_emails(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not _any_holds(column, "@"):
        return column
    return pc.replace_substring_regex(column, _EMAIL, EMAIL_REMOVED)


def _in_one_piece(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return (
        pc.replace_substring(column, APART, " ")
        if _any_holds(column, APART)
        else column
    )


def _any_holds(column: pa.ChunkedArray, text: str) -> bool:
    return pc.any(pc.match_substring(column, text)).as_py() is True


def _slug(text: str) -> str:
    return (
        re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:_NAME_LETTERS].strip("_")
    )
