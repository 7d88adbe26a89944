"""The covariance of the weighted cells of a table, without a row of scores a person.

A cell's total is the sum of an indicator, so all that the variance kernel needs of people
are sums over cells: by cluster where there are clusters, else of weights and of their
squares. What the raking explains is a linear map of the same sums. The result is that of
`variance.covariance_of_totals` on indicators; a test holds the two together.
"""

from __future__ import annotations

import numpy as np

from folkmoot.ask.estimation.design import Calibration, Codes, Design, Numbers
from folkmoot.ask.estimation.variance import between_units, covariance_of_totals


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
        self.margins = _Margins(self) if design.calibration is not None else None

    def of(self, cells: Codes, n_cells: int) -> tuple[Numbers, Numbers]:
        """Totals (n_cells,) and their covariance; rows of cell -1 belong to no cell."""
        shifted = cells + 1
        totals = _weighted(shifted, self.design.weights, n_cells + 1)[1:]
        if self.plain:
            one = np.zeros((len(cells), n_cells))
            held = cells >= 0
            one[held, cells[held]] = 1.0
            return totals, covariance_of_totals(self.design, one)
        sums = self.sums(self.groups, self.group_count, shifted, n_cells)
        beta = None
        if self.margins is not None:
            beta = self.margins.coefficients(shifted, n_cells)
            sums = sums - self.margins.group_totals @ beta
        if self.by_cluster:
            return totals, between_units(self.design, sums)
        moments = np.diag(_weighted(shifted, self.squares, n_cells + 1)[1:])
        if self.margins is not None and beta is not None:
            moments = moments + self.margins.moments(shifted, n_cells, beta)
        centre = sums * np.sqrt(self.centring)[:, None]
        return totals, moments - centre.T @ centre

    def sums(
        self,
        groups: Codes,
        count: int,
        shifted: Codes,
        n_cells: int,
        weights: Numbers | None = None,
    ) -> Numbers:
        """Weighted sums of each cell in each group, (count, n_cells)."""
        weights = self.design.weights if weights is None else weights
        place = groups * (n_cells + 1) + shifted
        held = _weighted(place, weights, count * (n_cells + 1))
        return held.reshape(count, n_cells + 1)[:, 1:]


class _Margins:
    """The part of cell totals that the raking explains."""

    def __init__(self, cells: CellCovariance) -> None:
        assert cells.design.calibration is not None  # noqa: S101
        self.cells = cells
        self.calibration: Calibration = cells.design.calibration
        levels = sum(self.calibration.levels)
        self.group_totals = np.zeros((cells.group_count, levels))
        self.squares = np.zeros((levels, levels))
        for start, stop, codes in self.spans():
            self.group_totals[:, start:stop] = cells.sums(
                cells.groups, cells.group_count, codes + 1, stop - start
            )
            for left, right, other in self.spans():
                self.squares[start:stop, left:right] = cells.sums(
                    codes, stop - start, other + 1, right - left, cells.squares
                )

    def spans(self) -> list[tuple[int, int, Codes]]:
        """Where each margin's levels lie, and the codes of people."""
        held = self.calibration
        return [
            (start, start + size, held.codes[:, i])
            for i, (start, size) in enumerate(
                zip(held.offsets, held.levels, strict=True)
            )
        ]

    def by_level(self, shifted: Codes, n_cells: int, weights: Numbers) -> Numbers:
        """Weighted sums of each cell in each level of every margin, (levels, n_cells)."""
        return np.concatenate(
            [
                self.cells.sums(codes, stop - start, shifted, n_cells, weights)
                for start, stop, codes in self.spans()
            ]
        )

    def coefficients(self, shifted: Codes, n_cells: int) -> Numbers:
        """Of the indicators of cells on the levels of margins, (levels, n_cells)."""
        held = self.by_level(shifted, n_cells, self.calibration.base_weights)
        return np.asarray(self.calibration.predictor @ held)

    def moments(self, shifted: Codes, n_cells: int, beta: Numbers) -> Numbers:
        """What residuals change in the squared sums of indicators."""
        cross = self.by_level(shifted, n_cells, self.cells.squares).T @ beta
        return np.asarray(beta.T @ self.squares @ beta - cross - cross.T)


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


def _weighted(codes: Codes, weights: Numbers, size: int) -> Numbers:
    """Sums of weights by code."""
    return np.asarray(np.bincount(codes, weights, minlength=size), dtype=np.float64)
