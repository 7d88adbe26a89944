"""The covariance of the weighted cells of a table, without a row of scores a person.

A cell's total is the sum of an indicator, so all that the variance kernel needs of people
are sums over cells: by cluster where there are clusters, else of weights and of their
squares. What the raking explains is a linear map of the same sums. The result is that of
`variance.covariance_of_totals` on indicators; a test holds the two together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.estimation.design import Calibration, Codes, Design, Numbers
from folkmoot.ask.estimation.variance import between_units, covariance_of_totals

_MOST_CROSSED = 512
"""Levels of margins that are counted at once, so that the sums stay near the processor."""


class CellCovariance:
    """Covariances of cell totals under one design, which is looked through once."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.by_cluster = design.clusters is not None
        # Lonely strata and people within clusters are rare; they take the longer way.
        self.plain = design.cluster_population is not None or bool(
            np.any((design.stratum_units == 1) & (design.sampled_share < 1))
        )
        factor = _stratum_factor(design)
        self.squares = design.weights**2 * factor[design.stratum]
        self.centring = factor / design.stratum_units
        self.groups = design.unit if self.by_cluster else design.stratum
        self.group_count = (
            design.units if self.by_cluster else len(design.stratum_units)
        )
        self.margins = (
            _Margins(self, design.calibration) if design.calibration else None
        )

    def of(self, cells: Codes, n_cells: int) -> tuple[Numbers, Numbers]:
        """Totals (n_cells,) and their covariance; rows of cell -1 belong to no cell."""
        if self.plain:
            one = np.zeros((len(cells), n_cells))
            held = cells >= 0
            one[held, cells[held]] = 1.0
            return one.T @ self.design.weights, covariance_of_totals(self.design, one)
        table = _Table(cells, n_cells)
        table.within(self.groups, self.group_count)
        sums = table.sums(self.design.weights)
        totals = sums.sum(axis=0)
        if self.margins is None:
            return totals, self._spread(table, sums, None)
        base, squares = self.margins.by_level(table)
        beta = self.margins.calibration.predictor @ base
        cross = squares.T @ beta
        explained = beta.T @ self.margins.squares @ beta - cross - cross.T
        sums = sums - self.margins.group_totals @ beta
        return totals, self._spread(table, sums, explained)

    def _spread(
        self, table: _Table, sums: Numbers, explained: Numbers | None
    ) -> Numbers:
        """The covariance from sums by group, and what the raking takes from the squares."""
        if self.by_cluster:
            return between_units(self.design, sums)
        table.within(self.groups, self.group_count)
        moments = np.diag(table.sums(self.squares).sum(axis=0))
        if explained is not None:
            moments = moments + explained
        centre = sums * np.sqrt(self.centring)[:, None]
        return np.asarray(moments - centre.T @ centre)


class _Table:
    """The cells of one table, ready to be summed within groups of people."""

    def __init__(self, cells: Codes, n_cells: int) -> None:
        # One place more, for those who are in no cell.
        self._shifted, self._width = cells + 1, n_cells + 1
        self._place = np.empty(len(cells), np.intp)
        self._count = 0

    def within(self, groups: Codes, count: int) -> None:
        """Sum within these groups from now on."""
        np.multiply(groups, self._width, out=self._place)
        self._place += self._shifted
        self._count = count

    def sums(self, weights: Numbers) -> Numbers:
        """Weighted sums of each cell in each group, (groups, n_cells)."""
        held = np.bincount(self._place, weights, minlength=self._count * self._width)
        return np.asarray(held.reshape(self._count, self._width)[:, 1:], np.float64)


@dataclass(frozen=True, slots=True)
class _Crossed:
    """Some margins crossed: a code a person, and how many levels each of them has."""

    codes: Codes
    levels: tuple[int, ...]

    def by_level(self, sums: Numbers) -> Numbers:
        """Sums within the crossing, as sums within each level of each margin, in order."""
        held = sums.reshape(*self.levels, -1)
        axes = range(len(self.levels))
        return np.concatenate(
            [held.sum(axis=tuple(a for a in axes if a != axis)) for axis in axes]
        )


class _Margins:
    """The part of cell totals that the raking explains."""

    def __init__(self, cells: CellCovariance, calibration: Calibration) -> None:
        self.calibration = calibration
        self.weights = (calibration.base_weights, cells.squares)
        self.crossed = _crossed(calibration)
        group_totals, squares = [], []
        for place, levels in enumerate(calibration.levels):
            margin = _Table(calibration.codes[:, place], levels)
            margin.within(cells.groups, cells.group_count)
            group_totals.append(margin.sums(cells.design.weights))
            squares.append(self.by_level(margin)[1])
        self.group_totals = np.concatenate(group_totals, axis=1)
        self.squares = np.concatenate(squares, axis=1)

    def by_level(self, table: _Table) -> tuple[Numbers, Numbers]:
        """Sums of base weights and of squares: cells by levels of margins, (levels, cells)."""
        base, squares = [], []
        for crossed in self.crossed:
            table.within(crossed.codes, math.prod(crossed.levels))
            base.append(crossed.by_level(table.sums(self.weights[0])))
            squares.append(crossed.by_level(table.sums(self.weights[1])))
        return np.concatenate(base), np.concatenate(squares)


def _crossed(calibration: Calibration) -> list[_Crossed]:
    """Neighbouring margins crossed as far as their levels stay few."""
    found: list[_Crossed] = []
    for place, count in enumerate(calibration.levels):
        codes = calibration.codes[:, place].astype(np.intp)
        if found and math.prod(found[-1].levels) * count <= _MOST_CROSSED:
            last = found.pop()
            codes = last.codes * count + codes
            found.append(_Crossed(codes, (*last.levels, count)))
        else:
            found.append(_Crossed(codes, (count,)))
    return found


def _stratum_factor(design: Design) -> Numbers:
    """(1 - f) n / (n - 1) of each stratum; a lonely one that was certain gives nothing."""
    count = design.stratum_units
    return np.asarray(
        np.where(
            count > 1,
            (1 - design.sampled_share) * count / np.maximum(count - 1, 1),
            0.0,
        )
    )
