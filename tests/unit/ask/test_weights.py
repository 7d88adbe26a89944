"""Raking and post-stratification: what they reach, what they cost, what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.ask.estimation import errors
from folkmoot.ask.estimation.margins import Margin
from folkmoot.ask.estimation.weights import (
    effective_base,
    kish_deff,
    post_stratified,
    raked,
)

SEX = Margin("sex", ("woman", "man"), np.array([0.5, 0.5]))
AGE = Margin("age", ("young", "middle", "old"), np.array([0.2, 0.5, 0.3]))
SEX_CODES = np.array([0, 0, 0, 1, 1, 1, 1, 1])
AGE_CODES = np.array([0, 1, 2, 0, 1, 1, 2, 2])
ONES = np.ones(8)


def reached(weighting, codes, margin):
    return np.bincount(codes, weighting.weights, minlength=len(margin.levels))


def test_both_margins_are_met_and_the_cost_is_told():
    found = raked(ONES, [SEX_CODES, AGE_CODES], [SEX, AGE])
    np.testing.assert_allclose(reached(found, SEX_CODES, SEX), [4, 4], rtol=1e-9)
    np.testing.assert_allclose(reached(found, AGE_CODES, AGE), [1.6, 4, 2.4], rtol=1e-9)
    assert found.weights.sum() == pytest.approx(8)
    assert found.largest_miss <= 1e-9
    assert found.kish_deff == pytest.approx(8 * (found.weights**2).sum() / 64)
    assert found.efficiency == pytest.approx(1 / found.kish_deff)


def test_kish_by_hand():
    assert effective_base(np.array([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)
    assert kish_deff(np.array([1.0, 1.0, 2.0, 0.0])) == pytest.approx(18 / 16)


@pytest.mark.parametrize(
    ("error", "codes", "margins", "words"),
    [
        (
            errors.MarginNullError,
            [np.array([0, -1, -1, 1, 1, 1, 1, 1])],
            [SEX],
            "2 of the answers are blank in the margin 'sex'",
        ),
        (
            errors.LevelWithoutTargetError,
            [AGE_CODES],
            [Margin("age", AGE.levels, np.array([0.5, 0.5, np.nan]))],
            "'old' and no target",
        ),
        (
            errors.LevelWithoutTargetError,
            [AGE_CODES],
            [Margin("age", ("young", "middle"), np.array([0.5, 0.5]))],
            "code 2",
        ),
        (
            errors.TargetWithoutLevelError,
            [SEX_CODES],
            [Margin("sex", ("woman", "man", "other"), np.array([0.5, 0.4, 0.1]))],
            "a target for 'other', where nobody answered",
        ),
        (
            errors.ZeroTargetError,
            [SEX_CODES],
            [Margin("sex", ("woman", "man"), np.array([0.0, 1.0]))],
            "zero for 'woman'",
        ),
        (
            errors.MarginTotalsError,
            [SEX_CODES, AGE_CODES],
            [
                Margin("sex", SEX.levels, np.array([50.0, 50.0])),
                Margin("age", AGE.levels, np.array([20.0, 50.0, 31.0])),
            ],
            "'sex' adds up to 100 and 'age' to 101",
        ),
    ],
)
def test_each_fault_has_an_error_of_its_own(error, codes, margins, words):
    with pytest.raises(error, match=words) as caught:
        raked(ONES, codes, margins)
    assert caught.value.exit_code == 14
    assert caught.value.next_step


@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf])
def test_a_starting_weight_must_weigh_something(bad):
    weights = ONES.copy()
    weights[3] = bad
    with pytest.raises(errors.BaseWeightError):
        raked(weights, [SEX_CODES], [SEX])


def test_margins_that_cannot_be_met_together_stop_the_run():
    # Nobody young is a man, so the young cannot be a third of all and women a tenth.
    sex = np.array([0, 0, 1, 1])
    age = np.array([0, 0, 1, 1])
    with pytest.raises(errors.MarginMissedError, match="its target is"):
        raked(
            np.ones(4),
            [sex, age],
            [
                Margin("sex", ("woman", "man"), np.array([0.1, 0.9])),
                Margin("age", ("young", "old"), np.array([0.3, 0.7])),
            ],
        )


def test_cells_are_met_by_post_stratification():
    cells = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    found = post_stratified(ONES, [SEX_CODES, AGE_CODES], [SEX, AGE], cells)
    both = np.bincount(SEX_CODES * 3 + AGE_CODES, found.weights)
    np.testing.assert_allclose(both, cells.ravel())


def test_an_empty_cell_is_named():
    age = AGE_CODES.copy()
    age[0] = 1
    with pytest.raises(errors.EmptyCellError, match="woman × young"):
        post_stratified(ONES, [SEX_CODES, age], [SEX, AGE], np.ones((2, 3)))


def sample(seed, n=200):
    """A sample and margins that some weights between 0.5 and 1.8 meet."""
    rng = np.random.default_rng(seed)
    codes = [rng.integers(0, 3, n), rng.integers(0, 4, n), rng.integers(0, 2, n)]
    true = rng.uniform(0.5, 1.8, n)
    true *= n / true.sum()
    margins = [
        Margin(f"m{i}", tuple(map(str, range(c.max() + 1))), np.bincount(c, true))
        for i, c in enumerate(codes)
    ]
    return codes, margins, true


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_limits_are_kept_and_the_margins_still_met(seed):
    codes, margins, true = sample(seed)
    limits = (float(true.min()), float(true.max()))
    for held in ({"bounds": limits}, {"trim": limits}):
        found = raked(np.ones(200), codes, margins, **held)
        assert found.weights.min() >= limits[0] - 1e-9
        assert found.weights.max() <= limits[1] + 1e-9
        for code, margin in zip(codes, margins, strict=True):
            np.testing.assert_allclose(
                reached(found, code, margin), margin.targets, rtol=1e-7
            )


def test_tight_limits_bind_and_give_the_nearest_weights():
    codes, margins, _ = sample(3, 60)
    plain = raked(np.ones(60), codes, margins)
    low, high = 0.765, 0.97 * plain.weights.max()
    found = raked(np.ones(60), codes, margins, bounds=(low, high))
    assert found.trimmed > 0
    assert found.weights.max() == pytest.approx(high)

    # The nearest in relative entropy: no move that keeps the margins is downhill.
    distinct = np.stack(codes, axis=1)
    inside = (found.weights > low + 1e-9) & (found.weights < high - 1e-9)
    table = np.concatenate(
        [np.eye(len(m.levels))[distinct[:, i]] for i, m in enumerate(margins)], axis=1
    )
    left = np.log(found.weights)
    beta = np.linalg.lstsq(table[inside], left[inside], rcond=None)[0]
    shadow = left - table @ beta
    np.testing.assert_allclose(shadow[inside], 0, atol=1e-7)
    assert np.all(shadow[found.weights >= high - 1e-9] <= 1e-7)
    assert np.all(shadow[found.weights <= low + 1e-9] >= -1e-7)


def test_limits_that_leave_no_room_stop_the_run():
    codes, margins, _ = sample(3, 60)
    with pytest.raises(errors.MarginMissedError):
        raked(np.ones(60), codes, margins, bounds=(0.999, 1.001))
    with pytest.raises(errors.WeightingError, match="do not hold 1"):
        raked(np.ones(60), codes, margins, bounds=(1.2, 3))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_scale_and_order_do_not_matter(seed):
    codes, margins, _ = sample(seed)
    rng = np.random.default_rng(seed)
    base = rng.uniform(0.5, 2, 200)
    first = raked(base, codes, margins)
    doubled = raked(2 * base, codes, margins)
    np.testing.assert_allclose(first.weights, doubled.weights, rtol=1e-9)
    order = rng.permutation(200)
    shuffled = raked(base[order], [c[order] for c in codes], margins)
    np.testing.assert_allclose(shuffled.weights, first.weights[order], rtol=1e-9)
