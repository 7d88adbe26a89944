"""Raking by R on schools, and the published weights of a survey of councillors."""

from __future__ import annotations

import numpy as np
import pytest
from survey_files import clustered, coded, columns, known_results

from folkmoot.ask.estimation.estimates import estimate, proportions, proportions_by
from folkmoot.ask.estimation.margins import Margin
from folkmoot.ask.estimation.weights import raked

pytestmark = pytest.mark.real

QUESTION = (
    "Would.you.be.supportive.of.a.participatory.process.if.initiated.by.the."
    "current.leadership.of.the.council."
)
MARGINS = (
    "country",
    "council_type",
    "part_of_majority",
    "council_has_majority",
    "party_reduced",
    "gender",
)


@pytest.fixture
def schools_raked(real_files):
    schools, _ = clustered(real_files)
    known = known_results(real_files)["raking_apiclus1"]
    margins = [
        Margin(name, tuple(held[name]), np.array(held["Freq"], float))
        for name, held in known["margins"].items()
    ]
    codes = [schools.codes(margin.name) for margin in margins]
    return schools, known, raked(schools.weights, codes, margins)


def test_raking_gives_the_weights_of_r(schools_raked):
    _, known, weighting = schools_raked
    np.testing.assert_allclose(weighting.weights, known["ipf_weights"], rtol=1e-10)
    assert weighting.kish_deff == pytest.approx(known["ipf"]["kish_deff"], abs=1e-11)
    assert weighting.effective_base == pytest.approx(known["ipf"]["neff"], abs=1e-8)


def test_raked_variance_is_that_of_r(schools_raked, real_files):
    schools, known, weighting = schools_raked
    _, design = clustered(
        real_files, weights=weighting.weights, calibration=weighting.calibration
    )
    mean = estimate(design, schools.numbers("api00"))
    expected = known["mean_api00_after_ipf"]
    assert mean.values[0] == pytest.approx(expected["est"], rel=1e-10)
    assert mean.standard_errors[0] == pytest.approx(expected["se"], rel=1e-10)


def test_published_weights_and_table_of_councillors(real_files):
    folder = real_files / "surveys" / "councillor_participation"
    frame = columns(folder / "council_data_final_no_personal.csv", "cp1252")
    survey = columns(folder / "survey_with_weights.csv")
    kept = [
        i
        for i in range(len(frame["gender"]))
        if frame["gender"][i]
        and frame["country"][i] != "N"
        and frame["party_reduced"][i] != "UKIP"
        and frame["council_type"][i] != "CC"
    ]
    margins, codes = [], []
    for name in MARGINS:
        held, levels = coded([frame[name][i].upper() for i in kept])
        margins.append(Margin(name, levels, np.bincount(held).astype(float)))
        codes.append(coded([x.upper() for x in survey[name]], levels)[0])
    weighting = raked(np.ones(122), codes, margins)
    weights = weighting.weights * (122 / weighting.weights.sum())
    published = np.array([float(x) for x in survey["weighted"]])
    np.testing.assert_allclose(weights, published, rtol=1e-6)

    from folkmoot.ask.estimation.design import Design

    design = Design(weighting.weights, calibration=weighting.calibration)
    answers, _ = coded(survey[QUESTION], ("No", "Yes"))
    groups, _ = coded(survey["part_of_majority"], ("FALSE", "TRUE"))
    everyone = proportions(design, answers, 2)
    by = proportions_by(design, answers, 2, groups, 2)
    found = [everyone.values[1], *by.values[1::2]]
    assert [round(100 * x, 2) for x in found] == [85.93, 76.21, 94.61]
