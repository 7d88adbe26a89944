"""Small places: the model of lme4's own example, honest intervals, and the refusal."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, special

from folkmoot.ask.estimation.errors import DesignError, ModelError, NothingToBorrowError
from folkmoot.ask.models.places_mode import Counts, Term, mode_at
from folkmoot.ask.models.places_model import fitted_model
from folkmoot.ask.models.places_spreads import likely_spreads
from folkmoot.ask.models.small_places import (
    Population,
    effective_counts,
    place_estimates,
)

# Cattle disease by herd and period: Lesnoff and others (2004), Veterinary Research 35,
# the first example of lme4's `glmer`.
ILL = (
    "2 3 4 0|3 1 1|8 2 0 2|2 0 2 0|5 0 0 1|3 0 0 1|8 1 3 0|12|2 0 0 0|1 1 0 2|0 5 3 1|"
    "2 1 0 0|1 2 0 0|11 0 0 0|1 1 1 0"
)
HERD = (
    "14 12 9 5|22 18 21|22 16 16 20|10 10 9 6|18 25 24 4|17 17 18 20|16 10 9 5|34|9 6 8 6|"
    "22 22 18 22|25 27 22 22|10 8 6 5|21 24 19 23|19 2 3 2|19 15 15 15"
)


def cattle():
    rows = [
        (herd, period, int(ill), int(size))
        for herd, (sick, sizes) in enumerate(
            zip(ILL.split("|"), HERD.split("|"), strict=True)
        )
        for period, (ill, size) in enumerate(
            zip(sick.split(), sizes.split(), strict=True)
        )
    ]
    herd, period, ill, size = np.array(rows).T
    fixed = np.stack([np.ones(len(rows)), *(period == i for i in (1, 2, 3))], axis=1)
    return Counts(
        ill.astype(float), size.astype(float), fixed, (Term("herd", herd, 15),)
    )


def test_the_published_fit_of_the_first_example_of_lme4():
    found = fitted_model(cattle())
    # The four coefficients, the spread and the likelihood that lme4 prints.
    np.testing.assert_allclose(
        found.fixed, [-1.3983, -0.9919, -1.1282, -1.5797], atol=1e-3
    )
    assert found.spreads[0] == pytest.approx(0.6421, abs=1e-3)
    assert found.log_likelihood == pytest.approx(-92.0266, abs=1e-3)
    assert found.boundary_terms == ()


def test_the_deviance_is_laplaces_herd_by_herd():
    counts = cattle()
    beta, spread = np.array([-1.2, -0.8, -1.0, -1.5]), 0.7
    found = mode_at(counts, np.array([spread]), beta).deviance
    total = 0.0
    for herd in range(15):
        mine = counts.terms[0].codes == herd
        y, n = counts.successes[mine], counts.trials[mine]
        eta = counts.fixed[mine] @ beta

        def loss(u, y=y, n=n, eta=eta):
            p = special.expit(eta + spread * u)
            fit = special.xlogy(y, p) + special.xlogy(n - y, 1 - p)
            return -(np.log(special.comb(n, y)) + fit).sum() + u**2 / 2

        u = optimize.minimize_scalar(loss, tol=1e-12).x
        p = special.expit(eta + spread * u)
        bend = 1 + (spread**2 * n * p * (1 - p)).sum()
        total += 2 * loss(u) + np.log(bend)
    assert found == pytest.approx(total, rel=1e-9)


def test_two_crossed_terms_as_by_brute_force():
    rng = np.random.default_rng(1)
    a, b = np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4)
    n = rng.integers(3, 9, 12).astype(float)
    y = rng.binomial(n.astype(int), 0.4).astype(float)
    counts = Counts(y, n, np.ones((12, 1)), (Term("a", a, 4), Term("b", b, 3)))
    spreads, beta = np.array([0.6, 0.9]), np.array([-0.3])

    def loss(u):
        eta = beta[0] + spreads[0] * u[a] + spreads[1] * u[4 + b]
        fit = y * eta - n * np.logaddexp(0, eta) + np.log(special.comb(n, y))
        return -fit.sum() + u @ u / 2

    u = optimize.minimize(loss, np.zeros(7), tol=1e-12).x
    eta = beta[0] + spreads[0] * u[a] + spreads[1] * u[4 + b]
    z = np.concatenate([spreads[0] * np.eye(4)[a], spreads[1] * np.eye(3)[b]], axis=1)
    w = n * special.expit(eta) * special.expit(-eta)
    bend = np.linalg.slogdet(np.eye(7) + z.T @ (z * w[:, None]))[1]
    found = mode_at(counts, spreads, beta).deviance
    assert found == pytest.approx(2 * loss(u) + bend, rel=1e-8)


def test_effective_counts_by_hand():
    yes, trials = effective_counts(
        np.array([1.0, 1.0, 2.0, 5.0, 1.0]),
        np.array([1.0, 0.0, 1.0, 1.0, np.nan]),
        np.array([0, 0, 0, 2, 1]),
        3,
    )
    assert trials.tolist() == pytest.approx([16 / 6, 0, 1])
    assert yes.tolist() == pytest.approx([16 / 6 * 3 / 4, 0, 1])


class Places:
    """60 places, two kinds of people, a few answers in each."""

    def __init__(self, seed, spread=0.6, answers=6):
        rng = np.random.default_rng(seed)
        self.places = 60
        lean = rng.normal(0, spread, self.places)
        kind_share = rng.uniform(0.2, 0.8, self.places)
        self.chance = special.expit(lean[:, None] + np.array([-0.5, 0.7]))
        self.people = np.stack([1 - kind_share, kind_share], axis=1) * 1000
        self.true = (self.chance * self.people).sum(axis=1) / 1000
        # One kind answers three times as readily, which a plain share would inherit.
        odds = self.people * np.array([3.0, 1.0])
        asked = rng.poisson(answers * odds / odds.sum(axis=1, keepdims=True))
        yes = rng.binomial(asked, self.chance)
        self.place = np.repeat(np.arange(self.places), 2)
        self.kind = np.tile([0, 1], self.places)
        keep = asked.ravel() > 0
        fixed = np.stack([np.ones(120), self.kind], axis=1)
        self.counts = Counts(
            yes.ravel()[keep].astype(float),
            asked.ravel()[keep].astype(float),
            fixed[keep],
            (Term("place", self.place[keep], self.places),),
        )
        self.population = Population(
            fixed, (self.place,), self.place, self.people.ravel(), self.places
        )


def test_intervals_hold_and_errors_are_smaller_than_those_of_plain_shares():
    held, model_error, plain_error = [], [], []
    for seed in range(16):
        case = Places(seed)
        try:
            found = place_estimates(case.counts, case.population, seed=seed)
        except NothingToBorrowError:
            continue
        held.append((found.lower <= case.true) & (case.true <= found.upper))
        model_error.append((found.values - case.true) ** 2)
        plain_error.append((found.direct - case.true) ** 2)
    assert len(held) >= 13
    assert 0.925 <= np.mean(held) <= 0.98
    assert np.nanmean(model_error) < 0.4 * np.nanmean(plain_error)


def test_a_place_without_answers_is_wide_and_wholly_borrowed():
    case = Places(3, answers=12)
    gone = case.counts.terms[0].codes != 7
    counts = Counts(
        case.counts.successes[gone],
        case.counts.trials[gone],
        case.counts.fixed[gone],
        (Term("place", case.counts.terms[0].codes[gone], 60),),
    )
    found = place_estimates(counts, case.population)
    assert found.base[7] == 0
    assert np.isnan(found.direct[7])
    assert found.pooled[7] == 1.0
    width = found.upper - found.lower
    assert width[7] > np.median(width)


def test_where_places_do_not_differ_nothing_is_borrowed():
    case = Places(5, spread=0.0)
    even = np.round(case.counts.trials / 2)
    counts = Counts(even, case.counts.trials, case.counts.fixed, case.counts.terms)
    with pytest.raises(NothingToBorrowError, match="nothing to borrow") as caught:
        place_estimates(counts, case.population)
    assert caught.value.term == "place"
    assert caught.value.exit_code == 14


def test_spreads_are_drawn_as_their_likelihood_has_them():
    """Against the same density added up on a fine grid."""
    counts = Places(3).counts
    model = fitted_model(counts)
    found = likely_spreads(
        counts, model.spreads, model.mode, free=np.array([True]), draws=2000, seed=1
    )
    drawn = np.repeat([s[0] for s, _ in found], [times for _, times in found])
    assert len(drawn) == 2000
    grid = np.linspace(0.01, 2.5, 400)  # even in the standard deviation
    density = np.array([-mode_at(counts, np.array([s])).restricted / 2 for s in grid])
    density = np.exp(density - density.max())
    density /= density.sum()
    mean = (grid * density).sum()
    assert drawn.mean() == pytest.approx(mean, rel=0.02)
    spread = np.sqrt(((grid - mean) ** 2 * density).sum())
    assert drawn.std() == pytest.approx(spread, rel=0.1)


def test_the_restricted_likelihood_integrates_the_fixed_columns_out():
    """As nearly normal counts have it: each fixed column adds half the log of its bend."""
    counts = cattle()
    found = mode_at(counts, np.array([0.7]))
    whole = np.block(
        [
            [found.curvature.small, found.curvature.cross.T],
            [found.curvature.cross, np.diag(found.curvature.wide)],
        ]
    )
    inner = np.diag(found.curvature.wide)
    added = np.linalg.slogdet(whole)[1] - np.linalg.slogdet(inner)[1]
    assert found.restricted - found.deviance == pytest.approx(added, rel=1e-9)


def test_the_same_seed_gives_the_same_interval():
    case = Places(3)
    one, two = (place_estimates(case.counts, case.population, seed=4) for _ in "ab")
    assert one.lower.tolist() == two.lower.tolist()


def test_faults_are_said():
    case = Places(3)
    fewer = (Term("place", case.counts.terms[0].codes, 59 + 1),)
    bad = Population(
        case.population.fixed, (case.place + 1,), case.place, case.people.ravel(), 60
    )
    with pytest.raises(DesignError, match="level of 'place'"):
        place_estimates(case.counts, bad)
    same = Counts(case.counts.trials, case.counts.trials, case.counts.fixed, fewer)
    with pytest.raises(ModelError, match="Everybody gave the same answer"):
        place_estimates(same, case.population)
    twice = np.concatenate([case.counts.fixed, case.counts.fixed[:, :1]], axis=1)
    with pytest.raises(ModelError, match="say the same"):
        fitted_model(Counts(case.counts.successes, case.counts.trials, twice, fewer))
