"""Shares, means, gaps and nets, each with the error that the design gives it.

A net ("agree" less "disagree") is a contrast of two shares of the same people, which pull
against each other; its error comes from their covariance. So every set of estimates keeps
its whole covariance, and nets and gaps are contrasts of a set.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.ask.estimation.design import Codes, Design, Numbers
from folkmoot.ask.estimation.variance import covariance_of_totals

Domain = NDArray[np.bool_]
"""Who is asked about: True for each row that belongs. The others still tell of the design."""


@dataclass(frozen=True, eq=False)
class Estimates:
    """k estimates from one sample, with all that belongs beside them on a page.

    `values` (k,) and `covariance` (k, k) in the unit of the question; `df` are degrees of
    freedom, clusters less strata; `base_unweighted`, `base_weighted` and `effective_base`
    (Kish) are of the people each value rests on; `simple_variance` is what a simple random
    sample of the same unweighted base, drawn with replacement, would give. A value that
    rests on nobody is not a number.
    """

    values: Numbers
    covariance: Numbers
    df: float
    base_unweighted: Codes
    base_weighted: Numbers
    effective_base: Numbers
    simple_variance: Numbers

    @property
    def standard_errors(self) -> Numbers:
        """The standard error of each value."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))

    @property
    def design_effects(self) -> Numbers:
        """Each variance over that of a simple random sample drawn with replacement."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.diag(self.covariance) / self.simple_variance)


def estimate(
    design: Design,
    scores: Numbers,
    domain: Domain | None = None,
    *,
    groups: Codes | None = None,
    n_groups: int = 1,
) -> Estimates:
    """Weighted means of each column of `scores` (n, k), of a domain or of each group.

    A score that is not a number is a missing answer and takes no part in its column. With
    `groups` the values are (n_groups × k), all columns of group 0 first; rows of group -1
    belong to none. Groups of the same sample are correlated, and the covariance says how.

    Each value is sum(w y) / sum(w) over its base; its error that of `ratio`.
    """
    y = np.asarray(scores, dtype=np.float64)
    y = y[:, None] if y.ndim == 1 else y
    asked = np.ones(len(y), bool) if domain is None else np.asarray(domain)
    group = np.zeros(len(y), np.int64) if groups is None else groups
    present = ~np.isnan(y) & asked[:, None]
    spread = np.zeros((len(y), n_groups * y.shape[1]))
    base = np.zeros_like(spread)
    for g in range(n_groups):
        member = (group == g)[:, None] & present
        block = slice(g * y.shape[1], (g + 1) * y.shape[1])
        base[:, block] = member
        spread[:, block] = np.where(member, y, 0.0)
    return ratio(design, spread, base)


def ratio(design: Design, numerators: Numbers, denominators: Numbers) -> Estimates:
    """Ratios of weighted totals, column by column: (n, k) over (n, k).

    A row belongs to a column's base where its denominator is not zero. A mean is a ratio
    over membership, a share of answers a ratio over the answers given.

    R = sum(w y) / sum(w x); its covariance is that of the totals of (y - R x) / sum(w x)
    (Taylor's linearisation: Woodruff, 1971; `covariance_of_totals`).
    """
    weights = design.weights
    below = weights @ denominators
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(below != 0, (weights @ numerators) / below, np.nan)
        scores = (numerators - np.nan_to_num(values) * denominators) / below
    known = np.isfinite(values)
    covariance = np.full((len(values), len(values)), np.nan)
    covariance[np.ix_(known, known)] = covariance_of_totals(design, scores[:, known])
    member = denominators != 0
    bases = weights @ member
    squares = (weights**2) @ member
    return Estimates(
        values=values,
        covariance=covariance,
        df=degrees_of_freedom(design, np.any(member, axis=1)),
        base_unweighted=np.count_nonzero(member & (weights > 0)[:, None], axis=0),
        base_weighted=bases,
        effective_base=np.divide(
            bases**2, squares, out=np.zeros_like(bases), where=squares > 0
        ),
        simple_variance=_simple_variance(weights, numerators, denominators, values),
    )


def proportions(
    design: Design, codes: Codes, n_levels: int, domain: Domain | None = None
) -> Estimates:
    """The share of each level among those who answered, (n_levels,)."""
    return estimate(design, indicators(codes, n_levels), domain)


def proportions_by(
    design: Design, codes: Codes, n_levels: int, groups: Codes, n_groups: int
) -> Estimates:
    """The share of each level in each group, (n_groups × n_levels), group by group."""
    return estimate(
        design, indicators(codes, n_levels), groups=groups, n_groups=n_groups
    )


def selected(
    design: Design, chosen: NDArray[np.bool_], answered: NDArray[np.bool_] | None = None
) -> Estimates:
    """The share of people who chose each option of a question with several answers.

    `chosen` is (n, options). The base is people, not answers, so shares may add up to more
    than 1; `answered` says who was asked and answered, and without it whoever chose any.
    """
    base = np.any(chosen, axis=1) if answered is None else answered
    return estimate(design, chosen.astype(np.float64), base)


def contrast(estimates: Estimates, matrix: Numbers) -> Estimates:
    """Linear combinations of a set (m, k): gaps, nets, nets of gaps, with their own errors.

    Values are C v and their covariance C V C' for the matrix C.
    A base is the smallest of those that take part: no contrast is surer than its thinnest
    part.
    """
    matrix = np.atleast_2d(np.asarray(matrix, dtype=np.float64))
    part = matrix != 0
    # 0 times what is not known would be unknown; those columns take no part.
    values = np.array(
        [
            row[used] @ estimates.values[used]
            for row, used in zip(matrix, part, strict=True)
        ]
    )
    unknown = np.isnan(values)
    covariance = matrix @ np.nan_to_num(estimates.covariance) @ matrix.T
    covariance[unknown, :] = covariance[:, unknown] = np.nan

    def thinnest(bases: Numbers | Codes) -> Numbers:
        spread = np.where(part, np.asarray(bases, np.float64), np.inf)
        return np.asarray(spread.min(axis=1))

    return Estimates(
        values=values,
        covariance=covariance,
        df=estimates.df,
        base_unweighted=thinnest(estimates.base_unweighted).astype(np.int64),
        base_weighted=thinnest(estimates.base_weighted),
        effective_base=thinnest(estimates.effective_base),
        simple_variance=np.full(len(values), np.nan),
    )


def nets(
    shares: Estimates, positive: tuple[int, ...], negative: tuple[int, ...]
) -> Estimates:
    """The net of a question: the shares of `positive` levels less those of `negative` ones.

    With no negative levels it is a "top two" share. One value, -1 to 1.
    """
    row = np.zeros(len(shares.values))
    row[list(positive)] = 1.0
    row[list(negative)] = -1.0
    return contrast(shares, row[None, :])


def indicators(codes: Codes, n_levels: int) -> Numbers:
    """One column a level, 1 where a row has it; a row without an answer is not a number."""
    table = np.full((len(codes), n_levels), np.nan)
    answered = codes >= 0
    table[answered] = codes[answered, None] == np.arange(n_levels)
    return table


def degrees_of_freedom(design: Design, member: Domain) -> float:
    """Clusters less strata, of those with anybody in the domain."""
    present = member & (design.weights > 0)
    if not np.any(present):
        return 0.0
    units = len(np.unique(design.unit[present])) if not present.all() else design.units
    return float(units - len(np.unique(design.stratum[present])))


def _simple_variance(
    weights: Numbers, numerators: Numbers, denominators: Numbers, values: Numbers
) -> Numbers:
    """s² / n of each column, from its own base."""
    member = denominators != 0
    n = np.count_nonzero(member & (weights > 0)[:, None], axis=0)
    residuals = np.where(member, numerators - np.nan_to_num(values) * denominators, 0.0)
    size = weights @ denominators
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (weights @ residuals**2) * (weights @ member) / size**2
        return np.asarray(np.where(n > 1, spread / (n - 1), np.nan))
