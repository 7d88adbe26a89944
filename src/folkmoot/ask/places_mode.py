"""The likeliest intercepts of a binomial model at given spreads, by Newton's steps.

The inner part of Laplace's approximation: everything in (fixed columns, intercepts) at
once, with the intercepts scaled to a standard deviation of 1, so that a spread of zero is
a point like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg, special

from folkmoot.ask.design import Codes, Numbers
from folkmoot.ask.errors import ModelError

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
    def offsets(self) -> Codes:
        """Where each term's levels start among all random intercepts."""
        return np.cumsum([0, *(term.levels for term in self.terms)]).astype(np.int64)

    @cached_property
    def scale_of(self) -> Codes:
        """The term of each random intercept."""
        return np.repeat(
            np.arange(len(self.terms)), [term.levels for term in self.terms]
        )


@dataclass(frozen=True, eq=False)
class Mode:
    """The likeliest fixed columns and intercepts at given spreads, and how sure they are."""

    fixed: Numbers
    effects: Numbers
    """Scaled to a standard deviation of 1."""
    precision: Numbers
    """The negative second derivative in (fixed, effects)."""
    deviance: float


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
    """Newton's steps on (fixed, effects), halved where they overshoot."""

    def __init__(
        self,
        counts: Counts,
        spreads: Numbers,
        fixed: Numbers | None,
        start: Mode | None,
    ) -> None:
        self.counts = counts
        self.scale = spreads[counts.scale_of]
        self.given = fixed
        near = np.zeros(counts.fixed.shape[1]) if start is None else start.fixed
        self.fixed = near if fixed is None else fixed
        self.effects = np.zeros(len(self.scale)) if start is None else start.effects
        self.columns = [
            term.codes + start
            for term, start in zip(counts.terms, counts.offsets, strict=False)
        ]

    def eta(self, fixed: Numbers, effects: Numbers) -> Numbers:
        """The logit of each row."""
        eta = self.counts.fixed @ fixed
        scaled = effects * self.scale
        for columns in self.columns:
            eta = eta + scaled[columns]
        return np.asarray(eta)

    def fit(self, eta: Numbers) -> float:
        """Log-likelihood without its constant."""
        counts = self.counts
        return float(
            (counts.successes * eta - counts.trials * np.logaddexp(0, eta)).sum()
        )

    def mode(self) -> Mode:
        counts, p = self.counts, self.counts.fixed.shape[1]
        eta = self.eta(self.fixed, self.effects)
        height = self.fit(eta) - self.effects @ self.effects / 2
        for _ in range(MOST_STEPS):
            chance = special.expit(eta)
            precision = self.precision(counts.trials * chance * (1 - chance))
            gradient = self.gradient(counts.successes - counts.trials * chance)
            if self.given is None:
                step = _solved(precision, gradient)
            else:
                inner = _solved(precision[p:, p:], gradient[p:])
                step = np.concatenate([np.zeros(p), inner])
            part = 1.0
            while True:
                fixed = self.fixed + part * step[:p]
                effects = self.effects + part * step[p:]
                trial = self.eta(fixed, effects)
                new = self.fit(trial) - effects @ effects / 2
                if new >= height - 1e-12 * abs(height) or part < 1e-6:
                    break
                part /= 2
            gain, eta, height = new - height, trial, new
            self.fixed, self.effects = fixed, effects
            if abs(gain) < SETTLED * (abs(height) + 1):
                break
        chance = special.expit(eta)
        precision = self.precision(counts.trials * chance * (1 - chance))
        half = linalg.cholesky(precision[p:, p:], lower=True)
        log_det = 2 * float(np.log(np.diag(half)).sum())
        deviance = float(-2 * (height + _constant(counts)) + log_det)
        return Mode(self.fixed, self.effects, precision, deviance)

    def gradient(self, residual: Numbers) -> Numbers:
        """First derivatives in (fixed, effects)."""
        effects = np.zeros(len(self.scale))
        for columns in self.columns:
            effects += np.bincount(columns, residual, minlength=len(effects))
        return np.concatenate(
            [self.counts.fixed.T @ residual, self.scale * effects - self.effects]
        )

    def precision(self, weights: Numbers) -> Numbers:
        """The negative second derivative in (fixed, effects)."""
        fixed, size = self.counts.fixed, len(self.scale)
        p = fixed.shape[1]
        out = np.zeros((p + size, p + size))
        out[:p, :p] = fixed.T @ (fixed * weights[:, None])
        inner = np.eye(size)
        cross = np.zeros((size, p))
        for columns in self.columns:
            for column in range(p):
                cross[:, column] += np.bincount(
                    columns, weights * fixed[:, column], minlength=size
                )
            for other in self.columns:
                np.add.at(
                    inner,
                    (columns, other),
                    weights * self.scale[columns] * self.scale[other],
                )
        cross *= self.scale[:, None]
        out[p:, :p], out[:p, p:], out[p:, p:] = cross, cross.T, inner
        return out


def _solved(matrix: Numbers, right: Numbers) -> Numbers:
    try:
        return np.asarray(linalg.cho_solve(linalg.cho_factor(matrix), right))
    except linalg.LinAlgError as error:
        raise ModelError(
            "The model of small places has no highest point.",
            "Leave out columns that nearly decide the answer, and try again.",
        ) from error


def _constant(counts: Counts) -> float:
    """The binomial coefficients, in logarithms."""
    y, n = counts.successes, counts.trials
    return float(
        (
            special.gammaln(n + 1) - special.gammaln(y + 1) - special.gammaln(n - y + 1)
        ).sum()
    )
