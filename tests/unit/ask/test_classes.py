"""Latent classes: the likelihoods of poLCA, StepMix as a second opinion, planted classes."""

from __future__ import annotations

import numpy as np
import pytest
from stepmix.stepmix import StepMix
from survey_files import coded, columns, known_results

from folkmoot.ask.estimation.design import Design
from folkmoot.ask.estimation.errors import ModelError
from folkmoot.ask.models.classes import latent_classes
from folkmoot.ask.models.segments import agreement
from folkmoot.ask.models.stability import stability


def questions(folder, name):
    table = columns(folder / "surveys" / "latent_class" / f"{name}.csv")
    if name == "cheating":
        table.pop("GPA")
    pairs = [coded(column) for column in table.values()]
    return np.stack([codes for codes, _ in pairs], axis=1), [len(x) for _, x in pairs]


CASES = [
    ("carcinoma", 1),
    ("carcinoma", 2),
    ("carcinoma", 3),
    ("carcinoma", 4),
    ("cheating", 1),
    ("cheating", 2),
    ("cheating", 3),
    ("gss82", 1),
    ("gss82", 2),
    ("gss82", 3),
    ("gss82", 4),
]


@pytest.mark.real
@pytest.mark.parametrize(("name", "k"), CASES)
def test_the_likelihoods_of_polca(real_files, name, k):
    answers, levels = questions(real_files, name)
    known = known_results(real_files)["latent_class_loglik"][name][f"k{k}"]
    found = latent_classes(answers, levels, k)
    assert found.log_likelihood == pytest.approx(known["loglik"], abs=1e-4)
    assert found.parameters == known["npar"]


def planted(n, separation, seed, items=8, shares=(0.46, 0.15, 0.39)):
    rng = np.random.default_rng(seed)
    truth = rng.choice(3, n, p=shares)
    high = 0.5 + separation / 2
    chance = np.array(
        [[high] * items, [1 - high] * items, [high, 1 - high] * (items // 2)]
    )
    return (rng.random((n, items)) < chance[truth]).astype(np.int64), truth


def test_weights_and_blanks_as_stepmix_has_them():
    answers, _ = planted(300, 0.6, 1)
    rng = np.random.default_rng(2)
    answers[rng.random(answers.shape) < 0.1] = -1
    weights = rng.uniform(0.5, 2.0, 300)
    weights *= 300 / weights.sum()
    ours = latent_classes(answers, [2] * 8, 3, weights=weights, starts=20)
    holes = np.where(answers < 0, np.nan, answers.astype(float))
    theirs = StepMix(
        3,
        measurement="categorical_nan",
        n_init=6,
        abs_tol=1e-9,
        random_state=0,
        progress_bar=0,
    ).fit(holes, sample_weight=weights)
    height = theirs.score(holes, sample_weight=weights) * 300
    assert ours.log_likelihood == pytest.approx(height, abs=1e-3)
    shares = np.sort(theirs.get_parameters()["weights"])[::-1]
    np.testing.assert_allclose(ours.shares, shares, atol=2e-3)
    assert ours.weighted


def test_whole_weights_are_as_good_as_people():
    answers, _ = planted(200, 0.7, 3)
    times = np.random.default_rng(0).integers(1, 4, 200)
    weighted = latent_classes(
        answers, [2] * 8, 2, weights=times.astype(float), starts=10
    )
    repeated = latent_classes(np.repeat(answers, times, axis=0), [2] * 8, 2, starts=10)
    np.testing.assert_allclose(weighted.shares, repeated.shares, atol=1e-4)


def test_the_same_seed_gives_the_same_classes():
    answers, _ = planted(200, 0.5, 4)
    one, two = (latent_classes(answers, [2] * 8, 3, starts=5, seed=9) for _ in "ab")
    assert one.log_likelihood == two.log_likelihood
    assert one.codes.tolist() == two.codes.tolist()


def test_more_classes_than_answers_is_refused():
    with pytest.raises(ModelError, match="9 classes"):
        latent_classes(np.zeros((20, 2), np.int64), [2, 2], 9)


def test_planted_classes_are_found_and_called_stable():
    answers, truth = planted(800, 0.85, 5)
    found = latent_classes(answers, [2] * 8, 3, starts=20)
    table = agreement(found.codes, 3, truth, 3, np.ones(800))
    assert table.adjusted_rand > 0.85
    again = stability(
        answers, [2] * 8, found, Design(np.ones(800)), resamples=12, seed=1
    )
    assert again.is_stable
    assert again.names(["a", "b", "c"]) == ("a", "b", "c")


def test_classes_of_noise_are_called_unstable_and_not_named():
    rng = np.random.default_rng(6)
    answers = rng.integers(0, 2, (400, 8))
    found = latent_classes(answers, [2] * 8, 3, starts=20)
    again = stability(
        answers, [2] * 8, found, Design(np.ones(400)), resamples=12, seed=1
    )
    assert not again.is_stable
    assert again.names(["a", "b", "c"])[0] == "Unstable segment 1"
    assert again.share_changing > 0.2
