"""The likeliest intercepts of a binomial model at given spreads, by Newton's steps.

The inner part of Laplace's approximation: everything in (fixed columns, intercepts) at
once, with the intercepts scaled to a standard deviation of 1, so that a spread of zero is
a point like any other. No row is in two places, so the widest term is diagonal in the
equations; it is taken out first, and four hundred councils cost little more than ten.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg, special

from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.estimation.errors import ModelError

MOST_STEPS = 200
SETTLED = 1e-11
"""Relative change of the penalised likelihood at which the steps end."""


@dataclass(frozen=True, eq=False)
class Term:
    """Random intercepts: the level of each row, and how many levels there are.

    Levels without rows are allowed: of them only the spread is known.
    """

    name: str
    codes: Codes
    levels: int


@dataclass(frozen=True, eq=False)
class Counts:
    """Rows of the model: successes out of trials, fixed columns, and terms.

    Successes and trials need not be whole: weighted answers come as effective counts.
    """

    successes: Numbers
    trials: Numbers
    fixed: Numbers
    terms: tuple[Term, ...]

    @cached_property
    def wide(self) -> int:
        """The term with most levels."""
        return int(np.argmax([term.levels for term in self.terms]))

    @cached_property
    def narrow(self) -> tuple[int, ...]:
        """The other terms."""
        return tuple(i for i in range(len(self.terms)) if i != self.wide)

    @cached_property
    def narrow_term(self) -> Codes:
        """The term of each narrow intercept."""
        sizes = [self.terms[i].levels for i in self.narrow]
        return np.repeat(np.array(self.narrow, np.int64), sizes)

    @cached_property
    def table(self) -> Numbers:
        """Fixed columns, then an indicator for each narrow intercept, (rows, columns)."""
        parts = [self.fixed]
        for i in self.narrow:
            term = self.terms[i]
            parts.append((term.codes[:, None] == np.arange(term.levels)).astype(float))
        return np.concatenate(parts, axis=1)


@dataclass(frozen=True, eq=False)
class Curvature:
    """The negative second derivative at the mode, in (fixed and narrow, wide) blocks."""

    small: Numbers
    cross: Numbers
    wide: Numbers

    @cached_property
    def reduced(self) -> Numbers:
        """The small block once the wide term is taken out, as its Cholesky factor."""
        left = self.small - self.cross.T @ (self.cross / self.wide[:, None])
        try:
            return np.asarray(linalg.cholesky(left, lower=True))
        except linalg.LinAlgError as error:
            raise ModelError(
                "The model of small places has no highest point.",
                "Leave out columns that nearly decide the answer, and try again.",
            ) from error

    def solved(self, small: Numbers, wide: Numbers) -> tuple[Numbers, Numbers]:
        """What the curvature turns into `small` and `wide`."""
        right = small - self.cross.T @ (wide / self.wide)
        first = np.asarray(linalg.cho_solve((self.reduced, True), right))
        return first, (wide - self.cross @ first) / self.wide

    def log_det(self, fixed: int) -> float:
        """The logarithm of the determinant of all but the first `fixed` columns."""
        cross = self.cross[:, fixed:]
        left = self.small[fixed:, fixed:] - cross.T @ (cross / self.wide[:, None])
        return float(np.log(self.wide).sum() + np.linalg.slogdet(left)[1])

    def noise(self, rng: np.random.Generator, draws: int) -> tuple[Numbers, Numbers]:
        """Draws of (fixed and narrow, wide) about the mode, one a column."""
        z = rng.standard_normal((len(self.small), draws))
        first = np.asarray(linalg.solve_triangular(self.reduced.T, z, lower=False))
        own = rng.standard_normal((len(self.wide), draws))
        scale = self.wide[:, None]
        return first, own / np.sqrt(scale) - self.cross @ first / scale


@dataclass(frozen=True, eq=False)
class Mode:
    """The likeliest values at given spreads, and how sure they are.

    `small` holds the fixed columns and then the narrow intercepts, `wide` those of the
    widest term; intercepts are scaled to a standard deviation of 1. `deviance` is at the
    likeliest fixed columns; `restricted` has them integrated out (as REML has), and so knows
    that they, too, were learnt from the answers.
    """

    small: Numbers
    wide: Numbers
    curvature: Curvature
    deviance: float
    restricted: float


def mode_at(
    counts: Counts,
    spreads: Numbers,
    fixed: Numbers | None = None,
    start: Mode | None = None,
) -> Mode:
    """The mode at given spreads; with `fixed` given, of the intercepts only.

    `start` is a mode nearby, which saves steps.
    """
    return _Inner(counts, spreads, fixed, start).mode()


class _Inner:
    """Newton's steps on (small, wide), halved where they overshoot."""

    def __init__(
        self,
        counts: Counts,
        spreads: Numbers,
        fixed: Numbers | None,
        start: Mode | None,
    ) -> None:
        self.counts = counts
        self.place = counts.terms[counts.wide].codes
        self.levels = counts.terms[counts.wide].levels
        self.spread = float(spreads[counts.wide])
        self.width = counts.fixed.shape[1]
        scale = np.concatenate([np.ones(self.width), spreads[counts.narrow_term]])
        self.table = counts.table * scale
        self.penalty = np.concatenate(
            [np.zeros(self.width), np.ones(len(counts.narrow_term))]
        )
        self.given = fixed is not None
        small = np.zeros(len(scale)) if start is None else start.small.copy()
        if fixed is not None:
            small[: self.width] = fixed
        self.small = small
        self.wide = np.zeros(self.levels) if start is None else start.wide

    def mode(self) -> Mode:
        counts = self.counts
        eta = self.eta(self.small, self.wide)
        height = self.height(eta, self.small, self.wide)
        for _ in range(MOST_STEPS):
            chance = special.expit(eta)
            step = self.step(self.curvature(chance), counts, chance)
            part = 1.0
            while True:
                small = self.small + part * step[0]
                wide = self.wide + part * step[1]
                trial = self.eta(small, wide)
                new = self.height(trial, small, wide)
                if new >= height - 1e-12 * abs(height) or part < 1e-6:
                    break
                part /= 2
            gain, eta, height = new - height, trial, new
            self.small, self.wide = small, wide
            if abs(gain) < SETTLED * (abs(height) + 1):
                break
        curvature = self.curvature(special.expit(eta))
        fit = -2 * (height + _constant(counts))
        deviance, restricted = (fit + curvature.log_det(n) for n in (self.width, 0))
        return Mode(self.small, self.wide, curvature, deviance, restricted)

    def eta(self, small: Numbers, wide: Numbers) -> Numbers:
        """The logit of each row."""
        return np.asarray(self.table @ small + self.spread * wide[self.place])

    def height(self, eta: Numbers, small: Numbers, wide: Numbers) -> float:
        """The penalised log-likelihood without its constant."""
        counts = self.counts
        fit = counts.successes * eta - counts.trials * np.logaddexp(0, eta)
        return float(fit.sum() - (self.penalty @ small**2 + wide @ wide) / 2)

    def step(
        self, curvature: Curvature, counts: Counts, chance: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Newton's step; the fixed columns stay where they are given."""
        residual = counts.successes - counts.trials * chance
        small = self.table.T @ residual - self.penalty * self.small
        wide = self.by_place(residual) * self.spread - self.wide
        if not self.given:
            return curvature.solved(small, wide)
        p = self.width
        inner = Curvature(
            curvature.small[p:, p:], curvature.cross[:, p:], curvature.wide
        )
        first, second = inner.solved(small[p:], wide)
        return np.concatenate([np.zeros(p), first]), second

    def curvature(self, chance: Numbers) -> Curvature:
        """The negative second derivative."""
        weights = self.counts.trials * chance * (1 - chance)
        weighted = self.table * weights[:, None]
        cross = np.stack(
            [self.by_place(weighted[:, i]) for i in range(weighted.shape[1])], axis=1
        )
        return Curvature(
            small=self.table.T @ weighted + np.diag(self.penalty),
            cross=cross * self.spread,
            wide=1 + self.spread**2 * self.by_place(weights),
        )

    def by_place(self, values: Numbers) -> Numbers:
        """Sums over the levels of the widest term."""
        held = np.bincount(self.place, values, minlength=self.levels)
        return np.asarray(held, dtype=np.float64)


def _constant(counts: Counts) -> float:
    """The binomial coefficients, in logarithms."""
    y, n = counts.successes, counts.trials
    return float(
        (
            special.gammaln(n + 1) - special.gammaln(y + 1) - special.gammaln(n - y + 1)
        ).sum()
    )
