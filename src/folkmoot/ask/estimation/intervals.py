"""Intervals: on the logit scale for shares, Student's t for the rest, and quantiles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy import special

from folkmoot.ask.estimation.design import Design, Numbers
from folkmoot.ask.estimation.estimates import Domain, Estimates, estimate

LEVEL = 0.95
"""The share of samples whose interval is to hold the true value."""
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Intervals:
    """The two ends of an interval for each value; not a number where none can be given."""

    lower: Numbers
    upper: Numbers
    level: float


@dataclass(frozen=True, eq=False)
class Quantiles:
    """Quantiles with the ends of their intervals, and half their width in t units."""

    values: Numbers
    lower: Numbers
    upper: Numbers
    standard_errors: Numbers


def t_interval(estimates: Estimates, level: float = LEVEL) -> Intervals:
    """Value ± t × standard error, with the design's degrees of freedom: of means and gaps."""
    reach = _t(estimates.df, level) * estimates.standard_errors
    return Intervals(estimates.values - reach, estimates.values + reach, level)


def net_interval(estimates: Estimates, level: float = LEVEL) -> Intervals:
    """Intervals of nets, a share less another, that stay between -1 and 1.

    Student's t; where nobody differs (a net of -1, 0 or 1 without an error) what the exact
    interval of that one share leaves for the others, all of them taken against it.
    """
    found = t_interval(estimates, level)
    lower, upper = np.maximum(found.lower, -1.0), np.minimum(found.upper, 1.0)
    # Sums of many weights miss a whole number by a rounding, so near it is at it.
    whole = np.round(estimates.values)
    at_end = (estimates.standard_errors < _ROUNDING) & (
        np.abs(estimates.values - whole) < _ROUNDING
    )
    if not at_end.any():
        return Intervals(lower, upper, level)
    nobody = np.zeros_like(estimates.covariance)
    ends = exact_interval(
        replace(estimates, values=np.abs(whole), covariance=nobody), level
    )
    reach = np.where(whole == 0, ends.upper, 2 * (1 - ends.lower))
    return Intervals(
        np.where(at_end, np.maximum(whole - reach, -1.0), lower),
        np.where(at_end, np.minimum(whole + reach, 1.0), upper),
        level,
    )


def logit_interval(estimates: Estimates, level: float = LEVEL) -> Intervals:
    """Intervals of shares that stay between 0 and 1.

    Student's t on the logit scale: logit(p) ± t × se / (p (1 - p)); where the share is 0 or
    1 the logit has no end, and the exact binomial interval on the effective base is given
    (`exact_interval`).
    """
    p, error = estimates.values, estimates.standard_errors
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = special.logit(p)
        reach = _t(estimates.df, level) * error / (p * (1 - p))
        lower, upper = special.expit(centre - reach), special.expit(centre + reach)
    at_end = (p <= 0) | (p >= 1) | (error == 0)
    if not at_end.any():
        return Intervals(lower, upper, level)
    ends = exact_interval(estimates, level)
    return Intervals(
        np.where(at_end, ends.lower, lower), np.where(at_end, ends.upper, upper), level
    )


def exact_interval(estimates: Estimates, level: float = LEVEL) -> Intervals:
    """Clopper and Pearson's interval on an effective base (Korn and Graubard, 1998).

    The base is p(1 - p) over the variance, times the squared ratio of the t quantiles of a
    simple sample and of this design; where the variance is zero, Kish's effective base.
    """
    p, tail = estimates.values, (1 - level) / 2
    variance = np.diag(estimates.covariance)
    with np.errstate(divide="ignore", invalid="ignore"):
        base = np.where(variance > 0, p * (1 - p) / variance, estimates.effective_base)
        simple = special.stdtrit(np.maximum(estimates.base_unweighted - 1, 1), tail)
        base = base * (simple / _t(estimates.df, level)) ** 2
        lower = special.betaincinv(base * p, base * (1 - p) + 1, tail)
        upper = special.betaincinv(base * p + 1, base * (1 - p), 1 - tail)
    known = np.isfinite(p) & (base > 0)
    lower = np.where(known & (p <= 0), 0.0, lower)
    upper = np.where(known & (p >= 1), 1.0, upper)
    return Intervals(
        np.where(known, lower, np.nan), np.where(known, upper, np.nan), level
    )


def quantile(
    design: Design,
    values: Numbers,
    probabilities: tuple[float, ...],
    domain: Domain | None = None,
    level: float = LEVEL,
) -> Quantiles:
    """Weighted quantiles by the inverse of the distribution, with Woodruff's intervals.

    The quantile is the smallest answer with at least that share of the weight at or below
    it (R's "math" rule). Its interval is that of the share at or below it, read back
    through the same rule (Woodruff, 1952). The answers must be numbers; blanks are nan.
    """
    asked = ~np.isnan(values)
    asked = asked if domain is None else asked & domain
    inverse = _inverse(values[asked], design.weights[asked])
    points = inverse(np.asarray(probabilities, dtype=np.float64))
    below = (values[:, None] <= points[None, :]).astype(np.float64)
    shares = estimate(design, below, asked)
    ends = t_interval(shares, level)
    lower, upper = inverse(ends.lower), inverse(ends.upper)
    errors = (upper - lower) / (2 * _t(shares.df, level))
    return Quantiles(points, lower, upper, errors)


class _inverse:
    """The inverse of a weighted distribution."""

    def __init__(self, values: Numbers, weights: Numbers) -> None:
        self.values, place = np.unique(values, return_inverse=True)
        reached = np.cumsum(np.bincount(place, weights, minlength=len(self.values)))
        self.reached = reached / reached[-1] if len(reached) else reached

    def __call__(self, shares: Numbers) -> Numbers:
        if not len(self.values):
            return np.full(len(shares), np.nan)
        # A share met to the last digits is met: sums of weights are not exact.
        place = np.searchsorted(self.reached, shares - 1e-12, side="left")
        return np.asarray(self.values[np.clip(place, 0, len(self.values) - 1)])


@lru_cache(maxsize=256)
def _t(df: float, level: float) -> float:
    """The t quantile for a two-sided interval; without degrees of freedom, not a number."""
    return float(special.stdtrit(df, (1 + level) / 2)) if df > 0 else float("nan")
