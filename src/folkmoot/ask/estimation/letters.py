"""Which columns of a table differ: letters by pairs, and marks against the total.

Four tests are in use and move z by up to 15 percent on the same data, so the test is named
beside every table. Here shares are compared on Kish's effective bases, without pooling, by
Student's t; `rao_scott.linearised_letters` has the test that knows clusters and raking. A column is
part of the total; comparing the two is comparing the column with the rest, and is done so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from folkmoot.ask.estimation.bases import SUPPRESSED, SmallBase
from folkmoot.ask.estimation.crosstabs import TOTAL, Book
from folkmoot.ask.estimation.design import Codes, Numbers

Adjustment = Literal["holm", "fdr"]
EFFECTIVE_TEST = "column proportions, effective bases, unpooled, Student's t, two-sided"
LINEARISED_TEST = "column proportions, linearised errors, Student's t, two-sided"
LEVELS = (0.05, 0.001)
"""A small letter from the first, a capital from the second, on adjusted probabilities."""
NAMES = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, eq=False)
class Letters:
    """The comparisons of one banner over all rows of a book.

    `pairs` (p, 2) are columns of the banner; `p_values` (rows, p) are adjusted within each
    table, nan where no test was made. `text` (rows, columns) holds, for each cell, the
    letters of the columns that it is above. `against_total` (rows, columns) is 1 above the
    rest, -1 below, 0 neither; its probabilities are a family of their own.
    """

    test: str
    adjustment: Adjustment
    levels: tuple[float, float]
    pairs: Codes
    p_values: Numbers
    text: NDArray[np.str_]
    against_total: NDArray[np.int8]
    total_p_values: Numbers


@dataclass(frozen=True, eq=False)
class Families:
    """Which rows are one table, which repeat the row above, and how tests are adjusted."""

    family: Codes
    mirrors: NDArray[np.bool_]
    adjustment: Adjustment

    def adjust(self, p_values: Numbers) -> Numbers:
        """Adjusted probabilities; a mirrored row has those of the row above."""
        once = np.where(self.mirrors[:, None], np.nan, p_values)
        found = adjusted(once, self.family, self.adjustment)
        above = np.flatnonzero(self.mirrors)
        found[above] = found[above - 1]
        return found


def letters(
    counted: Book,
    *,
    adjustment: Adjustment = "holm",
    levels: tuple[float, float] = LEVELS,
    small: SmallBase | None = None,
) -> tuple[Letters, ...]:
    """The letters of every banner of a book, on effective bases.

    No test is made on a column whose unweighted base is suppressed, nor where both shares
    are 0 or both 1. The two rows of a yes-or-no question are one test.
    """
    small = SmallBase() if small is None else small
    shares = counted.shares
    family = counted.row_question
    effective = counted.effective_base[family]
    open_to_test = small.marks(counted.base_unweighted)[family] < SUPPRESSED
    rest = _Rest(counted)
    found = []
    for columns in counted.banner_slices:
        p, n = shares[:, columns], effective[:, columns]
        tested = open_to_test[:, columns]
        pairs = column_pairs(p.shape[1])
        first, second = pairs[:, 0], pairs[:, 1]
        between = _t_probability(p[:, first], n[:, first], p[:, second], n[:, second])
        between[~(tested[:, first] & tested[:, second])] = np.nan
        against = _t_probability(p, n, *rest.of(columns))
        against[~tested] = np.nan
        found.append(
            lettered(
                EFFECTIVE_TEST,
                p,
                shares[:, TOTAL],
                (pairs, between, against),
                Families(family, counted.mirrors, adjustment),
                levels,
            )
        )
    return tuple(found)


def column_pairs(columns: int) -> Codes:
    """All pairs of columns, (pairs, 2)."""
    return np.array(list(combinations(range(columns), 2)), np.int64).reshape(-1, 2)


def lettered(
    test: str,
    shares: Numbers,
    total: Numbers,
    raw: tuple[Codes, Numbers, Numbers],
    families: Families,
    levels: tuple[float, float],
) -> Letters:
    """Letters and marks from raw probabilities, adjusted within each table."""
    pairs, by_pair, against = raw
    by_pair, against = families.adjust(by_pair), families.adjust(against)
    above = np.sign(np.nan_to_num(shares - total[:, None])).astype(np.int8)
    significant = np.nan_to_num(against, nan=1.0) < levels[0]
    return Letters(
        test=test,
        adjustment=families.adjustment,
        levels=levels,
        pairs=pairs,
        p_values=by_pair,
        text=_text(shares, pairs, by_pair, levels),
        against_total=np.where(significant, above, 0).astype(np.int8),
        total_p_values=against,
    )


def adjusted(p_values: Numbers, family: Codes, adjustment: Adjustment) -> Numbers:
    """Probabilities (rows, tests) adjusted within each family of rows.

    Holm (1979) holds the chance of any false letter in a table; the false discovery rate
    (Benjamini and Hochberg, 1995) holds the share of false ones. Tests not made are left
    out of the count.
    """
    flat = p_values.ravel()
    made = np.flatnonzero(~np.isnan(flat))
    out = np.full(flat.shape, np.nan)
    if len(made) == 0:
        return out.reshape(p_values.shape)
    p = flat[made]
    groups = np.repeat(family, p_values.shape[1])[made]
    order = np.lexsort((p, groups))
    p, groups = p[order], groups[order]
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    sizes = np.diff(np.r_[starts, len(p)])
    rank = np.arange(len(p)) - np.repeat(starts, sizes)
    size = np.repeat(sizes, sizes)
    which = np.repeat(np.arange(len(starts)), sizes)
    if adjustment == "holm":
        # Each family two apart, so that one running maximum serves them all.
        stepped = np.minimum(p * (size - rank), 1.0)
        done = np.maximum.accumulate(stepped + 2.0 * which) - 2.0 * which
    else:
        stepped = np.minimum(p * size / (rank + 1), 1.0) + 2.0 * which
        done = np.minimum.accumulate(stepped[::-1])[::-1] - 2.0 * which
    out[made[order]] = done
    return out.reshape(p_values.shape)


class _Rest:
    """Everybody in the total who is not in a column: shares and effective bases."""

    def __init__(self, counted: Book) -> None:
        self.book = counted

    def of(self, columns: slice) -> tuple[Numbers, Numbers]:
        """Shares and effective bases of the rest, for each row and column."""
        book, q = self.book, self.book.row_question
        people = book.base_unweighted[:, [TOTAL]] - book.base_unweighted[:, columns]
        base = book.base_weighted[:, [TOTAL]] - book.base_weighted[:, columns]
        squares = book.base_squares[:, [TOTAL]] - book.base_squares[:, columns]
        some = people > 0
        n = np.divide(base**2, squares, out=np.zeros_like(base), where=some)
        held = book.weighted[:, [TOTAL]] - book.weighted[:, columns]
        nobody = (
            book.unweighted[:, [TOTAL]] - book.unweighted[:, columns] == 0
        ) | ~some[q]
        p = np.divide(
            np.where(nobody, 0.0, held),
            base[q],
            out=np.full_like(held, np.nan),
            where=some[q],
        )
        return p, n[q]


def _t_probability(p: Numbers, n: Numbers, q: Numbers, m: Numbers) -> Numbers:
    """Two-sided probabilities of p (base n) and q (base m) being one share."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(p - q) / np.sqrt(_variance(p, n) + _variance(q, m))
        found = two_sided(t, n + m - 2)
    neither_varies = (_at_end(p) & _at_end(q)) & (np.abs(p - q) < 0.5)
    found[neither_varies | (n + m <= 2)] = np.nan
    return found


