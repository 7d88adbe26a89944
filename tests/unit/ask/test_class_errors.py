"""Errors of class shares: against many samples, with and without councils."""

from __future__ import annotations

import numpy as np
import pytest

from folkmoot.ask.estimation.design import Design
from folkmoot.ask.estimation.errors import ModelError
from folkmoot.ask.models.class_errors import class_errors
from folkmoot.ask.models.classes import latent_classes

LEVELS = [2] * 6
CHANCE = np.array([[0.8] * 6, [0.25] * 6])


def sample(rng, *, agree):
    """60 councils of five; with `agree` a whole council is mostly of one class."""
    council = np.repeat(np.arange(60), 5)
    lean = rng.beta(0.6, 0.4, 60) if agree else np.full(60, 0.6)
    truth = (rng.random(300) > lean[council]).astype(int)
    return council, (rng.random((300, 6)) < CHANCE[truth]).astype(np.int64)


@pytest.mark.parametrize("agree", [False, True])
def test_errors_are_the_spread_over_samples(agree):
    rng = np.random.default_rng(3)
    shares, told, naive = [], [], []
    for _ in range(150):
        council, answers = sample(rng, agree=agree)
        fit = latent_classes(answers, LEVELS, 2, starts=4)
        first = int(fit.answers[0][0, 1] < fit.answers[0][1, 1])
        shares.append(fit.shares[first])
        design = Design(np.ones(300), clusters=council)
        told.append(class_errors(answers, LEVELS, fit, design).standard_errors[0])
        plain = class_errors(answers, LEVELS, fit, Design(np.ones(300)))
        naive.append(plain.standard_errors[0])
    spread = np.std(shares, ddof=1)
    assert np.mean(told) == pytest.approx(spread, rel=0.15)
    if agree:
        assert np.mean(naive) < 0.8 * spread


def test_parameters_count_as_they_are_in_a_simple_sample():
    rng = np.random.default_rng(5)
    council, answers = sample(rng, agree=True)
    fit = latent_classes(answers, LEVELS, 2, starts=5)
    plain = class_errors(answers, LEVELS, fit, Design(np.ones(300)))
    assert plain.effective_parameters == pytest.approx(fit.parameters, rel=0.15)
    assert plain.daic == pytest.approx(fit.aic, rel=0.01)
    clustered = class_errors(
        answers, LEVELS, fit, Design(np.ones(300), clusters=council)
    )
    assert clustered.effective_parameters > plain.effective_parameters


def test_the_scale_of_weights_does_not_matter():
    rng = np.random.default_rng(6)
    council, answers = sample(rng, agree=True)
    answers[::9, 2] = -1
    weights = rng.uniform(0.5, 2, 300)
    fit = latent_classes(answers, LEVELS, 2, weights=weights, starts=5)
    one = class_errors(answers, LEVELS, fit, Design(weights, clusters=council))
    ten = class_errors(answers, LEVELS, fit, Design(10 * weights, clusters=council))
    np.testing.assert_allclose(one.covariance, ten.covariance, rtol=1e-9)
    assert one.covariance.sum() == pytest.approx(0, abs=1e-12)


def test_a_flat_likelihood_has_no_errors():
    # Two questions cannot tell three classes apart.
    answers = np.random.default_rng(7).integers(0, 2, (100, 2))
    fit = latent_classes(answers, [2, 2], 3, starts=5)
    with pytest.raises(ModelError, match="flat likelihood"):
        class_errors(answers, [2, 2], fit, Design(np.ones(100)))
