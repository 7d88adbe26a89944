"""Small counts, what must be hidden with them, and proof that nothing hidden can be computed.

A count of one is a person. Hiding it is not enough while a total and its other parts are
shown, so further cells are hidden until every hidden cell could be many things. The proof
is an audit: for each hidden cell, the least and the most it can be, given all that is
published, by linear (where needed whole-number) programming. Tables that share cells are
audited together; two safe tables can give away what neither does alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.core.disclosure_bounds import Sum, feasible_ranges, too_narrow
from folkmoot.core.disclosure_choice import Choice
from folkmoot.core.exceptions import DisclosureError

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

SMALL_COUNT = 5
"""Counts of one to four are hidden: the usual rule in published health and school tables."""
LEAST_WIDTH = 1.0
"""A cell hidden for the sake of another must at least not be computable."""


@dataclass(frozen=True, slots=True)
class SmallCounts:
    """Hide counts from 1 up to `threshold` - 1, and zeros too where `hide_zeros`.

    Every such cell must be left with a range at least `width` wide (the threshold, where
    no width is given).
    """

    threshold: int = SMALL_COUNT
    hide_zeros: bool = False
    width: float | None = None

    @property
    def protection(self) -> float:
        """The least width of the range that readers may compute."""
        return float(self.threshold) if self.width is None else self.width

    def hidden(self, counts: Numbers) -> Mask:
        """Which counts are too small to be shown."""
        low = counts >= 0 if self.hide_zeros else counts > 0
        return np.asarray(low & (counts < self.threshold))


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells of one or more tables: their true values and which are sums of which.

    `lower` and `upper` are what every reader knows of a cell beforehand: counts are not
    below zero. `whole` says that readers know the cells to be whole numbers.
    """

    values: Numbers
    sums: tuple[Sum, ...]
    lower: Numbers
    upper: Numbers
    whole: bool = True


@dataclass(frozen=True, eq=False)
class Exposure:
    """What a reader can work out of each hidden cell.

    `cell` (h,) are the hidden ones, `lower` and `upper` the ends of each range, `needed` the
    width that each must have.
    """

    cell: NDArray[np.int64]
    lower: Numbers
    upper: Numbers
    needed: Numbers

    @property
    def unsafe(self) -> NDArray[np.int64]:
        """The hidden cells whose range is too narrow."""
        return np.asarray(self.cell[self.upper - self.lower < self.needed - 1e-6])

    @property
    def is_safe(self) -> bool:
        """Whether nothing hidden can be computed closer than stated."""
        return len(self.unsafe) == 0


@dataclass(frozen=True, eq=False)
class Suppression:
    """Which cells to hide: the small ones, those hidden with them, and the proof."""

    primary: Mask
    secondary: Mask
    exposure: Exposure

    @property
    def hidden(self) -> Mask:
        """All that is hidden."""
        return np.asarray(self.primary | self.secondary)


def table_cells(counts: Numbers, *, whole: bool = True) -> Cells:
    """The cells of one table with every margin; `with_margins` gives their places.

    `counts` is the inside of a table of any number of dimensions, without totals.
    """
    extended = with_margins(counts)
    places = np.arange(extended.size).reshape(extended.shape)
    sums: list[Sum] = []
    for axis in range(extended.ndim):
        lines = np.moveaxis(places, axis, -1).reshape(-1, extended.shape[axis])
        sums.extend(Sum(int(line[-1]), tuple(map(int, line[:-1]))) for line in lines)
    size = extended.size
    return Cells(
        values=extended.ravel(),
        sums=tuple(sums),
        lower=np.zeros(size),
        upper=np.full(size, np.inf),
        whole=whole,
    )


def with_margins(counts: Numbers) -> Numbers:
    """A table with its totals as a last line along every axis."""
    extended = np.asarray(counts, dtype=np.float64)
    for axis in range(extended.ndim):
        total = extended.sum(axis=axis, keepdims=True)
        extended = np.concatenate([extended, total], axis=axis)
    return extended