def _variance(p: Numbers, n: Numbers) -> Numbers:
    """p(1 - p) / n; where nobody or everybody said so, as if one more had said each.

    Without that, none of twenty would be as sure as none of two thousand (Agresti and
    Caffo, 2000).
    """
    p = np.where(_at_end(p), (n * np.clip(p, 0, 1) + 1) / (n + 2), p)
    return np.asarray(p * (1 - p) / n)


def _at_end(p: Numbers) -> NDArray[np.bool_]:
    """Whether a share is 0 or 1, but for rounding."""
    return np.asarray((p < 1e-12) | (p > 1 - 1e-12))


def two_sided(t: Numbers, df: Numbers | float) -> Numbers:
    """The probability of |t| or more; accurate in the far tail."""
    return np.asarray(2 * special.stdtr(df, -np.abs(t)))


def _text(
    shares: Numbers, pairs: Codes, p_values: Numbers, levels: Sequence[float]
) -> NDArray[np.str_]:
    """The letters of each cell, in the order of the columns."""
    rows, columns = shares.shape
    strength = np.zeros((rows, columns, columns), np.int8)
    for place, (j, k) in enumerate(pairs):
        p = np.nan_to_num(p_values[:, place], nan=1.0)
        power = (p < levels[0]).astype(np.int8) + (p < levels[1])
        higher = shares[:, j] > shares[:, k]
        strength[:, j, k] = np.where(higher, power, 0)
        strength[:, k, j] = np.where(higher, 0, power)
    text = np.full((rows, columns), "", dtype=f"<U{2 * max(columns, 1)}")
    marked = np.argwhere(strength > 0)
    for row, column, other in marked:
        name = column_name(int(other))
        text[row, column] += name.upper() if strength[row, column, other] > 1 else name
    return text


def column_name(column: int) -> str:
    """The letters of a column: a to z, then aa, ab and on."""
    if column < len(NAMES):
        return NAMES[column]
    return NAMES[column // len(NAMES) - 1] + NAMES[column % len(NAMES)]
