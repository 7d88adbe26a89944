"""Which further cells to hide so that one hidden cell becomes uncertain enough.

A cell is protected when there is another table, with the same shown cells, in which it
differs by the width asked for. The cheapest such difference (each cell it moves costs, and
what is hidden already costs nothing) says which cells to hide next: Kelly, Golden and
Assad (1992). The choice is good, not the best; the audit afterwards is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, hstack

from folkmoot.core.disclosure_bounds import Sum, quiet_solver

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
MOVED = 1e-7
VALUE_COST = 0.01
"""How much a large cell costs over a small one: few cells first, small ones among them."""


class Choice:
    """The cells of one table, asked again and again which of them to hide next.

    The table and its sums are given to the solver once: a question changes only what a
    move costs and how far each cell may go.
    """

    def __init__(
        self, values: Numbers, sums: Sequence[Sum], known: tuple[Numbers, Numbers]
    ) -> None:
        self.values, self.sums, self.known = values, sums, known
        self._cost = 1 + VALUE_COST * np.log1p(np.maximum(values, 0))
        self._columns = np.arange(2 * len(values), dtype=np.int32)
        self._solver = _balanced(_balance(sums, len(values)))

    def cells_to_hide(
        self, state: tuple[Mask, Mask], target: tuple[int, float], *, alone: bool
    ) -> NDArray[np.int64]:
        """Cells to hide for the sake of `target`, a cell and its width; none if hopeless.

        `state` is what is hidden already and what must stay shown. `alone` says that
        nothing else was hidden since the target was found unsafe: what is hidden is then
        not enough.
        """
        hidden, keep = state
        cell, width = target
        for change in (width, -width):
            moved = self._cheapest_move(state, (cell, change))
            if moved is not None:
                more = np.flatnonzero(moved & ~hidden)
                if len(more) or not alone:
                    return more
                break
        # What is hidden would do in fractions, but not in whole cells: one more, the cheapest.
        near = {
            other
            for one in self.sums
            if hidden[[one.total, *one.parts]].any()
            for other in (one.total, *one.parts)
        }
        free = [
            other for other in sorted(near) if not hidden[other] and not keep[other]
        ]
        values = self.values
        cheapest = sorted(free, key=lambda other: (values[other] <= 0, values[other]))
        return np.array(cheapest[:1], dtype=np.int64)

    def _cheapest_move(
        self, state: tuple[Mask, Mask], target: tuple[int, float]
    ) -> Mask | None:
        """The cells that move in the cheapest table where the target moves by that much."""
        import highspy  # heavy; only a table with something to hide comes here

        hidden, keep = state
        cost = np.where(hidden, 0.0, self._cost)
        up = np.where(keep, 0.0, self.known[1] - self.values)
        down = np.where(keep, 0.0, self.values - self.known[0])
        cell, change = target
        up[cell], down[cell] = max(change, 0.0), max(-change, 0.0)
        least = np.zeros(2 * len(up))
        least[[cell, len(up) + cell]] = up[cell], down[cell]
        most, columns, solver = np.concatenate([up, down]), self._columns, self._solver
        solver.changeColsCost(len(columns), columns, np.concatenate([cost, cost]))
        solver.changeColsBounds(len(columns), columns, least, most)
        # The answer to one question must not hang on the questions before it.
        solver.clearSolver()
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        ups, downs = np.asarray(solver.getSolution().col_value).reshape(2, -1)
        return np.asarray(np.abs(ups - downs) > MOVED)


def _balanced(balance: coo_matrix) -> Any:
    """A solver of moves that keep every sum: how far each cell goes up, and how far down."""
    import highspy

    rows = hstack([balance, -balance]).tocsr()
    height, width = rows.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = width, height
    model.col_cost_ = model.col_lower_ = np.zeros(width)
    model.col_upper_ = np.full(width, np.inf)
    model.row_lower_ = model.row_upper_ = np.zeros(height)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.indptr
    model.a_matrix_.index_ = rows.indices
    model.a_matrix_.value_ = rows.data
    solver = quiet_solver()
    solver.passModel(model)
    return solver


def _balance(sums: Sequence[Sum], size: int) -> coo_matrix:
    """One row a sum: its parts less its total."""
    rows, columns, signs = [], [], []
    for row, one in enumerate(sums):
        for cell, sign in [(part, 1.0) for part in one.parts] + [(one.total, -1.0)]:
            rows.append(row)
            columns.append(cell)
            signs.append(sign)
    return coo_matrix((signs, (rows, columns)), shape=(len(sums), size))
