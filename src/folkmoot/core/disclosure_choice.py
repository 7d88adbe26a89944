"""Which further cells to hide so that one hidden cell becomes uncertain enough.

A cell is protected when there is another table, with the same shown cells, in which it
differs by the width asked for. The cheapest such difference (each cell it moves costs, and
what is hidden already costs nothing) says which cells to hide next: Kelly, Golden and
Assad (1992). The choice is good, not the best; the audit afterwards is exact.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, hstack

from folkmoot.core.disclosure_bounds import Sum

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
MOVED = 1e-7
VALUE_COST = 0.01
"""How much a large cell costs over a small one: few cells first, small ones among them."""


def cells_to_hide(
    values: Numbers,
    sums: Sequence[Sum],
    known: tuple[Numbers, Numbers],
    state: tuple[Mask, Mask],
    target: tuple[int, float],
    *,
    alone: bool,
) -> NDArray[np.int64]:
    """Cells to hide for the sake of `target`, a cell and its width; none where it is hopeless.

    `state` is what is hidden already and what must stay shown. `alone` says that nothing
    else was hidden since the target was found unsafe: what is hidden is then not enough.
    """
    hidden, keep = state
    cell, width = target
    for change in (width, -width):
        moved = _cheapest_move(values, sums, known, state, (cell, change))
        if moved is not None:
            more = np.flatnonzero(moved & ~hidden)
            if len(more) or not alone:
                return more
            break
    # What is hidden would do in fractions, but not in whole cells: one more, the cheapest.
    near = {
        other
        for one in sums
        if hidden[[one.total, *one.parts]].any()
        for other in (one.total, *one.parts)
    }
    free = [other for other in sorted(near) if not hidden[other] and not keep[other]]
    cheapest = sorted(free, key=lambda other: (values[other] <= 0, values[other]))
    return np.array(cheapest[:1], dtype=np.int64)


def _cheapest_move(
    values: Numbers,
    sums: Sequence[Sum],
    known: tuple[Numbers, Numbers],
    state: tuple[Mask, Mask],
    target: tuple[int, float],
) -> Mask | None:
    """The cells that move in the cheapest table where the target moves by that much."""
    hidden, keep = state
    size = len(values)
    balance = _balance(sums, size)
    cost = np.where(hidden, 0.0, 1 + VALUE_COST * np.log1p(np.maximum(values, 0)))
    up = np.where(keep, 0.0, known[1] - values)
    down = np.where(keep, 0.0, values - known[0])
    cell, change = target
    up[cell], down[cell] = max(change, 0.0), max(-change, 0.0)
    fixed_up, fixed_down = np.zeros(size), np.zeros(size)
    fixed_up[cell], fixed_down[cell] = up[cell], down[cell]
    found = linprog(
        np.concatenate([cost, cost]),
        A_eq=hstack([balance, -balance]).tocsr(),
        b_eq=np.zeros(balance.shape[0]),
        bounds=np.stack(
            [np.concatenate([fixed_up, fixed_down]), np.concatenate([up, down])], axis=1
        ),
        method="highs",
    )
    if not found.success:
        return None
    moved = np.abs(found.x[:size] - found.x[size:]) > MOVED
    return np.asarray(moved)


def _balance(sums: Sequence[Sum], size: int) -> coo_matrix:
    """One row a sum: its parts less its total."""
    rows, columns, signs = [], [], []
    for row, one in enumerate(sums):
        for cell, sign in [(part, 1.0) for part in one.parts] + [(one.total, -1.0)]:
            rows.append(row)
            columns.append(cell)
            signs.append(sign)
    return coo_matrix((signs, (rows, columns)), shape=(len(sums), size))
