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

    def people(self, column: int) -> int:
        """The unweighted base of a column; column 0 is everybody."""
        held = self.table.people
        return int(held.sum() if column == 0 else held[:, column].sum())

    def estimates(self, parts: Sequence[tuple[int, float]], column: int) -> Estimates:
        """A share, or a sum of shares with signs, of one column."""
        width = self.shares.shape[1]
        row = np.zeros(self.shares.size)
        for level, sign in parts:
            row[level * width + column] = sign
        used = row != 0
        value = float(row[used] @ self.shares.ravel()[used])
        variance = float(row[used] @ self.covariance[np.ix_(used, used)] @ row[used])
        people = self.people(column)
        total, squares = self.bases.weighted[column], self.bases.squares[column]
        return Estimates(
            values=np.array([value]),
            covariance=np.array([[max(variance, 0.0)]]),
            df=self.table.df,
            base_unweighted=np.array([people]),
            base_weighted=np.array([total]),
            effective_base=np.array([total**2 / squares if squares else 0.0]),
            simple_variance=np.array([value * (1 - value) / max(people - 1, 1)]),
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
