"""One column of text: its distinct cells, and which of them each row holds.

A column of a hundred thousand answers holds a handful of different cells. Whatever is asked
of a cell (is it blank, which code is it, does it name a person) is asked of each distinct
text once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import Any, overload

import numpy as np
from numpy.typing import DTypeLike, NDArray

Places = NDArray[np.int32]

_ROWS_AT_ONCE = 4_096
"""Rows that are turned into columns together: enough for speed, few enough for memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells(Sequence[str]):
    """The cells of one column: `texts[places[row]]` is the cell of a row.

    `texts` stand in the order in which the file first has them, and each is in some row.
    """

    texts: tuple[str, ...]
    places: Places

    @classmethod
    def of(cls, cells: Iterable[str]) -> Cells:
        """The column of these cells, one a row."""
        held = tuple(cells)
        known = {text: place for place, text in enumerate(dict.fromkeys(held))}
        places = np.fromiter(map(known.__getitem__, held), np.int32, len(held))
        return cls(tuple(known), places)

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> Cells: ...
    def __getitem__(self, row: int | slice) -> str | Cells:
        if isinstance(row, slice):
            return self.taking(range(len(self))[row])
        return self.texts[int(self.places[row])]

    def __iter__(self) -> Iterator[str]:
        return map(self.texts.__getitem__, self.places.tolist())

    def taking(self, rows: Sequence[int]) -> Cells:
        """The cells of some rows, in the order given."""
        held = self.places[np.asarray(rows, np.intp)]
        in_use = np.bincount(held, minlength=len(self.texts)) > 0
        texts = tuple(compress(self.texts, in_use))
        renumbered = np.cumsum(in_use, dtype=np.int32) - 1
        return Cells(texts, renumbered[held])

    def mapped(self, change: Callable[[str], str]) -> Cells:
        """Each cell changed; the rows stay."""
        changed = tuple(map(change, self.texts))
        places = {text: place for place, text in enumerate(dict.fromkeys(changed))}
        renumbered = np.array([places[text] for text in changed], np.int32)
        return Cells(tuple(places), renumbered[self.places])

    def each(self, read: Callable[[str], Any], kind: DTypeLike) -> NDArray[Any]:
        """What `read` says of each row's cell, as an array of `kind`."""
        said = np.empty(len(self.texts), kind)
        for place, text in enumerate(self.texts):
            said[place] = read(text)
        return said[self.places]

    def first_row(self, text: str) -> int:
        """The first row that holds a text; ValueError where it is nowhere."""
        return int(np.argmax(self.places == self.texts.index(text)))


def columns_of(rows: Iterable[Sequence[str]], width: int) -> tuple[Cells, ...]:
    """Rows of text as `width` columns, without the blanks around a cell.

    Short rows are filled up, long ones cut.
    """
    columns = [_Column() for _ in range(width)]
    rows, filling = iter(rows), ("",) * width
    while block := list(islice(rows, _ROWS_AT_ONCE)):
        even = (row if len(row) == width else (*row, *filling)[:width] for row in block)
        for column, cells in zip(columns, zip(*even, strict=True), strict=True):
            column.add(cells)
    return tuple(column.cells() for column in columns)


class _Column:
    """A column that grows block by block."""

    def __init__(self) -> None:
        self._place_of: dict[str, int] = {}
        """By the cell as written; several that differ in blanks have one place."""
        self._texts: dict[str, int] = {}
        self._blocks: list[Places] = []

    def add(self, cells: Sequence[str]) -> None:
        for cell in dict.fromkeys(cells):
            if cell not in self._place_of:
                text = cell.strip()
                self._place_of[cell] = self._texts.setdefault(text, len(self._texts))
        found = map(self._place_of.__getitem__, cells)
        self._blocks.append(np.fromiter(found, np.int32, len(cells)))

    def cells(self) -> Cells:
        blocks = self._blocks or [np.zeros(0, np.int32)]
        return Cells(tuple(self._texts), np.concatenate(blocks))
