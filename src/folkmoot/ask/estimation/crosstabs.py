"""Counts of a whole banner book at once: every question by every banner.

One pass of the rows a table, by counting whole numbers: no table is built a row at a time.
Unweighted and weighted counts always come together, with the sums of squared weights that
effective bases need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.ask.estimation.design import Codes, Numbers

TOTAL = 0
"""The first column of a book: everybody who answered, whatever the banner says of them."""


@dataclass(frozen=True, eq=False)
class Question:
    """A question with one answer: codes of n people, -1 for none, and how many levels."""

    codes: Codes
    levels: int


@dataclass(frozen=True, eq=False)
class Options:
    """A question with several answers: `chosen` (n, options); `answered` (n,) is its base.

    Shares are of people, so those of one question may add up to more than 1.
    """

    chosen: NDArray[np.bool_]
    answered: NDArray[np.bool_]

    @property
    def levels(self) -> int:
        """How many options."""
        return int(self.chosen.shape[1])


@dataclass(frozen=True, eq=False)
class Banner:
    """The columns of a table: codes of n people, -1 for none, and how many columns."""

    codes: Codes
    columns: int


@dataclass(frozen=True, eq=False)
class Book:
    """The counts of every question by every banner.

    Rows are the levels of all questions one below another (`row_question` says whose);
    columns are the total, then the columns of all banners side by side (`banner_slices`).
    Bases have one row a question: people in that column who answered it.
    """

    unweighted: Codes
    weighted: Numbers
    base_unweighted: Codes
    base_weighted: Numbers
    base_squares: Numbers
    row_question: Codes
    mirrors: NDArray[np.bool_]
    """Second rows of yes-or-no questions: all that they say is in the first."""
    banner_slices: tuple[slice, ...]

    @property
    def effective_base(self) -> Numbers:
        """Kish's effective base of each question and column."""
        squares = self.base_squares
        return np.divide(
            self.base_weighted**2,
            squares,
            out=np.zeros_like(squares),
            where=squares > 0,
        )

    @property
    def shares(self) -> Numbers:
        """The weighted share of each row in each column; not a number without a base."""
        base = self.base_weighted[self.row_question]
        return np.divide(
            self.weighted, base, out=np.full_like(base, np.nan), where=base > 0
        )

    def rows_of(self, question: int) -> slice:
        """The rows of one question."""
        rows = np.flatnonzero(self.row_question == question)
        return slice(int(rows[0]), int(rows[-1]) + 1)


def book(
    weights: Numbers,
    questions: Sequence[Question | Options],
    banners: Sequence[Banner],
) -> Book:
    """The counts of `questions` by `banners`; one table is a book of one of each.

    `weights` (n,); sums of weights, of squared weights and of people in every cell.
    """
    n_columns = 1 + sum(banner.columns for banner in banners)
    slices, start = [], 1
    for banner in banners:
        slices.append(slice(start, start + banner.columns))
        start += banner.columns
    n_rows = sum(question.levels for question in questions)
    unweighted = np.zeros((n_rows, n_columns), np.int64)
    weighted = np.zeros((n_rows, n_columns))
    bases = _Bases(weights, banners, slices, len(questions), n_columns)
    row = 0
    for place, question in enumerate(questions):
        rows = slice(row, row + question.levels)
        row = rows.stop
        if isinstance(question, Question):
            _count_one(
                weights, question, banners, slices, unweighted[rows], weighted[rows]
            )
            bases.add(place, question.codes >= 0)
        else:
            _count_several(
                weights, question, banners, slices, unweighted[rows], weighted[rows]
            )
            bases.add(place, question.answered)
    levels = [question.levels for question in questions]
    return Book(
        unweighted=unweighted,
        weighted=weighted,
        base_unweighted=bases.people,
        base_weighted=bases.weighted,
        base_squares=bases.squares,
        row_question=np.repeat(np.arange(len(questions)), levels),
        mirrors=np.concatenate([_mirrors(question) for question in questions]),
        banner_slices=tuple(slices),
    )


