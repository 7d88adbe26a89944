"""Estimates by hand: bases, gaps, nets, several answers, domains, two stages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.ask.estimation.cells import CellCovariance
from folkmoot.ask.estimation.design import Calibration, Design
from folkmoot.ask.estimation.errors import DesignError, LonelyStratumError
from folkmoot.ask.estimation.estimates import (
    contrast,
    estimate,
    nets,
    proportions,
    proportions_by,
    selected,
)
from folkmoot.ask.estimation.intervals import (
    logit_interval,
    net_interval,
    quantile,
    t_interval,
)
from folkmoot.ask.estimation.variance import covariance_of_totals


def test_the_seed_survey_net_has_the_margin_of_its_arithmetic():
    # 373 answers, a net of +34: 67 to 33 if nobody is neutral, 52 to 18 if 30 percent are.
    for positive, negative, margin in ((250, 123, 9.5), (194, 67, 7.8)):
        codes = np.repeat([0, 1, 2], [positive, negative, 373 - positive - negative])
        shares = proportions(Design(np.ones(373)), codes, 3)
        net = nets(shares, (0,), (1,))
        assert 100 * net.values[0] == pytest.approx(34.0, abs=0.1)
        assert 196 * net.standard_errors[0] == pytest.approx(margin, abs=0.06)
        apart = np.sqrt((shares.standard_errors[:2] ** 2).sum())
        assert net.standard_errors[0] > apart, "the two shares pull against each other"


def test_bases_are_unweighted_weighted_and_effective():
    codes = np.array([0, 1, 1, -1, 0])
    weights = np.array([1.0, 2.0, 1.0, 5.0, 0.0])
    shares = proportions(Design(weights), codes, 2)
    assert shares.values.tolist() == [0.25, 0.75]
    assert shares.base_unweighted.tolist() == [3, 3]
    assert shares.base_weighted.tolist() == [4.0, 4.0]
    assert shares.effective_base == pytest.approx(16 / 6)


def test_a_gap_of_groups_knows_that_they_share_clusters():
    rng = np.random.default_rng(2)
    cluster = np.repeat(np.arange(40), 6)
    group = np.tile([0, 1], 120)
    codes = (rng.random(240) < 0.3 + 0.4 * (cluster % 2)).astype(int)
    by = proportions_by(Design(np.ones(240), clusters=cluster), codes, 2, group, 2)
    gap = contrast(by, np.array([[0, 1, 0, -1]]))
    assert gap.values[0] == pytest.approx(by.values[1] - by.values[3])
    # Councils that like it like it in both groups, so the gap is surer than it looks.
    apart = np.hypot(by.standard_errors[1], by.standard_errors[3])
    assert gap.standard_errors[0] < 0.85 * apart
    assert gap.base_unweighted.tolist() == [120]


def test_an_empty_group_spoils_only_what_rests_on_it():
    codes = np.array([0, 1, 0, 1])
    by = proportions_by(Design(np.ones(4)), codes, 2, np.array([0, 0, 0, 0]), 2)
    assert np.isnan(by.values[2:]).all()
    kept = contrast(by, np.array([[1.0, -1, 0, 0], [1, 0, -1, 0]]))
    assert kept.values[0] == 0.0
    assert np.isfinite(kept.standard_errors[0])
    assert np.isnan(kept.values[1])


def test_several_answers_are_shares_of_people():
    chosen = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 0], [0, 1, 1]], bool)
    found = selected(Design(np.ones(4)), chosen)
    np.testing.assert_allclose(found.values, [2 / 3, 2 / 3, 1 / 3])
    found = selected(Design(np.ones(4)), chosen, np.ones(4, bool))
    np.testing.assert_allclose(found.values, [0.5, 0.5, 0.25])


def test_raking_takes_away_what_the_margins_explain():
    rng = np.random.default_rng(1)
    level = rng.integers(0, 3, 300)
    y = 10.0 * level + rng.normal(size=300)
    held = Calibration(level[:, None], (3,), np.ones(300))
    plain = estimate(Design(np.ones(300)), y)
    known = estimate(Design(np.ones(300), calibration=held), y)
    expected = np.sqrt(
        sum(((y[level == i] - y[level == i].mean()) ** 2).sum() for i in range(3))
        / 300
        / 299
    )
    assert known.standard_errors[0] == pytest.approx(expected, rel=1e-9)
    assert known.standard_errors[0] < plain.standard_errors[0] / 5
    assert estimate(
        Design(np.ones(300), calibration=held), (level == 1).astype(float)
    ).standard_errors[0] == pytest.approx(0, abs=1e-9)


def test_a_lonely_stratum_is_refused_until_its_treatment_is_declared():
    strata = np.array([0, 0, 0, 1])
    y = np.array([1.0, 2.0, 4.0, 9.0])
    with pytest.raises(LonelyStratumError, match="Stratum 1 has one cluster"):
        estimate(Design(np.ones(4), strata=strata), y)
    certain = estimate(Design(np.ones(4), strata=strata, lonely="certain"), y)
    centred = estimate(Design(np.ones(4), strata=strata, lonely="centre"), y)
    assert centred.standard_errors[0] > certain.standard_errors[0]
    all_drawn = Design(np.ones(4), strata=strata, population=np.array([3.0, 1.0]))
    assert estimate(all_drawn, y).standard_errors[0] == 0


def test_two_stages_lie_between_one_and_none():
    rng = np.random.default_rng(3)
    cluster = np.repeat(np.arange(30), 3)
    y = rng.normal(size=90) + np.repeat(rng.normal(size=30), 3)
    every = {"clusters": cluster, "population": np.array([40.0])}
    one = estimate(Design(np.ones(90), **every), y).standard_errors[0]
    two = estimate(
        Design(np.ones(90), **every, cluster_population=np.full(90, 50.0)), y
    ).standard_errors[0]
    none = estimate(Design(np.ones(90), clusters=cluster), y).standard_errors[0]
    assert one < two < none
    # By hand: f1 (1 - f2) sum of n2 / (n2 - 1) squared distances within, over n squared.
    within = sum(
        ((y[cluster == i] - y[cluster == i].mean()) ** 2).sum() for i in range(30)
    )
    added = 30 / 40 * (1 - 3 / 50) * 3 / 2 * within / 90**2
    assert two**2 - one**2 == pytest.approx(added, rel=1e-9)


@pytest.mark.parametrize(
    "bad",
    [
        {"weights": np.array([])},
        {"weights": np.array([1.0, -1.0])},
        {"weights": np.array([1.0, np.nan])},
        {"weights": np.ones(2), "clusters": np.array([0, -1])},
        {"weights": np.ones(2), "strata": np.array([0])},
        {"weights": np.ones(2), "population": np.array([1.0])},
        {
            "weights": np.ones(2),
            "strata": np.array([0, 1]),
            "population": np.array([9.0]),
        },
        {"weights": np.ones(2), "cluster_population": np.ones(2)},
    ],
)
def test_a_design_that_no_sample_could_have(bad):
    with pytest.raises(DesignError):
        Design(**bad)


@pytest.mark.parametrize("answer", [1.0, -1.0, 0.0])
def test_a_net_of_which_nobody_differs_has_an_interval_all_the_same(answer):
    ends = net_interval(estimate(Design(np.ones(20)), np.full(20, answer)))
    # Clopper and Pearson, 20 of 20: 83.16 per cent at least.
    reach = 1 - 0.8316 if answer == 0 else 2 * (1 - 0.8316)
    assert ends.lower[0] == pytest.approx(max(answer - reach, -1.0), abs=1e-3)
    assert ends.upper[0] == pytest.approx(min(answer + reach, 1.0), abs=1e-3)


def test_a_net_never_leaves_what_a_net_can_be():
    answers = np.array([1.0] * 19 + [0.0])
    ends = net_interval(estimate(Design(np.ones(20)), answers))
    assert ends.upper[0] == 1.0
    assert ends.lower[0] < 0.95


def test_intervals_at_the_ends_are_exact():
    shares = proportions(Design(np.ones(20)), np.zeros(20, int), 2)
    ends = logit_interval(shares)
    # Clopper and Pearson for 20 of 20: 1 - 0.025 ** (1 / 20) below 1.
    assert ends.lower[0] == pytest.approx(0.025 ** (1 / 20))
    assert ends.upper[0] == 1.0
    assert ends.lower[1] == 0.0
    assert ends.upper[1] == pytest.approx(1 - 0.025 ** (1 / 20))


def test_quantiles_of_a_domain_and_of_nobody():
    values = np.array([1.0, 2.0, 3.0, 4.0, np.nan, 100.0])
    domain = np.array([True, True, True, True, True, False])
    design = Design(np.array([1.0, 1, 1, 1, 1, 1]))
    assert quantile(design, values, (0.5,), domain).values.tolist() == [2.0]
    assert np.isnan(quantile(design, values, (0.5,), ~domain & domain).values).all()


def clustered_sample(seed, raked_too):
    rng = np.random.default_rng(seed)
    n = 120
    calibration = None
    if raked_too:
        codes = np.stack([rng.integers(0, 3, n), rng.integers(0, 2, n)], axis=1)
        calibration = Calibration(codes, (3, 2), rng.uniform(0.5, 2, n))
    return rng, n, calibration


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    clusters=st.booleans(),
    strata=st.booleans(),
    raked_too=st.booleans(),
    finite=st.booleans(),
)
def test_cells_have_the_covariance_of_their_indicators(
    seed, clusters, strata, raked_too, finite
):
    rng, n, calibration = clustered_sample(seed, raked_too)
    design = Design(
        rng.uniform(0.5, 2, n),
        strata=rng.integers(0, 3, n) if strata else None,
        clusters=rng.integers(0, 10, n) if clusters else None,
        population=np.full(3 if strata else 1, 500.0) if finite else None,
        calibration=calibration,
    )
    cells = rng.integers(-1, 6, n)
    totals, fast = CellCovariance(design).of(cells, 6)
    one = (cells[:, None] == np.arange(6)).astype(float)
    np.testing.assert_allclose(totals, design.weights @ one, rtol=1e-12)
    slow = covariance_of_totals(design, one)
    np.testing.assert_allclose(fast, slow, rtol=1e-9, atol=1e-9 * slow.max())


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_doubled_weights_and_shuffled_rows_change_nothing(seed):
    rng, n, calibration = clustered_sample(seed, True)
    weights, clusters = rng.uniform(0.5, 2, n), rng.integers(0, 12, n)
    y = rng.normal(size=(n, 2))
    first = estimate(Design(weights, clusters=clusters, calibration=calibration), y)
    doubled = estimate(
        Design(
            2 * weights,
            clusters=clusters,
            calibration=Calibration(
                calibration.codes, calibration.levels, 2 * calibration.base_weights
            ),
        ),
        y,
    )
    order = rng.permutation(n)
    shuffled = estimate(
        Design(
            weights[order],
            clusters=clusters[order],
            calibration=Calibration(
                calibration.codes[order],
                calibration.levels,
                calibration.base_weights[order],
            ),
        ),
        y[order],
    )
    for other in (doubled, shuffled):
        np.testing.assert_allclose(other.values, first.values, rtol=1e-10)
        np.testing.assert_allclose(
            other.standard_errors, first.standard_errors, rtol=1e-9
        )


@pytest.mark.parametrize("lonely", ["centre", "certain"])
def test_cells_take_the_longer_way_where_a_stratum_is_lonely(lonely):
    strata = np.array([0, 0, 0, 0, 1])
    design = Design(np.arange(1.0, 6.0), strata=strata, lonely=lonely)
    cells = np.array([0, 1, 0, 1, 0])
    _, fast = CellCovariance(design).of(cells, 2)
    slow = covariance_of_totals(design, np.eye(2)[cells])
    np.testing.assert_allclose(fast, slow, rtol=1e-12)


def test_t_interval_is_symmetric():
    found = estimate(Design(np.ones(5)), np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    ends = t_interval(found)
    assert ends.upper[0] - 3 == pytest.approx(3 - ends.lower[0])
    assert ends.upper[0] - 3 == pytest.approx(2.7764451 * np.sqrt(2.5 / 5), rel=1e-6)
