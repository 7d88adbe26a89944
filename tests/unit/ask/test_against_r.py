"""The numbers of R's survey package, from two samples of Californian schools."""

from __future__ import annotations

import numpy as np
import pytest
from survey_files import clustered, known_results, stratified

from folkmoot.ask.estimation.estimates import (
    estimate,
    proportions,
    proportions_by,
    ratio,
)
from folkmoot.ask.estimation.intervals import (
    exact_interval,
    logit_interval,
    quantile,
    t_interval,
)
from folkmoot.ask.estimation.weights import kish_deff

pytestmark = pytest.mark.real

DESIGNS = {
    "apistrat_fpc": lambda folder: stratified(folder),
    "apistrat_nofpc": lambda folder: stratified(folder, finite=False),
    "apiclus1_fpc": lambda folder: clustered(folder),
    "apiclus1_nofpc": lambda folder: clustered(folder, finite=False),
}


@pytest.fixture(params=DESIGNS)
def case(request, real_files):
    schools, design = DESIGNS[request.param](real_files)
    return schools, design, known_results(real_files)["designs"][request.param]


def agree(ours, theirs, tolerance=1e-10):
    """R's file keeps twelve places."""
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=1e-11)


def test_means_and_ratios(case):
    schools, design, known = case
    mean = estimate(design, schools.numbers("api00"))
    agree(mean.values[0], known["mean_api00"]["est"])
    agree(mean.standard_errors[0], known["mean_api00"]["se"])
    assert mean.df == known["degf"]
    of = ratio(
        design, schools.numbers("api00")[:, None], schools.numbers("api99")[:, None]
    )
    agree(of.values[0], known["ratio_api00_api99"]["est"])
    agree(of.standard_errors[0], known["ratio_api00_api99"]["se"])
    agree(kish_deff(design.weights), known["kish_deff"])


@pytest.mark.parametrize("question", ["awards", "stype", "sch.wide"])
def test_shares_and_their_errors(case, question):
    schools, design, known = case
    codes = schools.codes(question)
    shares = proportions(design, codes, int(codes.max()) + 1)
    expected = known[f"prop_{question.replace('.', '_')}"]
    agree(shares.values, expected["est"])
    agree(shares.standard_errors, expected["se"])


def test_design_effects(case):
    schools, design, known = case
    shares = proportions(design, schools.codes("awards"), 2)
    agree(shares.design_effects, known["deff_awards_replace"])
    without = 1 - len(design.weights) / design.weights.sum()
    agree(shares.design_effects / without, known["deff_awards"])


def test_intervals_of_a_share(case):
    schools, design, known = case
    shares = proportions(design, schools.codes("awards"), 2)
    # R's own model is fitted to about 1e-12, which its logit interval carries.
    ends = logit_interval(shares)
    agree([ends.lower[1], ends.upper[1]], known["ci_awardsYes"]["logit"]["ci"], 1e-8)
    ends = exact_interval(shares)
    agree([ends.lower[1], ends.upper[1]], known["ci_awardsYes"]["beta"]["ci"])
    ends = t_interval(shares)
    agree([ends.lower[1], ends.upper[1]], known["ci_awardsYes"]["mean"]["ci"])


def test_shares_by_group(case):
    schools, design, known = case
    by = proportions_by(design, schools.codes("awards"), 2, schools.codes("stype"), 3)
    agree(by.values[1::2], known["by_stype_awardsYes"]["est"])
    agree(by.standard_errors[1::2], known["by_stype_awardsYes"]["se"])


def test_a_domain_keeps_the_whole_design(case):
    schools, design, known = case
    domain = schools.codes("comp.imp") == 1
    share = proportions(design, schools.codes("sch.wide"), 2, domain)
    agree(share.values[1], known["domain_compimpYes_schwideYes"]["est"])
    agree(share.standard_errors[1], known["domain_compimpYes_schwideYes"]["se"])


def test_quantiles(case):
    schools, design, known = case
    expected = known["quantile_api00_math"]
    found = quantile(design, schools.numbers("api00"), (0.25, 0.5, 0.75))
    rows = [expected[p] for p in ("0.25", "0.5", "0.75")]
    agree(found.values, [row["est"] for row in rows])
    agree(found.lower, [row["ci"][0] for row in rows])
    agree(found.upper, [row["ci"][1] for row in rows])
    agree(found.standard_errors, [row["se"] for row in rows])
