"""Tests of whole tables, and letters, that know how the sample was drawn.

Pearson's statistic of a weighted table is no chi-square: clusters and weights stretch it.
Rao and Scott (1981, 1984) scale it by its design effects and, in the second-order form used
here, refer it to F (Thomas and Rao, 1987). This is the default of R's `svychisq`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special

from folkmoot.ask.estimation.bases import SUPPRESSED, SmallBase
from folkmoot.ask.estimation.cells import CellCovariance
from folkmoot.ask.estimation.design import Codes, Design, Numbers
from folkmoot.ask.estimation.letters import (
    LEVELS,
    LINEARISED_TEST,
    Adjustment,
    Families,
    Letters,
    column_pairs,
    lettered,
    two_sided,
)

RAO_SCOTT_TEST = "Rao-Scott, second order, F"


@dataclass(frozen=True, slots=True)
class RaoScott:
    """One test of independence; everything is nan where the table has one row or column.

    `statistic` is F on `df` and `df_error`; `pearson` is the unscaled weighted chi-square
    and `mean_design_effect` what it was stretched by.
    """

    statistic: float
    df: float
    df_error: float
    p_value: float
    pearson: float
    mean_design_effect: float


@dataclass(frozen=True, eq=False)
class TableTest:
    """A table's cells with their covariance, its test, and where its empty lines were.

    `totals` (rows, 1 + columns): the first column holds people whom the banner does not
    place. `covariance` is of the totals, row by row.
    """

    totals: Numbers
    covariance: Numbers
    people: Codes
    df: float
    test: RaoScott


class TableTests:
    """Tests of many tables under one design, which is looked through once."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.cells = CellCovariance(design)
        self.df = float(design.units - len(design.stratum_units))

    def of(self, rows: Codes, n_rows: int, columns: Codes, n_columns: int) -> TableTest:
        """The cells of one table and its test; -1 in either is a missing answer."""
        width = n_columns + 1
        codes = np.where(rows >= 0, rows * width + columns + 1, -1)
        totals, covariance = self.cells.of(codes, n_rows * width)
        people = np.bincount(codes + 1, minlength=n_rows * width + 1)[1:]
        people = people.reshape(n_rows, width).astype(np.int64)
        table = totals.reshape(n_rows, width)
        inner = np.arange(n_rows * width).reshape(n_rows, width)[:, 1:].ravel()
        return TableTest(
            totals=table,
            covariance=covariance,
            people=people,
            df=self.df,
            test=_tested(
                table[:, 1:],
                covariance[np.ix_(inner, inner)],
                int(people[:, 1:].sum()),
                self.df,
            ),
        )


def rao_scott(design: Design, row_codes: Codes, col_codes: Codes) -> RaoScott:
    """The test of one table of everybody with both answers.

    Pearson's statistic over the trace of its generalised design effects, as F with their
    degrees of freedom by Satterthwaite (Rao and Scott, 1984; Thomas and Rao, 1987): the
    default of R's `svychisq`. Codes (n,) are -1 where there is no answer.
    """
    n_rows, n_columns = int(row_codes.max()) + 1, int(col_codes.max()) + 1
    return TableTests(design).of(row_codes, n_rows, col_codes, n_columns).test


NO_TEST = RaoScott(*(float("nan"),) * 6)


def _tested(table: Numbers, covariance: Numbers, people: int, df: float) -> RaoScott:
    """The test of a table of totals; rows and columns without anybody are left out."""
    rows = np.flatnonzero(table.sum(axis=1) > 0)
    columns = np.flatnonzero(table.sum(axis=0) > 0)
    if len(rows) < 2 or len(columns) < 2 or df <= 0:
        return NO_TEST
    kept = (rows[:, None] * table.shape[1] + columns).ravel()
    table = table[np.ix_(rows, columns)]
    covariance = covariance[np.ix_(kept, kept)]
    total = float(table.sum())
    shares = (table / total).ravel()
    # Shares from totals: the covariance follows by the derivative (1[a = b] - share) / total.
    derivative = (np.eye(len(shares)) - shares[:, None]) / total
    spread = derivative @ covariance @ derivative.T
    basis = _interaction(len(rows), len(columns))
    scaled = (
        basis
        * np.divide(1.0, shares, out=np.zeros_like(shares), where=shares > 0)[:, None]
    )
    effects = np.linalg.solve(basis.T @ scaled / people, scaled.T @ spread @ scaled)
    trace = float(np.trace(effects))
    squared = float(np.sum(effects * effects.T))
    if not trace > 0 or not squared > 0:
        return NO_TEST
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    pearson = float(((table - expected) ** 2 / expected).sum()) * people / total
    freedom = trace**2 / squared
    statistic = pearson / trace
    return RaoScott(
        statistic=statistic,
        df=freedom,
        df_error=freedom * df,
        p_value=float(special.fdtrc(freedom, freedom * df, statistic)),
        pearson=pearson,
        mean_design_effect=trace / effects.shape[0],
    )


