"""Margins of a population, and the guard that refuses those a sample cannot meet.

Raking tools differ in what they let pass: a blank that keeps the weight 1, a level that no
target names. Each makes another margin miss in silence. Here each is an error of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.estimation.errors import (
    BaseWeightError,
    LevelWithoutTargetError,
    MarginNullError,
    MarginTotalsError,
    TargetWithoutLevelError,
    WeightingError,
    ZeroTargetError,
)

SAME_TOTAL = 1e-6
"""How far two totals may differ and be one: published shares are rounded to six places."""


@dataclass(frozen=True, eq=False)
class Margin:
    """One known division of the population: levels, and how many people (or what share) each.

    A target that is not a number says that the level has none.
    """

    name: str
    levels: tuple[str, ...]
    targets: Numbers


def check_base_weights(base_weights: Numbers, rows: int) -> None:
    """Raise `BaseWeightError` where a weight to start from can weigh nothing."""
    if len(base_weights) != rows:
        raise BaseWeightError(
            f"There are {len(base_weights)} weights for {rows} answers."
        )
    if not np.all(np.isfinite(base_weights)) or np.any(base_weights <= 0):
        raise BaseWeightError("A starting weight is zero, negative or not a number.")


def checked_targets(
    base_weights: Numbers,
    codes_by_margin: Sequence[Codes],
    margins: Sequence[Margin],
) -> tuple[list[Numbers], float]:
    """The targets of every margin on one total, and that total.

    Where every margin is given as shares (adding up to 1), the total is the number of
    answers.
    """
    if not margins or len(margins) != len(codes_by_margin):
        raise WeightingError(
            f"There are {len(codes_by_margin)} columns for {len(margins)} margins.",
            "Give one column of codes for each margin, and at least one margin.",
        )
    check_base_weights(base_weights, len(codes_by_margin[0]))
    for codes, margin in zip(codes_by_margin, margins, strict=True):
        _check_pairs(base_weights, codes, margin)
    totals = [float(np.nansum(margin.targets)) for margin in margins]
    for margin, total in zip(margins[1:], totals[1:], strict=True):
        if abs(total - totals[0]) > SAME_TOTAL * totals[0]:
            raise MarginTotalsError(margins[0].name, totals[0], margin.name, total)
    shares = abs(totals[0] - 1) <= SAME_TOTAL
    total = float(len(base_weights)) if shares else totals[0]
    # A target without people is zero or absent by now; the rest is put on one exact total.
    return [
        np.nan_to_num(margin.targets) * (total / own)
        for margin, own in zip(margins, totals, strict=True)
    ], total


def crossed_cells(
    codes_by_margin: Sequence[Codes], margins: Sequence[Margin], shape: tuple[int, ...]
) -> Codes:
    """The crossed cell of each person, over all margins; blanks are an error."""
    for codes, margin in zip(codes_by_margin, margins, strict=True):
        _check_blanks(codes, margin)
    return np.asarray(np.ravel_multi_index(tuple(codes_by_margin), shape), np.int64)


def _check_blanks(codes: Codes, margin: Margin) -> None:
    blank = int(np.count_nonzero(codes < 0))
    if blank:
        raise MarginNullError(margin.name, blank)
    if len(codes) and int(codes.max()) >= len(margin.levels):
        raise LevelWithoutTargetError(margin.name, f"code {int(codes.max())}")


def _check_pairs(base_weights: Numbers, codes: Codes, margin: Margin) -> None:
    """Every level with people has a target above zero, and every target has people."""
    _check_blanks(codes, margin)
    if len(margin.targets) != len(margin.levels):
        raise WeightingError(
            f"The margin '{margin.name}' has {len(margin.levels)} levels and "
            f"{len(margin.targets)} targets.",
            "Give one target for each level.",
        )
    held = np.bincount(codes, base_weights, minlength=len(margin.levels))
    for level, weight, target in zip(margin.levels, held, margin.targets, strict=True):
        if weight > 0 and np.isnan(target):
            raise LevelWithoutTargetError(margin.name, level)
        if weight > 0 and target <= 0:
            raise ZeroTargetError(margin.name, level)
        if weight == 0 and target > 0:
            raise TargetWithoutLevelError(margin.name, level)