def _mirrors(question: Question | Options) -> NDArray[np.bool_]:
    """True for the second row of a question with one answer and two levels."""
    found = np.zeros(question.levels, dtype=bool)
    found[1:] = isinstance(question, Question) and question.levels == 2
    return found


def _count_one(
    weights: Numbers,
    question: Question,
    banners: Sequence[Banner],
    slices: Sequence[slice],
    unweighted: Codes,
    weighted: Numbers,
) -> None:
    """Fill the rows of a question with one answer."""
    # The blank is level 0, so that no row needs to be picked out before counting.
    rows = question.codes + 1
    shape = (question.levels + 1, 1)
    size = shape[0]
    unweighted[:, TOTAL] = np.bincount(rows, minlength=size)[1:]
    weighted[:, TOTAL] = np.bincount(rows, weights, minlength=size)[1:]
    for banner, columns in zip(banners, slices, strict=True):
        width = banner.columns + 1
        cells = rows * width
        cells += banner.codes
        cells += 1
        held = np.bincount(cells, minlength=size * width).reshape(size, width)
        unweighted[:, columns] = held[1:, 1:]
        sums = np.bincount(cells, weights, minlength=size * width)
        weighted[:, columns] = sums.reshape(size, width)[1:, 1:]


def _count_several(
    weights: Numbers,
    question: Options,
    banners: Sequence[Banner],
    slices: Sequence[slice],
    unweighted: Codes,
    weighted: Numbers,
) -> None:
    """Fill the rows of a question with several answers, option by option."""
    for option in range(question.levels):
        who = np.flatnonzero(question.chosen[:, option] & question.answered)
        of_them = weights[who]
        unweighted[option, TOTAL] = len(who)
        weighted[option, TOTAL] = of_them.sum()
        for banner, columns in zip(banners, slices, strict=True):
            codes, size = banner.codes[who] + 1, banner.columns + 1
            unweighted[option, columns] = np.bincount(codes, minlength=size)[1:]
            weighted[option, columns] = np.bincount(codes, of_them, minlength=size)[1:]


class _Bases:
    """The bases of each question and column: everybody less those who did not answer.

    Few leave a question out, so the few are counted and taken away.
    """

    def __init__(
        self,
        weights: Numbers,
        banners: Sequence[Banner],
        slices: Sequence[slice],
        questions: int,
        columns: int,
    ) -> None:
        self.weights, self.banners, self.slices = weights, banners, slices
        self.people = np.zeros((questions, columns), np.int64)
        self.weighted = np.zeros((questions, columns))
        self.squares = np.zeros((questions, columns))
        self.everyone = self._sums(slice(None))

    def _sums(self, who: Codes | slice) -> tuple[Codes, Numbers, Numbers]:
        weights = self.weights[who]
        squares = weights**2
        columns = self.people.shape[1]
        people, first, second = (
            np.zeros(columns, np.int64),
            np.zeros(columns),
            np.zeros(columns),
        )
        people[TOTAL], first[TOTAL] = len(weights), weights.sum()
        second[TOTAL] = squares.sum()
        for banner, place in zip(self.banners, self.slices, strict=True):
            codes, size = banner.codes[who] + 1, banner.columns + 1
            people[place] = np.bincount(codes, minlength=size)[1:]
            first[place] = np.bincount(codes, weights, minlength=size)[1:]
            second[place] = np.bincount(codes, squares, minlength=size)[1:]
        return people, first, second

    def add(self, question: int, answered: NDArray[np.bool_]) -> None:
        """The bases of one question."""
        blank = np.flatnonzero(~answered)
        people, first, second = self.everyone
        if len(blank) == 0:
            self.people[question] = people
            self.weighted[question], self.squares[question] = first, second
        elif 2 * len(blank) <= len(answered):
            gone = self._sums(blank)
            self.people[question] = people - gone[0]
            empty = self.people[question] == 0
            # What is left of a sum after all was taken away is noise, not people.
            self.weighted[question] = np.where(empty, 0.0, first - gone[1])
            self.squares[question] = np.where(empty, 0.0, second - gone[2])
        else:
            here = self._sums(np.flatnonzero(answered))
            self.people[question] = here[0]
            self.weighted[question], self.squares[question] = here[1], here[2]