@lru_cache(maxsize=512)
def _interaction(rows: int, columns: int) -> Numbers:
    """A basis of what row and column effects leave, (cells, (rows - 1)(columns - 1))."""
    row = np.eye(rows)[:, 1:] - 1 / rows
    column = np.eye(columns)[:, 1:] - 1 / columns
    return np.asarray(np.kron(row, column))


def linearised_letters(
    table: TableTest,
    *,
    adjustment: Adjustment = "holm",
    levels: tuple[float, float] = LEVELS,
    small: SmallBase | None = None,
) -> Letters:
    """The letters of one table with errors that know strata, clusters and raking.

    A column and the total share people; their covariance is taken from the design, so
    nobody is compared with a total that contains them as if apart.
    """
    small = SmallBase() if small is None else small
    shares, covariance = column_shares(table)
    rows, width = shares.shape
    tested = small.marks(table.people[:, 1:].sum(axis=0)) < SUPPRESSED
    pairs = column_pairs(width - 1)
    p_pairs = np.full((rows, len(pairs)), np.nan)
    p_total = np.full((rows, width - 1), np.nan)
    for row in range(rows):
        block = covariance[row * width : (row + 1) * width][
            :, row * width : (row + 1) * width
        ]
        first, second = pairs[:, 0] + 1, pairs[:, 1] + 1
        p_pairs[row] = _probability(shares[row], block, first, second, table.df)
        every = np.arange(1, width)
        p_total[row] = _probability(
            shares[row], block, every, np.zeros_like(every), table.df
        )
    p_pairs[:, ~(tested[pairs[:, 0]] & tested[pairs[:, 1]])] = np.nan
    p_total[:, ~tested] = np.nan
    return lettered(
        LINEARISED_TEST,
        shares[:, 1:],
        shares[:, 0],
        (pairs, p_pairs, p_total),
        Families(
            np.zeros(rows, np.int64),
            np.array([rows == 2 and row == 1 for row in range(rows)]),
            adjustment,
        ),
        levels,
    )


def column_shares(table: TableTest) -> tuple[Numbers, Numbers]:
    """Shares of each row in the total and in each column, and their covariance.

    Shares are (rows, 1 + columns), the total first; the covariance is of all of them, row
    by row.
    """
    totals = table.totals
    rows, width = totals.shape
    # Cells to counts: the total of a row takes every column, even those of no banner.
    gather = np.eye(width)
    gather[0] = 1.0
    counts = totals @ gather.T
    base = counts.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = counts / base
        inverse = np.where(base > 0, 1 / base, 0.0)
    known = np.nan_to_num(shares)
    derivative = np.zeros((rows, width, rows, width))
    for row in range(rows):
        for other in range(rows):
            weight = (float(row == other) - known[row]) * inverse
            derivative[row, :, other, :] = gather * weight[:, None]
    flat = derivative.reshape(rows * width, rows * width)
    return shares, flat @ table.covariance @ flat.T


def _probability(
    shares: Numbers, covariance: Numbers, first: Codes, second: Codes, df: float
) -> Numbers:
    """Two-sided probabilities that pairs of shares are one."""
    spread = np.diag(covariance)
    variance = spread[first] + spread[second] - 2 * covariance[first, second]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = two_sided((shares[first] - shares[second]) / np.sqrt(variance), df)
    found[~(variance > 1e-15)] = np.nan
    return found
