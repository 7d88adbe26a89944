"""Several tables one below the other on one sheet: where each begins, and what each is.

People put this year's register under last year's, or card payments under invoices. A
further table shows itself by a header: a row of known headings, without a digit, that is
not the header above printed again. Tables side by side are parted before, in `beside.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from folkmoot.core.store import Writer, quoted
from folkmoot.sources.align import fill_aligned
from folkmoot.sources.cells import Place, RawTable, cells_of_rows, raw_table
from folkmoot.sources.layouts.choosing import Chooser
from folkmoot.sources.layouts.headers import is_header_line
from folkmoot.sources.layouts.recognise import NOTHING, Recognition
from folkmoot.sources.papers import Papers
from folkmoot.sources.raw import keep_raw

Rows = Callable[[], Iterable[Sequence[str]]]

FEWEST_HEADINGS = 3
"""A table of fewer columns is no payment and no contract."""

_MOST_LOOKED_AT = 1_000
"""Rows without a digit that are held against the words of headings: tables have few."""

_TELLING = ("amount_text", "payment_date_text", "value_text", "start_text", "end_text")
"""Fields whose cells have digits in nearly every row: looked at first, as that is cheap."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a sheet: its name, its physical rows, and its reading.

    The rows of the reading's header count from the sheet's top.
    """

    name: str
    first_row: int
    last_row: int
    found: Recognition

    @property
    def row_count(self) -> int:
        """Physical rows, titles and blank ones included."""
        return self.last_row - self.first_row + 1

    def rows(self, rows: Rows) -> Iterator[Sequence[str]]:
        """The rows of this table out of the sheet's."""
        return islice(iter(rows()), self.first_row - 1, self.last_row)


def may_hold_more(
    writer: Writer, raw: RawTable, found: Recognition, cells: pa.Table
) -> bool:
    """Whether some row outside the header could be another one: one cheap look at all rows."""
    names = [quoted(name) for name in raw.columns if name]
    if len(names) < FEWEST_HEADINGS:
        return False
    telling = [
        quoted(name)
        for name, meaning in zip(raw.columns, found.columns, strict=True)
        if name and meaning.field in _TELLING
    ]
    first, last = found.header.first_row, found.header.last_row
    outside = f"row_number NOT BETWEEN {first} AND {last}"
    filled = (
        f"len(list_filter([{', '.join(names)}], x -> x <> '')) >= {FEWEST_HEADINGS}"
    )
    wordy = f"NOT regexp_matches(concat_ws('', {', '.join(names)}), '[0-9]')"
    if telling:
        cells = _picked(writer, cells, " AND ".join(map(_has_no_digit, telling)))
    with writer.arriving(cells) as arriving:
        rows = writer.engine.execute(
            f"SELECT {', '.join(names)} FROM {arriving} WHERE {wordy} AND {outside} "  # noqa: S608
            f"AND {filled} LIMIT {_MOST_LOOKED_AT}"
        ).fetchall()
    kept = [name != "" for name in raw.columns]
    own = [
        cell for cell, is_kept in zip(found.header.line, kept, strict=False) if is_kept
    ]
    return any(
        _line(row) != _line(own) and is_header_line([cell or "" for cell in row])
        for row in rows
    )


def _has_no_digit(column: str) -> str:
    # Most cells of figures and dates begin with a digit, and that is cheap to see.
    return (
        f"CASE WHEN {column} >= '0' AND {column} < ':' THEN false "
        f"ELSE NOT regexp_matches(coalesce({column}, ''), '[0-9]') END"
    )


def _picked(writer: Writer, cells: pa.Table, condition: str) -> pa.Table:
    """The rows that a condition holds for; only its own columns are read to tell."""
    with writer.arriving(cells) as arriving:
        found = writer.engine.execute(
            f"SELECT row_number FROM {arriving} WHERE {condition}"  # noqa: S608
        ).to_arrow_table()
    # Rows stand in order and none is missing: their numbers tell their places. Filtered
    # and not taken: to take rows, Arrow first copies all chunks of a column into one.
    is_picked = np.zeros(len(cells), np.bool_)
    if len(found):
        places = pc.subtract(found.column(0), cells.column("row_number")[0])
        is_picked[places.to_numpy()] = True
    return cells.filter(pa.array(is_picked))


