"""The shares of one table with their covariance, from which any cell or net is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Mask
from folkmoot.ask.book.divisions import Division
from folkmoot.ask.book.subjects import Subject
from folkmoot.ask.estimation.design import Codes, Design, Numbers
from folkmoot.ask.estimation.estimates import Estimates
from folkmoot.ask.estimation.letters import NAMES
from folkmoot.ask.estimation.rao_scott import TableTest


@dataclass(frozen=True, eq=False)
class Drawn:
    """Shares of one table with their covariance, from which any cell or net is taken."""

    shares: Numbers
    covariance: Numbers
    table: TableTest
    bases: Numbers
    """(2, 1 + columns): weighted base and sum of squared weights of each column."""

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
        people, (total, squares) = self.people(column), self.bases[:, column]
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


def bases_of(design: Design, subject: Subject, codes: Codes, by: Division) -> Numbers:
    """Weighted bases and sums of squared weights, (2, 1 + columns), everybody first."""
    assert subject.codes is not None  # noqa: S101 (the caller looked)
    answered = subject.codes >= 0
    found = np.zeros((2, by.size + 1))
    for column in range(by.size + 1):
        held = design.weights[answered & member_of(codes, column)]
        found[:, column] = held.sum(), held @ held
    return found


def member_of(codes: Codes, column: int) -> Mask:
    """Who is in a column; column 0 is everybody."""
    if column == 0:
        return np.ones(len(codes), dtype=bool)
    return np.asarray(codes == column - 1)


def people_of(given: Mask, codes: Codes, size: int) -> list[int]:
    """Unweighted bases of everybody and of each column."""
    held = np.bincount(codes[given] + 1, minlength=size + 1)[1:]
    return [int(given.sum()), *map(int, held)]


def known(value: float) -> float | None:
    """The number, or None where it is none."""
    return None if np.isnan(value) else float(value)
