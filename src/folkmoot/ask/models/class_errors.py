"""How sure class shares are, under weights and clusters, and a criterion that knows them.

The likelihood of weighted answers is a pseudo-likelihood: its curvature alone makes errors
too small where councils answer alike. So the curvature is set against how the scores of
people vary under the design (the sandwich of Huber and White, with the linearised
variance: Skinner, 1989), and the criterion counts parameters by what the design makes of
them (Lumley and Scott, 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from folkmoot.ask.estimation.design import Codes, Design, Numbers
from folkmoot.ask.estimation.errors import ModelError
from folkmoot.ask.estimation.variance import covariance_of_totals
from folkmoot.ask.models.classes import Classes, Patterns, chances

EDGE = 1e-4
"""A share of an answer nearer to 0 or 1 than this is taken as it is: it has no curvature."""
STEP = 1e-5


@dataclass(frozen=True, eq=False)
class ClassErrors:
    """Standard errors of class shares, and a criterion of the fit.

    `covariance` (k, k) is of the shares. `effective_parameters` is what the design makes of
    the parameters: more than there are where clusters agree within. `daic` is smaller for
    the better of two fits to the same answers.
    """

    covariance: Numbers
    effective_parameters: float
    daic: float

    @property
    def standard_errors(self) -> Numbers:
        """The standard error of each class share."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))


def class_errors(
    answers: Codes, levels: Sequence[int], classes: Classes, design: Design
) -> ClassErrors:
    """Errors of `classes`, fitted to these answers, under the design.

    Weights are those of the design if the classes were weighted, else 1. Raises
    `ModelError` where the likelihood is flat: then the shares are not to be quoted at all.
    """
    weights = design.weights if classes.weighted else np.ones(len(answers))
    weights = weights * (len(answers) / weights.sum())
    held = replace(design, weights=weights)
    model = _Model(Patterns.of(answers, levels), levels, classes)
    scores = model.scores(model.start)
    curvature = model.curvature(weights)
    values = np.linalg.eigvalsh(curvature)
    if values[0] <= 1e-9 * values[-1]:
        raise ModelError(
            "The classes rest on a flat likelihood, so their shares have no error.",
            "Ask for fewer classes.",
        )
    spread = covariance_of_totals(held, scores[model.data.place])
    bread = np.linalg.inv(curvature)
    parameters = float(np.trace(bread @ spread))
    shares = classes.shares
    slope = np.zeros((len(shares), len(bread)))
    free = len(shares) - 1
    slope[:, :free] = (np.eye(len(shares)) - shares)[:, :free] * shares[:, None]
    return ClassErrors(
        covariance=slope @ bread @ spread @ bread @ slope.T,
        effective_parameters=parameters,
        daic=2 * parameters - 2 * classes.log_likelihood,
    )


class _Model:
    """The likelihood in logits: shares against the last class, answers against the commonest."""

    def __init__(self, data: Patterns, levels: Sequence[int], classes: Classes) -> None:
        self.data, self.shares = data, classes.shares
        self.answers = np.concatenate(classes.answers, axis=1)
        ends = (*data.starts[1:], data.table.shape[1])
        self.question = np.repeat(np.arange(len(levels)), list(levels))
        self.free = (self.answers > EDGE) & (self.answers < 1 - EDGE)
        for c in range(len(self.shares)):
            for first, last in zip(data.starts, ends, strict=True):
                self.free[c, first + int(self.answers[c, first:last].argmax())] = False
        self.k = len(self.shares)
        self.start = np.zeros(self.k - 1 + int(self.free.sum()))

    def moved(self, shift: Numbers) -> tuple[Numbers, Numbers]:
        """Shares and answers at a shift of the logits."""
        shares = self.shares * np.exp(np.append(shift[: self.k - 1], 0.0))
        factor = np.zeros_like(self.answers)
        factor[self.free] = shift[self.k - 1 :]
        answers = self.answers * np.exp(factor)
        for question in range(self.question[-1] + 1):
            mine = self.question == question
            answers[:, mine] /= answers[:, mine].sum(axis=1, keepdims=True)
        return shares / shares.sum(), answers

    def scores(self, shift: Numbers) -> Numbers:
        """First derivatives of each pattern's log-likelihood, (patterns, parameters)."""
        shares, answers = self.moved(shift)
        chance = chances(self.data.table, shares, answers)
        table = self.data.table
        given = np.stack(
            [
                table[:, self.question == q].sum(axis=1)
                for q in range(self.question[-1] + 1)
            ],
            axis=1,
        )[:, self.question]
        parts = [chance[:, :-1] - shares[:-1]]
        for c in range(self.k):
            free = self.free[c]
            left = table[:, free] - given[:, free] * answers[c, free]
            parts.append(chance[:, [c]] * left)
        return np.concatenate(parts, axis=1)

    def curvature(self, weights: Numbers) -> Numbers:
        """The negative second derivative of the weighted log-likelihood."""
        counts = self.data.counts(weights)
        size = len(self.start)
        out = np.empty((size, size))
        for i in range(size):
            step = self.start.copy()
            step[i] = STEP
            up, down = counts @ self.scores(step), counts @ self.scores(-step)
            out[i] = (down - up) / (2 * STEP)
        return np.asarray((out + out.T) / 2)
