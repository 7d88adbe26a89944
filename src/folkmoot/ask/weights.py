"""Weights that bring a sample to what is known of its population.

Raking (iterative proportional fitting: Deming and Stephan, 1940) meets several margins
without needing their cells; post-stratification meets the cells themselves. Both run on
the distinct combinations of levels, not on people, so a million answers cost what a
thousand do. A margin is met to `tolerance` or the run stops with an error that names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.ask.design import Calibration, Codes, Numbers
from folkmoot.ask.errors import EmptyCellError, MarginMissedError
from folkmoot.ask.margins import (
    Margin,
    check_base_weights,
    checked_targets,
    crossed_cells,
)

MOST_ROUNDS = 10_000
"""Rounds of raking before it is called off; well-posed margins need fewer than fifty."""
TOLERANCE = 1e-10
"""How far a reached share may lie from its target; R's survey package stops at 1e-10 here."""
MOST_TRIMS = 50
"""Rounds of trim and re-rake; each puts more weights on the limits, so few are needed."""


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
    """Weights that meet every margin at once.

    `bounds` hold the factor between a final and a starting weight, once both have the same
    sum; `trim` holds a final weight over the mean weight. Both are kept while the margins
    are still met (weights on a limit stay there and the others are raked again); where that
    is impossible, `MarginMissedError`. Without either, plain raking. Raises a
    `WeightingError` of its own kind for blanks, for levels and targets that do not pair
    up, and for margins of different totals.
    """
    check_base_weights(base_weights, len(codes_by_margin[0]))
    targets, total = checked_targets(base_weights, codes_by_margin, margins)
    cells = _Cells.of(base_weights, codes_by_margin, margins, total)
    factors, iterations = cells.raked_factors(targets, tolerance)
    limits = _limits(cells, bounds, trim)
    if limits is not None:
        factors, extra = _within(cells, factors, limits, targets, tolerance)
        iterations += extra
    miss = cells.miss(factors, targets, margins, tolerance)
    on_limit = _on_limit(cells, factors, limits)
    return Weighting(
        weights=cells.per_person(factors),
        iterations=iterations,
        largest_miss=miss,
        calibration=_calibration(base_weights, codes_by_margin, margins),
        trimmed=int(cells.people[on_limit].sum()),
    )


def post_stratified(
    base_weights: Numbers,
    codes_by_margin: Sequence[Codes],
    margins: Sequence[Margin],
    cell_totals: Numbers,
) -> Weighting:
    """Weights that meet every cell of the crossed margins, whose population is known.

    `cell_totals` has one axis a margin. Only levels are read from `margins`. A populated
    cell without answers raises `EmptyCellError`, which names it.
    """
    check_base_weights(base_weights, len(codes_by_margin[0]))
    shape = tuple(len(margin.levels) for margin in margins)
    names = [" × ".join(names) for names in _crossed([m.levels for m in margins])]
    targets = np.asarray(cell_totals, dtype=np.float64)
    codes = crossed_cells(codes_by_margin, margins, shape)
    held = np.bincount(codes, base_weights, minlength=len(names))
    for cell in np.flatnonzero((held == 0) & (targets.ravel() > 0)):
        raise EmptyCellError(names[int(cell)])
    one = Margin(" × ".join(m.name for m in margins), tuple(names), targets.ravel())
    return raked(base_weights, [codes], [one])


