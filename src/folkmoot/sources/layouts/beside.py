"""Tables side by side on one sheet: in which columns each stands, where that is sure.

Registers have empty columns for looks, so an empty column by itself parts nothing. Tables
are parted where each says by its own headings all that makes a table: who was paid, how
much and when, or who was hired, for what, and when or for how much. No one table says its
supplier twice over with all that belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from folkmoot.sources.layouts.choosing import Chooser
from folkmoot.sources.layouts.headers import is_header_line
from folkmoot.sources.layouts.recognise import Recognition
from folkmoot.sources.layouts.several import Rows
from folkmoot.sources.papers import Papers

_LOOKED_AT = 200
"""Rows by which a part of a sheet is tried as a table; its headings decide."""

_MOST_RUNS = 10
"""A sheet cut by more empty columns than this is a form, not tables."""

_DAYS_AND_SUMS = frozenset(
    {"start_text", "end_text", "value_text", "annual_value_text", "ceiling_text"}
    | {"awarded_text"}
)

_Runs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Band:
    """The columns of a sheet that one table stands in, from 0; `end` is None up to the edge.

    `name` is the table's: the sheet's name, where it has one, and the columns as a
    spreadsheet letters them.
    """

    name: str
    start: int
    end: int | None

    def rows(self, rows: Rows) -> Iterator[Sequence[str]]:
        """All rows of the sheet, each with the cells of these columns alone."""
        return (row[self.start : self.end] for row in rows())


def bands_of(
    chooser: Chooser, name: str, sample: Sequence[Sequence[str]], rows: Rows
) -> list[Band]:
    """The bands of a sheet from left to right, or none where it holds but one table.

    `sample` are its first rows. A column parts tables only if it is empty in all rows.
    """
    runs = _filled_runs(sample)
    if not 1 < len(runs) <= _MOST_RUNS:
        return []
    groups = _groups(chooser, name, sample[:_LOOKED_AT], runs)
    if len(groups) < 2:
        return []
    gaps = [
        place
        for (_, end), (start, _) in pairwise(groups)
        for place in range(end, start)
    ]
    if any(place < len(row) and row[place].strip() for row in rows() for place in gaps):
        return []
    ends = [*(end for _, end in groups[:-1]), None]
    return [
        Band(_named(name, start, last), start, end)
        for (start, last), end in zip(groups, ends, strict=True)
    ]


def seem_side_by_side(found: Recognition, sample: Sequence[Sequence[str]]) -> bool:
    """Whether the header of a sheet read as one table reads as two with a gap between."""
    below = sample[found.header.last_row :]
    runs = _filled_runs([found.header.line, *below])
    return sum(is_header_line(found.header.line[slice(*run)]) for run in runs) > 1


def _filled_runs(rows: Sequence[Sequence[str]]) -> _Runs:
    """Runs of columns that hold anything, each as its first place and the one behind it."""
    width = max(map(len, rows), default=0)
    is_filled = [False] * width
    for row in rows:
        for place, cell in enumerate(row):
            if not is_filled[place] and cell and not cell.isspace():
                is_filled[place] = True
    edges = [
        place
        for place, (left, right) in enumerate(pairwise([False, *is_filled, False]))
        if left != right
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _groups(
    chooser: Chooser, name: str, sample: Sequence[Sequence[str]], runs: _Runs
) -> _Runs:
    """The most tables that the runs can be put together to, each whole in itself.

    Where there is a choice a run that is no table belongs to the one on its left: notes
    are written beside what they are about. Empty where the runs cannot all be placed.
    """
    # Without maps, which speak of the tables by the columns they are found in.
    trying = Chooser((), Papers(chooser.papers.file))

    @cache
    def is_whole(first: int, last: int) -> bool:
        start, end = runs[first][0], runs[last][1]
        own = [row[start:end] for row in sample]
        return _is_whole(trying.reading(_named(name, start, end), own, end - start))

    best: list[list[tuple[int, int]] | None] = [[]]
    for last in range(len(runs)):
        found: list[tuple[int, int]] | None = None
        for first in range(last + 1):
            before = best[first]
            is_better = before is not None and (
                found is None or len(before) + 1 >= len(found)
            )
            if is_better and is_whole(first, last):
                found = [*(before or []), (runs[first][0], runs[last][1])]
        best.append(found)
    return best[-1] or []


def _is_whole(found: Recognition) -> bool:
    fields = {meaning.field for meaning in found.columns}
    if found.header.last_row == 0 or not is_header_line(found.header.headings):
        return False
    if found.kind == "payments":
        return {"supplier_name", "amount_text", "payment_date_text"} <= fields
    return (
        found.kind == "contracts"
        and {"supplier_name", "title"} <= fields
        and not _DAYS_AND_SUMS.isdisjoint(fields)
    )


def _named(sheet: str, start: int, end: int) -> str:
    columns = f"columns {_letters(start)} to {_letters(end - 1)}"
    return f"{sheet}, {columns}" if sheet else columns


def _letters(place: int) -> str:
    """The name that a spreadsheet gives the column at this place from 0: A, B, … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
