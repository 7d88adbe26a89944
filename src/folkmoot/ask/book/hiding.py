"""Which cells of a table are hidden so that no answer of one person can be worked out.

Bases and percentages together give counts, so a table is treated as if its counts were
printed. A column on too few answers is hidden whole: with one leader a council, it is the
column that says whose answer it is. Where the answer itself may say so, small counts are
hidden too. What would give either away is hidden with it, and `core.disclosure` proves that
it is enough.
Totals of a question are settled first, once, since every table of the question shows them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Mask
from folkmoot.ask.estimation.design import Codes
from folkmoot.ask.survey.declared import Publishing
from folkmoot.core.disclosure import (
    Cells,
    SmallCounts,
    Suppression,
    suppressed,
    table_cells,
)
from folkmoot.core.exceptions import DisclosureError


@dataclass(frozen=True, eq=False)
class Hidden:
    """What of a table stays hidden: inner cells (levels, columns), totals, and bases."""

    cells: Mask
    totals: Mask
    bases: Mask

    @property
    def count(self) -> int:
        """How many inner cells are hidden."""
        return int(self.cells.sum())


def hidden_totals(counts: Codes, rule: Publishing, small: SmallCounts) -> Mask:
    """Which levels of a question's total column stay hidden.

    `counts` (levels,) of everybody who answered; their sum, the base, is always shown.
    """
    if counts.sum() < rule.suppress_below:
        return np.ones(len(counts), dtype=bool)
    cells = table_cells(counts.astype(np.float64))
    shown = np.zeros(len(counts) + 1, dtype=bool)
    shown[-1] = True
    if not small.hidden(cells.values[:-1]).any():
        return np.zeros(len(counts), dtype=bool)
    try:
        return suppressed(cells, small, shown=shown).hidden[:-1]
    except DisclosureError:
        return np.ones(len(counts), dtype=bool)


def hidden_cells(
    counts: Codes, totals: Mask, rule: Publishing, small: SmallCounts
) -> Hidden:
    """What stays hidden of a table of levels by columns.

    `counts` (levels, 1 + columns): the first column holds people whom the division does
    not place; nobody prints it, but a reader has it by taking the others from the total.
    """
    inside = counts.astype(np.float64)
    cells = table_cells(inside)
    shape = (inside.shape[0] + 1, inside.shape[1] + 1)
    values = cells.values.reshape(shape)
    primary = small.hidden(values)
    primary[-1, :] = False
    primary[:, -1] = False
    thin = (values[-1, :-1] < rule.suppress_below) & (values[-1, :-1] > 0)
    thin[0] = False  # no column of its own; its small counts count one by one
    primary[:, :-1] |= thin[None, :]
    primary[:-1, -1] |= totals
    if not primary.any():
        return _parted(primary)
    shown = np.zeros(shape, dtype=bool)
    shown[:, -1] = ~primary[:, -1]
    for keep_bases in (True, False):
        keep = shown.copy()
        if keep_bases:
            keep[-1, :] |= ~primary[-1, :]
        found = _attempt(cells, primary, keep, small)
        if found is not None:
            return _parted(found.hidden.reshape(shape))
    everything = np.ones(shape, dtype=bool)
    everything[:, -1] = primary[:, -1]
    return _parted(everything)


def _attempt(
    cells: Cells, primary: Mask, keep: Mask, small: SmallCounts
) -> Suppression | None:
    """A choice of what to hide that keeps `keep`, with its proof; None where there is none."""
    try:
        return suppressed(
            cells,
            small,
            primary=primary.ravel(),
            shown=(keep & ~primary).ravel(),
        )
    except DisclosureError:
        return None


def small_counts(rule: Publishing, *, identifies: bool) -> SmallCounts:
    """The rule for single counts: of what identifies nobody, none is too small.

    What is hidden must in either case be open to the width of `smallest_cell`.
    """
    width = float(max(rule.smallest_cell, 2))
    return SmallCounts(rule.smallest_cell if identifies else 1, width=width)


def _parted(hidden: Mask) -> Hidden:
    return Hidden(hidden[:-1, 1:-1], hidden[:-1, -1], hidden[-1, 1:-1])
