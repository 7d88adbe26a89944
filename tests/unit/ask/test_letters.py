"""Books of tables, letters, and what they cost in false ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from folkmoot.ask.estimation.bases import CAUTION, SHOWN, SUPPRESSED, SmallBase
from folkmoot.ask.estimation.crosstabs import TOTAL, Banner, Options, Question, book
from folkmoot.ask.estimation.design import Design
from folkmoot.ask.estimation.estimates import contrast, proportions_by
from folkmoot.ask.estimation.letters import adjusted, column_name, letters
from folkmoot.ask.estimation.rao_scott import (
    TableTests,
    column_shares,
    linearised_letters,
)

EVERYONE = SmallBase(suppress=0, caution=0)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), blanks=st.sampled_from([0.0, 0.1, 0.8]))
def test_counts_and_bases_are_those_of_a_loop(seed, blanks):
    rng = np.random.default_rng(seed)
    n = 60
    weights = rng.uniform(0.5, 2, n)
    answer = np.where(rng.random(n) < blanks, -1, rng.integers(0, 4, n))
    chosen = rng.random((n, 3)) < 0.4
    answered = rng.random(n) >= blanks
    banners = [rng.integers(-1, 2, n), rng.integers(-1, 3, n)]
    found = book(
        weights,
        [Question(answer, 4), Options(chosen, answered)],
        [Banner(banners[0], 2), Banner(banners[1], 3)],
    )
    columns = [np.ones(n, bool)]
    columns += [banners[0] == i for i in range(2)] + [banners[1] == i for i in range(3)]
    rows = [answer == i for i in range(4)] + [chosen[:, i] & answered for i in range(3)]
    for r, row in enumerate(rows):
        for c, column in enumerate(columns):
            assert found.unweighted[r, c] == np.count_nonzero(row & column)
            assert found.weighted[r, c] == pytest.approx(weights[row & column].sum())
    for q, base in enumerate([answer >= 0, answered]):
        for c, column in enumerate(columns):
            who = weights[base & column]
            assert found.base_unweighted[q, c] == len(who)
            assert found.base_weighted[q, c] == pytest.approx(who.sum(), abs=1e-9)
            assert found.base_squares[q, c] == pytest.approx((who**2).sum(), abs=1e-9)
    assert found.rows_of(1) == slice(4, 7)


@pytest.mark.parametrize("method", ["holm", "fdr"])
def test_adjusted_within_each_table(method):
    rng = np.random.default_rng(4)
    p = rng.random((6, 5)) ** 3
    p[2, 1] = np.nan
    family = np.array([0, 0, 0, 1, 1, 2])
    found = adjusted(p, family, method)
    for one in range(3):
        raw = p[family == one].ravel()
        made = raw[~np.isnan(raw)]
        if method == "fdr":
            expected = stats.false_discovery_control(made)
        else:
            order = np.argsort(made)
            steps = np.maximum.accumulate(
                made[order] * (len(made) - np.arange(len(made)))
            )
            expected = np.empty_like(made)
            expected[order] = np.minimum(steps, 1)
        got = found[family == one].ravel()
        np.testing.assert_allclose(got[~np.isnan(raw)], expected, rtol=1e-12)
        assert np.isnan(got[np.isnan(raw)]).all()


def test_letters_stand_in_the_higher_column_and_name_the_lower():
    # 60, 40 and 42 percent of 500 each.
    banner = np.repeat([0, 1, 2], 500)
    answer = np.concatenate([np.arange(500) >= k for k in (300, 200, 210)]).astype(int)
    counted = book(np.ones(1500), [Question(answer, 2)], [Banner(banner, 3)])
    (found,) = letters(counted)
    assert found.text.tolist() == [["BC", "", ""], ["", "A", "A"]]
    assert found.against_total.tolist() == [[1, -1, -1], [-1, 1, 1]]
    assert "effective bases" in found.test


def test_a_column_is_tested_against_the_rest_and_not_the_total():
    banner = np.repeat([0, 1], [300, 700])
    answer = (np.arange(1000) % 10 < np.where(banner == 0, 6, 5)).astype(int)
    counted = book(np.ones(1000), [Question(answer, 2)], [Banner(banner, 2)])
    (found,) = letters(counted, small=EVERYONE)
    # With two columns the rest of one is the other; the family is of four tests, not two.
    expected = 2 * found.p_values[1, 0]
    assert found.total_p_values[1, 0] == pytest.approx(expected, rel=1e-9)


def test_no_test_on_small_bases_or_without_variation():
    banner = np.repeat([0, 1, 2], [20, 100, 100])
    answer = np.concatenate([np.zeros(20), np.ones(100), np.ones(100)]).astype(int)
    counted = book(np.ones(220), [Question(answer, 2)], [Banner(banner, 3)])
    (found,) = letters(counted)
    assert np.isnan(found.p_values).all(), "one base is small, the others do not differ"
    assert (found.text == "").all()
    (found,) = letters(counted, small=SmallBase(suppress=10, caution=20))
    assert found.text.tolist() == [["BC", "", ""], ["", "A", "A"]]


def test_small_bases_are_marked_by_the_declared_rule():
    rule = SmallBase(suppress=30, caution=50)
    marks = rule.marks(np.array([29, 30, 49, 50]))
    assert marks.tolist() == [SUPPRESSED, CAUTION, CAUTION, SHOWN]


def test_column_names_go_on_after_z():
    assert [column_name(i) for i in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]


def councillors(seed, n_councils=60, spread=0.0, gap=0.0):
    rng = np.random.default_rng(seed)
    council = np.repeat(np.arange(n_councils), 5)
    party = rng.integers(0, 3, len(council))
    level = rng.normal(0, spread, n_councils)[council] + gap * (party == 0)
    answer = (rng.random(len(council)) < 1 / (1 + np.exp(-level))).astype(int)
    return council, party, answer


def test_linearised_shares_are_those_of_the_estimates():
    council, party, answer = councillors(1, spread=1.0)
    party[::7] = -1
    answer[::11] = -1
    weights = np.random.default_rng(1).uniform(0.5, 2, len(council))
    design = Design(weights, clusters=council)
    table = TableTests(design).of(answer, 2, party, 3)
    shares, covariance = column_shares(table)
    by = proportions_by(design, answer, 2, party, 3)
    np.testing.assert_allclose(shares[:, 1:].T.ravel(), by.values, rtol=1e-12)
    errors = np.sqrt(np.diag(covariance)).reshape(2, 4)
    np.testing.assert_allclose(errors[:, 1:].T.ravel(), by.standard_errors, rtol=1e-9)


def test_a_column_against_the_total_has_the_covariance_of_part_and_whole():
    council, party, answer = councillors(2, spread=1.0)
    weights = np.random.default_rng(2).uniform(0.5, 2, len(council))
    design = Design(weights, clusters=council)
    shares, covariance = column_shares(TableTests(design).of(answer, 2, party, 3))
    # Against an estimate of both at once, from everybody and from the column.
    twice = Design(np.tile(weights, 2), clusters=np.tile(council, 2))
    groups = np.concatenate([np.zeros(len(council)), np.where(party == 1, 1, -1)])
    both = proportions_by(twice, np.tile(answer, 2), 2, groups.astype(int), 2)
    gap = contrast(both, np.array([[0, 1, 0, -1]]))
    block = covariance[4:, 4:]
    variance = block[0, 0] + block[2, 2] - 2 * block[0, 2]
    assert shares[1, 0] - shares[1, 2] == pytest.approx(gap.values[0])
    assert np.sqrt(variance) == pytest.approx(gap.standard_errors[0], rel=1e-9)


def test_linearised_letters_need_more_where_councils_agree_within():
    rng = np.random.default_rng(3)
    # Party goes with the council, and so does the answer: the design effect is near five.
    council = np.repeat(np.arange(60), 5)
    party = (council % 2).astype(int)
    answer = np.repeat((rng.random(60) < 0.42 + 0.24 * (np.arange(60) % 2)), 5).astype(
        int
    )
    design = Design(np.ones(300), clusters=council)
    tests = TableTests(design).of(answer, 2, party, 2)
    careful = linearised_letters(tests, small=EVERYONE)
    (plain,) = letters(
        book(np.ones(300), [Question(answer, 2)], [Banner(party, 2)]), small=EVERYONE
    )
    assert careful.p_values[0, 0] > 5 * plain.p_values[0, 0]
    assert tests.test.mean_design_effect == pytest.approx(5, rel=0.2)


def test_a_table_of_one_column_has_no_test():
    design = Design(np.ones(40))
    table = TableTests(design).of(np.arange(40) % 2, 2, np.zeros(40, int), 3)
    assert np.isnan(table.test.p_value)
    assert table.totals[:, TOTAL].tolist() == [0, 0]
