"""How much places may differ, given the answers: all that is likely of it, not one figure.

With few places their spread is hardly known, and an interval that takes the likeliest spread
for the true one is too narrow. So spreads are drawn from their distribution given the answers:
the likelihood with fixed columns integrated out (Laplace's approximation, as INLA has it: Rue,
Martino and Chopin, 2009) under a prior that is even in the standard deviation (Gelman, 2006).
Candidates lie about the likeliest point with heavy tails, and are kept as often as their
importance says.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.stats import qmc

from folkmoot.ask.estimation.design import Numbers
from folkmoot.ask.models.places_mode import Counts, Mode, mode_at

CANDIDATES_A_TERM = 64
"""Spreads tried for each term."""
TAILS = 4.0
"""Degrees of freedom of the t that candidates come from: wider than what is sought."""
WIDEST = 10.0
"""A standard deviation on the logit scale beyond which no survey's places differ."""
_STEP = 0.05


def likely_spreads(
    counts: Counts,
    spreads: Numbers,
    near: Mode,
    *,
    free: NDArray[np.bool_],
    draws: int,
    seed: int,
) -> list[tuple[Numbers, int]]:
    """Spreads of all terms, each with how many of `draws` fall to it; none has nought.

    `spreads` are the likeliest; terms that are not `free` (on the boundary) stay as they are.
    `near` is a mode nearby, which saves steps.
    """
    if not free.any():
        return [(spreads, draws)]

    def height(logs: Numbers) -> float:
        """The logarithm of the density of log-spreads, but for a constant."""
        tried = spreads.copy()
        tried[free] = np.exp(logs)
        if (tried > WIDEST).any():
            return -np.inf
        return float(logs.sum() - mode_at(counts, tried, None, near).restricted / 2)

    top = np.log(spreads[free])
    size = len(top)
    even = qmc.Sobol(size, rng=seed).random(CANDIDATES_A_TERM * size)
    away = stats.t.ppf(np.clip(even, 1e-6, 1 - 1e-6), TAILS)
    tried = top + away @ np.linalg.cholesky(_covariance(height, top)).T
    proposed = stats.t.logpdf(away, TAILS).sum(axis=1)
    weights = np.array([height(one) for one in tried]) - proposed
    weights = np.exp(weights - weights.max())
    # As even as draws by weight can be (systematic resampling).
    ends = np.floor(np.cumsum(weights / weights.sum()) * draws + 0.5).astype(int)
    times = np.diff(ends, prepend=0)
    found = []
    for place in np.flatnonzero(times).tolist():
        kept = spreads.copy()
        kept[free] = np.exp(tried[place])
        found.append((kept, int(times[place])))
    return found


def _covariance(height: Callable[[Numbers], float], top: Numbers) -> Numbers:
    """How sure log-spreads are, from the bend of their density at a point."""
    size = len(top)
    bend = np.empty((size, size))
    unit = np.eye(size) * _STEP
    for i in range(size):
        for j in range(i, size):
            corners = [
                height(top + a * unit[i] + b * unit[j])
                for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))
            ]
            second = (corners[0] - corners[1] - corners[2] + corners[3]) / (
                4 * _STEP**2
            )
            bend[i, j] = bend[j, i] = -second
    values, vectors = np.linalg.eigh(bend)
    # A density that hardly bends says that a spread is known within a factor e at best.
    return np.asarray((vectors / np.maximum(values, 1.0)) @ vectors.T)