def tables_within(
    chooser: Chooser, name: str, rows: Rows, *, sample: int
) -> list[Part]:
    """The tables of a sheet, top to bottom; their rows are all rows of the sheet.

    What cannot be read as a table belongs to the one above it, or stands as the title of
    the first; unless it has a header of its own, when it is a table not understood.
    """
    starts, count = _starts(rows())
    parts: list[Part] = []
    for start, end in pairwise([*sorted({1, *starts}), count + 1]):
        part = Part(
            name, start, end - 1, _reading(chooser, name, rows, start, end, sample)
        )
        above = parts[-1] if parts else None
        if above is None or (part.found.kind != "none" and above.found.kind != "none"):
            parts.append(part)
        elif part.found.kind == "none":
            parts[-1] = _widened(replace(above, last_row=part.last_row), rows)
        elif above.first_row in starts:
            parts.append(part)
        else:
            parts[-1] = _widened(replace(part, first_row=above.first_row), rows)
    return [
        part if place == 1 else replace(part, name=_numbered(name, place))
        for place, part in enumerate(parts, start=1)
    ]


def keep_several(
    writer: Writer,
    papers: Papers,
    place: Place,
    parts: Sequence[Part],
    rows: Rows,
    *,
    is_one_known: bool = False,
    beside: str = "",
) -> bool:
    """Keep the tables of a sheet, each with papers of its own; False where there are none.

    `is_one_known` where all its rows have a reading as one table: then one table is none.
    Of tables side by side `beside` names the leftmost; only its rows are counted.
    """
    is_any_known = any(part.found.kind != "none" for part in parts)
    if not is_any_known or (len(parts) == 1 and is_one_known):
        return False
    for part in parts:
        own = replace(place, table_name=part.name)
        raw = None
        if part.found.kind != "none":
            raw = raw_table(own, part.found)
            cells = cells_of_rows(raw, part.rows(rows), first_row=part.first_row)
            keep_raw(writer, own, raw, cells)
            fill_aligned(writer, own, raw, part.found, cells)
        papers.add_table(
            part.name,
            part.found,
            raw,
            part.row_count,
            first_row=part.first_row,
            beside=beside,
            is_counted=not beside or parts[0].name == beside,
        )
    return True


def _reading(
    chooser: Chooser, name: str, rows: Rows, start: int, end: int, sample: int
) -> Recognition:
    """The reading of the rows from `start` to before `end`, its header counted from the top."""
    own = list(islice(iter(rows()), start - 1, end - 1))
    width = max(map(len, own), default=0)
    found = chooser.reading(name, own[:sample], width, first_row=start)
    header = found.header
    if header.last_row == 0:
        return found
    moved = replace(
        header,
        first_row=header.first_row + start - 1,
        last_row=header.last_row + start - 1,
    )
    return replace(found, header=moved)


def _widened(part: Part, rows: Rows) -> Part:
    """The table with columns for all cells of the rows that it has taken in."""
    width = max(map(len, part.rows(rows)), default=0)
    columns = part.found.columns
    more = (NOTHING,) * (width - len(columns)) if columns else ()
    return replace(part, found=replace(part.found, columns=(*columns, *more)))


def _starts(rows: Iterable[Sequence[str]]) -> tuple[set[int], int]:
    """The rows in which tables begin, and how many rows there are.

    A table begins with the titles and blank rows right above its header, and with the
    upper line of a header of two, where nothing else stands above that.
    """
    starts: set[int] = set()
    count = lead = header = 0
    line: tuple[str, ...] = ()
    for count, row in enumerate(rows, start=1):
        cells = [cell for cell in row if cell and cell.strip()]
        is_wordy = not any(c.isdigit() for cell in cells for c in cell)
        if len(cells) >= FEWEST_HEADINGS and is_wordy and is_header_line(row):
            if _line(row) != line:
                if header != count - 1 or header == 0:
                    starts.add(lead or count)
                line, header = _line(row), count
            lead = 0
        elif len(cells) <= 1 or (is_wordy and (lead or count == 1)):
            lead = lead or count
        else:
            lead = 0
    return starts, count


def _line(row: Sequence[str | None]) -> tuple[str, ...]:
    """A row as headers are compared: case, blanks and empty cells at the end are nothing."""
    cells = [" ".join((cell or "").split()).lower() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _numbered(name: str, place: int) -> str:
    return f"{name}, table {place}" if name else f"table {place}"
