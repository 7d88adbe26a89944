"""Weights that bring a sample to what is known of its population.

Raking (iterative proportional fitting: Deming and Stephan, 1940) meets several margins
without needing their cells; post-stratification meets the cells themselves. Both run on
the distinct combinations of levels, not on people, so a million answers cost what a
thousand do. A margin is met to `tolerance` or the run stops with an error that names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from folkmoot.ask.estimation.design import Calibration, Codes, Numbers
from folkmoot.ask.estimation.errors import EmptyCellError, WeightingError
from folkmoot.ask.estimation.margins import (
    Margin,
    check_base_weights,
    checked_targets,
    crossed_cells,
)
from folkmoot.ask.estimation.raking import Cells, Limits, missed, rounds_of_raking

TOLERANCE = 1e-10
"""How far a reached share may lie from its target; R's own default stops sooner."""


@dataclass(frozen=True, eq=False)
class Weighting:
    """Weights of n people and what they cost.

    `weights` add up to the margins' total (or to the answers, where targets are shares).
    `largest_miss` is the largest distance of a reached share from its target.
    `trimmed` counts people whose weight lies on a limit. `ratio` is the largest weight over
    the smallest. `calibration` goes into the `Design`, so that errors know of the weights.
    """

    weights: Numbers
    iterations: int
    largest_miss: float
    calibration: Calibration
    trimmed: int = 0

    @property
    def kish_deff(self) -> float:
        """What unequal weights multiply a variance by: 1 + their squared variation (Kish)."""
        return kish_deff(self.weights)

    @property
    def effective_base(self) -> float:
        """How many equally weighted answers would carry as much."""
        return effective_base(self.weights)

    @property
    def efficiency(self) -> float:
        """The effective base over the answers, 0 to 1."""
        return self.effective_base / len(self.weights)

    @property
    def ratio(self) -> float:
        """The largest weight over the smallest above zero."""
        return float(self.weights.max() / self.weights[self.weights > 0].min())


def effective_base(weights: Numbers) -> float:
    """Kish's effective base: the squared sum over the sum of squares; 0 for nobody."""
    squares = float(weights @ weights)
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0


def kish_deff(weights: Numbers) -> float:
    """The number of answers over Kish's effective base; weights of zero are no answers."""
    effective = effective_base(weights)
    return int(np.count_nonzero(weights)) / effective if effective else float("nan")


def raked(
    base_weights: Numbers,
    codes_by_margin: Sequence[Codes],
    margins: Sequence[Margin],
    *,
    bounds: tuple[float, float] | None = None,
    trim: tuple[float, float] | None = None,
    tolerance: float = TOLERANCE,
) -> Weighting:
    """Weights that meet every margin at once (raking: Deming and Stephan, 1940).

    Weights are multiplied by target over reached, margin by margin, until every share is
    within `tolerance`. Codes are (n,) a margin; without limits each final weight is its
    starting weight times one factor a level.
    `bounds` hold the factor between a final and a starting weight, once both have the same
    sum; `trim` holds a final weight over the mean weight. Both are kept while the margins
    are still met, by the weights nearest to the starting ones; where that is impossible,
    `MarginMissedError`. Without either, plain raking. Raises a `WeightingError` of its own
    kind for blanks, for levels and targets that do not pair up, and for margins of
    different totals.
    """
    for name, limits in (("bounds", bounds), ("trim", trim)):
        if limits is not None and not 0 <= limits[0] < 1 < limits[1]:
            raise WeightingError(
                f"The {name} {limits[0]:g} to {limits[1]:g} do not hold 1.",
                "Give a least below 1 and a most above 1.",
            )
    targets, total = checked_targets(base_weights, codes_by_margin, margins)
    scaled = base_weights * (total / base_weights.sum())
    apart = scaled if trim is not None else None
    cells = Cells.of(scaled, codes_by_margin, margins, apart)
    limits_held = _limits(cells, bounds, trim, total / len(scaled))
    factors, rounds = rounds_of_raking(cells, targets, tolerance, limits_held)
    on_limit = np.zeros(len(factors), dtype=bool)
    if limits_held is not None:
        on_limit = (factors <= limits_held.low) | (factors >= limits_held.high)
    return Weighting(
        weights=scaled * factors[cells.cell],
        iterations=rounds,
        largest_miss=missed(cells, factors, targets, margins, tolerance),
        calibration=_calibration(base_weights, codes_by_margin, margins),
        trimmed=int(cells.people[on_limit].sum()),
    )


def post_stratified(
    base_weights: Numbers,
    codes_by_margin: Sequence[Codes],
    margins: Sequence[Margin],
    cell_totals: Numbers,
    *,
    bounds: tuple[float, float] | None = None,
    trim: tuple[float, float] | None = None,
) -> Weighting:
    """Weights that meet every cell of the crossed margins, whose population is known.

    `cell_totals` has one axis a margin. Only levels are read from `margins`. A populated
    cell without answers raises `EmptyCellError`, which names it. `bounds` and `trim` are
    those of `raked`.
    """
    check_base_weights(base_weights, len(codes_by_margin[0]))
    shape = tuple(len(margin.levels) for margin in margins)
    names = [" × ".join(names) for names in product(*(m.levels for m in margins))]
    targets = np.asarray(cell_totals, dtype=np.float64)
    if targets.shape != shape:
        raise WeightingError(
            f"The cells are {targets.shape} and the margins {shape}.",
            "Give one total for each combination of levels.",
        )
    codes = crossed_cells(codes_by_margin, margins, shape)
    held = np.bincount(codes, minlength=len(names))
    for cell in np.flatnonzero((held == 0) & (targets.ravel() > 0)):
        raise EmptyCellError(names[int(cell)])
    one = Margin(" × ".join(m.name for m in margins), tuple(names), targets.ravel())
    return raked(base_weights, [codes], [one], bounds=bounds, trim=trim)


def _limits(
    cells: Cells,
    bounds: tuple[float, float] | None,
    trim: tuple[float, float] | None,
    mean: float,
) -> Limits | None:
    """The least and largest factor of each cell under both rules together."""
    if bounds is None and trim is None:
        return None
    low, high = np.zeros(len(cells.mass)), np.full(len(cells.mass), np.inf)
    if bounds is not None:
        low, high = np.maximum(low, bounds[0]), np.minimum(high, bounds[1])
    if trim is not None:
        weight = cells.mass / cells.people
        low = np.maximum(low, trim[0] * mean / weight)
        high = np.minimum(high, trim[1] * mean / weight)
    return Limits(low, np.maximum(low, high))


def _calibration(
    base_weights: Numbers,
    codes_by_margin: Sequence[Codes],
    margins: Sequence[Margin],
) -> Calibration:
    codes = np.stack(list(codes_by_margin), axis=1).astype(np.int64)
    return Calibration(codes, tuple(len(m.levels) for m in margins), base_weights)
