"""The tests of two tables by R's `svychisq`."""

from __future__ import annotations

import pytest
from survey_files import clustered, known_results

from folkmoot.ask.estimation.rao_scott import rao_scott

pytestmark = pytest.mark.real


@pytest.mark.parametrize(
    ("name", "row", "column"),
    [
        ("apiclus1_schwide_stype", "sch.wide", "stype"),
        ("apiclus1_awards_schwide", "awards", "sch.wide"),
    ],
)
def test_the_statistic_its_freedom_and_its_probability(real_files, name, row, column):
    schools, design = clustered(real_files)
    known = known_results(real_files)["rao_scott"][name]["F"]
    test = rao_scott(design, schools.codes(row), schools.codes(column))
    assert test.statistic == pytest.approx(known["statistic"], rel=1e-10)
    assert [test.df, test.df_error] == pytest.approx(known["parameter"], rel=1e-10)
    assert test.p_value == pytest.approx(known["p"], rel=1e-9)
