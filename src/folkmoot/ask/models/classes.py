"""Latent classes: groups of people who answer alike, found and not declared.

Each class has its own shares of each answer, and answers are independent within it (Lazarsfeld
and Henry, 1968; Goodman, 1974). Fitted by expectation and maximisation from many starts at
once, on distinct answer patterns, so that refitting hundreds of resamples is cheap. Missing
answers take no part. Weights make the likelihood a pseudo-likelihood: the classes describe
the population, but information criteria then have no exact meaning, and `weighted` says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.estimation.errors import ModelError

STARTS = 50
"""Random starts; fewer missed the best likelihood of four classes on the data tried."""
MOST_ROUNDS = 5_000
GAIN = 1e-9
"""Log-likelihood gained in a round below which a start has come to rest."""
SAME_LIKELIHOOD = 1e-4
"""Two starts this near found the same height; poLCA and StepMix agree to it, too."""
LEAST_SHARE = 1e-12
SLAB = 4_000_000
"""Numbers held at once in a round; starts are run in as many batches as that needs."""


@dataclass(frozen=True, eq=False)
class Classes:
    """A latent class model of n people.

    `shares` (k,) from the largest down; `answers` one (k, levels) a question; `posterior`
    (n, k) and the likeliest class of each person in `codes`. `starts_at_best` of `starts`
    reached the best likelihood, and `flatness` is how far class shares differ among those:
    on a flat likelihood it is not near 0, and the shares are then not to be quoted.
    """

    shares: Numbers
    answers: tuple[Numbers, ...]
    posterior: Numbers
    codes: Codes
    log_likelihood: float
    parameters: int
    people: int
    starts: int
    starts_at_best: int
    flatness: float
    weighted: bool

    @property
    def aic(self) -> float:
        """Akaike's criterion: smaller is better."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's criterion: smaller is better."""
        return float(self.parameters * np.log(self.people) - 2 * self.log_likelihood)

    @property
    def adjusted_bic(self) -> float:
        """Schwarz's criterion with Sclove's sample size (1987): smaller is better."""
        size = (self.people + 2) / 24
        return float(self.parameters * np.log(size) - 2 * self.log_likelihood)

    @property
    def entropy(self) -> float:
        """How clearly people are placed: 1 for certain, 0 for evenly; nan for one class."""
        k = len(self.shares)
        if k == 1:
            return float("nan")
        p = np.maximum(self.posterior, 1e-300)
        return float(1 + (p * np.log(p)).sum() / (len(p) * np.log(k)))

    @property
    def mean_posterior(self) -> Numbers:
        """The mean certainty of those placed in each class; nan where nobody is."""
        certain = self.posterior.max(axis=1)
        k = len(self.shares)
        held = np.bincount(self.codes, certain, minlength=k)
        size = np.bincount(self.codes, minlength=k)
        return np.asarray(np.divide(held, size, out=np.full(k, np.nan), where=size > 0))


def latent_classes(
    answers: Codes,
    levels: Sequence[int],
    n_classes: int,
    *,
    weights: Numbers | None = None,
    starts: int = STARTS,
    seed: int = 0,
) -> Classes:
    """Classes of people from `answers` (n, questions), codes with -1 for no answer.

    Weights are scaled to add up to n. The same seed gives the same classes. Raises
    `ModelError` where there are more parameters than distinct answer patterns can tell.
    """
    data = Patterns.of(answers, levels)
    n = len(answers)
    held = np.ones(n) if weights is None else weights * (n / weights.sum())
    parameters = n_classes - 1 + n_classes * sum(size - 1 for size in levels)
    if n_classes < 1 or n_classes > len(data.table):
        raise ModelError(
            f"{n_classes} classes cannot be told from {len(data.table)} different answers.",
            "Ask for fewer classes.",
        )
    fits = fitted(data, data.counts(held), n_classes, starts, seed)
    best = int(np.argmax(fits.heights))
    top = np.flatnonzero(fits.heights >= fits.heights[best] - SAME_LIKELIHOOD)
    ordered = -np.sort(-fits.shares[top], axis=1)
    order = np.argsort(-fits.shares[best], kind="stable")
    posterior = fits.posterior(best, data)[data.place][:, order]
    return Classes(
        shares=fits.shares[best][order],
        answers=tuple(part[order] for part in fits.split(best, levels)),
        posterior=posterior,
        codes=posterior.argmax(axis=1).astype(np.int64),
        log_likelihood=float(fits.heights[best]),
        parameters=parameters,
        people=n,
        starts=starts,
        starts_at_best=len(top),
        flatness=float(np.ptp(ordered, axis=0).max()),
        weighted=weights is not None and bool(np.ptp(weights) > 0),
    )


@dataclass(frozen=True, eq=False)
class Patterns:
    """The distinct rows of answers, as indicators, and which each person gave."""

    table: Numbers
    """(patterns, all levels); a missing answer has no 1 among its levels."""
    place: Codes
    starts: tuple[int, ...]

    @staticmethod
    def of(answers: Codes, levels: Sequence[int]) -> Patterns:
        """The patterns of n people."""
        rows, place = np.unique(answers, axis=0, return_inverse=True)
        starts = tuple(int(x) for x in np.cumsum((0, *levels))[:-1])
        table = np.zeros((len(rows), sum(levels)))
        for question, start in enumerate(starts):
            given = np.flatnonzero(rows[:, question] >= 0)
            table[given, start + rows[given, question]] = 1.0
        return Patterns(table, np.asarray(place, np.int64).ravel(), starts)

    def counts(self, weights: Numbers) -> Numbers:
        """The weight of each pattern."""
        held = np.bincount(self.place, weights, minlength=len(self.table))
        return np.asarray(held, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Fits:
    """Where every start came to rest: (starts, k) shares, (starts, k, levels) answers."""

    heights: Numbers
    shares: Numbers
    answers: Numbers

    def posterior(self, start: int, data: Patterns) -> Numbers:
        """The chance of each class for each pattern."""
        return chances(data.table, self.shares[start], self.answers[start])

    def split(self, start: int, levels: Sequence[int]) -> list[Numbers]:
        """The answers of each class, question by question."""
        ends = np.cumsum(list(levels))[:-1]
        return list(np.split(self.answers[start], ends, axis=1))


def fitted(
    data: Patterns,
    counts: Numbers,
    n_classes: int,
    starts: int,
    seed: int,
    gain: float = GAIN,
) -> Fits:
    """Every start run until a round gains less than `gain`.

    Patterns without weight take no part.
    """
    rng = np.random.default_rng(seed)
    used = counts > 0
    table, counts = data.table[used], counts[used]
    batch = max(1, min(starts, SLAB // (len(table) * n_classes + 1)))
    parts = []
    for first in range(0, starts, batch):
        size = min(batch, starts - first)
        drawn = rng.gamma(1.0, size=(size, n_classes, table.shape[1]))
        answers = _shares_within(np.ascontiguousarray(drawn.transpose()), data.starts)
        parts.append(_run(table, counts, answers, data.starts, gain))
    return Fits(*(np.concatenate(piece) for piece in zip(*parts, strict=True)))


def chances(table: Numbers, shares: Numbers, answers: Numbers) -> Numbers:
    """The chance of each class for each pattern, (patterns, k)."""
    of_one_start = answers.transpose()[:, :, None]
    _, found = _expected(table, shares[:, None], of_one_start)
    return found[:, :, 0]


def _run(
    table: Numbers,
    counts: Numbers,
    answers: Numbers,
    questions: tuple[int, ...],
    gain: float,
) -> tuple[Numbers, Numbers, Numbers]:
    """Rounds of expectation and maximisation; a start that rests is not worked on again.

    Starts are the last axis of all that is worked on, `answers` (levels, k, starts) too:
    there are more of them than classes or levels, and sums over short last axes are dear.
    """
    levels, k, size = answers.shape
    shares = np.full((k, size), 1.0 / k)
    heights = np.full(size, -np.inf)
    moving = np.arange(size)
    for _ in range(MOST_ROUNDS):
        fit, held = _expected(table, shares[:, moving], answers[:, :, moving])
        height = counts @ fit
        rested = height - heights[moving] < gain
        heights[moving] = height
        if rested.any():
            moving, held = moving[~rested], held[:, :, ~rested]
        if len(moving) == 0:
            break
        held *= counts[:, None, None]
        shares[:, moving] = held.sum(axis=0) / counts.sum()
        totals = table.T @ held.reshape(len(table), -1)
        answers[:, :, moving] = _shares_within(totals.reshape(levels, k, -1), questions)
    return heights, shares.transpose(), answers.transpose()


def _expected(
    table: Numbers, shares: Numbers, answers: Numbers
) -> tuple[Numbers, Numbers]:
    """The log-likelihood of each pattern (patterns, starts) and chances of its classes."""
    levels, k, size = answers.shape
    logs = np.log(np.maximum(answers, LEAST_SHARE)).reshape(levels, k * size)
    joint = (table @ logs).reshape(len(table), k, size)
    joint += np.log(np.maximum(shares, LEAST_SHARE))
    top = joint.max(axis=1, keepdims=True)
    np.exp(joint - top, out=joint)
    total = joint.sum(axis=1, keepdims=True)
    joint /= total
    return (top + np.log(total))[:, 0, :], joint


def _shares_within(totals: Numbers, starts: Sequence[int]) -> Numbers:
    """Totals (levels, k, starts) to shares within each question, even where there are none."""
    out = np.empty_like(totals)
    for first, last in zip(starts, (*starts[1:], len(totals)), strict=True):
        part = totals[first:last]
        whole = part.sum(axis=0)
        even = np.full_like(part, 1.0 / (last - first))
        out[first:last] = np.divide(part, whole, out=even, where=whole > 0)
    return out