@dataclass(frozen=True, eq=False)
class _Cells:
    """The distinct combinations of levels and starting weight, in place of people."""

    cell: Codes
    """(n,) the combination of each person."""
    levels: Codes
    """(cells, margins)."""
    base: Numbers
    """(cells,) the starting weight of one person, scaled so that all add up to the total."""
    people: Codes
    total: float

    @staticmethod
    def of(
        base_weights: Numbers,
        codes_by_margin: Sequence[Codes],
        margins: Sequence[Margin],
        total: float,
    ) -> _Cells:
        scaled = base_weights * (total / base_weights.sum())
        key = np.unique(scaled, return_inverse=True)[1].astype(np.int64)
        for codes, margin in zip(codes_by_margin, margins, strict=True):
            key = key * len(margin.levels) + codes
            # Renumbered each time, so that the product of many margins cannot overflow.
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
        _, first, people = np.unique(key, return_index=True, return_counts=True)
        levels = np.stack([codes[first] for codes in codes_by_margin], axis=1)
        return _Cells(key, levels, scaled[first], people.astype(np.int64), total)

    def reached(self, margin: int, factors: Numbers, size: int) -> Numbers:
        """The weighted total of each level of a margin."""
        held = factors * self.base * self.people
        reached = np.bincount(self.levels[:, margin], held, minlength=size)
        return np.asarray(reached, dtype=np.float64)

    def raked_factors(
        self,
        targets: Sequence[Numbers],
        tolerance: float,
        fixed: NDArray[np.bool_] | None = None,
        start: Numbers | None = None,
    ) -> tuple[Numbers, int]:
        """Factors on the starting weights, and the rounds they took; `fixed` cells stay."""
        factors = np.ones(len(self.base)) if start is None else start.copy()
        held_fixed = np.zeros_like(factors) if fixed is None else factors * fixed
        for rounds in range(1, MOST_ROUNDS + 1):
            worst = 0.0
            for margin, target in enumerate(targets):
                reached = self.reached(margin, factors, len(target))
                worst = max(worst, float(np.abs(reached - target).max()) / self.total)
                still = self.reached(margin, held_fixed, len(target))
                room, movable = target - still, reached - still
                step = np.divide(
                    room, movable, out=np.ones_like(room), where=movable > 0
                )
                step = np.maximum(step, 0.0)[self.levels[:, margin]]
                factors = factors * (
                    step if fixed is None else np.where(fixed, 1, step)
                )
            if worst <= tolerance:
                return factors, rounds
        return factors, MOST_ROUNDS

    def miss(
        self,
        factors: Numbers,
        targets: Sequence[Numbers],
        margins: Sequence[Margin],
        tolerance: float,
    ) -> float:
        """The largest distance of a share from its target; an error where it is too large."""
        worst = 0.0
        for i, (target, margin) in enumerate(zip(targets, margins, strict=True)):
            reached = self.reached(i, factors, len(target))
            gaps = np.abs(reached - target) / self.total
            level = int(gaps.argmax())
            if not gaps[level] <= 10 * tolerance:
                raise MarginMissedError(
                    margin.name,
                    margin.levels[level],
                    float(reached[level]),
                    float(target[level]),
                )
            worst = max(worst, float(gaps[level]))
        return worst

    def per_person(self, factors: Numbers) -> Numbers:
        """The weight of each person."""
        return np.asarray((factors * self.base)[self.cell])


def _limits(
    cells: _Cells,
    bounds: tuple[float, float] | None,
    trim: tuple[float, float] | None,
) -> tuple[Numbers, Numbers] | None:
    """The least and largest factor of each cell under both rules together."""
    if bounds is None and trim is None:
        return None
    low, high = np.zeros(len(cells.base)), np.full(len(cells.base), np.inf)
    if bounds is not None:
        low, high = np.maximum(low, bounds[0]), np.minimum(high, bounds[1])
    if trim is not None:
        mean = cells.total / cells.people.sum()
        low = np.maximum(low, trim[0] * mean / cells.base)
        high = np.minimum(high, trim[1] * mean / cells.base)
    return low, high


def _within(
    cells: _Cells,
    factors: Numbers,
    limits: tuple[Numbers, Numbers],
    targets: Sequence[Numbers],
    tolerance: float,
) -> tuple[Numbers, int]:
    """Put what lies outside on its limit, rake the rest again, until nothing lies outside."""
    low, high = limits
    fixed = np.zeros(len(factors), dtype=bool)
    rounds = 0
    for _ in range(MOST_TRIMS):
        outside = ~fixed & ((factors < low) | (factors > high))
        if not np.any(outside):
            break
        factors = np.clip(factors, low, high)
        fixed |= outside
        factors, more = cells.raked_factors(targets, tolerance, fixed, factors)
        rounds += more
    return np.clip(factors, low, high), rounds


def _on_limit(
    cells: _Cells, factors: Numbers, limits: tuple[Numbers, Numbers] | None
) -> NDArray[np.bool_]:
    """The cells whose factor lies on a limit."""
    if limits is None:
        return np.zeros(len(cells.base), dtype=bool)
    low, high = limits
    return np.asarray((factors <= low) | (factors >= high))


def _calibration(
    base_weights: Numbers,
    codes_by_margin: Sequence[Codes],
    margins: Sequence[Margin],
) -> Calibration:
    codes = np.stack(list(codes_by_margin), axis=1).astype(np.int64)
    return Calibration(codes, tuple(len(m.levels) for m in margins), base_weights)


def _crossed(levels: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    crossed: list[tuple[str, ...]] = [()]
    for names in levels:
        crossed = [(*done, name) for done in crossed for name in names]
    return crossed