def linked(tables: Sequence[Cells], same: Sequence[tuple[int, int, int, int]]) -> Cells:
    """Several tables as one system; each of `same` is (table, cell, other table, cell).

    A shared total, or a cell that two tables show, is one thing to a reader. Raises
    `DisclosureError` where two such cells differ: then one of the tables is wrong.
    """
    starts = np.cumsum([0, *(len(table.values) for table in tables)])
    sums = [
        Sum(one.total + start, tuple(part + start for part in one.parts))
        for table, start in zip(tables, starts.tolist(), strict=False)
        for one in table.sums
    ]
    values = np.concatenate([table.values for table in tables])
    for table, cell, other, twin in same:
        left, right = int(starts[table]) + cell, int(starts[other]) + twin
        if abs(values[left] - values[right]) > 1e-9:
            raise DisclosureError(
                f"Two tables give {values[left]:g} and {values[right]:g} for one cell.",
                "Make both tables from the same rows.",
            )
        sums.append(Sum(left, (right,)))
    return Cells(
        values=values,
        sums=tuple(sums),
        lower=np.concatenate([table.lower for table in tables]),
        upper=np.concatenate([table.upper for table in tables]),
        whole=all(table.whole for table in tables),
    )


def audited(cells: Cells, hidden: Mask, needed: Numbers | float) -> Exposure:
    """What a reader of everything not hidden can work out of everything hidden.

    Exact: each range is the tightest there is. `needed` is the width each hidden cell must
    have, one for all or one a cell.
    """
    place = np.flatnonzero(hidden)
    lower, upper = feasible_ranges(
        cells.values, cells.sums, hidden, (cells.lower, cells.upper), whole=cells.whole
    )
    wide = np.broadcast_to(np.asarray(needed, np.float64), cells.values.shape)[place]
    return Exposure(place, lower[place], upper[place], wide)


def suppressed(
    cells: Cells,
    rule: SmallCounts,
    *,
    primary: Mask | None = None,
    shown: Mask | None = None,
) -> Suppression:
    """What to hide so that no small count can be computed, and the proof that it holds.

    `primary` replaces the rule's own choice of cells; `shown` are cells that must stay.
    Raises `DisclosureError` where no choice of further cells protects one.
    """
    first = rule.hidden(cells.values) if primary is None else primary
    keep = np.zeros(len(first), bool) if shown is None else shown
    if np.any(first & keep):
        raise DisclosureError(
            "A cell that must be shown holds a small count.",
            "Join it to another, or let it be hidden.",
        )
    needed = np.where(first, rule.protection, LEAST_WIDTH)
    hidden = first.copy()
    choice: Choice | None = None
    while unsafe := _too_narrow(cells, hidden, needed):
        before = int(hidden.sum())
        choice = choice or Choice(cells.values, cells.sums, (cells.lower, cells.upper))
        for cell in unsafe:
            alone = int(hidden.sum()) == before
            target = (cell, float(needed[cell]))
            hidden[choice.cells_to_hide((hidden, keep), target, alone=alone)] = True
        if int(hidden.sum()) == before:
            raise DisclosureError(
                f"Cell {unsafe[0]} can be computed from what must be shown.",
                "Join small groups, or publish fewer totals.",
            )
    for cell in _dearest_first(cells.values, hidden & ~first):
        hidden[cell] = False
        if _too_narrow(cells, hidden, needed, taken_back=int(cell)):
            hidden[cell] = True
    return Suppression(first, hidden & ~first, audited(cells, hidden, needed))


def _too_narrow(
    cells: Cells, hidden: Mask, needed: Numbers, taken_back: int | None = None
) -> list[int]:
    """The unsafe cells; the first of them only, where a cell was taken back on trial."""
    return too_narrow(
        cells.values,
        cells.sums,
        hidden,
        (cells.lower, cells.upper),
        needed,
        whole=cells.whole,
        near=taken_back,
    )


def _dearest_first(values: Numbers, candidates: Mask) -> NDArray[np.int64]:
    """Cells hidden for others, the most telling first: each is tried without."""
    place = np.flatnonzero(candidates)
    return np.asarray(place[np.argsort(-values[place], kind="stable")])
