"""The shares of one table with their covariance, from which any cell or net is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Mask
from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.estimation.estimates import Estimates
from folkmoot.ask.estimation.letters import NAMES
from folkmoot.ask.estimation.rao_scott import TableTest


@dataclass(frozen=True, eq=False)
class Bases:
    """Of everybody, then of each column: people, their weights, and the weights' squares."""

    people: Codes
    weighted: Numbers
    squares: Numbers


@dataclass(frozen=True, eq=False)
class Drawn:
    """Shares of one table with their covariance, from which any cell or net is taken."""

    shares: Numbers
    covariance: Numbers
    table: TableTest
    bases: Bases

    @property
    def people(self) -> Codes:
        """The unweighted base of everybody, then of each column."""
        held = self.table.people.sum(axis=0)
        return np.concatenate([[held.sum()], held[1:]])

    def estimates(self, parts: Sequence[tuple[int, float]]) -> Estimates:
        """A share, or a sum of shares with signs: of everybody, then of each column."""
        levels, width = self.shares.shape
        between = self.covariance.reshape(levels, width, levels, width)
        values, covariance = np.zeros(width), np.zeros((width, width))
        for level, sign in parts:
            values += sign * self.shares[level]
            for other, other_sign in parts:
                covariance += sign * other_sign * between[level, :, other, :]
        people, totals = self.people, self.bases.weighted
        with np.errstate(divide="ignore", invalid="ignore"):
            effective = np.where(
                self.bases.squares > 0, totals**2 / self.bases.squares, 0.0
            )
        return Estimates(
            values=values,
            covariance=covariance,
            df=self.table.df,
            base_unweighted=people,
            base_weighted=totals,
            effective_base=effective,
            simple_variance=values * (1 - values) / np.maximum(people - 1, 1),
        )


def without(letters: str, hidden: Mask) -> str:
    """The letters of a cell without those of hidden columns, which would tell of them."""
    if not hidden.any():
        return letters
    if len(hidden) > len(NAMES):
        return ""
    gone = {NAMES[place] for place in np.flatnonzero(hidden)}
    return "".join(one for one in letters if one.lower() not in gone)


def bases_of(
    weights: tuple[Numbers, Numbers], given: Mask, codes: Codes, size: int
) -> Bases:
    """The bases of a question that `given` answered, by the codes of a division.

    `weights` are those of people, and their squares.
    """
    # Whole numbers to count by: who did not answer, is not placed, is in a column.
    place = np.where(given, codes + 2, 0)

    def held(values: Numbers | None) -> Numbers:
        counts = np.bincount(place, values, minlength=size + 2)
        return np.append(counts[1:].sum(), counts[2:])

    return Bases(held(None).astype(np.int64), held(weights[0]), held(weights[1]))


def member_of(codes: Codes, column: int) -> Mask:
    """Who is in a column; column 0 is everybody."""
    if column == 0:
        return np.ones(len(codes), dtype=bool)
    return np.asarray(codes == column - 1)


def known(value: float) -> float | None:
    """The number, or None where it is none."""
    return None if np.isnan(value) else float(value)
