"""A binomial model with random intercepts, fitted by Laplace's approximation.

logit(p) = X beta + sum of intercepts, one a level of each term, normal about zero. The
deviance is that of lme4's `glmer` (nAGQ = 1), and a test holds the two together on its own
example.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from folkmoot.ask.estimation.design import Numbers
from folkmoot.ask.estimation.errors import ModelError
from folkmoot.ask.models.places_mode import Counts, Mode, mode_at

BOUNDARY = 1e-3
"""A standard deviation below this is zero: a logit's thousandth is no difference to see."""


@dataclass(frozen=True, eq=False)
class PlacesModel:
    """A fitted model. `spreads` are the standard deviations of the terms on the logit scale."""

    counts: Counts
    fixed: Numbers
    spreads: Numbers
    log_likelihood: float
    mode: Mode

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
    start = np.concatenate([first.x, near.small[: counts.fixed.shape[1]]])
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
    )


def _check(counts: Counts) -> None:
    if not counts.terms:
        raise ModelError("The model has no places.", "Give it one term or more.")
    if np.any(counts.trials <= 0) or np.any(counts.successes > counts.trials + 1e-9):
        raise ModelError(
            "A row of the model has more successes than answers, or no answers.",
            "Leave rows without answers out.",
        )
    if np.linalg.matrix_rank(counts.fixed) < counts.fixed.shape[1]:
        raise ModelError(
            "Two columns of the model of small places say the same.",
            "Leave one of them out.",
        )
    share = counts.successes.sum() / counts.trials.sum()
    if not 0 < share < 1:
        raise ModelError(
            "Everybody gave the same answer.", "There is nothing to model."
        )
