"""Small counts: nothing hidden may be computed, against every table there could be."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from folkmoot.core.disclosure import (
    Cells,
    SmallCounts,
    audited,
    linked,
    suppressed,
    table_cells,
    with_margins,
)
from folkmoot.core.disclosure_bounds import Sum
from folkmoot.core.exceptions import DisclosureError


def every_table(cells: Cells, hidden: np.ndarray, most: int):
    """The least and most of each cell over all whole tables that show the same."""
    place = np.flatnonzero(hidden)
    low, high = np.full(len(place), np.inf), np.full(len(place), -np.inf)
    for choice in product(range(most + 1), repeat=len(place)):
        trial = cells.values.copy()
        trial[place] = choice
        if all(
            trial[one.total] == sum(trial[part] for part in one.parts)
            for one in cells.sums
        ):
            low, high = np.minimum(low, choice), np.maximum(high, choice)
    return low, high


small_tables = arrays(
    np.float64,
    st.tuples(st.integers(2, 3), st.integers(2, 3)),
    elements=st.integers(0, 3).map(float),
)


@settings(max_examples=40, deadline=None)
@given(counts=small_tables, seed=st.integers(0, 1000))
def test_ranges_are_those_of_every_table_there_could_be(counts, seed):
    cells = table_cells(counts)
    inner = np.arange(len(cells.values)).reshape(with_margins(counts).shape)[:-1, :-1]
    rng = np.random.default_rng(seed)
    hidden = np.zeros(len(cells.values), bool)
    hidden[rng.choice(inner.ravel(), size=min(4, inner.size), replace=False)] = True

    found = audited(cells, hidden, 1.0)
    low, high = every_table(cells, hidden, most=9)

    assert found.lower.tolist() == low.tolist()
    assert found.upper.tolist() == high.tolist()


@settings(max_examples=60, deadline=None)
@given(
    counts=arrays(
        np.float64,
        st.tuples(st.integers(2, 6), st.integers(2, 6)),
        elements=st.integers(0, 30).map(float),
    )
)
def test_no_small_count_can_be_computed(counts):
    rule = SmallCounts(threshold=5)
    cells = table_cells(counts)
    try:
        done = suppressed(cells, rule)
    except DisclosureError:
        pytest.fail("totals may be hidden, so there is always a way")
    assert done.primary.tolist() == rule.hidden(cells.values).tolist()
    again = audited(cells, done.hidden, np.where(done.primary, 5.0, 1.0))
    assert again.is_safe
    values = cells.values[again.cell]
    assert np.all(again.lower <= values)
    assert np.all(values <= again.upper)
    # Nothing was hidden without need: each taken back alone gives something away.
    for cell in np.flatnonzero(done.secondary):
        less = done.hidden.copy()
        less[cell] = False
        assert not audited(cells, less, np.where(done.primary, 5.0, 1.0)).is_safe


def test_hiding_the_small_cell_alone_is_found_out():
    cells = table_cells(np.array([[2.0, 40.0], [30.0, 50.0]]))
    found = audited(cells, SmallCounts().hidden(cells.values), 5.0)
    assert not found.is_safe
    assert (found.lower[0], found.upper[0]) == (2.0, 2.0)


def test_a_table_without_small_counts_stays_whole():
    cells = table_cells(np.array([[20.0, 40.0], [30.0, 50.0]]))
    assert not suppressed(cells, SmallCounts()).hidden.any()


def test_two_safe_tables_give_away_what_neither_does_alone():
    # Sex by council and sex by party share the totals by sex: a cell hidden in one table
    # through its margin is published by the other.
    first = table_cells(np.array([[3.0, 7.0], [20.0, 30.0]]))
    second = table_cells(np.array([[6.0, 4.0], [25.0, 25.0]]))
    hidden = np.zeros(9, bool)
    hidden[[0, 1, 2]] = False
    hidden[[0, 2]] = True
    hidden[[6, 8]] = True
    alone = audited(first, hidden, 5.0)
    assert alone.is_safe
    both = linked([first, second], [(0, 2, 1, 2), (0, 8, 1, 8)])
    together = audited(both, np.concatenate([hidden, np.zeros(9, bool)]), 5.0)
    assert not together.is_safe
    assert together.upper[0] == 3.0
    done = suppressed(both, SmallCounts())
    assert done.exposure.is_safe


def test_linked_tables_must_agree():
    first = table_cells(np.array([[3.0, 7.0], [20.0, 30.0]]))
    second = table_cells(np.array([[9.0, 4.0], [25.0, 25.0]]))
    with pytest.raises(DisclosureError, match="10 and 13"):
        linked([first, second], [(0, 2, 1, 2)])


def test_what_must_be_shown_can_make_it_hopeless():
    cells = table_cells(np.array([[2.0, 40.0], [30.0, 50.0]]))
    shown = np.ones(9, bool)
    shown[0] = False
    with pytest.raises(DisclosureError, match="can be computed"):
        suppressed(cells, SmallCounts(), shown=shown)


def test_whole_numbers_are_narrower_than_fractions():
    # 2a = b and 3 <= a + b <= 4 in fractions leave a range; in whole numbers b is even.
    values = np.array([1.0, 2.0, 3.0])
    sums = (Sum(1, (0, 0)), Sum(2, (0, 1)))
    cells = Cells(values, sums, np.zeros(3), np.array([9.0, 9.0, 4.0]))
    hidden = np.ones(3, bool)
    whole = audited(cells, hidden, 1.0)
    parts = audited(
        Cells(values, sums, cells.lower, cells.upper, whole=False), hidden, 1.0
    )
    assert whole.upper[0] == 1.0
    assert parts.upper[0] == pytest.approx(4 / 3)


def test_three_ways_with_margins():
    rng = np.random.default_rng(5)
    counts = rng.poisson(8, (3, 3, 4)).astype(float)
    done = suppressed(table_cells(counts), SmallCounts())
    assert done.primary.any()
    assert done.exposure.is_safe


@settings(max_examples=30, deadline=None)
@given(
    first=arrays(np.float64, (2, 3), elements=st.integers(0, 20).map(float)),
    seed=st.integers(0, 1000),
)
def test_linked_tables_are_safe_as_one_system(first, seed):
    # The same people by row and by another question: the row totals are shared.
    rng = np.random.default_rng(seed)
    totals = first.sum(axis=1).astype(int)
    second = np.stack([rng.multinomial(total, [0.2, 0.8]) for total in totals])
    one, two = table_cells(first), table_cells(second.astype(float))
    shared = [(0, 3, 1, 2), (0, 7, 1, 5), (0, 11, 1, 8)]
    both = linked([one, two], shared)
    done = suppressed(both, SmallCounts())
    assert done.exposure.is_safe
    # A total hidden in one table is not shown by the other.
    for _, cell, _, twin in shared:
        left, right = done.hidden[cell], done.hidden[12 + twin]
        if done.primary[cell]:
            assert left == right
    needed = np.where(done.primary, 5.0, 1.0)
    assert audited(one, done.hidden[:12], needed[:12]).is_safe
    assert audited(two, done.hidden[12:], needed[12:]).is_safe
