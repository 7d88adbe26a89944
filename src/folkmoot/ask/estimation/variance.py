"""The linearised variance of weighted totals: one kernel under every error we publish.

An estimate is written as a weighted total of scores, one a person (its influence); the
error then follows from how those totals vary between the clusters of a stratum (Binder,
1983; Särndal, Swensson and Wretman, 1992, chapter 5). Weights that were raked to known
margins make a total vary only by what the margins do not explain.
"""

from __future__ import annotations

import numpy as np

from folkmoot.ask.estimation.design import Codes, Design, Numbers
from folkmoot.ask.estimation.errors import LonelyStratumError


def covariance_of_totals(design: Design, scores: Numbers) -> Numbers:
    """The covariance (k, k) of the weighted totals of `scores` (n, k).

    The sum over strata of (1 - f) a / (a - 1) times the sum over its a clusters of
    (t - mean t)(t - mean t)', where t are the clusters' weighted totals and f the sampled
    share (Binder, 1983; Särndal, Swensson and Wretman, 1992). Where weights were raked,
    scores are first replaced by their residuals on the margins (Deville and Särndal, 1992).
    Where the people of each cluster are counted, those asked in it add their own part.
    Raises `LonelyStratumError` for a stratum of one cluster under `lonely="refuse"`.
    """
    if design.calibration is not None:
        scores = design.calibration.residuals(scores)
    weighted = scores * design.weights[:, None]
    first = between_units(design, unit_totals(design, weighted))
    if design.cluster_population is None:
        return first
    return first + _within_units(design, weighted)


def unit_totals(design: Design, weighted: Numbers) -> Numbers:
    """Totals of weighted scores in each cluster, (clusters, k)."""
    if design.clusters is None:
        return weighted
    return grouped_totals(design.unit, weighted, design.units)


def grouped_totals(codes: Codes, weighted: Numbers, groups: int) -> Numbers:
    """Totals of each column of `weighted` (n, k) in each group, (groups, k)."""
    totals = np.empty((groups, weighted.shape[1]))
    for column in range(weighted.shape[1]):
        totals[:, column] = np.bincount(codes, weighted[:, column], minlength=groups)
    return totals


def between_units(design: Design, totals: Numbers) -> Numbers:
    """The covariance (k, k) from cluster totals (clusters, k), within strata.

    Raises `LonelyStratumError` where a stratum has one cluster and `lonely` is "refuse".
    """
    count = design.stratum_units
    centre = grouped_totals(design.unit_stratum, totals, len(count)) / count[:, None]
    alone = count == 1
    factor = (1 - design.sampled_share) * count / np.maximum(count - 1, 1)
    if np.any(alone & (factor > 0)):
        if design.lonely == "refuse":
            raise LonelyStratumError(int(np.flatnonzero(alone)[0]))
        if design.lonely == "centre":
            centre[alone] = totals.mean(axis=0)
        else:
            factor = np.where(alone, 0.0, factor)
    spread = totals - centre[design.unit_stratum]
    spread *= np.sqrt(factor)[design.unit_stratum][:, None]
    return np.asarray(spread.T @ spread)


def _within_units(design: Design, weighted: Numbers) -> Numbers:
    """What people add to the variance where only some in each cluster answered.

    The second term of two-stage sampling: f1 (1 - f2) n2/(n2 - 1) times the squared
    distances inside a cluster. A cluster of one answer says nothing of its inside, so it is
    given the mean of the clusters that do; our own choice, as most councils send one to
    three answers.
    """
    population = design.cluster_population
    assert population is not None  # the caller asked  # noqa: S101
    size = np.bincount(design.unit)
    of_cluster = np.zeros(design.units)
    of_cluster[design.unit] = population
    spread = weighted - (unit_totals(design, weighted) / size[:, None])[design.unit]
    factor = (
        design.sampled_share[design.unit_stratum]
        * np.maximum(1 - size / of_cluster, 0)
        * size
        / np.maximum(size - 1, 1)
    )
    told = size > 1
    spread *= np.sqrt(np.where(told, factor, 0.0))[design.unit][:, None]
    total = np.asarray(spread.T @ spread)
    return total * (design.units / max(int(told.sum()), 1))
