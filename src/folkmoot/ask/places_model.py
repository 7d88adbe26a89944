"""A binomial model with random intercepts, fitted by Laplace's approximation.

logit(p) = X beta + sum of intercepts, one a level of each term, normal about zero. The
deviance is that of lme4's `glmer` (nAGQ = 1), and a test holds the two together on its own
example.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg, optimize, special

from folkmoot.ask.design import Codes, Numbers
from folkmoot.ask.errors import ModelError

MOST_STEPS = 200
SETTLED = 1e-11
"""Relative change of the penalised deviance at which the inner steps end."""
BOUNDARY = 1e-3
"""A standard deviation below this is zero: a logit's thousandth is no difference to see."""


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


@dataclass(frozen=True, eq=False)
class PlacesModel:
    """A fitted model. `spreads` are the standard deviations of the terms on the logit scale."""

    counts: Counts
    fixed: Numbers
    spreads: Numbers
    log_likelihood: float
    mode: Mode
    log_spread_covariance: Numbers

    @property
    def boundary_terms(self) -> tuple[str, ...]:
        """Terms between whose levels no difference shows."""
        return tuple(
            term.name
            for term, spread in zip(self.counts.terms, self.spreads, strict=True)
            if spread < BOUNDARY
        )


def fitted_model(counts: Counts) -> PlacesModel:
    """The model of greatest (Laplace) likelihood."""
    _check(counts)
    k = len(counts.terms)
    near = mode_at(counts, np.full(k, 0.5))
    first = optimize.minimize(
        lambda s: mode_at(counts, s, None, near).deviance,
        np.full(k, 0.5),
        method="L-BFGS-B",
        bounds=[(0.0, None)] * k,
    )
    near = mode_at(counts, first.x, None, near)
    start = np.concatenate([first.x, near.fixed])
    found = optimize.minimize(
        lambda x: mode_at(counts, x[:k], x[k:], near).deviance,
        start,
        method="L-BFGS-B",
        jac="3-point",
        bounds=[(0.0, None)] * k + [(None, None)] * (len(start) - k),
        options={"ftol": 1e-14, "gtol": 1e-7, "maxiter": 500},
    )
    spreads, fixed = found.x[:k], found.x[k:]
    if not np.all(np.isfinite(found.x)):
        raise ModelError(
            "The model of small places did not settle.",
            "Leave out columns that nearly decide the answer, and try again.",
        )
    return PlacesModel(
        counts=counts,
        fixed=fixed,
        spreads=spreads,
        log_likelihood=-found.fun / 2,
        mode=mode_at(counts, spreads, fixed),
        log_spread_covariance=_log_spread_covariance(counts, spreads),
    )


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
        return np.asarray(linalg.solve(matrix, right, assume_a="pos"))
    except linalg.LinAlgError as error:
        raise ModelError(
            "Two columns of the model of small places say the same.",
            "Leave one of them out.",
        ) from error


def _constant(counts: Counts) -> float:
    """The binomial coefficients, in logarithms."""
    y, n = counts.successes, counts.trials
    return float(
        (
            special.gammaln(n + 1) - special.gammaln(y + 1) - special.gammaln(n - y + 1)
        ).sum()
    )


def _log_spread_covariance(counts: Counts, spreads: Numbers) -> Numbers:
    """How sure the spreads are, on the log scale, from the curvature of the deviance.

    Terms on the boundary are taken as they are.
    """
    k = len(spreads)
    out = np.zeros((k, k))
    free = np.flatnonzero(spreads >= BOUNDARY)
    if len(free) == 0:
        return out
    step = 0.05

    def deviance(shift: Numbers) -> float:
        moved = spreads.copy()
        moved[free] *= np.exp(shift)
        return mode_at(counts, moved).deviance

    size = len(free)
    curvature = np.empty((size, size))
    unit = np.eye(size) * step
    for i in range(size):
        for j in range(i, size):
            corners = [
                deviance(a * unit[i] + b * unit[j])
                for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))
            ]
            second = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * step**2)
            curvature[i, j] = curvature[j, i] = second / 2
    values, vectors = np.linalg.eigh(curvature)
    # A deviance that hardly bends says that a spread is known within a factor e at best.
    values = np.maximum(values, 1.0)
    out[np.ix_(free, free)] = (vectors / values) @ vectors.T
    return out


def _check(counts: Counts) -> None:
    if not counts.terms:
        raise ModelError("The model has no places.", "Give it one term or more.")
    if np.any(counts.trials <= 0) or np.any(counts.successes > counts.trials + 1e-9):
        raise ModelError(
            "A row of the model has more successes than answers, or no answers.",
            "Leave rows without answers out.",
        )
    share = counts.successes.sum() / counts.trials.sum()
    if not 0 < share < 1:
        raise ModelError(
            "Everybody gave the same answer.", "There is nothing to model."
        )
