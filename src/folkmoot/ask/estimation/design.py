"""How a sample was drawn: weights, strata, clusters, the population, and the raking.

Councillors sit in councils, and those of one council answer more alike than those of two.
So the council is the unit that was drawn, and an error that counted councillors would be
too small. Everything that estimates takes a `Design` and cannot leave this out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from folkmoot.ask.estimation.errors import DesignError

Codes = NDArray[np.int64]
"""One whole number a row; -1 where the answer is missing."""
Numbers = NDArray[np.float64]

Lonely = Literal["refuse", "centre", "certain"]
"""What a stratum of one cluster gives: an error, its distance from the mean of all
clusters, or nothing (the cluster was certain to be drawn)."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """The margins that the weights were brought to, kept so that residuals can be taken.

    `codes` is (n, margins), each column the level of a row in one margin; `levels` says how
    many each margin has; `base_weights` are the weights before.
    """

    codes: Codes
    levels: tuple[int, ...]
    base_weights: Numbers

    def residuals(self, scores: Numbers) -> Numbers:
        """What the margins do not explain of `scores` (n, k), by weighted least squares.

        Weighted by the weights before raking (Deville and Särndal, 1992, their equation
        3.4); raking and linear calibration have the same variance to the first order.
        """
        known = self.predictor @ self.level_totals(self.base_weights, scores)
        residuals = scores.copy()
        for margin, start in enumerate(self.offsets):
            residuals -= known[start + self.codes[:, margin]]
        return residuals

    def level_totals(self, weights: Numbers, scores: Numbers) -> Numbers:
        """Weighted totals of each score in each level of every margin, (levels, k)."""
        weighted = scores * weights[:, None]
        totals = np.zeros((sum(self.levels), scores.shape[1]))
        for margin, (start, size) in enumerate(
            zip(self.offsets, self.levels, strict=True)
        ):
            for column in range(scores.shape[1]):
                totals[start : start + size, column] = np.bincount(
                    self.codes[:, margin], weighted[:, column], minlength=size
                )
        return totals

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where the levels of each margin start when all are laid end to end."""
        return tuple(int(x) for x in np.cumsum((0, *self.levels[:-1])))

    @cached_property
    def predictor(self) -> Numbers:
        """Turns level totals into the coefficients of the levels, (levels, levels).

        A pseudo-inverse, as every margin's levels add up to the same total.
        """
        moments = np.zeros((sum(self.levels), sum(self.levels)))
        for i, (row, high) in enumerate(zip(self.offsets, self.levels, strict=True)):
            for j, (column, wide) in enumerate(
                zip(self.offsets, self.levels, strict=True)
            ):
                cells = self.codes[:, i] * wide + self.codes[:, j]
                moments[row : row + high, column : column + wide] = np.bincount(
                    cells, self.base_weights, minlength=high * wide
                ).reshape(high, wide)
        inverse = np.linalg.pinv(moments, rcond=1e-12, hermitian=True)
        return np.asarray(inverse, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Design:
    """A sample of n people and how it came about.

    `weights` (n,) are final. `strata` and `clusters` are codes without gaps in meaning:
    equal codes are the same stratum or cluster; a cluster code used in two strata is two
    clusters. `population` holds, for each stratum code, how many clusters (or people, where
    there are no clusters) it has in all; without it no finite population is assumed.
    `cluster_population` holds, for each row, how many people its cluster has in all: then
    the people in a cluster count as a sample too, as in two-stage sampling, and without it
    a cluster that was drawn counts as wholly asked.
    Raises `DesignError` where lengths or codes do not fit.
    """

    weights: Numbers
    strata: Codes | None = None
    clusters: Codes | None = None
    population: Numbers | None = None
    calibration: Calibration | None = None
    cluster_population: Numbers | None = None
    lonely: Lonely = "refuse"

    def __post_init__(self) -> None:
        _check(self)

    @property
    def rows(self) -> int:
        """How many answered."""
        return len(self.weights)

    @cached_property
    def unit(self) -> Codes:
        """The cluster of each row, counted from 0 across strata; the row where there is none."""
        if self.clusters is None:
            return np.arange(self.rows, dtype=np.int64)
        pairs = self.stratum * (int(self.clusters.max()) + 1) + self.clusters
        return np.asarray(np.unique(pairs, return_inverse=True)[1], dtype=np.int64)

    @cached_property
    def units(self) -> int:
        """How many clusters were drawn in all."""
        return int(self.unit.max()) + 1

    @cached_property
    def stratum(self) -> Codes:
        """The stratum of each row, counted from 0."""
        if self.strata is None:
            return np.zeros(self.rows, dtype=np.int64)
        return np.unique(self.strata, return_inverse=True)[1].astype(np.int64)

    @cached_property
    def unit_stratum(self) -> Codes:
        """The stratum of each cluster."""
        of_unit = np.zeros(self.units, dtype=np.int64)
        of_unit[self.unit] = self.stratum
        return of_unit

    @cached_property
    def stratum_units(self) -> Codes:
        """How many clusters were drawn in each stratum."""
        return np.bincount(self.unit_stratum).astype(np.int64)

    @cached_property
    def sampled_share(self) -> Numbers:
        """The share of each stratum's clusters that was drawn; 0 where no population is known."""
        if self.population is None:
            return np.zeros(len(self.stratum_units))
        held = self.population
        if self.strata is not None:
            held = held[np.unique(self.strata)]
        return np.asarray(self.stratum_units / held, dtype=np.float64)


def _check(design: Design) -> None:
    """Refuse a design that no sample could have."""
    n = len(design.weights)
    if n == 0:
        raise DesignError("The survey has no answers.", "Add answers first.")
    if not np.all(np.isfinite(design.weights)) or np.any(design.weights < 0):
        raise DesignError(
            "A weight is negative or not a number.", "Weights must be zero or more."
        )
    for name in ("strata", "clusters"):
        codes = getattr(design, name)
        if codes is not None and (len(codes) != n or codes.min() < 0):
            raise DesignError(
                f"The {name} do not cover every answer.",
                "Give each answer one, without blanks.",
            )
    if design.population is not None:
        if design.strata is not None and int(design.strata.max()) >= len(
            design.population
        ):
            raise DesignError(
                "A stratum has no population size.", "Give one for each stratum."
            )
        if np.any(design.sampled_share > 1 + 1e-12):
            raise DesignError(
                "More was sampled in a stratum than its population holds.",
                "Correct the population size of that stratum.",
            )
    if design.cluster_population is not None and (
        design.population is None or design.clusters is None
    ):
        raise DesignError(
            "The people of each cluster are given without clusters and their number.",
            "Give clusters and the number of clusters in each stratum, too.",
        )
