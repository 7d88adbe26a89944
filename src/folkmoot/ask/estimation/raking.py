"""The rounds of raking, on distinct combinations of levels in place of people.

Without limits this is iterative proportional fitting. With limits each factor is a product
of one number a level, cut off at the limits; where the margins are met by such factors
they are the nearest to the starting weights (in relative entropy) that keep the limits, so
nothing depends on the order in which weights were cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.estimation.errors import MarginMissedError
from folkmoot.ask.estimation.margins import Margin

MOST_ROUNDS = 20_000
"""Rounds before raking is called off; well-posed margins need fewer than fifty."""
STANDSTILL = 500
"""Rounds without the worst miss becoming a tenth smaller, after which nothing will."""
FARTHEST = 1e100
"""A factor that limits hold back grows no further than this while nothing meets it."""
FEW_COMBINATIONS = 4_000_000
"""Combinations of levels up to which they are counted and not sorted."""


@dataclass(frozen=True, eq=False)
class Limits:
    """The least and the largest factor of each cell."""

    low: Numbers
    high: Numbers


@dataclass(frozen=True, eq=False)
class Cells:
    """Combinations of levels: which each person is in, their levels, weight and people.

    `levels` is (cells, margins), `mass` the starting weight of all the people of a cell.
    """

    cell: Codes
    levels: Codes
    mass: Numbers
    people: Codes

    @staticmethod
    def of(
        weights: Numbers,
        codes_by_margin: Sequence[Codes],
        margins: Sequence[Margin],
        apart: Numbers | None = None,
    ) -> Cells:
        """The cells of n people; those who differ in `apart` share none."""
        sizes = [len(margin.levels) for margin in margins]
        columns = list(codes_by_margin)
        if apart is not None:
            values, place = np.unique(apart, return_inverse=True)
            columns.append(np.asarray(place, np.int64))
            sizes.append(len(values))
        key = np.zeros(len(weights), np.int64)
        for codes, size in zip(columns, sizes, strict=True):
            # Renumbered each time, so that the product of many margins cannot overflow.
            key = _renumbered(key * size + codes)
        people = np.bincount(key).astype(np.int64)
        anyone = np.empty(len(people), np.int64)
        anyone[key] = np.arange(len(key))
        levels = np.stack([codes[anyone] for codes in codes_by_margin], axis=1)
        mass = np.asarray(np.bincount(key, weights), dtype=np.float64)
        return Cells(key, levels, mass, people)

    def reached(self, margin: int, factors: Numbers, size: int) -> Numbers:
        """The weighted total of each level of a margin."""
        held = np.bincount(self.levels[:, margin], factors * self.mass, minlength=size)
        return np.asarray(held, dtype=np.float64)


def _renumbered(key: Codes) -> Codes:
    """The same groups, numbered from 0 without gaps."""
    top = int(key.max()) + 1
    if top > FEW_COMBINATIONS:
        return np.asarray(np.unique(key, return_inverse=True)[1], np.int64)
    used = np.bincount(key, minlength=top) > 0
    return np.asarray((np.cumsum(used) - 1)[key], np.int64)


def rounds_of_raking(
    cells: Cells,
    targets: Sequence[Numbers],
    tolerance: float,
    limits: Limits | None = None,
) -> tuple[Numbers, int]:
    """Factors on the starting weights, and the rounds they took."""
    free = np.ones(len(cells.mass))
    total = float(targets[0].sum())
    best, best_round = np.inf, 0
    for rounds in range(1, MOST_ROUNDS + 1):
        worst = 0.0
        for margin, target in enumerate(targets):
            factors = _cut(free, limits)
            reached = cells.reached(margin, factors, len(target))
            worst = max(worst, float(np.abs(reached - target).max()) / total)
            step = _step(cells, margin, target, reached, (free, factors))
            free = np.minimum(free * step[cells.levels[:, margin]], FARTHEST)
        if worst <= tolerance:
            return _cut(free, limits), rounds
        if worst < 0.9 * best:
            best, best_round = worst, rounds
        elif rounds - best_round > STANDSTILL:
            break
    return _cut(free, limits), rounds


def _cut(free: Numbers, limits: Limits | None) -> Numbers:
    return free if limits is None else np.clip(free, limits.low, limits.high)


def _step(
    cells: Cells,
    margin: int,
    target: Numbers,
    reached: Numbers,
    state: tuple[Numbers, Numbers],
) -> Numbers:
    """What each level is multiplied by: what is left for cells that are not on a limit.

    Where that is nothing (all lie on a limit, or those at the top already take too much)
    the whole level moves, which lets cells come off their limits again.
    """
    free, factors = state
    at_limit = np.where(free == factors, 0.0, factors)
    still = cells.reached(margin, at_limit, len(target))
    room, movable = target - still, reached - still
    partly = (room > 0) & (movable > 1e-14 * target)
    whole = np.divide(target, reached, out=np.ones_like(target), where=reached > 0)
    return np.divide(room, movable, out=whole, where=partly)


def missed(
    cells: Cells,
    factors: Numbers,
    targets: Sequence[Numbers],
    margins: Sequence[Margin],
    tolerance: float,
) -> float:
    """The largest distance of a share from its target; an error where it is too large."""
    worst = 0.0
    total = float(targets[0].sum())
    for i, (target, margin) in enumerate(zip(targets, margins, strict=True)):
        reached = cells.reached(i, factors, len(target))
        gaps = np.abs(reached - target) / total
        level = int(gaps.argmax())
        # A last round over one margin moves the others by a hair.
        if not gaps[level] <= 10 * tolerance:
            raise MarginMissedError(
                margin.name,
                margin.levels[level],
                float(reached[level]),
                float(target[level]),
            )
        worst = max(worst, float(gaps[level]))
    return worst
