"""Rows that are only made when they are looked at: a page shows fifty of sixty thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

Item = TypeVar("Item")
Row = dict[str, Any]

ROWS_AT_ONCE = 2_000
"""Rows made at a time when all are wanted, as for a download."""


class LazyRows(Sequence[Row]):
    """Rows made from known items, a slice at a time, in the items' order."""

    def __init__(
        self, items: Sequence[Item], made: Callable[[Sequence[Item]], list[Row]]
    ) -> None:
        self._items = items
        self._made = made

    def __len__(self) -> int:
        """How many rows there are; none is made for it."""
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """One row, or the rows of a slice."""
        if isinstance(at, slice):
            chosen = self._items[at]
            return self._made(chosen) if chosen else []
        return self._made([self._items[at]])[0]

    def __iter__(self) -> Iterator[Row]:
        """Every row, made some thousands at a time."""
        for start in range(0, len(self._items), ROWS_AT_ONCE):
            yield from self[start : start + ROWS_AT_ONCE]
