"""The least and the most that each hidden cell can be, given all that is shown.

Only hidden cells are unknown; a sum in which nothing is hidden says nothing new. Hidden
cells that no sum connects are worked out apart. Each part is one linear programme, solved
twice a cell from where it stood; where its corner is not whole and readers know the cells
to be whole, it is solved again over whole numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from folkmoot.core.exceptions import DisclosureError

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
WHOLE = 1e-6
"""How far from a whole number still is one, after a solver."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The cell `total` is the sum of the cells `parts`."""

    total: int
    parts: tuple[int, ...]


def feasible_ranges(
    values: Numbers,
    sums: Sequence[Sum],
    hidden: Mask,
    known: tuple[Numbers, Numbers],
    *,
    whole: bool,
) -> tuple[Numbers, Numbers]:
    """The least and the most of every cell; of a shown cell, its value.

    `known` are the ends that a reader knows of each cell before looking.
    """
    lower, upper = values.copy(), values.copy()
    for cells, rows in _parts(values, sums, hidden):
        model = _Model(cells, rows, known, whole=whole)
        for cell in cells:
            lower[cell], upper[cell] = model.ends(cell)
    return lower, upper


def too_narrow(
    values: Numbers,
    sums: Sequence[Sum],
    hidden: Mask,
    known: tuple[Numbers, Numbers],
    needed: Numbers,
    *,
    whole: bool,
    near: int | None = None,
) -> list[int]:
    """The hidden cells whose range is narrower than `needed`.

    Each table that a solver comes upon is one that readers cannot rule out, and shows at
    once how wide many cells are; only cells that no such table has shown wide enough are
    worked out. With `near` the first found is enough, and cells in a sum with it are looked
    at first.
    """
    found = []
    beside = {
        cell
        for one in sums
        if near is not None and near in (one.total, *one.parts)
        for cell in (one.total, *one.parts)
    }
    for cells, rows in _parts(values, sums, hidden):
        model = _Model(cells, rows, known, whole=whole)
        model.see(values[cells])
        for cell in sorted(cells, key=lambda cell: (cell not in beside, cell)):
            if not model.is_wide(cell, float(needed[cell])):
                found.append(cell)
                if near is not None:
                    return found
    return found


Row = tuple[dict[int, float], float]
"""Coefficients of hidden cells, and what they add up to."""


def _parts(
    values: Numbers, sums: Sequence[Sum], hidden: Mask
) -> list[tuple[list[int], list[Row]]]:
    """Hidden cells that sums connect, with those sums."""
    rows = [row for one in sums if (row := _row(values, one, hidden))[0]]
    place = np.flatnonzero(hidden)
    of = {int(cell): i for i, cell in enumerate(place)}
    pairs = [(of[cell], i) for i, (held, _) in enumerate(rows) for cell in held]
    size = len(place) + len(rows)
    left = [cell for cell, _ in pairs]
    right = [len(place) + row for _, row in pairs]
    graph = coo_matrix((np.ones(len(pairs)), (left, right)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    cells_of: dict[int, list[int]] = defaultdict(list)
    rows_of: dict[int, list[Row]] = defaultdict(list)
    for i, cell in enumerate(place):
        cells_of[int(label[i])].append(int(cell))
    for i, row in enumerate(rows):
        rows_of[int(label[len(place) + i])].append(row)
    return [(cells, rows_of[part]) for part, cells in cells_of.items()]


def _row(values: Numbers, one: Sum, hidden: Mask) -> Row:
    """A sum with everything shown moved to the other side."""
    held: dict[int, float] = defaultdict(float)
    known = 0.0
    for cell, sign in [(part, 1.0) for part in one.parts] + [(one.total, -1.0)]:
        if hidden[cell]:
            held[cell] += sign
        else:
            known -= sign * float(values[cell])
    return {cell: sign for cell, sign in held.items() if sign}, known


def quiet_solver() -> Any:
    """A solver that says nothing, works alone and answers the same each time."""
    import highspy  # heavy; only a table with something to hide needs it

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_rel_gap", 0.0)
    return solver


class _Model:
    """One connected part as a linear programme that is solved again and again."""

    def __init__(
        self,
        cells: Sequence[int],
        rows: Sequence[Row],
        known: tuple[Numbers, Numbers],
        *,
        whole: bool,
    ) -> None:
        self.cells, self.rows, self.known, self.whole = cells, rows, known, whole
        self.place = {cell: i for i, cell in enumerate(cells)}
        self.solver = self._built(integers=False)
        self._exact: Any = None
        self.least = np.full(len(cells), np.inf)
        self.most = np.full(len(cells), -np.inf)

    def see(self, table: Numbers) -> None:
        """Remember how far each cell was in a table that readers cannot rule out."""
        self.least = np.minimum(self.least, table)
        self.most = np.maximum(self.most, table)

    def is_wide(self, cell: int, needed: float) -> bool:
        """Whether the range of a cell is at least that wide."""
        place = self.place[cell]
        if self.most[place] - self.least[place] >= needed - WHOLE:
            return True
        lower, upper = self.ends(cell)
        return upper - lower >= needed - WHOLE

    def ends(self, cell: int) -> tuple[float, float]:
        """The least and the most of one cell."""
        return self._end(cell, least=True), self._end(cell, least=False)

    def _end(self, cell: int, *, least: bool) -> float:
        found = self._solved(self.solver, cell, least=least)
        if found is None:
            return self._known_end(cell, least)
        value, corner = found
        if not self.whole:
            self.see(corner)
            return value
        if np.all(np.abs(corner - np.round(corner)) < WHOLE):
            self.see(np.round(corner))
            return float(np.round(value))
        if self._exact is None:
            self._exact = self._built(integers=True)
        exact = self._solved(self._exact, cell, least=least)
        if exact is None:
            return self._known_end(cell, least)
        self.see(np.round(exact[1]))
        return float(np.round(exact[0]))

    def _known_end(self, cell: int, least: bool) -> float:
        """Where nothing shown bounds a cell: what is known beforehand."""
        return float(self.known[0 if least else 1][cell])

    def _solved(
        self, solver: Any, cell: int, *, least: bool
    ) -> tuple[float, Numbers] | None:
        """The end and its corner; None where there is no end."""
        import highspy  # heavy; only an audit comes here

        column = self.place[cell]
        solver.changeColCost(column, 1.0)
        sense = highspy.ObjSense.kMinimize if least else highspy.ObjSense.kMaximize
        solver.changeObjectiveSense(sense)
        solver.run()
        status = solver.getModelStatus()
        corner = np.asarray(solver.getSolution().col_value)
        solver.changeColCost(column, 0.0)
        if status == highspy.HighsModelStatus.kOptimal:
            return float(corner[column]), corner
        if status in (
            highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return None
        raise DisclosureError(
            f"The cells of a table do not add up ({solver.modelStatusToString(status)}).",
            "Make the table and its totals from the same rows.",
        )

    def _built(self, *, integers: bool) -> Any:
        import highspy

        solver = quiet_solver()
        for i, cell in enumerate(self.cells):
            solver.addVar(float(self.known[0][cell]), float(self.known[1][cell]))
            if integers:
                solver.changeColIntegrality(i, highspy.HighsVarType.kInteger)
        for held, known in self.rows:
            places = [self.place[cell] for cell in held]
            solver.addRow(known, known, len(places), places, list(held.values()))
        return solver
