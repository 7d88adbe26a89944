"""Nothing hidden in a table can be worked out from what is shown: tried by brute force."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from folkmoot.ask.book.hiding import hidden_cells, hidden_totals, small_counts
from folkmoot.ask.survey.declared import Publishing

RULE = Publishing(suppress_below=10, smallest_cell=3)


def hidden_of(counts, *, identifies):
    small = small_counts(RULE, identifies=identifies)
    totals = hidden_totals(counts.sum(axis=1), RULE, small)
    return totals, hidden_cells(counts, totals, RULE, small)


def rows_that_fit(row, is_free, total):
    """Every row with the cells that are shown, adding up to its total."""
    if not len(row):
        return [[]] if total == 0 else []
    tried = range(total + 1) if is_free[0] else [int(row[0])]
    return [
        [value, *rest]
        for value in tried
        if value <= total
        for rest in rows_that_fit(row[1:], is_free[1:], total - value)
    ]


def possible(counts, hidden):
    """Every inner table that fits all that is shown.

    A reader knows the totals (none is hidden in these cases), the bases and cells that are
    shown; the first column, of people who are not placed, nobody prints.
    """
    assert not hidden.totals.any()
    free = np.column_stack([np.ones(len(counts), bool), hidden.cells])
    by_row = [
        rows_that_fit(row, is_free, int(row.sum()))
        for row, is_free in zip(counts, free, strict=True)
    ]
    tables = (np.array(rows) for rows in itertools.product(*by_row))
    known = ~hidden.bases
    bases = counts[:, 1:].sum(axis=0)
    return [t for t in tables if (t[:, 1:].sum(axis=0) == bases)[known].all()]


@pytest.mark.parametrize(
    "counts",
    [
        np.array([[0, 4, 12], [0, 2, 9]]),
        np.array([[0, 1, 8, 6], [0, 0, 3, 5]]),
        np.array([[1, 9, 11], [1, 4, 5]]),
    ],
    ids=["a thin column", "one leader in a column", "people not placed"],
)
def test_a_thin_column_cannot_be_worked_out(counts):
    _, hidden = hidden_of(counts, identifies=False)
    thin = [
        j for j in range(1, counts.shape[1]) if counts[:, j].sum() < RULE.suppress_below
    ]
    assert all(hidden.cells[:, j - 1].all() and hidden.bases[j - 1] for j in thin)
    tables = possible(counts, hidden)
    assert any((table == counts).all() for table in tables)
    for j in thin:
        for i in range(counts.shape[0]):
            spread = {int(table[i, j]) for table in tables}
            assert max(spread) - min(spread) >= RULE.smallest_cell, (i, j, spread)


def test_a_small_count_is_hidden_only_where_it_identifies():
    counts = np.array([[0, 20, 22], [0, 14, 1]])
    _, open_table = hidden_of(counts, identifies=False)
    assert open_table.count == 0
    _, closed = hidden_of(counts, identifies=True)
    assert closed.cells[1, 1]
    tables = possible(counts, closed)
    spread = {int(table[1, 2]) for table in tables}
    assert max(spread) - min(spread) >= RULE.smallest_cell


def test_one_base_too_small_hides_all():
    totals, hidden = hidden_of(np.array([[0, 3, 1], [0, 2, 2]]), identifies=False)
    assert totals.all()
    assert hidden.cells.all()


@given(
    arrays.arrays(np.int64, (3, 4), elements=st.integers(0, 30)),
    st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_no_small_figure_is_ever_shown(counts, identifies):
    counts[:, 0] = counts[:, 0] % 3
    totals, hidden = hidden_of(counts, identifies=identifies)
    bases = counts[:, 1:].sum(axis=0)
    thin = (bases > 0) & (bases < RULE.suppress_below)
    assert hidden.cells[:, thin].all()
    assert hidden.bases[thin].all()
    if identifies:
        inside = counts[:, 1:]
        small = (inside > 0) & (inside < RULE.smallest_cell)
        assert hidden.cells[small].all()
    assert hidden.totals[totals].all()
